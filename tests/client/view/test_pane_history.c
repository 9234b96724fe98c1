/*
 * Tests of the history in the message pane: the row above the oldest line, gaps, the highlighted search result, and
 * scrolling to a line.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/model/backfill.h"
#include "client/view/pane.h"
#include "common/xmalloc.h"
#include "tests/support/picture.h"
#include "tests/support/test.h"

static int
set_up(void **state)
{
	static struct picture p;

	picture_open(&p, 80, 8);
	p.st.rooms = p.st.members = PANE_OFF;
	p.st.time_format = "";
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

/* Rows of the message pane, each with a newline. */
static void
assert_pane(struct picture *p, const char *want)
{
	const struct rect *r = &p->st.layout.messages;
	struct buf out = { 0 };
	char *row;
	int y;

	free(picture_text(p));
	for (y = r->y; y < r->y + r->h; y++) {
		row = picture_row(p, y);
		if (out.len > 0 || *row != '\0')
			buf_printf(&out, "%s\n", row);
		free(row);
	}
	if (strcmp(buf_str(&out), want) != 0)
		print_error("expected:\n%s\ngot:\n%s\n", want, out.p);
	assert_string_equal(buf_str(&out), want);
	buf_clear(&out);
}

static void
add_numbers(struct picture *p, int from, int to)
{
	char text[16];

	for (; from <= to; from++) {
		snprintf(text, sizeof(text), "%d", from);
		picture_add(p, p->m->active, LINE_MESSAGE, "bob", text);
	}
}

static void
set_past(struct picture *p, enum history_state past)
{
	p->m->active->history = past;
	p->m->dirty = DIRTY_ALL;
}

static void
history_state__is_shown_above_the_oldest_line(void **state)
{
	struct picture *p = *state;

	assert_pane(p, "");
	set_past(p, HISTORY_LOADING);
	picture_resize(p, 40, 8);
	assert_pane(p, "─────────────── loading… ───────────────\n");
}

static void
history_state__is_readable__at_every_width(void **state)
{
	struct picture *p = *state;

	add_numbers(p, 1, 2);
	set_past(p, HISTORY_START);
	assert_pane(p, "───────────────────────────"
		       " the beginning of #lobby "
		       "────────────────────────────\n"
		       "bob 1\n"
		       "    2\n");
	picture_resize(p, 40, 8);
	assert_pane(p, "─────── the beginning of #lobby ────────\n"
		       "bob: 1\n"
		       "  2\n");
	picture_resize(p, 20, 8);
	assert_pane(p, "the beginning of #l…\n"
		       "bob: 1\n"
		       "  2\n");
	set_past(p, HISTORY_MORE);
	assert_pane(p, "Earlier messages: P…\n"
		       "bob: 1\n"
		       "  2\n");
	set_past(p, HISTORY_LOADING);
	assert_pane(p, "───── loading… ─────\n"
		       "bob: 1\n"
		       "  2\n");
}

static void
gap__is_one_row__that_names_the_key(void **state)
{
	struct picture *p = *state;
	struct line *gap;

	p->st.gap_key = "M-h";
	add_numbers(p, 1, 1);
	gap = backfill_open_gap(p->m->active);
	add_numbers(p, 2, 2);
	picture_resize(p, 80, 8);
	assert_pane(p,
	    "bob 1\n"
	    "──────────────────────── messages are missing here: M-h "
	    "────────────────────────\n"
	    "bob 2\n");
	picture_resize(p, 40, 8);
	assert_pane(p, "bob: 1\n"
		       "──── messages are missing here: M-h ────\n"
		       "bob: 2\n");
	gap->state = LINE_PENDING;
	picture_resize(p, 20, 8);
	assert_pane(p, "bob: 1\n"
		       "───── loading… ─────\n"
		       "bob: 2\n");
}

static void
day__is_shown_once__on_both_sides_of_a_gap(void **state)
{
	struct picture *p = *state;

	add_numbers(p, 1, 1);
	backfill_open_gap(p->m->active);
	p->now += 24 * 3600 * 1000;
	picture_resize(p, 40, 10);
	add_numbers(p, 2, 3);
	assert_pane(p, "bob: 1\n"
		       "────── messages are missing here ───────\n"
		       "─────── Sunday, 22 November 2026 ───────\n"
		       "bob: 2\n"
		       "  3\n");
}

static void
reader__keeps_the_position__while_older_lines_arrive(void **state)
{
	struct picture *p = *state;
	struct buffer *b = p->m->active;
	char id[] = "m0", text[] = "old";
	struct line line = { .time = 1, .text = text, .msgid = id };
	struct backfill_page page = { &line, 1, 1 };

	add_numbers(p, 1, 20);
	line.time = buffer_line(b, 0)->time - 60000;
	set_past(p, HISTORY_LOADING);
	picture_resize(p, 40, 6);
	free(picture_text(p));
	scroll_by(p->m, &p->st, -100);
	assert_pane(p, "─────────────── loading… ───────────────\n"
		       "bob: 1\n"
		       "  2\n");
	backfill_older(b, VIEW(""), &page);
	p->m->dirty = DIRTY_ALL;
	assert_pane(p, "-- old\nbob: 1\n  2\n");
}

static void
scroll_to_line__moves_there__and_the_visible_lines_are_known(void **state)
{
	struct picture *p = *state;
	size_t first, last;

	assert_int_equal(scroll_visible_lines(p->m, &p->st, &first, &last), 0);
	add_numbers(p, 1, 50);
	free(picture_text(p)); /* five rows of messages */
	assert_int_equal(scroll_visible_lines(p->m, &p->st, &first, &last), 1);
	assert_int_equal(first, 45);
	assert_int_equal(last, 49);
	scroll_to_line(p->m, &p->st, 10, SCROLL_TOP);
	scroll_visible_lines(p->m, &p->st, &first, &last);
	assert_int_equal(first, 10);
	assert_int_equal(last, 13); /* a row says what is below */
	scroll_to_line(p->m, &p->st, 30, SCROLL_MIDDLE);
	scroll_visible_lines(p->m, &p->st, &first, &last);
	assert_int_equal(first, 29);
	assert_int_equal(last, 32);
	scroll_to_line(p->m, &p->st, 48, SCROLL_TOP);
	assert_true(p->m->active->following);
	scroll_to_line(p->m, &p->st, 0, SCROLL_MIDDLE);
	scroll_visible_lines(p->m, &p->st, &first, &last);
	assert_int_equal(first, 0);
	assert_int_equal(last, 3);
}

static void
deleted_message__says_who_deleted_it(void **state)
{
	struct picture *p = *state;
	struct line *line;

	line = picture_add(p, p->m->active, LINE_MESSAGE, "bob", "secret");
	buffer_redact(p->m->active, line, VIEW("op"), VIEW("spam"));
	assert_pane(p, "bob op deleted a message (spam)\n");
	picture_resize(p, 40, 8);
	assert_pane(p, "bob: op deleted a message (spam)\n");
}

static void
failed_messages__are_counted_in_the_status_line__with_the_key(void **state)
{
	struct picture *p = *state;
	struct line *line;
	char *row;

	p->st.retry_key = "M-s";
	line = picture_add(p, p->m->active, LINE_MESSAGE, "ana", "x");
	buffer_set_state(p->m->active, line, LINE_FAILED);
	free(picture_text(p));
	row = picture_row(p, p->st.layout.status.y);
	assert_non_null(strstr(row, "1 not sent (M-s: try again)"));
	free(row);
	picture_resize(p, 20, 8);
	free(picture_text(p));
	row = picture_row(p, p->st.layout.status.y);
	assert_non_null(strstr(row, "1 not sent"));
	free(row);
}

#define past_test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		past_test(history_state__is_shown_above_the_oldest_line),
		past_test(history_state__is_readable__at_every_width),
		past_test(gap__is_one_row__that_names_the_key),
		past_test(day__is_shown_once__on_both_sides_of_a_gap),
		past_test(reader__keeps_the_position__while_older_lines_arrive),
		past_test(
		    scroll_to_line__moves_there__and_the_visible_lines_are_known),
		past_test(deleted_message__says_who_deleted_it),
		past_test(
		    failed_messages__are_counted_in_the_status_line__with_the_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
