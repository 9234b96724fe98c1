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

#include <config.h>
#include <event2/event.h>

#include "client/commands/ban_commands.h"
#include "client/irc/account.h"
#include "client/irc/history.h"
#include "client/irc/session.h"
#include "client/line_mode/commands.h"
#include "client/line_mode/input.h"
#include "client/line_mode/json_event.h"
#include "client/line_mode/output.h"
#include "client/line_mode/reading.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	SIGNALS = 3,
	LOBBY_SECONDS = 5,     /* to wait until the server joins us to a room */
	NAMES_MAX = 64 * 1024, /* bytes of a list of members */
	MEMBERS_MAX = 50000    /* the same as JSON: entries */
};

/* Send to a user: there is nothing to join, but messages of before a break may have to be looked up. */
static void
open_query(struct line_mode *p)
{
	p->joined = p->ready = 1;
	p->returns = 0;
	irc_session_check_unconfirmed(p->session, view_of(p->room));
	missed_fetch(&p->missed, view_of(p->room));
}

static size_t
find_room(const struct line_mode *p, struct view room)
{
	size_t i = 0;

	while (i < p->rooms.n && !name_equal(view_of(p->rooms.v[i]), room))
		i++;
	return i;
}

/* Keep the rooms that we are in, to join them again after a break. */
static void
keep_room(struct line_mode *p, struct view room, int in)
{
	size_t i = find_room(p, room);
	char *name;

	if (in && i == p->rooms.n) {
		name = xviewdup(room);
		string_list_add(&p->rooms, name);
		free(name);
	} else if (!in && i < p->rooms.n) {
		string_list_remove(&p->rooms, i);
	}
}

static void
join_rooms(void *arg)
{
	struct line_mode *p = arg;
	struct view *names = xcalloc(p->rooms.n + 1, sizeof(*names));
	size_t i;

	if (p->room != NULL && !name_is_room(view_of(p->room)))
		open_query(p);
	for (i = 0; i < p->rooms.n; i++)
		names[i] = view_of(p->rooms.v[i]);
	connection_join(p->connection, names, i);
	free(names);
}

/* A program that sends to a room which was given by -r. */
static int
is_visitor(const struct line_mode *p)
{
	return !p->interactive && p->kind != INPUT_JSON &&
	       p->config->rooms.n > 0 && name_is_room(view_of(p->room));
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
put_connected(struct line_mode *p)
{
	json_t *o = json_object_new("connected", 0);

	json_set_text(o, "host", view_of(p->config->host));
	json_object_set_new(o, "port", json_integer(p->config->port));
	json_object_set_new(o, "encrypted",
	    json_boolean(connection_is_encrypted(p->connection)));
	json_set_text(o, "nick", view_of(irc_session_my_nick(p->session)));
	json_set_text(o, "account", view_of(irc_session_account(p->session)));
	line_mode_put_json(p, o);
}

static void
put_disconnected(struct line_mode *p, const char *reason, int ms)
{
	json_t *o = json_object_new("disconnected", 0);

	json_set_text(o, "text", view_of(reason));
	if (ms >= 0)
		json_object_set_new(o, "retry", json_real(ms / 1000.0));
	line_mode_put_json(p, o);
}

static void
on_welcome(struct line_mode *p)
{
	struct irc_session *s = p->session;
	struct timeval wait = { LOBBY_SECONDS, 0 };

	if (p->json)
		put_connected(p);

	if (strcmp(irc_session_my_nick(s),
		connection_wanted_nick(p->connection)) != 0)
		line_mode_complain(
		    connection_nick_is_reserved(p->connection)
			? _("%s is registered. If it is yours: /login. You are "
			    "%s now.")
			: _("The nick %s is in use. You are %s now."),
		    connection_wanted_nick(p->connection),
		    irc_session_my_nick(s));
	if (p->reads) {
		reading_welcome(p);
	} else if (is_visitor(p)) {
		p->one_shot = p->ended && p->kind == INPUT_TEXT;
		visit_begin(&p->visit, !p->ended && !is_output_discarded());
	} else {
		join_rooms(p);
	}
	if (p->room == NULL)
		event_add(p->lobby, &wait);
	line_mode_proceed(p);
}

/* Show what was said before we joined. After a break, show what we missed instead. */
static void
fetch_past(struct line_mode *p, const struct irc_event *join, int again)
{
	const struct irc_bound before = { .time = join->time };

	if (again)
		missed_fetch(&p->missed, join->room);
	else if (p->interactive && !p->json && p->config->join_history > 0)
		past_fetch(&p->past, PAST_JOINED, join->room, before,
		    (size_t)p->config->join_history);
}

/* Without -r, lines go to the first room that the server joins us to: the lobby. */
static void
on_joined(struct line_mode *p, const struct irc_event *ev, int again)
{
	char *text;

	irc_session_check_unconfirmed(p->session, ev->room);
	keep_room(p, ev->room, 1);
	fetch_past(p, ev, again);
	if (p->room == NULL)
		p->room = xviewdup(ev->room);
	if (!name_equal(ev->room, view_of(p->room)))
		return;
	p->joined = p->ready = 1;
	p->returns = 0;
	text = visit_joined(&p->visit);
	if (text != NULL)
		line_mode_say(p, p->visit.trial_kind, view_of(text));
	free(text);
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

/* A message was refused. With JSON, the reply to its command says so. */
static void
on_message_refused(struct line_mode *p, const struct irc_event *ev)
{
	if (!irc_session_registered(p->session)) {
		p->refused++;
		p->unconfirmed++;
		return;
	}
	if (visit_refused(&p->visit, ev->token))
		return;
	p->refused++;
	line_mode_complain(_("Not sent: %.*s"), VIEW_ARG(ev->text));
}

/* is_answer: the error belongs to a command of the input. */
static void
on_refused(struct line_mode *p, const struct irc_event *ev, int is_answer)
{
	if (p->json && is_answer)
		return;
	if (ev->token != 0)
		on_message_refused(p, ev);
	else if (p->json)
		line_mode_show(p, ev);
	else
		line_mode_complain("%.*s", VIEW_ARG(ev->text));
	if (ev->token == 0 && !is_answer && !p->interactive && !p->ready &&
	    p->room != NULL && ev->object.len > 0 &&
	    name_equal(ev->object, view_of(p->room)))
		line_mode_finish(p, 1);
}

static void
on_left(struct line_mode *p, const struct irc_event *ev)
{
	keep_room(p, ev->room, 0);
	if (p->room == NULL || !name_equal(ev->room, view_of(p->room)))
		return;
	p->joined = p->returns = 0;
	if (p->json)
		return;
	line_mode_complain(_("You are no longer in %s."), p->room);
	if (p->kind == INPUT_TEXT)
		line_mode_finish(p, 1);
}

static void
add_member(struct line_mode *p, const struct irc_event *ev)
{
	json_t *member;

	if (!p->json && p->kind == INPUT_TYPED && p->names.len < NAMES_MAX)
		buf_printf(&p->names, " %.*s%.*s", ev->text.len > 0, ev->text.p,
		    VIEW_ARG(ev->object));
	if (!p->json || json_array_size(p->members) >= MEMBERS_MAX)
		return;
	member = json_object();
	json_object_set_new(
	    member, "nick", json_stringn(ev->object.p, ev->object.len));
	json_object_set_new(
	    member, "prefix", json_stringn(ev->text.p, ev->text.len));
	json_array_append_new(p->members, member);
}

static void
put_members(struct line_mode *p, const struct irc_event *ev)
{
	json_t *o = json_object_new("members", ev->time);
	json_t *id = answers_id(&p->answers, ev);

	json_set_text(o, "room", ev->room);
	json_object_set(o, "members", p->members);
	if (id != NULL)
		json_object_set(o, "id", id);
	line_mode_put_json(p, o);
	json_decref(p->members);
	p->members = json_array();
}

static void
print_names(struct line_mode *p, const struct irc_event *ev)
{
	char *text;

	if (p->json)
		put_members(p, ev);
	if (p->names.len == 0)
		return;
	xasprintf(&text, _("Members of %.*s:%s"), VIEW_ARG(ev->room),
	    buf_str(&p->names));
	buf_reset(&p->names);
	line_mode_tell(p, text);
	free(text);
}

/* True if old lines are printed: not for a program that reads text, because it would take them for new ones. */
static int
prints_missed(const struct line_mode *p)
{
	return p->interactive || p->json;
}

/* Handle an event of the history. Returns 0 if it is none. */
static int
take_past(struct line_mode *p, const struct irc_event *ev)
{
	uint64_t next;

	if (ev->history == 0 || ev->type == IRC_EV_SENT ||
	    ev->type == IRC_EV_REFUSED)
		return 0;
	if (past_event(&p->past, ev, &next)) {
		if (next != 0)
			answers_next_page(&p->answers, ev->history, next);
		else
			answers_event(&p->answers, ev);
		line_mode_proceed(p);
	} else if (ev->type == IRC_EV_FETCHED) {
		missed_fetched(&p->missed, ev);
	} else if (prints_missed(p) && missed_is_new(&p->missed, ev)) {
		line_mode_show(p, ev);
	}
	return 1;
}

/* Forget a message that was deleted. */
static void
on_redacted(struct line_mode *p, const struct irc_event *ev)
{
	size_t i;

	for (i = 0; i < OWN_MESSAGES; i++)
		if (view_equal(view_of(p->own[i].msgid), ev->object))
			xreplace(&p->own[i].msgid, NULL);
}

static void
on_sent(struct line_mode *p, const struct irc_event *ev)
{
	visit_sent(&p->visit, ev->token);
	line_mode_note_own(p, ev->target, ev->msgid);
	if (ev->on && !p->json)
		line_mode_complain(_("The server changed your message to: "
				     "%.*s"),
		    VIEW_ARG(ev->text));
}

/* Print an event, and act on our own joins and parts. */
static void
on_other(struct line_mode *p, const struct irc_event *ev, int again)
{
	line_mode_show(p, ev);
	if (ev->type == IRC_EV_JOIN && ev->self)
		on_joined(p, ev, again);
	else if ((ev->type == IRC_EV_PART && ev->self) ||
		 (ev->type == IRC_EV_KICK &&
		     name_equal(
			 ev->object, view_of(irc_session_my_nick(p->session)))))
		on_left(p, ev);
	else if (ev->type == IRC_EV_MESSAGE && ev->self)
		line_mode_note_own(p, ev->target, ev->msgid);
	else if (ev->type == IRC_EV_REDACTED)
		on_redacted(p, ev);
}

/* Handle an event that happens now. again: we were in this room before, in this run. */
static void
take_now(struct line_mode *p, const struct irc_event *ev, int again)
{
	int is_answer = answers_event(&p->answers, ev);

	switch (ev->type) {
	case IRC_EV_WELCOME:
		on_welcome(p);
		break;
	case IRC_EV_NICK_IN_USE:
		on_nick_in_use(p, ev);
		break;
	case IRC_EV_SENT:
		on_sent(p, ev);
		break;
	case IRC_EV_NAMES:
		add_member(p, ev);
		break;
	case IRC_EV_NAMES_END:
		print_names(p, ev);
		break;
	case IRC_EV_REFUSED:
		on_refused(p, ev, is_answer);
		break;
	case IRC_EV_WHOX:
		bans_on_whox(&p->commands, ev);
		answers_check(&p->answers);
		break;
	default:
		on_other(p, ev, again);
		break;
	}
	line_mode_proceed(p);
}

static void
event_cb(const struct irc_event *ev, void *arg)
{
	struct line_mode *p = arg;
	int again;

	if (p->reads && reading_event(p, ev))
		return;
	if (take_past(p, ev))
		return;
	again = ev->type == IRC_EV_JOIN && ev->self &&
		missed_knows(&p->missed, ev->room);
	if (prints_missed(p)) {
		missed_saw(&p->missed, ev);
		if (!p->json && missed_is_same_topic(&p->missed, ev))
			return;
	}
	take_now(p, ev, again);
}

/* IRC_EV_REFUSED for the messages on the wire came before, and was counted. */
static void
on_break(struct line_mode *p, const char *reason, int ms)
{
	size_t n = p->unconfirmed + irc_session_pending(p->session) +
		   visit_waiting(&p->visit);

	if (p->reads)
		reader_disconnected(&p->reader);
	p->returns |= p->joined;
	p->joined = p->ready = 0;
	p->unconfirmed = 0;
	if (!p->interactive)
		event_del(p->input);
	if (p->json)
		put_disconnected(p, reason, ms);
	bans_clear(&p->commands);
	answers_disconnected(&p->answers, _("the connection was lost"));
	if (n > 0 && p->kind != INPUT_JSON && !p->interactive) {
		line_mode_complain(
		    ngettext("Connection lost (%s). The server did not confirm "
			     "%zu message.",
			"Connection lost (%s). The server did not confirm %zu "
			"messages.",
			n),
		    reason, n);
		p->told_unsent = 1;
		line_mode_finish(p, 1);
	} else if (p->ended && p->in.len == 0 && n == 0) {
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
		if (p->json)
			put_disconnected(p, reason, -1);
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
	p->ready = 1;
	if (p->reads)
		reading_has_no_room(p);
	if (p->kind != INPUT_TEXT)
		line_mode_proceed(p);
	if (p->room != NULL || p->in.len == 0 || p->kind != INPUT_TEXT)
		return;
	line_mode_complain(_("The server did not join you to a room. Choose "
			     "one with -r."));
	line_mode_finish(p, 1);
}

/* Lines go to the users of -t, else to the last room of -r, else to the lobby. */
static void
choose_target(struct line_mode *p)
{
	const struct string_list *to = &p->config->to;
	size_t i;

	string_list_copy(&p->rooms, &p->config->rooms);
	if (to->n > 0)
		p->room = xstrdup(to->v[0]);
	else if (p->rooms.n > 0)
		p->room = xstrdup(p->rooms.v[p->rooms.n - 1]);
	for (i = 1; i < to->n; i++)
		string_list_add(&p->others, to->v[i]);
}

static void
put_start(struct line_mode *p)
{
	json_t *o = json_object_new("start", 0);

	json_object_set_new(o, "schema", json_integer(JSON_SCHEMA));
	json_object_set_new(o, "program", json_string("tchat"));
	json_object_set_new(o, "version", json_string(PACKAGE_VERSION));
	line_mode_put_json(p, o);
}

/* Prepare what the settings ask for. Returns 0, or -1 and *cause. */
static int
start(struct line_mode *p, char **cause)
{
	choose_target(p);
	if (p->reads && reading_init(p, cause) != 0)
		return -1;
	if (p->json)
		put_start(p);
	if (p->reads)
		return 0;
	if (is_visitor(p))
		irc_session_visit(p->session);
	/* A visitor must see whether the input ends at once. */
	if (is_visitor(p) || p->interactive)
		event_add(p->input, NULL);
	return 0;
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

/* Replies to commands are printed only if commands may be typed. */
static void
choose_style(struct line_mode *p)
{
	if (p->json)
		p->kind = INPUT_JSON;
	else if (p->interactive || p->config->commands)
		p->kind = INPUT_TYPED;
	p->style.replies = p->kind == INPUT_TYPED;
	line_mode_print_day(&p->out, clock_ms(), &p->day);
}

static void
open_parts(struct line_mode *p)
{
	static const struct connection_ops ops = { .event = event_cb,
		.state = link_state_cb,
		.notice = notice_cb,
		.new_server = new_server_cb };

	p->connection = connection_new(p->base, p->config, &ops, p);
	p->session = connection_session(p->connection);
	choose_style(p);
	visit_init(&p->visit, p->base, p->session, join_rooms, p);
	missed_init(&p->missed, p->session);
	line_mode_commands_init(p);
	line_mode_input_init(p);
	p->lobby = evtimer_new(p->base, lobby_cb, p);
	p->slow = evtimer_new(p->base, slow_cb, p);
	p->members = json_array();
}

static void
close_parts(struct line_mode *p)
{
	event_free(p->lobby);
	event_free(p->slow);
	free(p->step);
	buf_clear(&p->names);
	json_decref(p->members);
	string_list_clear(&p->rooms);
	reading_clear(p);
	line_mode_input_clear(p);
	line_mode_commands_clear(p);
	buf_clear(&p->out);
	missed_clear(&p->missed);
	visit_clear(&p->visit);
	connection_free(p->connection);
}

static void
run(struct line_mode *p)
{
	struct event *signals[SIGNALS];
	size_t i;

	catch_signals(p, signals);
	connection_open(p->connection);
	event_base_dispatch(p->base);
	tell_unsent(p);
	for (i = 0; i < SIGNALS; i++)
		event_free(signals[i]);
}

int
line_mode_run(struct event_base *base, const struct client_config *config)
{
	struct line_mode p = { .base = base,
		.config = config,
		.reads = client_config_reads(config),
		.json = config->json };
	char *cause = NULL;

	p.interactive = !p.reads && isatty(STDIN_FILENO);
	open_parts(&p);
	if (start(&p, &cause) == 0) {
		run(&p);
	} else {
		line_mode_complain("%s", cause);
		free(cause);
		p.status = 2;
	}
	close_parts(&p);
	return p.status;
}
