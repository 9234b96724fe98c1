/*
 * Tests of answer_pages: a short answer goes into the room, a long one becomes a page.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/app_state.h"
#include "client/config/live_settings.h"
#include "tests/support/app_world.h"
#include "tests/support/test.h"

static int
setup(void **state)
{
	world_setup(state);
	world.caps = "";
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	world_picture(); /* so that the size of the pane is known */
	return 0;
}

static char token[32];

/* Wait for a command, and for the PING after it. */
static void
await(const char *command)
{
	const char *at;

	world_expect(command);
	world_expect("PING tchat-c");
	for (at = buf_str(&world.got); strchr(at, '\r') == NULL;
	     at = buf_str(&world.got))
		world_turn();
	snprintf(token, sizeof(token), "%.*s", (int)strcspn(at, "\r"), at);
}

/* Answer the PING: everything that answers the command has been sent. */
static void
end_answer(void)
{
	world_serve(":s.x PONG s.x :tchat-c%s", token);
}

static int
set_setting(const char *name, const char *value)
{
	struct settings_place everywhere = { .scope = SETTINGS_GLOBAL };
	char *cause = NULL;
	int rc =
	    live_settings_set(&world.config, &everywhere, name, value, &cause);

	free(cause);
	return rc;
}

static void
list_rooms(int n)
{
	world_keys("/list\r");
	await("LIST");
	for (int i = 0; i < n; i++)
		dprintf(world.peer, ":s.x 322 me #room%d %d :topic %d\r\n", i,
		    i * 30, i);
	world_serve(":s.x 323 me :End of /LIST");
	end_answer();
}

static void
long_answer__is_a_page__sorted_and_aligned(void **state)
{
	(void)state;
	list_rooms(12);
	world_shows("Rooms  1/12");
	world_shows("#room11     330  topic 11\n");
	world_shows("#room2       60  topic 2\n");
	world_hides("End of the list");
	world_keys("\033[B\r");
	world_hides("Rooms  ");
	world_expect("JOIN #room10");
}

static void
short_answer__goes_into_the_room(void **state)
{
	(void)state;
	world_keys("/whois bo\r");
	await("WHOIS bo");
	world_serve(":s.x 311 me bo b h.x * :Bo B\r\n"
		    ":s.x 319 me bo :#a #b");
	world_hides("bo is in #a");
	world_serve(":s.x 318 me bo :End");
	world_shows("bo is b@h.x (Bo B)");
	world_shows("bo is in #a #b");
	list_rooms(1);
	world_shows("#room0 (0): topic 0");
	list_rooms(0);
	world_shows("End of the list");
}

static void
setting_pager__decides(void **state)
{
	(void)state;
	world.config.pager = PAGER_NEVER;
	list_rooms(30);
	world_hides("Rooms  ");
	world_shows("#room29 (870): topic 29");
	world.config.pager = PAGER_ALWAYS;
	list_rooms(1);
	world_shows("Rooms  1/1");
}

static void
half_typed_line__keeps_the_keys(void **state)
{
	(void)state;
	world_keys("/list\r");
	world_keys("hell");
	await("LIST");
	for (int i = 0; i < 30; i++)
		dprintf(world.peer, ":s.x 322 me #room%d 1 :topic\r\n", i);
	world_serve(":s.x 323 me :End of /LIST");
	end_answer();
	world_shows("The answer has 30 rows. /pager shows it.");
	world_keys("o\r");
	world_expect("PRIVMSG #a :hello");
	world_keys("/pager\r");
	world_shows("Rooms  1/30");
	world_keys("q/pager\r");
	world_shows("Rooms  1/30");
}

/* A server that sends no end of the answer. */
static void
unknown_end__is_found_by_the_ping(void **state)
{
	(void)state;
	world_keys("/whois bo\r");
	await("WHOIS bo");
	world_serve(":s.x 311 me bo b h.x * :Bo B");
	end_answer();
	world_shows("bo is b@h.x (Bo B)");
}

static void
wallops__are_shown(void **state)
{
	(void)state;
	world_serve(":ana!a@h WALLOPS :hello all");
	world_shows("Wallops by ana: hello all");
}

/* The password is asked for, and is not on the screen. */
static void
oper__asks_for_the_password(void **state)
{
	(void)state;
	world_keys("/oper root\r");
	world_shows("operator password:");
	world_keys("secret");
	world_hides("secret");
	world_keys("\r");
	world_expect("OPER root secret");
	world_serve(":s.x 381 me :You are now an operator");
	world_shows("You are a server operator now");
	world_hides("secret");
}

static void
modes__are_in_words__or_in_letters(void **state)
{
	(void)state;
	world_serve(":bo!b@h MODE #a +o-m me");
	world_shows("bo made me an operator\n");
	world_shows("bo made the room unmoderated\n");
	assert_int_equal(set_setting("mode-letters", "yes"), 0);
	world_shows("bo set +o-m me");
	world_hides("unmoderated");
}

/* The MODE of a timed ban tells how long it lasts; the NOTE tells it again, with the mask. */
static void
timed_ban__is_told_once(void **state)
{
	static const char note[] = ":s.x NOTE TBAN SET #a a:bo 7200 me :The "
				   "ban on a:bo in #a ends in 2h";

	(void)state;
	world_serve(":s.x 005 me EXTBAN=,am TBAN :are supported");
	world_serve("@tchat/ban-seconds=7200 :me!u@h MODE #a +b a:bo");
	world_serve("%s", note);
	world_shows("me banned bo by account for 2 hours");
	world_hides("ends in 2h");
	world_serve("%s", note); /* only the end changed */
	world_shows("The ban on a:bo in #a ends in 2h");
}

static void
lost_connection__shows_what_came(void **state)
{
	(void)state;
	world_keys("/whois bo\r");
	await("WHOIS bo");
	world_serve(":s.x 311 me bo b h.x * :Bo B");
	world_break();
	world_shows("bo is b@h.x (Bo B)");
}

static void
names__are_a_page_by_rank__when_they_are_many(void **state)
{
	(void)state;
	world_keys("/names\r");
	world_shows("2 members of #a: @me bo");
	for (int i = 0; i < 200; i++)
		dprintf(world.peer, ":nick%d!u@h JOIN #a\r\n", i);
	world_serve(":s.x NOTICE me :hi");
	world_keys("/names\r");
	world_shows("#a: 202 members  ");
	world_shows("Operators\n");
	world_keys("/nick77\r\r");
	world_expect("WHOIS nick77");
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, world_teardown)
	const struct CMUnitTest tests[] = {
		T(long_answer__is_a_page__sorted_and_aligned),
		T(short_answer__goes_into_the_room),
		T(setting_pager__decides),
		T(half_typed_line__keeps_the_keys),
		T(unknown_end__is_found_by_the_ping),
		T(wallops__are_shown),
		T(oper__asks_for_the_password),
		T(modes__are_in_words__or_in_letters),
		T(timed_ban__is_told_once),
		T(lost_connection__shows_what_came),
		T(names__are_a_page_by_rank__when_they_are_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
