/*
 * message_split: measure lines and batches.
 */
#include "client/irc/message_split.h"

#include "common/text.h"

struct view
message_line(struct view text, size_t from, size_t to)
{
	struct view rest = { text.p + from, to - from }, line = rest;

	if (!view_cut(&rest, '\n', &line))
		line.len = 0;
	return line;
}

static struct message_part
split_line(
    const struct message_limits *max, struct view text, size_t from, size_t to)
{
	struct message_part part = { .from = from };
	struct view line = message_line(text, from, to);
	size_t n = text_split(line, max->line);

	part.end = from + n;
	line.p += n;
	line.len -= n;
	part.next = part.end + text_skip_space(line);
	while (part.next < to && text.p[part.next] == '\n')
		part.next++;
	return part;
}

/* Take as many lines as the server accepts in a batch; keeps blank lines in the middle. */
static struct message_part
split_batch(
    const struct message_limits *max, struct view text, size_t from, size_t to)
{
	struct message_part part = { .from = from, .end = from, .is_batch = 1 };
	size_t at = from, n, lines = 0;
	struct view line;

	while (at < to && lines++ < max->max_lines) {
		line = message_line(text, at, to);
		n = text_split(line, max->line);
		if (at + n - from > max->max_bytes)
			break;
		at += n;
		if (n > 0)
			part.end = at;
		at += n == line.len && at < to;
	}
	part.next = part.end;
	while (part.next < to && text.p[part.next] == '\n')
		part.next++;
	return part;
}

struct message_part
message_split(
    const struct message_limits *max, struct view text, size_t from, size_t to)
{
	struct message_part line = split_line(max, text, from, to), batch;

	if (line.next >= to || max->max_bytes == 0)
		return line;
	batch = split_batch(max, text, from, to);
	return batch.next > line.next ? batch : line;
}

size_t
message_fits(const struct message_limits *max, struct view text)
{
	struct view rest = text, line = { 0 };
	size_t n;

	view_cut(&rest, '\n', &line);
	if (max->max_bytes == 0)
		return line.len;
	if (text.len > max->max_bytes + 1)
		text.len = max->max_bytes + 1;
	n = split_batch(max, text, 0, text.len).end;
	while (n > line.len && n < text.len && text.p[n] != '\n')
		n--;
	return n > line.len ? n : line.len;
}
