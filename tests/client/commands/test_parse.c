/*
 * Tests of parse: typed lines become commands.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/commands/parse.h"
#include "tests/support/check_view.h"
#include "tests/support/test.h"

static struct command
parsed(const char *line)
{
	struct command c;
	char *cause = NULL;

	if (command_parse(view_of(line), &c, &cause) == -1)
		fail_msg("%s: %s", line, cause);
	assert_null(cause);
	return c;
}

static void
refused(const char *line, const char *expected)
{
	struct command c;
	char *cause = NULL;

	assert_int_equal(command_parse(view_of(line), &c, &cause), -1);
	assert_string_equal(cause, expected);
	free(cause);
}

static void
command_parse__takes_a_message__without_a_slash_or_with_two(void **state)
{
	struct command c;

	(void)state;
	c = parsed("hello, world");
	assert_null(c.row);
	assert_view(c.text, "hello, world");
	c = parsed("//etc/passwd");
	assert_null(c.row);
	assert_view(c.text, "/etc/passwd");
	c = parsed("  // a comment");
	assert_null(c.row);
	assert_view(c.text, "  // a comment");
	c = parsed("");
	assert_null(c.row);
	assert_int_equal(c.text.len, 0);
}

/* Characters that a user does not see before the slash must not turn a password into a message. */
static void
command_parse__takes_a_command__behind_invisible_characters(void **state)
{
	static const char *const before[] = { " ", "\t", "\n ", "\u00a0",
		"\u2003", "\u3000", "\u200b", "\u2060", "\ufeff", "\x01",
		"\x1b", "\u202e", "\u0301", "\ufe0f", "\u00ad", "\u034f",
		"\u3164", "\u2800", "\U000e0020", "\xa0", "\u00a0 \u200d\x02" };
	struct command c;
	char line[64];

	(void)state;
	for (size_t i = 0; i < sizeof(before) / sizeof(before[0]); i++) {
		snprintf(line, sizeof(line), "%s/login ana secret", before[i]);
		c = parsed(line);
		assert_string_equal(c.row->name, "login");
		assert_view(c.args[1], "secret");
		assert_true(command_is_secret(view_of(line)));
	}
	refused(" /zzzz",
	    "Unknown command /zzzz. To send text that begins with /, type //.");
	c = parsed("a/login ana secret");
	assert_null(c.row);
}

static void
command_parse__gives_the_rest_of_the_line_to_the_last_argument(void **state)
{
	struct command c;

	(void)state;
	c = parsed("/join  #tea   secret ");
	assert_string_equal(c.row->name, "join");
	assert_int_equal(c.nargs, 2);
	assert_view(c.args[0], "#tea");
	assert_view(c.args[1], "secret");
	c = parsed("/msg bob  two  words\nand a line");
	assert_int_equal(c.nargs, 2);
	assert_view(c.args[0], "bob");
	assert_view(c.args[1], "two  words\nand a line");
	c = parsed("/me waves");
	assert_view(c.args[0], "waves");
	c = parsed("/quit");
	assert_int_equal(c.nargs, 0);
}

static void
command_parse__takes_a_room_before_the_arguments(void **state)
{
	struct command c;

	(void)state;
	c = parsed("/part");
	assert_int_equal(c.room.len, 0);
	assert_int_equal(c.nargs, 0);
	c = parsed("/part #tea good night");
	assert_view(c.room, "#tea");
	assert_int_equal(c.nargs, 1);
	assert_view(c.args[0], "good night");
	c = parsed("/topic tea at five");
	assert_int_equal(c.room.len, 0);
	assert_int_equal(c.nargs, 1);
	assert_view(c.args[0], "tea at five");
	c = parsed("/kick #tea bob too loud");
	assert_view(c.room, "#tea");
	assert_view(c.args[0], "bob");
	assert_view(c.args[1], "too loud");
	c = parsed("/names #tea");
	assert_view(c.room, "#tea");
	c = parsed("/invite bob #tea");
	assert_view(c.args[0], "bob");
	assert_view(c.args[1], "#tea");
}

static void
command_parse__refuses_unknown_commands(void **state)
{
	(void)state;
	refused("/jion #x", "Unknown command /jion. Did you mean /join?");
	refused("/qiut", "Unknown command /qiut. Did you mean /quit?");
	refused("/etc/passwd", "Unknown command /etc/passwd. To send text that "
			       "begins with /, type //.");
	refused("/x",
	    "Unknown command /x. To send text that begins with /, type //.");
	refused("/foo",
	    "Unknown command /foo. To send text that begins with /, type //.");
	refused("/", "Command missing after the slash. To send text that "
		     "begins with /, type //.");
	refused("/ join", "Command missing after the slash. To send text that "
			  "begins with /, type //.");
	/* The message has no control characters, and its length is limited. */
	refused("/a\033[31mred", "Unknown command /a[31mred. To send text that "
				 "begins with /, type //.");
	refused("/aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaabbbb",
	    "Unknown command /aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa. To "
	    "send text that begins with /, type //.");
}

static void
command_parse__shows_the_usage__if_the_arguments_do_not_fit(void **state)
{
	(void)state;
	refused("/join", "Usage: /join ROOM [KEY]");
	refused("/msg bob", "Usage: /msg NICK|ROOM TEXT");
	refused("/kick #tea", "Usage: /kick [ROOM] NICK [REASON]");
	refused("/clear all", "Usage: /clear");
	refused("/names bob", "Usage: /names [ROOM]");
}

static enum command_arg
at(const char *line)
{
	return command_arg_at(view_of(line), strlen(line));
}

static void
command_arg_at__gives_the_kind_of_the_argument(void **state)
{
	(void)state;
	assert_int_equal(at("/"), ARG_COMMAND);
	assert_int_equal(at("/jo"), ARG_COMMAND);
	assert_int_equal(at("/join "), ARG_ROOM);
	assert_int_equal(at("/join #te"), ARG_ROOM);
	assert_int_equal(at("/join #tea k"), ARG_TEXT);
	assert_int_equal(at("/msg b"), ARG_TARGET);
	assert_int_equal(at("/msg bob some wo"), ARG_TEXT);
	assert_int_equal(at("/kick "), ARG_NICK);
	assert_int_equal(at("/kick #te"), ARG_ROOM);
	assert_int_equal(at("/kick #tea b"), ARG_NICK);
	assert_int_equal(at("/kick bob re"), ARG_TEXT);
	assert_int_equal(at("/names #"), ARG_ROOM);
	assert_int_equal(at("/help jo"), ARG_COMMAND);
	assert_int_equal(at("/clear x"), ARG_NONE);
	assert_int_equal(at("/nosuch x"), ARG_NONE);
	assert_int_equal(at("text"), ARG_NONE);
	assert_int_equal(at(""), ARG_NONE);
}

static void
command_is_secret__finds_passwords(void **state)
{
	static const char *const secret[] = { "/quote PASS hunter2",
		"/quote oper me hunter2", "/msg NickServ identify hunter2",
		"/msg ns IDENTIFY x y", "/query nickserv register x y",
		"/quote PRIVMSG NickServ :identify x", "/nickserv identify x",
		"/login me x", "/oper me x", "/quote AUTHENTICATE abc",
		"/register x", "/login", " /login me x", "/account password x",
		"/account drop me", "/quote REGISTER * * x",
		"/quote @label=1 REGISTER * * x",
		"/quote :me ACCOUNT password x",
		"/msg NickServ@services.example identify x",
		"/notice Q auth me x", "/REGISTER x" };
	static const char *const open[] = { "/msg bob identify yourself",
		"/msg nickserv help", "pass me the salt", "/join #x key",
		"/quote WHOIS bob", "/q bob hello", "/me identify", "",
		"//quote PASS x", "/account", "/account sessions",
		"/account key add", "/logout", "identify x" };

	(void)state;
	for (size_t i = 0; i < sizeof(secret) / sizeof(secret[0]); i++)
		if (!command_is_secret(view_of(secret[i])))
			fail_msg("not secret: %s", secret[i]);
	for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++)
		if (command_is_secret(view_of(open[i])))
			fail_msg("secret: %s", open[i]);
}

/* Whatever contains a password is private too; more is. */
static void
command_is_private__finds_what_no_history_may_keep(void **state)
{
	static const char *const private[] = { "/login", "/login me",
		"/login me x", "/LOGIN me x", "/register", "/register x",
		"/register code:1 x", "/oper me x", "/account password",
		"/account password x", "/account drop me", "/join #x key",
		"/j #x key", "/join x  key", "/msg NickServ help",
		"/msg nickserv", "/msg ChanServ op #x", "/notice Q hello",
		"/query NickServ", "/q ns info", "/msg x@services.net hi",
		"/nickserv help", "/ns help", "/quote PASS x",
		"/quote NICKSERV help", "/quote PRIVMSG NickServ :help",
		"/quote PRIVMSG bob,NickServ :help",
		"/quote @label=1 :me NOTICE ns :x", "/quote JOIN #x key",
		"/quote join #x,#y key", "/quote OPER me x",
		"/quote MODE #x +k key", "/mode +k key", "/mode #x +ik key",
		"/mode #x -k key", "/quote AUTHENTICATE x",
		"/quote REGISTER * * x", " hello", " ", " /join #x",
		"\t/login me x", "\u200b/login me x", "\u00a0/join #x key",
		"hello\n/login me x", "/msg bob hello\n/join #x key",
		"/login\nme\nx", "/identify x", "/alias t /join #x key",
		"/alias n msg NickServ help" };
	static const char *const open[] = { "", "hello", "/join #x", "/join",
		"/j #x", "/msg bob hello", "/msg bob ask NickServ",
		"/query bob", "/quote WHOIS bob", "/quote JOIN #x",
		"/quote PRIVMSG #x :hello", "/mode", "/mode #x", "/mode +i",
		"/mode #x +k", "/mode +o kim", "/mode #kk +v kim", "//login x",
		"/topic key", "/account", "/account sessions", "/logout",
		"/me registers", "login me x", "a\n b", "\tcode", "/help login",
		"/nosuch x", "\n", "/" };

	(void)state;
	for (size_t i = 0; i < sizeof(private) / sizeof(private[0]); i++)
		if (!command_is_private(VIEW(""), view_of(private[i])))
			fail_msg("not private: %s", private[i]);
	for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++)
		if (command_is_private(VIEW("bob"), view_of(open[i])))
			fail_msg("private: %s", open[i]);
	assert_true(command_is_private(VIEW("NickServ"), VIEW("help")));
	assert_true(command_is_private(VIEW("NickServ"), VIEW("//help")));
	assert_false(command_is_private(VIEW("NickServ"), VIEW("/join #x")));
}

static void
command_draft_is_private__finds_the_beginning_of_a_secret(void **state)
{
	static const char *const private[] = { "/", "/l", "/log", "/Login",
		"/login ", "/login me hunt", "/r", "/regist", "/join #x k",
		"/msg NickServ i", " h", "\u200b/lo", "hello\n/login me x" };
	static const char *const open[] = { "", "h", "/j", "/join", "/join #x",
		"/lis", "/list", "/list x", "/msg", "/msg Nick", "/l x", "//",
		"//lo", "login", "hello /login", "/logo", "/re x" };

	(void)state;
	for (size_t i = 0; i < sizeof(private) / sizeof(private[0]); i++)
		if (!command_draft_is_private(VIEW(""), view_of(private[i])))
			fail_msg("not private: %s", private[i]);
	for (size_t i = 0; i < sizeof(open) / sizeof(open[0]); i++)
		if (command_draft_is_private(VIEW(""), view_of(open[i])))
			fail_msg("private: %s", open[i]);
}

static void
hides(const char *to, const char *line, const char *open_part)
{
	size_t at = 999;

	assert_int_equal(command_secret(view_of(to), view_of(line), &at), 1);
	assert_int_equal(at, strlen(open_part));
}

static void
command_secret__gives_the_offset_of_the_password(void **state)
{
	size_t at;

	(void)state;
	hides("", "/login me  hunter2", "/login me  ");
	hides("", "/login me", "/login me");
	hides("", "/register hunter2", "/register ");
	hides("", "  /register hunter2", "  /register ");
	hides("", "/account password a b", "/account password ");
	hides("", "/msg NickServ identify me x", "/msg NickServ identify ");
	hides("", "/quote @a=b PASS :x", "/quote @a=b PASS ");
	hides("", "/quote REGISTER * * x", "/quote REGISTER ");
	hides("nickserv", "identify me x", "identify ");
	assert_int_equal(
	    command_secret(VIEW("bob"), VIEW("identify me x"), &at), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    command_parse__takes_a_message__without_a_slash_or_with_two),
		cmocka_unit_test(
		    command_parse__takes_a_command__behind_invisible_characters),
		cmocka_unit_test(
		    command_parse__gives_the_rest_of_the_line_to_the_last_argument),
		cmocka_unit_test(
		    command_parse__takes_a_room_before_the_arguments),
		cmocka_unit_test(command_parse__refuses_unknown_commands),
		cmocka_unit_test(
		    command_parse__shows_the_usage__if_the_arguments_do_not_fit),
		cmocka_unit_test(
		    command_arg_at__gives_the_kind_of_the_argument),
		cmocka_unit_test(command_is_secret__finds_passwords),
		cmocka_unit_test(
		    command_is_private__finds_what_no_history_may_keep),
		cmocka_unit_test(
		    command_draft_is_private__finds_the_beginning_of_a_secret),
		cmocka_unit_test(
		    command_secret__gives_the_offset_of_the_password),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
