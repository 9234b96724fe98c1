/*
 * app_bare: while the view is open, the terminal selects text with the mouse, so the client takes no mouse reports.
 */
#include "client/app_bare.h"

#include "client/app_draw.h"
#include "client/app_state.h"
#include "client/input/list_keys.h"
#include "client/view/pane.h"
#include "client/view/screen.h"

void
app_bare_toggle(struct app *app)
{
	if (app->left_bare)
		return;
	screen_set_mouse(0);
	model_show_overlay(app->model,
	    (struct overlay){ OVERLAY_BARE,
		{ .bare = pane_bare_new(app->model, &app->view) } });
	app_schedule(app);
}

void
app_bare_key_done(struct app *app)
{
	app->left_bare = 0;
}

void
app_bare_close(struct app *app)
{
	screen_set_mouse(app->config->mouse);
	model_show_overlay(app->model, (struct overlay){ 0 });
}

void
app_bare_scroll(struct app *app, int rows)
{
	pane_bare_scroll(app->model->overlay.bare, app->model, &app->view,
	    app->canvas, rows);
	app->model->dirty |= DIRTY_MESSAGES;
}

/* Handle a key that no list has: Tab changes the gutter, another one closes the view and is for the input line. */
static void
other_key(struct app *app, struct view *bytes)
{
	if (bytes->p[0] != '\t') {
		app_bare_close(app);
		app->left_bare = 1;
		return;
	}
	bytes->p++;
	bytes->len--;
	app->view.bare_gutter =
	    (enum bare_gutter)((app->view.bare_gutter + 1) % BARE_GUTTERS);
	app->model->dirty |= DIRTY_MESSAGES;
}

static void
press(struct app *app, struct view *bytes)
{
	int page = app->canvas->h > 1 ? app->canvas->h - 1 : 1;

	switch (list_key_next(bytes)) {
	case LIST_UP:
		app_bare_scroll(app, -1);
		break;
	case LIST_DOWN:
		app_bare_scroll(app, 1);
		break;
	case LIST_PAGE_UP:
		app_bare_scroll(app, -page);
		break;
	case LIST_PAGE_DOWN:
		app_bare_scroll(app, page);
		break;
	case LIST_FIRST:
	case LIST_LAST:
	case LIST_ENTER:
	case LIST_IGNORED:
		break;
	case LIST_CLOSE:
		app_bare_close(app);
		break;
	case LIST_REDRAW:
		app_redraw(app);
		break;
	case LIST_OTHER:
		other_key(app, bytes);
		break;
	}
}

void
app_bare_keys(struct app *app, struct view *bytes)
{
	while (bytes->len > 0 && app->model->overlay.kind == OVERLAY_BARE)
		press(app, bytes);
}
