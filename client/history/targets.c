/*
 * targets: talk with persons has no JOIN that tells where one is: the server is asked with
 * whom something was said since (CHATHISTORY TARGETS).
 */
#include <stdlib.h>

#include "client/app_state.h"
#include "client/history/fetch.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	TARGETS_MAX = 50,
	SLACK_MS = 1000 /* bounds exclude what lies on them */
};
#define RECENT_MS ((int64_t)30 * 24 * 3600 * 1000)

/* Somebody who said something, of which it is not known whether it was read. */
struct target {
	SLIST_ENTRY(target) link;
	char *name;
	int64_t latest;
};

static void
target_free(struct app *app, struct target *t)
{
	SLIST_REMOVE(&app->targets, t, target, link);
	app->ntargets--;
	free(t->name);
	free(t);
}

void
app_targets_clear(struct app *app)
{
	while (!SLIST_EMPTY(&app->targets))
		target_free(app, SLIST_FIRST(&app->targets));
}

/* After a break: since then. At the start: lately, where it is known what was read of it. */
void
app_targets_ask(struct app *app, int64_t now)
{
	int64_t from = app->last_time - SLACK_MS;

	app_targets_clear(app);
	app->targets_asked = 0;
	if (!fetch_able(app))
		return;
	if (!app->back) {
		if (!irc_session_able(app_session(app), IRC_ABLE_READ_MARKER))
			return;
		from = now - RECENT_MS;
	}
	app->targets_since_start = !app->back;
	app->targets_asked = irc_session_history_targets(
	    app_session(app), from > 0 ? from : 1, now + SLACK_MS, TARGETS_MAX);
}

static void
open_talk(struct app *app, struct view name)
{
	struct buffer *b = app_buffer(app, name);

	if (b == NULL && app->model->nbuffers < APP_BUFFERS_MAX)
		b = model_open(app->model, BUFFER_QUERY, name);
	if (b != NULL)
		app_past_resume(app, b);
}

void
app_on_target(struct app *app, const struct irc_event *ev)
{
	struct view name = ev->target;
	struct target *t;

	if (ev->asked != app->targets_asked || ev->room.len > 0 ||
	    name.len == 0)
		return;
	if (!app->targets_since_start || app_buffer(app, name) != NULL) {
		open_talk(app, name);
		return;
	}
	if (app->ntargets == TARGETS_MAX)
		return;
	app->ntargets++;
	t = xcalloc(1, sizeof(*t));
	t->name = xviewdup(name);
	t->latest = ev->time;
	SLIST_INSERT_HEAD(&app->targets, t, link);
	irc_session_command(app_session(app), "MARKREAD", &name, 1);
}

/* The answer to that: somebody with something unread comes into the list. */
void
app_targets_read(struct app *app, const struct irc_event *ev)
{
	struct target *t;
	struct buffer *b;

	SLIST_FOREACH(t, &app->targets, link)
	if (name_equal(view_of(t->name), ev->target))
		break;
	if (t == NULL)
		return;
	if (t->latest > ev->time) {
		open_talk(app, ev->target);
		b = app_buffer(app, ev->target);
		if (b != NULL) {
			b->marked = ev->time;
			b->read_time = ev->time > 0 ? ev->time : 1;
		}
	}
	target_free(app, t);
}

/* Whoever was not named has said nothing; what we said there may still be unsure. */
int
app_targets_fetched(struct app *app, const struct irc_event *ev)
{
	struct irc_session *s = app_session(app);
	struct buffer *b;

	if (ev->asked == 0 || ev->asked != app->targets_asked)
		return 0;
	app->targets_asked = 0;
	TAILQ_FOREACH (b, &app->model->buffers, link) {
		if (b->kind != BUFFER_QUERY || fetch_of(app, b) != NULL)
			continue;
		if (ev->text.len > 0 || irc_session_unsure(s, view_of(b->name)))
			app_past_resume(app, b);
	}
	return 1;
}
