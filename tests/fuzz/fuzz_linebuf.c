/*
 * fuzz_linebuf: the lines are the same however the input is split, keep to the limits, and contain no
 * byte that must be removed.
 * Input: a byte that picks the limits, a byte for the size of pieces, the stream.
 */
#include <stdint.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/linebuf.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
require(int truth)
{
	if (!truth)
		abort();
}

static void
check_line(const struct linebuf *lb, struct view line)
{
	size_t tags = 0;

	require(line.len > 0);
	require(memchr(line.p, '\n', line.len) == NULL);
	require(memchr(line.p, '\r', line.len) == NULL);
	require(memchr(line.p, '\0', line.len) == NULL);
	if (*line.p == '@' && lb->tags_max > 0) {
		while (tags < line.len && line.p[tags] != ' ')
			tags++;
		tags += tags < line.len;
	}
	require(tags <= lb->tags_max);
	require(line.len - tags <= lb->rest_max - 2);
}

/* A byte for the kind, then the line. */
static void
take_lines(struct linebuf *lb, struct buf *out)
{
	struct view line;
	int result;

	while ((result = linebuf_next(lb, &line)) != 0) {
		if (result == -1) {
			buf_add_char(out, '\0');
			continue;
		}
		check_line(lb, line);
		buf_add_char(out, lb->bare_lf ? '\n' : '\r');
		buf_add_view(out, line);
	}
	require(linebuf_pending(lb) <= lb->tags_max + lb->rest_max);
	require((lb->in.p == NULL) == (linebuf_pending(lb) == 0));
}

static void
take_rest(struct linebuf *lb, struct buf *out)
{
	struct view line;
	int result;

	result = linebuf_rest(lb, &line);
	if (result == 1) {
		check_line(lb, line);
		buf_add_view(out, line);
	}
	require(result != -1);
	require(linebuf_rest(lb, &line) == 0);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const size_t limits[][2] = { { 0, 8 }, { 5, 8 }, { 64, 32 },
		{ LINE_TAGS_CLIENT, LINE_REST_MAX } };
	struct buf whole = { 0 }, pieces = { 0 };
	struct linebuf lb;
	size_t at, n, step;
	const size_t *limit;

	if (size < 2)
		return 0;
	limit = limits[data[0] % 4];
	step = data[1] % 61 + 1;
	linebuf_init(&lb, limit[0], limit[1]);
	linebuf_feed(&lb, data + 2, size - 2);
	take_lines(&lb, &whole);
	take_rest(&lb, &whole);
	linebuf_clear(&lb);
	for (at = 2; at < size; at += n) {
		n = size - at < step ? size - at : step;
		linebuf_feed(&lb, data + at, n);
		if (data[at] % 2 == 0)
			take_lines(&lb, &pieces);
	}
	take_lines(&lb, &pieces);
	take_rest(&lb, &pieces);
	require(view_equal(buf_view(&whole), buf_view(&pieces)));
	linebuf_clear(&lb);
	buf_clear(&whole);
	buf_clear(&pieces);
	return 0;
}
