/*
 * app_actions: carries out the editor's actions on the full screen.
 */
#include "client/app_actions.h"

#include <signal.h>

#include "client/app_buffers.h"
#include "client/app_commands.h"
#include "client/app_connection.h"
#include "client/app_draw.h"
#include "client/app_state.h"
#include "client/view/screen.h"
#include "common/i18n.h"

static void
toggle(struct app *app, enum pane_show *pane, int shown)
{
	*pane = shown ? PANE_OFF : PANE_ON;
	app->model->dirty = DIRTY_ALL;
}

/*
 * Handle Ctrl-C in an empty input line: the second one in a row quits. While the client connects for
 * the first time, one is enough.
 */
static void
interrupt(struct app *app)
{
	if (!app->was_online && app->model->state != LINK_ONLINE) {
		app->status = 128 + SIGINT;
		app_quit(app, VIEW(""));
	} else if (app->interrupts++ > 0)
		app_quit(app, VIEW(""));
	else
		model_info(app->model, app->model->active,
		    _("Press Ctrl-C again to end tchat."));
}

/* Scroll. The history near the new place may have to be fetched. */
static void
move(struct app *app, enum editor_action action)
{
	struct model *m = app->model;
	int down = action == ACTION_PAGE_DOWN || action == ACTION_LINE_DOWN;

	switch (action) {
	case ACTION_PAGE_UP:
		scroll_by(m, &app->view, -scroll_page_rows(&app->view));
		break;
	case ACTION_PAGE_DOWN:
		scroll_by(m, &app->view, scroll_page_rows(&app->view));
		break;
	case ACTION_LINE_UP:
		scroll_by(m, &app->view, -1);
		break;
	case ACTION_LINE_DOWN:
		scroll_by(m, &app->view, 1);
		break;
	case ACTION_TOP:
		scroll_to_oldest(m, &app->view);
		break;
	case ACTION_BOTTOM:
		buffer_set_highlight(m->active, NULL);
		scroll_to_newest(m);
		break;
	default: /* ACTION_FETCH_GAP: do not scroll */
		break;
	}
	scrollback_fetch_near(app->scrollback, down);
}

/* Choose a room. */
static void
choose(struct app *app, enum editor_action action, int arg)
{
	struct model *m = app->model;

	switch (action) {
	case ACTION_NEXT_ROOM:
		app_activate(app, model_neighbour(m, 1));
		break;
	case ACTION_PREVIOUS_ROOM:
		app_activate(app, model_neighbour(m, -1));
		break;
	case ACTION_NEXT_UNREAD:
		app_activate(app, model_next_unread(m));
		break;
	case ACTION_LAST_ROOM:
		app_activate(app, m->last);
		break;
	case ACTION_ROOM:
		app_activate(
		    app, arg < 1 ? NULL : model_buffer_at(m, (size_t)arg - 1));
		break;
	default:
		move(app, action);
		break;
	}
}

void
app_action(enum editor_action action, int arg, void *ctx)
{
	struct app *app = ctx;

	if (action != ACTION_INTERRUPT)
		app->interrupts = 0;
	switch (action) {
	case ACTION_REDRAW:
		app_redraw(app);
		break;
	case ACTION_TOGGLE_ROOMS:
		toggle(app, &app->view.rooms, app->view.layout.rooms.w > 0);
		break;
	case ACTION_TOGGLE_MEMBERS:
		toggle(app, &app->view.members, app->view.layout.members.w > 0);
		break;
	case ACTION_HELP:
		app_run_command(app, VIEW("/help keys"));
		break;
	case ACTION_SUSPEND:
		screen_suspend();
		app_redraw(app);
		break;
	case ACTION_INTERRUPT:
		if (arg)
			interrupt(app);
		break;
	case ACTION_END_OF_INPUT:
		app_quit(app, VIEW(""));
		break;
	case ACTION_FIRST_UNREAD:
		app_run_command(app, VIEW("/unread"));
		break;
	case ACTION_RETRY:
		own_messages_retry(app->own_messages);
		app_schedule(app);
		break;
	default:
		choose(app, action, arg);
		break;
	}
}
