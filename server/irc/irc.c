/*
 * irc: the IRC dialect: take a line, find its command, check it, and call the handler.
 */
#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/linebuf.h"
#include "common/log.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/irc/command.h"
#include "server/irc/deferred_reply.h"
#include "server/irc/labels.h"
#include "server/irc/multiline.h"
#include "server/irc/request.h"
#include "server/irc/sasl.h"

/* clang-format off */
const struct irc_command irc_commands[] = {
	/* name	      handler	   states	 min max cost flags */
	{ "ACCOUNT",  cmd_account, REGISTERED,	 0,  3,  3, 0 },
	{ "ADMIN",    cmd_admin,   REGISTERED,	 0,  1,  1, 0 },
	{ "AUTHENTICATE", cmd_authenticate, ANY_STATE, 1, 1, 2, 0 },
	{ "AWAY",     cmd_away,	   ANY_STATE,	 0,  1,  2, 0 },
	{ "BATCH",    cmd_batch,   REGISTERED,	 0,  3,  1, MESSAGE },
	{ "CAP",      cmd_cap,	   ANY_STATE,	 1,  2,  1, 0 },
	{ "CHATHISTORY", cmd_chathistory, REGISTERED, 0, 5, 2, 0 },
	{ "DLINE",    cmd_dline,   REGISTERED,	 1,  3,  2, 0 },
	{ "HELP",     cmd_help,	   REGISTERED,	 0,  1,  2, 0 },
	{ "HELPOP",   cmd_help,	   REGISTERED,	 0,  1,  2, 0 },
	{ "INFO",     cmd_info,	   REGISTERED,	 0,  0,  2, 0 },
	{ "INVITE",   cmd_invite,  REGISTERED,	 0,  2,  2, 0 },
	{ "ISON",     cmd_ison,	   REGISTERED,	 1, 32,  2, 0 },
	{ "ISUPPORT", cmd_isupport, ANY_STATE,	 0,  0,  2, 0 },
	{ "JOIN",     cmd_join,	   REGISTERED,	 1,  2,  2, 0 },
	{ "KICK",     cmd_kick,	   REGISTERED,	 2,  3,  2, 0 },
	{ "KILL",     cmd_kill,	   REGISTERED,	 2,  2,  2, 0 },
	{ "KLINE",    cmd_kline,   REGISTERED,	 1,  3,  2, 0 },
	{ "LINKS",    cmd_links,   REGISTERED,	 0,  0,  1, 0 },
	{ "LIST",     cmd_list,	   REGISTERED,	 0,  1,  5, 0 },
	{ "LOCKDOWN", cmd_lockdown, REGISTERED,	 0,  2,  2, 0 },
	{ "LUSERS",   cmd_lusers,  REGISTERED,	 0,  0,  2, 0 },
	{ "MARKREAD", cmd_markread, REGISTERED,	 0,  2,  1, 0 },
	{ "MODE",     cmd_mode,	   REGISTERED,	 1, 32,  1, 0 },
	{ "MONITOR",  cmd_monitor, REGISTERED,	 1,  2,  2, 0 },
	{ "MOTD",     cmd_motd,	   REGISTERED,	 0,  0,  3, 0 },
	{ "NAMES",    cmd_names,   REGISTERED,	 0,  1,  3, 0 },
	{ "NICK",     cmd_nick,	   ANY_STATE,	 0,  1,  2, 0 },
	{ "NOTICE",   cmd_notice,  REGISTERED,	 0,  2,  1, MESSAGE },
	{ "OPER",     cmd_oper,	   REGISTERED,	 2,  2,  5, 0 },
	{ "PART",     cmd_part,	   REGISTERED,	 1,  2,  2, 0 },
	{ "PASS",     cmd_pass,	   UNREGISTERED, 1,  1,  1, 0 },
	{ "PING",     cmd_ping,	   ANY_STATE,	 0,  1,  1, 0 },
	{ "PONG",     cmd_pong,	   ANY_STATE,	 0,  0,  0, 0 },
	{ "PRIVMSG",  cmd_privmsg, REGISTERED,	 0,  2,  1, MESSAGE },
	{ "QUIT",     cmd_quit,	   ANY_STATE,	 0,  1,  0, 0 },
	{ "REDACT",   cmd_redact,  REGISTERED,	 2,  3,  2, 0 },
	{ "REGISTER", cmd_register, ANY_STATE,	 0,  3,  5, 0 },
	{ "REHASH",   cmd_rehash,  REGISTERED,	 0,  0,  5, 0 },
	{ "RENAME",   cmd_rename,  REGISTERED,	 2,  3,  5, 0 },
	{ "SEARCH",   cmd_search,  REGISTERED,	 1,  1,  5, 0 },
	{ "SETNAME",  cmd_setname, REGISTERED,	 1,  1,  2, 0 },
	{ "STATS",    cmd_stats,   REGISTERED,	 0,  1,  2, 0 },
	{ "TAGMSG",   cmd_tagmsg,  REGISTERED,	 1,  1,  1, MESSAGE },
	{ "TBAN",     cmd_tban,	   REGISTERED,	 1,  3,  1, 0 },
	{ "TIME",     cmd_time,	   REGISTERED,	 0,  0,  1, 0 },
	{ "TOPIC",    cmd_topic,   REGISTERED,	 1,  2,  2, 0 },
	{ "UNDLINE",  cmd_undline, REGISTERED,	 1,  1,  2, 0 },
	{ "UNKLINE",  cmd_unkline, REGISTERED,	 1,  1,  2, 0 },
	{ "USER",     cmd_user,	   ANY_STATE,	 4,  4,  1, 0 },
	{ "USERHOST", cmd_userhost, REGISTERED,	 1,  5,  2, 0 },
	{ "VERIFY",   cmd_verify,  ANY_STATE,	 0,  2,  2, 0 },
	{ "VERSION",  cmd_version, REGISTERED,	 0,  0,  1, 0 },
	{ "WALLOPS",  cmd_wallops, REGISTERED,	 1,  1,  2, 0 },
	{ "WHO",      cmd_who,	   REGISTERED,	 0,  2,  3, 0 },
	{ "WHOIS",    cmd_whois,   REGISTERED,	 0,  2,  2, 0 },
	{ "WHOWAS",   cmd_whowas,  REGISTERED,	 0,  2,  3, 0 },
};
/* clang-format on */
const int irc_ncommands = sizeof(irc_commands) / sizeof(irc_commands[0]);

static int
compare_name(const void *name, const void *row)
{
	return strcmp(name, ((const struct irc_command *)row)->name);
}

const struct irc_command *
irc_command_find(struct view name)
{
	char upper[16];
	size_t i;

	if (name.len >= sizeof(upper))
		return NULL;
	for (i = 0; i < name.len; i++)
		upper[i] = (char)toupper((unsigned char)name.p[i]);
	upper[i] = '\0';
	return bsearch(upper, irc_commands, (size_t)irc_ncommands,
	    sizeof(irc_commands[0]), compare_name);
}

/* Return whether the line is a message whose result comes in the order of the messages in flight. */
static int
flows_on(const struct session *s, const struct irc_command *cmd,
    const struct irc_msg *msg)
{
	if (multiline_concerns(s, cmd, msg))
		return multiline_passes(s, cmd, msg);
	return cmd != NULL && (cmd->flags & MESSAGE) &&
	       cmd->handler != cmd_batch && irc_message_passes(s, cmd, msg);
}

/*
 * Replies keep the order of the commands (checklist 2). So a command that is answered at once waits
 * until nothing is in flight; only a message may follow messages.
 */
static enum conn_verdict
may_take(
    struct session *s, const struct irc_command *cmd, const struct irc_msg *msg)
{
	const struct irc_state *irc = s->state;
	int flows;

	if (s->inflight == 0 && s->holds == 0)
		return CONN_TAKEN;
	flows = irc->overlong == 0 && flows_on(s, cmd, msg);
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
		multiline_take(req, cmd);
	else if (!text_utf8_valid(line))
		reply_fail(req, cmd != NULL ? cmd->name : "*", "INVALID_UTF8",
		    view_of(NULL), "Your line is not valid UTF-8");
	else if (cmd == NULL && state == REGISTERED)
		reply_about(req, "421", name, "Unknown command");
	else if (cmd == NULL ||
		 (cmd->states == REGISTERED && state != REGISTERED))
		reply_text(req, "451", "You have not registered");
	else if (!(cmd->states & state))
		reply_text(req, "462", "You are already registered");
	else if (req->msg->nparams < cmd->min)
		reply_about(
		    req, "461", view_of(cmd->name), "Not enough parameters");
	else
		cmd->handler(req);
}

static enum conn_verdict
may_join(
    struct session *s, const struct irc_command *cmd, const struct irc_msg *msg)
{
	struct view list = irc_msg_param(msg, 0), name;
	size_t n = 0;

	if (cmd == NULL || cmd->handler != cmd_join)
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
	if (may_take(s, cmd, &msg) == CONN_HOLD ||
	    may_join(s, cmd, &msg) == CONN_HOLD ||
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
	long_reply_continue(s);
}

static void
say_overlong(struct session *s)
{
	struct request req;

	request_begin(&req, s, NULL);
	reply_text(&req, "417", "Input line was too long");
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
		say_overlong(s);
}

static void
irc_settled(struct session *s)
{
	struct irc_state *irc = s->state;

	for (; irc->overlong > 0; irc->overlong--)
		say_overlong(s);
}

static void
on_closed(struct conn *conn, const char *reason, void *ctx)
{
	struct session *s = ctx;

	(void)conn;
	log_debug("irc", s->id, "closed: %s", reason);
	session_end(s, reason, 0);
}

static void
say_notice(struct request *req, const char *text)
{
	reply_begin(req, "NOTICE");
	reply_param_str(req, request_nick(req));
	reply_end(req, text);
}

/* Send a notice; during a request it is one of the replies. */
static void
irc_tell(struct session *s, const char *text)
{
	struct irc_state *irc = s->state;
	struct request req;

	if (irc->request != NULL) {
		say_notice(irc->request, text);
		return;
	}
	request_begin(&req, s, NULL);
	say_notice(&req, text);
	request_end(&req);
}

void
irc_close(struct session *s, const char *reason)
{
	struct request req;

	request_begin(&req, s, NULL);
	reply_error(&req, reason);
	request_end(&req);
	session_end(s, reason, 0);
}

void
irc_close_banned(struct session *s, const char *why)
{
	struct request req;

	request_begin(&req, s, NULL);
	reply_text(&req, "465", why);
	reply_error(&req, why);
	request_end(&req);
	session_end(s, "Banned", 0);
}

static void
irc_clear(struct session *s)
{
	struct irc_state *irc = s->state;

	multiline_drop(s);
	irc_sasl_drop(irc);
	pending_free_all(irc);
	long_reply_free_all(s);
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
irc_logged_in(const struct session *s)
{
	return ((const struct irc_state *)s->state)->account;
}

static const struct dialect irc_dialect = {
	.name = "irc",
	.connection_type = "an IRC client",
	.kind = irc_kind,
	.format = irc_format,
	.format_for_author = irc_format_own,
	.format_for_other_session = irc_format_sibling,
	.joined = irc_entered,
	.renamed = irc_renamed,
	.refused = irc_refused,
	.notice = irc_tell,
	.pending_login = irc_logged_in,
	.close = irc_close,
	.reject = irc_close_banned,
	.settled = irc_settled,
	.monitor_changed = irc_monitor_notice,
	.wants_extended_monitor = irc_wants_monitored_events,
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
	LIST_INIT(&irc->pendings);
	TAILQ_INIT(&irc->long_replies);
	s = session_new(server, conn, &irc_dialect);
	s->state = irc;
	conn_set_line_limits(conn, LINE_TAGS_CLIENT, LINE_REST_MAX);
	conn_set_handler(conn, &handler, s);
	log_debug("irc", s->id, "opened conn=%llu from=%s",
	    (unsigned long long)conn_id(conn), conn_host(conn));
	irc_watch_registration(s);
}
