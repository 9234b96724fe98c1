/*
 * session: a session's life: reset for each connection, and checked for a dead server.
 */
#include "client/irc/session.h"

#include <stdlib.h>

#include "client/irc/state.h"
#include "common/clock.h"
#include "common/linebuf.h"
#include "common/xmalloc.h"

enum {
	SILENCE_MS =
	    60000, /* then a PING is sent; after the same time again the connection is dead */
	REGISTER_MS = 60000
};

struct irc_session *
irc_session_new(const struct irc_session_ops *ops, const char *nick,
    const char *username, const char *realname, void *ctx)
{
	struct irc_session *s = xcalloc(1, sizeof(*s));

	s->ops = *ops;
	s->ctx = ctx;
	s->nick = xstrdup(nick);
	s->username = xstrdup(username);
	s->realname = xstrdup(realname);
	isupport_init(&s->isupport);
	outbox_init(&s->outbox);
	history_requests_init(&s->questions);
	requests_init(&s->requests);
	login_init(&s->login);
	s->no_caps = CAP_NO_LOBBY | CAP_VISITOR;
	return s;
}

void
irc_session_choose_rooms(struct irc_session *s)
{
	s->no_caps &= ~(unsigned)CAP_NO_LOBBY;
}

void
irc_session_visit(struct irc_session *s)
{
	s->no_caps &= ~(unsigned)CAP_VISITOR;
}

void
irc_session_mark_visit(struct irc_session *s)
{
	s->marks_visit = 1;
}

void
irc_session_free(struct irc_session *s)
{
	int i;

	if (s == NULL)
		return;
	batches_clear(s);
	replay_clear(s);
	outbox_clear(&s->outbox);
	history_requests_clear(&s->questions);
	requests_clear(&s->requests);
	login_clear(&s->login);
	isupport_clear(&s->isupport);
	for (i = 0; i < SANITIZE_SLOTS; i++)
		buf_clear(&s->clean[i]);
	buf_clear(&s->words);
	regain_clear(&s->regain);
	whox_clear(&s->person);
	free(s->nick);
	free(s->username);
	free(s->realname);
	free(s->userhost);
	free(s->server);
	free(s);
}

/* Forget what belongs to one connection. */
static void
forget(struct irc_session *s)
{
	xreplace(&s->userhost, NULL);
	xreplace(&s->server, NULL);
	s->caps = (struct caps){ 0 };
	isupport_clear(&s->isupport);
	isupport_init(&s->isupport);
	whox_clear(&s->person);
	regain_clear(&s->regain);
	batches_clear(s);
	replay_clear(s);
	requests_clear(&s->requests);
	s->is_irc = s->poked = s->dead = 0;
	s->ctcp_at = 0;
	s->label = s->asked = s->request = 0;
	s->answered = (struct answered){ 0 };
}

void
irc_session_start(struct irc_session *s)
{
	char line[LINE_REST_MAX];
	struct irc_writer w;

	forget(s);
	login_start(s);
	s->phase = PHASE_REGISTERING;
	s->started = s->heard = clock_mono_ms();
	caps_start(s);
	irc_session_nick(s, view_of(s->nick));
	session_begin(&w, line, sizeof(line));
	irc_command(&w, "USER");
	irc_param_str(&w, s->username);
	irc_param_str(&w, "0");
	irc_param_str(&w, "*");
	irc_trailing_str(&w, s->realname[0] != '\0' ? s->realname : s->nick);
	session_send(s, &w);
}

int
irc_session_lost(struct irc_session *s)
{
	int has_history;

	if (s->phase == PHASE_OFFLINE)
		return -1;
	has_history = s->phase == PHASE_REGISTERING ||
		      irc_session_able(s, IRC_ABLE_HISTORY);
	s->phase = PHASE_OFFLINE;
	outbox_disconnected(s, has_history);
	history_requests_disconnected(s);
	return 0;
}

static void
poke(struct irc_session *s)
{
	struct view token = VIEW("tchat");

	s->poked = 1;
	s->heard = clock_mono_ms();
	irc_session_command(s, "PING", &token, 1);
}

/* Check whether the server still answers. Returns the ms until the next check. */
static int
check_alive(struct irc_session *s, int64_t now)
{
	int64_t left;

	if (s->phase == PHASE_REGISTERING && now - s->started >= REGISTER_MS &&
	    s->heard == s->started) {
		session_close(s, "the server does not answer");
		return -1;
	}
	left = s->heard + SILENCE_MS - now;
	if (left > 0)
		return (int)left;
	if (s->poked) {
		session_close(s, "the server no longer answers");
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

	if (s->phase == PHASE_OFFLINE || s->dead)
		return next;
	next = sooner(next, outbox_flush(s, now));
	next = sooner(next, login_tick(s, now));
	next = sooner(next, regain_tick(s, now));
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
	return s->isupport.network;
}

const char *
irc_session_prefixes(const struct irc_session *s)
{
	return s->isupport.prefixes;
}

const char *
irc_session_extban(const struct irc_session *s, char kind)
{
	static const char *const texts[2][2] = { { "a:", "m:" },
		{ "~a:", "~m:" } };
	const struct isupport *is = &s->isupport;

	if ((kind != 'a' && kind != 'm') || strchr(is->extban, kind) == NULL)
		return NULL;
	if (is->extban_begin != '\0' && is->extban_begin != '~')
		return NULL;
	return texts[is->extban_begin == '~'][kind == 'm'];
}

int
irc_session_has_timed_bans(const struct irc_session *s)
{
	return s->isupport.tban;
}

int
session_has(const struct irc_session *s, unsigned caps)
{
	return (s->caps.on & caps) == caps;
}

void
session_emit(
    struct irc_session *s, struct irc_event *ev, enum irc_event_type type)
{
	ev->type = type;
	s->ops.event(ev, s->ctx);
}

void
session_close(struct irc_session *s, const char *why)
{
	struct irc_event ev = { .time = clock_ms(), .text = view_of(why) };

	if (s->dead)
		return;
	s->dead = 1;
	session_emit(s, &ev, IRC_EV_CLOSED);
}
