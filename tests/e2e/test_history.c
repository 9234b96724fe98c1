/*
 * No message is lost on users' screens: real clients with broken connections, killed servers, history,
 * search and redaction.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/real_client.h"
#include "tests/support/relay.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

enum {
	WIDTH = 80,
	HEIGHT = 24,
	MISSED = 500,
	OWN = 3, /* messages not confirmed in each round */
	TALL =
	    900 /* a screen that shows more than a round; tchat draws up to 1000 rows */
};

#define PAGE_UP	  "\033[5~"
#define PAGE_DOWN "\033[6~"

static struct relay relay;
static struct peer bo;
static struct vt *ana, *cy; /* screens of two more clients */
static char *home;

static const char *const no_pace[] = { "--flood-rate", "0", NULL };

static void
bo_enters(void)
{
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
}

static int
setup(void **state)
{
	(void)state;
	home = e2e_folder();
	e2e_server_start(&server, no_pace);
	relay_start(&relay, server.port);
	bo_enters();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (ana != NULL)
		vt_close(ana);
	if (cy != NULL)
		vt_close(cy);
	ana = cy = NULL;
	peer_close(&bo);
	relay_stop(&relay);
	e2e_server_free(&server);
	e2e_remove(home);
	free(home);
	return 0;
}

/* Start tchat on a terminal; option: NULL or one more option, followed by its value. */
static struct vt *
start_client(
    unsigned to, const char *nick, const char *option, const char *value)
{
	const char *argv[10] = { e2e_program("tchat"), "-n", nick };
	char *port, *config, *state_dir;
	struct vt *vt = vt_new(WIDTH, HEIGHT);
	size_t n = 3;

	xasprintf(&port, "%u", to);
	xasprintf(&config, "XDG_CONFIG_HOME=%s", home);
	xasprintf(&state_dir, "XDG_STATE_HOME=%s", home);
	if (option != NULL)
		argv[n++] = option;
	if (value != NULL)
		argv[n++] = value;
	argv[n++] = "127.0.0.1";
	argv[n++] = port;
	vt_spawn(vt, argv,
	    (const char *[]){ "TERM=xterm-256color", "LC_ALL=C.UTF-8",
		"INPUTRC=/dev/null", config, state_dir, NULL });
	free(state_dir);
	free(config);
	free(port);
	return vt;
}

/* The same, and wait until it is in the lobby. */
static struct vt *
enter(unsigned to, const char *nick, const char *option, const char *value)
{
	struct vt *vt = start_client(to, nick, option, value);
	char *join;

	xasprintf(&join, ":%s!", nick);
	assert_true(peer_expect(&bo, join));
	assert_true(e2e_shows(vt, "#lobby"));
	free(join);
	return vt;
}

/* bo sends all messages, and the server has received them. */
static void
bo_says(const char *what, unsigned n)
{
	unsigned i;

	for (i = 0; i < n; i++)
		peer_say(&bo, "PRIVMSG #lobby :said %s %u.\r\n", what, i);
	peer_say(&bo, "PING done-%s\r\n", what);
	assert_true(peer_expect(&bo, "done-"));
}

/* Parse a row of the message pane: the text; NULL if it is none of our messages. */
static const char *
said_in(const char *row)
{
	const char *edge = strstr(row, "\342\224\202");

	return edge == NULL ? NULL : strstr(edge, " said ");
}

/* Collect the messages of all rows from that one to the last. The caller frees the result. */
static char *
said_from(struct vt *vt, const char *first)
{
	struct buf out = { 0 };
	const char *said;
	int y, begun = 0;

	for (y = 0; y < vt_height(vt); y++) {
		said = said_in(vt_row(vt, y));
		begun = begun || (said != NULL && strstr(said, first) != NULL);
		if (begun && said != NULL)
			buf_printf(&out, "%s\n", said);
	}
	buf_add_char(&out, '\0');
	return out.p;
}

static size_t
count(const char *in, const char *what)
{
	size_t n = 0;

	for (; (in = strstr(in, what)) != NULL; in += strlen(what))
		n++;
	return n;
}

/* Show all messages from one to another at once, by scrolling up as far as necessary. */
static void
look_at(struct vt *vt, const char *first, const char *last)
{
	vt_resize(vt, WIDTH, TALL);
	assert_true(e2e_types_until(vt, PAGE_UP, first));
	assert_true(vt_wait_gone(vt, "loading", PROC_DEADLINE));
	assert_true(e2e_types_until(vt, PAGE_DOWN, last));
}

struct comparison {
	struct vt *a, *b;
	const char *first;
};

static int
same_said(struct vt *vt, void *arg)
{
	struct comparison *c = arg;
	char *a = said_from(c->a, c->first), *b;
	int same;

	(void)vt;
	vt_pump(c->b, 1);
	b = said_from(c->b, c->first);
	same = strcmp(a, b) == 0;
	free(a);
	free(b);
	return same;
}

static void
fail_where_they_differ(const struct comparison *c)
{
	char *one = said_from(c->a, c->first);
	char *other = said_from(c->b, c->first);
	size_t at = 0, start;

	while (one[at] != '\0' && one[at] == other[at])
		at++;
	start = at > 200 ? at - 200 : 0;
	fprintf(stderr, "one:\n%.600s\nother:\n%.600s\n", one + start,
	    other + start);
	free(one);
	free(other);
	fail_msg("they differ");
}

/*
 * From that line on both screens have the same messages in the same order, and each message of the
 * round once.
 */
static void
expect_same(
    struct vt *a, struct vt *b, const char *first, unsigned round, size_t lines)
{
	struct comparison c = { a, b, first };
	char *text, line[40];
	unsigned i;

	snprintf(line, sizeof(line), "said mine %u, late", round);
	look_at(a, first, line);
	look_at(b, first, line);
	if (!vt_wait(a, same_said, &c, PROC_DEADLINE))
		fail_where_they_differ(&c);
	text = said_from(a, first);
	assert_int_equal(count(text, "\n"), lines);
	for (i = 0; i < MISSED; i++) {
		snprintf(line, sizeof(line), " said r%u %u.", round, i);
		assert_int_equal(count(text, line), 1);
	}
	snprintf(line, sizeof(line), "said mine %u,", round);
	assert_int_equal(count(text, line), OWN);
	free(text);
}

static void
type(struct vt *vt, const char *fmt, unsigned round)
{
	char *line;

	xasprintf(&line, fmt, round);
	vt_keys(vt, line);
	vt_keys(vt, "\r");
	assert_true(e2e_shows(vt, line));
	free(line);
}

/*
 * The first message arrives, but its echo is lost. The second is lost on its way. The third is typed
 * when the connection is broken, or about to be.
 */
static void
type_unsent(struct vt *vt, unsigned round, void (*breaks)(void))
{
	char *first;

	relay_stall_down(&relay);
	type(vt, "said mine %u, arrived", round);
	xasprintf(&first, ":said mine %u, arrived\r\n", round);
	assert_true(peer_expect(&bo, first));
	free(first);
	relay_stall(&relay);
	type(vt, "said mine %u, lost", round);
	breaks();
	assert_true(e2e_shows(vt, "reconnect"));
	type(vt, "said mine %u, late", round);
}

static void
bo_hears_the_rest(unsigned round)
{
	char *late;

	xasprintf(&late, ":said mine %u, lost\r\n", round);
	assert_true(peer_expect(&bo, late));
	free(late);
	xasprintf(&late, ":said mine %u, late\r\n", round);
	assert_true(peer_expect(&bo, late));
	free(late);
}

static void
the_line_breaks(void)
{
	relay_cut(&relay);
}

static void
a_round_of_500(unsigned round, void (*breaks)(void))
{
	char what[16];

	vt_resize(ana, WIDTH, HEIGHT);
	snprintf(what, sizeof(what), "r%u", round);
	type_unsent(ana, round, breaks);
	bo_says(what, MISSED);
	relay_restore(&relay);
	bo_hears_the_rest(round);
}

/* All of the first round, then the end of it and all of the second. */
static void
expect_same_first(struct vt *a, struct vt *b)
{
	expect_same(a, b, "said mine 0, arrived", 0, MISSED + OWN);
	assert_true(e2e_types_until(a, PAGE_UP, "the beginning of #lobby"));
	assert_true(e2e_types_until(b, PAGE_UP, "the beginning of #lobby"));
}

static void
expect_same_second(struct vt *a, struct vt *b)
{
	expect_same(a, b, "said r0 300.", 1, 200 + OWN - 1 + MISSED + OWN);
}

static void
client_with_two_broken_connections__shows_what_others_show(void **state)
{
	(void)state;
	ana = enter(relay.port, "ana", NULL, NULL);
	cy = enter(server.port, "cy", NULL, NULL);
	a_round_of_500(0, the_line_breaks);
	expect_same_first(ana, cy);
	assert_true(vt_has_text(ana, "500 messages while you were away"));
	assert_false(vt_has_text(cy, "while you were away"));
	a_round_of_500(1, the_line_breaks);
	expect_same_second(ana, cy);
}

static void
the_server_is_killed(void)
{
	proc_signal(server.proc, SIGKILL);
	assert_int_equal(proc_wait(server.proc, PROC_DEADLINE), 128 + SIGKILL);
	relay_cut(&relay);
	e2e_server_restart(&server, no_pace);
	peer_close(&bo);
	bo_enters();
}

/* A client that connects later shows the server's history. */
static void
client__shows_the_servers_history_after_two_kills(void **state)
{
	(void)state;
	ana = enter(relay.port, "ana", NULL, NULL);
	a_round_of_500(0, the_server_is_killed);
	cy = enter(server.port, "cy", NULL, NULL);
	expect_same_first(ana, cy);
	vt_close(cy);
	cy = NULL;
	a_round_of_500(1, the_server_is_killed);
	cy = enter(server.port, "cy", NULL, NULL);
	expect_same_second(ana, cy);
}

/* Several pasted lines are one message, also when it is looked up in the history. */
static void
paste__is_sent_once_if_its_echo_was_lost(void **state)
{
	(void)state;
	ana = enter(relay.port, "ana", NULL, NULL);
	relay_stall_down(&relay);
	vt_keys(ana, "\033[200~said one\nsaid two\nsaid three\033[201~\r");
	assert_true(peer_expect(&bo, ":said three\r\n"));
	relay_cut(&relay);
	assert_true(e2e_shows(ana, "reconnect"));
	bo_says("later", 2);
	relay_restore(&relay);
	assert_true(e2e_shows(ana, " said later 1."));
	vt_keys(ana, "said last\r");
	assert_true(peer_expect(&bo, ":said last\r\n"));
	assert_int_equal(peer_count(&bo, ":said two\r\n"), 1);
	cy = enter(server.port, "cy", NULL, NULL);
	assert_true(e2e_shows(cy, " said last"));
	assert_true(e2e_shows(cy, "ana said one"));
	assert_int_equal(count(vt_text(cy), "said two"), 1);
	assert_true(e2e_shows(ana, " said last"));
	assert_int_equal(count(vt_text(ana), "said two"), 1);
}

static void
last_missed(char *line, size_t size, unsigned round)
{
	snprintf(line, size, "bo: said r%u %d.", round, MISSED - 1);
}

/* Line mode cannot scroll: it prints each own message once and in order. */
static void
line_mode__sends_each_line_once_however_the_connection_broke(void **state)
{
	char *text, last[40];
	unsigned round;

	(void)state;
	ana = start_client(relay.port, "lin", "-P", NULL);
	assert_true(peer_expect(&bo, ":lin!"));
	assert_true(e2e_shows(ana, "lin"));
	for (round = 0; round < 2; round++) {
		relay_stall_down(&relay);
		type(ana, "said mine %u, arrived", round);
		assert_true(peer_expect(&bo, "arrived\r\n"));
		relay_stall(&relay);
		type(ana, "said mine %u, lost", round);
		relay_cut(&relay);
		assert_true(e2e_shows(ana, "Trying again"));
		type(ana, "said mine %u, late", round);
		bo_says(round == 0 ? "r0" : "r1", MISSED);
		relay_restore(&relay);
		/* A terminal that nobody reads blocks the program that prints. */
		last_missed(last, sizeof(last), round);
		assert_true(e2e_shows(ana, last));
		bo_hears_the_rest(round);
	}
	cy = enter(server.port, "cy", NULL, NULL);
	look_at(cy, "said mine 0, lost", "said mine 1, late");
	text = said_from(cy, "said mine 0, lost");
	assert_int_equal(count(text, "\n"), 2 * OWN - 1 + MISSED);
	assert_int_equal(count(text, "said mine"), 2 * OWN - 1);
	free(text);
}

/* A reader in line mode gets what others sent meanwhile, once and without a gap. */
static void
line_mode__prints_what_others_sent_meanwhile(void **state)
{
	const char *raw;
	char *text;
	size_t len;

	(void)state;
	peer_say(&bo, "TOPIC #lobby :green tea\r\n");
	assert_true(peer_expect(&bo, "TOPIC #lobby"));
	ana = start_client(relay.port, "lin", "-P", NULL);
	assert_true(peer_expect(&bo, ":lin!"));
	bo_says("seen", 2);
	assert_true(e2e_shows(ana, "bo: said seen 1."));
	relay_cut(&relay);
	assert_true(e2e_shows(ana, "Trying again"));
	assert_false(vt_has_text(ana, "unknown error"));
	bo_says("missed", 150);
	relay_restore(&relay);
	assert_true(e2e_shows(ana, "bo: said missed 149."));
	bo_says("after", 1);
	assert_true(e2e_shows(ana, "bo: said after 0."));
	raw = vt_raw(ana, &len);
	text = xviewdup((struct view){ raw, len });
	assert_int_equal(count(text, "said missed"), 150);
	assert_int_equal(count(text, "said seen"), 2);
	assert_int_equal(count(text, "said after"), 1);
	/* Once as the topic and once in the history of the room, and not again after the rejoin. */
	assert_int_equal(count(text, "green tea"), 2);
	free(text);
}

static void
line_mode__quits_with_the_reason_given(void **state)
{
	(void)state;
	ana = start_client(server.port, "lin", "-P", NULL);
	assert_true(peer_expect(&bo, ":lin!"));
	assert_true(e2e_shows(ana, "lin joined"));
	vt_keys(ana, "/quit good night\r");
	assert_true(peer_expect(&bo, "QUIT :"));
	assert_true(peer_has(&bo, "good night\r\n"));
	assert_int_equal(e2e_exit(ana), 0);
}

/* The last message on the screen. */
static int
ends_with(struct vt *vt, const char *last)
{
	return e2e_shows(vt, last);
}

static void
joining__shows_the_last_screenful__and_page_up_goes_to_the_beginning(
    void **state)
{
	int y, rows = 0;

	(void)state;
	bo_says("long ago", 400);
	ana = enter(server.port, "ana", "--scrollback", "100");
	assert_true(ends_with(ana, "said long ago 399."));
	for (y = 0; y < HEIGHT; y++)
		rows += said_in(vt_row(ana, y)) != NULL;
	assert_in_range(
	    rows, HEIGHT - 14, HEIGHT); /* the first visit shows a notice */
	assert_false(vt_has_text(ana, "said long ago 0."));
	assert_true(e2e_types_until(ana, PAGE_UP, "the beginning of #lobby"));
	assert_true(e2e_shows(ana, "said long ago 0."));
	assert_true(e2e_shows(ana, "said long ago 1."));
	assert_true(e2e_types_until(ana, PAGE_DOWN, "said long ago 399."));
}

/* A message becomes searchable a moment later: repeat the search until it is found. */
static void
find(struct vt *vt, const char *words, const char *text)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;
	char *keys, *found;

	xasprintf(&keys, "/search %s\r", words);
	xasprintf(&found, " %s", text);
	do {
		vt_keys(vt, keys);
		if (vt_wait_text(vt, "of 1 found", 500))
			break;
		vt_keys(vt, "\033");
		vt_wait_gone(vt, "Esc: back", PROC_DEADLINE);
	} while (clock_mono_ms() < deadline);
	assert_true(e2e_shows(vt, "1 of 1 found"));
	assert_true(e2e_shows(vt, text));
	vt_keys(vt, "\r");
	assert_true(vt_wait_gone(vt, "Esc: back", PROC_DEADLINE));
	assert_true(e2e_shows(vt, found));
	free(found);
	free(keys);
}

static void
search__finds_words_of_any_script_and_goes_to_the_message(void **state)
{
	static const char chinese[] = "\346\230\216\345\244\251\350\247\201";
	static const char emoji[] = "all good \360\237\221\215 then";

	(void)state;
	peer_say(&bo, "PRIVMSG #lobby :the needle is here\r\n");
	bo_says("hay", 150);
	peer_say(&bo, "PRIVMSG #lobby :%s\r\n", chinese);
	bo_says("straw", 150);
	peer_say(&bo, "PRIVMSG #lobby :%s\r\n", emoji);
	bo_says("grass", 150);
	ana = enter(server.port, "ana", NULL, NULL);
	find(ana, "needle", "the needle is here");
	assert_true(e2e_shows(ana, "said hay 0."));
	assert_true(vt_wait_gone(ana, "said grass 149.", PROC_DEADLINE));
	find(ana, "\345\244\251", chinese);
	assert_true(e2e_shows(ana, "said hay 149."));
	assert_true(e2e_shows(ana, "said straw 0."));
	find(ana, "\360\237\221\215", emoji);
	assert_true(e2e_shows(ana, "said grass 0."));
}

static void
redact__removes_the_message_from_all_screens(void **state)
{
	(void)state;
	ana = enter(relay.port, "ana", NULL, NULL);
	cy = enter(server.port, "cy", NULL, NULL);
	vt_keys(ana, "a mistake\r");
	assert_true(peer_expect(&bo, ":a mistake\r\n"));
	assert_true(e2e_shows(cy, "ana a mistake"));
	assert_true(e2e_types_until(
	    ana, "/redact last typo\r", "ana deleted a message"));
	assert_true(e2e_shows(cy, "ana deleted a message"));
	assert_true(vt_wait_gone(cy, "ana a mistake", PROC_DEADLINE));
	assert_true(vt_wait_gone(ana, "ana a mistake", PROC_DEADLINE));
	vt_close(cy);
	cy = enter(server.port, "di", NULL, NULL);
	bo_says("after", 1);
	assert_true(e2e_shows(cy, "said after 0."));
	assert_false(vt_has_text(cy, "a mistake"));
}

/*
 * After a broken connection the half-typed line is still there, and new messages are below the unread
 * marker.
 */
static void
missed_messages__are_below_a_marker_and_the_draft_stays(void **state)
{
	(void)state;
	ana = enter(relay.port, "ana", NULL, NULL);
	bo_says("seen", 3);
	assert_true(e2e_shows(ana, "said seen 2."));
	vt_keys(ana, "half a thought");
	relay_cut(&relay);
	assert_true(e2e_shows(ana, "reconnect"));
	bo_says("missed", 4);
	relay_restore(&relay);
	assert_true(e2e_shows(ana, "4 messages while you were away"));
	assert_true(e2e_shows(ana, "said missed 3."));
	assert_true(e2e_shows(ana, "half a thought"));
	assert_true(vt_wait_gone(ana, "loading", PROC_DEADLINE));
}

/* Clients without CHATHISTORY get the last messages if they have server-time. */
static void
client_without_chathistory__gets_the_last_messages_but_a_bot_does_not(
    void **state)
{
	static const char caps[] = "CAP REQ :server-time\r\nNICK %s\r\n"
				   "USER u 0 * :u\r\nCAP END\r\n";
	struct peer old, bot;

	(void)state;
	bo_says("before", 60);
	peer_connect(&old, server.port);
	peer_say(&old, caps, "old");
	assert_true(peer_expect(&old, " 366 "));
	assert_true(peer_expect(&old, ":said before 10."));
	assert_true(peer_expect(&old, ":said before 59."));
	assert_false(peer_has(&old, "said before 9."));
	peer_connect(&bot, server.port);
	peer_say(&bot, caps, "robot");
	assert_true(peer_expect(&bot, ":said before 59."));
	peer_say(&bot, "MODE robot +B\r\nJOIN #den\r\nPART #lobby\r\n");
	assert_true(peer_expect(&bot, "PART #lobby"));
	peer_say(&bot, "JOIN #lobby\r\nPING in\r\n");
	assert_true(peer_expect(&bot, " PONG "));
	assert_int_equal(peer_count(&bot, ":said before 59."), 1);
	peer_close(&old);
	peer_close(&bot);
}

static void
a_real_client(const struct real_kind *kind, const char *sees)
{
	struct real_client client;

	e2e_require(kind->program);
	bo_says("before", 60);
	real_client_init(&client, kind, server.port);
	kind->start(&client);
	assert_true(real_client_sees(&client, sees));
	assert_true(real_client_sees(&client, "said before 59."));
	assert_true(real_client_is_at_ease(&client));
	real_client_clear(&client);
}

static void
irssi__gets_the_last_messages(void **state)
{
	(void)state;
	a_real_client(&real_irssi, "said before 58.");
}

static void
weechat__gets_the_last_messages(void **state)
{
	(void)state;
	a_real_client(&real_weechat, "said before 58.");
}

static void
nc__gets_the_last_messages_and_asks_for_more(void **state)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;
	struct proc *nc;
	size_t mark;

	(void)state;
	bo_says("before", 60);
	nc = e2e_nc(&server);
	proc_say(nc, "/who\n");
	assert_true(proc_expect(nc, "<bo> said before 50."));
	assert_true(proc_expect(nc, "<bo> said before 59."));
	assert_false(proc_has_said(nc, "said before 49."));
	proc_say(nc, "/history 20\n");
	assert_true(proc_expect(nc, "<bo> said before 40."));
	assert_true(proc_expect(nc, "<bo> said before 59."));
	assert_false(proc_has_said(nc, "said before 39."));
	mark = nc->mark;
	do {
		proc_say(nc, "/search before 7\n/who\n");
		assert_true(proc_expect(nc, "* In #lobby"));
	} while (memmem(nc->said.p + mark, nc->said.len - mark,
		     "said before 7.", 14) == NULL &&
		 clock_mono_ms() < deadline);
	assert_true(proc_has_said(nc, "said before 7."));
	proc_free(nc);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(
		    client_with_two_broken_connections__shows_what_others_show),
		CASE(client__shows_the_servers_history_after_two_kills),
		CASE(paste__is_sent_once_if_its_echo_was_lost),
		CASE(
		    line_mode__sends_each_line_once_however_the_connection_broke),
		CASE(line_mode__quits_with_the_reason_given),
		CASE(line_mode__prints_what_others_sent_meanwhile),
		CASE(
		    joining__shows_the_last_screenful__and_page_up_goes_to_the_beginning),
		CASE(search__finds_words_of_any_script_and_goes_to_the_message),
		CASE(redact__removes_the_message_from_all_screens),
		CASE(missed_messages__are_below_a_marker_and_the_draft_stays),
		CASE(
		    client_without_chathistory__gets_the_last_messages_but_a_bot_does_not),
		CASE(irssi__gets_the_last_messages),
		CASE(weechat__gets_the_last_messages),
		CASE(nc__gets_the_last_messages_and_asks_for_more),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
