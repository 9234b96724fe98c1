/*
 * session: registration, events from lines, and text that must never get through.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/irc/caps.h"
#include "client/irc/dispatch.h"
#include "client/irc/numerics.h"
#include "client/irc/sanitize.h"
#include "common/xmalloc.h"
#include "tests/support/environment.h"
#include "tests/support/irc_fake.h"
#include "tests/support/test.h"

static struct irc_fake f;

static int
setup(void **state)
{
	(void)state;
	fake_open(&f, "me");
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
handlers__are_sorted(void **state)
{
	size_t i;

	(void)state;
	for (i = 1; dispatch_command(i) != NULL; i++)
		assert_true(
		    strcmp(dispatch_command(i - 1), dispatch_command(i)) < 0);
	for (i = 1; numerics_number(i) != -1; i++)
		assert_true(numerics_number(i - 1) < numerics_number(i));
}

static void
session__registers__with_what_the_server_offers(void **state)
{
	(void)state;
	irc_session_start(f.session);
	assert_string_equal(
	    fake_sent(&f), "CAP LS 302\nNICK me\nUSER user 0 * :A Name\n");
	fake_line(&f, ":s.x CAP * LS * :batch sasl=PLAIN server-time");
	assert_string_equal(fake_sent(&f), "");
	fake_line(&f, ":s.x CAP * LS :echo-message away-notify=x");
	assert_string_equal(fake_sent(&f),
	    "CAP REQ :away-notify batch echo-message sasl server-time\n");
	fake_line(&f, ":s.x CAP * ACK :away-notify batch echo-message");
	assert_string_equal(fake_sent(&f), "CAP END\n");
	assert_false(irc_session_registered(f.session));
	fake_line(&f, ":s.x 001 me2 :Hello");
	assert_true(irc_session_registered(f.session));
	assert_string_equal(irc_session_my_nick(f.session), "me2");
	assert_string_equal(
	    fake_events(&f), "WELCOME self who=me2 text=Hello\n");
}

static void
session__ends_negotiation__when_nothing_is_offered_or_all_is_refused(
    void **state)
{
	(void)state;
	irc_session_start(f.session);
	fake_sent(&f);
	fake_line(&f, ":s.x CAP * LS :tls x");
	assert_string_equal(fake_sent(&f), "CAP END\n");
	irc_session_start(f.session);
	fake_sent(&f);
	fake_line(&f, ":s.x CAP * LS :batch");
	fake_line(&f, ":s.x CAP * NAK :batch");
	assert_string_equal(fake_sent(&f), "CAP REQ batch\nCAP END\n");
}

static void
session__requests_new_capabilities__later(void **state)
{
	(void)state;
	fake_register(&f, "cap-notify");
	fake_line(&f, ":s.x CAP me NEW :server-time tls");
	assert_string_equal(fake_sent(&f), "CAP REQ server-time\n");
	fake_line(&f, ":s.x CAP me ACK :server-time");
	assert_string_equal(fake_sent(&f), "");
	assert_true(caps_on(f.session, CAP_SERVER_TIME));
	fake_line(&f, ":s.x CAP me DEL :server-time");
	assert_false(caps_on(f.session, CAP_SERVER_TIME));
}

static void
session__reports_a_refused_nick_and_uses_another(void **state)
{
	(void)state;
	irc_session_start(f.session);
	fake_sent(&f);
	fake_line(&f, ":s.x 433 * me :Nickname is already in use");
	assert_string_equal(fake_events(&f),
	    "NICK_IN_USE object=me text=Nickname is already in use\n");
	irc_session_nick(f.session, VIEW("me-2"));
	assert_string_equal(fake_sent(&f), "NICK me-2\n");
	fake_line(&f, ":s.x 432 * me-2 :no");
	assert_string_equal(
	    fake_events(&f), "NICK_IN_USE object=me-2 text=no\n");
	fake_line(&f, ":s.x 001 you :hi");
	fake_events(&f);
	fake_line(&f, ":s.x 433 you me :taken");
	assert_string_equal(fake_events(&f),
	    "REFUSED object=me text=The nick me is in use. "
	    "Choose another: /nick NAME\n");
}

static void
session__reports_a_server_that_is_not_irc(void **state)
{
	static const char *const not_irc[] = { "220 mail.x ESMTP",
		"SSH-2.0-OpenSSH_9", "HTTP/1.1 400 Bad Request", "hello", ":",
		"@a" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(not_irc) / sizeof(not_irc[0]); i++) {
		irc_session_start(f.session);
		assert_int_equal(fake_line(&f, "%s", not_irc[i]), -1);
	}
	irc_session_start(f.session);
	assert_int_equal(fake_line(&f, "PING :x"), 0);
	assert_int_equal(fake_line(&f, "hello"), 0);
}

static void
session__answers_ping(void **state)
{
	(void)state;
	fake_register(&f, "batch");
	fake_line(&f, "PING :a b");
	fake_line(&f, ":s.x PING abc");
	assert_string_equal(fake_sent(&f), "PONG :a b\nPONG abc\n");
}

static void
session__reports_presence(void **state)
{
	(void)state;
	fake_register(&f, "extended-join");
	fake_line(&f, ":me!u@h JOIN #a * :Real");
	fake_line(&f, ":bo!b@h JOIN :#a");
	fake_line(&f, ":bo!b@h NICK bob");
	fake_line(&f, ":bob!b@h PART #a :so long");
	fake_line(&f, ":cy!c@h QUIT :gone");
	fake_line(&f, ":ann!c@h KICK #a me :out");
	fake_line(&f, ":ann!c@h AWAY :tea");
	fake_line(&f, ":ann!c@h AWAY");
	fake_line(&f, ":ann!c@h INVITE me #b");
	fake_line(&f, ":s.x 306 me :You are away");
	assert_string_equal(fake_events(&f),
	    "JOIN self who=me room=#a\n"
	    "JOIN who=bo room=#a\n"
	    "NICK who=bo object=bob\n"
	    "PART who=bob room=#a text=so long\n"
	    "QUIT who=cy text=gone\n"
	    "KICK who=ann room=#a object=me text=out\n"
	    "AWAY who=ann text=tea\n"
	    "AWAY who=ann\n"
	    "INVITED to_self who=ann room=#b object=me\n"
	    "AWAY self who=me text=away\n");
	fake_line(&f, ":me!u@h NICK :new");
	assert_string_equal(irc_session_my_nick(f.session), "new");
}

static void
session__reports_names_one_by_one__without_their_hosts(void **state)
{
	(void)state;
	fake_register(&f, "multi-prefix");
	fake_line(&f, ":s.x 353 me = #a :@+ann!a@h bo  +cy ");
	fake_line(&f, ":s.x 366 me #a :End");
	assert_string_equal(fake_events(&f),
	    "NAMES room=#a object=ann text=@+\n"
	    "NAMES room=#a object=bo\n"
	    "NAMES room=#a object=cy text=+\n"
	    "NAMES_END room=#a\n");
}

static void
session__reports_changed_ranks(void **state)
{
	(void)state;
	fake_register(&f, "batch");
	fake_line(&f, ":s.x 005 me PREFIX=(qov)~@+ CHANMODES=b,k,l,imnt "
		      "NETWORK=A\\x20Net :are supported");
	assert_string_equal(irc_session_network(f.session), "A Net");
	assert_string_equal(irc_session_prefixes(f.session), "~@+");
	fake_line(&f, ":ann!a@h MODE #a +bo-v+l-k *!*@x bo cy 5 key");
	assert_string_equal(fake_events(&f),
	    "MODE who=ann room=#a text=+bo-v+l-k *!*@x bo cy 5 key\n"
	    "RANK on who=ann room=#a object=bo text=@\n"
	    "RANK off who=ann room=#a object=cy text=+\n");
}

static void
session__distinguishes_kinds_of_messages(void **state)
{
	(void)state;
	fake_register(&f, "message-tags");
	fake_line(&f, "@msgid=x1 :bo!b@h PRIVMSG #a :hi \002there");
	fake_line(&f, ":bo!b@h PRIVMSG me :psst");
	fake_line(&f, ":bo!b@h PRIVMSG #a :\001ACTION waves\001");
	fake_line(&f, ":bo!b@h NOTICE @#a :ops only");
	fake_line(&f, ":s.x NOTICE * :looking you up");
	assert_string_equal(fake_events(&f),
	    "MESSAGE who=bo room=#a text=hi \002there msgid=x1\n"
	    "MESSAGE to_self who=bo target=me text=psst\n"
	    "MESSAGE action who=bo room=#a text=waves\n"
	    "MESSAGE notice who=bo room=#a target=@#a text=ops only\n"
	    "MESSAGE notice target=* text=looking you up\n");
}

static void
session__answers_ctcp__at_a_bounded_rate(void **state)
{
	int i;

	(void)state;
	fake_register(&f, "message-tags");
	fake_line(&f, ":bo!b@h PRIVMSG me :\001PING 123\001");
	assert_string_equal(fake_sent(&f), "NOTICE bo :\001PING 123\001\n");
	assert_string_equal(fake_events(&f),
	    "MESSAGE ctcp to_self who=bo target=me object=PING text=123\n");
	for (i = 0; i < 100; i++)
		fake_line(&f, ":bo!b@h PRIVMSG me :\001VERSION\001");
	assert_string_equal(fake_sent(&f),
	    "NOTICE bo :\001VERSION tchat 0.1.0\001\n"
	    "NOTICE bo :\001VERSION tchat 0.1.0\001\n");
	fake_line(&f, ":bo!b@h PRIVMSG me :\001DCC SEND x\001");
	fake_line(&f, ":bo!b@h NOTICE me :\001VERSION x\001");
	assert_string_equal(fake_sent(&f), "");
}

static void
session__removes_control_characters(void **state)
{
	(void)state;
	fake_register(&f, "message-tags");
	fake_line(&f, ":b\033o!b@h PRIVMSG #a\033[2J :x\033]0;y\a\302\233z");
	fake_line(&f, ":bo!b@h TOPIC #a :\342\200\256evil\377");
	fake_line(&f, ":s.x 999 me \033[1m :\033c");
	fake_line(&f, ":s.x 353 me = #a :b\033o");
	assert_string_equal(fake_events(&f),
	    "MESSAGE who=bo room=#a[2J text=x]0;yz\n"
	    "TOPIC who=bo room=#a text=evil\357\277\275\n"
	    "INFO object=[1m text=[1m c\n"
	    "NAMES room=#a object=bo\n");
}

static void
session__turns_numerics_into_sentences(void **state)
{
	(void)state;
	fake_register(&f, "batch");
	fake_line(&f, ":s.x 311 me bo b h.x * :Bo B");
	fake_line(&f, ":s.x 317 me bo 3700 0 :seconds idle");
	fake_line(&f, ":s.x 403 me #x :No such channel");
	fake_line(&f, ":s.x 482 me #a :nope");
	fake_line(&f, ":s.x 252 me 3 :operators online");
	fake_line(&f, ":s.x 352 me #a u h s bo G :0 Bo B");
	fake_line(&f, ":s.x FAIL REDACT CODE #a :cannot do that");
	fake_line(&f, ":s.x 332 me #a :the topic");
	fake_line(&f, ":s.x 376 me :End of MOTD");
	assert_string_equal(fake_events(&f),
	    "INFO object=bo text=bo is b@h.x (Bo B)\n"
	    "INFO object=bo text=bo has been idle for 1h 1m, connected "
	    "since 1970-01-01 00:00\n"
	    "REFUSED room=#x object=#x text=There is no room named #x\n"
	    "REFUSED room=#a object=#a text=#a: nope\n"
	    "INFO object=3 text=3 operators online\n"
	    "INFO object=bo text=bo is u@h (Bo B) in #a, away\n"
	    "REFUSED room=#a object=#a text=cannot do that\n"
	    "TOPIC room=#a text=the topic\n"
	    "INFO\n");
}

static void
session__pings_a_silent_server__then_closes(void **state)
{
	(void)state;
	fake_register(&f, "batch");
	fake_wait(&f, 61000);
	assert_string_equal(fake_sent(&f), "PING tchat-lag\nPING tchat\n");
	fake_line(&f, ":s.x PONG s.x tchat-lag");
	fake_line(&f, ":s.x PONG s.x tchat");
	fake_wait(&f, 61000);
	assert_string_equal(fake_sent(&f), "PING tchat-lag\nPING tchat\n");
	assert_null(strstr(fake_events(&f), "CLOSED"));
	fake_wait(&f, 61000);
	assert_non_null(strstr(
	    fake_events(&f), "CLOSED text=the server no longer answers\n"));
	fake_wait(&f, 600000);
	assert_string_equal(fake_events(&f), "");
}

static void
lag__is_reported__while_the_server_is_slow(void **state)
{
	(void)state;
	fake_register(&f, "batch");
	fake_wait(&f, 30500);
	assert_string_equal(fake_sent(&f), "PING tchat-lag\n");
	fake_line(&f, ":s.x PONG s.x tchat-lag");
	assert_string_equal(fake_events(&f), "");
	fake_wait(&f, 29000);
	assert_string_equal(fake_sent(&f), "");
	fake_wait(&f, 3500);
	assert_string_equal(fake_sent(&f), "PING tchat-lag\n");
	assert_string_equal(fake_events(&f), "LAG lag=1000\nLAG lag=2000\n");
	fake_line(&f, ":s.x PONG s.x tchat-lag");
	fake_line(&f, ":s.x PONG s.x tchat-lag");
	assert_string_equal(fake_events(&f), "");
	/* It asks again soon, to see whether it is over. */
	fake_wait(&f, 5000);
	assert_string_equal(fake_sent(&f), "PING tchat-lag\n");
	fake_line(&f, ":s.x PONG s.x tchat-lag");
	assert_string_equal(fake_events(&f), "LAG lag=0\n");
	/* It is forgotten with the connection. */
	fake_wait(&f, 33000);
	assert_string_equal(
	    fake_events(&f), "LAG lag=1000\nLAG lag=2000\nLAG lag=3000\n");
	irc_session_disconnected(f.session);
	fake_wait(&f, 33000);
	assert_string_equal(fake_events(&f), "");
}

static void
waiting__is_reported__for_a_command_whose_answer_is_late(void **state)
{
	struct view bo = VIEW("bo"), room = VIEW("#a");

	(void)state;
	fake_register(&f, "batch labeled-response");
	fake_sent(&f);
	irc_session_command(f.session, "WHOIS", &bo, 1); /* the client's own */
	fake_wait(&f, 2000);
	assert_string_equal(fake_events(&f), "");
	irc_session_origin(f.session, 7);
	irc_session_command(f.session, "WHOIS", &bo, 1);
	fake_wait(&f, 900);
	assert_string_equal(fake_events(&f), "");
	fake_wait(&f, 200);
	assert_string_equal(fake_events(&f), "WAITING object=WHOIS\n");
	irc_session_command(f.session, "NAMES", &room, 1);
	fake_wait(&f, 2000);
	assert_string_equal(fake_events(&f), "");
	fake_line(&f, "@label=c1 :s.x ACK");
	assert_string_equal(fake_events(&f), "WAITING object=NAMES\n");
	fake_line(&f, "@label=c2 :s.x ACK");
	assert_string_equal(fake_events(&f), "WAITING\n");
}

static void
session__closes__when_nothing_comes_at_all(void **state)
{
	(void)state;
	irc_session_start(f.session);
	fake_wait(&f, 61000);
	assert_string_equal(
	    fake_events(&f), "CLOSED text=the server does not answer\n");
}

static void
session__says_why__when_the_server_closes(void **state)
{
	(void)state;
	fake_register(&f, "server-time");
	fake_line(&f, ":s.x ERROR :Closing link");
	assert_string_equal(fake_events(&f),
	    "CLOSED text=the server closed the connection: Closing link\n");
}

/* Longer than RFC 1459 allows, as some servers send: shown up to a limit. */
static void
session__shows_a_long_line__cut_at_its_limit(void **state)
{
	static char big[SANITIZE_LINE_MAX + 100];
	const char *events;

	(void)state;
	fake_register(&f, "server-time");
	memset(big, 'x', sizeof(big));
	fake_line(&f, ":bo!b@h PRIVMSG #a :%.600s|", big);
	events = fake_events(&f);
	assert_non_null(strstr(events, "x|"));
	assert_null(strstr(events, "[cut"));
	fake_line(&f, ":bo!b@h PRIVMSG #a :%.*s", (int)sizeof(big), big);
	events = fake_events(&f);
	assert_non_null(strstr(events, "x [cut: 100 more bytes]"));
	assert_true(strlen(events) < SANITIZE_LINE_MAX + 200);
	fake_line(&f, ":%.3000s!b@h PRIVMSG #a :hi", big);
	assert_true(strlen(fake_events(&f)) < 1000);
}

static void
regain__takes_the_nick__when_monitor_says_that_it_is_free(void **state)
{
	(void)state;
	fake_register(&f, "server-time");
	fake_line(&f, ":s.x 005 me MONITOR=100 :are supported");
	irc_session_regain(f.session, VIEW("ana"));
	fake_wait(&f, 2000);
	assert_string_equal(fake_sent(&f), "MONITOR + ana\n");
	fake_line(&f, ":s.x 730 me :ana!a@h");
	assert_string_equal(fake_sent(&f), "");
	assert_string_equal(fake_events(&f), "");
	fake_line(&f, ":s.x 731 me :ana");
	assert_string_equal(fake_sent(&f), "NICK ana\n");
	fake_line(&f, ":s.x 433 me ana :Nickname is already in use");
	assert_string_equal(fake_events(&f), "");
	fake_line(&f, ":s.x 731 me :ana");
	assert_string_equal(fake_sent(&f), "NICK ana\n");
	fake_line(&f, ":me!u@h NICK ana");
	assert_string_equal(fake_sent(&f), "MONITOR - ana\n");
	assert_non_null(
	    strstr(fake_events(&f), "You have your nick ana back."));
	fake_wait(&f, 50000);
	assert_null(strstr(fake_sent(&f), "ISON"));
}

static void
regain__sends_ison__without_monitor(void **state)
{
	(void)state;
	fake_register(&f, "server-time");
	irc_session_regain(f.session, VIEW("ana"));
	fake_wait(&f, 2000);
	assert_string_equal(fake_sent(&f), "ISON ana\n");
	fake_line(&f, ":s.x 303 me :ana");
	assert_string_equal(fake_events(&f), "");
	fake_line(&f, ":bo!b@h QUIT :bye");
	assert_string_equal(fake_sent(&f), "");
	fake_wait(&f, 30000);
	assert_string_equal(fake_sent(&f), "PING tchat-lag\nISON ana\n");
	fake_line(&f, ":s.x 303 me :");
	assert_string_equal(fake_sent(&f), "NICK ana\n");
	fake_line(&f, ":s.x 433 me ana :Nickname is already in use");
	fake_line(&f, ":ANA!b@h NICK other");
	assert_string_equal(fake_sent(&f), "NICK ana\n");
	fake_line(&f, ":s.x 433 me ana :Nickname is already in use");
	fake_line(&f, ":ana!b@h QUIT :bye");
	assert_string_equal(fake_sent(&f), "NICK ana\n");
}

static void
regain__stops__when_the_user_cancels_it(void **state)
{
	(void)state;
	fake_register(&f, "server-time");
	fake_line(&f, ":s.x 005 me MONITOR=100 :are supported");
	irc_session_regain(f.session, VIEW("ana"));
	fake_wait(&f, 2000);
	fake_sent(&f);
	irc_session_regain(f.session, VIEW(""));
	assert_string_equal(fake_sent(&f), "MONITOR - ana\n");
	fake_line(&f, ":s.x 731 me :ana");
	fake_line(&f, ":ana!b@h QUIT :bye");
	assert_string_equal(fake_sent(&f), "");
}

static void
raw__rejects_invalid_lines(void **state)
{
	char big[600];

	(void)state;
	fake_register(&f, "batch");
	memset(big, 'x', sizeof(big));
	assert_int_equal(irc_session_raw(f.session, VIEW("A\nB")), -1);
	assert_int_equal(irc_session_raw(f.session, VIEW("")), -1);
	assert_int_equal(
	    irc_session_raw(f.session, (struct view){ big, sizeof(big) }), -1);
	assert_int_equal(irc_session_command(f.session, "TOPIC",
			     &(struct view){ big, sizeof(big) }, 1),
	    -1);
	assert_int_equal(irc_session_raw(f.session, VIEW("WHO #a")), 0);
	assert_string_equal(fake_sent(&f), "WHO #a\n");
}

/* Servers drop or refuse lines that are not UTF-8. */
static void
parameters__are_sanitized__like_messages(void **state)
{
	static const char *const commands[] = { "TOPIC", "KICK", "AWAY" };
	struct view params[2] = { VIEW("#a"), VIEW("caf\xe9 \xff\r\001 ok") };
	char *line;
	size_t i;

	(void)state;
	fake_register(&f, "batch");
	for (i = 0; i < sizeof(commands) / sizeof(commands[0]); i++) {
		assert_int_equal(
		    irc_session_command(f.session, commands[i], params, 2), 0);
		xasprintf(&line, "%s #a :caf\xef\xbf\xbd \xef\xbf\xbd ok\n",
		    commands[i]);
		assert_string_equal(fake_sent(&f), line);
		free(line);
	}
	irc_session_nick(f.session, VIEW("b\xff"));
	assert_string_equal(fake_sent(&f), "NICK b\xef\xbf\xbd\n");
	irc_session_quit(f.session, VIEW("bye \xff"));
	assert_string_equal(fake_sent(&f), "QUIT :bye \xef\xbf\xbd\n");
}

/* The server compares it. */
static void
pong__returns_the_token_unchanged(void **state)
{
	(void)state;
	fake_register(&f, "batch");
	fake_line(&f, "PING :\xff\x01x");
	assert_string_equal(fake_sent(&f), "PONG \xff\x01x\n");
}

static void
session__reports_the_account_of_a_sender(void **state)
{
	(void)state;
	fake_register(&f, "account-tag extended-join batch draft/multiline");
	fake_line(&f, "@account=Bodo :bo!b@h PRIVMSG #a :hi");
	fake_line(&f, ":cy!c@h PRIVMSG #a :hi");
	fake_line(&f, ":bo!b@h JOIN #a Bodo :Real");
	fake_line(&f, ":cy!c@h JOIN #a * :Real");
	fake_line(&f, ":s.x BATCH +m draft/multiline #a");
	fake_line(&f, "@batch=m;account=Bodo :bo!b@h PRIVMSG #a :one");
	fake_line(&f, "@batch=m :bo!b@h PRIVMSG #a :two");
	fake_line(&f, ":s.x BATCH -m");
	assert_string_equal(fake_events(&f),
	    "MESSAGE who=bo account=Bodo room=#a text=hi\n"
	    "MESSAGE who=cy room=#a text=hi\n"
	    "JOIN who=bo account=Bodo room=#a\n"
	    "JOIN who=cy room=#a\n"
	    "MESSAGE who=bo account=Bodo room=#a text=one\ntwo\n");
}

static void
send(uint64_t origin, const char *command, const char *param)
{
	struct view v = view_of(param);
	uint64_t before = irc_session_origin(f.session, origin);

	assert_int_equal(irc_session_command(f.session, command, &v, 1), 0);
	irc_session_origin(f.session, before);
}

static void
watched_answers__end_with_the_label__or_with_a_pong(void **state)
{
	(void)state;
	irc_session_watch_answers(f.session);
	fake_register(&f, "labeled-response batch");
	send(7, "WHOIS", "bo");
	send(7, "WHOIS", "cy");
	assert_string_equal(
	    fake_sent(&f), "@label=c1 WHOIS bo\n@label=c2 WHOIS cy\n");
	fake_line(&f, "@label=c1 :s.x ACK");
	assert_string_equal(fake_events(&f), "");
	assert_true(irc_session_is_waiting(f.session, 7));
	fake_line(&f, "@label=c2 :s.x BATCH +b labeled-response");
	fake_line(&f, "@batch=b :s.x 401 me cy :no");
	fake_line(&f, ":s.x BATCH -b");
	assert_string_equal(fake_events(&f),
	    "REFUSED object=cy text=There is no user named cy\n"
	    "ANSWERED origin=7\n");
	assert_false(irc_session_is_waiting(f.session, 7));
	irc_session_disconnected(f.session);
	fake_register(&f, "batch");
	send(0, "WHOIS", "bo");
	send(8, "JOIN", "#a");
	assert_string_equal(
	    fake_sent(&f), "WHOIS bo\nJOIN #a\nPING tchat-c3\n");
	fake_line(&f, ":s.x PONG s.x :tchat-c3");
	assert_string_equal(fake_events(&f), "ANSWERED origin=8\n");
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(handlers__are_sorted),
		CASE(session__registers__with_what_the_server_offers),
		CASE(
		    session__ends_negotiation__when_nothing_is_offered_or_all_is_refused),
		CASE(session__requests_new_capabilities__later),
		CASE(session__reports_a_refused_nick_and_uses_another),
		CASE(session__reports_a_server_that_is_not_irc),
		CASE(session__answers_ping),
		CASE(session__reports_presence),
		CASE(session__reports_the_account_of_a_sender),
		CASE(watched_answers__end_with_the_label__or_with_a_pong),
		CASE(session__reports_names_one_by_one__without_their_hosts),
		CASE(session__reports_changed_ranks),
		CASE(session__distinguishes_kinds_of_messages),
		CASE(session__answers_ctcp__at_a_bounded_rate),
		CASE(session__removes_control_characters),
		CASE(session__turns_numerics_into_sentences),
		CASE(session__pings_a_silent_server__then_closes),
		CASE(lag__is_reported__while_the_server_is_slow),
		CASE(waiting__is_reported__for_a_command_whose_answer_is_late),
		CASE(session__closes__when_nothing_comes_at_all),
		CASE(session__says_why__when_the_server_closes),
		CASE(session__shows_a_long_line__cut_at_its_limit),
		CASE(regain__takes_the_nick__when_monitor_says_that_it_is_free),
		CASE(regain__sends_ison__without_monitor),
		CASE(regain__stops__when_the_user_cancels_it),
		CASE(raw__rejects_invalid_lines),
		CASE(parameters__are_sanitized__like_messages),
		CASE(pong__returns_the_token_unchanged),
	};

	set_time_zone("UTC");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
