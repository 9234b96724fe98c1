/*
 * Labels; tags for clients with the capability only; one msgid for all (checklist 21 to 25).
 */
#include <stdio.h>
#include <string.h>

#include "server/irc/command.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/test.h"

#define CAPS "batch labeled-response"

/* checklist 24 */
static void
label__is_on_the_only_reply(void **state)
{
	struct irc_client *c = client_enter_with(&rig, "ada", CAPS);

	(void)state;
	client_send(c, "@label=a1 PING x");
	client_expect(c, "@label=a1 :chat.test PONG chat.test :x");
	client_send(c, "@label=a\\s2 NOSUCH");
	client_expect(c, "@label=a\\s2 :chat.test 421 ada NOSUCH :*");
	client_send(c, "@label=a3 PRIVMSG nobody :x");
	client_expect(c, "@label=a3 :chat.test 401 ada nobody :*");
	client_send(c, "@label=a4 PRIVMSG ada :\xff");
	client_expect(c, "@label=a4 :chat.test FAIL PRIVMSG INVALID_UTF8 :*");
	client_expect_nothing(c);
}

/* checklist 24 */
static void
label__is_on_an_ack__when_there_is_no_reply(void **state)
{
	struct irc_client *c = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_send(c, "@label=a1 PONG x");
	client_expect(c, "@label=a1 :chat.test ACK");
	client_send(c, "@label=a2 NICK ada");
	client_expect(c, "@label=a2 :chat.test ACK");
	client_send(c, "@label=a3 PRIVMSG bob :hi");
	client_expect(c, "@label=a3 :chat.test ACK");
	client_expect(b, ":ada!ada@* PRIVMSG bob :hi");
	client_send(c, "@label=a4 NOTICE nobody :hi");
	client_expect(c, "@label=a4 :chat.test ACK");
	client_send(c, "@label=a5 PRIVMSG bob,bob :hi");
	client_expect(c, "@label=a5 :chat.test ACK");
	client_expect_nothing(c);
}

/* checklist 24 */
static void
label__opens_a_batch__when_there_are_several_replies(void **state)
{
	struct irc_client *c = client_enter_with(&rig, "ada", CAPS);

	(void)state;
	client_send(c, "@label=j JOIN #c");
	client_expect(c, "@label=j :chat.test BATCH +1 labeled-response");
	client_expect(c, "@batch=1 :ada!ada@* JOIN #c");
	client_expect(c, "@batch=1 :chat.test 353 ada = #c :@ada");
	client_expect(c, "@batch=1 :chat.test 366 ada #c :*");
	client_expect(c, ":chat.test BATCH -1");
	client_expect_nothing(c);
	client_send(c, "@label=m PRIVMSG x,y :hi");
	client_expect(c, "@label=m :chat.test BATCH +2 labeled-response");
	client_expect(c, "@batch=2 :chat.test 401 ada x :*");
	client_expect(c, "@batch=2 :chat.test 401 ada y :*");
	client_expect(c, ":chat.test BATCH -2");
}

/* checklist 21, 24 */
static void
labelled_echo__has_the_label_and_nothing_else(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", CAPS " echo-message");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(a, "@label=x1 PRIVMSG #c :hi");
	client_expect(a, "@label=x1 :ada!ada@* PRIVMSG #c :hi");
	client_expect(b, ":ada!ada@* PRIVMSG #c :hi");
	client_send(a, "@label=x2 PRIVMSG bob :hi");
	client_expect(a, "@label=x2 :ada!ada@* PRIVMSG bob :hi");
	client_expect(b, ":ada!ada@* PRIVMSG bob :hi");
	client_send(a, "@label=x3 TOPIC #c :new");
	client_expect(a, "@label=x3 :ada!ada@* TOPIC #c :new");
	client_expect(b, ":ada!ada@* TOPIC #c :new");
	client_send(a, "@label=x4 TOPIC #d :new");
	client_expect(a, "@label=x4 :chat.test 403 ada #d :*");
	client_expect_nothing(a);
}

/* checklist 24 */
static void
message_to_yourself__arrives_twice__once_with_the_label(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", CAPS " echo-message");

	(void)state;
	client_send(a, "@label=x1 PRIVMSG ada :hi");
	client_expect(a, ":ada!ada@* PRIVMSG ada :hi");
	client_expect(a, "@label=x1 :ada!ada@* PRIVMSG ada :hi");
	client_expect_nothing(a);
}

/* checklist 24 */
static void
several_targets__are_a_batch__errors_too(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", CAPS " echo-message");
	struct irc_client *b = client_enter(&rig, "bob");

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(a, "@label=x PRIVMSG #c,nobody,bob :hi");
	client_expect(a, "@label=x :chat.test BATCH +1 labeled-response");
	client_expect(a, "@batch=1 :ada!ada@* PRIVMSG #c :hi");
	client_expect(a, "@batch=1 :chat.test 401 ada nobody :*");
	client_expect(a, "@batch=1 :ada!ada@* PRIVMSG bob :hi");
	client_expect(a, ":chat.test BATCH -1");
	client_expect_nothing(a);
	client_expect(b, ":ada!ada@* PRIVMSG #c :hi");
	client_expect(b, ":ada!ada@* PRIVMSG bob :hi");
	client_send(a, "@label=y PRIVMSG nobody,#c :hi");
	client_expect(a, "@label=y :chat.test BATCH +2 labeled-response");
	client_expect(a, "@batch=2 :chat.test 401 ada nobody :*");
	client_expect(a, "@batch=2 :ada!ada@* PRIVMSG #c :hi");
	client_expect(a, ":chat.test BATCH -2");
	client_send(a, "@label=z PRIVMSG #c,nobody :hi");
	client_expect(a, "@label=z :chat.test BATCH +3 labeled-response");
	client_expect(a, "@batch=3 :ada!ada@* PRIVMSG #c :hi");
	client_expect(a, "@batch=3 :chat.test 401 ada nobody :*");
	client_expect(a, ":chat.test BATCH -3");
	client_expect_nothing(a);
}

static void
label__is_ignored__without_the_capability_or_when_too_long(void **state)
{
	struct irc_client *a = client_enter(&rig, "ada");
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);

	(void)state;
	client_send(a, "@label=x PING y");
	client_expect(a, ":chat.test PONG chat.test :y");
	client_send(b,
	    "@label=12345678901234567890123456789012345678901234567890"
	    "123456789012345 PING y");
	client_expect(b, ":chat.test PONG chat.test :y");
	client_send(b, "@label= PING y");
	client_expect(b, ":chat.test PONG chat.test :y");
}

/* checklist 25 */
static void
labelled_nick__has_the_old_nick_as_source(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_send(a, "@label=n NICK cleo");
	client_expect(a, "@label=n :ada!ada@* NICK cleo");
	client_expect(b, ":ada!ada@* NICK cleo");
	client_send(a, "@label=p PART #c :x");
	client_expect(a, "@label=p :cleo!ada@* PART #c :x");
	client_expect(b, ":cleo!ada@* PART #c :x");
	client_send(a, "@label=q QUIT");
	client_expect(a, "@label=q ERROR :*");
}

/* checklist 21, 23 */
static void
echo_and_copies__have_one_id_and_one_time(void **state)
{
	struct irc_client *a = client_enter_with(
	    &rig, "ada", "echo-message message-tags server-time");
	struct irc_client *b =
	    client_enter_with(&rig, "bob", "message-tags server-time");
	struct irc_client *d = client_enter_with(&rig, "dora", "server-time");
	struct irc_client *e = client_enter_with(&rig, "eve", "message-tags");
	char echo[512];

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_join(d, "#c");
	client_join(e, "#c");
	client_send(a, "@+a=b PRIVMSG #c :hi");
	strncpy(echo, client_line(a), sizeof(echo) - 1);
	echo[sizeof(echo) - 1] = '\0';
	assert_int_equal(strncmp(echo, "@time=20", 8), 0);
	assert_non_null(strstr(echo, ";msgid="));
	assert_non_null(strstr(echo, ";+a=b :ada!"));
	client_expect(b, echo);
	client_expect(d, "@time=*Z :ada!ada@* PRIVMSG #c :hi");
	client_expect(e, "@msgid=*;+a=b :ada!ada@* PRIVMSG #c :hi");
	client_expect_nothing(a);
	client_send(a, "JOIN #d");
	client_expect(a, "@time=*Z;msgid=* :ada!ada@* JOIN #d");
}

/*
 * Check the reply to a labelled command, up to that of the PING after it: only the first line has the
 * label, and all other lines belong to a batch that it opens.
 */
static int
is_one_answer(struct irc_client *c, unsigned n)
{
	char label[32], mark[32];
	const char *line;
	int lines = 0, labels = 0, batch = 0, closed = 0, strays = 0;

	snprintf(label, sizeof(label), "label=%u ", n);
	snprintf(mark, sizeof(mark), "PONG chat.test :%u", n);
	while ((line = client_line(c)) != NULL && strstr(line, mark) == NULL) {
		if (lines++ == 0)
			batch = strstr(line, " BATCH +") != NULL;
		else
			strays += !batch || closed ||
				  (line[0] != '@' && !strstr(line, " BATCH -"));
		labels += strstr(line, label) != NULL;
		closed = batch && line[0] == ':' && strstr(line, " BATCH -");
	}
	return line != NULL && lines > 0 && labels == 1 && batch == closed &&
	       strays == 0;
}

/* checklist 24: every command, with all kinds of arguments. */
static void
every_command__is_answered_once_under_its_label(void **state)
{
	static const char *const arguments[] = { "", "x", ":", "#c", "#none",
		"#c x", "#c :", "#c bob", "#c bob :out", "#c,#d",
		"#c,#d,#none x", "bob", "bob :hi", "bob,#c,nobody :hi",
		"bob #c", "#c #e", "nobody", "*", "* *", "0", "#c +o bob",
		"#c -o+v bob bob", "#c b", "#c +k :", "#c +l 5", "#c +zz",
		"ada +i", "ada +zz", "+ bob,eve", "S", "L", "C",
		"#d tea,coffee", ":#c #d", "a b c d", "\xff", "#c :caf\xe9" };
	const size_t n = sizeof(arguments) / sizeof(arguments[0]);
	struct irc_client *c =
	    client_enter_with(&rig, "ada", CAPS " echo-message");
	struct irc_client *b = client_enter(&rig, "bob");
	const struct irc_command *cmd;
	unsigned number = 0;
	size_t i, k;

	(void)state;
	irc_rig_set(&rig, "operator-tries", "100");
	client_join(b, "#d");
	for (i = 0; (cmd = irc_command_at(i)) != NULL; i++) {
		if (strcmp(cmd->name, "QUIT") == 0)
			continue;
		for (k = 0; k < n; k++) {
			/* To oneself there are two copies. */
			if ((cmd->flags & COMMAND_MESSAGE) &&
			    strncmp(arguments[k], "ada", 3) == 0)
				continue;
			client_send(c, "NICK ada");
			client_send(c, "JOIN #c");
			client_send(b, "JOIN #c");
			client_skip(c);
			client_send(c, "@label=%u %s %s", ++number, cmd->name,
			    arguments[k]);
			client_send(c, "PING %u", number);
			irc_rig_work(&rig);
			if (!is_one_answer(c, number))
				fail_msg("%s %s", cmd->name, arguments[k]);
			assert_false(client_is_closed(c));
		}
	}
}

/* Copy the msgid of the client's next line. */
static void
take_id(struct irc_client *c, char id[64])
{
	const char *line = client_line(c), *at;
	size_t n;

	assert_non_null(line);
	at = strstr(line, "msgid=");
	assert_non_null(at);
	at += strlen("msgid=");
	n = strcspn(at, "; ");
	assert_in_range(n, 1, 63);
	memcpy(id, at, n);
	id[n] = '\0';
}

/* checklist 23 */
static void
direct_messages_and_tags__have_one_id_too__and_each_its_own(void **state)
{
	static const char *const lines[] = { "PRIVMSG bob :hi",
		"NOTICE bob :hi", "@+typing=active TAGMSG bob",
		"PRIVMSG #c :hi", "NOTICE #c :hi", "@+typing=done TAGMSG #c",
		"TOPIC #c :hi" };
	struct irc_client *a =
	    client_enter_with(&rig, "ada", "echo-message message-tags");
	struct irc_client *b = client_enter_with(&rig, "bob", "message-tags");
	char echo[64], copy[64], before[64] = "";
	size_t i;

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	client_skip(a);
	for (i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		client_send(a, "%s", lines[i]);
		take_id(a, echo);
		take_id(b, copy);
		assert_string_equal(copy, echo);
		assert_string_not_equal(echo, before);
		memcpy(before, echo, sizeof(before));
	}
}

/* checklist 21: each tag alone, in all events of users. */
static void
each_tag__is_sent_only_to_clients_with_its_capability(void **state)
{
	struct irc_client *a = client_enter_with(
	    &rig, "ada", "message-tags server-time echo-message");
	struct irc_client *p = client_enter(&rig, "pia");
	struct irc_client *t = client_enter_with(&rig, "tim", "server-time");
	struct irc_client *m = client_enter_with(&rig, "mia", "message-tags");
	struct irc_client *e =
	    client_enter_with(&rig, "eve", CAPS " echo-message");

	(void)state;
	client_join(p, "#c");
	client_join(t, "#c");
	client_join(m, "#c");
	client_join(e, "#c");
	client_skip(p);
	client_skip(t);
	client_skip(m);
	client_send(a, "JOIN #c");
	client_send(a, "@+x=y PRIVMSG #c :hi");
	client_send(a, "PART #c");
	client_expect(p, ":ada!ada@* JOIN #c");
	client_expect(p, ":ada!ada@* PRIVMSG #c :hi");
	client_expect(p, ":ada!ada@* PART #c");
	client_expect(t, "@time=*Z :ada!ada@* JOIN #c");
	client_expect(t, "@time=*Z :ada!ada@* PRIVMSG #c :hi");
	client_expect(t, "@time=*Z :ada!ada@* PART #c");
	client_expect(m, "@msgid=* :ada!ada@* JOIN #c");
	client_expect(m, "@msgid=*;+x=y :ada!ada@* PRIVMSG #c :hi");
	client_expect(m, "@msgid=* :ada!ada@* PART #c");
	client_await(e, ":ada!ada@* PRIVMSG #c :hi");
	client_expect(e, ":ada!ada@* PART #c");
	client_send(e, "@label=l;+x=y PRIVMSG #c :ho");
	client_expect(e, "@label=l :eve!eve@* PRIVMSG #c :ho");
	client_expect(p, ":eve!eve@* PRIVMSG #c :ho");
	client_expect(t, "@time=*Z :eve!eve@* PRIVMSG #c :ho");
	client_expect(m, "@msgid=* :eve!eve@* PRIVMSG #c :ho");
	client_expect_nothing(e);
}

/* checklist 24, 44 */
static void
labelled_message__to_someone_away__has_both_answers_in_a_batch(void **state)
{
	struct irc_client *a =
	    client_enter_with(&rig, "ada", CAPS " echo-message");
	struct irc_client *b = client_enter(&rig, "bob");
	struct irc_client *d = client_enter_with(&rig, "dora", CAPS);

	(void)state;
	client_send(b, "AWAY :at lunch");
	client_expect(b, ":chat.test 306 bob :*");
	client_send(a, "@label=x PRIVMSG bob :hi");
	client_expect(a, "@label=x :chat.test BATCH +* labeled-response");
	client_expect(a, "@batch=* :ada!ada@* PRIVMSG bob :hi");
	client_expect(a, "@batch=* :chat.test 301 ada bob :at lunch");
	client_expect(a, ":chat.test BATCH -*");
	client_send(d, "@label=y PRIVMSG bob :hi");
	client_expect(d, "@label=y :chat.test 301 dora bob :at lunch");
	client_send(a, "@label=z NOTICE bob :hi");
	client_expect(a, "@label=z :ada!ada@* NOTICE bob :hi");
	client_expect_nothing(a);
	client_expect_nothing(d);
}

#define TEST(f) IRC_TEST(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(label__is_on_the_only_reply),
		TEST(label__is_on_an_ack__when_there_is_no_reply),
		TEST(label__opens_a_batch__when_there_are_several_replies),
		TEST(labelled_echo__has_the_label_and_nothing_else),
		TEST(message_to_yourself__arrives_twice__once_with_the_label),
		TEST(several_targets__are_a_batch__errors_too),
		TEST(
		    label__is_ignored__without_the_capability_or_when_too_long),
		TEST(every_command__is_answered_once_under_its_label),
		TEST(labelled_nick__has_the_old_nick_as_source),
		TEST(echo_and_copies__have_one_id_and_one_time),
		TEST(
		    direct_messages_and_tags__have_one_id_too__and_each_its_own),
		TEST(each_tag__is_sent_only_to_clients_with_its_capability),
		TEST(
		    labelled_message__to_someone_away__has_both_answers_in_a_batch),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
