/*
 * irc: the IRC dialect: take a line, find its command, check it, and call the handler.
 */
#include "server/irc/irc.h"

#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/linebuf.h"
#include "common/log.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/irc/attach.h"
#include "server/irc/command.h"
#include "server/irc/event_lines.h"
#include "server/irc/labels.h"
#include "server/irc/message.h"
#include "server/irc/monitor.h"
#include "server/irc/multiline.h"
#include "server/irc/rename.h"
#include "server/irc/request.h"
#include "server/irc/sasl.h"
#include "server/irc/timeout.h"
#include "server/session/deferred_reply.h"

/* Return whether the line is a message that may be appended while others are in flight. */
static int
may_follow_messages(const struct session *s, const struct irc_command *cmd,
    const struct irc_msg *msg)
{
	if (multiline_concerns(s, cmd, msg))
		return multiline_is_acceptable(s, cmd, msg);
	return cmd != NULL && (cmd->flags & COMMAND_MESSAGE) &&
	       irc_message_is_acceptable(s, cmd, msg);
}

/*
 * Replies keep the order of the commands (checklist 2). So a command that is answered at once waits
 * until nothing is in flight; only a message may follow messages.
 */
static enum conn_verdict
wait_for_messages(
    struct session *s, const struct irc_command *cmd, const struct irc_msg *msg)
{
	const struct irc_state *irc = s->state;
	int flows;

	if (s->inflight == 0 && s->holds == 0)
		return CONN_TAKEN;
	flows = irc->overlong == 0 && may_follow_messages(s, cmd, msg);
	return session_admit_line(s, flows);
}

static void
answer(struct request *req, const struct irc_command *cmd, struct view line)
{
	int state = req->session->phase == SESSION_REGISTERED ? REGISTERED
							      : UNREGISTERED;
	struct view name = req->msg->command, batch;

	if (multiline_concerns(req->session, cmd, req->msg) &&
	    irc_tags_find(req->msg->tags, "batch", &batch))
		multiline_add_line(req, cmd);
	else if (!text_utf8_valid(line))
		reply_fail(req, cmd != NULL ? cmd->name : "*", "INVALID_UTF8",
		    view_of(NULL), _("Your line is not valid UTF-8"));
	else if (cmd == NULL && state == REGISTERED)
		reply_about(req, "421", name, _("Unknown command"));
	else if (cmd == NULL ||
		 (cmd->states == REGISTERED && state != REGISTERED))
		reply_text(req, "451", _("You have not registered"));
	else if (!(cmd->states & state))
		reply_text(req, "462", _("You are already registered"));
	else if (req->msg->nparams < cmd->min)
		reply_about(
		    req, "461", view_of(cmd->name), "Not enough parameters");
	else if ((cmd->flags & COMMAND_OPERATOR) &&
		 !session_is_operator(req->session))
		reply_refusal(req, CHAT_NOT_OPERATOR, VIEW(""));
	else
		cmd->handler(req);
}

static enum conn_verdict
pay_for_joins(
    struct session *s, const struct irc_command *cmd, const struct irc_msg *msg)
{
	struct view list = irc_msg_param(msg, 0), name;
	size_t n = 0;

	if (cmd == NULL || !(cmd->flags & COMMAND_JOINS))
		return CONN_TAKEN;
	while (view_cut(&list, ',', &name))
		n++;
	return session_pay_joins(s, n);
}

static enum conn_verdict
on_line(struct conn *conn, struct view line, void *ctx)
{
	struct session *s = ctx;
	const struct irc_command *cmd;
	struct request req;
	struct irc_msg msg;

	(void)conn;
	if (irc_msg_parse(&msg, line) == -1)
		return CONN_TAKEN;
	cmd = irc_command_find(msg.command);
	if (cmd != NULL && msg.nparams > cmd->max)
		msg.nparams = cmd->max;
	if (wait_for_messages(s, cmd, &msg) == CONN_HOLD ||
	    pay_for_joins(s, cmd, &msg) == CONN_HOLD ||
	    session_pay(s, cmd != NULL ? cmd->cost : 1) == CONN_HOLD)
		return CONN_HOLD;
	request_begin(&req, s, &msg);
	if (cmd != NULL)
		req.command = cmd->name;
	answer(&req, cmd, line);
	request_end(&req);
	return CONN_TAKEN;
}

static void
on_drained(struct conn *conn, void *ctx)
{
	struct session *s = ctx;
	struct irc_state *irc = s->state;

	(void)conn;
	irc->moved = clock_mono_ms();
	deferred_reply_continue(s);
}

static void
reply_overlong(struct session *s)
{
	struct request req;

	request_begin(&req, s, NULL);
	reply_text(&req, "417", _("Your line is too long"));
	request_end(&req);
}

static void
on_overlong(struct conn *conn, void *ctx)
{
	struct session *s = ctx;
	struct irc_state *irc = s->state;

	(void)conn;
	if (s->inflight > 0 || s->holds > 0)
		irc->overlong++;
	else
		reply_overlong(s);
}

static void
irc_settled(struct session *s)
{
	struct irc_state *irc = s->state;

	for (; irc->overlong > 0; irc->overlong--)
		reply_overlong(s);
}

static void
on_closed(struct conn *conn, const char *reason, void *ctx)
{
	struct session *s = ctx;

	(void)conn;
	log_debug("irc", s->id, "closed: %s", reason);
	session_end(s, reason, 0);
}

/* Send a notice; during a request it is one of the replies. */
static void
irc_notice(struct session *s, const char *text)
{
	struct irc_state *irc = s->state;
	struct request req;

	if (irc->request != NULL) {
		reply_notice(irc->request, text);
		return;
	}
	request_begin(&req, s, NULL);
	reply_notice(&req, text);
	request_end(&req);
}

static void
irc_clear(struct session *s)
{
	struct irc_state *irc = s->state;

	multiline_drop(s);
	irc_sasl_drop(irc);
	labeled_reply_free_all(irc);
	free(irc->nick);
	free(irc->refused_nick);
	free(irc->username);
	free(irc->realname);
	free(irc->password);
	free(irc->away);
	free(irc->account);
	free(irc);
}

static const char *
irc_pending_login(const struct session *s)
{
	return ((const struct irc_state *)s->state)->account;
}

static const struct dialect irc_dialect = {
	.name = "irc",
	.connection_type = N_("an IRC client"),
	.kind = irc_kind,
	.format = irc_format,
	.format_for_author = irc_format_own,
	.format_for_other_session = irc_format_for_other_session,
	.joined = irc_joined_elsewhere,
	.renamed = irc_renamed,
	.refused = irc_refused,
	.notice = irc_notice,
	.pending_login = irc_pending_login,
	.close = irc_close,
	.reject = irc_close_banned,
	.settled = irc_settled,
	.monitor_changed = irc_monitor_changed,
	.wants_extended_monitor = irc_wants_extended_monitor,
	.deferred = &irc_deferred_ops,
	.clear = irc_clear,
};

void
irc_opened(struct server *server, struct conn *conn)
{
	static const struct conn_handler handler = {
		.line = on_line,
		.overlong = on_overlong,
		.drained = on_drained,
		.direct_changed = session_direct_changed,
		.closed = on_closed,
	};
	struct irc_state *irc;
	struct session *s;

	irc = xcalloc(1, sizeof(*irc));
	LIST_INIT(&irc->labeled_replies);
	s = session_new(server, conn, &irc_dialect);
	s->state = irc;
	conn_set_line_limits(conn, LINE_TAGS_CLIENT, LINE_REST_MAX);
	conn_set_handler(conn, &handler, s);
	log_debug("irc", s->id, "opened conn=%llu from=%s",
	    (unsigned long long)conn_id(conn), conn_host(conn));
	irc_watch_registration(s);
}
