/*
 * Tests of pane_results: search results at every width; the selected one is always visible.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/model/search_results.h"
#include "client/view/pane.h"
#include "tests/support/picture.h"
#include "tests/support/test.h"

static int
set_up(void **state)
{
	static struct picture p;

	picture_open(&p, 80, 8);
	p.st.rooms = p.st.members = PANE_OFF;
	model_activate(p.m, picture_room(&p, "#lobby"));
	model_show_overlay(
	    p.m, (struct overlay){ OVERLAY_RESULTS,
		     { .results = search_results_new(VIEW("tea time")) } });
	*state = &p;
	return 0;
}

static int
tear_down(void **state)
{
	picture_close(*state);
	return 0;
}

static void
find(struct picture *p, int minutes, const char *text)
{
	char nick[] = "bob", copy[64], msgid[16];
	struct line line = { .nick = nick, .text = copy, .msgid = msgid };

	snprintf(copy, sizeof(copy), "%s", text);
	snprintf(msgid, sizeof(msgid), "m%d", minutes);
	line.time = p->now + minutes * 60000;
	search_results_add(model_results(p->m), VIEW("#tea"), &line);
}

static void
assert_pane(struct picture *p, const char *want)
{
	const struct rect *r = &p->st.layout.messages;
	struct buf out = { 0 };
	char *row;
	int y;

	p->m->dirty = DIRTY_ALL;
	free(picture_text(p));
	for (y = r->y; y < r->y + r->h; y++) {
		row = picture_row(p, y);
		buf_printf(&out, "%s\n", row);
		free(row);
	}
	if (strcmp(buf_str(&out), want) != 0)
		print_error("expected:\n%s\ngot:\n%s\n", want, out.p);
	assert_string_equal(buf_str(&out), want);
	buf_clear(&out);
}

static void
results__show_the_state_of_the_search(void **state)
{
	struct picture *p = *state;

	picture_resize(p, 40, 6);
	assert_pane(p, "searching: tea time\n\n\n");
	model_results(p->m)->state = RESULTS_ALL;
	assert_pane(p, "nothing found: tea time\n\n\n");
	search_results_fail(
	    model_results(p->m), VIEW("this server cannot search"));
	assert_pane(p, "this server cannot search: tea time\n\n\n");
	picture_resize(p, 20, 6);
	assert_pane(p, "this server cannot …\n\n\n");
}

static void
results__are_one_row__or_two_on_a_narrow_pane(void **state)
{
	struct picture *p = *state;

	find(p, 0, "is it\n\002tea time?");
	find(p, 5,
	    "tea time, and so long a text that no row of them holds it "
	    "all");
	model_results(p->m)->state = RESULTS_ALL;
	assert_pane(p,
	    "1 of 2 found: tea time                                "
	    "Enter: go there  Esc: back\n"
	    "2026-11-21 10:05 #tea bob  tea time, and so long a text that no "
	    "row of them hol…\n"
	    "2026-11-21 10:00 #tea bob  is it tea time?\n\n\n");
	assert_int_equal(p->c->cursor_y, p->st.layout.messages.y + 1);
	picture_resize(p, 40, 8);
	search_results_move(model_results(p->m), 1);
	assert_pane(p, "2 of 2 found: tea time\n"
		       "21 Nov 10:05 #tea bob\n"
		       " tea time, and so long a text that no r…\n"
		       "21 Nov 10:00 #tea bob\n"
		       " is it tea time?\n");
	assert_int_equal(p->c->cursor_y, p->st.layout.messages.y + 3);
	picture_resize(p, 20, 8);
	assert_pane(p, "2 of 2 found: tea t…\n"
		       "#tea bob\n"
		       " tea time, and so l…\n"
		       "#tea bob\n"
		       " is it tea time?\n");
}

static void
results__show_the_selected_one__and_scroll_as_little_as_needed(void **state)
{
	struct picture *p = *state;
	char text[16];
	int i;

	for (i = 1; i <= 9; i++) {
		snprintf(text, sizeof(text), "%d", i);
		find(p, i, text);
	}
	p->st.time_format = "";
	picture_resize(p, 80, 6);
	search_results_move(model_results(p->m), 4);
	assert_pane(p, "5 of 9+ found: tea time                               "
		       "Enter: go there  Esc: back\n"
		       "2026-11-21 10:06 #tea bob  6\n"
		       "2026-11-21 10:05 #tea bob  5\n");
	search_results_move(model_results(p->m), -1);
	assert_pane(p, "4 of 9+ found: tea time                               "
		       "Enter: go there  Esc: back\n"
		       "2026-11-21 10:06 #tea bob  6\n"
		       "2026-11-21 10:05 #tea bob  5\n");
	picture_resize(p, 20, 5);
	assert_pane(p, "4 of 9+ found: tea …\n#tea bob\n 6\n");
	for (i = 1; i < 30; i++) {
		picture_resize(p, i * 3, i);
		free(picture_text(p));
	}
}

#define results_test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		results_test(results__show_the_state_of_the_search),
		results_test(results__are_one_row__or_two_on_a_narrow_pane),
		results_test(
		    results__show_the_selected_one__and_scroll_as_little_as_needed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
