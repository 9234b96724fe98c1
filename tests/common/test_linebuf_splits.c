/*
 * linebuf: any split of any bytes gives the same lines, compared with a simple model of the rules.
 */
#include <stdlib.h>

#include "common/linebuf.h"
#include "tests/support/check_view.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

/* The results as text: "[line]", "(line)" for a bare LF, "!" for -1. */
static void
note(struct buf *out, int result, struct view line, int bare_lf)
{
	if (result == -1) {
		buf_add_char(out, '!');
		return;
	}
	buf_add_char(out, bare_lf ? '(' : '[');
	buf_add_view(out, line);
	buf_add_char(out, bare_lf ? ')' : ']');
}

static void
take_lines(struct linebuf *lb, struct buf *out)
{
	struct view line;
	int result;

	while ((result = linebuf_next(lb, &line)) != 0)
		note(out, result, line, lb->bare_lf);
}

/* The same rules for a complete stream. */
static void
model_line(struct buf *out, struct view raw, int ended, size_t tags_max,
    size_t rest_max)
{
	struct buf line = { 0 };
	size_t i, rest = 0;
	int bare_lf = 1, overlong = 0;

	for (i = 0; i < raw.len; i++) {
		if (raw.p[i] != '\0')
			bare_lf = raw.p[i] != '\r';
		if (raw.p[i] != '\0' && raw.p[i] != '\r')
			buf_add_char(&line, raw.p[i]);
	}
	if (line.len > 0 && line.p[0] == '@' && tags_max > 0) {
		while (rest < line.len && line.p[rest] != ' ')
			rest++;
		rest += rest < line.len;
		overlong = rest > tags_max;
	}
	if (line.len - rest > rest_max - 2)
		overlong = 1;
	if (line.len > 0 && (ended || overlong))
		note(out, overlong ? -1 : 1, buf_view(&line), bare_lf);
	buf_clear(&line);
}

static void
model(struct buf *out, struct view bytes, size_t tags_max, size_t rest_max)
{
	struct view raw;

	while (view_cut(&bytes, '\n', &raw))
		model_line(out, raw, bytes.p != NULL, tags_max, rest_max);
}

/* Feed in random pieces; take lines now and then, and put some back. */
static void
feed_in_pieces(
    struct prng *r, struct linebuf *lb, struct buf *out, struct view bytes)
{
	size_t n, most = 1 + prng_below(r, 40);
	struct view line;
	int result;

	while (bytes.len > 0) {
		n = 1 + prng_below(r, most);
		n = n < bytes.len ? n : bytes.len;
		linebuf_feed(lb, bytes.p, n);
		bytes.p += n;
		bytes.len -= n;
		while (prng_below(r, 3) > 0) {
			result = linebuf_next(lb, &line);
			if (result == 0)
				break;
			if (prng_below(r, 4) == 0)
				linebuf_unget(lb);
			else
				note(out, result, line, lb->bare_lf);
		}
	}
}

static void
check_stream(
    struct prng *r, struct view bytes, size_t tags_max, size_t rest_max)
{
	struct buf expected = { 0 }, out = { 0 };
	struct linebuf lb;
	int i;

	model(&expected, bytes, tags_max, rest_max);
	for (i = 0; i < 4; i++) {
		linebuf_init(&lb, tags_max, rest_max);
		if (i == 0)
			linebuf_feed(&lb, bytes.p, bytes.len);
		else
			feed_in_pieces(r, &lb, &out, bytes);
		take_lines(&lb, &out);
		assert_views(buf_view(&out), buf_view(&expected));
		buf_reset(&out);
		linebuf_clear(&lb);
	}
	buf_clear(&expected);
	buf_clear(&out);
}

static void
linebuf__returns_the_same_lines__for_any_split_of_any_bytes(void **state)
{
	static const char alphabet[] = "ab@  \r\r\n\n\0";
	struct prng r = { 20260101 };
	char bytes[400];
	size_t n;
	int i;

	(void)state;
	for (i = 0; i < 5000; i++) {
		n = prng_below(&r, sizeof(bytes));
		prng_pick(&r, bytes, n, alphabet, sizeof(alphabet) - 1);
		check_stream(&r, (struct view){ bytes, n }, prng_below(&r, 9),
		    3 + prng_below(&r, 12));
	}
}

/* Lines about as long as the protocol's limits. */
static void
linebuf__returns_the_same_lines__for_any_split_of_long_lines(void **state)
{
	static char bytes[30000];
	struct prng r = { 4242 };
	size_t at, n;
	int i;

	(void)state;
	for (i = 0; i < 60; i++) {
		memset(bytes, 'x', sizeof(bytes));
		for (at = 0; at < sizeof(bytes); at += n) {
			n = 500 + prng_below(&r, 20);
			if (prng_below(&r, 2) == 0) {
				bytes[at] = '@';
				at += 4090 + prng_below(&r, 10);
				if (at < sizeof(bytes))
					bytes[at] = ' ';
			}
			if (at + n < sizeof(bytes))
				bytes[at + n] = '\n';
			n++;
		}
		check_stream(&r, (struct view){ bytes, sizeof(bytes) },
		    LINE_TAGS_CLIENT, LINE_REST_MAX);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    linebuf__returns_the_same_lines__for_any_split_of_any_bytes),
		cmocka_unit_test(
		    linebuf__returns_the_same_lines__for_any_split_of_long_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
