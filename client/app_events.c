/*
 * app_events: applies session events to the model; a function per event, in a
 * table.
 */
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "client/app_state.h"
#include "client/commands/ban_commands.h"
#include "client/model/event_buffer.h"
#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"

static void
join_rooms(struct app *app)
{
	const struct string_list *rooms = &app->config->rooms;
	struct view *names;
	struct buffer *b;
	size_t i, n = 0;

	names = xcalloc(rooms->n + app->model->nbuffers, sizeof(struct view));
	for (i = 0; !app->back && i < rooms->n; i++)
		names[n++] = view_of(rooms->v[i]);
	TAILQ_FOREACH (b, &app->model->buffers, link)
		if (b->kind == BUFFER_ROOM && b->rejoin)
			names[n++] = view_of(b->name);
	connection_join(app->online, names, n);
	free(names);
}

/* Use a notice, which is also shown in the first room: at the start no room is open yet. */
static void
other_nick(struct app *app, const char *wanted)
{
	char *text;

	xasprintf(&text,
	    connection_nick_is_reserved(app->online)
		? "%s is registered. If it is yours: /login. You are %s now."
		: "The nick %s is in use. You are %s now.",
	    wanted, app->model->nick);
	app_notice(text, app);
	free(text);
}

static void
on_welcome(struct app *app, const struct irc_event *ev)
{
	struct model *m = app->model;
	const char *wanted = connection_wanted(app->online);

	free(m->nick);
	m->nick = xviewdup(ev->who);
	m->away = 0;
	app->gap = 0;
	app->told_full = 0;
	bans_clear(&app->commands);
	if (ev->text.len > 0)
		model_info(m, m->server, "%.*s", VIEW_ARG(ev->text));
	if (app->back)
		model_info(m, m->active, "Reconnected");
	if (strcmp(m->nick, wanted) != 0)
		other_nick(app, wanted);
	join_rooms(app);
	app_came_back(app);
	targets_request(app->targets, ev->time, app->back);
	app->back = 1;
	app_open_screen(app);
}

static void
on_nick_in_use(struct app *app, const struct irc_event *ev)
{
	struct model *m = app->model;

	if (connection_nick_is_reserved(app->online)) {
		/* Log in under another nick, so that the user can type /login. */
		connection_next_nick(app->online, ev);
		return;
	}
	if (ev->numeric == 433)
		model_error(m, m->active,
		    "The nick %.*s is in use. Choose another: /nick NAME",
		    VIEW_ARG(ev->object));
	else
		model_error(m, m->active,
		    "The server refused the nick %.*s (%.*s). Choose another: "
		    "/nick NAME",
		    VIEW_ARG(ev->object), VIEW_ARG(ev->text));
	app_open_screen(app);
}

static void
on_message(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_message(app->model, ev);

	roster_spoke(&b->roster, ev->who, ev->time);
	if (ev->visitor && !ev->self)
		app_fold_visitor(b, ev->who);
	app_add(app, b, ev);
}

static void
on_away(struct app *app, const struct irc_event *ev)
{
	struct buffer *b;

	if (ev->self && ev->numeric != 0) {
		app->model->away = ev->text.len > 0;
		app->model->dirty |= DIRTY_STATUS;
		model_info(app->model, event_buffer_reply(app->model, ev, NULL),
		    app->model->away ? "You are away" : "You are back");
	}
	TAILQ_FOREACH (b, &app->model->buffers, link) {
		roster_set_away(&b->roster, ev->who, ev->text.len > 0);
		app_members_changed(app, b);
	}
}

static void
on_invited(struct app *app, const struct irc_event *ev)
{
	app_add(app, app->model->active, ev);
}

/* Numerics that a server sends to every client that connects belong in the server's window. */
static int
is_greeting(int numeric)
{
	return (numeric >= 1 && numeric <= 5) ||
	       (numeric >= 250 && numeric <= 266) || numeric == 372 ||
	       numeric == 375;
}

static void
on_info(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(app->model, ev->room);

	if (ev->numeric == 333 && b != NULL && b->same_topic)
		return;
	if (is_greeting(ev->numeric))
		b = app->model->server;
	app_add(app, event_buffer_reply(app->model, ev, b), ev);
}

/* Show a login that failed during registration in the first room too. */
static void
refused_early(struct app *app, const struct irc_event *ev)
{
	char *text = xviewdup(ev->text);

	app_notice(text, app);
	free(text);
}

static void
on_refused(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(app->model, ev->room);

	if (ev->token != 0)
		app_not_sent(app, ev);
	else if (app->model->state == LINK_REGISTERING)
		refused_early(app, ev);
	else
		app_add(app, event_buffer_reply(app->model, ev, b), ev);
}

/* The end of a history request: give it to the part that sent the request. */
static void
on_fetched(struct app *app, const struct irc_event *ev)
{
	if (!scrollback_on_fetched(app->scrollback, ev) &&
	    !targets_on_fetched(app->targets, ev))
		message_search_on_fetched(app->search, ev);
}

static void
on_target(struct app *app, const struct irc_event *ev)
{
	targets_on_target(app->targets, ev);
}

static void
on_read(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(app->model, ev->target);

	if (b != NULL)
		read_markers_on_read(app->read_markers, b, ev);
	else
		targets_on_read(app->targets, ev);
}

static void
on_redacted(struct app *app, const struct irc_event *ev)
{
	event_redact(app->model, ev);
}

/* A line of history: give it to the part that requested it. */
static void
on_history(struct app *app, const struct irc_event *ev)
{
	if (!scrollback_on_event(app->scrollback, ev))
		message_search_on_event(app->search, ev);
}

static app_handler *const handlers[] = {
	[IRC_EV_WELCOME] = on_welcome,
	[IRC_EV_NICK_IN_USE] = on_nick_in_use,
	[IRC_EV_JOIN] = app_on_join,
	[IRC_EV_PART] = app_on_part,
	[IRC_EV_QUIT] = app_on_quit,
	[IRC_EV_KICK] = app_on_kick,
	[IRC_EV_NICK] = app_on_nick,
	[IRC_EV_MESSAGE] = on_message,
	[IRC_EV_TOPIC] = app_on_topic,
	[IRC_EV_MODE] = app_on_mode,
	[IRC_EV_RANK] = app_on_rank,
	[IRC_EV_NAMES] = app_on_names,
	[IRC_EV_NAMES_END] = app_on_names_end,
	[IRC_EV_AWAY] = on_away,
	[IRC_EV_INVITED] = on_invited,
	[IRC_EV_INFO] = on_info,
	[IRC_EV_REFUSED] = on_refused,
	[IRC_EV_SENT] = app_sent,
	[IRC_EV_REDACTED] = on_redacted,
	[IRC_EV_READ] = on_read,
	[IRC_EV_TARGET] = on_target,
	[IRC_EV_FETCHED] = on_fetched,
	[IRC_EV_WHOX] = app_on_whox,
	[IRC_EV_LOGIN] = app_on_login,
};

/* True for an event from history: it is shown, but does not change the state of rooms. */
static int
is_past(const struct irc_event *ev)
{
	return ev->history != 0 && ev->type != IRC_EV_SENT &&
	       ev->type != IRC_EV_TARGET && ev->type != IRC_EV_FETCHED &&
	       ev->type != IRC_EV_REFUSED;
}

void
app_event(const struct irc_event *ev, void *arg)
{
	struct app *app = arg;

	targets_on_event(app->targets, ev);
	if (is_past(ev))
		on_history(app, ev);
	else if ((size_t)ev->type < sizeof(handlers) / sizeof(handlers[0]) &&
		 handlers[ev->type] != NULL)
		handlers[ev->type](app, ev);
	app_schedule(app);
}

/* The connection was lost: report it in every joined room. */
static void
lost(struct app *app, const char *reason, int ms)
{
	struct timeval second = { 1, 0 };
	struct model *m = app->model;
	struct buffer *b;

	m->retry_at = clock_mono_ms() + ms;
	xreplace(&m->link_reason, reason);
	event_add(app->second, &second);
	if (app->gap)
		return; /* show further failures in the status line only */
	app->gap = 1;
	TAILQ_FOREACH (b, &m->buffers, link) {
		if (b != m->server && b != m->active && !b->joined)
			continue;
		model_error(m, b, "offline: %s", reason);
		app_leave(app, b, b->rejoin);
	}
}

void
app_show_notice(struct app *app)
{
	struct view rest = buf_view(&app->notices), line;

	while (view_cut(&rest, '\n', &line))
		if (line.len > 0)
			model_info(app->model, app->model->active, "%.*s",
			    VIEW_ARG(line));
	buf_reset(&app->notices);
}

/* Show a notice in the server buffer, and in the active room, now or once there is one. */
void
app_notice(const char *text, void *arg)
{
	struct app *app = arg;

	model_info(app->model, app->model->server, "%s", text);
	buf_add_str(&app->notices, text);
	buf_add_char(&app->notices, '\n');
	if (app->model->active != app->model->server)
		app_show_notice(app);
	else if (app->placed)
		buf_reset(&app->notices); /* already on the screen */
	app_schedule(app);
}

void
app_link_state(enum link_state state, const char *reason, int ms, void *arg)
{
	struct app *app = arg;

	app->model->state = state;
	app->model->encrypted = connection_encrypted(app->online);
	if (state != LINK_ONLINE)
		xreplace(&app->model->account, NULL);
	app->model->dirty |= DIRTY_STATUS;
	if (state == LINK_CONNECTING || state == LINK_REGISTERING)
		xreplace(&app->model->link_reason, reason);
	if (state == LINK_WAITING) {
		lost(app, reason, ms);
	} else if (state == LINK_OFFLINE && app->back) {
		app_explain_refusal(app, reason);
	} else if (state == LINK_OFFLINE) {
		app->status = 1;
		xreplace(&app->farewell, reason);
		event_base_loopbreak(app->base);
	}
	app_count_unsent(app);
	app_schedule(app);
}
