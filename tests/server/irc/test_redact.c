/*
 * REDACT (IRCv3 draft/message-redaction; checklist 65).
 */
#include <stdio.h>
#include <string.h>

#include "tests/support/irc_fixture.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

#define CAPS                                                     \
	"batch draft/chathistory echo-message labeled-response " \
	"message-tags draft/event-playback"
#define REDACTS CAPS " draft/message-redaction"
#define NO_ID	"01ARZ3NDEKTSV4RRFFQ69G5FAV"

enum { ID_MAX = 64 };

/* Send a message, read it at all clients, and return its id. */
static void
say(struct irc_client *c, const char *line, char id[ID_MAX])
{
	const char *got, *at;
	size_t n, i;

	client_send(c, "%s", line);
	got = client_line(c);
	assert_non_null(got);
	at = strstr(got, "msgid=");
	assert_non_null(at);
	at += sizeof("msgid=") - 1;
	n = strcspn(at, "; ");
	assert_true(n < ID_MAX);
	memcpy(id, at, n);
	id[n] = '\0';
	for (i = 0; i < rig.nclients; i++)
		client_skip(&rig.clients[i]);
}

static void
expect_redact(struct irc_client *c, const char *by, const char *room,
    const char *id, const char *reason)
{
	char pattern[300];

	snprintf(pattern, sizeof(pattern), "@msgid=* :%s!%s@* REDACT %s %s%s",
	    by, by, room, id, reason);
	client_expect(c, pattern);
}

/* checklist 65: sent to clients with the capability, without a reason if there was none. */
static void
author__takes_a_message_back__and_history_lacks_it(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", REDACTS);
	struct irc_client *b = client_enter_with(&rig, "bob", REDACTS);
	struct irc_client *d = client_enter_with(&rig, "dora", CAPS);
	char one[ID_MAX], two[ID_MAX], tag[ID_MAX];

	(void)state;
	client_join(b, "#C");
	client_join(a, "#c");
	client_join(d, "#c");
	say(a, "PRIVMSG #c :oops", one);
	say(a, "NOTICE #c :well", two);
	say(a, "@+draft/react=x TAGMSG #c", tag);
	client_send(a, "@label=x REDACT #c %s", one);
	client_expect(a, "@label=x;msgid=* :ada!ada@* REDACT #C *");
	expect_redact(b, "ada", "#C", one, "");
	client_send(a, "REDACT #c %s :too much", tag);
	expect_redact(a, "ada", "#C", tag, " :too much");
	expect_redact(b, "ada", "#C", tag, " :too much");
	client_expect_nothing(d);
	client_send(d, "CHATHISTORY LATEST #c msgid=%s 10", one);
	client_expect(d, "* BATCH +* chathistory #c");
	client_expect(d, "@batch=*;msgid=* :ada!ada@* NOTICE #C :well");
	client_expect(d, ":chat.test BATCH -*");
	client_send(b, "CHATHISTORY LATEST #c msgid=%s 10", one);
	client_expect(b, "* BATCH +* chathistory #c");
	client_expect(b, "@batch=*;msgid=* :ada!ada@* NOTICE #C :well");
	client_expect(b, "@batch=*;msgid=* :ada!ada@* REDACT #C *");
	client_expect(b, "@batch=*;msgid=* :ada!ada@* REDACT #C * :too much");
	client_expect(b, ":chat.test BATCH -*");
}

/* checklist 65 */
static void
others__may_not__but_the_operators(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", REDACTS);
	struct irc_client *b = client_enter_with(&rig, "bob", REDACTS);
	char id[ID_MAX], pattern[200];

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	say(a, "PRIVMSG #c :mine", id);
	client_send(b, "@label=x REDACT #c %s :no", id);
	snprintf(pattern, sizeof(pattern),
	    "@label=x :chat.test FAIL REDACT REDACT_FORBIDDEN #c %s :*", id);
	client_expect(b, pattern);
	say(b, "PRIVMSG #c :spam", id);
	client_send(a, "REDACT #c %s :spam", id);
	expect_redact(b, "ada", "#c", id, " :spam");
	expect_redact(a, "ada", "#c", id, " :spam");
	client_expect_nothing(a);
	client_expect_nothing(b);
}

/* checklist 65 */
static void
unknown__messages_and_targets_fail(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", REDACTS);
	struct irc_client *b = client_enter_with(&rig, "bob", REDACTS);
	char id[ID_MAX], line[200];

	(void)state;
	client_join(a, "#c");
	client_join(a, "#d");
	client_join(b, "#d");
	say(a, "PRIVMSG #c :hi", id);
	client_send(a, "REDACT #c " NO_ID);
	client_expect(
	    a, ":chat.test FAIL REDACT UNKNOWN_MSGID #c " NO_ID " :*");
	client_send(a, "REDACT #c nonsense");
	client_expect(a, ":chat.test FAIL REDACT UNKNOWN_MSGID #c nonsense :*");
	client_send(a, "REDACT #d %s", id);
	client_expect(a, ":chat.test FAIL REDACT UNKNOWN_MSGID #d * :*");
	client_send(b, "REDACT #c %s", id);
	client_expect(b, ":chat.test FAIL REDACT INVALID_TARGET #c :*");
	client_send(b, "REDACT #none %s", id);
	client_expect(b, ":chat.test FAIL REDACT INVALID_TARGET #none :*");
	client_send(b, "REDACT nobody %s", id);
	client_expect(b, ":chat.test FAIL REDACT INVALID_TARGET nobody :*");
	client_send(b, "REDACT ada %s", id);
	client_expect(b, ":chat.test FAIL REDACT UNKNOWN_MSGID ada * :*");
	snprintf(line, sizeof(line), "TOPIC #c :news");
	say(a, line, id);
	client_send(a, "REDACT #c %s", id);
	client_expect(a, ":chat.test FAIL REDACT UNKNOWN_MSGID #c * :*");
	say(a, "PRIVMSG #c :hi", id);
	client_send(a, "REDACT #c %s", id);
	expect_redact(a, "ada", "#c", id, "");
	client_send(a, "REDACT #c %s", id);
	client_expect(a, ":chat.test FAIL REDACT UNKNOWN_MSGID #c * :*");
	client_expect_nothing(a);
	client_expect_nothing(b);
}

/* Messages from before a room became incognito can still be deleted. */
static void
redaction__deletes_stored_messages__in_an_incognito_room(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", REDACTS);
	char id[ID_MAX];

	(void)state;
	client_join(a, "#c");
	say(a, "PRIVMSG #c :oops", id);
	client_send(a, "MODE #c +O");
	client_skip(a);
	client_send(a, "REDACT #c %s", id);
	expect_redact(a, "ada", "#c", id, "");
	client_send(a, "REDACT #c %s", id);
	client_expect(a, ":chat.test FAIL REDACT UNKNOWN_MSGID #c * :*");
}

/* The nick alone proves nothing: its next user is not the author. */
static void
author__is_the_user_who_wrote_it__not_the_current_owner_of_the_nick(
    void **state)
{
	struct irc_client *o = client_enter_with(&rig, "op", REDACTS);
	struct irc_client *a = client_enter_with(&rig, "ada", REDACTS);
	struct irc_client *b;
	char id[ID_MAX];

	(void)state;
	client_join(o, "#c");
	client_join(a, "#c");
	say(a, "PRIVMSG #c :hi", id);
	client_send(a, "NICK ida");
	client_skip(a);
	b = client_enter_with(&rig, "ada", REDACTS);
	client_join(b, "#c");
	client_send(b, "REDACT #c %s", id);
	client_expect(b, ":chat.test FAIL REDACT REDACT_FORBIDDEN #c * :*");
	client_send(a, "REDACT #c %s", id);
	client_await(a, "@msgid=* :ida!ada@* REDACT #c *");
}

/* The redaction is shown when it is stored, and later commands wait. */
static void
redaction__comes_in_order__when_the_store_is_slow(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", REDACTS);
	struct irc_client *b = client_enter_with(&rig, "bob", REDACTS);
	char id[ID_MAX];

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	say(a, "PRIVMSG #c :hi", id);
	store_late_hurry(rig.store, 0);
	store_late_hold_reads(rig.store, 1);
	client_send(a, "@label=x REDACT #c %s", id);
	client_send(a, "@label=y PING z");
	client_expect_nothing(a);
	store_late_read(rig.store);
	client_expect_nothing(a);
	client_expect_nothing(b);
	store_late_settle(rig.store, 100, STORE_OK);
	expect_redact(b, "ada", "#c", id, "");
	client_expect(a, "@label=x;msgid=* :ada!ada@* REDACT #c *");
	client_expect(a, "@label=y :chat.test PONG chat.test :z");
	client_send(a, "PRIVMSG #c :ho");
	irc_rig_run(&rig);
	store_late_settle(rig.store, 100, STORE_OK);
	client_skip(a);
	client_skip(b);
	client_send(
	    a, "CHATHISTORY BEFORE #c timestamp=2030-01-01T00:00:00.000Z 9");
	store_late_hold_reads(rig.store, 0);
	store_late_read(rig.store);
	client_skip(a);
	client_send(a, "@label=z REDACT #c %s", id);
	client_expect(
	    a, "@label=z :chat.test FAIL REDACT UNKNOWN_MSGID #c * :*");
	client_expect_nothing(a);
}

/* checklist 65 */
static void
redaction__that_cannot_be_stored__is_not_shown(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", REDACTS);
	struct irc_client *b = client_enter_with(&rig, "bob", REDACTS);
	char id[ID_MAX];

	(void)state;
	client_join(a, "#c");
	client_join(b, "#c");
	say(a, "PRIVMSG #c :hi", id);
	store_late_hurry(rig.store, 0);
	client_send(a, "@label=x REDACT #c %s", id);
	irc_rig_run(&rig);
	store_late_settle(rig.store, 100, STORE_FULL);
	client_expect(a, "@label=x :chat.test FAIL REDACT NOT_STORED #c :*");
	client_expect_nothing(a);
	client_expect_nothing(b);
}

#define TEST(f)	     IRC_TEST(f)
#define TEST_LATE(f) IRC_TEST_LATE(f)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(author__takes_a_message_back__and_history_lacks_it),
		TEST(others__may_not__but_the_operators),
		TEST(unknown__messages_and_targets_fail),
		TEST(redaction__deletes_stored_messages__in_an_incognito_room),
		TEST(
		    author__is_the_user_who_wrote_it__not_the_current_owner_of_the_nick),
		TEST_LATE(redaction__comes_in_order__when_the_store_is_slow),
		TEST_LATE(redaction__that_cannot_be_stored__is_not_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
