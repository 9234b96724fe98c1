/*
 * buffer: a room, query or server buffer, and changes to its lines.
 */
#include "client/model/buffer.h"

#include <stdlib.h>
#include <string.h>

#include "client/model/stored_lines.h"
#include "common/names.h"
#include "common/xmalloc.h"

/* High enough that lines can be inserted before the first, low enough that it never overflows. */
#define SEQ_FIRST ((uint64_t)1 << 62)

/* Names that cannot be folded are kept unchanged. */
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
	b->next_seq = SEQ_FIRST;
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

/* Searches from the newest, because recent lines are looked for most. */
struct line *
buffer_find_token(const struct buffer *b, uint64_t token)
{
	struct line *line;
	size_t i;

	if (token == 0)
		return NULL;
	for (i = b->n; i > 0; i--) {
		line = buffer_line(b, i - 1);
		if (line->token == token)
			return line;
	}
	return NULL;
}

struct line *
buffer_find_msgid(const struct buffer *b, struct view msgid)
{
	return stored_line_find(b->by_msgid, msgid);
}

void
buffer_set_state(struct buffer *b, struct line *line, enum line_state state)
{
	b->failed -= line->state == LINE_FAILED;
	b->failed += state == LINE_FAILED;
	line->state = state;
}

void
buffer_set_msgid(struct buffer *b, struct line *line, struct view msgid)
{
	stored_line_set_msgid(&b->by_msgid, line, msgid);
}

void
buffer_redact(
    struct buffer *b, struct line *line, struct view who, struct view reason)
{
	if (line->mention && b->mentions > 0 && line->time > b->read_time)
		b->mentions--;
	line_redact(line, who, reason);
}

void
buffer_set_hit(struct buffer *b, struct line *line)
{
	b->hit = line;
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
