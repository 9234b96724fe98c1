/*
 * Tests of pane_messages: lines of every kind, scrolling, and rows between lines.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/view/pane.h"
#include "common/xmalloc.h"
#include "tests/support/picture.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

static int
set_up(void **state)
{
	static struct picture p;

	picture_open(&p, 60, 8);
	p.st.rooms = p.st.members = PANE_OFF;
	*state = &p;
	return 0;
}

static int
tear_down(void **state)
{
	picture_close(*state);
	return 0;
}

/* Return the rows of the message pane from the first that is not empty on, joined by "|". */
static char *
pane_rows(struct picture *p)
{
	const struct rect *r = &p->st.layout.messages;
	struct buf out = { 0 };
	char *row;
	int y;

	free(picture_text(p));
	for (y = r->y; y < r->y + r->h; y++) {
		row = picture_row(p, y);
		if (out.len > 0)
			buf_add_char(&out, '|');
		buf_add_str(&out, row);
		free(row);
	}
	return buf_take(&out);
}

static void
assert_pane(struct picture *p, const char *want)
{
	char *got = pane_rows(p);

	if (strcmp(got, want) != 0)
		print_error("expected:\n%s\ngot:\n%s\n", want, got);
	assert_string_equal(got, want);
	free(got);
}

static void
assert_row_has(struct picture *p, const char *want)
{
	char *got = pane_rows(p);

	if (strstr(got, want) == NULL)
		fail_msg("no \"%s\" in: %s", want, got);
	free(got);
}

static void
add_numbers(struct picture *p, int from, int to)
{
	char text[16];

	for (; from <= to; from++) {
		snprintf(text, sizeof(text), "%d", from);
		picture_add(p, p->m->active, LINE_MESSAGE, "bob", text)->time =
		    0;
	}
}

static void
messages__align_nicks__and_indent_the_text(void **state)
{
	struct picture *p = *state;

	picture_add(p, model_network(p->m)->server, LINE_MESSAGE, "bob",
	    "a sentence that is longer than what fits into one row");
	picture_add(p, model_network(p->m)->server, LINE_MESSAGE,
	    "averylongnickindeed", "x");
	picture_add(
	    p, model_network(p->m)->server, LINE_ACTION, "bob", "waves");
	assert_pane(p,
	    "10:00          bob a sentence that is longer than what fits"
	    "|                   into one row"
	    "|10:01 averylongni… x"
	    "|10:02            * bob waves");
}

static void
messages__of_one_person_are_grouped__until_another_line_or_a_pause(void **state)
{
	struct picture *p = *state;
	struct buffer *b = model_network(p->m)->server;

	picture_resize(p, 60, 16);
	picture_add(p, b, LINE_MESSAGE, "bob", "one");
	picture_add(p, b, LINE_MESSAGE, "bob", "two");
	p->now += 3 * 60000;
	picture_add(p, b, LINE_MESSAGE, "bob", "within five minutes");
	p->now += 4 * 60000;
	picture_add(p, b, LINE_MESSAGE, "bob", "after a pause");
	picture_add(p, b, LINE_MESSAGE, "kim", "mine");
	picture_add(p, b, LINE_MESSAGE, "bob", "after another");
	picture_add(p, b, LINE_JOIN, "kim", NULL);
	picture_add(p, b, LINE_MESSAGE, "bob", "after an event");
	picture_add(p, b, LINE_NOTICE, "bob", "a notice");
	picture_add(p, b, LINE_NOTICE, "bob", "another notice");
	picture_add(p, b, LINE_MESSAGE, "bob", "ana: a mention");
	picture_add(p, b, LINE_MESSAGE, "bob", "after the mention");
	picture_add(p, b, LINE_ACTION, "bob", "waves");
	assert_pane(p, "10:00   bob one"
		       "|10:01       two"
		       "|10:05       within five minutes"
		       "|10:10   bob after a pause"
		       "|10:11   kim mine"
		       "|10:12   bob after another"
		       "|10:13   --> kim joined"
		       "|10:14   bob after an event"
		       "|10:15 -bob- a notice"
		       "|10:16       another notice"
		       "|10:17   bob ana: a mention"
		       "|10:18       after the mention"
		       "|10:19     * bob waves");
}

static void
times__are_shown__where_they_change_and_at_the_top(void **state)
{
	struct picture *p = *state;
	int64_t start = p->now;
	int i;

	for (i = 0; i < 8; i++) {
		p->now = start + i * 10000;
		picture_add(p, model_network(p->m)->server, LINE_MESSAGE,
		    i % 2 ? "kim" : "bob", "hi");
	}
	assert_pane(p, "10:00 kim hi|      bob hi|      kim hi|10:01 bob hi"
		       "|      kim hi");
	p->st.time_format = "%H:%M:%S";
	p->m->dirty = DIRTY_ALL;
	assert_pane(p, "10:00:30 kim hi|10:00:40 bob hi"
		       "|10:00:50 kim hi|10:01:00 bob hi|10:01:10 kim hi");
}

/* The reader sees whose message it is, though its group begins above. */
static void
groups__show_the_nick__at_the_top_of_the_pane(void **state)
{
	struct picture *p = *state;

	p->st.time_format = "";
	picture_resize(p, 60, 6);
	add_numbers(p, 1, 9);
	assert_pane(p, "bob 7|    8|    9");
	scroll_by(p->m, &p->st, -2);
	assert_pane(p, "bob 5|    6|    7");
}

static void
nicks__are_aligned_or_not__by_the_setting(void **state)
{
	struct picture *p = *state;

	picture_add(p, model_network(p->m)->server, LINE_MESSAGE, "bob",
	    "a sentence that is longer than what fits into a row of the pane");
	picture_add(
	    p, model_network(p->m)->server, LINE_MESSAGE, "bob", "more");
	p->st.align_nicks = PANE_OFF;
	assert_pane(p,
	    "10:00 bob: a sentence that is longer than what fits into a"
	    "|      row of the pane"
	    "|10:01 more");
	p->st.align_nicks = PANE_ON;
	picture_resize(p, 30, 8);
	assert_pane(p, "10:00 bob a sentence that is"
		       "|          longer than what"
		       "|          fits into a row of"
		       "|          the pane"
		       "|10:01     more");
}

static void
nick_column__is_as_wide_as_the_nicks__up_to_the_setting(void **state)
{
	struct picture *p = *state;

	picture_add(
	    p, model_network(p->m)->server, LINE_MESSAGE, "bo", "short");
	assert_pane(p, "10:00  bo short");
	picture_add(
	    p, model_network(p->m)->server, LINE_MESSAGE, "roberta", "longer");
	assert_pane(p, "10:00      bo short|10:01 roberta longer");
	picture_add(
	    p, model_network(p->m)->server, LINE_NOTICE, "averylongnick", "x");
	assert_pane(p, "10:00           bo short"
		       "|10:01      roberta longer"
		       "|10:02 -averylong…- x");
	p->st.nick_max = 5;
	p->m->dirty = DIRTY_ALL;
	assert_pane(p, "10:00    bo short"
		       "|10:01 robe… longer"
		       "|10:02 -av…- x");
}

static void
nick_column__has_room_for_the_newest_lines__below_the_divider(void **state)
{
	struct picture *p = *state;

	p->st.time_format = "";
	p->st.split = 1;
	picture_resize(p, 60, 14);
	add_numbers(p, 1, 30);
	free(picture_text(p));
	scroll_by(p->m, &p->st, -20);
	picture_add(p, p->m->active, LINE_MESSAGE, "roberta", "long nick");
	assert_row_has(p, "    bob ");
	assert_row_has(p, "roberta long nick");
}

static void
messages__put_nicks_before_the_text__on_a_narrow_screen(void **state)
{
	struct picture *p = *state;

	picture_resize(p, 30, 8);
	picture_add(p, model_network(p->m)->server, LINE_MESSAGE, "bob",
	    "a sentence that is longer than one row");
	picture_add(p, model_network(p->m)->server, LINE_NOTICE, "bob", "note");
	picture_add(p, model_network(p->m)->server, LINE_JOIN, "bob", NULL);
	assert_pane(p, "10:00 bob: a sentence that is"
		       "|      longer than one row"
		       "|10:01 -bob- note"
		       "|10:02 --> bob joined");
	picture_resize(p, 12, 8);
	assert_pane(p, "longer than|one row|-b…- note|--> bob|joined");
}

static void
messages__show_their_delivery_state(void **state)
{
	struct picture *p = *state;
	struct line *line;

	line = picture_add(
	    p, model_network(p->m)->server, LINE_MESSAGE, "ana", "one");
	line->state = LINE_PENDING;
	line = picture_add(
	    p, model_network(p->m)->server, LINE_MESSAGE, "ana", "two");
	line->state = LINE_SENT;
	line = picture_add(
	    p, model_network(p->m)->server, LINE_MESSAGE, "ana", "three");
	line->state = LINE_FAILED;
	assert_pane(p, "10:00 ana one …"
		       "|10:01     two …"
		       "|10:02     three (not sent)");
}

static void
messages__show_the_day__where_it_changes(void **state)
{
	struct picture *p = *state;

	picture_add(
	    p, model_network(p->m)->server, LINE_MESSAGE, "bob", "late");
	p->now += 24 * 3600 * 1000;
	picture_add(
	    p, model_network(p->m)->server, LINE_MESSAGE, "bob", "early");
	assert_pane(p,
	    "10:00 bob late"
	    "|───────────────── Sunday, 22 November 2026 ─────────────────"
	    "|10:01 bob early");
}

static void
messages__show_the_first_day__unless_it_is_today(void **state)
{
	struct picture *p = *state;

	p->now -= 24 * 3600 * 1000;
	picture_add(p, model_network(p->m)->server, LINE_MESSAGE, "bob", "old");
	assert_pane(p,
	    "───────────────── Friday, 20 November 2026 ─────────────────"
	    "|10:00 bob old");
}

static void
messages__draw_the_unread_mark__where_the_reader_left(void **state)
{
	struct picture *p = *state;
	struct buffer *b = picture_room(p, "#a");

	model_activate(p->m, b);
	picture_add(p, b, LINE_MESSAGE, "bob", "seen");
	model_activate(p->m, model_network(p->m)->server);
	picture_add(p, b, LINE_JOIN, "carol", NULL);
	picture_add(p, b, LINE_MESSAGE, "bob", "new");
	model_activate(p->m, b);
	assert_pane(p,
	    "10:00 bob seen"
	    "|10:01 --> carol joined"
	    "|─────────────────────── new messages ───────────────────────"
	    "|10:02 bob new");
	model_activate(p->m, model_network(p->m)->server);
	model_activate(p->m, b);
	assert_pane(p, "10:00 bob seen"
		       "|10:01 --> carol joined"
		       "|10:02 bob new");
}

static const struct cell *
find_cell(const struct picture *p, uint32_t cp)
{
	int i;

	for (i = 0; i < p->c->w * p->c->h; i++) {
		if (p->c->cells[i].cp == cp)
			return &p->c->cells[i];
	}
	fail();
	return NULL;
}

static void
messages__show_formatting__and_mentions(void **state)
{
	struct picture *p = *state;

	picture_add(p, model_network(p->m)->server, LINE_MESSAGE, "W",
	    "ana: \002B\x02\x1dI\x1d\x1fU\x1f\x16R\x16\x1eX\x1e\0034C");
	picture_add(p, model_network(p->m)->server, LINE_MESSAGE, "ana", "Z");
	free(picture_text(p));
	assert_int_equal(find_cell(p, 'B')->style.attrs, ATTR_BOLD);
	assert_int_equal(find_cell(p, 'I')->style.attrs, ATTR_ITALIC);
	assert_int_equal(find_cell(p, 'U')->style.attrs, ATTR_UNDERLINE);
	assert_int_equal(find_cell(p, 'R')->style.attrs, ATTR_REVERSE);
	assert_int_equal(find_cell(p, 'X')->style.attrs, ATTR_STRIKE);
	assert_int_equal(find_cell(p, 'C')->style.fg, 9);
	assert_int_equal(
	    find_cell(p, 'W')->style.bg, theme_style(THEME_MENTION, 256).bg);
	assert_int_equal(find_cell(p, 'Z')->style.attrs, 0);
}

static void
scroll__moves_by_rows__and_follows_again_at_the_end(void **state)
{
	struct picture *p = *state;
	struct buffer *b = model_network(p->m)->server;

	p->st.time_format = "";
	picture_resize(p, 60, 5);
	add_numbers(p, 1, 9);
	assert_pane(p, "bob 7|    8|    9");
	assert_int_equal(scroll_by(p->m, &p->st, -2), 1);
	assert_false(b->following);
	assert_int_equal(scroll_lines_below(p->m, &p->st), 2);
	assert_pane(p, "bob 5|    6|    7");
	add_numbers(p, 10, 12);
	assert_int_equal(scroll_lines_below(p->m, &p->st), 5);
	assert_pane(p, "bob 5|    6|    7");
	assert_int_equal(scroll_by(p->m, &p->st, -100), 1);
	assert_pane(p, "bob 1|    2|    3");
	assert_int_equal(scroll_by(p->m, &p->st, -1), 0);
	assert_int_equal(scroll_by(p->m, &p->st, 100), 1);
	assert_true(b->following);
	assert_pane(p, "bob 10|    11|    12");
	assert_int_equal(scroll_by(p->m, &p->st, 1), 0);
	scroll_to_oldest(p->m, &p->st);
	assert_pane(p, "bob 1|    2|    3");
	scroll_to_newest(p->m);
	assert_pane(p, "bob 10|    11|    12");
	assert_int_equal(scroll_lines_below(p->m, &p->st), 0);
}

static void
scroll__moves_through_long_lines__row_by_row(void **state)
{
	struct picture *p = *state;

	p->st.time_format = "";
	picture_resize(p, 20, 4);
	picture_add(p, model_network(p->m)->server, LINE_MESSAGE, "x",
	    "1 aaaaaaaaaaaaaa "
	    "bbbbbbbbbbbbbbbb "
	    "cccccccccccccccc");
	picture_add(p, model_network(p->m)->server, LINE_MESSAGE, "x", "end");
	assert_pane(p, "  cccccccccccccccc|  end");
	scroll_by(p->m, &p->st, -1);
	assert_pane(p, "  bbbbbbbbbbbbbbbb|  cccccccccccccccc");
	scroll_by(p->m, &p->st, -1);
	assert_pane(p, "x: 1 aaaaaaaaaaaaaa|  bbbbbbbbbbbbbbbb");
	assert_int_equal(scroll_lines_below(p->m, &p->st), 2);
	assert_int_equal(scroll_by(p->m, &p->st, -1), 0);
	scroll_by(p->m, &p->st, 1);
	assert_pane(p, "  bbbbbbbbbbbbbbbb|  cccccccccccccccc");
}

static void
scroll__keeps_the_position__when_the_screen_is_resized(void **state)
{
	struct picture *p = *state;
	struct prng r = { 4 };
	char *before, *after;
	int i;

	for (i = 0; i < 100; i++)
		picture_add(p, model_network(p->m)->server, LINE_MESSAGE, "bob",
		    "so long a line that it must be broken, and once more so");
	free(picture_text(p));
	scroll_by(p->m, &p->st, -57);
	before = pane_rows(p);
	*strrchr(before, '|') = '\0'; /* the last row says what is below */
	for (i = 0; i < 50; i++) {
		picture_resize(p, 1 + (int)prng_below(&r, 150),
		    1 + (int)prng_below(&r, 50));
		free(picture_text(p));
		picture_add(p, model_network(p->m)->server, LINE_MESSAGE, "bob",
		    "flood");
	}
	picture_resize(p, 60, 8);
	after = pane_rows(p);
	*strrchr(after, '|') = '\0';
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void
scroll__moves_to_the_oldest_line__when_its_line_was_dropped(void **state)
{
	struct picture *p = *state;
	struct buffer *b;

	p->st.time_format = "";
	p->m->max_lines = 20;
	b = picture_room(p, "#small");
	model_activate(p->m, b);
	picture_resize(p, 60, 5);
	add_numbers(p, 1, 20);
	free(picture_text(p));
	scroll_by(p->m, &p->st, -10);
	assert_pane(p, "bob 8|    9|    10");
	add_numbers(p, 21, 60);
	assert_pane(p, "bob 41|    42|    43");
	assert_int_equal(scroll_lines_below(p->m, &p->st), 17);
	scroll_by(p->m, &p->st, 1);
	assert_pane(p, "bob 42|    43|    44");
}

/* Scrolling up and down by the same number of rows returns to the same position. */
static void
scroll__returns_to_the_same_position__up_and_down(void **state)
{
	struct picture *p = *state;
	struct prng r = { 6 };
	struct buf text = { 0 };
	char *start, *now;
	int i, up, rows;
	size_t k;

	for (i = 0; i < 200; i++) {
		buf_reset(&text);
		for (k = prng_below(&r, 30); k > 0; k--)
			buf_add_str(&text, k % 3 ? "word " : "你好 ");
		p->now += prng_below(&r, 5) == 0 ? 80000000 : 0;
		picture_add(p, model_network(p->m)->server, LINE_MESSAGE, "bob",
		    buf_str(&text));
	}
	start = pane_rows(p);
	for (i = 0; i < 50; i++) {
		for (up = 0, k = prng_below(&r, 9); k > 0; k--) {
			rows = (int)prng_below(&r, 20);
			scroll_by(p->m, &p->st, -rows);
			up += rows;
		}
		scroll_by(p->m, &p->st, up);
		now = pane_rows(p);
		assert_string_equal(now, start);
		assert_true(p->m->active->following);
		free(now);
	}
	free(start);
	buf_clear(&text);
}

/* Lines of ignored users, also the first and the last one of the buffer. */
static void
scroll__passes_hidden_lines(void **state)
{
	struct picture *p = *state;
	struct buffer *b = p->m->active;
	size_t i;

	p->st.time_format = "";
	picture_resize(p, 60, 5);
	add_numbers(p, 1, 24);
	for (i = 0; i < b->n; i++)
		if (i % 3 != 1)
			buffer_line(b, i)->ignored = 1;
	assert_pane(p, "bob 17|    20|    23");
	assert_true(scroll_by(p->m, &p->st, -1));
	assert_pane(p, "bob 14|    17|    20");
	scroll_to_oldest(p->m, &p->st);
	assert_pane(p, "bob 2|    5|    8");
	assert_false(scroll_by(p->m, &p->st, -1));
	while (scroll_by(p->m, &p->st, 1))
		;
	assert_pane(p, "bob 17|    20|    23");
	buffer_set_highlight(b, buffer_line(b, 23));
	p->m->dirty = DIRTY_ALL;
	assert_pane(p, "bob 20|    23|    24");
	for (i = 0; i < b->n; i++)
		buffer_line(b, i)->ignored = 1;
	buffer_set_highlight(b, NULL);
	p->m->dirty = DIRTY_ALL;
	assert_pane(p, "");
}

#define message_test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		message_test(messages__align_nicks__and_indent_the_text),
		message_test(
		    messages__of_one_person_are_grouped__until_another_line_or_a_pause),
		message_test(
		    times__are_shown__where_they_change_and_at_the_top),
		message_test(groups__show_the_nick__at_the_top_of_the_pane),
		message_test(nicks__are_aligned_or_not__by_the_setting),
		message_test(
		    nick_column__is_as_wide_as_the_nicks__up_to_the_setting),
		message_test(
		    nick_column__has_room_for_the_newest_lines__below_the_divider),
		message_test(
		    messages__put_nicks_before_the_text__on_a_narrow_screen),
		message_test(messages__show_their_delivery_state),
		message_test(messages__show_the_day__where_it_changes),
		message_test(messages__show_the_first_day__unless_it_is_today),
		message_test(
		    messages__draw_the_unread_mark__where_the_reader_left),
		message_test(messages__show_formatting__and_mentions),
		message_test(
		    scroll__moves_by_rows__and_follows_again_at_the_end),
		message_test(scroll__moves_through_long_lines__row_by_row),
		message_test(
		    scroll__keeps_the_position__when_the_screen_is_resized),
		message_test(
		    scroll__moves_to_the_oldest_line__when_its_line_was_dropped),
		message_test(scroll__returns_to_the_same_position__up_and_down),
		message_test(scroll__passes_hidden_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
