/*
 * app_chooser: keys move the selection, or edit the filter.
 */
#include "client/app_chooser.h"

#include <string.h>

#include "client/app_draw.h"
#include "client/app_state.h"
#include "client/input/list_keys.h"
#include "client/model/chooser.h"
#include "client/view/message_layout.h"
#include "client/view/pane.h"
#include "common/clock.h"

static struct chooser *
shown(const struct app *app)
{
	const struct overlay *o = &app->model->overlay;

	return o->kind == OVERLAY_CHOOSER ? o->chooser : NULL;
}

void
app_chooser_show(struct app *app, struct chooser *ch)
{
	chooser_ready(ch);
	model_show_overlay(
	    app->model, (struct overlay){ OVERLAY_CHOOSER, { .chooser = ch } });
	app_schedule(app);
}

void
app_chooser_add_time(const struct app *app, int64_t ms, struct buf *out)
{
	char day[32], today[32], time[32];

	if (ms == 0)
		return;
	message_format_time(ms, &app->view, "%Y-%m-%d ", day, sizeof(day));
	message_format_time(
	    clock_ms(), &app->view, "%Y-%m-%d ", today, sizeof(today));
	message_format_time(ms, &app->view, "%H:%M", time, sizeof(time));
	buf_printf(out, "%s%s", strcmp(day, today) == 0 ? "" : day, time);
}

void
app_chooser_close(struct app *app)
{
	if (shown(app) != NULL)
		model_show_overlay(app->model, (struct overlay){ 0 });
}

/* Close the chooser first, because its owner may open another overlay. */
static void
choose(struct app *app, int by_tab)
{
	struct chooser *ch = shown(app);
	const struct chooser_row *row = chooser_selected(ch);

	if (row == NULL)
		return;
	app->model->overlay = (struct overlay){ 0 };
	app->model->dirty = DIRTY_ALL;
	ch->ops->choose(row, by_tab, ch->ctx);
	chooser_free(ch);
}

/* Handle a key that no list has: it edits the filter. */
static void
edit(struct app *app, struct view *bytes)
{
	struct chooser *ch = shown(app);
	size_t len = list_key_length(*bytes);

	switch (bytes->p[0]) {
	case '\t':
		if (ch->ops->tab != NULL)
			choose(app, 1);
		else
			chooser_move(ch, 1);
		break;
	case '\033':
		if (view_equal((struct view){ bytes->p, len }, VIEW("\033[Z")))
			chooser_move(ch, -1); /* Shift and Tab */
		break;
	case '\b':
	case '\177':
		chooser_erase(ch, CHOOSER_ERASE_CHARACTER);
		break;
	case '\025': /* C-u */
		chooser_erase(ch, CHOOSER_ERASE_ALL);
		break;
	case '\027': /* C-w */
		chooser_erase(ch, CHOOSER_ERASE_WORD);
		break;
	default:
		if ((unsigned char)bytes->p[0] >= 0x20)
			chooser_type(ch, (struct view){ bytes->p, len });
	}
	bytes->p += len;
	bytes->len -= len;
}

static void
press(struct app *app, struct view *bytes)
{
	struct chooser *ch = shown(app);
	int page = pane_chooser_page(&app->view);

	switch (list_key_next(bytes)) {
	case LIST_UP:
		chooser_move(ch, -1);
		break;
	case LIST_DOWN:
		chooser_move(ch, 1);
		break;
	case LIST_PAGE_UP:
		chooser_move(ch, -page);
		break;
	case LIST_PAGE_DOWN:
		chooser_move(ch, page);
		break;
	case LIST_FIRST:
		chooser_move(ch, -(int)ch->shown);
		break;
	case LIST_LAST:
		chooser_move(ch, (int)ch->shown);
		break;
	case LIST_ENTER:
		choose(app, 0);
		break;
	case LIST_CLOSE:
		app_chooser_close(app);
		break;
	case LIST_REDRAW:
		app_redraw(app);
		break;
	case LIST_OTHER:
		edit(app, bytes);
		break;
	case LIST_IGNORED:
		break;
	}
	app->model->dirty |= DIRTY_MESSAGES;
}

void
app_chooser_keys(struct app *app, struct view *bytes)
{
	while (bytes->len > 0 && shown(app) != NULL)
		press(app, bytes);
}

void
app_chooser_paste(struct app *app, struct view text)
{
	chooser_type(shown(app), text);
	app->model->dirty |= DIRTY_MESSAGES;
}

void
app_chooser_scroll(struct app *app, int rows)
{
	chooser_move(shown(app), rows);
	app->model->dirty |= DIRTY_MESSAGES;
}
