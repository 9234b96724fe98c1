/*
 * fuzz_text: clean text has no controls, pieces rejoin, folding twice changes nothing more, valid
 * names stay valid.
 * Input: a byte for the size of pieces, the text.
 */
#include <stdint.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/names.h"
#include "common/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

static void
require(int truth)
{
	if (!truth)
		abort();
}

static int
is_control(uint32_t c)
{
	return c < 0x20 || (c >= 0x7f && c <= 0x9f) || c == 0x61c ||
	       c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
	       (c >= 0x2066 && c <= 0x2069);
}

static void
check_no_controls(struct view v)
{
	size_t len;

	require(text_utf8_valid(v));
	for (; v.len > 0; v.p += len, v.len -= len)
		require(!is_control(text_decode(v, &len)));
}

static void
check_clean(struct view text)
{
	struct buf out = { 0 }, again = { 0 };

	text_clean(&out, text, TEXT_SHOW);
	check_no_controls(buf_view(&out));
	buf_reset(&out);
	text_clean(&out, text, 0);
	check_no_controls(buf_view(&out));
	text_clean(&again, buf_view(&out), 0);
	require(view_equal(buf_view(&out), buf_view(&again)));
	buf_reset(&out);
	text_vis(&out, text);
	check_no_controls(buf_view(&out));
	buf_clear(&out);
	buf_clear(&again);
}

static void
check_split(struct view text, size_t max)
{
	struct view rest = text;
	size_t n, sum = 0;

	while (rest.len > 0) {
		n = text_split(rest, max);
		require(n > 0 && n <= rest.len && (n <= max || n <= 4));
		if (n < rest.len)
			require(text_cut(rest, n) == n);
		rest.p += n;
		rest.len -= n;
		sum += n;
		n = text_skip_space(rest);
		require(n <= 1 && n <= rest.len);
		rest.p += n;
		rest.len -= n;
		sum += n;
	}
	require(sum == text.len);
}

static void
check_graphemes(struct view text)
{
	struct view rest = text;
	size_t n, count = 0;

	for (; rest.len > 0; rest.p += n, rest.len -= n, count++) {
		n = text_grapheme(rest);
		require(n > 0 && n <= rest.len);
		if (text_utf8_valid(text))
			require(text_cut(rest, n) == n);
	}
	require(text_graphemes(text) == count);
}

static void
check_names(struct view text)
{
	char once[2048], twice[2048], nick[NICK_BYTES + 1];
	int n;

	n = name_fold(once, sizeof(once), text);
	if (n >= 0) {
		require(text_utf8_valid(text));
		require(name_fold(twice, sizeof(twice), view_of(once)) == n);
		require(memcmp(once, twice, (size_t)n) == 0);
		require(mask_match(text, view_of(once)));
	}
	if (nick_valid(text) || room_valid(text)) {
		require(n >= 0 && n < NAME_FOLDED);
		require(name_equal(text, view_of(once)));
		check_no_controls(view_of(once));
		require(strpbrk(once, " ,:*?") == NULL);
	}
	require(!nick_valid(text) || !room_valid(text));
	nick_from(nick, text, "guest");
	require(nick_valid(view_of(nick)));
	require(mask_match(VIEW("*"), text));
	mask_match(text, VIEW("nick!user@host.example.org"));
	username_valid(text);
	hostname_valid(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view text;

	if (size == 0)
		return 0;
	text = (struct view){ (const char *)data + 1, size - 1 };
	check_clean(text);
	check_split(text, data[0]);
	check_graphemes(text);
	check_names(text);
	return 0;
}
