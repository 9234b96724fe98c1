/*
 * app_copy: finds the message to copy.
 */
#include "client/app_copy.h"

#include <stdlib.h>

#include "client/app_chooser.h"
#include "client/app_draw.h"
#include "client/app_state.h"
#include "client/model/chooser.h"
#include "client/view/clipboard.h"
#include "client/view/screen.h"
#include "common/i18n.h"
#include "common/text.h"

enum { MESSAGES_MAX = 1000 };

static void
set_clipboard(struct view text)
{
	struct buf bytes = { 0 };

	clipboard_bytes(&bytes,
	    multiplexer_detect(getenv("TMUX"), getenv("STY"), getenv("TERM")),
	    text);
	screen_send(buf_view(&bytes));
	buf_clear(&bytes);
}

void
app_copy_text(struct app *app, struct view text)
{
	struct model *m = app->model;
	struct buf plain = { 0 };
	size_t n;

	format_strip(&plain, text);
	n = text_graphemes(buf_view(&plain));
	if (plain.len > CLIPBOARD_MAX) {
		model_error(m, m->active,
		    _("That is too long for the clipboard: %zu bytes. At most "
		      "%d can be copied."),
		    plain.len, CLIPBOARD_MAX);
	} else {
		set_clipboard(buf_view(&plain));
		model_info(m, m->active,
		    ngettext("%zu character was sent to the terminal's "
			     "clipboard.",
			"%zu characters were sent to the terminal's clipboard.",
			n),
		    n);
	}
	buf_clear(&plain);
	app_schedule(app);
}

/* In the server's window, what the server says can be copied too. */
static int
can_copy(const struct buffer *b, const struct line *line)
{
	if (buffer_hides(b, line))
		return 0;
	return line_is_message(line) ||
	       (b->kind == BUFFER_SERVER && line->text != NULL &&
		   (line->kind == LINE_INFO || line->kind == LINE_ERROR));
}

int
app_copy_message(struct app *app, size_t nth)
{
	const struct buffer *b = app->model->active;
	const struct line *line;

	for (size_t i = b->n; i > 0; i--) {
		line = buffer_line(b, i - 1);
		if (can_copy(b, line) && --nth == 0) {
			app_copy_text(app, view_of(line->text));
			return 0;
		}
	}
	return -1;
}

static void
choose(const struct chooser_row *row, int by_tab, void *arg)
{
	struct app *app = arg;
	const struct buffer *b = model_find_id(app->model, app->copy_from);
	const struct line *line = NULL;

	(void)by_tab;
	if (b != NULL)
		line = buffer_line(b, buffer_index_of_seq(b, row->id));
	if (line != NULL && line->seq == row->id && can_copy(b, line))
		app_copy_text(app, view_of(line->text));
	else
		model_error(app->model, app->model->active,
		    _("That message is not here any more."));
}

static const struct chooser_ops messages = { N_("Copy"), N_("copy"), NULL,
	N_("There are no messages here."), choose };

static void
add_message(struct chooser *ch, const struct line *line, const struct app *app)
{
	struct buf text = { 0 }, time = { 0 };

	if (line->nick != NULL)
		buf_printf(&text, "%s: ", line->nick);
	format_strip(&text, view_of(line->text));
	for (size_t i = 0; i < text.len; i++)
		if (text.p[i] == '\n')
			text.p[i] = ' ';
	app_chooser_add_time(app, line->time, &time);
	chooser_add(ch, buf_view(&text), buf_view(&time), 0, line->seq, 0);
	buf_clear(&text);
	buf_clear(&time);
}

void
app_copy_choose(struct app *app)
{
	const struct buffer *b = app->model->active;
	struct chooser *ch = chooser_new(&messages, app);

	for (size_t i = b->n; i > 0 && ch->n < MESSAGES_MAX; i--)
		if (can_copy(b, buffer_line(b, i - 1)))
			add_message(ch, buffer_line(b, i - 1), app);
	app->copy_from = b->id;
	app_chooser_show(app, ch);
}
