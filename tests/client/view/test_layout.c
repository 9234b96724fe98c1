/*
 * Tests of layout: the panes tile the screen at every size, and the least important ones are omitted first.
 */

#include "client/config/config.h"
#include "client/view/layout.h"
#include "tests/support/test.h"

struct fixture {
	struct model *m;
	struct view_state st;
	struct layout l;
};

static int
set_up(void **state)
{
	static struct fixture f;

	f.m = model_new(client_config_defaults(), 10);
	model_add_network(f.m, client_config_defaults(), "host");
	model_activate(
	    f.m, model_open(model_network(f.m), BUFFER_ROOM, VIEW("#a")));
	view_state_init(&f.st);
	f.st.widths.rooms = f.st.widths.members = 12;
	*state = &f;
	return 0;
}

static int
tear_down(void **state)
{
	model_free(((struct fixture *)*state)->m);
	return 0;
}

static void
lay(struct fixture *f, int w, int h, int input)
{
	layout_compute(&f->l, w, h, input, &f->st, f->m);
}

static void
layout__has_every_pane__on_a_big_screen(void **state)
{
	struct fixture *f = *state;

	lay(f, 100, 30, 1);
	assert_int_equal(f->l.topic.h, 1);
	assert_int_equal(f->l.messages.h, 27);
	assert_int_equal(f->l.status.y, 28);
	assert_int_equal(f->l.input.y, 29);
	assert_true(f->l.rooms.w > 0);
	assert_true(f->l.members.w > 0);
	assert_int_equal(f->l.messages.x, f->l.rooms.w);
	assert_int_equal(f->l.members.x + f->l.members.w, 100);
}

static void
layout__hides_lists__on_a_narrow_screen_unless_switched_on(void **state)
{
	struct fixture *f = *state;

	lay(f, 89, 24, 1);
	assert_true(f->l.rooms.w > 0);
	assert_int_equal(f->l.members.w, 0);
	lay(f, 69, 24, 1);
	assert_int_equal(f->l.rooms.w, 0);
	assert_int_equal(f->l.messages.w, 69);
	f->st.rooms = f->st.members = PANE_ON;
	lay(f, 69, 24, 1);
	assert_true(f->l.rooms.w > 0 && f->l.members.w > 0);
	lay(f, 20, 24, 1);
	assert_int_equal(f->l.rooms.w, 0);
	f->st.rooms = f->st.members = PANE_OFF;
	lay(f, 200, 24, 1);
	assert_int_equal(f->l.messages.w, 200);
}

static void
layout__has_no_member_list__outside_of_rooms(void **state)
{
	struct fixture *f = *state;

	model_activate(f->m, model_network(f->m)->server);
	lay(f, 120, 24, 1);
	assert_int_equal(f->l.members.w, 0);
}

static void
layout__limits_the_input__to_a_third_and_to_the_setting(void **state)
{
	struct fixture *f = *state;

	lay(f, 80, 24, 100);
	assert_int_equal(f->l.input.h, 8);
	lay(f, 80, 60, 100);
	assert_int_equal(f->l.input.h, 8);
	f->st.max_input_rows = 3;
	lay(f, 80, 24, 100);
	assert_int_equal(f->l.input.h, 3);
	lay(f, 80, 4, 100);
	assert_int_equal(f->l.input.h, 2);
	lay(f, 80, 3, 100);
	assert_int_equal(f->l.input.h, 1);
}

static void
layout__omits_topic_status_and_messages__on_few_rows(void **state)
{
	struct fixture *f = *state;

	lay(f, 80, 5, 1);
	assert_int_equal(f->l.topic.h, 0);
	assert_int_equal(f->l.messages.h, 3);
	lay(f, 80, 2, 1);
	assert_int_equal(f->l.status.h, 0);
	assert_int_equal(f->l.messages.h, 1);
	lay(f, 80, 1, 1);
	assert_int_equal(f->l.messages.h, 0);
	assert_int_equal(f->l.input.h, 1);
}

static int
area(const struct rect *r)
{
	return r->w * r->h;
}

static void
check_inside(const struct rect *r, int w, int h)
{
	assert_true(r->x >= 0 && r->y >= 0 && r->w >= 0 && r->h >= 0);
	assert_true(r->x + r->w <= w);
	assert_true(r->y + r->h <= h);
}

/* All are inside, and their areas add up to the screen: with their order this proves a tiling. */
static void
layout__tiles_the_screen__at_every_size(void **state)
{
	struct fixture *f = *state;
	const struct layout *l = &f->l;
	int w, h, input, show;

	for (show = 0; show < 9; show++) {
		f->st.rooms = (enum pane_show)(show % 3);
		f->st.members = (enum pane_show)(show / 3);
		for (w = 1; w < 130; w += w < 20 ? 1 : 7) {
			for (h = 1; h < 40; h++) {
				for (input = 0; input < 12; input += 3) {
					lay(f, w, h, input);
					check_inside(&l->topic, w, h);
					check_inside(&l->rooms, w, h);
					check_inside(&l->messages, w, h);
					check_inside(&l->members, w, h);
					check_inside(&l->status, w, h);
					check_inside(&l->input, w, h);
					assert_true(l->input.h >= 1);
					assert_int_equal(
					    area(&l->topic) + area(&l->rooms) +
						area(&l->messages) +
						area(&l->members) +
						area(&l->status) +
						area(&l->input),
					    w * h);
				}
			}
		}
	}
}

#define layout_test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		layout_test(layout__has_every_pane__on_a_big_screen),
		layout_test(
		    layout__hides_lists__on_a_narrow_screen_unless_switched_on),
		layout_test(layout__has_no_member_list__outside_of_rooms),
		layout_test(
		    layout__limits_the_input__to_a_third_and_to_the_setting),
		layout_test(
		    layout__omits_topic_status_and_messages__on_few_rows),
		layout_test(layout__tiles_the_screen__at_every_size),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
