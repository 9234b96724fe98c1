/*
 * app_edit: gives the terminal to the editor, and takes it back when the editor ends.
 */
#include "client/app_edit.h"

#include <signal.h>
#include <stdlib.h>

#include <event2/event.h>

#include "client/app_draw.h"
#include "client/app_password.h"
#include "client/app_state.h"
#include "client/view/screen.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

static void
report(struct app *app, char *cause)
{
	char *clean = text_clean_dup(view_of(cause), TEXT_SHOW);

	model_error(app->model, app->model->active, _("Not edited: %s"), clean);
	scroll_to_newest(app->model);
	free(clean);
	free(cause);
	app_schedule(app);
}

static void
lend_terminal(struct app *app)
{
	app->screen_lent = app->on_screen;
	if (app->screen_lent)
		screen_lend();
	app->on_screen = 0;
	if (app->input != NULL)
		event_del(app->input);
	event_del(app->key_timer);
}

static void
take_terminal(struct app *app)
{
	event_free(app->child);
	app->child = NULL;
	if (app->input != NULL)
		event_add(app->input, NULL);
	if (!app->screen_lent)
		return;
	app->screen_lent = 0;
	app->on_screen = 1;
	screen_take_back();
	app_redraw(app);
}

/* A child ended: perhaps the editor. */
static void
child_cb(evutil_socket_t sig, short what, void *arg)
{
	struct app *app = arg;
	struct buf text = { 0 };
	char *cause = NULL;
	int rc = external_editor_ended(&app->edit, &text, &cause);

	(void)sig, (void)what;
	if (rc != 0)
		take_terminal(app);
	if (rc > 0)
		editor_replace(buf_view(&text), text.len);
	else if (rc < 0)
		report(app, cause);
	buf_clear(&text);
}

void
app_edit_start(struct app *app)
{
	char *text, *cause = NULL;

	if (app->quitting || app_edit_is_running(app))
		return;
	if (app_is_private(app, editor_text())) {
		cause_set(
		    &cause, _("the text begins with a space or may contain a "
			      "password, so tchat writes it to no file"));
		report(app, cause);
		return;
	}
	text = xviewdup(editor_text());
	app->child = evsignal_new(app->base, SIGCHLD, child_cb, app);
	event_add(app->child, NULL);
	lend_terminal(app);
	if (external_editor_start(&app->edit, view_of(text), &cause) != 0) {
		take_terminal(app);
		report(app, cause);
	}
	free(text);
}

int
app_edit_is_running(const struct app *app)
{
	return app->edit.pid != 0;
}

void
app_edit_stop(struct app *app)
{
	external_editor_stop(&app->edit);
	if (app->child != NULL)
		event_free(app->child);
	app->child = NULL;
}
