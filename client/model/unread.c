/*
 * unread: counts unread lines, and places the unread mark.
 */
#include "client/model/unread.h"

static void
set_all_read(struct buffer *b)
{
	int64_t newest = buffer_newest_time(b);

	if (newest > b->read_time)
		b->read_time = newest;
}

void
unread_clear(struct buffer *b)
{
	b->unread_more = 0;
	b->unread = b->mentions = 0;
	set_all_read(b);
}

void
unread_pass(struct buffer *b, size_t i)
{
	unsigned unread = 0, mentions = 0;
	const struct line *line;
	size_t k;

	if (b->unread == 0)
		return;
	for (k = b->n; k > i + 1; k--) {
		line = buffer_line(b, k - 1);
		if (line->seq <= b->read_seq)
			break;
		if (!unread_counts(b, line))
			continue;
		unread++;
		mentions += line->mention || b->kind == BUFFER_QUERY;
	}
	if (unread < b->unread)
		b->unread = unread;
	if (mentions < b->mentions)
		b->mentions = mentions;
}

void
unread_move_mark_to_end(struct buffer *b)
{
	b->read_seq = b->next_seq - 1;
	b->mark_time = 0;
	set_all_read(b);
}

/* True for a message that the user has not read. */
static int
is_unread_message(const struct line *line, int64_t since)
{
	return line->time > since && !line->self && line->ignored == 0 &&
	       line_is_message(line);
}

int
unread_counts(const struct buffer *b, const struct line *line)
{
	return is_unread_message(line, INT64_MIN) &&
	       buffer_level(b) != LEVEL_NOTHING;
}

/*
 * Return the seq of the line above the first unread one since the mark's time; if that is the oldest, the seq
 * before all others; if there is none, the newest.
 */
static uint64_t
last_read(const struct buffer *b)
{
	size_t i = 0;

	while (i < b->n && !is_unread_message(buffer_line(b, i), b->mark_time))
		i++;
	if (b->n == 0)
		return b->next_seq - 1;
	return i > 0 ? buffer_line(b, i - 1)->seq : buffer_line(b, 0)->seq - 1;
}

static void
count(struct buffer *b)
{
	const struct line *line;
	size_t i;

	for (i = 0; i < b->n; i++) {
		line = buffer_line(b, i);
		if (!is_unread_message(line, b->read_time))
			continue;
		b->unread++;
		b->mentions += line->mention || b->kind == BUFFER_QUERY;
	}
}

void
unread_recount(struct buffer *b, int move_mark)
{
	if (b->read_time == 0)
		return;
	b->unread = b->mentions = 0;
	b->unread_more = 0;
	if (buffer_level(b) != LEVEL_NOTHING)
		count(b);
	if (!move_mark)
		return;
	b->mark_time = b->read_time;
	b->read_seq = last_read(b);
}

void
unread_place_mark(struct buffer *b)
{
	if (b->mark_time != 0 && unread_first_line(b) == 0)
		b->read_seq = last_read(b);
}

size_t
unread_first_line(const struct buffer *b)
{
	return buffer_index_of_seq(b, b->read_seq + 1);
}
