/*
 * line_mode: puts line mode together, and says what it does when something happens: print it,
 * continue with the input, or end.
 */
#include "client/line_mode/line_mode.h"

#include <sys/stat.h>

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/irc/history.h"
#include "client/line_mode/input.h"
#include "client/line_mode/print.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	SIGNALS = 3,
	LOBBY_SECONDS = 5,    /* to wait until the server joins us to a room */
	NAMES_MAX = 64 * 1024 /* bytes of a list of members */
};

static int
is_listed(const struct string_list *rooms, const char *room)
{
	size_t i;

	for (i = 0; i < rooms->n; i++)
		if (name_equal(view_of(rooms->v[i]), view_of(room)))
			return 1;
	return 0;
}

/* Send to a user: there is nothing to join, but messages of before a break may have to be looked up. */
static void
open_query(struct line_mode *p)
{
	p->joined = 1;
	irc_session_check_unconfirmed(
	    connection_session(p->connection), view_of(p->room));
	missed_fetch(&p->missed, view_of(p->room));
}

static void
join_rooms(void *arg)
{
	struct line_mode *p = arg;
	const struct string_list *rooms = &p->config->rooms;
	struct view *names = xcalloc(rooms->n + 1, sizeof(*names));
	size_t i;

	for (i = 0; i < rooms->n; i++)
		names[i] = view_of(rooms->v[i]);
	if (p->room != NULL && !name_is_room(view_of(p->room)))
		open_query(p);
	else if (p->room != NULL && !is_listed(rooms, p->room))
		names[i++] = view_of(p->room);
	connection_join(p->connection, names, i);
	free(names);
}

/* A program that sends to a room which was given by -r. */
static int
is_visitor(const struct line_mode *p)
{
	return !p->interactive && p->config->rooms.n > 0 &&
	       name_is_room(view_of(p->room));
}

/* True if standard output is /dev/null: then nobody reads what happens in the room. */
static int
is_output_discarded(void)
{
	struct stat out, null;

	return fstat(STDOUT_FILENO, &out) == 0 && S_ISCHR(out.st_mode) &&
	       stat("/dev/null", &null) == 0 && out.st_rdev == null.st_rdev;
}

static void
on_welcome(struct line_mode *p)
{
	struct irc_session *s = connection_session(p->connection);
	struct timeval wait = { LOBBY_SECONDS, 0 };

	if (strcmp(irc_session_my_nick(s),
		connection_wanted_nick(p->connection)) != 0)
		line_mode_complain(
		    connection_nick_is_reserved(p->connection)
			? _("%s is registered. If it is yours: /login. You are "
			    "%s now.")
			: _("The nick %s is in use. You are %s now."),
		    connection_wanted_nick(p->connection),
		    irc_session_my_nick(s));
	if (is_visitor(p)) {
		p->one_shot = p->ended;
		visit_begin(&p->visit, !p->ended && !is_output_discarded());
	} else {
		join_rooms(p);
	}
	if (p->room == NULL)
		event_add(p->lobby, &wait);
	line_mode_proceed(p);
}

/* Without -r, lines go to the first room that the server joins us to: the lobby. */
static void
on_joined(struct line_mode *p, struct view room)
{
	char *again;

	irc_session_check_unconfirmed(connection_session(p->connection), room);
	missed_fetch(&p->missed, room);
	if (p->room == NULL)
		p->room = xviewdup(room);
	if (!name_equal(room, view_of(p->room)))
		return;
	p->joined = 1;
	again = visit_joined(&p->visit);
	if (again != NULL)
		line_mode_say(p, IRC_PRIVMSG, view_of(again));
	free(again);
	line_mode_proceed(p);
}

/* A script must not send under another nick than the one it was given, so this ends the program. */
static void
on_nick_in_use(struct line_mode *p, const struct irc_event *ev)
{
	const char *nick = connection_wanted_nick(p->connection);

	if (connection_nick_is_reserved(p->connection))
		line_mode_complain(
		    _("%s is registered. If it is yours, log in with its key "
		      "or with password-file (tchat.conf); else choose another "
		      "nick with -n."),
		    nick);
	else if (ev->numeric == 433)
		line_mode_complain(
		    _("The nick %s is in use. Choose another with -n."), nick);
	else
		line_mode_complain(_("The server refused the nick %s (%.*s). "
				     "Choose another with -n."),
		    nick, VIEW_ARG(ev->text));
	line_mode_finish(p, 1);
}

static void
on_refused(struct line_mode *p, const struct irc_event *ev)
{
	if (ev->token != 0) {
		if (!irc_session_registered(
			connection_session(p->connection))) {
			p->refused++;
			p->unconfirmed++;
			return;
		}
		if (visit_refused(&p->visit, ev->token))
			return;
		p->refused++;
		line_mode_complain(_("Not sent: %.*s"), VIEW_ARG(ev->text));
		line_mode_proceed(p);
		return;
	}
	line_mode_complain("%.*s", VIEW_ARG(ev->text));
	if (!p->interactive && !p->joined && p->room != NULL &&
	    ev->object.len > 0 && name_equal(ev->object, view_of(p->room)))
		line_mode_finish(p, 1);
}

static void
on_left(struct line_mode *p, const struct irc_event *ev)
{
	if (p->room == NULL || !name_equal(ev->room, view_of(p->room)))
		return;
	p->joined = 0;
	line_mode_complain(_("You are no longer in %s."), p->room);
	if (!p->interactive)
		line_mode_finish(p, 1);
}

/* True for what a server sends unasked after the welcome. */
static int
is_greeting(int numeric)
{
	return (numeric >= 1 && numeric <= 5) ||
	       (numeric >= 250 && numeric <= 266);
}

static void
print(struct line_mode *p, const struct irc_event *ev)
{
	if (p->one_shot)
		return;
	buf_reset(&p->out);
	line_mode_print(&p->out, ev, p->config->time_format,
	    p->interactive && !is_greeting(ev->numeric));
	line_mode_write(p, buf_view(&p->out));
}

static void
print_names(struct line_mode *p, const struct irc_event *ev)
{
	if (p->names.len == 0)
		return;
	buf_reset(&p->out);
	buf_printf(&p->out, _("Members of %.*s:%s\n"), VIEW_ARG(ev->room),
	    buf_str(&p->names));
	buf_reset(&p->names);
	line_mode_write(p, buf_view(&p->out));
}

/* Print history for a user at a terminal only: a program that reads it would answer old messages. */
static int
take_past(struct line_mode *p, const struct irc_event *ev)
{
	if (ev->history == 0 || ev->type == IRC_EV_SENT ||
	    ev->type == IRC_EV_REFUSED)
		return 0;
	if (ev->type == IRC_EV_FETCHED)
		missed_fetched(&p->missed, ev);
	else if (p->interactive && missed_is_new(&p->missed, ev))
		print(p, ev);
	return 1;
}

static void
event_cb(const struct irc_event *ev, void *arg)
{
	struct line_mode *p = arg;

	if (take_past(p, ev))
		return;
	if (p->interactive) {
		missed_saw(&p->missed, ev);
		if (missed_is_same_topic(&p->missed, ev))
			return;
	}
	switch (ev->type) {
	case IRC_EV_WELCOME:
		on_welcome(p);
		break;
	case IRC_EV_NICK_IN_USE:
		on_nick_in_use(p, ev);
		break;
	case IRC_EV_SENT:
		visit_sent(&p->visit, ev->token);
		if (ev->on)
			line_mode_complain(
			    _("The server changed your message to: %.*s"),
			    VIEW_ARG(ev->text));
		line_mode_proceed(p);
		break;
	case IRC_EV_NAMES:
		if (p->interactive && p->names.len < NAMES_MAX)
			buf_printf(&p->names, " %.*s", VIEW_ARG(ev->object));
		break;
	case IRC_EV_NAMES_END:
		print_names(p, ev);
		break;
	case IRC_EV_REFUSED:
		on_refused(p, ev);
		break;
	default:
		print(p, ev);
		if (ev->type == IRC_EV_JOIN && ev->self)
			on_joined(p, ev->room);
		else if ((ev->type == IRC_EV_PART && ev->self) ||
			 (ev->type == IRC_EV_KICK &&
			     name_equal(ev->object,
				 view_of(irc_session_my_nick(
				     connection_session(p->connection))))))
			on_left(p, ev);
		break;
	}
}

/* IRC_EV_REFUSED for the messages on the wire came before, and was counted. */
static void
on_break(struct line_mode *p, const char *reason, int ms)
{
	size_t n = p->unconfirmed +
		   irc_session_pending(connection_session(p->connection)) +
		   visit_waiting(&p->visit);

	p->joined = 0;
	p->unconfirmed = 0;
	event_del(p->input);
	if (n > 0 && !p->interactive) {
		line_mode_complain(
		    ngettext("Connection lost (%s). The server did not confirm "
			     "%zu message.",
			"Connection lost (%s). The server did not confirm %zu "
			"messages.",
			n),
		    reason, n);
		p->told_unsent = 1;
		line_mode_finish(p, 1);
	} else if (p->ended && p->in.len == 0) {
		line_mode_finish(p, line_mode_result(p));
	} else {
		line_mode_complain(
		    _("Not connected (%s). Trying again in %d s."), reason,
		    (ms + 999) / 1000);
	}
}

static void
notice_cb(const char *text, void *arg)
{
	(void)arg;
	line_mode_complain("%s", text);
}

static void
new_server_cb(const char *text, void *arg)
{
	struct view rest = view_of(text), line;

	(void)arg;
	while (view_cut(&rest, '\n', &line))
		line_mode_complain("%.*s", VIEW_ARG(line));
}

static void
warn_if_plain(struct line_mode *p)
{
	if (p->warned || connection_is_encrypted(p->connection))
		return;
	p->warned = 1;
	line_mode_complain(_("The connection to %s:%lld is not encrypted."),
	    p->config->host, p->config->port);
}

static void
tell_step(struct line_mode *p)
{
	p->step_told = 1;
	if (p->step != NULL)
		line_mode_complain(
		    _("Connecting to %s:%lld: %s. Ctrl-C ends tchat."),
		    p->config->host, p->config->port, p->step);
}

static void
slow_cb(evutil_socket_t fd, short what, void *arg)
{
	(void)fd, (void)what;
	tell_step(arg);
}

/* Print the steps only if connecting takes more than a second. */
static void
note_step(struct line_mode *p, const char *step)
{
	struct timeval second = { 1, 0 };

	xreplace(&p->step, step);
	if (step == NULL) {
		event_del(p->slow);
		p->step_told = 0;
	} else if (p->step_told) {
		tell_step(p);
	} else if (isatty(STDERR_FILENO) &&
		   !event_pending(p->slow, EV_TIMEOUT, NULL)) {
		event_add(p->slow, &second);
	}
}

static void
link_state_cb(enum link_state state, const char *reason, int ms, void *arg)
{
	struct line_mode *p = arg;

	note_step(p, state == LINK_CONNECTING || state == LINK_REGISTERING
			 ? reason
			 : NULL);
	if (state == LINK_REGISTERING) {
		warn_if_plain(p);
	} else if (state == LINK_OFFLINE) {
		line_mode_complain("%s", reason);
		line_mode_finish(p, 1);
	} else if (state == LINK_WAITING) {
		on_break(p, reason, ms);
	}
}

static void
lobby_cb(evutil_socket_t fd, short what, void *arg)
{
	struct line_mode *p = arg;

	(void)fd, (void)what;
	if (p->room != NULL || p->in.len == 0 || p->interactive)
		return;
	line_mode_complain(_("The server did not join you to a room. Choose "
			     "one with -r."));
	line_mode_finish(p, 1);
}

static void
start(struct line_mode *p)
{
	p->lobby = evtimer_new(p->base, lobby_cb, p);
	p->slow = evtimer_new(p->base, slow_cb, p);
	if (p->config->rooms.n > 0)
		p->room = xstrdup(p->config->rooms.v[p->config->rooms.n - 1]);
	if (!is_visitor(p))
		return;
	irc_session_visit(connection_session(p->connection));
	event_add(p->input, NULL); /* to see whether it ends at once */
}

static void
signal_cb(evutil_socket_t sig, short what, void *arg)
{
	struct line_mode *p = arg;

	(void)what;
	if (p->quitting)
		event_base_loopbreak(p->base);
	line_mode_finish(p, 128 + (int)sig);
}

static void
catch_signals(struct line_mode *p, struct event *signals[SIGNALS])
{
	static const int which[SIGNALS] = { SIGINT, SIGTERM, SIGHUP };
	size_t i;

	for (i = 0; i < SIGNALS; i++) {
		signals[i] = evsignal_new(p->base, which[i], signal_cb, p);
		event_add(signals[i], NULL);
	}
}

/* After /quit, a signal or a break: report messages that are not confirmed, and input that was not sent. */
static void
tell_unsent(struct line_mode *p)
{
	char *words =
	    p->told_unsent ? NULL : connection_unsent_words(p->connection);
	int is_cut = words != NULL || p->told_unsent || p->status > 128;

	if (words != NULL)
		line_mode_complain("%s", words);
	if (is_cut && !p->interactive && p->in.len > 0)
		line_mode_complain(_("The rest of the input was not sent."));
	if (words != NULL && p->status == 0)
		p->status = 1;
	free(words);
}

int
line_mode_run(struct event_base *base, const struct client_config *config)
{
	static const struct connection_ops ops = { .event = event_cb,
		.state = link_state_cb,
		.notice = notice_cb,
		.new_server = new_server_cb };
	struct line_mode p = { .base = base,
		.config = config,
		.interactive = isatty(STDIN_FILENO) };
	struct event *signals[SIGNALS];
	size_t i;

	p.connection = connection_new(base, config, &ops, &p);
	visit_init(
	    &p.visit, base, connection_session(p.connection), join_rooms, &p);
	missed_init(&p.missed, connection_session(p.connection));
	line_mode_input_init(&p);
	start(&p);
	catch_signals(&p, signals);
	connection_open(p.connection);
	event_base_dispatch(base);
	tell_unsent(&p);

	for (i = 0; i < SIGNALS; i++)
		event_free(signals[i]);
	event_free(p.lobby);
	event_free(p.slow);
	free(p.step);
	buf_clear(&p.names);
	line_mode_input_clear(&p);
	missed_clear(&p.missed);
	visit_clear(&p.visit);
	connection_free(p.connection);
	return p.status;
}
