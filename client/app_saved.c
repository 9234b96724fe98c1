/*
 * app_saved: saves what the user types and reads.
 */
#include "client/app_saved.h"

#include <stdlib.h>

#include <event2/event.h>

#include "client/app_password.h"
#include "client/app_state.h"
#include "common/clock.h"
#include "common/xmalloc.h"

enum {
	TYPED_MS = 1000,
	READ_MS = 20 * 1000, /* messages arrive all the time */
	BUSY_MS = 200	     /* another client is writing */
};

/* Save within that time: do not put off what is due earlier. */
static void
save_within(struct app *app, int ms)
{
	struct timeval tv = { ms / 1000, ms % 1000 * 1000 };
	int64_t due = clock_mono_ms() + ms;

	if (app->save_due != 0 && app->save_due <= due)
		return;
	app->save_due = due;
	event_add(app->save_timer, &tv);
}

void
app_note_draft(struct app *app)
{
	struct buffer *b = app->model->active;
	char *text = NULL;
	size_t at;

	if (!app->editing || app->text_moves)
		return;
	if (!app_is_secret(app, editor_text(), &at))
		text = xviewdup(editor_text());
	buffer_set_draft(b, text, editor_point());
	free(text);
}

void
app_saved_typed(struct app *app)
{
	save_within(app, TYPED_MS);
}

void
app_saved_read(struct app *app)
{
	save_within(app, READ_MS);
}

void
app_saved_cb(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;
	struct app_network *net;
	int busy = 0;

	(void)fd, (void)what;
	app->save_due = 0;
	app_note_draft(app);
	TAILQ_FOREACH (net, &app->networks, link)
		busy |= saved_state_save(net->saved);
	if (busy)
		save_within(app, BUSY_MS);
}

void
app_saved_finish(struct app *app)
{
	struct app_network *net;

	if (app->editing && editor_text().len > 0)
		app->text_moves = 0; /* no room was shown */
	app_note_draft(app);
	TAILQ_FOREACH (net, &app->networks, link)
		saved_state_finish(net->saved);
}

void
app_saved_entered(struct app *app, struct view text)
{
	struct buffer *b = app->model->active;

	saved_state_entered(app_network_of(app, b)->saved, b, text);
	app_saved_typed(app);
}

void
app_saved_load_history(struct app *app)
{
	struct buffer *b = app->model->active;
	char *const *lines;
	size_t n;

	if (!app->editing || app->history_of == b->id || editor_is_busy())
		return;
	app->history_of = b->id;
	lines = saved_state_lines(app_network_of(app, b)->saved, b, &n);
	editor_load_history(lines, n);
}
