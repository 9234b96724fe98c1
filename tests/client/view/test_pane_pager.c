/*
 * Tests of pane_pager: the text at every width, the heading, the search.
 */
#include <stdlib.h>

#include "client/model/pager.h"
#include "client/view/pane.h"
#include "tests/support/picture.h"
#include "tests/support/test.h"

static struct picture p;
static struct pager *page;

static int
setup(void **state)
{
	(void)state;
	picture_open(&p, 40, 9);
	p.st.rooms = p.st.members = PANE_OFF;
	model_activate(p.m, picture_room(&p, "#lobby"));
	page = pager_new("Help");
	pager_add_text(page, "Type and press Enter.");
	pager_add_heading(page, "Commands");
	pager_add(page, VIEW("/join"), VIEW("join a room"), "/join");
	pager_add(page, VIEW("/quit"),
	    VIEW("disconnect and exit, with a reason"), "/quit");
	model_show_overlay(
	    p.m, (struct overlay){ OVERLAY_PAGER, { .pager = page } });
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	picture_close(&p);
	return 0;
}

/* Fail unless the message pane shows this. */
static void
shows(const char *want)
{
	const struct rect *r = &p.st.layout.messages;
	struct buf got = { 0 };
	char *row;

	p.m->dirty |= DIRTY_MESSAGES;
	free(picture_text(&p));
	for (int y = r->y; y < r->y + r->h; y++) {
		row = picture_row(&p, y);
		buf_printf(&got, "%s\n", row);
		free(row);
	}
	assert_string_equal(buf_str(&got), want);
	buf_clear(&got);
}

static void
pager__shows_labels_and_texts__and_its_keys(void **state)
{
	(void)state;
	shows("Help  3/4     Enter  /: search  q: close\n"
	      "Type and press Enter.\n"
	      "Commands\n"
	      "/join  join a room\n"
	      "/quit  disconnect and exit, with a\n"
	      "       reason\n");
	assert_int_equal(p.c->cursor_y, 4);
	picture_check(p.c);
}

static void
pager__fits_a_tiny_screen(void **state)
{
	(void)state;
	for (int w = 1; w < 40; w++)
		for (int h = 1; h < 9; h++) {
			picture_resize(&p, w, h);
			free(picture_text(&p));
			picture_check(p.c);
		}
}

static const struct cell *
cell(int x, int y)
{
	return &p.c->cells[y * p.c->w + x];
}

static void
pager__shows_what_is_searched_for__in_reverse(void **state)
{
	(void)state;
	free(picture_text(&p));
	pager_search_begin(page);
	pager_search_type(page, VIEW("WITH"));
	shows("/WITH\n"
	      "Type and press Enter.\n"
	      "Commands\n"
	      "/join  join a room\n"
	      "/quit  disconnect and exit, with a\n"
	      "       reason\n");
	assert_int_equal(p.c->cursor_x, 5);
	assert_int_equal(p.c->cursor_y, 1);
	assert_int_not_equal(cell(28, 5)->style.attrs & ATTR_REVERSE,
	    cell(27, 5)->style.attrs & ATTR_REVERSE);
	assert_int_equal(cell(28, 5)->style.attrs, cell(31, 5)->style.attrs);
	assert_int_equal(cell(27, 5)->style.attrs, cell(32, 5)->style.attrs);
	pager_search_type(page, VIEW("x"));
	shows("/WITHx  (not found)\n"
	      "Type and press Enter.\n"
	      "Commands\n"
	      "/join  join a room\n"
	      "/quit  disconnect and exit, with a\n"
	      "       reason\n");
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(pager__shows_labels_and_texts__and_its_keys),
		T(pager__fits_a_tiny_screen),
		T(pager__shows_what_is_searched_for__in_reverse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
