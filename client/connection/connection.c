/*
 * connection: the wire between link and session.
 */
#include "client/connection/connection.h"

#include <stdio.h>
#include <stdlib.h>

#include <event2/event.h>

#include "client/irc/account.h"
#include "client/irc/secret.h"
#include "client/net/fingerprint.h"
#include "client/net/link.h"
#include "client/net/secure.h"
#include "common/buf.h"
#include "common/clock.h"
#include "common/log.h"
#include "common/msgid.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	JOIN_BYTES = 400,
	NICK_TRIES = 20,
	NICK_SPACE = 2 * NICK_BYTES,
	OVERLONG_MS = 10000,
	TRUST_DIGITS = 8,
	DRAIN_SECONDS = 10
};

struct connection {
	const struct client_config *config;
	struct connection_ops ops;
	void *ctx;
	struct link *link;
	struct irc_session *session;
	struct event *tick;
	int tick_soon; /* tick is due at once */

	char *wanted;
	int given;    /* the user named it: never another */
	int tries;    /* of other nicks, this time */
	int reserved; /* the wanted one is registered */
	int had;      /* we had it in this run */
	int welcomed; /* was ever online */
	int heard;    /* a line came on this connection */
	int quitting;
	struct event
	    *drained; /* quitting: nothing is on the wire, or enough waited */
	int draining; /* `drained` is set */
	char *quit_reason;
	void (*closed)(void *ctx);
	void *closed_ctx;
	unsigned overlong;     /* lines discarded and not yet reported */
	int64_t overlong_told; /* mono ms; 0: never */
};

static void
set_tick(struct connection *o, int ms)
{
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	if (ms >= 0)
		event_add(o->tick, &tv);
}

static void
tick_cb(evutil_socket_t fd, short what, void *arg)
{
	struct connection *o = arg;

	int ms;

	(void)fd, (void)what;
	o->tick_soon = 0;
	ms = irc_session_tick(o->session, clock_mono_ms());
	if (!o->tick_soon) /* what was sent in it asks for another one */
		set_tick(o, ms);
}

/* Passwords never reach a log, nor do their echoes. */
static void
log_line(char direction, struct view line)
{
	if (secret_in_protocol(line) != NULL)
		log_debug("irc", 0, "%c (with a password)", direction);
	else
		log_debug("irc", 0, "%c %.*s", direction, VIEW_ARG(line));
}

static void
session_wake_cb(void *arg)
{
	struct connection *o = arg;

	if (!o->tick_soon) {
		o->tick_soon = 1;
		set_tick(o, 0);
	}
}

/* Sending may move the time of the session's next timed work, so set the timer anew. */
static void
session_send_cb(struct view bytes, void *arg)
{
	struct connection *o = arg;

	log_line('>', bytes);
	link_send(o->link, bytes);
	session_wake_cb(o);
}

/* "name-2", "name-3"; of a long name the end makes room. */
static void
next_nick(struct connection *o, char nick[NICK_SPACE])
{
	size_t n = strlen(o->wanted);

	do {
		snprintf(nick, NICK_SPACE, "%.*s-%d",
		    (int)text_cut(view_of(o->wanted), n), o->wanted,
		    o->tries + 2);
		n--;
	} while (!nick_valid(view_of(nick)) && n > 0);
}

/* Taken: the next one. Not a nick for this server: one that is for every server. */
void
connection_next_nick(struct connection *o, const struct irc_event *ev)
{
	char nick[NICK_SPACE];

	if (ev->numeric == 433 && o->tries < NICK_TRIES)
		next_nick(o, nick);
	else
		snprintf(
		    nick, sizeof(nick), "guest%u", 1000 + random_below(9000));
	o->tries++;
	irc_session_nick(o->session, view_of(nick));
}

/* Who logs in by hand wants that name: it is free to them now. */
static void
take_name(struct connection *o, const struct irc_event *ev)
{
	if (ev->on && irc_session_registered(o->session) &&
	    nick_valid(ev->object) &&
	    !name_equal(ev->object, view_of(irc_session_my_nick(o->session))))
		irc_session_nick(o->session, ev->object);
}

/* Our old connection may hold the nick for a while after a break. */
static void
want_back(struct connection *o)
{
	if (strcmp(irc_session_my_nick(o->session), o->wanted) == 0)
		o->had = 1;
	else if (o->had && !o->reserved)
		irc_session_regain(o->session, view_of(o->wanted));
}

static size_t
on_wire(const struct connection *o)
{
	struct irc_unsent unsent;

	irc_session_unanswered(o->session, &unsent);
	return unsent.on_wire;
}

/* Quitting: go on from the loop when the last message is answered for. */
static void
look_if_drained(struct connection *o)
{
	if (o->draining && on_wire(o) == 0)
		event_active(o->drained, EV_TIMEOUT, 0);
}

static void
drained_cb(evutil_socket_t fd, short what, void *arg)
{
	struct connection *o = arg;

	(void)fd, (void)what;
	event_del(o->drained);
	o->draining = 0;
	irc_session_quit(o->session, view_of(o->quit_reason));
	link_close(o->link, o->closed, o->closed_ctx);
}

/* ev->text of IRC_EV_CLOSED is terminated: see session_close. */
static void
session_event_cb(const struct irc_event *ev, void *arg)
{
	struct connection *o = arg;

	if (o->quitting) {
		look_if_drained(o);
		return;
	}
	switch (ev->type) {
	case IRC_EV_CLOSED:
		link_drop(o->link, ev->text.p);
		return;
	case IRC_EV_NICK_IN_USE:
		if (o->tries == 0)
			o->reserved = ev->on;
		if (!o->given || o->welcomed) {
			connection_next_nick(o, ev);
			return;
		}
		break;
	case IRC_EV_WELCOME:
		o->welcomed = 1;
		link_settled(o->link);
		o->ops.state(LINK_ONLINE, NULL, 0, o->ctx);
		want_back(o);
		break;
	case IRC_EV_LOGIN:
		take_name(o, ev);
		break;
	case IRC_EV_NICK:
		if (ev->self && ev->asked == 0) {
			free(o->wanted);
			o->wanted = xviewdup(ev->object);
			o->had = 1;
		}
		break;
	default:
		break;
	}
	o->ops.event(ev, o->ctx);
}

/* What may be told to the server at the other end of this connection. */
static void
tell_security(struct connection *o)
{
	struct irc_security secure = { .encrypted = link_is_encrypted(o->link),
		.local = link_is_loopback(o->link) };

	secure.has_key = link_identity(o->link, secure.key);
	irc_session_secure(o->session, &secure);
}

static void
link_up_cb(void *arg)
{
	struct connection *o = arg;

	o->tries = o->reserved = 0;
	o->heard = 0;
	o->ops.state(LINK_REGISTERING, "logging in", 0, o->ctx);
	tell_security(o);
	irc_session_nick(o->session, view_of(o->wanted));
	irc_session_start(o->session);
}

static void
link_line_cb(struct view line, void *arg)
{
	struct connection *o = arg;
	char *reason;

	log_line('<', line);
	o->heard = 1;
	if (irc_session_line(o->session, line) == 0)
		return;
	xasprintf(&reason, "%s:%lld is not an IRC server", o->config->host,
	    o->config->port);
	link_drop(o->link, reason);
	free(reason);
}

/* Before a first word came, the end says little: perhaps it is no chat server. */
static void
first_failed(struct connection *o, const char *reason, int was_up)
{
	char *text;

	if (!was_up || o->heard) {
		o->ops.state(LINK_OFFLINE, reason, 0, o->ctx);
		return;
	}
	xasprintf(&text, "No reply from %s:%lld (%s). Is it an IRC server?",
	    o->config->host, o->config->port, reason);
	o->ops.state(LINK_OFFLINE, text, 0, o->ctx);
	free(text);
}

static void
link_down_cb(const char *reason, void *arg)
{
	struct connection *o = arg;
	int was_up;

	event_del(o->tick);
	o->tick_soon = 0;
	was_up = irc_session_lost(o->session) == 0;
	if (o->draining)
		event_active(o->drained, EV_TIMEOUT, 0);
	if (o->quitting)
		return;
	if (link_is_final(o->link))
		o->ops.state(LINK_OFFLINE, reason, 0, o->ctx);
	else if (!o->welcomed)
		first_failed(o, reason, was_up);
	else
		o->ops.state(LINK_WAITING, reason, link_retry(o->link), o->ctx);
}

static int
link_may_read_cb(void *arg)
{
	struct connection *o = arg;

	return o->ops.may_read == NULL || o->ops.may_read(o->ctx);
}

static void
link_notice_cb(const char *text, void *arg)
{
	struct connection *o = arg;

	if (o->ops.notice != NULL && !o->quitting)
		o->ops.notice(text, o->ctx);
}

/* Report discarded lines at most every ten seconds: a hostile server may send many. */
static void
link_overlong_cb(void *arg)
{
	struct connection *o = arg;
	int64_t now = clock_mono_ms();
	char *text;

	o->overlong++;
	if (o->overlong_told != 0 && now - o->overlong_told < OVERLONG_MS)
		return;
	xasprintf(&text,
	    "The server sent %u line%s of more than %d bytes. %s discarded.",
	    o->overlong, o->overlong == 1 ? "" : "s", LINK_LINE_MAX,
	    o->overlong == 1 ? "It was" : "They were");
	o->overlong = 0;
	o->overlong_told = now;
	link_notice_cb(text, o);
	free(text);
}

static void
link_step_cb(const char *words, void *arg)
{
	struct connection *o = arg;

	if (!o->quitting)
		o->ops.state(LINK_CONNECTING, words, 0, o->ctx);
}

static void
use_tls(struct connection *o)
{
	struct secure_config secure = { .known_hosts = o->config->known_hosts,
		.identity = o->config->identity,
		.fingerprint = o->config->fingerprint };

	if (o->config->tls)
		link_use_tls(o->link, &secure);
}

struct connection *
connection_new(struct event_base *base, const struct client_config *config,
    const struct connection_ops *ops, void *ctx)
{
	static const struct link_ops link_ops = { link_up_cb, link_line_cb,
		link_down_cb, link_may_read_cb, link_notice_cb,
		link_overlong_cb, link_step_cb };
	static const struct irc_session_ops session_ops = { session_send_cb,
		session_event_cb, session_wake_cb };
	struct connection *o = xcalloc(1, sizeof(*o));

	o->config = config;
	o->ops = *ops;
	o->ctx = ctx;
	o->wanted = xstrdup(config->nick);
	o->given = config->nick_given;
	o->link =
	    link_new(base, config->host, (unsigned)config->port, &link_ops, o);
	use_tls(o);
	o->session =
	    irc_session_new(&session_ops, config->nick, config->username,
		config->realname != NULL ? config->realname : config->nick, o);
	irc_session_credentials(o->session, config->account, config->password,
	    (unsigned)config->max_iterations);
	if (config->rooms.n > 0)
		irc_session_choose_rooms(o->session);
	o->tick = evtimer_new(base, tick_cb, o);
	o->drained = evtimer_new(base, drained_cb, o);
	return o;
}

void
connection_free(struct connection *o)
{
	if (o == NULL)
		return;
	link_free(o->link);
	irc_session_free(o->session);
	event_free(o->tick);
	event_free(o->drained);
	free(o->quit_reason);
	free(o->wanted);
	free(o);
}

void
connection_open(struct connection *o)
{
	link_connect(o->link);
}

void
connection_reconnect(struct connection *o)
{
	if (o->quitting)
		return;
	if (link_is_up(o->link))
		link_drop(o->link, "you asked to reconnect");
	link_connect(o->link);
}

const struct trust_refusal *
connection_refusal(const struct connection *o)
{
	return link_refusal(o->link);
}

/* How many digits of the fingerprint were typed, from its first one on; 0: others. Colons do not count. */
static int
count_digits(const struct fingerprint *fp, struct view typed)
{
	char text[FINGERPRINT_TEXT];
	size_t i, n = 0;
	int digits = 0;

	fingerprint_format(fp, text);
	for (i = 0; i < typed.len; i++) {
		if (typed.p[i] == ':')
			continue;
		n += text[n] == ':';
		if (text[n] == '\0' ||
		    !view_equal_nocase((struct view){ typed.p + i, 1 },
			(struct view){ text + n, 1 }))
			return 0;
		n++;
		digits++;
	}
	return digits;
}

/* Returns 0 if enough of the fingerprint was typed, else -1 and *cause. */
static int
compare_typed(const struct fingerprint *fp, struct view typed, char **cause)
{
	char text[FINGERPRINT_TEXT];
	int digits = count_digits(fp, typed);

	if (digits >= TRUST_DIGITS)
		return 0;
	if (digits > 0)
		return cause_set(cause,
		    "%.*s is too short: type at least the first %d digits of "
		    "the fingerprint. Colons do not count.",
		    VIEW_ARG(typed), TRUST_DIGITS);
	fingerprint_format(fp, text);
	return cause_set(cause,
	    "The fingerprint does not match. The server shows %s. Type at "
	    "least the first %d of its digits.",
	    text, TRUST_DIGITS);
}

int
connection_trust(struct connection *o, struct view typed, char **cause)
{
	const struct trust_refusal *refusal = link_refusal(o->link);
	int saved;

	if (refusal == NULL)
		return cause_set(
		    cause, "No certificate of this server was refused.");
	if (compare_typed(&refusal->now, typed, cause) != 0)
		return -1;
	saved = link_trust(o->link, cause);
	if (saved >= 0)
		link_connect(o->link);
	return saved;
}

struct irc_session *
connection_session(struct connection *o)
{
	return o->session;
}

int
connection_encrypted(const struct connection *o)
{
	return link_is_encrypted(o->link);
}

int
connection_nick_is_reserved(const struct connection *o)
{
	return o->reserved;
}

const char *
connection_wanted(const struct connection *o)
{
	return o->wanted;
}

void
connection_nick(struct connection *o, struct view nick)
{
	if (!irc_session_registered(o->session)) {
		free(o->wanted);
		o->wanted = xviewdup(nick);
		o->had = 0;
	}
	irc_session_regain(o->session, VIEW(""));
	irc_session_nick(o->session, nick);
}

void
connection_join(struct connection *o, const struct view *rooms, size_t n)
{
	struct buf list = { 0 };
	struct view param;
	size_t i;

	for (i = 0; i < n; i++) {
		if (list.len > 0)
			buf_add_char(&list, ',');
		buf_add_view(&list, rooms[i]);
		if (i + 1 < n && list.len + rooms[i + 1].len < JOIN_BYTES)
			continue;
		param = buf_view(&list);
		irc_session_command(o->session, "JOIN", &param, 1);
		buf_reset(&list);
	}
	buf_clear(&list);
}

void
connection_quit(struct connection *o, struct view reason,
    void (*closed)(void *ctx), void *ctx)
{
	const struct timeval most = { DRAIN_SECONDS, 0 };

	o->quitting = 1;
	o->closed = closed;
	o->closed_ctx = ctx;
	o->quit_reason = xviewdup(reason);
	irc_session_stop(o->session);
	if (irc_session_registered(o->session) && on_wire(o) > 0) {
		o->draining = 1;
		event_add(o->drained, &most);
	} else {
		drained_cb(-1, 0, o);
	}
}

char *
connection_unsent_words(struct connection *o)
{
	struct buf words = { 0 };
	struct irc_unsent n;

	irc_session_unanswered(o->session, &n);
	if (n.waiting > 0)
		buf_printf(&words, "%zu message%s", n.waiting,
		    n.waiting == 1 ? "" : "s");
	if (n.lines > n.waiting)
		buf_printf(&words, " (%zu lines)", n.lines);
	if (n.waiting > 0)
		buf_add_str(&words, n.waiting == 1 ? " was" : " were");
	if (n.waiting > 0)
		buf_add_str(&words, " not sent");
	if (n.on_wire > 0)
		buf_printf(&words,
		    "%s%zu message%s may have been sent: the server did not "
		    "confirm %s",
		    n.waiting > 0 ? "; " : "", n.on_wire,
		    n.on_wire == 1 ? "" : "s", n.on_wire == 1 ? "it" : "them");
	return words.len == 0 ? NULL : buf_take(&words);
}
