/*
 * app_mentions: finds the mentions among the lines that the rooms keep.
 */
#include "client/app_mentions.h"

#include <stdlib.h>

#include "client/app_buffers.h"
#include "client/app_chooser.h"
#include "client/app_draw.h"
#include "client/app_state.h"
#include "client/model/chooser.h"
#include "client/view/message_layout.h"
#include "client/view/scroll.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

enum { MENTIONS_MAX = 1000 };

/* In a query each message is to the user. */
static int
is_mention(const struct buffer *b, const struct line *line)
{
	return line->mention && b->kind != BUFFER_QUERY &&
	       !buffer_hides(b, line);
}

struct mention {
	const struct buffer *b;
	const struct line *line;
};

static int
newest_first(const void *a, const void *b)
{
	const struct mention *x = a, *y = b;

	return (x->line->time < y->line->time) -
	       (x->line->time > y->line->time);
}

/* Collect the newest ones of each buffer, at most MENTIONS_MAX. Returns how many; the caller frees *v. */
static size_t
collect(const struct model *m, struct mention **v)
{
	const struct buffer *b;
	const struct line *line;
	size_t n = 0, size = 0, of_buffer, i;

	*v = NULL;
	TAILQ_FOREACH (b, &m->buffers, link) {
		of_buffer = 0;
		for (i = b->n; i > 0 && of_buffer < MENTIONS_MAX; i--) {
			line = buffer_line(b, i - 1);
			if (!is_mention(b, line))
				continue;
			if (n == size) {
				size = size == 0 ? 64 : 2 * size;
				*v = xreallocarray(*v, size, sizeof(**v));
			}
			(*v)[n++] = (struct mention){ b, line };
			of_buffer++;
		}
	}
	if (n > 0)
		qsort(*v, n, sizeof(**v), newest_first);
	return n < MENTIONS_MAX ? n : MENTIONS_MAX;
}

/* Go to the chosen one. The line may have been dropped meanwhile: then go to its time. */
static void
choose(const struct chooser_row *row, int by_tab, void *arg)
{
	struct app *app = arg;
	struct buffer *b = model_find_id(app->model, (uint64_t)row->kind);
	int64_t time = (int64_t)row->id;
	const struct line *line;
	size_t i;

	(void)by_tab;
	if (b == NULL)
		return;
	app_activate(app, b);
	app_draw(app); /* so that the size of the pane is known */
	for (i = b->n; i > 0; i--) {
		line = buffer_line(b, i - 1);
		if (line->time != time || !is_mention(b, line))
			continue;
		buffer_set_highlight(b, buffer_line(b, i - 1));
		scroll_to_line(app->model, &app->view, i - 1, SCROLL_MIDDLE);
		break;
	}
	if (i == 0)
		scrollback_go_to_time(
		    app_network_of(app, b)->scrollback, b, time);
	app_schedule(app);
}

static const struct chooser_ops mentions = { N_("Mentions"), N_("go there"),
	NULL, N_("Nobody has mentioned you in the messages that are loaded."),
	choose };

/* "#tea 14:00 bo: ana, come here"; a message of another day has its date. */
static void
add_row(struct chooser *ch, const struct mention *mention,
    const struct view_state *st)
{
	const struct line *line = mention->line;
	struct buf text = { 0 };
	char time[64], today[64];
	size_t i;

	message_format_time(clock_ms(), st, "%F", today, sizeof(today));
	message_format_time(line->time, st, "%F", time, sizeof(time));
	message_format_time(line->time, st,
	    strcmp(time, today) == 0 ? "%H:%M" : "%F %H:%M", time,
	    sizeof(time));
	buf_printf(&text, "%s %s ", mention->b->name, time);
	if (line->kind != LINE_ACTION && line->nick != NULL)
		buf_printf(&text, "%s: ", line->nick);
	line_to_text(line, &text);
	for (i = 0; i < text.len; i++)
		if (text.p[i] == '\n')
			text.p[i] = ' ';
	chooser_add(ch, buf_view(&text), VIEW(""), (int)mention->b->id,
	    (uint64_t)line->time, 0);
	buf_clear(&text);
}

void
app_mentions_open(struct app *app)
{
	struct chooser *ch = chooser_new(&mentions, app);
	struct mention *v;
	size_t i, n = collect(app->model, &v);

	for (i = 0; i < n; i++)
		add_row(ch, &v[i], &app->view);
	free(v);
	app_chooser_show(app, ch);
}

/* Return the index to search from: the line that was jumped to if it is on the screen, else the edge of the screen. */
static size_t
start_of_step(struct app *app, int by)
{
	struct buffer *b = app->model->active;
	size_t first, last, at;

	if (!scroll_visible_lines(app->model, &app->view, &first, &last))
		return 0;
	if (b->highlight != NULL) {
		at = buffer_index_of(b, b->highlight);
		if (at >= first && at <= last)
			return by < 0 ? at : at + 1;
	}
	return by < 0 ? last + 1 : first;
}

/* A reader of older lines would not see it. */
static void
report_none(struct model *m, int by)
{
	if (m->active->following)
		model_info(m, m->active, "%s",
		    by < 0 ? _("No mention among the messages that are loaded "
			       "here.")
			   : _("No later mention here."));
}

void
app_mentions_step(struct app *app, int by)
{
	struct model *m = app->model;
	struct buffer *b = m->active;
	size_t i = start_of_step(app, by);

	if (by < 0)
		while (i > 0 && !is_mention(b, buffer_line(b, i - 1)))
			i--;
	else
		while (i < b->n && !is_mention(b, buffer_line(b, i)))
			i++;
	if (by < 0 ? i == 0 : i == b->n) {
		report_none(m, by);
	} else {
		i -= by < 0;
		buffer_set_highlight(b, buffer_line(b, i));
		scroll_to_line(m, &app->view, i, SCROLL_MIDDLE);
		m->dirty |= DIRTY_MESSAGES;
	}
	app_schedule(app);
}
