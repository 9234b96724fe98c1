/*
 * app_terminal: asks how the terminal counts the columns of emoji.
 */
#include "client/app_terminal.h"

#include <stdlib.h>

#include "client/app_draw.h"
#include "client/app_state.h"
#include "client/model/glyph.h"
#include "client/view/screen.h"

void
app_terminal_set_emoji(struct app *app)
{
	unsigned whole = app->probe.asking ? 0 : app->probe.whole;

	if (app->config->emoji == EMOJI_PARTS)
		whole = 0;
	else if (app->config->emoji == EMOJI_WHOLE)
		whole = GLYPH_KINDS;
	glyph_set_whole(whole);
	app->model->dirty = DIRTY_ALL;
}

void
app_terminal_ask(struct app *app)
{
	struct buf question = { 0 };

	if (app->config->emoji == EMOJI_AUTO &&
	    glyph_probe_is_possible(getenv("TERM"))) {
		glyph_probe_start(&app->probe, &question);
		screen_ask(buf_view(&question));
		buf_clear(&question);
	}
	app_terminal_set_emoji(app);
}

void
app_terminal_reply(struct app *app, struct view bytes)
{
	struct buf question = { 0 };

	if (glyph_probe_reply(&app->probe, bytes, &question))
		app_terminal_set_emoji(app);
	if (question.len > 0) {
		screen_use_graphemes();
		screen_ask(buf_view(&question));
		app->model->dirty = DIRTY_ALL;
	}
	buf_clear(&question);
	app_schedule(app);
}
