/*
 * Line mode with real programs: typed commands, JSON commands, a bot, and reading over killed servers.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/e2e.h"
#include "tests/support/manual.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

#define PIPE(...) e2e_pipe(&server, (const char *[]){ __VA_ARGS__, NULL })

/* Connect ana, who is in #ops before anybody else. */
static void
open_ana(struct peer *ana)
{
	peer_connect(ana, server.port);
	assert_true(peer_register(ana, "ana"));
	peer_say(ana, "JOIN #ops\r\n");
	assert_true(peer_expect(ana, " 366 ana #ops "));
}

/* Wait for the end of the program, and check its exit status. */
static void
expect_status(struct proc *p, int status)
{
	int got = proc_wait(p, PROC_DEADLINE);

	if (got != status)
		fail_msg("status %d: %s%s", got, buf_str(&p->said),
		    buf_str(&p->erred));
	proc_free(p);
}

static void
commands__run_from_a_pipe__only_if_asked_for(void **state)
{
	struct peer ana;
	struct proc *p;

	(void)state;
	open_ana(&ana);
	p = PIPE("-n", "cron", "-r", "#ops", "--commands");
	proc_say(p, "/me waves\nplain\n/names\n");
	proc_end_input(p);
	assert_true(peer_expect(&ana, "PRIVMSG #ops :\001ACTION waves\001"));
	assert_true(peer_expect(&ana, "PRIVMSG #ops :plain\r\n"));
	assert_true(proc_expect(p, "Members of #ops:"));
	expect_status(p, 0);
	p = PIPE("-n", "cron", "-r", "#ops");
	proc_say(p, "/me waves\n");
	proc_end_input(p);
	assert_true(peer_expect(&ana, "PRIVMSG #ops :/me waves\r\n"));
	expect_status(p, 0);
	peer_close(&ana);
}

static void
commands__that_fail__set_the_status(void **state)
{
	struct proc *p;
	char *line;

	(void)state;
	p = PIPE("-n", "cron", "--commands");
	proc_say(p, "/nonsense\n");
	proc_end_input(p);
	assert_true(proc_expect_err(p, "Unknown command /nonsense"));
	expect_status(p, 1);
	p = PIPE("-n", "cron", "--commands");
	proc_say(p, "/kick nobody\n");
	proc_end_input(p);
	assert_true(proc_expect_err(p, "#lobby"));
	expect_status(p, 1);
	/* The rest of a line that is too long is not taken for another line. */
	line = xcalloc(1, 70001);
	memset(line, 'x', 70000);
	memcpy(line, "/topic ", 7);
	p = PIPE("-n", "cron", "--commands");
	proc_say(p, "%s\nnext\n", line);
	proc_end_input(p);
	assert_true(proc_expect_err(p, "The line is longer than 65536 bytes."));
	expect_status(p, 1);
	p = PIPE("-n", "cron", "--since", "1h");
	assert_true(proc_expect(p, "<cron> next\n"));
	assert_false(proc_has_said(p, "xxx"));
	expect_status(p, 0);
	free(line);
}

/* A ban first asks who the user is: the program waits for that too. */
static void
commands__are_all_carried_out__before_the_program_ends(void **state)
{
	struct peer ana;
	struct proc *p;

	(void)state;
	open_ana(&ana);
	p = PIPE("-n", "cron", "-r", "#mine", "--commands");
	proc_say(p, "/ban ana 1h\n/mute bo!*@*\n/whois ana\n");
	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	if (!proc_has_said(p, "cron banned ana by nick") ||
	    !proc_has_said(p, "cron muted bo by nick") ||
	    !proc_has_said(p, "ana is ana@"))
		fail_msg("%s", buf_str(&p->said));
	proc_free(p);
	peer_close(&ana);
}

static void
to__sends_each_line_to_all_users(void **state)
{
	struct peer ana, bo;
	struct proc *p;

	(void)state;
	open_ana(&ana);
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	p = PIPE("-n", "cron", "-t", "ana", "-t", "bo");
	proc_say(p, "one\ntwo\n");
	proc_end_input(p);
	assert_true(peer_expect(&ana, "PRIVMSG ana :one\r\n"));
	assert_true(peer_expect(&ana, "PRIVMSG ana :two\r\n"));
	assert_true(peer_expect(&bo, "PRIVMSG bo :one\r\n"));
	assert_true(peer_expect(&bo, "PRIVMSG bo :two\r\n"));
	expect_status(p, 0);
	p = PIPE("-n", "cron", "-t", "nobody");
	proc_say(p, "one\n");
	proc_end_input(p);
	assert_true(proc_expect_err(p, "There is no user named nobody"));
	expect_status(p, 1);
	assert_false(peer_has(&ana, "cron!"
				    " JOIN"));
	peer_close(&ana);
	peer_close(&bo);
}

static void
json__confirms_and_refuses_commands(void **state)
{
	struct peer ana;
	struct proc *p;

	(void)state;
	open_ana(&ana);
	p = PIPE("-n", "bot", "-r", "#ops", "--json");
	assert_true(proc_expect(p, "{\"type\":\"start\","));
	assert_true(proc_expect(p, "\"schema\":1,"));
	assert_true(proc_expect(p, "{\"type\":\"connected\","));
	proc_say(p, "{\"type\":\"say\",\"text\":\"one\",\"id\":7}\n");
	assert_true(peer_expect(&ana, "PRIVMSG #ops :one\r\n"));
	assert_true(proc_expect(p, "\"id\":7,\"ok\":true,\"msgid\":\""));
	proc_say(p, "{\"type\":\"action\",\"text\":\"waves\"}\n");
	assert_true(peer_expect(&ana, ":\001ACTION waves\001\r\n"));
	proc_say(p, "{\"type\":\"notice\",\"to\":\"ana\",\"text\":\"psst\"}\n");
	assert_true(peer_expect(&ana, "NOTICE ana :psst\r\n"));
	proc_say(p, "{\"type\":\"say\",\"to\":\"nobody\",\"text\":\"x\","
		    "\"id\":\"a\"}\n");
	assert_true(proc_expect(p, "\"id\":\"a\",\"ok\":false,"));
	assert_true(proc_expect(p, "There is no user named nobody"));
	proc_say(p, "{\"type\":\"join\",\"room\":\"tea\",\"id\":8}\n");
	assert_true(proc_expect(p, "{\"type\":\"join\","));
	assert_true(proc_expect(p, "\"id\":8,\"ok\":true"));
	proc_say(p, "{\"type\":\"topic\",\"room\":\"#tea\",\"text\":\"Tea\","
		    "\"id\":9}\n");
	assert_true(proc_expect(p, "\"id\":9,\"ok\":true"));
	proc_say(p, "{\"type\":\"part\",\"room\":\"#tea\",\"id\":10}\n");
	assert_true(proc_expect(p, "\"id\":10,\"ok\":true"));
	proc_say(
	    p, "{\"type\":\"command\",\"text\":\"/kick ana\",\"id\":11}\n");
	assert_true(proc_expect(p, "\"id\":11,\"ok\":false"));
	proc_say(p, "{\"type\":\"nick\",\"nick\":\"robot\",\"id\":12}\n");
	assert_true(proc_expect(p, "\"new_nick\":\"robot\""));
	assert_true(proc_expect(p, "\"id\":12,\"ok\":true"));
	proc_say(p, "{\"type\":\"history\",\"limit\":1,\"id\":13}\n");
	assert_true(proc_expect(p, "\"text\":\"waves\",\"history\":true"));
	assert_true(proc_expect(p, "\"id\":13,\"ok\":true"));
	peer_say(&ana, "PRIVMSG #ops :hello robot\r\n");
	assert_true(proc_expect(p, "{\"type\":\"message\","));
	assert_true(proc_expect(p, "\"nick\":\"ana\","));
	assert_true(
	    proc_expect(p, "\"text\":\"hello robot\",\"history\":false"));
	proc_end_input(p);
	expect_status(p, 1); /* two were refused */
	peer_close(&ana);
}

static void
json__reports_a_malformed_line__and_reads_the_next(void **state)
{
	static const struct {
		const char *line, *error;
	} rows[] = {
		{ "nonsense", "not a JSON object" },
		{ "[1]", "not a JSON object" },
		{ "{\"type\":\"say\"}", "\\\"text\\\" is missing" },
		{ "{\"type\":\"dance\"}", "unknown type \\\"dance\\\"" },
		{ "{\"type\":\"say\",\"text\":1}", "must be a string" },
		{ "{\"type\":\"say\",\"txt\":\"x\"}", "unknown member" },
		{ "{\"type\":\"nick\",\"nick\":\"a b\"}", "one word" },
		{ "{\"type\":\"say\",\"text\":\"\"}", "no text to send" },
	};
	struct peer ana;
	struct proc *p;
	char *line;
	size_t i;

	(void)state;
	open_ana(&ana);
	p = PIPE("-n", "bot", "-r", "#ops", "--json");
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		proc_say(p, "%s\n\n", rows[i].line);
		assert_true(proc_expect(p, "{\"type\":\"error\","));
		assert_true(proc_expect(p, rows[i].error));
	}
	proc_say(p, "{\"type\":\"say\",\"id\":3}\n");
	assert_true(proc_expect(p, "\"id\":3,\"ok\":false,"));
	line = xcalloc(1, 200001);
	memset(line, 'x', 200000);
	proc_say(p, "{\"type\":\"say\",\"text\":\"%s\"}\n", line);
	assert_true(proc_expect(p, "The line is longer than 65536 bytes."));
	proc_say(p, "{\"type\":\"say\",\"text\":\"fine\"}\n");
	assert_true(peer_expect(&ana, "PRIVMSG #ops :fine\r\n"));
	assert_false(peer_has(&ana, "xxx"));
	proc_end_input(p);
	expect_status(p, 1);
	peer_close(&ana);
	free(line);
}

/* Return the first literal block of the page's EXAMPLES, as it is shown. The caller frees it. */
static char *
example_of(const char *name)
{
	char *page = manual_read(name), *begin, *end, *text;

	begin = strstr(page, ".Sh EXAMPLES");
	assert_non_null(begin);
	begin = strstr(begin, ".Bd -literal\n");
	assert_non_null(begin);
	begin += strlen(".Bd -literal\n");
	end = strstr(begin, ".Ed\n");
	assert_non_null(end);
	*end = '\0';
	assert_null(strchr(begin, '\\')); /* nothing to unescape */
	text = xstrdup(begin);
	free(page);
	return text;
}

static void
bot_of_the_manual__answers(void **state)
{
	char *program = xstrdup(e2e_program("tchat")), *path, *port, *text;
	const char *env[] = { NULL, NULL };
	struct peer ana;
	struct proc *p;

	(void)state;
	e2e_require("python3");
	open_ana(&ana);
	text = example_of("tchat-json.5");
	port = e2e_port(&server);
	*strrchr(program, '/') = '\0';
	xasprintf(&path, "PATH=%s:%s", program, getenv("PATH"));
	env[0] = path;
	p = proc_start((const char *[]){ "python3", "-c", text, "-n", "echobot",
			   "-r", "#ops", "127.0.0.1", port, NULL },
	    env);
	assert_true(peer_expect(&ana, "JOIN #ops"));
	peer_say(&ana, "PRIVMSG #ops :!echo h\303\251llo\r\n");
	assert_true(peer_expect(&ana, "PRIVMSG #ops :ana: h\303\251llo\r\n"));
	peer_say(&ana, "PRIVMSG echobot :!echo psst\r\n");
	assert_true(peer_expect(&ana, "PRIVMSG ana :ana: psst\r\n"));
	proc_end_input(p);
	proc_signal(p, SIGTERM);
	proc_wait(p, PROC_DEADLINE);
	proc_free(p);
	peer_close(&ana);
	free(text);
	free(path);
	free(port);
	free(program);
}

/* Everything of one conversation with a person who listens to a screen reader. */
static void
terminal__prints_sentences_and_earlier_messages(void **state)
{
	char *port = e2e_port(&server);
	struct vt *vt = vt_new(100, 50);
	const char *argv[] = { e2e_program("tchat"), "-P", "-n", "cy", "-r",
		"#ops", "127.0.0.1", port, NULL };
	struct peer ana;

	(void)state;
	open_ana(&ana);
	peer_say(&ana, "PRIVMSG #ops :said before\r\n");
	assert_int_not_equal(vt_spawn(vt, argv, NULL), -1);
	assert_true(e2e_shows(vt, "cy joined #ops."));
	assert_true(e2e_shows(vt, "The last line of #ops:"));
	assert_true(e2e_shows(vt, "#ops ana: said before"));
	peer_say(&ana, "TOPIC #ops :Tea at five\r\n");
	assert_true(e2e_shows(vt, "ana set the topic of #ops to: Tea at five"));
	peer_say(&ana, "PRIVMSG cy :psst\r\n");
	assert_true(e2e_shows(vt, "ana, privately: psst"));
	vt_keys(vt, "my own words\r");
	assert_true(peer_expect(&ana, "PRIVMSG #ops :my own words\r\n"));
	/* The client may not have the echo yet. */
	assert_true(e2e_types_until(
	    vt, "/redact last slip\r", "cy deleted a message in #ops (slip)."));
	vt_keys(vt, "/last 2\r");
	assert_true(e2e_shows(vt, "The last 2 lines of #ops:"));
	peer_say(&ana, "MODE #ops +o cy\r\n");
	assert_true(e2e_shows(vt, "ana made cy an operator in #ops."));
	vt_keys(vt, "/ban nobody!*@*\r");
	assert_true(peer_expect(&ana, "MODE #ops +b nobody!*@*"));
	vt_keys(vt, "/op ana\r/whois ana\r");
	assert_true(e2e_shows(vt, "ana is in"));
	vt_keys(vt, "/clear\r");
	assert_true(e2e_shows(vt, "/clear does not work in line mode."));
	vt_keys(vt, "/quit\r");
	assert_int_equal(e2e_exit(vt), 0);
	vt_close(vt);
	peer_close(&ana);
	free(port);
}

static void
ignored_users__are_not_printed__but_marked_in_json(void **state)
{
	struct peer ana, bo;
	struct proc *p;

	(void)state;
	open_ana(&ana);
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	peer_say(&bo, "JOIN #ops\r\n");
	p = PIPE("-n", "cy", "-r", "#ops", "--commands");
	proc_say(p, "/ignore bo\n/highlight add tea\n");
	assert_true(proc_expect(p, "tea is highlighted"));
	assert_true(proc_expect(p, "cy joined #ops."));
	peer_say(&bo, "PRIVMSG #ops :unheard\r\nPING one\r\n");
	assert_true(peer_expect(&bo, "one"));
	peer_say(&ana, "PRIVMSG #ops :heard\r\n");
	assert_true(proc_expect(p, "#ops <ana> heard"));
	assert_false(proc_has_said(p, "unheard"));
	proc_end_input(p);
	expect_status(p, 0);
	p = PIPE("-n", "cy", "-r", "#ops", "--json");
	assert_true(proc_expect(p, "{\"type\":\"join\","));
	peer_say(&bo, "PRIVMSG #ops :tea\r\nPING two\r\n");
	assert_true(peer_expect(&bo, "two"));
	peer_say(&ana, "PRIVMSG #ops :tea\r\n");
	assert_true(proc_expect(p, "\"ignored\":true,\"mention\":false"));
	assert_true(proc_expect(p, "\"ignored\":false,\"mention\":true"));
	proc_end_input(p);
	expect_status(p, 0);
	peer_close(&ana);
	peer_close(&bo);
}

static void
terminal__finds_messages(void **state)
{
	char *port = e2e_port(&server);
	struct vt *vt = vt_new(100, 50);
	const char *argv[] = { e2e_program("tchat"), "-P", "-n", "cy", "-r",
		"#ops", "--join-history", "0", "127.0.0.1", port, NULL };
	struct peer ana;

	(void)state;
	open_ana(&ana);
	peer_say(&ana, "PRIVMSG #ops :a needle in the hay\r\n");
	peer_say(&ana, "PRIVMSG #ops :only hay\r\nPING sync\r\n");
	assert_true(peer_expect(&ana, "sync"));
	assert_int_not_equal(vt_spawn(vt, argv, NULL), -1);
	assert_true(e2e_shows(vt, "cy joined #ops."));
	/* A message is searchable a moment after it is shown. */
	assert_true(
	    e2e_types_until(vt, "/search needle\r", "1 message found."));
	assert_true(e2e_shows(vt, "#ops ana: a needle in the hay"));
	vt_keys(vt, "/search nothing\r");
	assert_true(e2e_shows(vt, "No message was found."));
	assert_null(strstr(vt_text(vt), "only hay"));
	vt_close(vt);
	peer_close(&ana);
	free(port);
}

enum { ROUNDS = 3, PER_ROUND = 40 };

/* Send numbered messages; they are on disk when ana has got the answer to the PING. */
static void
send_numbers(struct peer *ana, int from, int n)
{
	char sign[32];

	for (int i = from; i < from + n; i++)
		peer_say(ana, "PRIVMSG #ops :number %d.\r\n", i);
	snprintf(sign, sizeof(sign), "sync-%d", from);
	peer_say(ana, "PING %s\r\n", sign);
	assert_true(peer_expect(ana, sign));
}

/* Every number is printed once, and after the number before. */
static void
expect_numbers(struct proc *p, int n)
{
	struct view rest = buf_view(&p->said), line;
	char want[32];
	int next = 0;

	while (view_cut(&rest, '\n', &line)) {
		if (memmem(line.p, line.len, "number ", 7) == NULL)
			continue;
		snprintf(want, sizeof(want), "number %d.", next++);
		if (memmem(line.p, line.len, want, strlen(want)) == NULL)
			fail_msg("no \"%s\" in \"%.*s\"", want, VIEW_ARG(line));
	}
	assert_int_equal(next, n);
}

static void
follow__prints_each_message_once_and_in_order__over_killed_servers(void **state)
{
	struct proc *text, *json;
	struct peer ana;
	char last[32];
	int n = 0, round;

	(void)state;
	open_ana(&ana);
	text = PIPE("-n", "reader", "-r", "#ops", "--follow");
	json = PIPE("-n", "reader2", "-r", "#ops", "--follow", "--json");
	assert_true(peer_expect(&ana, "JOIN #ops"));
	assert_true(peer_expect(&ana, "JOIN #ops"));
	for (round = 0; round < ROUNDS; round++) {
		send_numbers(&ana, n, PER_ROUND);
		n += PER_ROUND;
		peer_close(&ana);
		server_kill_and_restart(NULL);
		open_ana(&ana); /* before the readers come back, or not */
		send_numbers(&ana, n, PER_ROUND);
		n += PER_ROUND;
		snprintf(last, sizeof(last), "number %d.", n - 1);
		assert_true(proc_expect(text, last));
		assert_true(proc_expect(json, last));
	}
	peer_say(&ana, "PRIVMSG #ops :number %d.\r\n", n++);
	snprintf(last, sizeof(last), "number %d.", n - 1);
	assert_true(proc_expect(text, last));
	assert_true(proc_expect(json, last));
	expect_numbers(text, n);
	expect_numbers(json, n);
	assert_false(peer_has(&ana, "reader!reader PRIVMSG"));
	proc_signal(text, SIGTERM);
	expect_status(text, 128 + SIGTERM);
	proc_signal(json, SIGINT);
	expect_status(json, 128 + SIGINT);
	peer_close(&ana);
}

static void
since__prints_the_history_and_ends(void **state)
{
	struct peer ana;
	struct proc *p;

	(void)state;
	open_ana(&ana);
	send_numbers(&ana, 0, 5);
	p = PIPE("-n", "reader", "-r", "#ops", "--since", "1h");
	assert_true(proc_expect(p, "<ana> number 4.\n"));
	expect_numbers(p, 5);
	expect_status(p, 0);
	p = PIPE("-n", "reader", "-r", "#ops", "--until", "1h");
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	assert_int_equal(p->said.len, 0);
	proc_free(p);
	p = PIPE("-n", "reader", "-r", "#ops", "--since", "nosuchmessage");
	assert_true(proc_expect_err(p, "Cannot read the history of #ops"));
	expect_status(p, 3);
	peer_say(&ana, "MODE #ops +k secret\r\n");
	assert_true(peer_expect(&ana, "+k"));
	p = PIPE("-n", "reader", "-r", "#ops", "--follow");
	assert_true(proc_expect_err(p, "#ops"));
	expect_status(p, 3);
	p = PIPE("-n", "reader", "--follow", "--until", "1h");
	assert_true(proc_expect_err(p, "do not go together"));
	expect_status(p, 2);
	p = PIPE("-n", "reader", "--since", "2026-13-01");
	assert_true(proc_expect_err(p, "is not a time"));
	expect_status(p, 2);
	peer_close(&ana);
}

/* As under head(1): the reader of the pipe ends, and nothing more is written. */
static void
follow__ends__when_nobody_reads_its_output(void **state)
{
	struct peer ana;
	struct proc *p;

	(void)state;
	open_ana(&ana);
	p = PIPE("-n", "reader", "-r", "#ops", "--follow");
	assert_true(peer_expect(&ana, "JOIN #ops"));
	close(p->out);
	p->out = -1;
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	assert_null(strstr(buf_str(&p->erred), "Cannot write"));
	proc_free(p);
	peer_close(&ana);
}

#define CASE(f) \
	cmocka_unit_test_setup_teardown(f, server_setup, server_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(commands__run_from_a_pipe__only_if_asked_for),
		CASE(commands__that_fail__set_the_status),
		CASE(commands__are_all_carried_out__before_the_program_ends),
		CASE(to__sends_each_line_to_all_users),
		CASE(json__confirms_and_refuses_commands),
		CASE(json__reports_a_malformed_line__and_reads_the_next),
		CASE(bot_of_the_manual__answers),
		CASE(terminal__prints_sentences_and_earlier_messages),
		CASE(terminal__finds_messages),
		CASE(ignored_users__are_not_printed__but_marked_in_json),
		CASE(
		    follow__prints_each_message_once_and_in_order__over_killed_servers),
		CASE(since__prints_the_history_and_ends),
		CASE(follow__ends__when_nobody_reads_its_output),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
