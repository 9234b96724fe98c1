/*
 * Tests of pane_lists: how the room list shows what a room deserves.
 */
#include <stdlib.h>

#include "client/view/theme.h"
#include "tests/support/picture.h"
#include "tests/support/test.h"

/* A silent room is dim in the list, though it has messages that nobody read. */
static void
room_list__shows_a_silent_room_dim(void **state)
{
	struct picture picture, *p = &picture;
	struct buffer *b;
	struct style dim;
	const struct cell *cell;

	(void)state;
	picture_open(p, 80, 12);
	b = picture_room(p, "#tea");
	p->st.rooms = PANE_ON;
	p->st.colours = 256;
	picture_add(p, b, LINE_MESSAGE, "bob", "ana: hello");
	free(picture_text(p));
	cell =
	    &p->c->cells[(size_t)(p->st.layout.rooms.y + 1) * (size_t)p->c->w +
			 2];
	dim = theme_style(THEME_DIM, 256);
	assert_int_not_equal(cell->style.fg, dim.fg);
	room_levels_set(&model_network(p->m)->attention.levels, VIEW("#tea"),
	    LEVEL_NOTHING, 0);
	model_level_changed(model_network(p->m));
	free(picture_text(p));
	assert_int_equal(cell->style.fg, dim.fg);
	assert_int_equal(cell->cp, '#');
	picture_close(p);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(room_list__shows_a_silent_room_dim),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
