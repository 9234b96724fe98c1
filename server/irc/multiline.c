/*
 * multiline: take the lines of a client's batch and check them.
 */
#include "server/irc/multiline.h"

#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/text.h"
#include "common/view.h"
#include "common/xmalloc.h"
#include "server/chat/event.h"
#include "server/config/config.h"
#include "server/irc/client_tags.h"
#include "server/irc/command.h"
#include "server/irc/labels.h"
#include "server/irc/message.h"
#include "server/irc/request.h"
#include "server/net/net.h"
#include "server/net/wheel.h"

#define BATCH_TYPE "draft/multiline"

struct multiline {
	struct session *session;
	char *id;
	char *label; /* of the opening, escaped; NULL: none */
	char *target;
	char *tags;		  /* client-only tags, escaped */
	const char *command;	  /* of all its lines; NULL before the first */
	struct buf text;	  /* as in an event (event.h) */
	size_t bytes, lines;	  /* as the limits count them */
	int has_text;		  /* at least one line has text */
	int failed;		  /* answered with an error; ignore the rest */
	struct wheel_timer timer; /* since its last line */
};

enum verdict {
	GOOD,
	IGNORED,
	INVALID,
	INVALID_TARGET,
	INVALID_UTF8,
	MAX_BYTES,
	MAX_LINES
};

#define CONCAT_TAG "draft/multiline-concat"

enum { BATCH_ID_MAX = 64 };

int
multiline_is_enabled(const struct irc_state *irc)
{
	return (irc->caps & CAP_MULTILINE) && (irc->caps & CAP_BATCH);
}

static int
is_batch(const struct irc_command *cmd)
{
	return cmd == irc_multiline_commands;
}

int
multiline_concerns(const struct session *s, const struct irc_command *cmd,
    const struct irc_msg *msg)
{
	struct view id;

	return multiline_is_enabled(s->state) &&
	       (is_batch(cmd) || irc_tags_find(msg->tags, "batch", &id));
}

static int
is_valid_utf8(const struct irc_msg *msg)
{
	int i;

	for (i = 0; i < msg->nparams; i++)
		if (!text_utf8_valid(msg->params[i]))
			return 0;
	return text_utf8_valid(msg->tags) && text_utf8_valid(msg->command);
}

static struct multiline *
find_batch(const struct session *s, struct view id)
{
	const struct irc_state *irc = s->state;
	struct multiline *m = irc->multiline;

	return m != NULL && view_equal(id, view_of(m->id)) ? m : NULL;
}

static struct multiline *
find_batch_of_line(const struct session *s, const struct irc_msg *msg)
{
	struct view id;

	if (!irc_tags_find(msg->tags, "batch", &id))
		return NULL;
	return find_batch(s, id);
}

static int
has_concat_tag(const struct irc_msg *msg)
{
	struct view value;

	return irc_tags_find(msg->tags, CONCAT_TAG, &value);
}

static int
continues(const struct multiline *m, const struct irc_msg *msg)
{
	return m->lines > 0 && has_concat_tag(msg);
}

/*
 * CTCP is not allowed in a batch: clients without the capability would take it for a message of its
 * own.
 */
static enum verdict
check_line(const struct multiline *m, const struct irc_command *cmd,
    const struct irc_msg *msg)
{
	const struct config *c = m->session->server->config;
	struct view text = irc_msg_param(msg, 1);

	if (m->failed)
		return IGNORED;
	if (!is_valid_utf8(msg))
		return INVALID_UTF8;
	if (cmd == NULL || !(cmd->flags & COMMAND_MULTILINE) ||
	    (m->command != NULL && m->command != cmd->name) ||
	    msg->nparams < 2 || view_has_prefix(text, VIEW("\001")) ||
	    (text.len == 0 && has_concat_tag(msg)))
		return INVALID;
	if (!name_equal(view_of(m->target), irc_msg_param(msg, 0)))
		return INVALID_TARGET;
	if ((long long)m->lines >= c->multiline_lines)
		return MAX_LINES;
	if ((long long)(m->bytes + text.len +
			(m->lines > 0 && !continues(m, msg))) >
	    c->multiline_bytes)
		return MAX_BYTES;
	return GOOD;
}

static enum verdict
check_closing(const struct multiline *m)
{
	if (m->failed)
		return IGNORED;
	return m->has_text ? GOOD : INVALID;
}

static enum chat_kind
kind_of(const struct multiline *m)
{
	return m->command[0] == 'N' ? CHAT_NOTICE : CHAT_PRIVMSG;
}

static struct view
batch_id(const struct irc_msg *msg, char sign)
{
	struct view v = irc_msg_param(msg, 0);

	if (v.len < 2 || v.len > BATCH_ID_MAX || *v.p != sign)
		return VIEW("");
	return (struct view){ v.p + 1, v.len - 1 };
}

static int
may_open(const struct session *s, const struct irc_msg *msg)
{
	const struct irc_state *irc = s->state;
	struct view id;

	return batch_id(msg, '+').len > 0 &&
	       (irc->multiline == NULL || irc->multiline->failed) &&
	       view_equal(irc_msg_param(msg, 1), VIEW(BATCH_TYPE)) &&
	       irc_msg_param(msg, 2).len > 0 &&
	       !irc_tags_find(msg->tags, "batch", &id);
}

static int
may_close(const struct session *s, const struct irc_msg *msg)
{
	struct multiline *m = find_batch(s, batch_id(msg, '-'));
	enum verdict v;

	if (m == NULL)
		return 0;
	v = check_closing(m);
	return v == IGNORED ||
	       (v == GOOD &&
		   chat_may_say(s->server->world, s->user, kind_of(m),
		       view_of(m->target), buf_view(&m->text)) == CHAT_OK);
}

int
multiline_is_acceptable(const struct session *s, const struct irc_command *cmd,
    const struct irc_msg *msg)
{
	const struct multiline *m = find_batch_of_line(s, msg);
	enum verdict v;

	if (!is_batch(cmd)) {
		v = m == NULL ? INVALID : check_line(m, cmd, msg);
		return v == GOOD || v == IGNORED;
	}
	if (!is_valid_utf8(msg))
		return 0;
	return may_open(s, msg) || may_close(s, msg);
}

void
multiline_drop(struct session *s)
{
	struct irc_state *irc = s->state;
	struct multiline *m = irc->multiline;

	if (m == NULL)
		return;
	irc->multiline = NULL;
	wheel_cancel(net_wheel(s->server->net), &m->timer);
	buf_clear(&m->text);
	free(m->id);
	free(m->label);
	free(m->target);
	free(m->tags);
	free(m);
}

/* Send the reply with the label of the opening, and ignore the rest of the batch. */
static void
end_failed(struct request *req, struct multiline *m)
{
	req->label = view_of(m->label);
	request_end(req);
	m->failed = 1;
	buf_clear(&m->text);
}

static void
fail_batch(struct request *req, struct multiline *m, const char *code,
    struct view about, const char *text)
{
	reply_fail(req, "BATCH", code, about, text);
	end_failed(req, m);
}

static void
fail_limit(
    struct request *req, struct multiline *m, const char *code, long long limit)
{
	char number[24];

	snprintf(number, sizeof(number), "%lld", limit);
	fail_batch(
	    req, m, code, view_of(number), _("Your message is too long"));
}

/* Reply with the targets of the batch and of the line. */
static void
fail_target(struct request *req, struct multiline *m)
{
	reply_begin(req, "FAIL");
	reply_param_str(req, "BATCH");
	reply_param_str(req, "MULTILINE_INVALID_TARGET");
	reply_param_str(req, m->target);
	reply_param(req, request_param(req, 0));
	reply_end(req, _("A line has a different target than its batch"));
	end_failed(req, m);
}

static void
fail_utf8(struct request *req, struct multiline *m)
{
	reply_fail(req, req->command[0] == '\0' ? "*" : req->command,
	    "INVALID_UTF8", VIEW(""), _("Your line is not valid UTF-8"));
	end_failed(req, m);
}

static void
fail_unopened(struct request *req)
{
	reply_fail(req, "BATCH", "MULTILINE_INVALID", VIEW(""),
	    _("No such batch is open"));
}

static void
timeout_cb(struct wheel_timer *timer, void *ctx)
{
	struct multiline *m = ctx;
	struct session *s = m->session;
	struct request req;

	if (s->inflight > 0) { /* the replies in flight come first */
		wheel_set(net_wheel(s->server->net), timer, 1, timeout_cb, m);
		return;
	}
	if (session_is_listening(s) && !m->failed) {
		request_begin(&req, s, NULL);
		fail_batch(&req, m, "TIMEOUT", view_of(m->id),
		    _("Your batch was not closed in time"));
	}
	multiline_drop(s);
}

static void
watch(struct multiline *m)
{
	const struct server *server = m->session->server;

	wheel_set(net_wheel(server->net), &m->timer,
	    (unsigned)server->config->multiline_seconds, timeout_cb, m);
}

static void
add_line(struct multiline *m, struct request *req)
{
	struct view text = request_param(req, 1);
	int on = continues(m, req->msg);

	if (m->lines > 0)
		buf_add_char(&m->text, on ? CHAT_LINE_GOES_ON : CHAT_LINE_END);
	buf_add_view(&m->text, text);
	m->command = req->command;
	m->bytes += text.len + (m->lines > 0 && !on);
	m->lines++;
	if (text.len > 0)
		m->has_text = 1;
	watch(m);
}

void
multiline_add_line(struct request *req, const struct irc_command *cmd)
{
	struct multiline *m = find_batch_of_line(req->session, req->msg);
	const struct config *c = req->server->config;

	req->label = (struct view){ NULL, 0 };
	if (m == NULL) {
		fail_unopened(req);
		return;
	}
	switch (check_line(m, cmd, req->msg)) {
	case GOOD:
		add_line(m, req);
		break;
	case IGNORED:
		break;
	case INVALID:
		fail_batch(req, m, "MULTILINE_INVALID", VIEW(""),
		    _("This line is not allowed in a multiline message"));
		break;
	case INVALID_TARGET:
		fail_target(req, m);
		break;
	case INVALID_UTF8:
		fail_utf8(req, m);
		break;
	case MAX_BYTES:
		fail_limit(req, m, "MULTILINE_MAX_BYTES", c->multiline_bytes);
		break;
	case MAX_LINES:
		fail_limit(req, m, "MULTILINE_MAX_LINES", c->multiline_lines);
		break;
	}
}

static void
open_batch(struct request *req)
{
	char tags[LINE_TAGS_CLIENT];
	struct multiline *m;

	multiline_drop(req->session);
	m = xcalloc(1, sizeof(*m));
	m->session = req->session;
	m->id = xviewdup(batch_id(req->msg, '+'));
	m->label = req->label.p != NULL ? xviewdup(req->label) : NULL;
	m->target = xviewdup(request_param(req, 2));
	m->tags = xviewdup(irc_client_tags(req, tags));
	req->irc->multiline = m;
	req->answered = 1; /* when the batch is closed or fails */
	watch(m);
}

static void
close_batch(struct request *req, struct multiline *m)
{
	enum verdict v = check_closing(m);

	req->label = (struct view){ NULL, 0 };
	if (v == INVALID) {
		fail_batch(req, m, "MULTILINE_INVALID", VIEW(""),
		    _("Your message has no text"));
	} else if (v == GOOD) {
		req->label = view_of(m->label);
		req->command = m->command;
		irc_message_say(req, kind_of(m), view_of(m->target),
		    buf_view(&m->text), view_of(m->tags));
		request_end(req);
	}
	multiline_drop(req->session);
}

static void
refuse_opening(struct request *req)
{
	const struct irc_msg *msg = req->msg;
	struct view type = request_param(req, 1);

	if (batch_id(msg, '+').len > 0 && type.len > 0 &&
	    !view_equal(type, VIEW(BATCH_TYPE)))
		reply_fail(req, "BATCH", "UNKNOWN_TYPE", type,
		    _("Clients cannot send batches of this type"));
	else
		reply_fail(req, "BATCH", "MULTILINE_INVALID", VIEW(""),
		    _("This opening of a batch is not valid, or a batch is "
		      "already open"));
}

/* For a client without the capabilities, BATCH is an unknown command. */
static void
cmd_batch(struct request *req)
{
	struct view id = batch_id(req->msg, '-'), outer;
	struct multiline *m;

	if (!multiline_is_enabled(req->irc)) {
		reply_about(req, "421", VIEW("BATCH"), _("Unknown command"));
	} else if (irc_tags_find(req->msg->tags, "batch", &outer)) {
		multiline_add_line(req, irc_multiline_commands);
	} else if (id.len > 0) {
		m = find_batch(req->session, id);
		if (m != NULL)
			close_batch(req, m);
		else
			fail_unopened(req);
	} else if (may_open(req->session, req->msg)) {
		open_batch(req);
	} else {
		refuse_opening(req);
	}
}

const struct irc_command irc_multiline_commands[] = {
	{ "BATCH", cmd_batch, REGISTERED, 0, 3, 1, 0,
	    N_("+id draft/multiline target, -id"),
	    N_("Starts and ends a message of several lines.") },
	{ .name = NULL },
};
