/*
 * Tests of links in panes: a URL is a link, in one piece or over several rows.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/model/pager.h"
#include "client/model/search_results.h"
#include "client/view/pane.h"
#include "tests/support/picture.h"
#include "tests/support/test.h"

static void
links_are(struct picture *p, int y, const char *want)
{
	char *links = picture_links(p, y);

	assert_string_equal(links, want);
	free(links);
}

static int
set_up(void **state)
{
	static struct picture p;

	picture_open(&p, 30, 10);
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

static void
messages__link_a_wrapped_url_as_one(void **state)
{
	struct picture *p = *state;

	picture_add(p, p->m->active, LINE_MESSAGE, "bob",
	    "see https://example.org/a/b/c/d/\xe4\xbd\xa0/e (www.b.example)!");
	picture_resize(p, 20, 10);
	free(picture_text(p));
	picture_expect(p, " #lobby\n\n\n\n"
			  "bob: see\n"
			  "  https://example.or\n"
			  "  g/a/b/c/d/\xe4\xbd\xa0/e\n"
			  "  (www.b.example)!\n"
			  " ana  not encrypted\n\n");
	links_are(p, 4, "                    ");
	links_are(p, 5, "  111111111111111111");
	links_are(p, 6, "  11111111111111    ");
	links_are(p, 7, "   2222222222222    ");
	assert_string_equal(canvas_link_uri(p->c, 1),
	    "https://example.org/a/b/c/d/%E4%BD%A0/e");
	assert_string_equal(canvas_link_uri(p->c, 2), "https://www.b.example");
}

/* The same URL in two messages is two links, so that the terminal does not highlight both. */
static void
messages__link_each_message_by_itself(void **state)
{
	struct picture *p = *state;

	picture_add(p, p->m->active, LINE_MESSAGE, "bob", "http://a");
	picture_add(p, p->m->active, LINE_ACTION, "bob", "is at http://a ok");
	for (int i = 0; i < 3; i++) { /* the same numbers in each frame */
		free(picture_text(p));
		links_are(p, 6, "     22222222                 ");
		links_are(p, 7, "            11111111          ");
		picture_resize(p, 30, 10);
		p->m->dirty = DIRTY_ALL;
	}
}

static void
topic__links_its_urls(void **state)
{
	struct picture *p = *state;

	buffer_set_topic(p->m->active, "at https://t.example/x/y/z/");
	p->m->dirty = DIRTY_ALL;
	free(picture_text(p));
	links_are(p, 0, "            1111111111111111  ");
	picture_resize(p, 60, 10);
	free(picture_text(p));
	assert_string_equal(
	    canvas_link_uri(p->c, 1), "https://t.example/x/y/z/");
}

static void
results__link_their_urls(void **state)
{
	struct picture *p = *state;
	char nick[] = "bob", text[] = "at http://r.example ok", id[] = "m1";
	struct line line = { .nick = nick, .text = text, .msgid = id };

	model_show_overlay(
	    p->m, (struct overlay){ OVERLAY_RESULTS,
		      { .results = search_results_new(VIEW("at")) } });
	search_results_add(model_results(p->m), VIEW("#lobby"), &line);
	free(picture_text(p));
	links_are(p, 3, "    1111111111111111          ");
}

static void
pager__links_its_urls(void **state)
{
	struct picture *p = *state;
	struct pager *pager = pager_new("page");

	pager_add_text(pager, "see https://p.example/a/b/c/d/e/f ok");
	model_show_overlay(
	    p->m, (struct overlay){ OVERLAY_PAGER, { .pager = pager } });
	free(picture_text(p));
	links_are(p, 3, "11111111111111111111111111111 ");
}

/* When the table of links is full, it is emptied and all is drawn again. */
static void
view_draw__never_runs_out_of_links(void **state)
{
	struct picture *p = *state;
	char url[40];

	for (int i = 0; i < 3 * CANVAS_LINKS; i++) {
		snprintf(url, sizeof(url), "http://h/%d", i);
		picture_add(p, p->m->active, LINE_MESSAGE, "bob", url);
		free(picture_text(p));
	}
	free(picture_text(p));
	assert_true(p->c->cells[7 * p->c->w + 6].link != 0);
	assert_string_equal(
	    canvas_link_uri(p->c, p->c->cells[7 * p->c->w + 6].link), url);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
		TEST(messages__link_a_wrapped_url_as_one),
		TEST(messages__link_each_message_by_itself),
		TEST(topic__links_its_urls),
		TEST(results__link_their_urls),
		TEST(pager__links_its_urls),
		TEST(view_draw__never_runs_out_of_links),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
