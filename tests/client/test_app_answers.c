/*
 * Replies appear where their command was typed: with labels (labeled-response), and on servers that
 * reply in order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app_buffers.h"
#include "client/app_state.h"
#include "client/input/editor.h"
#include "common/irc_msg.h"
#include "tests/support/app_world.h"
#include "tests/support/test.h"

enum { ANSWER_SIZE = 2048 };

/* What is typed in #tea, the command sent, the reply, and what is shown for each line. */
static const struct exchange {
	const char *typed, *sent;
	const char *
	    answer; /* lines, separated by \n; ! begins a line without a label */
	const char *shown; /* separated by | */
} exchanges[] = {
	{ "/list", "LIST",
	    ":s.x 321 me Room :Users\n:s.x 322 me #ops 3 :work\n"
	    ":s.x 322 me #tea 2 :cups\n:s.x 322 me #else 1 :\n"
	    ":s.x 323 me :End",
	    "#ops (3): work|#tea (2): cups|#else (1): " },
	{ "/topic #ops", "TOPIC #ops",
	    ":s.x 332 me #ops :on call\n"
	    ":s.x 333 me #ops bo!b@h 1700000000",
	    "The topic of #ops: on call|The topic of #ops was set by bo" },
	{ "/topic #ops", "TOPIC #ops", ":s.x 331 me #ops :No topic is set",
	    "#ops has no topic." },
	{ "/mode #ops", "MODE #ops",
	    ":s.x 324 me #ops +nt\n:s.x 329 me #ops 1700000000",
	    "Modes of #ops: +nt|#ops was created" },
	{ "/mode #ops +b", "MODE #ops +b",
	    ":s.x 367 me #ops *!*@evil.x bo 1700000000\n"
	    ":s.x 368 me #ops :End of ban list",
	    "#ops: host evil.x: banned by bo on 2023-11-14" },
	{ "/motd", "MOTD",
	    ":s.x 375 me :- begin\n:s.x 372 me :- be kind\n"
	    ":s.x 376 me :End",
	    "- be kind" },
	{ "/motd", "MOTD", ":s.x 422 me :MOTD File is missing",
	    "The server has no message of the day" },
	{ "/oper root secret", "OPER root secret",
	    ":s.x 381 me :You are now an operator",
	    "You are a server operator now" },
	{ "/oper root wrong", "OPER root wrong",
	    ":s.x 464 me :Password incorrect", "Wrong password" },
	{ "/kill bo", "KILL bo :no reason given",
	    ":s.x 481 me :Permission denied",
	    "Only server operators can do that" },
	{ "/kill bo spam is bad", "KILL bo :spam is bad",
	    ":s.x 401 me bo :No such nick", "There is no user named bo" },
	{ "/kline *!*@evil.x 2h spam here", "KLINE 120 *!*@evil.x :spam here",
	    ":s.x 481 me :Permission denied",
	    "Only server operators can do that" },
	{ "/kline a:bo", "KLINE a:bo",
	    ":s.x FAIL KLINE INVALID_MASK a:bo :Not a mask", "Not a mask" },
	{ "/unkline a:bo", "UNKLINE a:bo",
	    ":s.x FAIL UNKLINE NO_SUCH_BAN a:bo :No such ban", "No such ban" },
	{ "/dline 192.0.2.0/24 spam", "DLINE 192.0.2.0/24 spam",
	    ":s.x FAIL DLINE INVALID_MASK x :Not a range", "Not a range" },
	{ "/undline 192.0.2.0/24", "UNDLINE 192.0.2.0/24",
	    ":s.x FAIL UNDLINE NO_SUCH_BAN x :No such ban", "No such ban" },
	{ "/rehash", "REHASH", ":s.x 382 me tchat.conf :Rehashing",
	    "The server reads its settings again" },
	{ "/stats k", "STATS k",
	    ":s.x 216 me K *!*@evil.x * * :spam (set by ana)\n"
	    ":s.x 219 me k :End",
	    "*!*@evil.x is banned: spam (set by ana)" },
	{ "/wallops hello all", "WALLOPS :hello all",
	    ":s.x 481 me :Permission denied",
	    "Only server operators can do that" },
	{ "/quote HELP join", "HELP join",
	    ":s.x 704 me join :JOIN #room\n:s.x 705 me join :Joins a room.\n"
	    ":s.x 706 me join :End of /HELP",
	    "JOIN #room|Joins a room." },
	{ "/mode #ops +m", "MODE #ops +m",
	    ":s.x 482 me #ops :You're not an operator", "not an operator" },
	{ "/topic #ops new", "TOPIC #ops new",
	    ":s.x 482 me #ops :Only operators do", "Only operators do" },
	{ "/kick #ops bo", "KICK #ops bo", ":s.x 441 me bo #ops :Not there",
	    "bo is not in #ops" },
	{ "/invite cy #ops", "INVITE cy #ops", ":s.x 341 me cy #ops",
	    "You invited cy to #ops" },
	{ "/who #ops", "WHO #ops",
	    ":s.x 352 me #ops b h.x s.x bo H :0 Bo\n:s.x 315 me #ops :End",
	    "bo is b@h.x (Bo) in #ops" },
	{ "/whois bo", "WHOIS bo",
	    ":s.x 311 me bo b h.x * :Bo B\n:s.x 319 me bo :#ops\n"
	    ":s.x 318 me bo :End",
	    "bo is b@h.x (Bo B)|bo is in #ops" },
	{ "/whois gone", "WHOIS gone",
	    ":s.x 401 me gone :No such nick\n:s.x 318 me gone :End",
	    "There is no user named gone" },
	{ "/away out", "AWAY out", ":s.x 306 me :You are away",
	    "You are away" },
	{ "/nick bo", "NICK bo", ":s.x 433 me bo :Nickname is in use",
	    "The nick bo is in use" },
	{ "/mode #ops +k x", "MODE #ops +k x",
	    ":s.x FAIL MODE KEY_INVALID #ops :That key is too short",
	    "That key is too short" },
	{ "/op #ops zed", "MODE #ops +o zed", ":s.x 401 me zed :No such nick",
	    "There is no user named zed" },
};

enum { NEXCHANGES = sizeof(exchanges) / sizeof(exchanges[0]) };

static struct buffer *
room(const char *name)
{
	return model_find(model_network(world.app->model), view_of(name));
}

static void
begin(const char *caps)
{
	world.caps = caps;
	world_start(1, "#tea");
	world_accept();
	world_welcome();
	world_join("#tea");
	world_join("#ops");
	assert_ptr_equal(world.app->model->active, room("#tea"));
}

/* Return the label of the sent line with that command; 0: it has none. */
static int
await_command(const char *sent, char label[32])
{
	const char *at, *tag;

	while ((at = strstr(buf_str(&world.got), sent)) == NULL)
		world_turn();
	label[0] = '\0';
	tag = at;
	while (tag > world.got.p && tag[-1] != '\n')
		tag--;
	if (sscanf(tag, "@label=%31[^ ;]", label) != 1)
		label[0] = '\0';
	buf_reset(&world.got);
	return label[0] != '\0';
}

static void
answer(const struct exchange *q, const char *label)
{
	struct view rest = view_of(q->answer), line;
	int lines = strchr(q->answer, '\n') != NULL;

	if (label[0] != '\0' && lines)
		world_serve("@label=%s :s.x BATCH +B labeled-response", label);
	while (view_cut(&rest, '\n', &line))
		if (label[0] == '\0')
			world_serve("%.*s", VIEW_ARG(line));
		else if (lines)
			world_serve("@batch=B %.*s", VIEW_ARG(line));
		else
			world_serve("@label=%s %.*s", label, VIEW_ARG(line));
	if (label[0] != '\0' && lines)
		world_serve(":s.x BATCH -B");
}

/* Check that all texts are in that buffer, from line i on, and in no other buffer. */
static void
assert_shown(const struct buffer *b, size_t from, const char *shown)
{
	struct view rest = view_of(shown), part;
	struct buf text = { 0 };
	struct buffer *other;
	char *want;
	size_t i;

	for (i = from; i < b->n; i++)
		buf_printf(&text, "%s\n", buffer_line(b, i)->text);
	while (view_cut(&rest, '|', &part)) {
		want = strndup(part.p, part.len);
		if (strstr(buf_str(&text), want) == NULL)
			fail_msg("no \"%s\" in: %s", want, buf_str(&text));
		TAILQ_FOREACH (other, &world.app->model->buffers, link)
			for (i = 0; other != b && i < other->n; i++)
				assert_null(
				    strstr(buffer_line(other, i)->text != NULL
					       ? buffer_line(other, i)->text
					       : "",
					want));
		free(want);
	}
	buf_clear(&text);
}

/* Type in #tea; the reply arrives while #ops is active. */
static void
ask_all(void)
{
	struct buffer *tea = room("#tea"), *ops = room("#ops");
	char label[32];
	size_t i, from;

	for (i = 0; i < NEXCHANGES; i++) {
		app_activate(world.app, tea);
		from = tea->n;
		world_keys(exchanges[i].typed);
		world_keys("\r");
		await_command(exchanges[i].sent, label);
		app_activate(world.app, ops);
		answer(&exchanges[i], label);
		assert_shown(tea, from, exchanges[i].shown);
		buffer_clear_lines(tea);
	}
}

static void
replies__appear_where_the_command_was_typed__by_label(void **state)
{
	(void)state;
	begin("batch echo-message labeled-response message-tags");
	ask_all();
	assert_int_equal(room("#ops")->unread, 0);
}

static void
replies__appear_where_the_command_was_typed__by_order(void **state)
{
	(void)state;
	begin("");
	ask_all();
}

/* Two windows send the same command before the first reply arrives. */
static void
requests__are_matched_by_order(void **state)
{
	struct buffer *tea, *ops;

	(void)state;
	begin("");
	tea = room("#tea");
	ops = room("#ops");
	world_keys("/list a*\r/whois bo\r");
	app_activate(world.app, ops);
	world_keys("/list b*\r/whois cy\r");
	app_activate(world.app, model_network(world.app->model)->server);
	world_expect("WHOIS cy");
	world_serve(":s.x 322 me #a1 1 :first\r\n:s.x 323 me :End\r\n"
		    ":s.x 311 me bo b h.x * :Bo\r\n:s.x 318 me bo :End\r\n"
		    ":s.x 322 me #b1 1 :second\r\n:s.x 323 me :End\r\n"
		    ":s.x 311 me cy c h.x * :Cy\r\n:s.x 318 me cy :End");
	assert_shown(tea, 0, "#a1 (1): first|bo is b@h.x (Bo)");
	assert_shown(ops, 0, "#b1 (1): second|cy is c@h.x (Cy)");
}

/* A message that is refused, and a command about the same user. */
static void
a_refusal__belongs_to_what_was_sent_first(void **state)
{
	struct buffer *tea;

	(void)state;
	begin("");
	tea = room("#tea");
	world_keys("/whois bo\r");
	world_expect("WHOIS bo");
	world_serve(":s.x 401 me bo :No such nick\r\n:s.x 318 me bo :End");
	world_keys("/msg bo hello\r");
	world_expect("PRIVMSG bo :hello");
	world_serve(":s.x 401 me bo :No such nick");
	assert_string_equal(
	    world_line(tea, 0)->text, "There is no user named bo");
	assert_int_equal(world_line(room("bo"), 1)->state, LINE_FAILED);
}

static void
replies__go_to_the_server_window__if_theirs_was_closed(void **state)
{
	(void)state;
	begin("");
	world_keys("/whois bo\r");
	world_expect("WHOIS bo");
	world_keys("/close\r");
	assert_null(room("#tea"));
	world_serve(":s.x 311 me bo b h.x * :Bo\r\n:s.x 318 me bo :End");
	assert_shown(
	    model_network(world.app->model)->server, 0, "bo is b@h.x (Bo)");
}

/* Replies that nobody requested. */
static void
unrequested_replies__appear_in_their_room(void **state)
{
	(void)state;
	begin("");
	world_keys("/list\r");
	world_expect("LIST");
	world_serve(":s.x 324 me #ops +nt\r\n:s.x 323 me :End");
	assert_shown(room("#ops"), 0, "Modes of #ops: +nt");
	/* a change is shown in its room */
	world_keys("/topic #ops new\r");
	world_expect("TOPIC #ops");
	world_serve(":me!u@h TOPIC #ops :new");
	assert_shown(room("#ops"), 0, "new");
	/* /quote is a command too */
	world_keys("/quote VERSION\r");
	world_expect("VERSION");
	app_activate(world.app, room("#ops"));
	world_serve(":s.x 351 me tchat-1 s.x :x");
	assert_shown(room("#tea"), 0, "The server runs tchat-1 on s.x x");
}

/* After a rejoin, the topic is not shown again. */
static void
an_unchanged_topic__is_not_repeated__after_a_rejoin(void **state)
{
	static const char join[] = ":me!u@h JOIN #tea\r\n"
				   ":s.x 332 me #tea :%s\r\n"
				   ":s.x 333 me #tea bo!b@h 1700000000\r\n"
				   ":s.x 353 me = #tea :me bo\r\n"
				   ":s.x 366 me #tea :End";
	struct buffer *tea;
	size_t n;

	(void)state;
	begin("");
	tea = room("#tea");
	world_serve(join, "green");
	world_shows("green");
	world_shows("was set by bo");
	world_break();
	world_accept();
	world_welcome();
	n = tea->n;
	world_serve(join, "green");
	for (; n < tea->n; n++)
		assert_true(buffer_line(tea, n)->kind == LINE_JOIN ||
			    strstr(buffer_line(tea, n)->text, "topic") == NULL);
	assert_string_equal(tea->topic, "green");
	n = tea->n;
	world_serve(join, "black");
	assert_string_equal(buffer_line(tea, n + 1)->text, "black");
	/* but /topic shows it */
	buffer_clear_lines(tea);
	world_keys("/topic\r");
	world_expect("TOPIC #tea");
	world_serve(":s.x 332 me #tea :black\r\n"
		    ":s.x 333 me #tea bo!b@h 1700000000");
	assert_shown(tea, 0, "black|was set by bo");
}

/* Banning a nick that is offline is no error, whatever the server replies to WHO. */
static void
a_ban__shows_no_error__for_a_user_who_is_offline(void **state)
{
	static const char *const caps[] = { "",
		"batch labeled-response message-tags" };
	char label[32];
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		if (i > 0) {
			world_teardown(NULL);
			world_setup(NULL);
		}
		begin(caps[i]);
		world_serve(":s.x 005 me WHOX TBAN EXTBAN=,am :are supported");
		world_keys("/ban zed 2h spam\r");
		await_command("WHO zed %", label);
		dprintf(world.peer,
		    "%s%s%s:s.x 401 me zed :No such nick\r\nPING end\r\n",
		    label[0] != '\0' ? "@label=" : "", label,
		    label[0] != '\0' ? " " : "");
		world_expect("TBAN #tea 2h zed!*@*");
		while (strstr(buf_str(&world.got), "PONG end") == NULL)
			world_turn();
		assert_null(strstr(buf_str(&world.got), "KICK"));
		world_hides("no user named zed");
	}
}

#define CASE(fn) \
	cmocka_unit_test_setup_teardown(fn, world_setup, world_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(replies__appear_where_the_command_was_typed__by_label),
		CASE(replies__appear_where_the_command_was_typed__by_order),
		CASE(requests__are_matched_by_order),
		CASE(a_refusal__belongs_to_what_was_sent_first),
		CASE(replies__go_to_the_server_window__if_theirs_was_closed),
		CASE(unrequested_replies__appear_in_their_room),
		CASE(an_unchanged_topic__is_not_repeated__after_a_rejoin),
		CASE(a_ban__shows_no_error__for_a_user_who_is_offline),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("TZ", "UTC", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
