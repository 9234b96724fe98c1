/*
 * app_buffers: shows and closes buffers, and keeps their drafts.
 */
#include "client/app_buffers.h"

#include "client/app_draw.h"
#include "client/app_saved.h"
#include "client/app_state.h"

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
	app_saved_load_history(app);
}

void
app_activate(struct app *app, struct buffer *b)
{
	if (b == NULL || b == app->model->active)
		return;
	if (editor_text().len > 0)
		app->text_moves = 0;
	app_note_draft(app);
	editor_save_undo(app->model->active);
	app->text_moves = 0;
	model_activate(app->model, b);
	load_draft(app);
	if (b->kind == BUFFER_QUERY && b->history == HISTORY_UNKNOWN)
		scrollback_resume(app_network_of(app, b)->scrollback, b);
	app_schedule(app);
}

void
app_moved(struct app *app)
{
	const struct buffer *b = app->model->active;

	app->text_moves = 0;
	if (b->draft == NULL || !app->editing)
		return;
	if (editor_text().len == 0 && !editor_is_busy())
		load_draft(app);
	else
		app_saved_entered(app, view_of(b->draft));
}

void
app_close(struct app *app, struct buffer *b)
{
	int active = b == app->model->active;

	if (active)
		app_note_draft(app);
	saved_state_note(app_network_of(app, b)->saved, b);
	scrollback_close(app_network_of(app, b)->scrollback, b);
	editor_drop_undo(b);
	model_close(app->model, b);
	if (active)
		load_draft(app);
	app_schedule(app);
}
