/*
 * answers: a command is done when all that was sent for it is answered.
 */
#include <stdlib.h>
#include <string.h>

#include "client/irc/history.h"
#include "client/line_mode/answers.h"
#include "tests/support/irc_fake.h"
#include "tests/support/test.h"

static struct irc_fake f;
static struct answers answers;
static uint64_t busy;	/* the origin of which something is going on */
static struct buf done; /* "line error\n", or "line ok msgid\n" */

static void
on_done(const struct answer *a, void *ctx)
{
	(void)ctx;
	buf_printf(&done, "%lld %s%s%s\n", a->line,
	    a->error != NULL ? a->error : "ok", a->msgid != NULL ? " " : "",
	    a->msgid != NULL ? a->msgid : "");
}

static int
on_busy(uint64_t origin, void *ctx)
{
	(void)ctx;
	return origin == busy;
}

static void
on_event(const struct irc_event *ev, void *ctx)
{
	(void)ctx;
	answers_event(&answers, ev);
}

static void
expect(const char *want)
{
	assert_string_equal(buf_str(&done), want);
	buf_reset(&done);
}

static void
go_online(void)
{
	fake_register(&f, "labeled-response batch echo-message message-tags");
	fake_sent(&f);
}

static int
setup(void **state)
{
	static const struct answers_ops ops = { on_done, on_busy };

	(void)state;
	fake_open(&f, "me");
	f.on_event = on_event;
	irc_session_watch_answers(f.session);
	answers_init(&answers, f.session, &ops, NULL);
	go_online();
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	answers_clear(&answers);
	fake_close(&f);
	buf_clear(&done);
	return 0;
}

/* Run a command of that line that sends so many WHOIS. */
static void
run_whois(long long line, int n)
{
	struct view nick = VIEW("bo");

	answers_begin(&answers, NULL, line);
	while (n-- > 0)
		irc_session_command(f.session, "WHOIS", &nick, 1);
	answers_end(&answers);
}

static void
run_say(long long line, const char *text)
{
	answers_begin(&answers, NULL, line);
	answers_message(&answers,
	    irc_session_say(f.session, IRC_PRIVMSG, VIEW("#a"), view_of(text)));
	answers_end(&answers);
	fake_wait(&f, 1);
}

static void
answer__is_done_at_once__if_nothing_was_sent(void **state)
{
	(void)state;
	run_whois(1, 0);
	expect("1 ok\n");
	answers_begin(&answers, NULL, 2);
	answers_fail(&answers, "wrong");
	answers_fail(&answers, "the first reason counts");
	answers_end(&answers);
	expect("2 wrong\n");
}

static void
answer__waits_for_all_commands(void **state)
{
	(void)state;
	run_whois(1, 2);
	run_whois(2, 1);
	fake_line(&f, "@label=c1 :s.x ACK");
	expect("");
	fake_line(&f, "@label=c3 :s.x 401 me bo :no");
	expect("2 There is no user named bo\n");
	fake_line(&f, "@label=c2 :s.x ACK");
	expect("1 ok\n");
	assert_int_equal((int)answers.n, 0);
}

static void
answer__waits_for_the_echo_of_a_message(void **state)
{
	(void)state;
	run_say(1, "hello");
	run_say(2, "refused");
	expect("");
	fake_line(&f, "@label=2 :s.x 404 me #a :no");
	expect("2 Cannot send to #a: no\n");
	fake_line(&f, "@label=1;msgid=m1 :me!u@h PRIVMSG #a :hello");
	expect("1 ok m1\n");
}

static void
answer__waits_for_the_last_page_of_history(void **state)
{
	struct irc_event end = { .type = IRC_EV_FETCHED, .history = 77 };

	(void)state;
	answers_begin(&answers, NULL, 1);
	answers_history(&answers, 77);
	answers_end(&answers);
	answers_next_page(&answers, 77, 78);
	answers_event(&answers, &end);
	expect("");
	end.history = 78;
	end.text = VIEW("no");
	answers_event(&answers, &end);
	expect("1 no\n");
}

/* A command may have been lost with the connection; a message is sent again, or refused. */
static void
answer__fails__when_the_connection_is_lost(void **state)
{
	(void)state;
	run_whois(1, 1);
	run_say(2, "hello");
	irc_session_disconnected(f.session);
	answers_disconnected(&answers, "lost");
	assert_non_null(strstr(buf_str(&done), "1 lost\n"));
	assert_null(strstr(buf_str(&done), "2 lost"));
	assert_null(strstr(buf_str(&done), "2 ok"));
}

static void
answers_id__finds_the_id_of_what_an_event_answers(void **state)
{
	struct irc_event ev = { .type = IRC_EV_INFO };
	struct view nick = VIEW("bo");

	(void)state;
	answers_begin(&answers, json_integer(9), 1);
	irc_session_command(f.session, "WHOIS", &nick, 1);
	answers_end(&answers);
	ev.origin = answers.last;
	assert_int_equal((int)json_integer_value(answers_id(&answers, &ev)), 9);
	ev.origin++;
	assert_null(answers_id(&answers, &ev));
	answers_begin(&answers, json_integer(10), 1);
	answers_history(&answers, 77);
	answers_end(&answers);
	ev = (struct irc_event){ .history = 77 };
	assert_int_equal(
	    (int)json_integer_value(answers_id(&answers, &ev)), 10);
}

static void
answer__waits_for_what_else_is_going_on(void **state)
{
	(void)state;
	busy = answers.last + 1;
	run_whois(1, 0);
	expect("");
	busy = 0;
	answers_check(&answers);
	expect("1 ok\n");
}

#define CASE(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(answer__is_done_at_once__if_nothing_was_sent),
		CASE(answer__waits_for_all_commands),
		CASE(answer__waits_for_the_echo_of_a_message),
		CASE(answer__waits_for_the_last_page_of_history),
		CASE(answer__fails__when_the_connection_is_lost),
		CASE(answers_id__finds_the_id_of_what_an_event_answers),
		CASE(answer__waits_for_what_else_is_going_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
