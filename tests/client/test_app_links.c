/*
 * app: /url, /copy and the bare view, from keys to a picture.
 */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/app_state.h"
#include "client/model/chooser.h"
#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/app_world.h"
#include "tests/support/check_view.h"
#include "tests/support/test.h"

static void
start(void)
{
	world_start(1, "#ops");
	world_accept();
	world_welcome();
	world_join("#ops");
	world_keys("half");
}

static const struct chooser *
chooser(void)
{
	assert_int_equal(world.app->model->overlay.kind, OVERLAY_CHOOSER);
	return world.app->model->overlay.chooser;
}

static void
url__lists_links__newest_first_and_each_once(void **state)
{
	(void)state;
	start();
	world_serve(":s.x 332 me #ops :see https://topic.example\r\n"
		    ":bo!b@h PRIVMSG #ops :https://a.example, www.b.example\r\n"
		    ":zoe!z@h PRIVMSG #ops :\001ACTION is at "
		    "\002https://c.example\002\001\r\n"
		    ":zoe!z@h PRIVMSG #ops :again (https://a.example)");
	world_keys("\033o");
	world_shows("Links:");
	world_shows("zoe 12:00");
	assert_int_equal(chooser()->shown, 4);
	assert_string_equal(chooser()->rows[0].text, "https://a.example");
	assert_non_null(strstr(chooser()->rows[0].detail, "zoe"));
	assert_string_equal(chooser()->rows[1].text, "https://c.example");
	assert_string_equal(chooser()->rows[2].text, "www.b.example");
	assert_string_equal(chooser()->rows[3].text, "https://topic.example");
	assert_string_equal(chooser()->rows[3].detail, "topic");
	world_keys("b.ex\t");
	world_shows("21 characters were sent to the terminal's clipboard.");
	assert_view(editor_text(), "half");
}

static void
url__opens_a_link_with_the_users_program(void **state)
{
	static char folder[] = "/tmp/tchat-links-XXXXXX";
	int64_t end = clock_mono_ms() + 20000;
	char *file, *script;

	(void)state;
	start();
	assert_non_null(mkdtemp(folder));
	xasprintf(&file, "%s/opened", folder);
	xasprintf(
	    &script, "[ $1 = https://%%E4%%BD%%A0.example ] && : >%s", file);
	string_list_clear(&world.config.url_command);
	string_list_add(&world.config.url_command, "sh");
	string_list_add(&world.config.url_command, "-c");
	string_list_add(&world.config.url_command, script);
	string_list_add(&world.config.url_command, "sh");
	world_serve(":bo!b@h PRIVMSG #ops :https://\xe4\xbd\xa0.example!");
	assert_int_equal(access(file, F_OK), -1); /* never by itself */
	world_keys("\025/url\r\r");
	while (access(file, F_OK) != 0) {
		assert_true(clock_mono_ms() < end);
		usleep(5000);
	}
	unlink(file);
	rmdir(folder);
	free(script);
	free(file);
	string_list_clear(&world.config.url_command);
	world_keys("/url\r\r");
	world_shows("The link was not opened: no program is set");
}

static void
copy__copies_the_nth_message(void **state)
{
	(void)state;
	start();
	world_keys("\025/copy last\r");
	world_shows("There is no such message here.");
	world_serve(":bo!b@h PRIVMSG #ops :\002five\002!\r\n"
		    ":bo!b@h PRIVMSG #ops :e\xcc\x81\r\n"
		    ":zoe!z@h JOIN #ops");
	world_keys("/copy last\r");
	world_shows("1 character was sent to the terminal's clipboard.");
	world_keys("/copy 2\r");
	world_shows("5 characters were sent");
	world_keys("/copy 3\r/copy 0\r");
	world_shows("There is no such message here.");
	world_shows("Which message? Type /copy last");
}

static void
copy__lets_the_user_choose_a_message(void **state)
{
	(void)state;
	start();
	world_serve(":bo!b@h PRIVMSG #ops :first\r\n"
		    ":bo!b@h PRIVMSG #ops :second one");
	world_keys("\033w");
	world_shows("bo: second one");
	assert_int_equal(chooser()->shown, 2);
	world_keys("fir\r");
	world_shows("5 characters were sent");
	world_keys("\033w");
	buffer_clear_lines(world.app->model->active);
	world_keys("\r");
	world_shows("That message is not here any more.");
	assert_view(editor_text(), "half");
}

static void
bare__is_left_by_its_key__escape_or_typing(void **state)
{
	static const char *const leave[] = { "\033[20~", "\033v", "\003" };

	(void)state;
	start();
	world_serve(":bo!b@h PRIVMSG #ops :only this");
	for (size_t i = 0; i < sizeof(leave) / sizeof(leave[0]); i++) {
		world_keys("\033[20~");
		assert_int_equal(world.app->model->overlay.kind, OVERLAY_BARE);
		world_hides("half");
		world_shows("only this");
		world_hides("bo");
		world_keys("\t");
		world_shows("bo: only this");
		world_keys("\t\t");
		world_keys(leave[i]);
		assert_int_equal(world.app->model->overlay.kind, OVERLAY_NONE);
		world_shows("half");
	}
	world_keys("\033v");
	world_keys("!");
	assert_int_equal(world.app->model->overlay.kind, OVERLAY_NONE);
	assert_view(editor_text(), "half!");
	world_keys("\033v\0331"); /* another key leaves it and acts */
	assert_int_equal(world.app->model->overlay.kind, OVERLAY_NONE);
	assert_int_equal(world.app->model->active->kind, BUFFER_SERVER);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)
		TEST(url__lists_links__newest_first_and_each_once),
		TEST(url__opens_a_link_with_the_users_program),
		TEST(copy__copies_the_nth_message),
		TEST(copy__lets_the_user_choose_a_message),
		TEST(bare__is_left_by_its_key__escape_or_typing),
#undef TEST
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
