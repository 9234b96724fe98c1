/*
 * Tests of the pager on the full screen: it opens, takes the keys, and leaves the half-typed line alone.
 */
#include <stdlib.h>

#include "client/app_draw.h"
#include "client/app_state.h"
#include "tests/support/app_world.h"
#include "tests/support/test.h"

static int
setup(void **state)
{
	world_setup(state);
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	return 0;
}

static void
pager__closes__and_the_half_typed_line_is_still_there(void **state)
{
	(void)state;
	world_keys("half a line");
	world_keys("\033OP");
	world_shows("q: close");
	world_shows("half a line");
	world_keys("xyzjk\xc3\xa4q");
	world_hides("q: close");
	world_keys("!\r");
	world_expect("PRIVMSG #a :half a line!");
	world_keys("\033OP");
	world_keys("\033");
	world_turn();
	world_keys("\003");
	world_hides("q: close");
}

static void
pager__explains_the_selected_row__and_goes_back(void **state)
{
	(void)state;
	world_keys("/help\r");
	world_shows("Help  ");
	world_keys("/no such words\r");
	world_shows("not found: no such words");
	world_keys("//whois\r\r");
	world_shows("Help: /whois");
	world_shows("/whois NICK");
	world_keys("\177");
	world_shows("Help  ");
	world_keys("\177");
	world_hides("q: close");
	world_keys("/help f7\r");
	world_shows("tchat-toggle-rooms");
	world_keys("q/help histroy\r");
	world_shows("Did you mean: history?");
}

static void
help_key__explains_the_command_in_the_line(void **state)
{
	(void)state;
	world_keys("/kick bo");
	world_keys("\033OP");
	world_shows("Help: /kick");
	world_keys("q");
	world_shows("/kick bo");
	world_keys("\025/nosuch");
	world_keys("\033OP");
	world_shows("Help  ");
}

/* Keys of the rest of the program work, and close the pager; a paste goes into the line. */
static void
pager__gives_way_to_other_keys_and_pastes(void **state)
{
	(void)state;
	world_keys("/help keys\r");
	world_shows("Help: keys");
	world_keys("\033[15~");
	world_hides("Help: keys");
	assert_int_equal(world.app->model->active->kind, BUFFER_SERVER);
	world_keys("/help\r");
	world_keys("\033[200~pasted\033[201~");
	world_hides("q: close");
	world_shows("pasted");
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, world_teardown)
	const struct CMUnitTest tests[] = {
		T(pager__closes__and_the_half_typed_line_is_still_there),
		T(pager__explains_the_selected_row__and_goes_back),
		T(help_key__explains_the_command_in_the_line),
		T(pager__gives_way_to_other_keys_and_pastes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
