/*
 * unconfirmed: messages that were on the wire when the link broke are looked up in the server's history by nonce.
 * test_unconfirmed_disconnects tests that this works whenever the link breaks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/irc/history.h"
#include "common/irc_msg.h"
#include "common/xmalloc.h"
#include "tests/support/irc_fake.h"
#include "tests/support/test.h"

#define CAPS                                                     \
	"batch draft/chathistory echo-message labeled-response " \
	"message-tags server-time"

static struct irc_fake f;

static int
setup(void **state)
{
	(void)state;
	fake_open(&f, "me");
	f.nonces = 1;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fake_close(&f);
	return 0;
}

/* Register; the server has announced everything. */
static void
go_online(const char *caps)
{
	fake_register(&f, caps);
	fake_line(&f, "PING x");
	fake_sent(&f);
}

static uint64_t
say(const char *target, const char *text)
{
	return irc_session_say(
	    f.session, IRC_PRIVMSG, view_of(target), view_of(text));
}

/* Get the nonces of the lines sent since the last call. */
static int
take_nonces(char nonces[][64], int max)
{
	const char *at = fake_sent(&f);
	int n = 0;

	while (n < max && (at = strstr(at, "+tchat/nonce=")) != NULL) {
		at += strlen("+tchat/nonce=");
		snprintf(nonces[n++], 64, "%.*s", (int)strcspn(at, "; "), at);
	}
	return n;
}

static void
fetch(const char *target)
{
	struct irc_bound none = { 0 };

	irc_session_history(
	    f.session, IRC_LATEST, view_of(target), none, none, 0);
	fake_wait(&f, 1);
}

static void
unconfirmed__waits_for_the_history(void **state)
{
	char nonces[4][64];

	(void)state;
	go_online(CAPS);
	say("#a", "one");
	say("#a", "two");
	say("#b", "else");
	assert_int_equal(take_nonces(nonces, 4), 3);
	assert_string_not_equal(nonces[0], nonces[1]);
	irc_session_disconnected(f.session);
	assert_string_equal(fake_events(&f), "");
	assert_int_equal(irc_session_pending(f.session), 3);
	assert_true(irc_session_has_unconfirmed(f.session, VIEW("#A")));
	say("#a", "three");
	say("#c", "free");
	irc_session_history_complete(
	    f.session, VIEW("#a")); /* not online: nothing is sent */
	f.nonces = 0;
	go_online(CAPS);
	assert_string_equal(fake_events(&f), "");
	fake_wait(&f, 1);
	/* Messages to other targets were already sent. */
	assert_int_equal(irc_session_has_unconfirmed(f.session, VIEW("#c")), 0);
	fetch("#a");
	assert_string_equal(
	    fake_sent(&f), "@label=q1 CHATHISTORY LATEST #a * 100\n");
	fake_line(&f, "@label=q1 :s.x BATCH +h chathistory #a");
	fake_line(&f, "@batch=h;msgid=m0 :bo!u@h PRIVMSG #a :zero");
	fake_line(&f,
	    "@batch=h;msgid=m1;+tchat/nonce=%s;time=2001-09-09T01:46:40.000Z "
	    ":me!u@h PRIVMSG #a :one",
	    nonces[0]);
	fake_line(&f, ":s.x BATCH -h");
	assert_string_equal(fake_events(&f),
	    "MESSAGE history=1 who=bo room=#a text=zero msgid=m0\n"
	    "SENT 1 history=1 msgid=m1\n"
	    "FETCHED history=1 n=2 room=#a\n");
	assert_string_equal(fake_sent(&f), "");
	irc_session_history_complete(f.session, VIEW("#a"));
	assert_string_equal(fake_sent(&f),
	    "@label=5 PRIVMSG #a :two\n@label=6 PRIVMSG #a :three\n");
	assert_int_equal(irc_session_has_unconfirmed(f.session, VIEW("#a")), 0);
	assert_int_equal(irc_session_has_unconfirmed(f.session, VIEW("#b")), 1);
	irc_session_history_complete(f.session, VIEW("#b"));
	assert_string_equal(fake_sent(&f), "@label=7 PRIVMSG #b :else\n");
}

static void
unconfirmed__keeps_its_nonce__when_sent_again(void **state)
{
	char first[2][64], again[2][64];

	(void)state;
	go_online(CAPS);
	say("#a", "one");
	take_nonces(first, 1);
	irc_session_disconnected(f.session);
	go_online(CAPS);
	irc_session_history_complete(f.session, VIEW("#a"));
	assert_int_equal(take_nonces(again, 2), 1);
	assert_string_equal(first[0], again[0]);
	/* A late copy from the first connection; then the message is unconfirmed again. */
	irc_session_disconnected(f.session);
	go_online(CAPS);
	fake_line(
	    &f, "@+tchat/nonce=%s;msgid=m :old!u@h PRIVMSG #a :one", first[0]);
	assert_string_equal(fake_events(&f), "SENT 1 msgid=m\n");
	assert_int_equal(irc_session_pending(f.session), 0);
}

static void
unconfirmed__is_refused__where_there_is_no_history(void **state)
{
	(void)state;
	go_online(CAPS);
	say("#a", "one");
	irc_session_disconnected(f.session);
	assert_string_equal(fake_events(&f), "");
	irc_session_start(f.session);
	irc_session_disconnected(f.session); /* not known yet */
	assert_string_equal(fake_events(&f), "");
	irc_session_start(f.session);
	fake_line(&f, ":s.x CAP * LS :batch");
	fake_line(&f, ":s.x CAP * ACK :batch");
	fake_line(&f, ":s.x 001 me :hi");
	assert_string_equal(fake_events(&f),
	    "WELCOME self who=me text=hi\n"
	    "REFUSED 1 object=#a text=not confirmed: the connection broke "
	    "before the server answered\n");
	/* A server that never had history: at once. */
	say("#a", "two");
	irc_session_disconnected(f.session);
	assert_string_equal(fake_events(&f),
	    "REFUSED 2 object=#a text=not confirmed: the connection broke "
	    "before the server answered\n");
}

static void
unconfirmed__is_refused__when_history_cannot_be_fetched(void **state)
{
	(void)state;
	go_online(CAPS);
	say("#a", "one");
	say("bo", "two");
	irc_session_disconnected(f.session);
	go_online(CAPS);
	fetch("#a");
	fake_line(
	    &f, "@label=q1 :s.x FAIL CHATHISTORY INVALID_TARGET LATEST #a :no");
	assert_string_equal(fake_events(&f),
	    "REFUSED 1 object=#a text=not confirmed: the connection broke "
	    "before the server answered\n"
	    "FETCHED history=1 n=0 room=#a text=no\n");
	/* With one person, an empty answer proves nothing. */
	irc_session_history_complete(f.session, VIEW("bo"));
	assert_string_equal(fake_events(&f),
	    "REFUSED 2 object=bo text=not confirmed: the connection broke "
	    "before the server answered\n");
	say("bo", "three");
	irc_session_disconnected(f.session);
	go_online(CAPS);
	fetch("bo");
	fake_line(&f, "@label=q2 :s.x BATCH +h chathistory bo");
	fake_line(&f, "@batch=h :bo!u@h PRIVMSG me :hi");
	fake_line(&f, ":s.x BATCH -h");
	fake_events(&f);
	irc_session_history_complete(f.session, VIEW("bo"));
	f.nonces = 0;
	assert_non_null(strstr(fake_sent(&f), "PRIVMSG bo :three"));
}

static void
unconfirmed__is_found_by_its_text__on_a_server_without_tags(void **state)
{
	(void)state;
	go_online(CAPS);
	fake_line(&f, "@time=2001-09-09T01:46:41.000Z :bo!u@h PRIVMSG #a :x");
	say("#a", "yes");
	say("#a", "no");
	irc_session_disconnected(f.session);
	go_online(CAPS);
	/* The old connection may still hold the nick. */
	fake_line(&f, ":me!u@h NICK me-2");
	fake_events(&f);
	fetch("#a");
	fake_line(&f, "@label=q1 :s.x BATCH +h chathistory #a");
	/* Sent earlier, so it is not the same; then sent by another user. */
	fake_line(&f,
	    "@batch=h;time=2001-09-09T01:46:40.000Z :me!u@h PRIVMSG #a :no");
	fake_line(&f,
	    "@batch=h;time=2001-09-09T01:46:42.000Z :bo!u@h PRIVMSG #a :no");
	fake_line(&f,
	    "@batch=h;time=2001-09-09T01:46:42.000Z :me!u@h PRIVMSG #a :yes");
	fake_line(&f, ":s.x BATCH -h");
	assert_string_equal(fake_events(&f),
	    "MESSAGE history=1 who=me room=#a text=no\n"
	    "MESSAGE history=1 who=bo room=#a text=no\n"
	    "SENT 1 history=1\n"
	    "FETCHED history=1 n=3 room=#a\n");
}

static void
unconfirmed__is_looked_up_silently__in_line_mode(void **state)
{
	(void)state;
	f.nonces = 0;
	go_online(CAPS);
	fake_line(&f, "@time=2001-09-09T01:46:41.000Z :bo!u@h PRIVMSG #a :x");
	say("#a", "zero");
	say("#a", "one");
	say("#b", "two");
	irc_session_disconnected(f.session);
	go_online(CAPS);
	fake_events(&f);
	irc_session_check_unconfirmed(f.session, VIEW("#a"));
	irc_session_check_unconfirmed(
	    f.session, VIEW("#a")); /* once is enough */
	irc_session_check_unconfirmed(f.session, VIEW("#b"));
	irc_session_check_unconfirmed(
	    f.session, VIEW("#c")); /* nothing to look for */
	fake_wait(&f, 1);
	assert_string_equal(fake_sent(&f),
	    "@label=q1 CHATHISTORY AFTER #a "
	    "timestamp=2001-09-09T01:46:40.000Z 100\n"
	    "@label=q2 CHATHISTORY AFTER #b "
	    "timestamp=2001-09-09T01:46:40.000Z 100\n");
	fake_line(&f, "@label=q1 :s.x BATCH +h chathistory #a");
	fake_line(&f, "@batch=h :bo!u@h PRIVMSG #a :x");
	fake_line(&f, "@batch=h :bo!u@h JOIN #a");
	fake_line(&f, "@batch=h;msgid=m;time=2001-09-09T01:46:42.000Z :me!u@h "
		      "PRIVMSG #a :zero");
	fake_line(&f, ":s.x BATCH -h");
	fake_line(&f, "@label=q2 :s.x FAIL CHATHISTORY MESSAGE_ERROR :no");
	assert_string_equal(fake_sent(&f), "@label=4 PRIVMSG #a :one\n");
	assert_string_equal(fake_events(&f),
	    "SENT 1 msgid=m\n"
	    "REFUSED 3 object=#b text=not confirmed: the connection broke "
	    "before the server answered\n");
}

static void
unconfirmed__sends_a_text_of_several_lines_as_one(void **state)
{
	(void)state;
	f.nonces = 0;
	irc_session_start(f.session);
	fake_line(&f, ":s.x CAP * LS :" CAPS
		      " draft/multiline=max-bytes=1000,max-lines=3");
	fake_line(&f, ":s.x CAP * ACK :" CAPS " draft/multiline");
	fake_line(&f, ":s.x 001 me :Welcome me!user@host.x");
	fake_sent(&f);
	fake_events(&f);
	say("#a", "one\n\n two\nthree\nfour\n");
	say("#a", "single");
	assert_string_equal(fake_sent(&f),
	    "@label=1 BATCH +m1 draft/multiline #a\n"
	    "@batch=m1 PRIVMSG #a :one\n"
	    "@batch=m1 PRIVMSG #a :\n"
	    "@batch=m1 PRIVMSG #a : two\n"
	    "BATCH -m1\n"
	    "@label=2 BATCH +m2 draft/multiline #a\n"
	    "@batch=m2 PRIVMSG #a :three\n"
	    "@batch=m2 PRIVMSG #a :four\n"
	    "BATCH -m2\n"
	    "@label=3 PRIVMSG #a :single\n");
	fake_line(&f, "@label=1;msgid=m1 :me!u@h BATCH +x draft/multiline #a");
	fake_line(&f, "@batch=x :me!u@h PRIVMSG #a :one");
	fake_line(&f, "@batch=x :me!u@h PRIVMSG #a :");
	fake_line(&f, "@batch=x :me!u@h PRIVMSG #a : two");
	fake_line(&f, ":s.x BATCH -x");
	fake_line(&f, "@label=2;msgid=m2 :me!u@h BATCH +x draft/multiline #a");
	fake_line(&f, "@batch=x :me!u@h PRIVMSG #a :three");
	fake_line(&f, "@batch=x :me!u@h PRIVMSG #a :four");
	fake_line(&f, ":s.x BATCH -x");
	fake_line(&f, "@label=3 :s.x FAIL BATCH MULTILINE_INVALID :no");
	assert_string_equal(fake_events(&f),
	    "SENT 1 msgid=m2\nREFUSED 2 object=BATCH text=no\n");
	/* The next server does not support multiline: send line by line. */
	say("#a", "five\nsix");
	irc_session_disconnected(f.session);
	go_online(CAPS);
	irc_session_history_complete(f.session, VIEW("#a"));
	assert_string_equal(fake_sent(&f),
	    "@label=5 PRIVMSG #a :five\n@label=6 PRIVMSG #a :six\n");
}

static void
unconfirmed__joins_the_pieces_of_a_long_line(void **state)
{
	char *text = xmalloc(1001);
	struct view rest, line, body;
	struct buf got = { 0 };
	struct irc_msg m;
	const char *sent;
	int i;

	(void)state;
	f.nonces = 0;
	for (i = 0; i < 1000; i++)
		text[i] = i % 7 == 6 ? ' ' : 'x';
	text[1000] = '\0';
	irc_session_start(f.session);
	fake_line(&f, ":s.x CAP * LS :" CAPS " draft/multiline=max-bytes=4000");
	fake_line(&f, ":s.x CAP * ACK :" CAPS " draft/multiline");
	fake_line(&f, ":s.x 001 me :hi");
	fake_sent(&f);
	say("#a", text);
	sent = fake_sent(&f);
	rest = view_of(sent);
	for (i = 0; view_cut(&rest, '\n', &line) && line.len > 0; i++) {
		assert_int_equal(irc_msg_parse(&m, line), 0);
		if (!view_equal(m.command, VIEW("PRIVMSG")))
			continue;
		assert_int_equal(
		    irc_tags_find(m.tags, "draft/multiline-concat", &body),
		    i > 1);
		buf_add_view(&got, m.params[1]);
	}
	assert_int_equal(i, 5);
	assert_string_equal(buf_str(&got), text);
	buf_clear(&got);
	free(text);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(unconfirmed__waits_for_the_history),
		CASE(unconfirmed__keeps_its_nonce__when_sent_again),
		CASE(unconfirmed__is_refused__where_there_is_no_history),
		CASE(unconfirmed__is_refused__when_history_cannot_be_fetched),
		CASE(
		    unconfirmed__is_found_by_its_text__on_a_server_without_tags),
		CASE(unconfirmed__is_looked_up_silently__in_line_mode),
		CASE(unconfirmed__sends_a_text_of_several_lines_as_one),
		CASE(unconfirmed__joins_the_pieces_of_a_long_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
