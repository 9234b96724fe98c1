/*
 * Tests of mode_words: a sentence for each change.
 */
#include <locale.h>
#include <stdlib.h>

#include "client/irc/mode_words.h"
#include "client/irc/session_state.h"
#include "common/irc_msg.h"
#include "tests/support/irc_fake.h"
#include "tests/support/test.h"

static struct irc_fake f;

static int
setup(void **state)
{
	(void)state;
	fake_open(&f, "me");
	fake_register(&f, "");
	fake_line(&f, ":s.x 005 me PREFIX=(qov)~@+ EXTBAN=,am "
		      "CHANMODES=Ibe,k,lW,CHORimnst :are supported");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fake_close(&f);
	return 0;
}

static void
says(const char *line, const char *want)
{
	struct buf out = { 0 };
	struct irc_msg msg;

	assert_int_equal(irc_msg_parse(&msg, view_of(line)), 0);
	mode_words(&out, f.session, VIEW("ana"), &msg);
	assert_string_equal(buf_str(&out), want);
	buf_clear(&out);
}

static void
mode_words__tell_ranks_and_modes_of_the_room(void **state)
{
	(void)state;
	says("MODE #a +o bo", "ana made bo an operator");
	says("MODE #a +v-o bo cy",
	    "ana gave bo voice\nana removed operator status from cy");
	says("MODE #a +mi-t", "ana made the room moderated\n"
			      "ana made the room invitation-only\n"
			      "ana let everyone set the topic");
	says("MODE #a +kl-k secret 20 secret",
	    "ana set a key for joining the room\n"
	    "ana limited the room to 20 members\n"
	    "ana removed the room's key");
	says("MODE #a +W-W 30", "ana made the room slow: 30 seconds between "
				"messages\nana ended the room's slow mode");
	says("MODE #a +qX bo", "ana made bo a founder\nana set +X");
}

static void
mode_words__tell_who_is_banned__and_how_long(void **state)
{
	(void)state;
	says("MODE #a +b a:bo", "ana banned bo by account");
	says("@tchat/ban-seconds=7200 MODE #a +b a:bo",
	    "ana banned bo by account for 2 hours");
	says("@tchat/ban-seconds=60 MODE #a +b bo!*@*",
	    "ana banned bo by nick for 1 minute");
	says("@tchat/ban-seconds=5401 MODE #a +b *!*@evil.x",
	    "ana banned everyone from evil.x for 1h 30m");
	says("MODE #a +b *!*@*.evil.x", "ana banned *!*@*.evil.x");
	says("MODE #a -bb a:bo bo!*@*",
	    "ana removed the ban on the account "
	    "bo\nana removed the ban on the nick bo");
	says("@tchat/ban-seconds=86400 MODE #a +b m:a:bo",
	    "ana muted bo by account for 1 day");
	says("MODE #a -b m:*!*@evil.x", "ana unmuted everyone from evil.x");
	says("MODE #a +eI a:bo *!*@good.x",
	    "ana exempted the account bo from bans\nana let everyone from "
	    "good.x join without an invitation");
}

/* What a server may send, but should not. */
static void
mode_words__survive_missing_arguments(void **state)
{
	(void)state;
	says("MODE #a", "");
	says("MODE #a +", "");
	says("MODE #a +b", "ana set +b");
	says("MODE #a +o", "ana set +o");
	says("@tchat/ban-seconds=-5 MODE #a +b a:", "ana banned a:");
	says("MODE #a +b !@", "ana banned !@");
	says("MODE #a +b *!*@", "ana banned *!*@");
}

static void
mode_words_mask__names_masks(void **state)
{
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(mode_words_mask(&out, f.session, VIEW("m:a:bo")), 1);
	assert_string_equal(buf_str(&out), "account bo");
	buf_reset(&out);
	assert_int_equal(
	    mode_words_mask(&out, f.session, VIEW("*!*@evil.x")), 0);
	assert_string_equal(buf_str(&out), "host evil.x");
	buf_clear(&out);
}

int
main(void)
{
#define T(test) cmocka_unit_test_setup_teardown(test, setup, teardown)
	const struct CMUnitTest tests[] = {
		T(mode_words__tell_ranks_and_modes_of_the_room),
		T(mode_words__tell_who_is_banned__and_how_long),
		T(mode_words__survive_missing_arguments),
		T(mode_words_mask__names_masks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
