/*
 * dispatch: find the request that a line answers, and run the line's handler, a row of a sorted table.
 *
 * Lines of history become events but change no state, whether they answer a request or the server sent them without
 * one.
 */
#include "client/irc/dispatch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/irc/account.h"
#include "client/irc/batch.h"
#include "client/irc/history.h"
#include "client/irc/isupport.h"
#include "client/irc/login.h"
#include "client/irc/message.h"
#include "client/irc/multiline.h"
#include "client/irc/nick.h"
#include "client/irc/outbox.h"
#include "client/irc/presence.h"
#include "client/irc/registration.h"
#include "client/irc/replies.h"
#include "client/irc/request.h"
#include "client/irc/sanitize.h"
#include "client/irc/session_state.h"
#include "client/irc/tags.h"
#include "client/irc/whox.h"
#include "common/clock.h"
#include "common/irc_msg.h"
#include "common/xmalloc.h"

static irc_handler on_batch;

/* clang-format off */
/* Sorted by name. A row has a handler or a claimer. */
static const struct handler {
	const char	*name;
	irc_handler	*run;
	irc_claimer	*claim;
	int		 history;	/* may be a line of history */
} handlers[] = {
	{ "001",          on_welcome, NULL, 0 },
	{ "004",          on_quiet, NULL, 0 },          /* RPL_MYINFO */
	{ "005",          on_isupport, NULL, 0 },
	{ "303",          NULL, on_ison, 0 },           /* RPL_ISON */
	{ "305",          on_self_back, NULL, 0 },      /* RPL_UNAWAY */
	{ "306",          on_self_away, NULL, 0 },      /* RPL_NOWAWAY */
	{ "315",          on_who_end, NULL, 0 },        /* RPL_ENDOFWHO */
	{ "317",          on_idle, NULL, 0 },           /* RPL_WHOISIDLE */
	{ "318",          on_end, NULL, 0 },            /* RPL_ENDOFWHOIS */
	{ "321",          on_quiet, NULL, 0 },          /* RPL_LISTSTART */
	{ "329",          on_created, NULL, 0 },        /* RPL_CREATIONTIME */
	{ "331",          on_topic_none, NULL, 0 },
	{ "332",          on_topic_is, NULL, 0 },
	{ "333",          on_topic_who, NULL, 0 },
	{ "352",          on_who, NULL, 0 },
	{ "353",          on_names, NULL, 0 },
	{ "354",          NULL, on_whox, 0 },           /* RPL_WHOSPCRPL */
	{ "366",          on_names_end, NULL, 0 },
	{ "367",          on_ban_entry, NULL, 0 },      /* RPL_BANLIST */
	{ "369",          on_quiet, NULL, 0 },          /* RPL_ENDOFWHOWAS */
	{ "396",          on_host, NULL, 0 },           /* RPL_HOSTHIDDEN */
	{ "431",          NULL, on_nick_refused, 0 },
	{ "432",          NULL, on_nick_refused, 0 },
	{ "433",          NULL, on_nick_refused, 0 },
	{ "436",          NULL, on_nick_refused, 0 },
	{ "437",          NULL, on_nick_refused, 0 },
	{ "730",          NULL, on_monitored, 0 },      /* RPL_MONONLINE */
	{ "731",          NULL, on_monitored, 0 },      /* RPL_MONOFFLINE */
	{ "734",          NULL, on_monitor_full, 0 },   /* ERR_MONLISTFULL */
	{ "900",          on_logged_in, NULL, 0 },      /* RPL_LOGGEDIN */
	{ "901",          on_logged_out, NULL, 0 },     /* RPL_LOGGEDOUT */
	{ "902",          NULL, on_login_failed, 0 },   /* ERR_NICKLOCKED */
	{ "903",          on_login_done, NULL, 0 },     /* RPL_SASLSUCCESS */
	{ "904",          NULL, on_login_failed, 0 },   /* ERR_SASLFAIL */
	{ "905",          NULL, on_login_failed, 0 },   /* ERR_SASLTOOLONG */
	{ "906",          NULL, on_login_failed, 0 },   /* ERR_SASLABORTED */
	{ "907",          NULL, on_login_failed, 0 },   /* ERR_SASLALREADY */
	{ "908",          on_mechanisms, NULL, 0 },     /* RPL_SASLMECHS */
	{ "ACCOUNT",      on_account, NULL, 0 },
	{ "ACK",          on_ack, NULL, 0 },
	{ "AUTHENTICATE", on_authenticate, NULL, 0 },
	{ "AWAY",         on_away, NULL, 0 },
	{ "BATCH",        on_batch, NULL, 0 },
	{ "CAP",          on_cap, NULL, 0 },
	{ "CHATHISTORY",  on_chathistory, NULL, 1 },
	{ "CHGHOST",      on_host, NULL, 0 },
	{ "ERROR",        on_error, NULL, 0 },
	{ "FAIL",         on_fail, NULL, 0 },
	{ "INVITE",       on_invite, NULL, 0 },
	{ "JOIN",         on_join, NULL, 1 },
	{ "KICK",         on_kick, NULL, 1 },
	{ "MARKREAD",     on_markread, NULL, 0 },
	{ "MODE",         on_mode, NULL, 1 },
	{ "NICK",         on_nick, NULL, 1 },
	{ "NOTE",         on_fail, NULL, 0 },
	{ "NOTICE",       on_notice, NULL, 1 },
	{ "PART",         on_part, NULL, 1 },
	{ "PING",         on_ping, NULL, 0 },
	{ "PONG",         on_pong, NULL, 0 },
	{ "PRIVMSG",      on_privmsg, NULL, 1 },
	{ "QUIT",         on_quit, NULL, 1 },
	{ "REDACT",       on_redact, NULL, 1 },
	{ "REGISTER",     on_registered, NULL, 0 },
	{ "SETNAME",      on_quiet, NULL, 0 },
	{ "TAGMSG",       on_quiet, NULL, 1 },
	{ "TOPIC",        on_topic, NULL, 1 },
	{ "VERIFY",       on_registered, NULL, 0 },
	{ "WALLOPS",      on_wallops, NULL, 0 },
	{ "WARN",         on_fail, NULL, 0 },
};
/* clang-format on */

enum { NHANDLERS = sizeof(handlers) / sizeof(handlers[0]) };

static int
compare(const void *key, const void *row)
{
	const struct view *name = key;
	const struct handler *h = row;
	int order = strncmp(name->p, h->name, name->len);

	return order != 0 ? order : name->len < strlen(h->name) ? -1 : 0;
}

/* Commands are usually upper case, but need not be (checklist 4). */
static const struct handler *
find_handler(struct view command)
{
	char upper[16];
	struct view key = { upper, command.len };
	size_t i;

	if (command.len >= sizeof(upper))
		return NULL;
	for (i = 0; i < command.len; i++)
		upper[i] = command.p[i] >= 'a' && command.p[i] <= 'z'
			       ? (char)(command.p[i] - ('a' - 'A'))
			       : command.p[i];
	return bsearch(&key, handlers, NHANDLERS, sizeof(handlers[0]), compare);
}

/* True if the command is a numeric with a handler. */
static int
has_numeric_handler(struct view command)
{
	return command.len == 3 && *command.p >= '0' && *command.p <= '9' &&
	       find_handler(command) != NULL;
}

const char *
dispatch_command(size_t i)
{
	return i < NHANDLERS ? handlers[i].name : NULL;
}

/* Run the handler of a line that is not history. */
static void
run(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	const struct handler *h = find_handler(msg->command);

	if (h != NULL && h->run != NULL)
		h->run(s, msg, ev);
	else if (h == NULL || !h->claim(s, msg, ev))
		replies_numeric(s, msg, ev);
}

/* Run the handler of a line of history, if it accepts such lines. */
static void
run_past(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	const struct handler *h = find_handler(msg->command);

	if (h != NULL && h->history)
		h->run(s, msg, ev);
}

/* A label that is only a number is a message's; "q" begins a history request's, "c" a command's. */
static int
take_label(struct irc_session *s, struct view value)
{
	uint64_t *to = &s->label;
	long long n;

	if (view_has_prefix(value, VIEW("q")))
		to = &s->history;
	else if (view_has_prefix(value, VIEW("c")))
		to = &s->request;
	if (to != &s->label) {
		value.p++;
		value.len--;
	}
	if (view_to_int(value, 1, INT64_MAX, &n) != 0)
		return 0;
	*to = (uint64_t)n;
	return 1;
}

/* Find what the line answers, by its own label or by that of its batch. Returns its batch, or NULL. */
static struct batch *
find_answered(struct irc_session *s, const struct irc_msg *msg)
{
	struct irc_tag_wanted tags[] = { { .key = "label" },
		{ .key = "batch" } };
	struct batch *b = NULL;

	irc_tags_find_all(msg->tags, tags, 2);
	if (tags[1].found)
		b = batch_find(s->batches, tags[1].value);
	s->label = s->history = s->request = 0;
	s->labelled = tags[0].found && take_label(s, tags[0].value);
	if (s->labelled || b == NULL)
		return b;
	s->label = b->label;
	s->history = b->history;
	s->request = b->request;
	return b;
}

/* The server's name is the source of its first line. Other servers' names have a dot, nicks do not. */
static int
is_server(struct irc_session *s, struct view source)
{
	size_t i;

	if (source.len == 0)
		return 1;
	for (i = 0; i < source.len; i++)
		if (source.p[i] == '!' || source.p[i] == '@')
			return 0;
	if (s->server == NULL)
		s->server = xviewdup(source);
	return view_equal(source, view_of(s->server)) ||
	       memchr(source.p, '.', source.len) != NULL;
}

static void
begin_event(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct irc_tag_wanted tags[] = { { .key = "time" }, { .key = "msgid" },
		{ .key = "account" } };
	struct irc_source source;

	*ev = (struct irc_event){ 0 };
	irc_tags_find_all(msg->tags, tags, 3);
	s->timed =
	    tags[0].found && clock_parse_iso(tags[0].value, &ev->time) == 0;
	if (!s->timed)
		ev->time = clock_ms();
	else if (s->history == 0 && ev->time > s->server_clock)
		s->server_clock = ev->time;
	if (tags[1].found)
		ev->msgid = sanitize_name(s, SANITIZE_MSGID, tags[1].value);
	irc_source_split(msg->source, &source);
	if (is_server(s, msg->source))
		return;
	if (tags[2].found)
		ev->account = sanitize_name(s, SANITIZE_ACCOUNT, tags[2].value);
	ev->who = sanitize_name(s, SANITIZE_WHO, source.nick);
	ev->self = session_is_me(s, ev->who);
	if (source.nick.len < msg->source.len)
		ev->userhost = sanitize_name(s, SANITIZE_USERHOST,
		    (struct view){ source.nick.p + source.nick.len + 1,
			msg->source.len - source.nick.len - 1 });
}

/* True for refusals and empty answers, which are not lines of history. */
static int
is_status_reply(const struct irc_msg *msg)
{
	return (*msg->command.p >= '0' && *msg->command.p <= '9') ||
	       view_equal_nocase(msg->command, VIEW("FAIL")) ||
	       view_equal_nocase(msg->command, VIEW("ACK"));
}

/* Errors end the request; other replies about it are ignored. */
static void
run_refusal(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	if (view_equal_nocase(msg->command, VIEW("FAIL")))
		on_fail(s, msg, ev);
	else if (*msg->command.p == '4' || *msg->command.p == '5')
		replies_numeric(s, msg, ev);
}

/* For a request that only looks for unconfirmed messages: run the handlers of messages. */
static void
run_searched(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	if (!view_equal_nocase(msg->command, VIEW("PRIVMSG")) &&
	    !view_equal_nocase(msg->command, VIEW("NOTICE")))
		return;
	s->search_only = 1;
	run_past(s, msg, ev);
	s->search_only = 0;
}

/*
 * Process a line of an answer. Drops it if its request has ended (it came too late). If the label is on a single
 * line, that line is the whole answer.
 */
static void
run_answer(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	uint64_t number = s->history;
	int whole = s->labelled;
	struct history_request *q = history_request_find(s, number);

	if (q == NULL)
		return;
	history_request_set_room(s, q, ev);
	if (is_status_reply(msg))
		run_refusal(s, msg, ev);
	else if (history_request_line(q, ev))
		run_searched(s, msg, ev);
	else
		run_past(s, msg, ev);
	q = whole ? history_request_find(s, number) : NULL;
	if (q != NULL)
		history_request_end(s, q, VIEW(""));
}

static void
run_history(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	ev->history = s->history;
	if (view_equal_nocase(msg->command, VIEW("BATCH")))
		on_batch(s, msg, ev);
	else if (s->history == IRC_REPLAYED)
		run_past(s, msg, ev);
	else
		run_answer(s, msg, ev);
}

/* Find the request that the line answers, unless it answers a message or a history request. */
static struct answered
find_request(struct irc_session *s, const struct irc_msg *msg)
{
	struct request_line line = {
		.msg = msg, .label = s->request, .my_nick = s->nick
	};

	if (s->label != 0 || s->history != 0)
		return (struct answered){ 0 };
	line.has_handler = has_numeric_handler(msg->command);
	return request_find(s->requests, &line);
}

/* Process one line, once the label that it answers is known. */
static void
process(struct irc_session *s, const struct irc_msg *msg)
{
	struct irc_event ev;

	s->answered = find_request(s, msg);
	begin_event(s, msg, &ev);
	ev.origin = s->answered.origin;
	if (s->history != 0)
		run_history(s, msg, &ev);
	else
		run(s, msg, &ev);
}

/* Process the lines of a finished batch as one message. It answers what the batch answers. */
static void
process_multiline(struct irc_session *s, const struct batch *b)
{
	struct buf tags = { 0 };
	struct irc_msg msg;

	s->label = b->label;
	s->history = b->history;
	s->request = b->request;
	if (multiline_message(b->lines, &tags, &msg))
		process(s, &msg);
	buf_clear(&tags);
}

/* The whole answer has come: a message that it did not refuse is acknowledged. */
static void
close_batch(struct irc_session *s, struct view id)
{
	struct history_request *q;
	struct out_part *part;
	struct batch b;

	if (!batch_close(s->batches, id, &b))
		return;
	if (b.lines != NULL)
		process_multiline(s, &b);
	multiline_free(b.lines);
	q = b.ends ? history_request_find(s, b.history) : NULL;
	if (q != NULL)
		history_request_end(s, q, VIEW(""));
	if (b.answers_request)
		session_end_request(s, b.request);
	part = outbox_by_label(s, b.label);
	if (part != NULL)
		outbox_acknowledged(s, part, NULL);
}

static void
on_batch(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view id = irc_msg_param(msg, 0);

	(void)ev;
	if (view_has_prefix(id, VIEW("+")))
		batch_open(s, msg, (struct view){ id.p + 1, id.len - 1 });
	else if (view_has_prefix(id, VIEW("-")))
		close_batch(s, (struct view){ id.p + 1, id.len - 1 });
}

void
dispatch_line(struct irc_session *s, const struct irc_msg *msg)
{
	struct batch *b = find_answered(s, msg);
	uint64_t whole;

	whole = s->labelled && !view_equal_nocase(msg->command, VIEW("BATCH"))
		    ? s->request
		    : 0;
	/* An open multiline batch keeps its lines. */
	if (b == NULL || b->lines == NULL || !multiline_add(b->lines, msg))
		process(s, msg);
	session_end_request(s, whole);
	s->label = s->history = s->request = 0;
	s->answered = (struct answered){ 0 };
}

int
dispatch_is_irc(const struct irc_msg *msg)
{
	struct view command = msg->command;

	return msg->source.len > 0 ||
	       (command.len > 0 && (*command.p < '0' || *command.p > '9') &&
		   find_handler(command) != NULL);
}
