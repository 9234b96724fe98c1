/*
 * app_rooms: who and what is in the rooms, as the session tells it.
 */
#include <stdlib.h>
#include <string.h>

#include "client/app_state.h"
#include "client/model/event_buffer.h"
#include "client/view/screen.h"
#include "common/names.h"
#include "common/xmalloc.h"

void
app_add(struct app *app, struct buffer *b, const struct irc_event *ev)
{
	if (b != NULL && event_add_line(app->model, b, ev) &&
	    app->config->bell && app->on_screen)
		screen_bell();
}

void
app_members_changed(struct app *app, const struct buffer *b)
{
	if (b == app->model->active)
		app->model->dirty |= DIRTY_MEMBERS | DIRTY_STATUS;
}

/* Out of a room: nothing is known of its members any more. */
void
app_leave(struct app *app, struct buffer *b, int rejoin)
{
	b->joined = 0;
	b->rejoin = rejoin;
	roster_clear(&b->roster);
	app_members_changed(app, b);
	app->model->dirty |= DIRTY_ROOMS | DIRTY_TOPIC | DIRTY_STATUS;
}

/*
 * At the start the first room that was asked for comes into view, else the lobby; what
 * is typed by then goes along.
 */
static void
place(struct app *app, struct buffer *b)
{
	const struct string_list *rooms = &app->config->rooms;

	if (app->placed || (rooms->n > 0 && !name_equal(view_of(rooms->v[0]),
						view_of(b->name))))
		return;
	app->placed = 1;
	if (app->model->active == app->model->server)
		model_activate(app->model, b);
	app_show_notice(app);
}

/* A server may put us into any number of rooms. Report the limit once per connection. */
static int
may_open(struct app *app)
{
	if (!model_is_full(app->model))
		return 1;
	if (!app->told_full)
		model_error(app->model, app->model->server,
		    "You are in more rooms than the %d windows that tchat "
		    "opens. Close some with /close.",
		    MODEL_BUFFERS_MAX);
	app->told_full = 1;
	return 0;
}

/* Say once a list that members are missing in it. */
static void
add_member(
    struct app *app, struct buffer *b, struct view nick, const char *prefix)
{
	int told = b->roster.full;

	if (roster_set(&b->roster, nick, prefix) != 0 && !told)
		model_error(app->model, b,
		    "The member list of %s is not complete: tchat lists at "
		    "most %d members of a room, %d of all rooms, and nicks of "
		    "at most %d bytes.",
		    b->name, ROSTER_MAX, ROSTER_POOL_MAX, ROSTER_NICK_MAX);
}

void
app_on_join(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(app->model, ev->room);

	if (ev->self && b == NULL && may_open(app))
		b = model_open(app->model, BUFFER_ROOM, ev->room);
	if (b == NULL)
		return;
	if (ev->self) {
		app_leave(app, b, 1);
		b->joined = 1;
		b->entering = 1;
		b->same_topic = 0;
		scrollback_resume(app->scrollback, b);
		place(app, b);
	}
	add_member(app, b, ev->who, "");
	app_members_changed(app, b);
	app_add(app, b, ev);
}

/* A visitor's JOIN and what follows are a few lines apart. */
enum { FOLD_LINES = 50 };

void
app_fold_visitor(struct buffer *b, struct view nick)
{
	struct roster_member *m = roster_find(&b->roster, nick);
	struct line *line;
	size_t i;

	if (m == NULL || m->visitor)
		return;
	m->visitor = 1;
	for (i = 0; i < FOLD_LINES && i < b->n; i++) {
		line = buffer_line(b, b->n - 1 - i);
		if (line->kind == LINE_JOIN && line->nick != NULL &&
		    name_equal(view_of(line->nick), nick)) {
			buffer_remove(b, line);
			return;
		}
	}
}

static int
is_visitor(const struct buffer *b, struct view nick)
{
	const struct roster_member *m = roster_find(&b->roster, nick);

	return m != NULL && m->visitor;
}

void
app_on_part(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(app->model, ev->room);
	int is_silent;

	if (b == NULL)
		return;
	is_silent = is_visitor(b, ev->who);
	if (ev->self)
		app_leave(app, b, 0);
	else
		roster_remove(&b->roster, ev->who);
	app_members_changed(app, b);
	if (!is_silent)
		app_add(app, b, ev);
}

void
app_on_kick(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(app->model, ev->room);

	if (b == NULL)
		return;
	if (name_equal(ev->object, view_of(app->model->nick)))
		app_leave(app, b, 0);
	else
		roster_remove(&b->roster, ev->object);
	app_members_changed(app, b);
	app_add(app, b, ev);
}

static int
is_query_with(const struct buffer *b, struct view nick)
{
	return b->kind == BUFFER_QUERY && name_equal(view_of(b->name), nick);
}

void
app_on_quit(struct app *app, const struct irc_event *ev)
{
	struct buffer *b;
	int is_silent;

	TAILQ_FOREACH (b, &app->model->buffers, link) {
		is_silent = is_visitor(b, ev->who);
		if (roster_remove(&b->roster, ev->who))
			app_members_changed(app, b);
		else if (!is_query_with(b, ev->who))
			continue;
		if (!is_silent)
			app_add(app, b, ev);
	}
}

void
app_on_nick(struct app *app, const struct irc_event *ev)
{
	struct buffer *b;

	if (ev->self) {
		xreplace(&app->model->nick, NULL);
		app->model->nick = xviewdup(ev->object);
		app->model->dirty |= DIRTY_STATUS;
	}
	TAILQ_FOREACH (b, &app->model->buffers, link) {
		if (roster_rename(&b->roster, ev->who, ev->object))
			app_members_changed(app, b);
		else if (is_query_with(b, ev->who) &&
			 model_find(app->model, ev->object) == NULL)
			model_rename(app->model, b, ev->object);
		else if (!ev->self || b != app->model->server)
			continue;
		app_add(app, b, ev);
	}
}

/* The answer to a question for the topic, shown outside of its room. */
static void
show_topic(struct app *app, struct buffer *where, const struct irc_event *ev)
{
	if (ev->text.len > 0)
		model_info(app->model, where, "The topic of %.*s: %.*s",
		    VIEW_ARG(ev->room), VIEW_ARG(ev->text));
	else
		model_info(app->model, where, "%.*s has no topic.",
		    VIEW_ARG(ev->room));
}

static void
keep_topic(struct app *app, struct buffer *b, const struct irc_event *ev)
{
	char *topic = ev->text.len > 0 ? xviewdup(ev->text) : NULL;

	b->same_topic = b->entering && ev->numeric == 332 && topic != NULL &&
			b->topic != NULL && strcmp(b->topic, topic) == 0;
	buffer_set_topic(b, topic);
	free(topic);
	if (b == app->model->active)
		app->model->dirty |= DIRTY_TOPIC;
}

/* 331 and 332 answer a question, or tell of the topic on entering. */
void
app_on_topic(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(app->model, ev->room), *where = b;

	if (b != NULL)
		keep_topic(app, b, ev);
	if (ev->numeric != 0)
		where = event_buffer_reply(app->model, ev, b);
	if (where == NULL)
		where = app->model->active;
	if (b != NULL && b->same_topic)
		return;
	if (ev->numeric == 331 || (ev->numeric == 332 && where != b))
		show_topic(app, where, ev);
	else
		app_add(app, where, ev);
}

void
app_on_mode(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(app->model, ev->room);

	if (b != NULL)
		app_add(app, b, ev);
	else
		model_info(app->model, app->model->server, "Your modes: %.*s",
		    VIEW_ARG(ev->text));
}

/* The member's prefixes, highest first, with that one or without it. */
void
app_on_rank(struct app *app, const struct irc_event *ev)
{
	const char *order = irc_session_prefixes(app_session(app));
	struct buffer *b = event_buffer_find(app->model, ev->room);
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
	app_members_changed(app, b);
}

/* The first name of a list begins the roster anew. */
void
app_on_names(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(app->model, ev->room);
	char prefix[8] = "";

	if (b == NULL)
		return;
	if (app->listing == NULL || strcmp(app->listing, b->folded) != 0) {
		roster_clear(&b->roster);
		xreplace(&app->listing, b->folded);
	}
	if (ev->text.len < sizeof(prefix))
		memcpy(prefix, ev->text.p, ev->text.len);
	add_member(app, b, ev->object, prefix);
}

/* If it is not known what was read, nothing said before `now` counts as unread. */
static void
begin_unread(struct buffer *b, int64_t now)
{
	if (b->read_time == 0)
		b->read_time = now;
}

void
app_on_names_end(struct app *app, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(app->model, ev->room);

	xreplace(&app->listing, NULL);
	if (b == NULL)
		return;
	b->entering = 0;
	app_members_changed(app, b);
	if (b->joined)
		begin_unread(b, ev->time);
}
