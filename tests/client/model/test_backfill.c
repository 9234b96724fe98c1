/*
 * Tests of backfill: inserting pages of the server's history into a buffer. A buffer is written as its lines' texts, with "|"
 * for a gap and ">" for a pending line.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/model/backfill.h"
#include "client/model/unread.h"
#include "common/xmalloc.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

enum { PAGE_MAX = 400 };

static char words[PAGE_MAX][16];

/* "m7" is line 7 of the server, with time 70; "l73" is the client's line at 73; "p" is pending. */
static struct line
make_line(const char *word)
{
	static char ids[PAGE_MAX][16];
	static unsigned turn;
	struct line line = { .text = words[turn % PAGE_MAX] };
	int number = atoi(word + 1);

	snprintf(words[turn % PAGE_MAX], 16, "%s", word);
	snprintf(ids[turn % PAGE_MAX], 16, "%s", word);
	line.time = word[0] == 'm' ? 10 * number : number;
	if (word[0] == 'm')
		line.msgid = ids[turn % PAGE_MAX];
	if (word[0] == 'l')
		line.kind = LINE_INFO;
	if (word[0] == 'p') {
		line.token = (uint64_t)number + 1;
		line.state = LINE_PENDING;
	}
	turn++;
	return line;
}

static size_t
make_lines(struct line lines[PAGE_MAX], const char *text)
{
	struct view rest = view_of(text), word;
	char copy[16];
	size_t n = 0;

	while (view_cut(&rest, ' ', &word)) {
		snprintf(copy, sizeof(copy), "%.*s", VIEW_ARG(word));
		if (word.len > 0)
			lines[n++] = make_line(copy);
	}
	return n;
}

static struct buffer *
make(const char *text)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 1000);
	struct line lines[PAGE_MAX];
	size_t i, n = make_lines(lines, text);

	for (i = 0; i < n; i++) {
		if (lines[i].text[0] == '|')
			backfill_open_gap(b);
		else
			buffer_add(b, &lines[i], 0);
	}
	b->history = HISTORY_MORE;
	return b;
}

static void
assert_lines(const struct buffer *b, const char *want)
{
	struct buf out = { 0 };
	size_t i;

	for (i = 0; i < b->n; i++) {
		if (i > 0)
			buf_add_char(&out, ' ');
		if (buffer_line(b, i)->kind == LINE_GAP)
			buf_add_char(&out, '|');
		else
			buf_add_str(&out, buffer_line(b, i)->text);
	}
	assert_string_equal(buf_str(&out), want);
	buf_clear(&out);
}

static int
older(struct buffer *b, const char *next, const char *text, int whole)
{
	struct line lines[PAGE_MAX];
	struct backfill_page page = { lines, make_lines(lines, text), whole };

	return backfill_older(b, view_of(next), &page);
}

static int
newer(struct buffer *b, const char *before, const char *text, int whole)
{
	struct line lines[PAGE_MAX];
	struct backfill_page page = { lines, make_lines(lines, text), whole };

	return backfill_newer(b, view_of(before), &page);
}

static void
around(struct buffer *b, const char *text)
{
	struct line lines[PAGE_MAX];
	struct backfill_page page = { lines, make_lines(lines, text), 0 };

	backfill_around(b, &page);
}

static void
older_lines__are_inserted_before__and_say_whether_there_are_more(void **state)
{
	struct buffer *b = make("m5 m6");

	(void)state;
	assert_int_equal(older(b, "m5", "m3 m4", 0), 0);
	assert_lines(b, "m3 m4 m5 m6");
	assert_int_equal(b->history, HISTORY_MORE);
	assert_int_equal(older(b, "m3", "m1 m2", 1), 0);
	assert_lines(b, "m1 m2 m3 m4 m5 m6");
	assert_int_equal(b->history, HISTORY_START);
	assert_int_equal(older(b, "m77", "m0", 1), -1);
	buffer_free(b);
}

static void
latest_lines__are_merged__each_once(void **state)
{
	struct buffer *b = make("l35 m5 l55 m7 p9");

	(void)state;
	assert_int_equal(older(b, "", "m3 m4 m5 m6 m7 m8", 0), 0);
	assert_lines(b, "m3 l35 m4 m5 l55 m6 m7 m8 p9");
	older(b, "", "m3 m4 m5 m6 m7 m8", 0);
	assert_lines(b, "m3 l35 m4 m5 l55 m6 m7 m8 p9");
	buffer_free(b);
	b = make("");
	older(b, "", "", 1);
	assert_lines(b, "");
	assert_int_equal(b->history, HISTORY_START);
	buffer_free(b);
}

static void
lines_of_the_same_time__keep_the_servers_order(void **state)
{
	struct buffer *b = make("m5 m7");
	struct line lines[PAGE_MAX];
	struct backfill_page page = { lines,
		make_lines(lines, "m4 m5 m6 m7 m8"), 0 };
	size_t i;

	(void)state;
	for (i = 0; i < 5; i++)
		lines[i].time = 50;
	buffer_line(b, 1)->time = 50;
	backfill_older(b, VIEW(""), &page);
	assert_lines(b, "m4 m5 m6 m7 m8");
	buffer_free(b);
}

static void
missed_lines__fill_the_gap__page_by_page(void **state)
{
	struct buffer *b = make("m1 m2 l25 | l95 m10 m11 p5");

	(void)state;
	assert_int_equal(newer(b, "m2", "m3 m4", 0), 0);
	assert_lines(b, "m1 m2 l25 m3 m4 | l95 m10 m11 p5");
	assert_int_equal(newer(b, "m4", "m5 m6 m7", 0), 0);
	assert_lines(b, "m1 m2 l25 m3 m4 m5 m6 m7 | l95 m10 m11 p5");
	assert_int_equal(newer(b, "m7", "m8 m9 m10", 0), 0);
	assert_lines(b, "m1 m2 l25 m3 m4 m5 m6 m7 m8 m9 l95 m10 m11 p5");
	assert_int_equal(b->history, HISTORY_MORE);
	buffer_free(b);
}

static void
gap__is_closed__when_all_its_lines_arrived(void **state)
{
	struct buffer *b = make("m1 m2 | l95 p5");

	(void)state;
	newer(b, "m2", "m3", 1);
	assert_lines(b, "m1 m2 m3 l95 p5");
	buffer_free(b);
	b = make("m1 m2 | m8");
	newer(b, "m2", "", 1);
	assert_lines(b, "m1 m2 m8");
	buffer_free(b);
	b = make("m1 m2 | m8");
	older(b, "m8", "m6 m7", 0);
	assert_lines(b, "m1 m2 | m6 m7 m8");
	older(b, "m6", "m2 m3 m4 m5", 0);
	assert_lines(b, "m1 m2 m3 m4 m5 m6 m7 m8");
	assert_int_equal(b->history, HISTORY_MORE);
	buffer_free(b);
	b = make("m1 | m3 | m5");
	older(b, "", "m1 m2 m3 m4 m5", 0);
	assert_lines(b, "m1 m2 m3 m4 m5");
	buffer_free(b);
}

static void
lines_around_a_search_result__are_a_separate_piece(void **state)
{
	struct buffer *b = make("l5 m50 m51 l515 | m90");

	(void)state;
	around(b, "m20 m21");
	assert_lines(b, "l5 m20 m21 | m50 m51 l515 | m90");
	assert_int_equal(b->history, HISTORY_MORE);
	around(b, "m60 m61");
	assert_lines(b, "l5 m20 m21 | m50 m51 l515 | m60 m61 | m90");
	around(b, "m61 m62");
	assert_lines(b, "l5 m20 m21 | m50 m51 l515 | m60 m61 m62 | m90");
	around(b, "m51 m52 m60");
	assert_lines(b, "l5 m20 m21 | m50 m51 l515 m52 m60 m61 m62 | m90");
	around(b, "m50 m51");
	assert_lines(b, "l5 m20 m21 | m50 m51 l515 m52 m60 m61 m62 | m90");
	older(b, "m20", "m18 m19", 0);
	assert_lines(
	    b, "l5 m18 m19 m20 m21 | m50 m51 l515 m52 m60 m61 m62 | m90");
	buffer_free(b);
}

static void
backfill_one__inserts_a_replayed_line_once__in_its_place(void **state)
{
	struct buffer *b = make("m1 m3 p9");
	struct line line = make_line("m2");
	struct line bare = make_line("m3");

	(void)state;
	bare.msgid = NULL;
	backfill_one(b, &line);
	backfill_one(b, &line);
	backfill_one(b, &bare);
	assert_lines(b, "m1 m2 m3 p9");
	buffer_free(b);
}

static void
own_line__takes_its_place__when_it_was_found_in_the_history(void **state)
{
	struct buffer *b = make("m1 m2 | m6 p9 p10");
	struct line *line = buffer_find_token(b, 10);

	(void)state;
	line->time = 15;
	line->token = 0;
	backfill_move_to_time(b, line);
	assert_lines(b, "m1 p9 m2 | m6 p10");
	line = buffer_find_token(b, 11);
	line->time = 65;
	line->token = 0;
	backfill_move_to_time(b, line);
	assert_lines(b, "m1 p9 m2 | m6 p10");
	buffer_free(b);
}

static void
reader_and_unread_mark__keep_their_positions(void **state)
{
	struct buffer *b = make("m5 m6 m7 m8");

	(void)state;
	b->following = 0;
	b->bottom_seq = buffer_line(b, 1)->seq;
	b->read_seq = buffer_line(b, 2)->seq;
	older(b, "m5", "m1 m2 m3 m4", 1);
	assert_string_equal(buffer_line(b, buffer_reader_index(b))->text, "m6");
	assert_string_equal(buffer_line(b, unread_first_line(b))->text, "m8");
	buffer_free(b);
}

static void
lines_far_from_the_reader__are_dropped_for_a_page(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 20);
	struct line line;
	char word[16];
	int i;

	(void)state;
	b->history = HISTORY_MORE;
	for (i = 30; i < 49; i++) {
		snprintf(word, sizeof(word), "m%d", i);
		line = make_line(word);
		buffer_add(b, &line, 0);
	}
	line = make_line("p7");
	buffer_add(b, &line, 0);
	assert_int_equal(older(b, "m30", "m28 m29", 0), -1);
	assert_int_equal(b->n, 20);
	b->following = 0;
	b->bottom_seq = buffer_line(b, 3)->seq;
	assert_int_equal(older(b, "m30", "m26 m27 m28 m29", 0), 0);
	assert_lines(b, "m26 m27 m28 m29 m30 m31 m32 m33 m34 m35 m36 m37 m38 "
			"m39 | p7");
	assert_string_equal(
	    buffer_line(b, buffer_reader_index(b))->text, "m33");
	line = make_line("m60");
	buffer_add(b, &line, 0);
	b->bottom_seq = buffer_line(b, 13)->seq;
	assert_int_equal(newer(b, "m39", "m40 m41", 0), 0);
	assert_lines(b, "m27 m28 m29 m30 m31 m32 m33 m34 m35 m36 m37 m38 m39 "
			"m40 m41 | p7 m60");
	assert_int_equal(b->history, HISTORY_MORE);
	buffer_free(b);
}

/*
 * A server with one history, several lines of the same time, and a client that disconnects, fetches and scrolls
 * at random: its lines are always in the server's order, each once, and none is missing where there is no gap.
 */
enum { SAID = 300, LIMIT = 12 };

static struct line
said(int i)
{
	char word[16];
	struct line line;

	snprintf(word, sizeof(word), "m%d", i);
	line = make_line(word);
	line.time = i / 4;
	return line;
}

static int
number_of(const struct line *line)
{
	return atoi(line->msgid + 1);
}

static void
assert_sound(const struct buffer *b, int until, int from)
{
	int last = -1, gap = 0, n;
	size_t i;

	for (i = 0; i < b->n; i++) {
		if (buffer_line(b, i)->kind == LINE_GAP) {
			gap = 1;
			continue;
		}
		n = number_of(buffer_line(b, i));
		if (last == -1 && b->history == HISTORY_START)
			assert_int_equal(n, 0);
		if (gap || last == -1)
			assert_true(n > last);
		else
			assert_int_equal(n, last + 1);
		last = n;
		gap = 0;
	}
	if (!gap && b->n > 0 && last >= from)
		assert_int_equal(last, until - 1);
	assert_true(b->n <= b->max);
}

static size_t
page_of(struct line lines[LIMIT], int from, int to, int until)
{
	size_t n = 0;

	for (from = from < 0 ? 0 : from; from < to && from < until; from++)
		lines[n++] = said(from);
	return n;
}

static void
fetch_anything(struct buffer *b, struct prng *r, int until)
{
	struct line lines[LIMIT], *edge;
	struct backfill_page page = { .lines = lines };
	char msgid[16];
	int at, what = (int)prng_below(r, 4);

	edge = backfill_known_from(
	    b, b->n == 0 ? 0 : prng_below(r, (uint32_t)b->n));
	at = edge == NULL ? until : number_of(edge);
	snprintf(msgid, sizeof(msgid), "%s", edge == NULL ? "" : edge->msgid);
	if (what == 0 || edge == NULL) {
		page.n = page_of(lines, until - LIMIT, until, until);
		page.whole = until <= LIMIT;
		backfill_older(b, VIEW(""), &page);
	} else if (what == 1) {
		page.n = page_of(lines, at - LIMIT, at, until);
		page.whole = at < LIMIT;
		backfill_older(b, view_of(msgid), &page);
	} else if (what == 2) {
		page.n = page_of(lines, at + 1, at + 1 + LIMIT, until);
		page.whole = at + 1 + LIMIT > until;
		backfill_newer(b, view_of(msgid), &page);
	} else {
		at = (int)prng_below(r, (uint32_t)until);
		page.n = page_of(lines, at - LIMIT / 2, at + LIMIT / 2, until);
		backfill_around(b, &page);
	}
}

static void
play(uint32_t seed, size_t max)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), max);
	struct prng r = { seed };
	struct line line;
	int until, linked = 1, from = 0;

	b->history = HISTORY_MORE;
	for (until = 0; until < SAID;) {
		if (prng_below(&r, 12) == 0) {
			linked = !linked;
			if (linked && b->n > 0)
				backfill_open_gap(b);
			from = linked ? until : SAID;
		}
		if (prng_below(&r, 6) == 0 && b->n > 0) {
			b->following = (int)prng_below(&r, 2);
			b->bottom_seq =
			    buffer_line(b, prng_below(&r, (uint32_t)b->n))->seq;
		}
		line = said(until++);
		if (linked)
			buffer_add(b, &line, 0);
		if (linked && prng_below(&r, 3) == 0)
			fetch_anything(b, &r, until);
		assert_sound(b, until, linked ? from : SAID);
	}
	buffer_free(b);
}

static void
fetched_lines__are_in_order_and_unique__for_any_pages(void **state)
{
	uint32_t seed;

	(void)state;
	for (seed = 1; seed < 60; seed++) {
		play(seed, 1000);
		play(seed, 60);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    older_lines__are_inserted_before__and_say_whether_there_are_more),
		cmocka_unit_test(latest_lines__are_merged__each_once),
		cmocka_unit_test(
		    lines_of_the_same_time__keep_the_servers_order),
		cmocka_unit_test(missed_lines__fill_the_gap__page_by_page),
		cmocka_unit_test(gap__is_closed__when_all_its_lines_arrived),
		cmocka_unit_test(
		    lines_around_a_search_result__are_a_separate_piece),
		cmocka_unit_test(
		    backfill_one__inserts_a_replayed_line_once__in_its_place),
		cmocka_unit_test(
		    own_line__takes_its_place__when_it_was_found_in_the_history),
		cmocka_unit_test(reader_and_unread_mark__keep_their_positions),
		cmocka_unit_test(
		    lines_far_from_the_reader__are_dropped_for_a_page),
		cmocka_unit_test(
		    fetched_lines__are_in_order_and_unique__for_any_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
