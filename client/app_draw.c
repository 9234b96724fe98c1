/*
 * app_draw: draws frames.
 */
#include "client/app_draw.h"

#include <event2/event.h>

#include "client/app_marks.h"
#include "client/app_password.h"
#include "client/app_state.h"
#include "client/notifier.h"
#include "client/view/canvas.h"
#include "client/view/screen.h"
#include "common/clock.h"

enum { FRAME_MS = 16 };

static void
get_input_state(struct app *app, struct input_state *in)
{
	*in = (struct input_state){ 0 };
	if (!app->editing)
		return;
	in->text = editor_text();
	in->point = editor_point();
	in->prompt = editor_prompt();
	in->hint = editor_hint();
	if (app->paste.len > 0)
		*in = (struct input_state){ .prompt = buf_view(
						&app->paste_question) };
	if (app_mask_input(app, in) == 0)
		app_marks_set(app, in);
}

static int
wants_links(const struct app *app)
{
	enum hyperlinks setting = (enum hyperlinks)app->config->hyperlinks;

	return setting == HYPERLINKS_ON ||
	       (setting == HYPERLINKS_AUTO && screen_has_links());
}

/* How the room shown shows its lines. */
static void
read_settings(struct app *app)
{
	const struct client_config *config = app->model->active->config;

	app->view.presence.mode = (enum presence_mode)config->presence;
	app->view.presence.seconds = 60 * (int32_t)config->presence_minutes;
	app->view.fold_rows = (int)config->fold_rows;
	app->view.split_rows = (int)app->config->split_rows;
}

void
app_draw(struct app *app)
{
	struct input_state in;

	read_settings(app);
	get_input_state(app, &in);
	view_draw(app->canvas, app->model, &app->view, &in);
	if (app->on_screen) {
		screen_use_links(wants_links(app));
		screen_draw(app->canvas);
	}
}

static void
draw_frame(struct app *app)
{
	app->last_frame = clock_mono_ms();
	app_draw(app);
}

void
app_frame_cb(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;

	(void)fd, (void)what;
	app->frame_pending = 0;
	if (app->on_screen && app->model->dirty != 0)
		draw_frame(app);
}

void
app_schedule(struct app *app)
{
	struct timeval tv = { 0, 0 };
	int64_t wait;

	read_markers_update(app_network_active(app)->read_markers);
	notifier_take(app->notifier);
	if (app->frame_pending || !app->on_screen || app->model->dirty == 0)
		return;
	wait = app->last_frame + FRAME_MS - clock_mono_ms();
	if (wait > 0)
		tv.tv_usec =
		    (suseconds_t)(wait > FRAME_MS ? FRAME_MS : wait) * 1000;
	app->frame_pending = 1;
	event_add(app->frame, &tv);
}

/* Between two frames, draw the input line only; the rest waits for the next frame. */
void
app_draw_keys(struct app *app)
{
	unsigned rest = app->model->dirty;

	if (!app->on_screen)
		return;
	if (clock_mono_ms() - app->last_frame >= FRAME_MS) {
		draw_frame(app);
		return;
	}
	app->model->dirty = DIRTY_INPUT;
	app_draw(app);
	app->model->dirty = rest;
	app_schedule(app);
}

void
app_resize(struct app *app)
{
	int w = 0, h = 0;

	if (!app->on_screen)
		return;
	screen_resize(&w, &h);
	if (w != app->canvas->w || h != app->canvas->h)
		canvas_resize(app->canvas, w, h);
	app->model->dirty = DIRTY_ALL;
	app_schedule(app);
}

void
app_redraw(struct app *app)
{
	screen_redraw();
	app_resize(app);
}

void
app_toggle_split(struct app *app)
{
	app->view.split = !app->view.split;
	app->model->dirty |= DIRTY_MESSAGES;
	app_schedule(app);
}
