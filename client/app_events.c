/*
 * app_events: what the session tells, brought into the model; a function per
 * event, found by a table.
 */
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "client/app_state.h"
#include "client/event_line.h"
#include "client/view/screen.h"
#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"

typedef void app_handler(struct app *, const struct irc_event *);

/* The buffer of a room or person, or NULL. */
static struct buffer *
buffer_of(struct app *app, struct view name)
{
	return name.len == 0 ? NULL : model_find(app->model, name);
}

static void
add(struct app *app, struct buffer *b, const struct irc_event *ev)
{
	struct event_line el;

	if (b != NULL && event_line_make(&el, ev)) {
		if (el.line.kind == LINE_SAID || el.line.kind == LINE_ACTION ||
		    el.line.kind == LINE_NOTICE)
			el.line.mention =
			    !ev->self &&
			    ((ev->to_self && ev->message != IRC_NOTICE) ||
				model_mentions(ev->text, app->model->nick));
		model_add(app->model, b, &el.line);
		if (el.line.mention && app->config->bell && app->on_screen)
			screen_bell();
		event_line_clear(&el);
	}
}

static void
members_changed(struct app *app, const struct buffer *b)
{
	if (b == app->model->active)
		app->model->dirty |= DIRTY_MEMBERS;
}

/* Out of a room: nothing is known of its members any more. */
static void
leave(struct app *app, struct buffer *b, int rejoin)
{
	b->joined = 0;
	b->rejoin = rejoin;
	roster_clear(&b->roster);
	members_changed(app, b);
	app->model->dirty |= DIRTY_ROOMS;
}

static void
join_rooms(struct app *app)
{
	const struct setting_list *rooms = &app->config->rooms;
	struct view *names;
	struct buffer *b;
	size_t i, n = 0;

	names = xcalloc(rooms->n + app->model->nbuffers, sizeof(struct view));
	for (i = 0; !app->back && i < rooms->n; i++)
		names[n++] = view_of(rooms->v[i]);
	TAILQ_FOREACH (b, &app->model->buffers, link)
		if (b->kind == BUFFER_ROOM && b->rejoin)
			names[n++] = view_of(b->name);
	online_join(app->online, names, n);
	free(names);
}

static void
on_welcome(struct app *app, const struct irc_event *ev)
{
	struct model *m = app->model;
	const char *wanted = online_wanted(app->online);

	free(m->nick);
	m->nick = xviewdup(ev->who);
	m->away = 0;
	app->gap = 0;
	if (ev->text.len > 0)
		model_info(m, m->server, "%.*s", VIEW_ARG(ev->text));
	if (app->back)
		model_info(m, m->active, "connected again");
	if (strcmp(m->nick, wanted) != 0)
		model_info(m, m->active, "the nick %s is taken: you are %s",
		    wanted, m->nick);
	join_rooms(app);
	app_came_back(app);
	app->back = 1;
	app_open_screen(app);
}

static void
on_nick_in_use(struct app *app, const struct irc_event *ev)
{
	model_error(app->model, app->model->active,
	    "the nick %.*s cannot be had (%.*s): take another with /nick NAME",
	    VIEW_ARG(ev->object), VIEW_ARG(ev->text));
	app_open_screen(app);
}

/*
 * At the start the first room that was asked for comes into view, else the lobby; what
 * is typed by then goes along.
 */
static void
place(struct app *app, struct buffer *b)
{
	const struct setting_list *rooms = &app->config->rooms;

	if (app->placed || (rooms->n > 0 && !name_equal(view_of(rooms->v[0]),
						view_of(b->name))))
		return;
	app->placed = 1;
	if (app->model->active == app->model->server)
		model_activate(app->model, b);
}

static void
on_join(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = buffer_of(app, ev->room);

	if (ev->self && b == NULL)
		b = model_open(app->model, BUFFER_ROOM, ev->room);
	if (b == NULL)
		return;
	if (ev->self) {
		leave(app, b, 1);
		b->joined = 1;
		place(app, b);
	}
	roster_set(&b->roster, ev->who, "");
	members_changed(app, b);
	add(app, b, ev);
}

static void
on_part(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = buffer_of(app, ev->room);

	if (b == NULL)
		return;
	if (ev->self)
		leave(app, b, 0);
	else
		roster_remove(&b->roster, ev->who);
	members_changed(app, b);
	add(app, b, ev);
}

static void
on_kick(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = buffer_of(app, ev->room);

	if (b == NULL)
		return;
	if (name_equal(ev->object, view_of(app->model->nick)))
		leave(app, b, 0);
	else
		roster_remove(&b->roster, ev->object);
	members_changed(app, b);
	add(app, b, ev);
}

static int
is_query_with(const struct buffer *b, struct view nick)
{
	return b->kind == BUFFER_QUERY && name_equal(view_of(b->name), nick);
}

static void
on_quit(struct app *app, const struct irc_event *ev)
{
	struct buffer *b;

	TAILQ_FOREACH (b, &app->model->buffers, link) {
		if (roster_remove(&b->roster, ev->who))
			members_changed(app, b);
		else if (!is_query_with(b, ev->who))
			continue;
		add(app, b, ev);
	}
}

static void
on_nick(struct app *app, const struct irc_event *ev)
{
	struct buffer *b;

	if (ev->self) {
		xreplace(&app->model->nick, NULL);
		app->model->nick = xviewdup(ev->object);
		app->model->dirty |= DIRTY_STATUS;
	}
	TAILQ_FOREACH (b, &app->model->buffers, link) {
		if (roster_rename(&b->roster, ev->who, ev->object))
			members_changed(app, b);
		else if (is_query_with(b, ev->who) &&
			 model_find(app->model, ev->object) == NULL)
			model_rename(app->model, b, ev->object);
		else if (!ev->self || b != app->model->server)
			continue;
		add(app, b, ev);
	}
}

/* Where a message belongs. Who speaks first opens a query. */
static struct buffer *
buffer_for_message(struct app *app, const struct irc_event *ev)
{
	struct model *m = app->model;
	struct view peer = ev->self ? ev->target : ev->who;
	struct buffer *b;

	if (ev->room.len > 0) {
		b = buffer_of(app, ev->room);
		return b != NULL ? b : m->server;
	}
	if (peer.len == 0 || !(ev->self || ev->to_self))
		return m->server;
	b = buffer_of(app, peer);
	if (b != NULL)
		return b;
	if (ev->message == IRC_NOTICE || ev->message == IRC_CTCP)
		return m->active;
	if (m->nbuffers >= APP_BUFFERS_MAX)
		return m->server;
	return model_open(m, BUFFER_QUERY, peer);
}

static void
on_message(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = buffer_for_message(app, ev);

	roster_spoke(&b->roster, ev->who, ev->time);
	add(app, b, ev);
}

static void
on_topic(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = buffer_of(app, ev->room);
	char *topic;

	if (b == NULL) {
		add(app, app->model->active, ev);
		return;
	}
	topic = ev->text.len > 0 ? xviewdup(ev->text) : NULL;
	buffer_set_topic(b, topic);
	free(topic);
	if (b == app->model->active)
		app->model->dirty |= DIRTY_TOPIC;
	if (ev->numeric == 331)
		model_info(app->model, b, "no topic is set");
	add(app, b, ev);
}

static void
on_mode(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = buffer_of(app, ev->room);

	if (b != NULL)
		add(app, b, ev);
	else
		model_info(app->model, app->model->server, "your modes: %.*s",
		    VIEW_ARG(ev->text));
}

/* The member's prefixes, highest first, with that one or without it. */
static void
on_rank(struct app *app, const struct irc_event *ev)
{
	const char *order = irc_session_prefixes(app_session(app));
	struct buffer *b = buffer_of(app, ev->room);
	struct roster_member *m;
	char prefix[sizeof(m->prefix)];
	size_t n = 0;
	int has;

	m = b == NULL ? NULL : roster_find(&b->roster, ev->object);
	if (m == NULL)
		return;
	for (; *order != '\0' && n + 1 < sizeof(prefix); order++) {
		has = strchr(m->prefix, *order) != NULL;
		if (*order == *ev->text.p)
			has = ev->on;
		if (has)
			prefix[n++] = *order;
	}
	prefix[n] = '\0';
	roster_set(&b->roster, ev->object, prefix);
	members_changed(app, b);
}

/* The first name of a list begins the roster anew. */
static void
on_names(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = buffer_of(app, ev->room);
	char prefix[8] = "";

	if (b == NULL)
		return;
	if (app->listing == NULL || strcmp(app->listing, b->folded) != 0) {
		roster_clear(&b->roster);
		xreplace(&app->listing, b->folded);
	}
	if (ev->text.len < sizeof(prefix))
		memcpy(prefix, ev->text.p, ev->text.len);
	roster_set(&b->roster, ev->object, prefix);
}

static void
on_names_end(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = buffer_of(app, ev->room);

	xreplace(&app->listing, NULL);
	if (b != NULL)
		members_changed(app, b);
}

static void
on_away(struct app *app, const struct irc_event *ev)
{
	struct buffer *b;

	if (ev->self && ev->numeric != 0) {
		app->model->away = ev->text.len > 0;
		app->model->dirty |= DIRTY_STATUS;
		model_info(app->model, app->model->active,
		    app->model->away ? "you are away" : "you are back");
	}
	TAILQ_FOREACH (b, &app->model->buffers, link) {
		roster_set_away(&b->roster, ev->who, ev->text.len > 0);
		members_changed(app, b);
	}
}

static void
on_invited(struct app *app, const struct irc_event *ev)
{
	add(app, app->model->active, ev);
}

/* What the server says unasked when one comes in is its own; answers go where one looks. */
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
	struct buffer *b = buffer_of(app, ev->room);

	if (is_greeting(ev->numeric))
		b = app->model->server;
	add(app, b != NULL ? b : app->model->active, ev);
}

static void
on_refused(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = buffer_of(app, ev->room);

	if (ev->token != 0)
		app_not_sent(app, ev);
	else
		add(app, b != NULL ? b : app->model->active, ev);
}

static app_handler *const handlers[] = {
	[IRC_EV_WELCOME] = on_welcome,
	[IRC_EV_NICK_IN_USE] = on_nick_in_use,
	[IRC_EV_JOIN] = on_join,
	[IRC_EV_PART] = on_part,
	[IRC_EV_QUIT] = on_quit,
	[IRC_EV_KICK] = on_kick,
	[IRC_EV_NICK] = on_nick,
	[IRC_EV_MESSAGE] = on_message,
	[IRC_EV_TOPIC] = on_topic,
	[IRC_EV_MODE] = on_mode,
	[IRC_EV_RANK] = on_rank,
	[IRC_EV_NAMES] = on_names,
	[IRC_EV_NAMES_END] = on_names_end,
	[IRC_EV_AWAY] = on_away,
	[IRC_EV_INVITED] = on_invited,
	[IRC_EV_INFO] = on_info,
	[IRC_EV_REFUSED] = on_refused,
	[IRC_EV_SENT] = app_sent,
};

void
app_event(const struct irc_event *ev, void *arg)
{
	struct app *app = arg;

	if ((size_t)ev->type < sizeof(handlers) / sizeof(handlers[0]) &&
	    handlers[ev->type] != NULL)
		handlers[ev->type](app, ev);
	app_schedule(app);
}

/* Every room says that its talk has a gap here. */
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
		return; /* a try that failed is news for the status line only */
	app->gap = 1;
	TAILQ_FOREACH (b, &m->buffers, link) {
		if (b != m->server && b != m->active && !b->joined)
			continue;
		model_error(m, b, "offline: %s", reason);
		leave(app, b, b->rejoin);
	}
}

void
app_link_state(enum link_state state, const char *reason, int ms, void *arg)
{
	struct app *app = arg;

	app->model->state = state;
	app->model->dirty |= DIRTY_STATUS;
	if (state == LINK_WAITING) {
		lost(app, reason, ms);
	} else if (state == LINK_OFFLINE) {
		app->status = 1;
		xreplace(&app->farewell, reason);
		event_base_loopbreak(app->base);
	}
	app_count_unsent(app);
	app_schedule(app);
}
