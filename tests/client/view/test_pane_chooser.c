/*
 * Tests of pane_chooser: the filter, the rows that match, and the selected one, at every width.
 */
#include <stdlib.h>

#include "client/model/chooser.h"
#include "client/view/pane.h"
#include "tests/support/picture.h"
#include "tests/support/test.h"

static void
never(const struct chooser_row *row, int by_tab, void *ctx)
{
	(void)row, (void)by_tab, (void)ctx;
	fail_msg("%s", "nobody chose a row");
}

static const struct chooser_ops ops = { "Links", "open", "copy",
	"No links here.", never };

static struct chooser *
chooser_of(const struct picture *p)
{
	return p->m->overlay.chooser;
}

static int
set_up(void **state)
{
	static struct picture p;

	picture_open(&p, 70, 7);
	p.st.rooms = p.st.members = PANE_OFF;
	model_activate(p.m, picture_room(&p, "#lobby"));
	model_show_overlay(p.m, (struct overlay){ OVERLAY_CHOOSER,
				    { .chooser = chooser_new(&ops, NULL) } });
	chooser_ready(chooser_of(&p));
	picture_type(&p, "half");
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
fill(struct picture *p)
{
	struct chooser *ch = chooser_of(p);

	chooser_add(
	    ch, VIEW("https://example.org/a"), VIEW("ana 10:00"), 0, 1, 0);
	chooser_add(ch, VIEW("https://b.example"), VIEW("bob 10:01"), 0, 2, 0);
	chooser_add(ch, VIEW("https://example.com/\xe4\xbd\xa0\xe5\xa5\xbd"),
	    VIEW("cy 10:02"), 0, 3, 0);
	chooser_add(
	    ch, VIEW("mailto:dora@example.org"), VIEW("dora 10:03"), 0, 4, 0);
	chooser_ready(ch);
}

static void
chooser__shows_rows_with_details(void **state)
{
	struct picture *p = *state;

	fill(p);
	picture_expect(p,
	    " #lobby\n"
	    "Links:                               Enter: open  Tab: copy  Esc: "
	    "back\n"
	    "https://example.org/a     ana 10:00\n"
	    "https://b.example         bob 10:01\n"
	    "https://example.com/\xe4\xbd\xa0\xe5\xa5\xbd  cy 10:02\n"
	    " ana  #lobby  chat.example  not encrypted\n"
	    "half\n");
	assert_int_equal(p->c->cursor_x, 7);
	assert_int_equal(p->c->cursor_y, 1);
}

/* The selected row is always visible. */
static void
chooser__scrolls_to_the_selected_row(void **state)
{
	struct picture *p = *state;

	fill(p);
	picture_resize(p, 26, 6);
	chooser_move(chooser_of(p), 3);
	picture_expect(p, " #lobby\n"
			  "Links:\n"
			  "https://example…  cy 10:02\n"
			  "mailto:dora@exa…  dora 10…\n"
			  " ana  not encrypted\n"
			  "half\n");
	picture_resize(p, 9, 6);
	picture_expect(p, " #lobby\n"
			  "Links:\n"
			  "https://…\n"
			  "mailto:d…\n"
			  " ana\n"
			  "half\n");
	for (int w = 1; w < 80; w++)
		for (int h = 1; h < 9; h++) {
			picture_resize(p, w, h);
			free(picture_text(p));
			picture_check(p->c);
			assert_in_range(p->c->cursor_x, 0, w - 1);
		}
}

static void
chooser__says_that_nothing_is_there(void **state)
{
	struct picture *p = *state;

	picture_resize(p, 40, 6);
	picture_expect(p, " #lobby\n"
			  "Links:\n"
			  "No links here.\n"
			  "\n"
			  " ana  #lobby  not encrypted\n"
			  "half\n");
	fill(p);
	chooser_type(chooser_of(p), VIEW("zzz"));
	p->m->dirty = DIRTY_MESSAGES;
	picture_expect(p, " #lobby\n"
			  "Links: zzz\n"
			  "Nothing matches.\n"
			  "\n"
			  " ana  #lobby  not encrypted\n"
			  "half\n");
}

/* Letters that match the filter are underlined. */
static void
chooser__underlines_the_letters_that_match(void **state)
{
	struct picture *p = *state;
	const struct cell *row;
	char *text;

	fill(p);
	chooser_type(chooser_of(p), VIEW("dora"));
	text = picture_text(p);
	assert_non_null(strstr(text, "\nmailto:dora@example.org"));
	free(text);
	row = &p->c->cells[2 * p->c->w];
	for (int x = 0; x < 23; x++)
		assert_int_equal(
		    !!(row[x].style.attrs & ATTR_UNDERLINE), x >= 7 && x < 11);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
		TEST(chooser__shows_rows_with_details),
		TEST(chooser__scrolls_to_the_selected_row),
		TEST(chooser__says_that_nothing_is_there),
		TEST(chooser__underlines_the_letters_that_match),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
