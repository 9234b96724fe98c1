/*
 * message: PRIVMSG, NOTICE and TAGMSG to rooms and users.
 */
#include "server/irc/message.h"

#include "common/i18n.h"
#include "common/names.h"
#include "common/text.h"
#include "server/config/config.h"
#include "server/irc/client_tags.h"
#include "server/irc/command.h"
#include "server/irc/labels.h"
#include "server/irc/request.h"

struct targets {
	struct view v[CONFIG_TARGETS_MAX];
	size_t n;
	int too_many;
};

static int
has_target(const struct targets *t, struct view name)
{
	size_t i;

	for (i = 0; i < t->n; i++)
		if (name_equal(t->v[i], name))
			return 1;
	return 0;
}

/* Split the list of targets; each counts once, in the order given (ISUPPORT TARGMAX). */
static void
split_targets(struct targets *t, const struct config *c, struct view list)
{
	struct view name;

	*t = (struct targets){ .n = 0 };
	while (view_cut(&list, ',', &name)) {
		if (name.len == 0 || has_target(t, name))
			continue;
		if ((long long)t->n == c->targets_max) {
			t->too_many = 1;
			return;
		}
		t->v[t->n++] = name;
	}
}

static enum chat_kind
kind_of(const char *command)
{
	switch (command[0]) {
	case 'N':
		return CHAT_NOTICE;
	case 'T':
		return CHAT_TAGMSG;
	default:
		return CHAT_PRIVMSG;
	}
}

int
irc_message_is_acceptable(const struct session *s,
    const struct irc_command *cmd, const struct irc_msg *msg)
{
	struct view text = irc_msg_param(msg, 1);
	struct targets t;
	size_t i;

	split_targets(&t, s->server->config, irc_msg_param(msg, 0));
	if (t.n == 0 || t.too_many || s->user == NULL ||
	    !text_utf8_valid(text) || !text_utf8_valid(msg->tags))
		return 0;
	for (i = 0; i < t.n; i++)
		if (chat_may_say(s->server->world, s->user, kind_of(cmd->name),
			t.v[i], text) != CHAT_OK)
			return 0;
	return 1;
}

/* Reply with a refusal. A NOTICE gets none (RFC 2812 3.3.2), unless it could not be stored. */
static void
refuse(struct request *req, enum chat_kind kind, enum refusal no,
    struct view target)
{
	if (kind != CHAT_NOTICE || no == CHAT_STORE_FAILED)
		reply_refusal(req, no, target);
}

static void
say_to(struct request *req, enum chat_kind kind, struct view target,
    struct view text, struct view tags, int last)
{
	struct chat_from from = session_from(req->session, req->token);
	enum refusal no;

	request_expect(req, last);
	no = chat_say(req->server->world, &from, kind, target, text, tags);
	if (no != CHAT_OK) {
		request_unexpect(req);
		refuse(req, kind, no, target);
	}
}

void
irc_message_say(struct request *req, enum chat_kind kind, struct view target,
    struct view text, struct view tags)
{
	request_keep_label(req, LABEL_GATHERED);
	say_to(req, kind, target, text, tags, 1);
}

static void
say(struct request *req, enum chat_kind kind, const struct targets *t)
{
	struct view text = request_param(req, 1);
	char buf[LINE_TAGS_CLIENT];
	struct view tags = irc_client_tags(req, buf);
	size_t i;

	/* A TAGMSG whose tags are all denied is dropped. */
	if (kind == CHAT_TAGMSG && tags.len == 0 && irc_denies_a_tag(req))
		return;
	request_keep_label(
	    req, t->n > 1 && (req->irc->caps & CAP_ECHO_MESSAGE));
	for (i = 0; i < t->n; i++)
		say_to(req, kind, t->v[i], text, tags, i + 1 == t->n);
}

static void
message(struct request *req)
{
	enum chat_kind kind = kind_of(req->command);
	struct targets t;

	split_targets(&t, req->server->config, request_param(req, 0));
	if (t.n == 0) {
		if (kind != CHAT_NOTICE)
			reply_text(req, "411", _("No recipient given"));
	} else if (kind != CHAT_TAGMSG && request_param(req, 1).len == 0) {
		refuse(req, kind, CHAT_NO_TEXT, t.v[0]);
	} else if (t.too_many) {
		if (kind != CHAT_NOTICE)
			reply_about(req, "407", request_param(req, 0),
			    _("Too many targets"));
	} else {
		say(req, kind, &t);
	}
}

static void
cmd_privmsg(struct request *req)
{
	message(req);
}

static void
cmd_notice(struct request *req)
{
	message(req);
}

static void
cmd_tagmsg(struct request *req)
{
	message(req);
}

static const char *
command_of(const struct chat_event *e)
{
	static const char *const names[] = { [CHAT_PRIVMSG] = "PRIVMSG",
		[CHAT_NOTICE] = "NOTICE",
		[CHAT_TAGMSG] = "TAGMSG" };

	if (e->type == CHAT_REDACT)
		return "REDACT";
	return e->type == CHAT_TOPIC ? "TOPIC" : names[e->kind];
}

/* The request that appended the event may be over; its labeled_reply has the label. */
void
irc_refused(struct session *s, struct chat_event *e, enum refusal no)
{
	struct irc_state *irc = s->state;
	struct labeled_reply *p = labeled_reply_find(irc, e->token);
	struct request req, *outer = irc->request;
	struct buf out = { 0 };

	request_begin(&req, s, NULL);
	irc->request = outer;
	req.command = command_of(e);
	refuse(&req, e->type == CHAT_MESSAGE ? e->kind : CHAT_PRIVMSG, no,
	    view_of(e->target));
	if (p != NULL) {
		labeled_reply_add(s, p, buf_view(&req.out), req.nreplies, &out);
		labeled_reply_settled(s, p, &out);
	} else {
		buf_add_view(&out, buf_view(&req.out));
	}
	session_send(s, out.p, out.len);
	buf_clear(&req.out);
	buf_clear(&out);
}

const struct irc_command irc_message_commands[] = {
	{ "NOTICE", cmd_notice, REGISTERED, 0, 2, 1,
	    COMMAND_MESSAGE | COMMAND_MULTILINE, N_("target[,target...] text"),
	    N_("Sends a message that programs must not answer "
	       "automatically.") },
	{ "PRIVMSG", cmd_privmsg, REGISTERED, 0, 2, 1,
	    COMMAND_MESSAGE | COMMAND_MULTILINE, N_("target[,target...] text"),
	    N_("Sends a message to rooms or users.") },
	{ "TAGMSG", cmd_tagmsg, REGISTERED, 1, 1, 1, COMMAND_MESSAGE,
	    N_("target[,target...]"),
	    N_("Sends tags without a text, for example typing "
	       "notifications.") },
	{ .name = NULL },
};
