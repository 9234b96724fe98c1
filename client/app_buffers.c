/*
 * app_buffers: shows and closes buffers, and keeps their drafts.
 */
#include "client/app_buffers.h"

#include <stdlib.h>

#include "client/app_draw.h"
#include "client/app_password.h"
#include "client/app_state.h"
#include "common/xmalloc.h"

void
app_save_draft(struct app *app)
{
	char *text;
	size_t at;

	if (!app->editing || app_is_secret(app, editor_text(), &at))
		return;
	text = xviewdup(editor_text());
	buffer_set_draft(
	    app->model->active, *text == '\0' ? NULL : text, editor_point());
	editor_save_undo(app->model->active);
	free(text);
}

static void
load_draft(struct app *app)
{
	const struct buffer *b = app->model->active;

	if (!app->editing)
		return;
	if (b->draft != NULL)
		editor_set(view_of(b->draft), b->draft_point);
	else
		editor_set(VIEW(""), 0);
	editor_restore_undo(b);
}

void
app_activate(struct app *app, struct buffer *b)
{
	if (b == NULL || b == app->model->active)
		return;
	app_save_draft(app);
	model_activate(app->model, b);
	load_draft(app);
	if (b->kind == BUFFER_QUERY && b->history == HISTORY_UNKNOWN)
		scrollback_resume(app_network_of(app, b)->scrollback, b);
	app_schedule(app);
}

void
app_close(struct app *app, struct buffer *b)
{
	int active = b == app->model->active;

	scrollback_close(app_network_of(app, b)->scrollback, b);
	editor_drop_undo(b);
	model_close(app->model, b);
	if (active)
		load_draft(app);
	app_schedule(app);
}
