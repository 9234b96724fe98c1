/*
 * /ignore, /highlight and /notify in the whole client.
 */
#include <stdio.h>
#include <string.h>

#include "client/app_state.h"
#include "client/commands/attention_store.h"
#include "client/config/live_settings.h"
#include "common/clock.h"
#include "tests/support/app_world.h"
#include "tests/support/test.h"

#define HOUR (3600 * INT64_C(1000))

static int64_t later; /* added to the wall clock, which moves with each look */

static int64_t
wall(void)
{
	return INT64_C(1784116800000) + later++;
}

static int
setup(void **state)
{
	int rc = world_setup(state);

	later = 0;
	clock_set_wall(wall);
	return rc;
}

static void
open_world(const char *caps)
{
	world.caps = caps;
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
}

static struct network *
network(void)
{
	return app_network_active(world.app)->network;
}

static struct buffer *
room(const char *name)
{
	return model_find(network(), view_of(name));
}

static void
pass(int64_t ms)
{
	later += ms;
	attention_store_end(app_network_active(world.app)->attention);
}

static void
ignore__hides_messages_and_presence__until_it_is_removed(void **state)
{
	(void)state;
	open_world("echo-message");
	world_keys("/ignore bo\r");
	world_shows("You ignore bo: messages and presence");
	world_serve(":bo!b@h PRIVMSG #a :secret one\r\n"
		    ":bo!b@h NOTICE #a :secret two\r\n"
		    ":cy!c@h PRIVMSG #a :public\r\n"
		    ":bo!b@h INVITE me #den\r\n"
		    ":bo!b@h NICK :bobby\r\n:bobby!b@h NICK :bo\r\n"
		    ":bo!b@h PART #a :off I go");
	world_shows("public");
	world_hides("secret");
	world_hides("invited");
	world_hides("off I go");
	world_hides("bobby"); /* nor its way back to the ignored nick */
	assert_null(roster_find(&room("#a")->roster, VIEW("bo")));
	world_keys("/ignore\r/unignore BO\r");
	world_shows("You no longer ignore BO.");
	world_shows("secret one");
	world_shows("secret two");
	world_shows("bo invited you to #den");
	world_shows("▸ bo left");
	world_keys("/unignore bo\r");
	world_shows("You do not ignore bo.");
}

static void
ignore__hides_only_messages__or_only_presence(void **state)
{
	(void)state;
	open_world("echo-message");
	world_keys("/ignore bo messages\r/ignore *!*@spam.* presence\r");
	world_serve(":bo!b@h PRIVMSG #a :secret\r\n:bo!b@h PART #a\r\n"
		    ":dan!d@spam.net JOIN #a\r\n"
		    ":dan!d@spam.net PRIVMSG #a :buy this");
	world_hides("secret");
	world_shows("bo left");
	world_hides("dan joined");
	world_shows("buy this");
}

static void
ignore__shows_what_it_no_longer_hides__when_it_changes(void **state)
{
	(void)state;
	open_world("echo-message");
	world_keys("/ignore bo\r");
	world_serve(":bo!b@h PRIVMSG #a :a secret");
	world_keys("/ignore bo 2h\r");
	world_hides("a secret");
	world_keys("/ignore bo presence\r");
	world_shows("a secret");
	world_serve(":bo!b@h PRIVMSG #a :in public\r\n:bo!b@h PART #a :hidden");
	world_shows("in public");
	world_hides("hidden");
}

static void
ignore__follows_an_account__under_any_nick(void **state)
{
	(void)state;
	open_world("account-tag extended-join message-tags");
	world_keys("/ignore account:Bodo\r");
	world_serve("@account=bodo :x1!b@h PRIVMSG #a :secret\r\n"
		    ":x2!b@h JOIN #a Bodo :Real\r\n"
		    "@account=other :x3!b@h PRIVMSG #a :public");
	world_shows("public");
	world_hides("secret");
	world_hides("x2 joined");
}

static void
ignore__opens_no_window_for_a_private_message(void **state)
{
	(void)state;
	open_world("echo-message");
	world_keys("/ignore bo messages\r");
	world_serve(":bo!b@h PRIVMSG me :psst\r\n:cy!c@h PRIVMSG me :hi");
	assert_null(room("bo"));
	assert_non_null(room("cy"));
	assert_int_equal(network()->server->unread, 0);
	world_keys("/unignore bo\r\033[1;3D");
	model_activate(world.app->model, network()->server);
	world_shows("psst");
}

static void
invitation__is_a_mention__unless_the_user_is_ignored(void **state)
{
	const struct line *line;

	(void)state;
	open_world("echo-message invite-notify");
	world_serve(":bo!b@h INVITE me #den");
	line = world_line(room("#a"), 0);
	assert_string_equal(line->text, "bo invited you to #den");
	assert_int_equal(line->mention, 1);
	world_serve(":bo!b@h INVITE cy #a");
	assert_int_equal(world_line(room("#a"), 0)->mention, 0);
	world_keys("/ignore bo highlights\r");
	world_serve(":bo!b@h INVITE me #den");
	assert_int_equal(world_line(room("#a"), 0)->mention, 0);
}

static void
ignore__answers_no_ctcp(void **state)
{
	(void)state;
	open_world("echo-message");
	world_keys("/ignore bo\r");
	dprintf(world.peer, ":bo!b@h PRIVMSG me :\001PING secret\001\r\n"
			    ":cy!c@h PRIVMSG me :\001PING public\001\r\n");
	while (strstr(buf_str(&world.got), "NOTICE cy") == NULL)
		world_turn();
	assert_null(strstr(buf_str(&world.got), "NOTICE bo"));
	world_hides("bo sent a CTCP");
	world_keys("/unignore bo\r");
	dprintf(world.peer, ":bo!b@h PRIVMSG me :\001PING again\001\r\n");
	world_expect("NOTICE bo :\001PING again");
}

static void
ignore__counts_nothing_as_unread_or_as_a_mention(void **state)
{
	(void)state;
	open_world("echo-message");
	world_join("#b");
	world_keys("/ignore bo\r/ignore cy highlights\r");
	world_serve(":bo!b@h PRIVMSG #b :me: one\r\n"
		    ":cy!c@h PRIVMSG #b :me: two\r\n"
		    ":dan!d@h PRIVMSG #b :me: three");
	assert_int_equal(room("#b")->unread, 2);
	assert_int_equal(room("#b")->mentions, 1);
}

static void
ignore__ends_by_the_clock(void **state)
{
	(void)state;
	open_world("echo-message");
	world_keys("/ignore bo 2h\r");
	world_shows("presence, 2h left");
	world_serve(":bo!b@h PRIVMSG #a :secret");
	pass(HOUR + 60000);
	world_keys("/ignore\r");
	world_shows(", 59m left");
	world_hides("secret");
	pass(HOUR);
	world_shows("secret");
	world_serve(":bo!b@h PRIVMSG #a :again");
	world_shows("again");
	assert_int_equal(network()->attention.ignores.n, 0);
	model_activate(world.app->model, network()->server);
	world_shows("You no longer ignore bo: the time is over.");
}

static void
ignore__says_what_is_wrong(void **state)
{
	(void)state;
	open_world("echo-message");
	world_keys("/ignore\r");
	world_shows("You ignore nobody.");
	world_keys("/ignore me\r");
	world_shows("You cannot ignore yourself.");
	world_keys("/ignore bo soon\r");
	world_shows("\"soon\" is not messages, presence, both");
	world_keys("/ignore *\r");
	world_shows("* would ignore everyone.");
	assert_int_equal(network()->attention.ignores.n, 0);
	world_keys("/ignore bo forever presence\r");
	assert_int_equal(network()->attention.ignores.v[0].until, 0);
	assert_int_equal(
	    network()->attention.ignores.v[0].what, IGNORE_PRESENCE);
}

static void
highlight__makes_words_mentions(void **state)
{
	(void)state;
	open_world("echo-message");
	world_join("#b");
	world_join("#c");
	string_list_add(&world.config.highlight, "coffee");
	world_keys("/highlight add deploy\r/highlight #b add /err(or)?s/\r");
	world_shows("deploy is highlighted.");
	world_shows("/err(or)?s/ is highlighted in #b.");
	world_serve(":bo!b@h PRIVMSG #b :Deploy now\r\n"
		    ":bo!b@h PRIVMSG #b :3 ERRORS\r\n"
		    ":bo!b@h PRIVMSG #c :3 errors\r\n"
		    ":bo!b@h PRIVMSG #c :more coffee\r\n"
		    ":me!u@h PRIVMSG #c :deploy\r\n"
		    ":s.x NOTICE #c :deploy");
	assert_int_equal(room("#b")->mentions, 2);
	assert_int_equal(room("#c")->mentions, 1);
	world_keys("/highlight\r");
	world_shows("me: your nick");
	world_shows("coffee: from the setting highlight");
	world_shows("deploy: in all rooms");
	world_shows("/err(or)?s/: in #b");
	world_keys("/highlight del deploy\r");
	world_shows("deploy is no longer highlighted.");
	world_serve(":bo!b@h PRIVMSG #c :deploy");
	assert_int_equal(room("#c")->mentions, 1);
	world_keys("/highlight del /err(or)?s/\r");
	world_shows("You did not add /err(or)?s/.");
	world_keys("/highlight add /(/\r");
	world_shows("/(/ is not a regular expression: missing closing");
	world_keys("/highlight deploy\r");
	world_shows("Type /highlight add WORD or /highlight del WORD.");
}

static void
highlight__takes_changed_settings_at_once(void **state)
{
	(void)state;
	open_world("echo-message");
	world_join("#b");
	string_list_add(&world.config.highlight, "tea");
	world_serve(":bo!b@h PRIVMSG #b :steam");
	assert_int_equal(room("#b")->mentions, 0);
	world.config.highlight_whole_words = 0;
	world_serve(":bo!b@h PRIVMSG #b :steam");
	assert_int_equal(room("#b")->mentions, 1);
	world.config.highlight_case = 1;
	world_serve(":bo!b@h PRIVMSG #b :STEAM");
	assert_int_equal(room("#b")->mentions, 1);
}

/* A pattern with nested repeats takes very long for such a text. */
static void
highlight__gives_an_expression_up_that_takes_too_long(void **state)
{
	(void)state;
	open_world("echo-message");
	world_keys("/highlight add /^(a+)+$/\r");
	world_serve(":bo!b@h PRIVMSG #a :aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
		    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!\r\n"
		    ":bo!b@h PRIVMSG #a :after");
	world_shows("after");
	model_activate(world.app->model, network()->server);
	world_shows("^(a+)+$ needs too many steps");
}

static void
notify__chooses_the_level_of_a_room(void **state)
{
	(void)state;
	open_world("echo-message");
	world_join("#b");
	world_keys("/notify\r");
	world_shows("#a: mentions notify you");
	world_shows("other rooms: mentions notify you");
	world_keys("/notify #b nothing\r");
	world_shows("#b: nothing notifies you");
	world_serve(":bo!b@h PRIVMSG #b :me: hello");
	assert_int_equal(room("#b")->unread, 0);
	assert_int_equal(room("#b")->mentions, 0);
	world_keys("/notify #b default\r");
	world_shows("#b: mentions notify you");
	world_serve(":bo!b@h PRIVMSG #b :me: hello");
	assert_int_equal(room("#b")->mentions, 2);
	world_keys("/notify loud\r");
	world_shows("\"loud\" is not a level: all, mentions, nothing or");
	world_keys("/notify default 1h\r");
	world_shows("/notify default takes no time.");
	world_keys("/notify all soon\r");
	world_shows("\"soon\" is not a time such as 30m, 1h or 7d.");
}

static void
set(enum settings_scope scope, const char *in, const char *name,
    const char *value)
{
	struct settings_place place = { scope, view_of(in) };
	char *cause = NULL;

	if (live_settings_set(&world.config, &place, name, value, &cause) != 0)
		fail_msg("%s: %s", name, cause);
}

static void
highlight__is_a_setting_of_all_rooms_and_of_one(void **state)
{
	(void)state;
	open_world("echo-message");
	world_join("#b");
	world_join("#c");
	set(SETTINGS_GLOBAL, "", "highlight", "tea");
	set(SETTINGS_ROOM, "#b", "highlight", "/disks?/, cpu");
	world_serve(":bo!b@h PRIVMSG #b :tea\r\n:bo!b@h PRIVMSG #b :CPU\r\n"
		    ":bo!b@h PRIVMSG #b :2 disks\r\n"
		    ":bo!b@h PRIVMSG #c :tea\r\n:bo!b@h PRIVMSG #c :cpu");
	assert_int_equal(room("#b")->mentions, 2);
	assert_int_equal(room("#c")->mentions, 1);
	world_keys("/highlight #b\r");
	world_shows("/disks?/: from the setting highlight");
	world_hides("tea: from");
	world_keys("/highlight\r");
	world_shows("tea: from the setting highlight");
}

static void
notify_level__is_a_setting_of_all_rooms_and_of_one(void **state)
{
	(void)state;
	open_world("echo-message");
	world_join("#b");
	world_serve(":bo!b@h PRIVMSG #b :hello");
	assert_int_equal(room("#b")->unread, 1);
	set(SETTINGS_GLOBAL, "", "notify-level", "nothing");
	assert_int_equal(room("#b")->unread, 0);
	set(SETTINGS_ROOM, "#b", "notify-level", "all");
	assert_int_equal(buffer_level(room("#b")), LEVEL_ALL);
	assert_int_equal(buffer_level(room("#a")), LEVEL_NOTHING);
	assert_int_equal(room("#b")->unread, 1);
	world_keys("/notify #b mentions\r");
	assert_int_equal(buffer_level(room("#b")), LEVEL_MENTIONS);
	world_keys("/notify #b default\r");
	world_shows("#b: all messages notify you");
	world_keys("/notify\r");
	world_shows("other rooms: nothing notifies you");
}

static void
notify__silences_a_room_for_an_hour(void **state)
{
	(void)state;
	open_world("echo-message");
	world_join("#b");
	world_keys("/notify #b all\r/notify #b nothing 1h\r");
	world_shows("#b: nothing notifies you, 1h left");
	world_serve(":bo!b@h PRIVMSG #b :hello");
	assert_int_equal(room("#b")->unread, 0);
	pass(HOUR - 60000);
	assert_int_equal(buffer_level(room("#b")), LEVEL_NOTHING);
	pass(60000);
	assert_int_equal(buffer_level(room("#b")), LEVEL_ALL);
	assert_int_equal(room("#b")->unread, 1);
}

int
main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, world_teardown)
	const struct CMUnitTest tests[] = {
		TEST(ignore__hides_messages_and_presence__until_it_is_removed),
		TEST(ignore__hides_only_messages__or_only_presence),
		TEST(ignore__shows_what_it_no_longer_hides__when_it_changes),
		TEST(ignore__follows_an_account__under_any_nick),
		TEST(ignore__opens_no_window_for_a_private_message),
		TEST(invitation__is_a_mention__unless_the_user_is_ignored),
		TEST(ignore__answers_no_ctcp),
		TEST(ignore__counts_nothing_as_unread_or_as_a_mention),
		TEST(ignore__ends_by_the_clock),
		TEST(ignore__says_what_is_wrong),
		TEST(highlight__makes_words_mentions),
		TEST(highlight__takes_changed_settings_at_once),
		TEST(highlight__gives_an_expression_up_that_takes_too_long),
		TEST(notify__chooses_the_level_of_a_room),
		TEST(highlight__is_a_setting_of_all_rooms_and_of_one),
		TEST(notify_level__is_a_setting_of_all_rooms_and_of_one),
		TEST(notify__silences_a_room_for_an_hour),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
