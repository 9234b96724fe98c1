/*
 * Tests of folds in the message pane, of the bar below older lines, and of the split.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/view/pane.h"
#include "common/xmalloc.h"
#include "tests/support/picture.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

enum { MINUTE_MS = 60000 };

static int
set_up(void **state)
{
	static struct picture p;

	picture_open(&p, 60, 12); /* nine rows of messages */
	p.st.rooms = p.st.members = PANE_OFF;
	p.st.time_format = "";
	p.st.fold_key = "M-e";
	p.st.bottom_key = "M-End";
	model_activate(p.m, picture_room(&p, "#lobby"));
	*state = &p;
	return 0;
}

static int
tear_down(void **state)
{
	picture_close(*state);
	return 0;
}

/* Return the rows of the message pane without spaces at their beginning, joined by "|". */
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
		buf_add_str(&out, row + strspn(row, " "));
		free(row);
	}
	buf_str(&out);
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

/* After a pause, so that the nick is shown again. */
static void
say(struct picture *p, const char *text)
{
	p->now += 10 * MINUTE_MS;
	picture_add(p, p->m->active, LINE_MESSAGE, "bob", text);
}

static void
add_numbers(struct picture *p, int from, int to)
{
	char text[16];

	for (; from <= to; from++) {
		snprintf(text, sizeof(text), "%d", from);
		say(p, text);
	}
}

static void
join(struct picture *p, const char *nick)
{
	picture_add(p, p->m->active, LINE_JOIN, nick, NULL);
}

/* Add a message of that many rows. */
static void
say_rows(struct picture *p, int rows)
{
	struct buf text = { 0 };
	int i;

	for (i = 1; i <= rows; i++)
		buf_printf(&text, "%srow %d", i > 1 ? "\n" : "", i);
	say(p, buf_str(&text));
	buf_clear(&text);
}

static void
presence__is_one_row__that_opens_and_closes(void **state)
{
	struct picture *p = *state;

	say(p, "one");
	join(p, "carol");
	join(p, "dora");
	picture_add(p, p->m->active, LINE_QUIT, "eve", "Quit: tired");
	say(p, "two");
	assert_pane(p, "bob one|▸ carol and dora joined; eve left|bob two");
	assert_int_equal(scroll_toggle_fold(p->m, &p->st, 1), 1);
	assert_pane(p, "bob one|--> carol joined|--> dora joined"
		       "|<-- eve left (tired)|bob two");
	assert_int_equal(scroll_toggle_fold(p->m, &p->st, 1), 1);
	assert_pane(p, "bob one|▸ carol and dora joined; eve left|bob two");
	assert_int_equal(scroll_toggle_fold(p->m, &p->st, 2), 0);
	p->st.presence.mode = PRESENCE_NONE;
	p->m->dirty = DIRTY_ALL;
	assert_pane(p, "bob one|bob two");
	assert_int_equal(scroll_toggle_fold(p->m, &p->st, 1), 0);
}

static void
presence__is_folded_in_rooms_only(void **state)
{
	struct picture *p = *state;

	model_activate(
	    p->m, model_open(model_network(p->m), BUFFER_QUERY, VIEW("carol")));
	p->st.presence.mode = PRESENCE_NONE;
	picture_add(p, p->m->active, LINE_QUIT, "carol", NULL);
	picture_add(p, p->m->active, LINE_QUIT, "carol", NULL);
	assert_pane(p, "<-- carol is offline|<-- carol is offline");
}

static void
days__are_shown_above_the_lines_that_are_shown(void **state)
{
	enum { DAY = 24 * 3600 * 1000 };
	struct picture *p = *state;

	say(p, "one");
	join(p, "carol");
	p->now += DAY;
	join(p, "dora");
	p->now += DAY;
	join(p, "eve");
	say(p, "two");
	assert_pane(p,
	    "bob one|▸ carol, dora and eve joined|"
	    "───────────────── Monday, 23 November 2026 ─────────────────"
	    "|bob two");
	p->st.presence.mode = PRESENCE_SMART;
	p->m->dirty = DIRTY_ALL;
	assert_pane(p,
	    "bob one|"
	    "───────────────── Monday, 23 November 2026 ─────────────────"
	    "|bob two");
	scroll_toggle_fold(p->m, &p->st, 1);
	p->st.presence.mode = PRESENCE_FOLD;
	scroll_toggle_fold(p->m, &p->st, 1);
	assert_pane(p,
	    "bob one|--> carol joined|"
	    "───────────────── Sunday, 22 November 2026 ─────────────────"
	    "|--> dora joined|"
	    "───────────────── Monday, 23 November 2026 ─────────────────"
	    "|--> eve joined|bob two");
}

static void
history_row__is_shown__above_a_hidden_line(void **state)
{
	struct picture *p = *state;

	p->m->active->history = HISTORY_MORE;
	p->st.presence.mode = PRESENCE_NONE;
	join(p, "carol");
	say(p, "one");
	assert_pane(p,
	    "───────────────── Earlier messages: PageUp ─────────────────"
	    "|bob one");
}

static void
long_message__is_folded__and_opens(void **state)
{
	struct picture *p = *state;

	p->st.fold_rows = 3;
	say_rows(p, 4);
	assert_pane(p, "bob row 1|row 2|row 3|row 4");
	say_rows(p, 5);
	assert_pane(p, "bob row 1|row 2|row 3|row 4"
		       "|bob row 1|row 2|row 3|… 2 more lines (M-e)");
	scroll_toggle_fold(p->m, &p->st, 1);
	assert_pane(p, "bob row 1|row 2|row 3|row 4"
		       "|bob row 1|row 2|row 3|row 4|row 5");
	assert_true(p->m->active->following);
	scroll_toggle_fold(p->m, &p->st, 1);
	assert_pane(p, "bob row 1|row 2|row 3|row 4"
		       "|bob row 1|row 2|row 3|… 2 more lines (M-e)");
	p->st.fold_rows = 0;
	p->m->dirty = DIRTY_ALL;
	assert_pane(p, "bob row 1|row 2|row 3|row 4"
		       "|bob row 1|row 2|row 3|row 4|row 5");
}

static void
own_message__shows_its_state__below_the_fold(void **state)
{
	struct picture *p = *state;
	struct line *line;

	p->st.fold_rows = 1;
	say_rows(p, 5);
	line = buffer_line(p->m->active, 0);
	line->state = LINE_SENT;
	assert_pane(p, "bob row 1|… 4 more lines (M-e) …");
	line->state = LINE_FAILED;
	p->m->dirty = DIRTY_ALL;
	assert_pane(p, "bob row 1|… 4 more lines (M-e) (not sent)");
	line->state = LINE_DONE;
	p->m->dirty = DIRTY_ALL;
	assert_pane(p, "bob row 1|… 4 more lines (M-e)");
}

static void
search_result__opens_its_message(void **state)
{
	struct picture *p = *state;

	p->st.fold_rows = 1;
	say_rows(p, 5);
	buffer_set_highlight(p->m->active, buffer_line(p->m->active, 0));
	assert_pane(p, "bob row 1|row 2|row 3|row 4|row 5");
}

/* The first row of a fold stays where it is, and so does everything above it. */
static void
fold__keeps_its_place__when_it_opens_and_closes(void **state)
{
	struct picture *p = *state;

	p->st.fold_rows = 1;
	add_numbers(p, 1, 7);
	say_rows(p, 12);
	add_numbers(p, 8, 10);
	assert_pane(p, "bob 4|bob 5|bob 6|bob 7|bob row 1"
		       "|… 11 more lines (M-e)|bob 8|bob 9|bob 10");
	scroll_toggle_fold(p->m, &p->st, 1);
	assert_pane(p,
	    "bob 4|bob 5|bob 6|bob 7|bob row 1|row 2|row 3|row 4"
	    "|─────────────────── 4 more below (M-End) ───────────────────");
	assert_false(p->m->active->following);
	scroll_toggle_fold(p->m, &p->st, 1);
	assert_pane(p, "bob 4|bob 5|bob 6|bob 7|bob row 1"
		       "|… 11 more lines (M-e)|bob 8|bob 9|bob 10");
	assert_true(p->m->active->following);
}

static void
fold__opens_by_a_click(void **state)
{
	struct picture *p = *state;

	say(p, "one");
	join(p, "carol");
	join(p, "dora");
	assert_pane(p, "bob one|▸ carol and dora joined");
	assert_int_equal(scroll_toggle_fold_at(p->m, &p->st, 7), 0);
	assert_int_equal(scroll_toggle_fold_at(p->m, &p->st, 9), 0);
	assert_int_equal(scroll_toggle_fold_at(p->m, &p->st, 8), 1);
	assert_pane(p, "bob one|--> carol joined|--> dora joined");
}

static void
reader__keeps_the_place__while_a_fold_grows(void **state)
{
	struct picture *p = *state;
	char nick[16], *before, *after;
	int i;

	p->m->active->max = 60;
	add_numbers(p, 1, 20);
	join(p, "carol");
	join(p, "dora");
	add_numbers(p, 21, 22);
	free(picture_text(p));
	scroll_by(p->m, &p->st, -4);
	before = pane_rows(p);
	for (i = 0; i < 40; i++) {
		snprintf(nick, sizeof(nick), "user%d", i);
		join(p, nick);
	}
	after = pane_rows(p);
	*strrchr(before, '|') = *strrchr(after, '|') = '\0';
	assert_string_equal(before, after);
	free(before);
	free(after);
}

static void
bar__says_what_is_below__and_the_split_shows_it(void **state)
{
	struct picture *p = *state;

	add_numbers(p, 1, 20);
	free(picture_text(p));
	scroll_by(p->m, &p->st, -3);
	assert_pane(p,
	    "bob 10|bob 11|bob 12|bob 13|bob 14|bob 15"
	    "|bob 16|bob 17"
	    "|─────────────────── 3 more below (M-End) ───────────────────");
	join(p, "carol");
	say(p, "new");
	say(p, "ana: look");
	say(p, "ana?");
	assert_pane(p,
	    "bob 10|bob 11|bob 12|bob 13|bob 14|bob 15"
	    "|bob 16|bob 17"
	    "|──────────── 3 new below, 2 mention you (M-End) ────────────");
	p->st.split = 1;
	p->m->dirty = DIRTY_ALL;
	assert_pane(p,
	    "bob 12|bob 13|bob 14|bob 15|bob 16|bob 17"
	    "|──────────── 3 new below, 2 mention you (M-End) ────────────"
	    "|bob ana: look|bob ana?");
	scroll_to_newest(p->m);
	assert_pane(p,
	    "bob 17|bob 18|bob 19|bob 20|--> carol joined"
	    "|─────────────────────── new messages ───────────────────────"
	    "|bob new|bob ana: look|bob ana?");
	assert_int_equal(p->m->active->unread, 0);
}

static void
bar__counts_down__while_the_reader_scrolls_down(void **state)
{
	struct picture *p = *state;

	add_numbers(p, 1, 20);
	free(picture_text(p));
	scroll_by(p->m, &p->st, -3);
	add_numbers(p, 21, 30);
	assert_int_equal(p->m->active->unread, 10);
	scroll_by(p->m, &p->st, 3);
	assert_int_equal(p->m->active->unread, 10);
	scroll_by(p->m, &p->st, 5);
	assert_int_equal(p->m->active->unread, 6); /* the mark takes a row */
	scroll_by(p->m, &p->st, 100);
	assert_int_equal(p->m->active->unread, 0);
}

/* With folds and hidden lines too, scrolling up and down by the same rows returns to the same place. */
static void
scroll__returns_to_the_same_place__with_folds(void **state)
{
	static const enum presence_mode modes[] = { PRESENCE_FOLD,
		PRESENCE_SMART, PRESENCE_NONE, PRESENCE_ALL };
	struct picture *p = *state;
	struct prng r = { 8 };
	char *start, *now;
	int i, k, up, rows;

	p->st.fold_rows = 4;
	for (i = 0; i < 600; i++) {
		if (prng_below(&r, 3) > 0)
			join(p, prng_below(&r, 5) == 0 ? "bob" : "carol");
		else
			say_rows(p, 1 + (int)prng_below(&r, 9));
		p->now += prng_below(&r, 20) == 0 ? 80000000 : 0;
	}
	for (i = 0; i < 40; i++) {
		p->st.presence.mode = modes[i % 4];
		p->m->dirty = DIRTY_ALL;
		start = pane_rows(p);
		for (up = 0, k = (int)prng_below(&r, 9); k > 0; k--) {
			rows = (int)prng_below(&r, 20);
			scroll_by(p->m, &p->st, -rows);
			up += rows;
		}
		scroll_by(p->m, &p->st, up);
		now = pane_rows(p);
		assert_string_equal(now, start);
		assert_true(p->m->active->following);
		free(now);
		free(start);
	}
}

#define fold_test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fold_test(presence__is_one_row__that_opens_and_closes),
		fold_test(presence__is_folded_in_rooms_only),
		fold_test(days__are_shown_above_the_lines_that_are_shown),
		fold_test(history_row__is_shown__above_a_hidden_line),
		fold_test(long_message__is_folded__and_opens),
		fold_test(own_message__shows_its_state__below_the_fold),
		fold_test(search_result__opens_its_message),
		fold_test(fold__keeps_its_place__when_it_opens_and_closes),
		fold_test(fold__opens_by_a_click),
		fold_test(reader__keeps_the_place__while_a_fold_grows),
		fold_test(bar__says_what_is_below__and_the_split_shows_it),
		fold_test(bar__counts_down__while_the_reader_scrolls_down),
		fold_test(scroll__returns_to_the_same_place__with_folds),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
