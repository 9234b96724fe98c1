/*
 * /ban, /mute, /unban and /unmute choose the mask that fits the user best; /op and /voice set ranks.
 */
#include <stdio.h>
#include <string.h>

#include "client/app_state.h"
#include "client/input/editor.h"
#include "tests/support/app_world.h"
#include "tests/support/test.h"

static void
start(const char *tokens)
{
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	world_serve(":s.x 005 me %s :are supported by this server", tokens);
}

#define OURS "WHOX TBAN EXTBAN=,am ACCOUNTEXTBAN=a"

static void
ask(const char *typed)
{
	world_keys(typed);
	world_keys("\r");
	world_expect("WHO bo %tuhna,417\r\n");
	buf_reset(&world.got);
}

/* Send a line of the server, without waiting until the client has handled it (world_serve waits). */
static void
answer(const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	vdprintf(world.peer, fmt, ap);
	va_end(ap);
	dprintf(world.peer, "\r\n");
}

static void
ban__is_by_account__if_the_user_is_logged_in(void **state)
{
	(void)state;
	start(OURS);
	ask("/ban bo");
	answer(":s.x 354 me 417 b far.x bo Bodo\r\n:s.x 315 me bo :End");
	world_expect("MODE #a +b a:Bodo\r\n");
	world_hides("Bodo");
}

static void
ban__is_by_host__unless_other_users_share_it(void **state)
{
	static const struct {
		const char *host, *mask;
	} rows[] = {
		{ "far.x", "*!*@far.x" },
		{ "user/bo", "*!*@user/bo" },
		{ "127.0.0.1", "bo!*@*" },
		{ "::1", "bo!*@*" },
		{ "localhost", "bo!*@*" },
		{ "MY.host", "bo!*@*" },
	};
	char expected[64];
	size_t i;

	(void)state;
	start(OURS);
	world_serve(":me!u@my.host JOIN #mine");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		ask("/ban #a bo");
		answer(":s.x 354 me 417 b %s bo 0\r\n:s.x 315 me bo :End",
		    rows[i].host);
		snprintf(expected, sizeof(expected), "MODE #a +b %s\r\n",
		    rows[i].mask);
		world_expect(expected);
	}
}

static void
ban__is_by_nick__if_the_server_knows_no_more(void **state)
{
	(void)state;
	start(OURS);
	ask("/ban bo");
	answer(":s.x 315 me bo :End");
	world_expect("MODE #a +b bo!*@*\r\n");
	/* Not by account if the server has no masks for accounts. */
	world_serve(":s.x 005 me EXTBAN=$,ar :are supported");
	ask("/ban bo");
	answer(":s.x 354 me 417 b far.x bo Bodo\r\n:s.x 315 me bo :End");
	world_expect("MODE #a +b *!*@far.x\r\n");
	world_serve(":s.x 005 me EXTBAN=~,am :are supported");
	ask("/ban bo");
	answer(":s.x 354 me 417 b far.x bo Bodo\r\n:s.x 315 me bo :End");
	world_expect("MODE #a +b ~a:Bodo\r\n");
	/* A WHO that the user sent is shown, and is not taken for ours. */
	world_keys("/quote WHO bo %tna,9\r");
	world_expect("WHO bo %tna,9\r\n");
	world_serve(":s.x 354 me 9 bo Bodo");
	world_shows("Bodo");
}

static void
ban__takes_a_time_and_a_reason_to_kick(void **state)
{
	(void)state;
	start(OURS);
	ask("/ban bo 1h30m too loud");
	answer(":s.x 354 me 417 b far.x bo 0\r\n:s.x 315 me bo :End");
	world_expect("TBAN #a 1h30m *!*@far.x\r\n");
	world_expect("KICK #a bo :too loud\r\n");
	ask("/ban bo 10 times told");
	answer(":s.x 354 me 417 b far.x bo 0\r\n:s.x 315 me bo :End");
	world_expect("TBAN #a 10 *!*@far.x\r\n");
	world_expect("KICK #a bo :times told\r\n");
	ask("/ban bo ten times told");
	answer(":s.x 354 me 417 b far.x bo 0\r\n:s.x 315 me bo :End");
	world_expect("MODE #a +b *!*@far.x\r\n");
	world_expect("KICK #a bo :ten times told\r\n");
	world_keys("/ban *!*@evil.x 2w\r");
	world_expect("TBAN #a 2w *!*@evil.x\r\n");
	assert_int_equal(editor_text().len, 0);
}

static void
ban__is_refused__if_it_has_a_time_that_the_server_does_not_support(void **state)
{
	(void)state;
	start("WHOX EXTBAN=,a");
	world_keys("/ban bo 10m\r");
	world_shows("does not support bans with a time");
	assert_int_equal(editor_text().len, 0);
	world_keys("/mute bo\r");
	world_shows("This server does not support mutes");
	assert_null(strstr(buf_str(&world.got), "WHO bo"));
}

static void
mute__sets_a_mute_mask_and_does_not_kick(void **state)
{
	(void)state;
	start(OURS);
	ask("/mute bo 10m loud");
	answer(":s.x 354 me 417 b far.x bo Bodo\r\n:s.x 315 me bo :End");
	world_expect("TBAN #a 10m m:a:Bodo\r\n");
	ask("/mute bo");
	answer(":s.x 354 me 417 b far.x bo 0\r\n:s.x 315 me bo :End");
	world_expect("MODE #a +b m:*!*@far.x\r\n");
	assert_null(strstr(buf_str(&world.got), "KICK"));
}

static void
unban__removes_all_masks_that_may_mean_the_user(void **state)
{
	(void)state;
	start(OURS);
	ask("/unban bo");
	answer(":s.x 354 me 417 b far.x bo Bodo\r\n:s.x 315 me bo :End");
	world_expect("MODE #a -bbb a:Bodo *!*@far.x bo!*@*\r\n");
	ask("/unmute bo");
	answer(":s.x 315 me bo :End");
	world_expect("MODE #a -b m:bo!*@*\r\n");
	world_keys("/unban a:Bodo\r");
	world_expect("MODE #a -b a:Bodo\r\n");
}

/* The client asks the server about one user at a time. */
static void
bans__of_several_users__each_get_their_own_mask(void **state)
{
	(void)state;
	start(OURS);
	world_keys("/ban bo\r/mute cy 1h\r/ban dee!*@*\r/ban eve\r");
	world_expect("WHO bo %tuhna,417\r\n");
	answer(":s.x 354 me 417 b far.x bo Bodo\r\n:s.x 315 me bo :End");
	world_expect("MODE #a +b a:Bodo\r\n");
	world_expect("WHO cy %tuhna,417\r\n");
	answer(":s.x 354 me 417 b near.x cy 0\r\n:s.x 315 me cy :End");
	world_expect("TBAN #a 1h m:*!*@near.x\r\n");
	world_expect("MODE #a +b dee!*@*\r\n");
	world_expect("WHO eve %tuhna,417\r\n");
	answer(":s.x 315 me eve :End");
	world_expect("MODE #a +b eve!*@*\r\n");
}

static void
ranks__are_set_one_by_one(void **state)
{
	static const char *const rows[][2] = {
		{ "/op bo cy\r", "MODE #a +o bo\r\n" },
		{ "", "MODE #a +o cy\r\n" },
		{ "/deop #b bo\r", "MODE #b -o bo\r\n" },
		{ "/voice bo\r", "MODE #a +v bo\r\n" },
		{ "/devoice bo\r", "MODE #a -v bo\r\n" },
	};
	size_t i;

	(void)state;
	start(OURS);
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		world_keys(rows[i][0]);
		world_expect(rows[i][1]);
	}
}

/* The founder stands above the operators. */
static void
founder__is_shown_first(void **state)
{
	struct buffer *b;

	(void)state;
	start("PREFIX=(qov)~@+ STATUSMSG=~@+");
	b = world.app->model->active;
	world_serve(":s.x MODE #a +o me\r\n:s.x MODE #a +q bo");
	assert_string_equal(roster_at(&b->roster, 0)->nick, "bo");
	assert_string_equal(roster_at(&b->roster, 0)->prefix, "~");
	world_serve(":bo!b@h MODE #a -q+oq bo bo me");
	assert_string_equal(roster_at(&b->roster, 0)->nick, "me");
	assert_string_equal(roster_at(&b->roster, 0)->prefix, "~@");
	world_serve(":bo!b@h PRIVMSG ~#a :for you");
	world_shows("for you");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ban__is_by_account__if_the_user_is_logged_in),
		TEST(ban__is_by_host__unless_other_users_share_it),
		TEST(ban__is_by_nick__if_the_server_knows_no_more),
		TEST(ban__takes_a_time_and_a_reason_to_kick),
		TEST(
		    ban__is_refused__if_it_has_a_time_that_the_server_does_not_support),
		TEST(mute__sets_a_mute_mask_and_does_not_kick),
		TEST(unban__removes_all_masks_that_may_mean_the_user),
		TEST(bans__of_several_users__each_get_their_own_mask),
		TEST(ranks__are_set_one_by_one),
		TEST(founder__is_shown_first),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
