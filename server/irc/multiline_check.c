/*
 * multiline_check: what of a client's batch is as it should be (IRCv3 draft/multiline),
 * asked when it is taken and before, when it may have to wait.
 */
#include "common/names.h"
#include "common/text.h"
#include "server/config.h"
#include "server/irc/command.h"
#include "server/irc/labels.h"
#include "server/irc/multiline.h"
#include "server/irc/multiline_impl.h"
#include "server/irc/request.h"

#define CONCAT_TAG "draft/multiline-concat"

enum { BATCH_ID_MAX = 64 };

int
multiline_speaks(const struct irc_state *irc)
{
	return (irc->caps & CAP_MULTILINE) && (irc->caps & CAP_BATCH);
}

static int
is_batch(const struct irc_command *cmd)
{
	return cmd != NULL && cmd->handler == cmd_batch;
}

int
multiline_concerns(const struct session *s, const struct irc_command *cmd,
    const struct irc_msg *msg)
{
	struct view id;

	return multiline_speaks(s->state) &&
	       (is_batch(cmd) || irc_tags_find(msg->tags, "batch", &id));
}

static int
is_utf8(const struct irc_msg *msg)
{
	int i;

	for (i = 0; i < msg->nparams; i++)
		if (!text_utf8_valid(msg->params[i]))
			return 0;
	return text_utf8_valid(msg->tags) && text_utf8_valid(msg->command);
}

struct multiline *
multiline_find(const struct session *s, struct view id)
{
	const struct irc_state *irc = s->state;
	struct multiline *m = irc->multiline;

	return m != NULL && view_equal(id, view_of(m->id)) ? m : NULL;
}

struct multiline *
multiline_of_line(const struct session *s, const struct irc_msg *msg)
{
	struct view id;

	if (!irc_tags_find(msg->tags, "batch", &id))
		return NULL;
	return multiline_find(s, id);
}

static int
says_it_goes_on(const struct irc_msg *msg)
{
	struct view value;

	return irc_tags_find(msg->tags, CONCAT_TAG, &value);
}

int
multiline_goes_on(const struct multiline *m, const struct irc_msg *msg)
{
	return m->lines > 0 && says_it_goes_on(msg);
}

/*
 * A line that asks other clients for something (CTCP) has no place in a text: those
 * without the capability would see it as a message of its own.
 */
enum multiline_verdict
multiline_check_line(const struct multiline *m, const struct irc_command *cmd,
    const struct irc_msg *msg)
{
	const struct config *c = m->session->server->config;
	struct view text = irc_msg_param(msg, 1);

	if (m->failed)
		return PASSED_OVER;
	if (!is_utf8(msg))
		return INVALID_UTF8;
	if (cmd == NULL ||
	    (cmd->handler != cmd_privmsg && cmd->handler != cmd_notice) ||
	    (m->command != NULL && m->command != cmd->name) ||
	    msg->nparams < 2 || view_has_prefix(text, VIEW("\001")) ||
	    (text.len == 0 && says_it_goes_on(msg)))
		return INVALID;
	if (!name_equal(view_of(m->target), irc_msg_param(msg, 0)))
		return INVALID_TARGET;
	if ((long long)m->lines >= c->multiline_lines)
		return MAX_LINES;
	if ((long long)(m->bytes + text.len +
			(m->lines > 0 && !multiline_goes_on(m, msg))) >
	    c->multiline_bytes)
		return MAX_BYTES;
	return GOOD;
}

enum multiline_verdict
multiline_check_closing(const struct multiline *m)
{
	if (m->failed)
		return PASSED_OVER;
	return m->said ? GOOD : INVALID;
}

enum chat_kind
multiline_kind(const struct multiline *m)
{
	return m->command[0] == 'N' ? CHAT_NOTICE : CHAT_PRIVMSG;
}

struct view
multiline_id(const struct irc_msg *msg, char sign)
{
	struct view v = irc_msg_param(msg, 0);

	if (v.len < 2 || v.len > BATCH_ID_MAX || *v.p != sign)
		return VIEW("");
	return (struct view){ v.p + 1, v.len - 1 };
}

int
multiline_may_open(const struct session *s, const struct irc_msg *msg)
{
	const struct irc_state *irc = s->state;
	struct view id;

	return multiline_id(msg, '+').len > 0 &&
	       (irc->multiline == NULL || irc->multiline->failed) &&
	       view_equal(irc_msg_param(msg, 1), VIEW(BATCH_TYPE)) &&
	       irc_msg_param(msg, 2).len > 0 &&
	       !irc_tags_find(msg->tags, "batch", &id);
}

static int
may_close(const struct session *s, const struct irc_msg *msg)
{
	struct multiline *m = multiline_find(s, multiline_id(msg, '-'));
	enum multiline_verdict v;

	if (m == NULL)
		return 0;
	v = multiline_check_closing(m);
	return v == PASSED_OVER ||
	       (v == GOOD &&
		   chat_may_say(s->server->world, s->user, multiline_kind(m),
		       view_of(m->target), buf_view(&m->text)) == CHAT_OK);
}

int
multiline_passes(const struct session *s, const struct irc_command *cmd,
    const struct irc_msg *msg)
{
	const struct multiline *m = multiline_of_line(s, msg);
	enum multiline_verdict v;

	if (!is_batch(cmd)) {
		v = m == NULL ? INVALID : multiline_check_line(m, cmd, msg);
		return v == GOOD || v == PASSED_OVER;
	}
	if (!is_utf8(msg))
		return 0;
	return multiline_may_open(s, msg) || may_close(s, msg);
}
