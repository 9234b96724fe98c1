/*
 * connection: connects the link with the IRC session, and decides what happens when one of them ends.
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
#include "common/i18n.h"
#include "common/log.h"
#include "common/names.h"
#include "common/random.h"
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
	char *known_hosts, *identity, *fingerprint; /* for the link */
	const struct client_config *config;
	struct connection_ops ops;
	void *ctx;
	struct link *link;
	struct irc_session *session;
	struct event *tick;
	int tick_soon; /* tick is due at once */

	char *wanted_nick;
	int nick_given; /* the user chose it: do not try another */
	int nick_tries; /* how many other nicks were tried on this connection */
	int nick_reserved; /* the wanted nick is registered */
	int had_nick;	   /* the client had the wanted nick in this run */
	int was_online;	   /* in this run */
	int got_line;	   /* a line arrived on this connection */

	int quitting;
	int draining; /* quitting: waiting until all messages are confirmed */
	struct event *drain_timer; /* ends that */
	char *quit_reason;
	void (*closed)(void *ctx);
	void *closed_ctx;

	unsigned overlong;	   /* lines discarded and not yet reported */
	int64_t overlong_reported; /* mono ms; 0: never */
};

static void
set_tick(struct connection *c, int ms)
{
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };

	if (ms >= 0)
		event_add(c->tick, &tv);
}

static void
tick_cb(evutil_socket_t fd, short what, void *arg)
{
	struct connection *c = arg;

	int ms;

	(void)fd, (void)what;
	c->tick_soon = 0;
	ms = irc_session_tick(c->session, clock_mono_ms());
	if (!c->tick_soon) /* else sending has already set the timer */
		set_tick(c, ms);
}

/* Log a line, but no passwords, nor their echoes. */
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
	struct connection *c = arg;

	if (!c->tick_soon) {
		c->tick_soon = 1;
		set_tick(c, 0);
	}
}

/* Sending may move the time of the session's next timed work, so set the timer anew. */
static void
session_send_cb(struct view bytes, void *arg)
{
	struct connection *c = arg;

	log_line('>', bytes);
	link_send(c->link, bytes);
	session_wake_cb(c);
}

/* Make "name-2", "name-3" and so on. A long name is cut to make room. */
static void
next_nick(struct connection *c, char nick[NICK_SPACE])
{
	size_t n = strlen(c->wanted_nick);

	do {
		snprintf(nick, NICK_SPACE, "%.*s-%d",
		    (int)text_cut(view_of(c->wanted_nick), n), c->wanted_nick,
		    c->nick_tries + 2);
		n--;
	} while (!nick_valid(view_of(nick)) && n > 0);
}

/* Nick in use: try the next variant. Otherwise the server does not allow it: use one that every server allows. */
void
connection_next_nick(struct connection *c, const struct irc_event *ev)
{
	char nick[NICK_SPACE];

	if (ev->numeric == 433 && c->nick_tries < NICK_TRIES)
		next_nick(c, nick);
	else
		snprintf(
		    nick, sizeof(nick), "guest%u", 1000 + random_below(9000));
	c->nick_tries++;
	irc_session_nick(c->session, view_of(nick));
}

/* After /login, change the nick to the account's name, which the server now allows. */
static void
use_account_nick(struct connection *c, const struct irc_event *ev)
{
	if (ev->on && irc_session_registered(c->session) &&
	    nick_valid(ev->object) &&
	    !name_equal(ev->object, view_of(irc_session_my_nick(c->session))))
		irc_session_nick(c->session, ev->object);
}

/* After a reconnect the old connection may hold the nick for a while: get it back when it is free. */
static void
regain_nick(struct connection *c)
{
	if (strcmp(irc_session_my_nick(c->session), c->wanted_nick) == 0)
		c->had_nick = 1;
	else if (c->had_nick && !c->nick_reserved)
		irc_session_regain(c->session, view_of(c->wanted_nick));
}

/* Return how many messages were sent, but not confirmed. */
static size_t
count_unconfirmed(const struct connection *c)
{
	struct irc_pending unsent;

	irc_session_count_pending(c->session, &unsent);
	return unsent.on_wire;
}

/* While quitting: close the connection once the last message is confirmed. */
static void
check_drained(struct connection *c)
{
	if (c->draining && count_unconfirmed(c) == 0)
		event_active(c->drain_timer, EV_TIMEOUT, 0);
}

static void
drained_cb(evutil_socket_t fd, short what, void *arg)
{
	struct connection *c = arg;

	(void)fd, (void)what;
	event_del(c->drain_timer);
	c->draining = 0;
	irc_session_quit(c->session, view_of(c->quit_reason));
	link_close(c->link, c->closed, c->closed_ctx);
}

/* The text of IRC_EV_CLOSED is NUL-terminated. */
static void
session_event_cb(const struct irc_event *ev, void *arg)
{
	struct connection *c = arg;

	if (c->quitting) {
		check_drained(c);
		return;
	}
	switch (ev->type) {
	case IRC_EV_CLOSED:
		link_drop(c->link, ev->text.p);
		return;
	case IRC_EV_NICK_IN_USE:
		if (c->nick_tries == 0)
			c->nick_reserved = ev->on;
		if (!c->nick_given || c->was_online) {
			connection_next_nick(c, ev);
			return;
		}
		break;
	case IRC_EV_WELCOME:
		c->was_online = 1;
		link_reset_pause(c->link);
		c->ops.state(LINK_ONLINE, NULL, 0, c->ctx);
		regain_nick(c);
		break;
	case IRC_EV_LOGIN:
		use_account_nick(c, ev);
		break;
	case IRC_EV_NICK:
		if (ev->self && ev->history == 0) {
			free(c->wanted_nick);
			c->wanted_nick = xviewdup(ev->object);
			c->had_nick = 1;
		}
		break;
	default:
		break;
	}
	c->ops.event(ev, c->ctx);
}

/* Tell the session how secure this connection is: that decides which credentials it may send. */
static void
set_security(struct connection *c)
{
	struct irc_security secure = { .encrypted = link_is_encrypted(c->link),
		.local = link_is_loopback(c->link) };

	secure.has_key = link_own_certificate(c->link, secure.key);
	irc_session_secure(c->session, &secure);
}

static void
link_up_cb(void *arg)
{
	struct connection *c = arg;

	c->nick_tries = c->nick_reserved = 0;
	c->got_line = 0;
	c->ops.state(LINK_REGISTERING, _("logging in"), 0, c->ctx);
	set_security(c);
	irc_session_nick(c->session, view_of(c->wanted_nick));
	irc_session_start(c->session);
}

static void
link_line_cb(struct view line, void *arg)
{
	struct connection *c = arg;
	char *reason;

	log_line('<', line);
	c->got_line = 1;
	if (irc_session_line(c->session, line) == 0)
		return;
	xasprintf(&reason, _("%s:%lld is not an IRC server"), c->config->host,
	    c->config->port);
	link_drop(c->link, reason);
	free(reason);
}

/* The first connection failed. If the server sent no line, it may not be an IRC server. */
static void
first_failed(struct connection *c, const char *reason, int was_up)
{
	char *text;

	if (!was_up || c->got_line) {
		c->ops.state(LINK_OFFLINE, reason, 0, c->ctx);
		return;
	}
	xasprintf(&text, _("No reply from %s:%lld (%s). Is it an IRC server?"),
	    c->config->host, c->config->port, reason);
	c->ops.state(LINK_OFFLINE, text, 0, c->ctx);
	free(text);
}

static void
link_down_cb(const char *reason, void *arg)
{
	struct connection *c = arg;
	int was_up;

	event_del(c->tick);
	c->tick_soon = 0;
	was_up = irc_session_disconnected(c->session) == 0;
	if (c->draining)
		event_active(c->drain_timer, EV_TIMEOUT, 0);
	if (c->quitting)
		return;
	if (link_is_final(c->link))
		c->ops.state(LINK_OFFLINE, reason, 0, c->ctx);
	else if (!c->was_online)
		first_failed(c, reason, was_up);
	else
		c->ops.state(LINK_WAITING, reason, link_retry(c->link), c->ctx);
}

static int
link_may_read_cb(void *arg)
{
	struct connection *c = arg;

	return c->ops.may_read == NULL || c->ops.may_read(c->ctx);
}

static void
link_notice_cb(const char *text, void *arg)
{
	struct connection *c = arg;

	if (c->ops.notice != NULL && !c->quitting)
		c->ops.notice(text, c->ctx);
}

static void
link_new_server_cb(const char *text, void *arg)
{
	struct connection *c = arg;

	if (c->ops.new_server != NULL && !c->quitting)
		c->ops.new_server(text, c->ctx);
}

/* Report discarded lines at most every ten seconds: a hostile server may send many. */
static void
link_overlong_cb(void *arg)
{
	struct connection *c = arg;
	int64_t now = clock_mono_ms();
	char *text;

	c->overlong++;
	if (c->overlong_reported != 0 &&
	    now - c->overlong_reported < OVERLONG_MS)
		return;
	xasprintf(&text,
	    ngettext("The server sent %u line of more than %d bytes, which "
		     "was discarded.",
		"The server sent %u lines of more than %d bytes, which were "
		"discarded.",
		c->overlong),
	    c->overlong, LINK_LINE_MAX);
	c->overlong = 0;
	c->overlong_reported = now;
	link_notice_cb(text, c);
	free(text);
}

static void
link_step_cb(const char *words, void *arg)
{
	struct connection *c = arg;

	if (!c->quitting)
		c->ops.state(LINK_CONNECTING, words, 0, c->ctx);
}

static char *
dup_or_null(const char *text)
{
	return text == NULL ? NULL : xstrdup(text);
}

/* Changed settings of TLS take effect at the next start: what was trusted in this run stays as it is. */
static void
use_tls(struct connection *c)
{
	c->known_hosts = dup_or_null(c->config->known_hosts);
	c->identity = dup_or_null(c->config->identity);
	c->fingerprint = dup_or_null(c->config->fingerprint);
	if (c->config->tls)
		link_use_tls(c->link,
		    &(struct secure_config){ .known_hosts = c->known_hosts,
			.identity = c->identity,
			.fingerprint = c->fingerprint });
}

struct connection *
connection_new(struct event_base *base, const struct client_config *config,
    const struct connection_ops *ops, void *ctx)
{
	static const struct link_ops link_ops = { link_up_cb, link_line_cb,
		link_down_cb, link_may_read_cb, link_notice_cb,
		link_new_server_cb, link_overlong_cb, link_step_cb };
	static const struct irc_session_ops session_ops = { session_send_cb,
		session_event_cb, session_wake_cb };
	struct connection *c = xcalloc(1, sizeof(*c));

	c->config = config;
	c->ops = *ops;
	c->ctx = ctx;
	c->wanted_nick = xstrdup(config->nick);
	c->nick_given = config->nick_given;
	c->link =
	    link_new(base, config->host, (unsigned)config->port, &link_ops, c);
	use_tls(c);
	c->session =
	    irc_session_new(&session_ops, config->nick, config->username,
		config->realname != NULL ? config->realname : config->nick, c);
	irc_session_credentials(c->session, config->account, config->password,
	    (unsigned)config->max_iterations);
	if (config->rooms.n > 0 || config->to.n > 0)
		irc_session_skip_lobby(c->session);
	c->tick = evtimer_new(base, tick_cb, c);
	c->drain_timer = evtimer_new(base, drained_cb, c);
	return c;
}

void
connection_free(struct connection *c)
{
	if (c == NULL)
		return;
	link_free(c->link);
	irc_session_free(c->session);
	event_free(c->tick);
	event_free(c->drain_timer);
	free(c->quit_reason);
	free(c->wanted_nick);
	free(c->known_hosts);
	free(c->identity);
	free(c->fingerprint);
	free(c);
}

void
connection_open(struct connection *c)
{
	link_connect(c->link);
}

void
connection_reconnect(struct connection *c)
{
	if (c->quitting)
		return;
	if (link_is_up(c->link))
		link_drop(c->link, _("you asked to reconnect"));
	link_connect(c->link);
}

const struct refused_certificate *
connection_refusal(const struct connection *c)
{
	return link_refused_certificate(c->link);
}

/* Return how many digits were typed if the fingerprint begins with them, else 0. Colons do not count. */
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

/* Return 0 if enough of the fingerprint was typed, else -1 and *cause. */
static int
compare_typed(const struct fingerprint *fp, struct view typed, char **cause)
{
	char text[FINGERPRINT_TEXT];
	int digits = count_digits(fp, typed);

	if (digits >= TRUST_DIGITS)
		return 0;
	if (digits > 0)
		return cause_set(cause,
		    _("%.*s is too short: type at least the first %d digits of "
		      "the fingerprint. Colons do not count."),
		    VIEW_ARG(typed), TRUST_DIGITS);
	fingerprint_format(fp, text);
	return cause_set(cause,
	    _("The fingerprint does not match. The server shows %s. Type at "
	      "least the first %d of its digits."),
	    text, TRUST_DIGITS);
}

int
connection_trust(struct connection *c, struct view typed, char **cause)
{
	const struct refused_certificate *refusal =
	    link_refused_certificate(c->link);
	int saved;

	if (refusal == NULL)
		return cause_set(
		    cause, _("No certificate of this server was refused."));
	if (compare_typed(&refusal->received, typed, cause) != 0)
		return -1;
	saved = link_accept_certificate(c->link, cause);
	if (saved >= 0)
		link_connect(c->link);
	return saved;
}

struct irc_session *
connection_session(struct connection *c)
{
	return c->session;
}

int
connection_is_encrypted(const struct connection *c)
{
	return link_is_encrypted(c->link);
}

int
connection_nick_is_reserved(const struct connection *c)
{
	return c->nick_reserved;
}

const char *
connection_wanted_nick(const struct connection *c)
{
	return c->wanted_nick;
}

void
connection_set_nick(struct connection *c, struct view nick)
{
	if (!irc_session_registered(c->session)) {
		free(c->wanted_nick);
		c->wanted_nick = xviewdup(nick);
		c->had_nick = 0;
	}
	irc_session_regain(c->session, VIEW(""));
	irc_session_nick(c->session, nick);
}

void
connection_join(struct connection *c, const struct view *rooms, size_t n)
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
		irc_session_command(c->session, "JOIN", &param, 1);
		buf_reset(&list);
	}
	buf_clear(&list);
}

void
connection_quit(struct connection *c, struct view reason,
    void (*closed)(void *ctx), void *ctx)
{
	const struct timeval most = { DRAIN_SECONDS, 0 };

	c->quitting = 1;
	c->closed = closed;
	c->closed_ctx = ctx;
	c->quit_reason = xviewdup(reason);
	irc_session_stop(c->session);
	if (irc_session_registered(c->session) && count_unconfirmed(c) > 0) {
		c->draining = 1;
		event_add(c->drain_timer, &most);
	} else {
		drained_cb(-1, 0, c);
	}
}

static void
add_waiting(struct buf *out, size_t messages, size_t lines)
{
	if (lines > messages)
		buf_printf(out,
		    ngettext("%zu message (%zu lines) was not sent",
			"%zu messages (%zu lines) were not sent", messages),
		    messages, lines);
	else
		buf_printf(out,
		    ngettext("%zu message was not sent",
			"%zu messages were not sent", messages),
		    messages);
}

char *
connection_unsent_words(struct connection *c)
{
	struct buf words = { 0 };
	struct irc_pending n;

	irc_session_count_pending(c->session, &n);
	if (n.waiting == 0 && n.on_wire == 0)
		return NULL;
	if (n.waiting > 0)
		add_waiting(&words, n.waiting, n.lines);
	if (n.waiting > 0 && n.on_wire > 0)
		buf_add_str(&words, "; ");
	if (n.on_wire > 0)
		buf_printf(&words,
		    ngettext("%zu message may have been sent: the server did "
			     "not confirm it",
			"%zu messages may have been sent: the server did not "
			"confirm them",
			n.on_wire),
		    n.on_wire);
	return buf_take(&words);
}
