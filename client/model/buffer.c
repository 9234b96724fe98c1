/*
 * buffer: the ring of lines, what is unread in it, and the draft.
 */
#include "client/model/buffer.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/names.h"
#include "common/xmalloc.h"

enum { RING_MIN = 64 };

static void
line_free(struct line *line)
{
	if (line == NULL)
		return;
	free(line->nick);
	free(line->object);
	free(line->text);
	free(line->msgid);
	free(line);
}

static struct line *
line_copy(const struct line *from)
{
	struct line *line = xmalloc(sizeof(*line));

	*line = *from;
	line->nick = xstrdup(from->nick);
	line->object = xstrdup(from->object);
	line->text = xstrdup(from->text);
	line->msgid = xstrdup(from->msgid);
	return line;
}

/* Names that cannot be folded are kept as they are. */
static char *
folded(struct view name)
{
	char out[NAME_FOLDED];

	if (name_fold(out, sizeof(out), name) < 0)
		return xviewdup(name);
	return xstrdup(out);
}

struct buffer *
buffer_new(enum buffer_kind kind, struct view name, size_t max)
{
	struct buffer *b = xcalloc(1, sizeof(*b));

	b->kind = kind;
	b->name = xviewdup(name);
	b->folded = folded(name);
	b->max = max > 0 ? max : 1;
	b->next_seq = 1;
	b->following = 1;
	return b;
}

void
buffer_free(struct buffer *b)
{
	if (b == NULL)
		return;
	buffer_clear_lines(b);
	free(b->lines);
	roster_clear(&b->roster);
	free(b->name);
	free(b->folded);
	free(b->topic);
	free(b->draft);
	free(b);
}

void
buffer_rename(struct buffer *b, struct view name)
{
	char *copy = xviewdup(name);

	free(b->folded);
	b->folded = folded(view_of(copy));
	free(b->name);
	b->name = copy;
}

/* Where line i lies in the ring. */
static struct line **
slot(const struct buffer *b, size_t i)
{
	i += b->first;
	return &b->lines[i < b->size ? i : i - b->size];
}

struct line *
buffer_line(const struct buffer *b, size_t i)
{
	return i < b->n ? *slot(b, i) : NULL;
}

size_t
buffer_index(const struct buffer *b, uint64_t seq)
{
	size_t low = 0, high = b->n, middle;

	while (low < high) {
		middle = low + (high - low) / 2;
		if ((*slot(b, middle))->seq < seq)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* What is asked for is nearly always young. */
struct line *
buffer_find_token(const struct buffer *b, uint64_t token)
{
	struct line *line;
	size_t i;

	if (token == 0)
		return NULL;
	for (i = b->n; i > 0; i--) {
		line = *slot(b, i - 1);
		if (line->token == token)
			return line;
	}
	return NULL;
}

struct line *
buffer_find_msgid(const struct buffer *b, const char *msgid)
{
	struct line *line;
	size_t i;

	for (i = b->n; i > 0; i--) {
		line = *slot(b, i - 1);
		if (line->msgid != NULL && strcmp(line->msgid, msgid) == 0)
			return line;
	}
	return NULL;
}

static uint64_t
last_seq(const struct buffer *b)
{
	return b->n > 0 ? (*slot(b, b->n - 1))->seq : 0;
}

/* Has the reader seen all there is? */
static int
caught_up(const struct buffer *b)
{
	return b->read_seq >= last_seq(b);
}

/* Twice the room, laid out from the start; never more than max. */
static void
ring_grow(struct buffer *b)
{
	struct line **lines;
	size_t i, size;

	size = b->size < RING_MIN ? RING_MIN : 2 * b->size;
	if (size > b->max)
		size = b->max;
	lines = xreallocarray(NULL, size, sizeof(struct line *));
	for (i = 0; i < b->n; i++)
		lines[i] = *slot(b, i);
	free(b->lines);
	b->lines = lines;
	b->size = size;
	b->first = 0;
}

static void
drop_oldest(struct buffer *b)
{
	line_free(*slot(b, 0));
	b->first = b->first + 1 < b->size ? b->first + 1 : 0;
	b->n--;
}

/* Put a line at the end with the next seq; there is room. */
static void
append(struct buffer *b, struct line *line)
{
	line->seq = b->next_seq++;
	b->n++;
	*slot(b, b->n - 1) = line;
}

/*
 * The unread mark goes along while nothing unread came: it belongs above the
 * first line that the reader has not seen and would want to.
 */
struct line *
buffer_add(struct buffer *b, const struct line *from, int unread)
{
	struct line *line = line_copy(from);
	int seen = !unread && caught_up(b);

	if (b->n == b->max)
		drop_oldest(b);
	else if (b->n == b->size)
		ring_grow(b);
	append(b, line);
	if (seen)
		b->read_seq = line->seq;
	if (unread) {
		b->unread++;
		b->mentions += line->mention || b->kind == BUFFER_QUERY;
	}
	return line;
}

/* The place of a line that is in the ring. */
static size_t
place(const struct buffer *b, const struct line *line)
{
	size_t i = buffer_index(b, line->seq);

	assert(i < b->n && *slot(b, i) == line);
	return i;
}

/* Take line i out of the ring. A reader who stood on it stands on its neighbour. */
static void
take_out(struct buffer *b, size_t i)
{
	struct line *line = *slot(b, i), *other;

	if (!b->following && b->at_seq == line->seq && b->n > 1) {
		other = *slot(b, i > 0 ? i - 1 : 1);
		b->at_seq = other->seq;
		b->at_row = 0;
	}
	for (; i + 1 < b->n; i++)
		*slot(b, i) = *slot(b, i + 1);
	b->n--;
}

void
buffer_move_last(struct buffer *b, struct line *line)
{
	int seen = caught_up(b);
	size_t i = place(b, line);

	if (i + 1 == b->n)
		return;
	take_out(b, i);
	append(b, line);
	if (seen)
		b->read_seq = line->seq;
}

void
buffer_remove(struct buffer *b, struct line *line)
{
	take_out(b, place(b, line));
	line_free(line);
}

void
buffer_clear_lines(struct buffer *b)
{
	size_t i;

	for (i = 0; i < b->n; i++)
		line_free(*slot(b, i));
	b->first = b->n = 0;
	b->following = 1;
	b->at_seq = 0;
	b->at_row = 0;
	b->read_seq = b->next_seq - 1;
}

void
buffer_seen(struct buffer *b)
{
	b->unread = b->mentions = 0;
}

void
buffer_left(struct buffer *b)
{
	b->read_seq = b->next_seq - 1;
}

void
buffer_set_draft(struct buffer *b, const char *text, size_t point)
{
	xreplace(&b->draft, text != NULL && *text != '\0' ? text : NULL);
	b->draft_point = b->draft == NULL ? 0 : point;
}

void
buffer_set_topic(struct buffer *b, const char *topic)
{
	xreplace(&b->topic, topic != NULL && *topic != '\0' ? topic : NULL);
}
