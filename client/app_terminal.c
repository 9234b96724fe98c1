/*
 * app_terminal: asks how the terminal counts the columns of emoji, and for its background.
 */
#include "client/app_terminal.h"

#include <stdlib.h>

#include "client/app_connection.h"
#include "client/app_draw.h"
#include "client/app_state.h"
#include "client/model/glyph.h"
#include "client/view/screen.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/path.h"
#include "common/xmalloc.h"

enum {
	BACKGROUND_MS = 5000
}; /* how long an answer about the background counts */

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
app_terminal_look(struct app *app)
{
	theme_background_from(&app->background, getenv("COLORFGBG"));
}

static char *
theme_folder(void)
{
	char *config = path_config("tchat"), *folder;

	if (config == NULL)
		return NULL;
	folder = path_join(config, "themes");
	free(config);
	return folder;
}

static int
make_theme(struct app *app, struct theme *theme, const char *name, char **cause)
{
	char *folder = theme_folder();
	int rc = theme_make(theme, name, &app->background, folder, cause);

	free(folder);
	return rc;
}

int
app_terminal_check_theme(struct app *app, const char *name, char **cause)
{
	struct theme theme;

	return make_theme(app, &theme, name, cause);
}

/* At the start no room is open yet, and without a network (app_new) nothing can be shown: the terminal comes later. */
static void
report_theme(struct app *app, const char *cause)
{
	char *text;

	if (app->model->active == NULL)
		return;
	xasprintf(&text, _("The colours stay as they are: %s"), cause);
	if (model_network(app->model)->state == LINK_ONLINE)
		model_error(app->model, app->model->active, "%s", text);
	else
		app_notice(text, app_network_active(app));
	free(text);
}

void
app_terminal_set_theme(struct app *app)
{
	char *cause = NULL;
	struct theme theme;

	if (make_theme(app, &theme, app->config->theme, &cause) == 0)
		theme_use(&theme);
	else
		report_theme(app, cause);
	free(cause);
	app->model->dirty = DIRTY_ALL;
}

/* OSC 11 of xterm. The screen is drawn meanwhile. */
static void
ask_for_background(struct app *app)
{
	screen_send(VIEW("\033]11;?\033\\"));
	app->background_asked = clock_mono_ms();
}

/* Use the answer, unless it comes so late that the user would wonder why the colours change. Returns 1 if it is one. */
static int
take_background(struct app *app, struct view reply)
{
	struct theme_background bg;

	if (theme_background_reply(&bg, reply) != 0)
		return 0;
	if (app->background_asked == 0 ||
	    clock_mono_ms() - app->background_asked > BACKGROUND_MS)
		return 1;
	app->background_asked = 0;
	app->background = bg;
	app_terminal_set_theme(app);
	return 1;
}

void
app_terminal_ask(struct app *app)
{
	struct buf question = { 0 };

	if (glyph_probe_is_possible(getenv("TERM")))
		ask_for_background(app);
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

	if (take_background(app, bytes))
		return;
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
