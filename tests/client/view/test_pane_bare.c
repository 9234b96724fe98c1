/*
 * Tests of pane_bare: the text alone, in rows of the full width, which stay where they are.
 */
#include <stdlib.h>

#include "client/model/bare.h"
#include "client/view/pane.h"
#include "tests/support/picture.h"
#include "tests/support/test.h"

static int
set_up(void **state)
{
	static struct picture p;
	struct buffer *b;

	picture_open(&p, 24, 6);
	b = picture_room(&p, "#lobby");
	model_activate(p.m, b);
	picture_add(&p, b, LINE_MESSAGE, "bob", "one");
	picture_add(&p, b, LINE_JOIN, "zoe", NULL);
	picture_add(&p, b, LINE_MESSAGE, "bob",
	    "a \x02long\x02 line that takes more than a row of this screen");
	picture_add(&p, b, LINE_ACTION, "zoe", "waves");
	picture_add(&p, b, LINE_INFO, NULL, "info");
	*state = &p;
	return 0;
}

static int
tear_down(void **state)
{
	picture_close(*state);
	return 0;
}

static struct bare *
open_bare(struct picture *p)
{
	struct bare *bare;

	free(picture_text(p));
	bare = pane_bare_new(p->m, &p->st);
	model_show_overlay(
	    p->m, (struct overlay){ OVERLAY_BARE, { .bare = bare } });
	return bare;
}

static void
bare__shows_the_text_alone(void **state)
{
	struct picture *p = *state;

	open_bare(p);
	picture_expect(p, "one\n"
			  "a long line that takes\n"
			  "more than a row of this\n"
			  "screen\n"
			  "waves\n"
			  "info\n");
	assert_int_equal(p->c->cursor_x, -1);
}

static void
bare__shows_nicks_and_times__if_wanted(void **state)
{
	struct picture *p = *state;

	open_bare(p);
	p->st.bare_gutter = BARE_NICKS;
	picture_expect(p, "bob: one\n"
			  "bob: a long line that\n"
			  "takes more than a row of\n"
			  "this screen\n"
			  "* zoe waves\n"
			  "info\n");
	p->st.bare_gutter = BARE_TIMES;
	picture_resize(p, 40, 4);
	picture_expect(p, "10:02 bob: a long line that takes more\n"
			  "than a row of this screen\n"
			  "10:03 * zoe waves\n"
			  "10:04 info\n");
}

static void
bare__stays_where_it_is__when_lines_arrive(void **state)
{
	struct picture *p = *state;
	char *before, *after;

	picture_resize(p, 24, 3);
	open_bare(p);
	before = picture_text(p);
	for (int i = 0; i < 5; i++)
		picture_add(p, p->m->active, LINE_MESSAGE, "bob", "new");
	after = picture_text(p);
	assert_string_equal(after, before);
	free(before);
	free(after);
}

static void
bare__scrolls_by_rows__as_far_as_there_are_lines(void **state)
{
	struct picture *p = *state;
	struct bare *bare;

	picture_resize(p, 24, 3);
	bare = open_bare(p);
	pane_bare_scroll(bare, p->m, &p->st, p->c, -1);
	picture_expect(p, "more than a row of this\nscreen\nwaves\n");
	pane_bare_scroll(bare, p->m, &p->st, p->c, -1);
	picture_expect(
	    p, "a long line that takes\nmore than a row of this\nscreen\n");
	pane_bare_scroll(bare, p->m, &p->st, p->c, -100);
	picture_expect(
	    p, "one\na long line that takes\nmore than a row of this\n");
	pane_bare_scroll(bare, p->m, &p->st, p->c, 2);
	picture_expect(p, "more than a row of this\nscreen\nwaves\n");
	pane_bare_scroll(bare, p->m, &p->st, p->c, 100);
	picture_expect(p, "screen\nwaves\ninfo\n");
}

/* The room may lose its lines, or be closed. */
static void
bare__survives_the_end_of_its_room(void **state)
{
	struct picture *p = *state;
	struct bare *bare = open_bare(p);
	struct buffer *b = p->m->active;

	buffer_clear_lines(b);
	pane_bare_scroll(bare, p->m, &p->st, p->c, -3);
	picture_expect(p, "\n\n\n\n\n\n");
	picture_add(p, b, LINE_JOIN, "zoe", NULL);
	pane_bare_scroll(bare, p->m, &p->st, p->c, 3);
	picture_expect(p, "\n\n\n\n\n\n");
	picture_add(p, b, LINE_MESSAGE, "bob", "https://example.org/a/b/c/d");
	picture_expect(p, "\n\n\n\nhttps://example.org/a/b/\nc/d\n");
	assert_true(p->c->cells[4 * p->c->w].link != 0);
	model_close(p->m, b);
	pane_bare_scroll(bare, p->m, &p->st, p->c, 3);
	picture_expect(p, "\n\n\n\n\n\n");
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
		TEST(bare__shows_the_text_alone),
		TEST(bare__shows_nicks_and_times__if_wanted),
		TEST(bare__stays_where_it_is__when_lines_arrive),
		TEST(bare__scrolls_by_rows__as_far_as_there_are_lines),
		TEST(bare__survives_the_end_of_its_room),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
