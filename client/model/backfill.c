/*
 * backfill: insert fetched lines; pieces and gaps.
 */
#include "client/model/backfill.h"

#include <string.h>

enum { GAPS_MAX = 2 }; /* gaps that a page may add */

static int
is_gap(const struct buffer *b, size_t i)
{
	return i < b->n && buffer_line(b, i)->kind == LINE_GAP;
}

size_t
backfill_gap_before(const struct buffer *b, size_t i)
{
	while (i > 0)
		if (is_gap(b, --i))
			return i;
	return b->n;
}

size_t
backfill_gap_from(const struct buffer *b, size_t i)
{
	while (i < b->n && !is_gap(b, i))
		i++;
	return i;
}

struct line *
backfill_known_before(const struct buffer *b, size_t i)
{
	while (i > 0 && !is_gap(b, --i))
		if (buffer_line(b, i)->msgid != NULL)
			return buffer_line(b, i);
	return NULL;
}

struct line *
backfill_known_from(const struct buffer *b, size_t i)
{
	for (; i < b->n && !is_gap(b, i); i++)
		if (buffer_line(b, i)->msgid != NULL)
			return buffer_line(b, i);
	return NULL;
}

struct line *
backfill_open_gap(struct buffer *b)
{
	struct line gap = { .kind = LINE_GAP };

	if (b->n > 0 && is_gap(b, b->n - 1))
		return buffer_line(b, b->n - 1);
	buffer_make_room(b, 1, buffer_reader_index(b));
	return buffer_insert(b, &gap, b->n);
}

static struct line *
known(const struct buffer *b, const struct line *line)
{
	return buffer_find_msgid(b, view_of(line->msgid));
}

/* Find the range of the page's lines that the buffer already has. Returns 0 if it has none. */
static int
known_span(const struct buffer *b, const struct backfill_page *page,
    size_t *low, size_t *high)
{
	const struct line *line;
	size_t i, at;
	int any = 0;

	for (i = 0; i < page->n; i++) {
		line = known(b, &page->lines[i]);
		if (line == NULL)
			continue;
		at = buffer_index_of(b, line);
		if (!any || at < *low)
			*low = at;
		if (!any || at > *high)
			*high = at;
		any = 1;
	}
	return any;
}

static int
same_text(const char *a, const char *b)
{
	return a == b || (a != NULL && b != NULL && strcmp(a, b) == 0);
}

/* True if both are the same line, one of them received without its msgid. */
static int
is_same(const struct line *a, const struct line *b)
{
	return a->time == b->time && a->kind == b->kind &&
	       (a->msgid == NULL || b->msgid == NULL) &&
	       same_text(a->nick, b->nick) && same_text(a->text, b->text);
}

/* Return the line's place by time from i on, at most `end`; SIZE_MAX if it is already there. */
static size_t
place_of(const struct buffer *b, const struct line *line, size_t i, size_t end)
{
	const struct line *there;

	for (; i < end; i++) {
		there = buffer_line(b, i);
		if (line_is_unconfirmed(there) || there->kind == LINE_GAP ||
		    there->time > line->time)
			break;
		if (is_same(there, line))
			return SIZE_MAX;
	}
	return i;
}

/* Insert the lines of a page among those from low to high. Returns the index after the last. */
static size_t
merge(
    struct buffer *b, const struct backfill_page *page, size_t low, size_t high)
{
	size_t i, at, bound = high, next = 0;
	const struct line *line;

	for (i = 0; i < page->n; i++) {
		line = known(b, &page->lines[i]);
		if (line != NULL) {
			at = buffer_index_of(b, line);
			low = at >= low ? at + 1 : low;
			continue;
		}
		for (next = next < i ? i : next; next < page->n; next++)
			if (known(b, &page->lines[next]) != NULL)
				break;
		bound = high;
		if (next < page->n)
			bound =
			    buffer_index_of(b, known(b, &page->lines[next]));
		at = place_of(b, &page->lines[i], low, bound);
		if (at == SIZE_MAX)
			continue;
		buffer_insert(b, &page->lines[i], at);
		low = at + 1;
		high++;
	}
	return low;
}

static void
close_gap(struct buffer *b, size_t i)
{
	buffer_remove(b, buffer_line(b, i));
}

/* Make room for a page at line i. Returns -1 if that would drop its place. */
static int
make_room(struct buffer *b, const struct backfill_page *page, size_t i)
{
	size_t near = buffer_reader_index(b), lines = page->n + GAPS_MAX;

	if (b->n + lines <= b->max)
		return 0;
	if (lines > b->max / 2)
		return -1;
	if (!buffer_drops_newest(b, near) && i < b->n / 2)
		return -1;
	buffer_make_room(b, lines, near);
	return 0;
}

/* Find the index of the line with that msgid; n if msgid is empty. Returns -1 if there is none. */
static int
find_edge(const struct buffer *b, struct view msgid, size_t *i)
{
	const struct line *line = buffer_find_msgid(b, msgid);

	*i = b->n;
	if (msgid.len == 0)
		return 0;
	if (line == NULL)
		return -1;
	*i = buffer_index_of(b, line);
	return 0;
}

int
backfill_older(
    struct buffer *b, struct view next, const struct backfill_page *page)
{
	size_t high, gap, first, last;
	int joined = 0, top;

	if (find_edge(b, next, &high) != 0 || make_room(b, page, high) != 0 ||
	    find_edge(b, next, &high) != 0)
		return -1;
	for (gap = backfill_gap_before(b, high); gap < b->n;
	     gap = backfill_gap_before(b, --high)) {
		if (!page->whole &&
		    !(known_span(b, page, &first, &last) && first < gap))
			break;
		close_gap(b, gap);
		joined = 1;
	}
	top = gap == b->n;
	merge(b, page, top ? 0 : gap + 1, high);
	if (top && page->whole)
		b->history = HISTORY_START;
	else if (top && !joined)
		b->history = HISTORY_MORE;
	return 0;
}

int
backfill_newer(
    struct buffer *b, struct view before, const struct backfill_page *page)
{
	size_t low, gap, first, last;

	if (find_edge(b, before, &low) != 0 || make_room(b, page, low) != 0 ||
	    find_edge(b, before, &low) != 0)
		return -1;
	for (gap = backfill_gap_from(b, low); gap < b->n;
	     gap = backfill_gap_from(b, low)) {
		if (!page->whole &&
		    !(known_span(b, page, &first, &last) && last > gap))
			break;
		close_gap(b, gap);
	}
	merge(b, page, low < b->n ? low + 1 : b->n, gap);
	return 0;
}

static void
insert_gap(struct buffer *b, size_t i)
{
	struct line gap = { .kind = LINE_GAP };

	if (!is_gap(b, i) && (i == 0 || !is_gap(b, i - 1)))
		buffer_insert(b, &gap, i);
}

/* Return the index of the first younger line from the server. */
static size_t
first_younger(const struct buffer *b, int64_t time)
{
	const struct line *line;
	size_t i;

	for (i = 0; i < b->n; i++) {
		line = buffer_line(b, i);
		if (line->msgid != NULL && line->time > time)
			break;
	}
	return i;
}

/* None of the page's lines is known: insert it as a piece of its own, in the gap of its time. */
static void
add_piece(struct buffer *b, const struct backfill_page *page)
{
	size_t i = first_younger(b, page->lines[0].time), from = i;

	while (from > 0 && !is_gap(b, from - 1) &&
	       buffer_line(b, from - 1)->msgid == NULL)
		from--;
	if (from > 0 && is_gap(b, from - 1)) {
		merge(b, page, from - 1, from - 1);
		insert_gap(b, from - 1);
	} else if (from == 0) {
		insert_gap(b, merge(b, page, 0, i));
		b->history = HISTORY_MORE;
	} else {
		merge(b, page, from, i);
	}
}

/* Move the reader to line i, so that it is not dropped. */
static void
move_reader(struct buffer *b, size_t i)
{
	const struct line *line = buffer_line(b, i < b->n ? i : b->n - 1);

	if (line == NULL)
		return;
	b->following = 0;
	b->bottom_seq = line->seq;
	b->bottom_hidden = 0;
}

void
backfill_around(struct buffer *b, const struct backfill_page *page)
{
	size_t first, last, gap;

	if (page->n == 0)
		return;
	first = first_younger(b, page->lines[0].time);
	move_reader(b, first);
	if (make_room(b, page, first) != 0)
		return;
	if (!known_span(b, page, &first, &last)) {
		add_piece(b, page);
		return;
	}
	for (gap = backfill_gap_from(b, first); gap < last;
	     gap = backfill_gap_from(b, first)) {
		close_gap(b, gap);
		last--;
	}
	gap = backfill_gap_before(b, first);
	merge(b, page, gap < b->n ? gap + 1 : 0, backfill_gap_from(b, last));
}

void
backfill_one(struct buffer *b, const struct line *line)
{
	size_t i = b->n;

	if (known(b, line) != NULL)
		return;
	buffer_make_room(b, 1, buffer_reader_index(b));
	while (i > 0 && (buffer_line(b, i - 1)->time > line->time ||
			    line_is_unconfirmed(buffer_line(b, i - 1))))
		i--;
	if (i > 0 && is_same(buffer_line(b, i - 1), line))
		return;
	buffer_insert(b, line, i < b->n ? i : b->n);
}

void
backfill_move_to_time(struct buffer *b, struct line *line)
{
	size_t i = b->n, from = buffer_index_of(b, line);
	const struct line *l;

	for (; i > 0; i--) {
		l = buffer_line(b, i - 1);
		if (l != line && !line_is_unconfirmed(l) && l->time != 0 &&
		    l->time <= line->time)
			break;
	}
	buffer_move(b, line, i > from ? i - 1 : i);
}
