/*
 * fuzz_server_telnet: any split of the bytes gives the same text and replies; each option is declined
 * at most once (the timing mark each time); the dialect is told about the first line of text.
 * Input: a byte for the size of pieces, the stream.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "server/net/detect.h"
#include "server/plain/telnet.h"

enum { WONT = 252, DONT = 254, IAC = 255, TIMING_MARK = 6 }; /* RFC 854, 860 */

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
require(int truth)
{
	if (!truth)
		abort();
}

static void
filter(const uint8_t *data, size_t size, size_t step, struct buf *text,
    struct buf *answers)
{
	struct telnet t;
	char piece[256];
	size_t at, n, left;

	memset(&t, 0, sizeof(t));
	for (at = 0; at < size; at += n) {
		n = size - at < step ? size - at : step;
		memcpy(piece, data + at, n);
		left = telnet_filter(&t, piece, n, answers);
		require(left <= n);
		buf_add(text, piece, left);
	}
}

/* IAC, WONT or DONT, an option: three bytes for each declined option. */
static void
check_answers(struct view answers)
{
	uint8_t seen[2][256] = { { 0 } };
	const unsigned char *p;
	size_t i;

	require(answers.len % 3 == 0);
	for (i = 0; i < answers.len; i += 3) {
		p = (const unsigned char *)answers.p + i;
		require(p[0] == IAC);
		require(p[1] == WONT || p[1] == DONT);
		require(p[2] == TIMING_MARK || !seen[p[1] == DONT][p[2]]++);
	}
}

static void
check_sniff(struct view text)
{
	const char *lf = text.len > 0 ? memchr(text.p, '\n', text.len) : NULL;
	struct view line = text;
	enum detect_kind kind;

	if (lf != NULL)
		line.len = (size_t)(lf - text.p);
	kind = detect_line(line);
	require(kind == DETECT_PLAIN || kind == DETECT_IRC ||
		detect_refusal(kind) != NULL);
	require(kind != DETECT_PLAIN || detect_refusal(kind) == NULL);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct buf whole = { 0 }, whole_answers = { 0 };
	struct buf pieces = { 0 }, answers = { 0 };

	if (size < 1)
		return 0;
	filter(data + 1, size - 1, 256, &whole, &whole_answers);
	filter(data + 1, size - 1, data[0] % 61u + 1, &pieces, &answers);
	require(view_equal(buf_view(&whole), buf_view(&pieces)));
	require(view_equal(buf_view(&whole_answers), buf_view(&answers)));
	check_answers(buf_view(&answers));
	check_sniff(buf_view(&whole));
	buf_clear(&whole);
	buf_clear(&whole_answers);
	buf_clear(&pieces);
	buf_clear(&answers);
	return 0;
}
