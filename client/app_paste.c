/*
 * app_paste: the question, and the keys that answer it.
 */
#include "client/app_paste.h"

#include <stdlib.h>

#include "client/app_commands.h"
#include "client/app_saved.h"
#include "client/app_state.h"
#include "client/commands/parse.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum {
	AHEAD_MS =
	    300, /* what is typed so soon after the paste answers nothing */
	CTRL_C = 3,
	CTRL_G = 7,
	ESCAPE = 0x1b
};

static size_t
count_lines(struct view text)
{
	struct view line;
	size_t n = 0;

	while (text.len > 0 && text.p[text.len - 1] == '\n')
		text.len--;
	while (view_cut(&text, '\n', &line))
		n++;
	return n;
}

/* Append the input line with the paste at the cursor. */
static void
add_whole_text(const struct app *app, struct buf *out)
{
	struct view text = editor_text();
	size_t point = editor_point();

	buf_add(out, text.p, point);
	buf_add_view(out, buf_view(&app->paste));
	buf_add(out, text.p + point, text.len - point);
}

/* Return the answers that are possible, as a sentence. */
static void
add_answers(struct app *app, struct buf *out)
{
	struct buffer *b = app->model->active;
	struct command c = { 0 };
	struct buf text = { 0 };
	size_t n;

	add_whole_text(app, &text);
	n = own_messages_count(
	    app_network_of(app, b)->own_messages, b, buf_view(&text));
	app->paste_lines = 0;
	if (command_parse(buf_view(&text), &c, NULL) != 0 || c.row != NULL) {
		buf_add_str(out, _("s: send, e: edit, c: cancel"));
	} else if (b->kind == BUFFER_SERVER) {
		buf_add_str(out, _("e: edit, c: cancel"));
	} else if (n >= count_lines(buf_view(&text))) {
		buf_add_str(out, _("s: send line by line, e: edit, c: cancel"));
	} else {
		app->paste_lines = 1;
		buf_printf(out,
		    ngettext("s: send as %zu message, l: send line by line, "
			     "e: edit, c: cancel",
			"s: send as %zu messages, l: send line by line, "
			"e: edit, c: cancel",
			n),
		    n);
	}
	buf_clear(&text);
}

static void
make_question(struct app *app)
{
	size_t lines = count_lines(buf_view(&app->paste));

	buf_reset(&app->paste_question);
	buf_printf(&app->paste_question,
	    ngettext("You pasted %zu line (%zu bytes).",
		"You pasted %zu lines (%zu bytes).", lines),
	    lines, app->paste.len);
	buf_add_char(&app->paste_question, ' ');
	add_answers(app, &app->paste_question);
	buf_add_char(&app->paste_question, ' ');
	app->model->dirty |= DIRTY_INPUT;
}

static int
is_asking(const struct app *app)
{
	return app->paste.len > 0;
}

int
app_paste_ask(struct app *app, struct view text)
{
	long long max = app->config->paste_ask_lines;

	if (!app->editing || text.len == 0 ||
	    (!is_asking(app) && (max == 0 || count_lines(text) <= (size_t)max)))
		return 0;
	buf_add_view(&app->paste, text);
	app->pasted_at = clock_mono_ms();
	make_question(app);
	return 1;
}

void
app_paste_clear(struct app *app)
{
	buf_clear(&app->paste);
	buf_clear(&app->paste_question);
	app->model->dirty |= DIRTY_INPUT;
}

void
app_paste_edit(struct app *app)
{
	if (!is_asking(app))
		return;
	editor_insert(buf_view(&app->paste));
	app_paste_clear(app);
}

static void
send_whole(struct app *app)
{
	app_paste_edit(app);
	editor_enter();
}

static void
send_lines(struct app *app)
{
	char *text;

	app_paste_edit(app);
	text = xviewdup(editor_text());
	editor_set(VIEW(""), 0);
	editor_add_history(text);
	app_saved_entered(app, view_of(text));
	if (app_enter_lines(app, view_of(text)))
		editor_set(view_of(text), strlen(text));
	free(text);
}

/* A key without a meaning leaves the question open, so that nothing is sent by a key that was meant as text. */
static void
answer(struct app *app, struct view key)
{
	char c = key.len == 1 ? key.p[0] : '\0';

	int cancels = c == ESCAPE || c == CTRL_C || c == CTRL_G;

	if (!cancels && clock_mono_ms() - app->pasted_at < AHEAD_MS)
		return;
	if (cancels || c == 'c')
		app_paste_clear(app);
	else if (c == 'e' || c == '\r')
		app_paste_edit(app);
	else if (c == 's' && app->model->active->kind != BUFFER_SERVER)
		send_whole(app);
	else if (c == 'l' && app->paste_lines)
		send_lines(app);
}

void
app_paste_key(struct app *app, struct view *key)
{
	if (!is_asking(app))
		return;
	answer(app, *key);
	key->len = 0;
}
