/*
 * session: start, check and end a session; and the public functions of modules that client/irc uses too.
 */
#include "client/irc/session.h"

#include <stdlib.h>
#include <string.h>

#include "client/irc/batch.h"
#include "client/irc/caps.h"
#include "client/irc/dispatch.h"
#include "client/irc/history.h"
#include "client/irc/isupport.h"
#include "client/irc/lag.h"
#include "client/irc/login.h"
#include "client/irc/nick.h"
#include "client/irc/outbox.h"
#include "client/irc/registration.h"
#include "client/irc/replay.h"
#include "client/irc/request.h"
#include "client/irc/sanitize.h"
#include "client/irc/send.h"
#include "client/irc/session_state.h"
#include "client/irc/whox.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/irc_msg.h"
#include "common/xmalloc.h"

enum {
	SILENCE_MS =
	    60000, /* then a PING is sent; after the same time again the connection is dead */
	REGISTER_MS = 60000,
	LATE_MS =
	    1000 /* a command that has no answer after this time is reported */
};

struct irc_session *
irc_session_new(const struct irc_session_ops *ops, const char *nick,
    const char *username, const char *realname, void *ctx)
{
	struct irc_session *s = xcalloc(1, sizeof(*s));

	s->send = ops->send;
	s->event = ops->event;
	s->wake = ops->wake;
	s->ctx = ctx;
	s->nick = xstrdup(nick);
	s->username = xstrdup(username);
	s->realname = xstrdup(realname);
	s->batches = batches_new();
	s->caps = caps_new();
	s->history_requests = history_requests_new();
	s->isupport = isupport_new();
	s->lag = lag_new();
	s->login = login_new();
	s->outbox = outbox_new();
	s->regain = nick_regain_new();
	s->replay = replay_new();
	s->requests = requests_new();
	s->sanitizer = sanitizer_new();
	s->whox = whox_new();
	return s;
}

void
irc_session_skip_lobby(struct irc_session *s)
{
	s->caps->unwanted &= ~(unsigned)CAP_NO_LOBBY;
}

void
irc_session_skip_playback(struct irc_session *s)
{
	s->caps->unwanted |= CAP_EVENT_PLAYBACK;
}

void
irc_session_visit(struct irc_session *s)
{
	s->caps->unwanted &= ~(unsigned)CAP_VISITOR;
}

void
irc_session_mark_visit(struct irc_session *s)
{
	s->marks_visit = 1;
}

void
irc_session_free(struct irc_session *s)
{
	if (s == NULL)
		return;
	batches_free(s->batches);
	caps_free(s->caps);
	history_requests_free(s->history_requests);
	isupport_free(s->isupport);
	lag_free(s->lag);
	login_free(s->login);
	outbox_free(s->outbox);
	nick_regain_free(s->regain);
	replay_free(s->replay);
	requests_free(s->requests);
	sanitizer_free(s->sanitizer);
	whox_free(s->whox);
	buf_clear(&s->words);
	buf_clear(&s->label_words);
	buf_clear(&s->detail_words);
	free(s->nick);
	free(s->username);
	free(s->realname);
	free(s->userhost);
	free(s->server);
	free(s->waiting);
	free(s);
}

/* Forget what belongs to one connection. */
static void
forget_connection(struct irc_session *s)
{
	xreplace(&s->userhost, NULL);
	xreplace(&s->server, NULL);
	batches_clear(s->batches);
	caps_reset(s->caps);
	isupport_reset(s->isupport);
	login_reset(s);
	nick_regain_reset(s->regain);
	replay_reset(s->replay);
	requests_clear(s->requests);
	whox_reset(s->whox);
	xreplace(&s->waiting, NULL);
	lag_reset(s->lag);
	s->is_irc = s->ping_sent = s->closed = 0;
	s->ctcp_at = s->server_clock = 0;
	s->label = s->history = s->request = 0;
	s->answered = (struct answered){ 0 };
}

void
irc_session_set_ignores(struct irc_session *s,
    int (*ignores)(const struct irc_event *, void *arg), void *arg)
{
	s->ignores = ignores;
	s->ignores_arg = arg;
}

void
irc_session_start(struct irc_session *s)
{
	forget_connection(s);
	s->phase = PHASE_REGISTERING;
	s->started = s->heard = clock_mono_ms();
	registration_start(s);
}

/* Report for which command the user is waiting, if that changed. Returns the ms until it may change without a line. */
static int
report_waiting(struct irc_session *s, int64_t now)
{
	struct irc_event ev = { 0 };
	const char *command;
	int64_t sent = 0;
	int next = -1;

	command = requests_oldest(s->requests, now, &sent);
	if (command != NULL && now - sent < LATE_MS) {
		next = (int)(sent + LATE_MS - now);
		command = NULL;
	}
	if ((command == NULL) == (s->waiting == NULL) &&
	    (command == NULL || strcmp(command, s->waiting) == 0))
		return next;
	xreplace(&s->waiting, command);
	ev.object = sanitize_name(s, SANITIZE_OBJECT, view_of(command));
	session_emit(s, &ev, IRC_EV_WAITING);
	return next;
}

int
irc_session_line(struct irc_session *s, struct view line)
{
	struct irc_msg msg;

	if (s->phase == PHASE_OFFLINE)
		return 0;
	if (irc_msg_parse(&msg, line) != 0)
		return s->is_irc ? 0 : -1;
	if (!s->is_irc && !dispatch_is_irc(&msg))
		return -1;
	s->is_irc = 1;
	s->heard = clock_mono_ms();
	s->ping_sent = 0;
	if (!view_has_prefix(msg.command, VIEW("00")))
		history_requests_hold(s->history_requests, 0);
	dispatch_line(s, &msg);
	if (s->waiting != NULL)
		report_waiting(s, s->heard);
	outbox_flush(s, clock_mono_ms());
	history_requests_flush(s, clock_mono_ms());
	return 0;
}

int
irc_session_disconnected(struct irc_session *s)
{
	int has_history;

	if (s->phase == PHASE_OFFLINE)
		return -1;
	has_history = s->phase == PHASE_REGISTERING || caps_history(s);
	s->phase = PHASE_OFFLINE;
	outbox_disconnected(s, has_history);
	history_requests_disconnected(s);
	requests_clear(s->requests);
	return 0;
}

static void
poke(struct irc_session *s)
{
	struct view token = VIEW("tchat");

	s->ping_sent = 1;
	s->heard = clock_mono_ms();
	send_command(s, "PING", &token, 1);
}

/* Check whether the server still answers. Returns the ms until the next check. */
static int
check_alive(struct irc_session *s, int64_t now)
{
	int64_t left;

	if (s->phase == PHASE_REGISTERING && now - s->started >= REGISTER_MS &&
	    s->heard == s->started) {
		session_close(s, _("the server does not answer"));
		return -1;
	}
	left = s->heard + SILENCE_MS - now;
	if (left > 0)
		return (int)left;
	if (s->ping_sent) {
		session_close(s, _("the server no longer answers"));
		return -1;
	}
	if (s->phase == PHASE_ONLINE)
		poke(s);
	else
		s->heard = now;
	return SILENCE_MS;
}

/* Return the smaller time; -1 means none. */
static int
sooner(int a, int b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

int
irc_session_tick(struct irc_session *s, int64_t now)
{
	int next = history_requests_flush(s, now);

	if (s->phase == PHASE_OFFLINE || s->closed)
		return next;
	next = sooner(next, outbox_flush(s, now));
	next = sooner(next, login_tick(s, now));
	next = sooner(next, nick_regain_tick(s, now));
	next = sooner(next, lag_tick(s, now));
	next = sooner(next, report_waiting(s, now));
	return sooner(next, check_alive(s, now));
}

int
irc_session_registered(const struct irc_session *s)
{
	return s->phase == PHASE_ONLINE;
}

const char *
irc_session_my_nick(const struct irc_session *s)
{
	return s->nick;
}

const char *
irc_session_network(const struct irc_session *s)
{
	return s->isupport->network;
}

const char *
irc_session_prefixes(const struct irc_session *s)
{
	return s->isupport->prefixes;
}

const char *
irc_session_extban(const struct irc_session *s, char kind)
{
	static const char *const texts[2][2] = { { "a:", "m:" },
		{ "~a:", "~m:" } };
	const struct isupport *is = s->isupport;

	if ((kind != 'a' && kind != 'm') || strchr(is->extban, kind) == NULL)
		return NULL;
	if (is->extban_begin != '\0' && is->extban_begin != '~')
		return NULL;
	return texts[is->extban_begin == '~'][kind == 'm'];
}

int
irc_session_has_timed_bans(const struct irc_session *s)
{
	return s->isupport->tban;
}

const char *
irc_session_my_host(const struct irc_session *s)
{
	const char *at;

	if (s->userhost == NULL)
		return NULL;
	at = strchr(s->userhost, '@');
	return at == NULL ? NULL : at + 1;
}

int
irc_session_whox(struct irc_session *s, struct view nick)
{
	return whox_request(s, nick);
}

void
irc_session_nick(struct irc_session *s, struct view nick)
{
	send_nick(s, nick);
}

void
irc_session_regain(struct irc_session *s, struct view nick)
{
	nick_regain_start(s, nick);
}

uint64_t
irc_session_say(struct irc_session *s, enum irc_message kind,
    struct view target, struct view text)
{
	return outbox_say(s, kind, target, text);
}

size_t
irc_session_fits(const struct irc_session *s, enum irc_message kind,
    struct view target, struct view text)
{
	return outbox_fits(s, kind, target, text);
}

size_t
irc_session_split(const struct irc_session *s, enum irc_message kind,
    struct view target, struct view text, size_t from, int *is_batch)
{
	struct message_part part = outbox_split(s, kind, target, text, from);

	*is_batch = part.is_batch;
	return part.next;
}

size_t
irc_session_pending(const struct irc_session *s)
{
	return outbox_pending(s->outbox);
}

void
irc_session_stop(struct irc_session *s)
{
	outbox_stop(s->outbox);
}

void
irc_session_count_pending(
    const struct irc_session *s, struct irc_pending *unsent)
{
	unsent->waiting = outbox_waiting(s->outbox, &unsent->lines);
	unsent->on_wire = outbox_pending(s->outbox) - unsent->waiting;
}

int
irc_session_command(struct irc_session *s, const char *command,
    const struct view *params, size_t n)
{
	return send_command(s, command, params, n);
}

int
irc_session_raw(struct irc_session *s, struct view line)
{
	return send_raw(s, line);
}

void
irc_session_quit(struct irc_session *s, struct view reason)
{
	if (s->phase != PHASE_OFFLINE)
		send_command(s, "QUIT", &reason, reason.len > 0);
}

void
irc_session_watch_answers(struct irc_session *s)
{
	s->watches_answers = 1;
}

int
irc_session_is_waiting(const struct irc_session *s, uint64_t origin)
{
	return requests_have_origin(s->requests, origin);
}

uint64_t
irc_session_origin(struct irc_session *s, uint64_t origin)
{
	return requests_set_origin(s->requests, origin);
}
