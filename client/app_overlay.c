/*
 * app_overlay: a table of what each kind of overlay does with keys.
 */
#include "client/app_overlay.h"

#include "client/app_bare.h"
#include "client/app_chooser.h"
#include "client/app_draw.h"
#include "client/app_pager.h"
#include "client/app_state.h"

static void
results_keys(struct app *app, struct view *bytes)
{
	message_search_keys(app_network_active(app)->search, bytes);
}

static void
results_scroll(struct app *app, int rows)
{
	message_search_move(app_network_active(app)->search, rows);
}

static void
results_close(struct app *app)
{
	message_search_close(app_network_active(app)->search);
}

static const struct overlay_control {
	/* Handle keys until none is left or the overlay is closed. */
	void (*keys)(struct app *, struct view *bytes);
	/* Take a paste. NULL: it is for the input line, and closes the overlay. */
	void (*paste)(struct app *, struct view);
	void (*scroll)(struct app *, int rows);
	void (*close)(struct app *);
} controls[OVERLAY_KINDS] = {
	[OVERLAY_RESULTS] = { results_keys, NULL, results_scroll,
	    results_close },
	[OVERLAY_CHOOSER] = { app_chooser_keys, app_chooser_paste,
	    app_chooser_scroll, app_chooser_close },
	[OVERLAY_BARE] = { app_bare_keys, NULL, app_bare_scroll,
	    app_bare_close },
	[OVERLAY_PAGER] = { app_pager_keys, NULL, app_pager_scroll,
	    app_pager_close },
};

static const struct overlay_control *
control_of(const struct app *app)
{
	return &controls[app->model->overlay.kind];
}

static int
is_open(const struct app *app)
{
	return app->model->overlay.kind != OVERLAY_NONE;
}

void
app_overlay_keys(struct app *app, struct view *bytes)
{
	size_t before = bytes->len + 1;

	if (!is_open(app))
		return;
	/* A key may open another overlay: it gets the rest. */
	while (is_open(app) && bytes->len > 0 && bytes->len < before) {
		before = bytes->len;
		control_of(app)->keys(app, bytes);
	}
	app_schedule(app);
}

int
app_overlay_paste(struct app *app, struct view text)
{
	if (!is_open(app))
		return 0;
	if (control_of(app)->paste == NULL) {
		app_overlay_close(app);
		return 0;
	}
	control_of(app)->paste(app, text);
	app_schedule(app);
	return 1;
}

int
app_overlay_scroll(struct app *app, int rows)
{
	if (!is_open(app))
		return 0;
	control_of(app)->scroll(app, rows);
	app_schedule(app);
	return 1;
}

void
app_overlay_close(struct app *app)
{
	if (is_open(app))
		control_of(app)->close(app);
}
