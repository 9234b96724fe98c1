/*
 * pane_results: search results, over the messages: a heading, then one row for each result, or two rows on a narrow
 * pane. The cursor is at the selected result.
 */
#include "client/model/search_results.h"
#include "client/view/message_layout.h"
#include "common/i18n.h"

enum {
	ONE_ROW_FROM = 60, /* columns from which on a result is one row */
	HEADING_FROM = 3,  /* rows of the pane from which on it has a heading */
	KEYS_GAP = 2
};

static int
rows_each(const struct rect *r)
{
	return r->w >= ONE_ROW_FROM ? 1 : 2;
}

static int
heading_rows(const struct rect *r)
{
	return r->h >= HEADING_FROM;
}

int
pane_results_page(const struct view_state *st)
{
	const struct rect *r = &st->layout.messages;
	int n = (r->h - heading_rows(r)) / rows_each(r);

	return n < 1 ? 1 : n;
}

static void
heading_text(const struct search_results *results, struct buf *out)
{
	if (results->state == RESULTS_FAILED)
		buf_printf(out, "%s: %s", results->why, results->query);
	else if (results->state == RESULTS_LOADING && results->n == 0)
		buf_printf(out, _("searching: %s"), results->query);
	else if (results->n == 0)
		buf_printf(out, _("nothing found: %s"), results->query);
	else if (results->state == RESULTS_ALL &&
		 !search_results_is_full(results))
		buf_printf(out, _("%zu of %zu found: %s"), results->at + 1,
		    results->n, results->query);
	else
		buf_printf(out, _("%zu of %zu+ found: %s"), results->at + 1,
		    results->n, results->query);
}

/* Draw the heading, with the keys at the right if there is room. */
static void
draw_heading(struct canvas *c, const struct rect *r,
    const struct search_results *results, int colours)
{
	struct view keys = view_of(_("Enter: go there  Esc: back"));
	struct rect row = { r->x, r->y, r->w, 1 };
	struct style style = theme_style(THEME_BAR, colours);
	struct buf text = { 0 };
	int end = r->x + r->w, width = text_width(keys);

	heading_text(results, &text);
	canvas_fill(c, row, style);
	if (text_width(buf_view(&text)) + KEYS_GAP + width <= r->w)
		canvas_text(c, end - width, r->y, end, keys,
		    theme_style(THEME_BAR_DIM, colours));
	pane_text(c, r->x, r->y, end, buf_view(&text), style);
	buf_clear(&text);
}

/* "21 Nov 2026 10:00 #room bob" */
static void
result_head(const struct search_result *result, const struct view_state *st,
    int width, struct buf *out)
{
	char time[64];

	message_format_time(result->line.time, st,
	    width >= ONE_ROW_FROM ? "%Y-%m-%d %H:%M " : "%-d %b %H:%M ", time,
	    sizeof(time));
	if (width >= 30)
		buf_add_str(out, time);
	buf_printf(out, "%s %s", result->where,
	    result->line.nick == NULL ? "" : result->line.nick);
}

/* A result is shown on one row, so line breaks and tabs become spaces. */
static void
result_text(const struct search_result *result, struct buf *out)
{
	size_t i;

	line_to_text(&result->line, out);
	for (i = 0; i < out->len; i++)
		if (out->p[i] == '\n' || out->p[i] == '\t')
			out->p[i] = ' ';
}

static void
draw_result(struct canvas *c, struct rect row,
    const struct search_result *result, const struct view_state *st,
    int selected)
{
	struct style style =
	    theme_style(selected ? THEME_ACTIVE : THEME_TEXT, st->colours);
	struct style dim =
	    selected ? style : theme_style(THEME_DIM, st->colours);
	struct buf head = { 0 }, text = { 0 };
	int x, end = row.x + row.w;

	result_head(result, st, row.w, &head);
	result_text(result, &text);
	canvas_fill(c, row, style);
	x = pane_text(c, row.x, row.y, end, buf_view(&head), dim);
	if (row.h > 1)
		pane_linked_text(
		    c, row.x + 1, row.y + 1, end, buf_view(&text), style);
	else if (x + KEYS_GAP < end)
		pane_linked_text(
		    c, x + KEYS_GAP, row.y, end, buf_view(&text), style);
	buf_clear(&head);
	buf_clear(&text);
}

/* Scroll as little as needed to show the selected result. */
static void
scroll_to_selected(struct search_results *results, size_t page)
{
	if (results->at < results->top)
		results->top = results->at;
	if (results->at >= results->top + page)
		results->top = results->at - page + 1;
}

void
pane_results_draw(
    struct canvas *c, const struct model *m, const struct view_state *st)
{
	const struct rect *r = &st->layout.messages;
	struct search_results *results = m->overlay.results;
	int heading = heading_rows(r), each = rows_each(r);
	struct rect row = { r->x, r->y + heading, r->w, each };
	size_t i, page = (size_t)pane_results_page(st);

	if (r->w < 1 || r->h < 1)
		return;
	canvas_fill(c, *r, theme_style(THEME_TEXT, st->colours));
	if (heading)
		draw_heading(c, r, results, st->colours);
	scroll_to_selected(results, page);
	c->cursor_x = r->x;
	c->cursor_y = r->y;
	for (i = results->top; i < results->n && i < results->top + page;
	     i++, row.y += each) {
		if (row.y + row.h > r->y + r->h)
			row.h = r->y + r->h - row.y;
		draw_result(c, row, &results->v[i], st, i == results->at);
		if (i == results->at)
			c->cursor_y = row.y;
	}
}
