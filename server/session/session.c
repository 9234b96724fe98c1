/*
 * session: a session from the first line of its connection to its last event in flight.
 */
#include "server/session/session.h"

#include <assert.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/net/admission.h"
#include "server/net/net.h"
#include "server/net/range.h"
#include "server/store/journal.h"
#include "server/store/store.h"

struct session *
session_new(
    struct server *server, struct conn *conn, const struct dialect *dialect)
{
	struct session *s;

	s = xcalloc(1, sizeof(*s));
	s->id = ++server->last_session;
	s->server = server;
	s->conn = conn;
	s->dialect = dialect;
	monitor_init(&s->monitor, server, s);
	TAILQ_INIT(&s->long_replies);
	HASH_ADD(hh, server->sessions, id, sizeof(s->id), s);
	server->nregistering++;
	return s;
}

struct session *
session_by_id(struct server *server, uint64_t id)
{
	struct session *s = NULL;

	if (id != 0)
		HASH_FIND(hh, server->sessions, &id, sizeof(id), s);
	return s;
}

void
session_fair_key(const struct session *s, char key[SESSION_KEY])
{
	struct range r = { 0 };
	char text[RANGE_TEXT];

	if (s->user != NULL && s->user->account != NULL) {
		snprintf(key, SESSION_KEY, "a:%s", s->user->account);
		return;
	}
	if (s->conn != NULL)
		r = *conn_address(s->conn);
	if (r.bits == 0 ||
	    admission_is_exempt(net_admission(s->server->net), &r)) {
		snprintf(key, SESSION_KEY, "s:%" PRIu64, s->id);
		return;
	}
	range_widen_to_site(&r);
	range_text(text, &r);
	snprintf(key, SESSION_KEY, "r:%s", text);
}

struct session_list *
session_list_of(const struct user *u)
{
	return u->sessions;
}

struct former_accounts *
session_former_accounts(struct session *s)
{
	return s->user != NULL ? &s->user->former : &s->former;
}

const char *
session_connection_type(const struct user *u)
{
	const struct session_list *list = u->sessions;
	const struct session *s;

	if (list == NULL || LIST_EMPTY(list))
		return _("an unknown client");
	LIST_FOREACH (s, list, of_user)
		if (s->dialect != LIST_FIRST(list)->dialect)
			return _("several kinds of clients");
	return _(LIST_FIRST(list)->dialect->connection_type);
}

int
session_is_encrypted(const struct user *u)
{
	const struct session_list *list = u->sessions;
	const struct session *s;
	int n = 0;

	if (list == NULL)
		return 0;
	LIST_FOREACH (s, list, of_user) {
		if (s->conn != NULL && !conn_is_tls(s->conn))
			return 0;
		n += s->conn != NULL;
	}
	return n > 0;
}

int
session_allows_passwords(const struct session *s)
{
	return s->conn != NULL &&
	       (conn_is_tls(s->conn) || conn_is_loopback(s->conn));
}

/*
 * Only a session that used OPER itself has operator rights. The user's other sessions may have
 * connected in a way that is not allowed for operators.
 */
int
session_is_operator(const struct session *s)
{
	return s->opered && s->user != NULL && (s->user->modes & USER_OPERATOR);
}

int
session_is_only(const struct session *s)
{
	return s->user != NULL && LIST_FIRST(session_list_of(s->user)) == s &&
	       LIST_NEXT(s, of_user) == NULL;
}

void
session_attach(struct session *s, struct user *u)
{
	struct session_list *list = u->sessions;

	assert(s->phase == SESSION_REGISTERING);
	if (list == NULL) {
		list = u->sessions = xmalloc(sizeof(*list));
		LIST_INIT(list);
	}
	s->user = u;
	LIST_INSERT_HEAD(list, s, of_user);
	s->phase = SESSION_REGISTERED;
	s->server->ops->added(s);
	s->server->nregistering--;
}

enum conn_verdict
session_admit_line(struct session *s, int is_message)
{
	if (s->holds > 0)
		return CONN_HOLD;
	if (s->inflight == 0)
		return CONN_TAKEN;
	if (is_message && journal_is_behind(s->server->journal)) {
		s->wait = SESSION_WAIT_SETTLED;
		return CONN_HOLD;
	}
	if (is_message && s->inflight < s->server->config->inflight_max)
		return CONN_TAKEN;
	s->wait = is_message ? SESSION_WAIT_SPACE : SESSION_WAIT_SETTLED;
	return CONN_HOLD;
}

void
session_hold(struct session *s)
{
	s->holds++;
}

void
session_release(struct session *s)
{
	assert(s->holds > 0);
	if (--s->holds > 0 || s->phase == SESSION_LEAVING)
		return;
	if (s->inflight == 0 && s->dialect->settled != NULL)
		s->dialect->settled(s);
	if (s->conn != NULL)
		conn_release(s->conn);
}

static void
paid_cb(struct wheel_timer *timer, void *ctx)
{
	struct session *s = ctx;

	(void)timer;
	if (s->conn != NULL)
		conn_release(s->conn);
}

/* If a client sends more than it may, the server reads from it more slowly, and does not disconnect it. */
static struct rate
pace_of(const struct config *c)
{
	return rate_per_second(c->flood_rate, c->flood_burst);
}

enum conn_verdict
session_pay(struct session *s, unsigned cost)
{
	const struct config *c = s->server->config;

	if (rate_take(&s->pace, pace_of(c), cost, clock_mono_ms())) {
		s->join_paid = 0;
		return CONN_TAKEN;
	}
	wheel_set(net_wheel(s->server->net), &s->pace_timer, 1, paid_cb, s);
	return CONN_HOLD;
}

enum conn_verdict
session_pay_joins(struct session *s, size_t rooms)
{
	const struct config *c = s->server->config;
	size_t most = (size_t)c->rooms_per_user;
	struct rate rate = rate_per_minute(c->joins_per_minute);

	if (s->join_paid)
		return CONN_TAKEN;
	rate.burst = c->rooms_per_user;
	if (rate_take(&s->joins, rate, (unsigned)(rooms < most ? rooms : most),
		clock_mono_ms())) {
		s->join_paid = 1;
		return CONN_TAKEN;
	}
	wheel_set(net_wheel(s->server->net), &s->pace_timer, 1, paid_cb, s);
	return CONN_HOLD;
}

void
session_charge(struct session *s, unsigned cost)
{
	rate_charge(&s->pace, pace_of(s->server->config), cost);
}

void
session_charge_receivers(struct session *s, size_t n)
{
	s->receivers += n;
	session_charge(s, (unsigned)(s->receivers / SESSION_RECEIVERS));
	s->receivers %= SESSION_RECEIVERS;
}

/* The handler of a conn whose session was detached. */
static enum conn_verdict
no_line(struct conn *conn, struct view line, void *ctx)
{
	(void)conn;
	(void)line;
	(void)ctx;
	return CONN_TAKEN;
}

static void
no_overlong(struct conn *conn, void *ctx)
{
	(void)conn;
	(void)ctx;
}

static void
no_closed(struct conn *conn, const char *reason, void *ctx)
{
	(void)conn;
	(void)reason;
	(void)ctx;
}

void
session_release_conn(struct session *s)
{
	static const struct conn_handler nobody = {
		.line = no_line,
		.overlong = no_overlong,
		.closed = no_closed,
	};

	if (s->conn != NULL)
		conn_set_handler(s->conn, &nobody, NULL);
	s->conn = NULL;
}

/* Returns 1 if it was the user's last session. */
static int
unlink_user(struct session *s)
{
	struct session_list *list = session_list_of(s->user);

	LIST_REMOVE(s, of_user);
	if (!LIST_EMPTY(list))
		return 0;
	free(list);
	s->user->sessions = NULL;
	s->server->ops->user_left(s->user);
	return 1;
}

int
session_detach_user(struct session *s)
{
	int last;

	assert(s->phase == SESSION_REGISTERED && s->inflight == 0);
	s->server->ops->leaving(s);
	last = unlink_user(s);
	s->user = NULL;
	s->phase = SESSION_REGISTERING;
	s->server->nregistering++;
	return last;
}

/*
 * A session ended and other sessions of the user remain. The user stays an operator as long as
 * a session remains that used OPER.
 */
static void
end_operator(const struct session *gone, struct user *u)
{
	const struct chat_from from = { u, gone->id, 0, 0 };
	const struct session *s;

	if (!gone->opered || gone->server->stopping)
		return;
	SESSION_FOREACH(s, u)
	{
		if (s->opered)
			return;
	}
	chat_user_modes(gone->server->world, &from, 0, USER_OPERATOR);
}

static void
leave_user(struct session *s)
{
	struct chat_from from = session_from(s, 0);
	int last = unlink_user(s);

	s->user = NULL;
	if (last)
		chat_quit(
		    s->server->world, &from, view_of(s->quit_reason), s->quiet);
	else
		end_operator(s, from.user);
}

static void
leave(struct session *s)
{
	struct server *server = s->server;

	if (s->user != NULL)
		leave_user(s);
	monitor_clear(&s->monitor);
	assert(s->private_lines == NULL);
	HASH_DEL(server->sessions, s);
	s->next_ended = server->ended_sessions;
	server->ended_sessions = s;
	net_request_turn_end(server->net);
}

/* A held session may wait for the store. */
static void
cancel_reads(struct session *s)
{
	struct store *store = s->server->store;

	if (s->holds > 0 && store->ops->cancel != NULL)
		store->ops->cancel(store, s->id);
}

void
session_end(struct session *s, const char *reason, int quiet)
{
	struct wheel *wheel = net_wheel(s->server->net);
	struct conn *conn = s->conn;

	if (s->phase == SESSION_LEAVING)
		return;
	if (s->phase == SESSION_REGISTERING)
		s->server->nregistering--;
	s->server->ops->leaving(s);
	s->phase = SESSION_LEAVING;
	s->quit_reason = xstrdup(reason);
	s->quiet = quiet || s->server->stopping;
	wheel_cancel(wheel, &s->timer);
	wheel_cancel(wheel, &s->pace_timer);
	cancel_reads(s);
	session_release_conn(s);
	if (conn != NULL && conn_is_open(conn))
		conn_close(conn, reason);
	if (s->inflight == 0)
		leave(s);
}

void
session_drop(struct session *s)
{
	s->inflight = 0;
	if (s->phase == SESSION_LEAVING) {
		s->quiet = 1;
		leave(s);
	} else {
		session_end(s, _("Server shutting down"), 1);
	}
}

void
session_send(struct session *s, const void *p, size_t n)
{
	if (s->conn == NULL || n == 0)
		return;
	s->server->ops->send(s, p, n);
}

void
session_queue(struct session *s, const void *p, size_t n)
{
	if (n == 0)
		return;
	if (session_is_listening(s))
		s->server->ops->queue(s, p, n);
	else
		session_send(s, p, n);
}

void
session_direct_changed(struct conn *conn, void *ctx)
{
	struct session *s = ctx;

	(void)conn;
	s->server->ops->direct_changed(s);
}

enum refusal
session_join_lobby(struct session *s)
{
	const char *lobby = config_lobby(s->server->config);
	struct chat_from from = session_from(s, 0);
	enum refusal no;

	if (lobby == NULL)
		return CHAT_OK;
	no = chat_join(s->server->world, &from, view_of(lobby), view_of(""));
	return no == CHAT_ALREADY ? CHAT_OK : no;
}

struct chat_from
session_from(struct session *s, uint64_t token)
{
	return (
	    struct chat_from){ s->user, s->id, token, session_is_operator(s) };
}

void
session_appended(struct session *s)
{
	s->inflight++;
}

/* A sender who waits for space continues when half of it is free. */
static int
wait_is_over(const struct session *s)
{
	switch (s->wait) {
	case SESSION_WAIT_SETTLED:
		return s->inflight == 0;
	case SESSION_WAIT_SPACE:
		return s->inflight <= s->server->config->inflight_max / 2;
	case SESSION_NO_WAIT:
		break;
	}
	return 0;
}

void
session_settled(struct session *s)
{
	assert(s->inflight > 0);
	s->inflight--;
	if (s->phase == SESSION_LEAVING) {
		if (s->inflight == 0)
			leave(s);
		return;
	}
	if (s->inflight == 0 && s->holds == 0 && s->dialect->settled != NULL)
		s->dialect->settled(s);
	if (s->conn != NULL && wait_is_over(s)) {
		s->wait = SESSION_NO_WAIT;
		conn_release(s->conn);
	}
}
