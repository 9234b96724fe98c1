/*
 * Direct messages of accounts: CHATHISTORY, SEARCH, REDACT with a nick (checklist 62, 63, 65),
 * and messages to accounts that are offline.
 */
#include <stdio.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/account/accounts.h"
#include "server/auth/verifier.h"
#include "server/chat/account.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/logged_in.h"
#include "tests/support/logins.h"
#include "tests/support/said.h"
#include "tests/support/store_late.h"
#include "tests/support/test.h"

#define CAPS                                                     \
	"batch draft/chathistory echo-message labeled-response " \
	"message-tags server-time"
#define REDACTS	 CAPS " draft/message-redaction draft/event-playback"
#define SEARCHES CAPS " soju.im/search"

static void
skip_all(void)
{
	size_t i;

	for (i = 0; i < rig.nclients; i++)
		client_skip(&rig.clients[i]);
}

/* Wait for the echo, and read the message at all clients. */
static void
say(struct irc_client *c, const char *to, const char *text, struct said *said)
{
	said_say(c, to, text, said);
	skip_all();
}

static void
leave(struct irc_client *c)
{
	client_close(c);
	irc_rig_run(&rig);
	skip_all();
}

/* Reconnect a user and log in again. */
static struct irc_client *
come_back(const char *nick, const char *caps)
{
	struct account *a = rig_account(&rig, nick);

	if (a->verifier.iterations == 0)
		assert_int_equal(
		    verifier_make(&a->verifier, "secret", 4096), 0);
	return login_enter(&rig, nick, nick, "secret", caps);
}

/* checklist 62 */
static void
direct_messages__are_read_by_both__under_any_spelling(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "Ada", CAPS);
	struct irc_client *b = client_enter_known(&rig, "bo", CAPS);
	struct irc_client *c = client_enter_known(&rig, "cy", CAPS);
	struct said said[3];

	(void)state;
	say(a, "bo", "m0", &said[0]);
	say(b, "ada", "m1", &said[1]);
	say(c, "bo", "not hers", &said[2]);
	client_send(a, "CHATHISTORY LATEST BO * 10");
	client_expect(a, ":chat.test BATCH +* chathistory BO");
	client_expect(a, "@batch=*;msgid=* :Ada!Ada@* PRIVMSG bo :m0");
	client_expect(a, "@batch=*;msgid=* :bo!bo@* PRIVMSG Ada :m1");
	client_expect(a, ":chat.test BATCH -*");
	client_send(b, "CHATHISTORY AFTER aDA msgid=%s 10", said[0].id);
	client_expect(b, ":chat.test BATCH +* chathistory aDA");
	client_expect(b, "@batch=*;msgid=* :bo!bo@* PRIVMSG Ada :m1");
	client_expect(b, ":chat.test BATCH -*");
	client_send(c, "CHATHISTORY LATEST ada * 10");
	client_expect(c, ":chat.test BATCH +* chathistory ada");
	client_expect(c, ":chat.test BATCH -*");
	client_send(c, "CHATHISTORY BEFORE ada msgid=%s 10", said[1].id);
	client_expect(c, ":chat.test BATCH +*");
	client_expect(c, ":chat.test BATCH -*");
	client_send(c, "CHATHISTORY LATEST no,nick * 10");
	client_expect(
	    c, ":chat.test FAIL CHATHISTORY INVALID_TARGET LATEST no,nick :*");
}

/* The nick belongs to no account, so anyone may take it as soon as it is free. */
static void
nick_taken_over_in_flight__does_not_get_the_message(void **state)
{
	struct irc_client *a = client_enter_with(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bob", CAPS);
	struct irc_client *e = client_enter_with(&rig, "eve", CAPS);
	struct world *w = rig.server->world;
	struct chat_from bob = { world_find_user(w, VIEW("bob")), 0, 0, 0 };
	struct chat_from eve = { world_find_user(w, VIEW("eve")), 0, 0, 0 };

	(void)state;
	rig_log_in(&rig, "bob", "bo");
	skip_all();
	store_late_hurry(rig.store, 0);
	client_send(a, "PRIVMSG bob :for bo alone");
	client_expect_nothing(a);
	assert_int_equal(chat_nick(w, &bob, VIEW("bo")), CHAT_OK);
	assert_int_equal(chat_nick(w, &eve, VIEW("bob")), CHAT_OK);
	irc_rig_run(&rig);
	client_skip(b);
	client_skip(e);
	store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	client_expect(b, "* PRIVMSG bo* :for bo alone");
	client_expect(a, "* PRIVMSG bo* :for bo alone");
	client_expect_nothing(e);
}

/* checklist 62: messages to a nick do not belong to its later owner. */
static void
nick_that_is_registered_later__has_nothing_from_before(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_with(&rig, "bo", CAPS);
	struct said said[2];

	(void)state;
	say(a, "bo", "before", &said[0]);
	rig_log_in(&rig, "bo", "bo");
	client_send(b, "CHATHISTORY LATEST ada * 10");
	client_expect(b, ":chat.test BATCH +* chathistory ada");
	client_expect(b, ":chat.test BATCH -*");
	say(a, "bo", "after", &said[1]);
	client_send(b, "CHATHISTORY LATEST ada * 10");
	said_expect_page(b, "ada", said, "1");
	client_send(a, "CHATHISTORY LATEST bo * 10");
	said_expect_page(a, "bo", said, "1");
	client_send(a, "CHATHISTORY LATEST ~bo * 10");
	client_expect(a, ":chat.test BATCH +* chathistory ~bo");
	client_expect(a, "@batch=* :ada!ada@* PRIVMSG ~bo :before");
	client_expect(a, ":chat.test BATCH -*");
}

/* checklist 62: the account was deleted and registered by another user. */
static void
account_registered_again__has_no_earlier_messages(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_known(&rig, "bo", CAPS);
	struct said said;

	(void)state;
	say(b, "ada", "for the first ada", &said);
	accounts_delete(rig.server, "ada", NULL, NULL);
	irc_rig_run(&rig);
	skip_all();
	rig_log_in(&rig, "ada", "ada");
	client_send(a, "CHATHISTORY LATEST bo * 10");
	client_expect(a, ":chat.test BATCH +*");
	client_expect(a, ":chat.test BATCH -*");
	client_send(b, "CHATHISTORY LATEST ~ada * 10");
	client_expect(b, ":chat.test BATCH +* chathistory ~ada");
	client_expect(b, "@batch=* :bo!bo@* PRIVMSG ~ada :for the first ada");
	client_expect(b, ":chat.test BATCH -*");
}

/* checklist 62 */
/* checklist 62: also messages that were in flight when it was deleted. */
static void
account_registered_again__has_no_message_in_flight_at_its_deletion(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_known(&rig, "bo", CAPS);
	int i;

	(void)state;
	store_late_hurry(rig.store, 0);
	accounts_delete(rig.server, "ada", NULL, NULL);
	client_send(b, "PRIVMSG ada :for the first ada");
	irc_rig_run(&rig);
	for (i = 0; i < 3; i++)
		store_late_settle(rig.store, SIZE_MAX, STORE_OK);
	assert_null(world_find_account(rig.server->world, VIEW("ada")));
	skip_all();
	store_late_hurry(rig.store, 1);
	rig_log_in(&rig, "ada", "ada");
	client_send(a, "CHATHISTORY LATEST bo * 10");
	client_expect(a, ":chat.test BATCH +*");
	client_expect(a, ":chat.test BATCH -*");
}

static void
messages_to_oneself__are_stored_once(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", CAPS);

	(void)state;
	client_send(a, "PRIVMSG ada :note");
	skip_all();
	client_send(a, "CHATHISTORY LATEST ada * 10");
	client_expect(a, ":chat.test BATCH +* chathistory ada");
	client_expect(a, "@batch=*;msgid=* :ada!ada@* PRIVMSG ada :note");
	client_expect(a, ":chat.test BATCH -*");
}

/* The history belongs to the accounts, whatever their current nicks are. */
static void
playback__shows_the_current_nicks(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_known(&rig, "bo", CAPS);
	struct said said[2];

	(void)state;
	say(a, "bo", "m0", &said[0]);
	say(b, "ada", "m1", &said[1]);
	client_send(a, "NICK lovelace");
	client_send(b, "NICK bobby");
	skip_all();
	client_send(a, "CHATHISTORY LATEST bobby * 10");
	client_expect(a, ":chat.test BATCH +* chathistory bobby");
	client_expect(a, "@batch=* :lovelace!ada@* PRIVMSG bobby :m0");
	client_expect(a, "@batch=* :bo!bo@* PRIVMSG lovelace :m1");
	client_expect(a, ":chat.test BATCH -*");
}

/* checklist 63 */
static void
targets__have_conversations_by_name(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_known(&rig, "Bo", CAPS);
	struct irc_client *c = client_enter_with(&rig, "Cy", CAPS);
	struct said x, y, z;
	char pattern[200];

	(void)state;
	client_join(a, "#c");
	say(b, "ada", "x", &x);
	say(a, "#c", "y", &y);
	say(c, "ADA", "z", &z);
	leave(b);
	leave(c);
	client_send(a, "CHATHISTORY TARGETS timestamp=2020-01-01T00:00:00.000Z "
		       "timestamp=2030-01-01T00:00:00.000Z 10");
	client_expect(a, ":chat.test BATCH +* draft/chathistory-targets");
	snprintf(pattern, sizeof(pattern),
	    "@batch=* :chat.test CHATHISTORY TARGETS Bo %s", x.time);
	client_expect(a, pattern);
	snprintf(pattern, sizeof(pattern),
	    "@batch=* :chat.test CHATHISTORY TARGETS #c %s", y.time);
	client_expect(a, pattern);
	snprintf(pattern, sizeof(pattern),
	    "@batch=* :chat.test CHATHISTORY TARGETS Cy %s", z.time);
	client_expect(a, pattern);
	client_expect(a, ":chat.test BATCH -*");
	client_send(a, "CHATHISTORY TARGETS timestamp=%s timestamp=%s 10",
	    x.time, z.time);
	client_expect(a, ":chat.test BATCH +*");
	client_expect(a, "@batch=* :chat.test CHATHISTORY TARGETS #c *");
	client_expect(a, ":chat.test BATCH -*");
	rig_account(&rig, "cy");
	client_send(a,
	    "CHATHISTORY TARGETS timestamp=%s "
	    "timestamp=2030-01-01T00:00:00.000Z 10",
	    y.time);
	client_expect(a, ":chat.test BATCH +*");
	client_expect(a, "@batch=* :chat.test CHATHISTORY TARGETS ~Cy *");
	client_expect(a, ":chat.test BATCH -*");
}

static void
search__covers_your_direct_messages(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", SEARCHES);
	struct irc_client *b = client_enter_known(&rig, "bo", SEARCHES);
	struct irc_client *c = client_enter_known(&rig, "cy", SEARCHES);
	struct irc_client *d = client_enter_with(&rig, "dee", SEARCHES);
	struct said said;

	(void)state;
	client_join(a, "#c");
	say(a, "#c", "tea in the room", &said);
	say(b, "ada", "tea for ada", &said);
	say(a, "cy", "tea for cy", &said);
	client_send(a, "SEARCH text=tea");
	client_expect(a, ":chat.test BATCH +* soju.im/search");
	client_expect(a, "@batch=* :ada!ada@* PRIVMSG #c :tea in the room");
	client_expect(a, "@batch=* :bo!bo@* PRIVMSG ada :tea for ada");
	client_expect(a, "@batch=* :ada!ada@* PRIVMSG cy :tea for cy");
	client_expect(a, ":chat.test BATCH -*");
	client_send(a, "SEARCH text=tea;in=BO");
	client_expect(a, ":chat.test BATCH +* soju.im/search");
	client_expect(a, "@batch=* :bo!bo@* PRIVMSG ada :tea for ada");
	client_expect(a, ":chat.test BATCH -*");
	client_send(c, "SEARCH text=tea");
	client_expect(c, ":chat.test BATCH +* soju.im/search");
	client_expect(c, "@batch=* :ada!ada@* PRIVMSG cy :tea for cy");
	client_expect(c, ":chat.test BATCH -*");
	client_send(d, "SEARCH text=tea;in=ada");
	client_expect(d, ":chat.test BATCH +* soju.im/search");
	client_expect(d, ":chat.test BATCH -*");
}

/* checklist 65 */
static void
redact__deletes_a_direct_message_for_both(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", REDACTS);
	struct irc_client *b = client_enter_known(&rig, "bo", REDACTS);
	struct irc_client *c = client_enter_known(&rig, "cy", REDACTS);
	struct said said[2];
	char pattern[200];

	(void)state;
	say(a, "bo", "m0", &said[0]);
	say(a, "bo", "m1", &said[1]);
	client_send(b, "REDACT ada %s", said[0].id);
	snprintf(pattern, sizeof(pattern),
	    ":chat.test FAIL REDACT REDACT_FORBIDDEN ada %s :*", said[0].id);
	client_expect(b, pattern);
	client_send(c, "REDACT ada %s", said[0].id);
	snprintf(pattern, sizeof(pattern),
	    ":chat.test FAIL REDACT UNKNOWN_MSGID ada %s :*", said[0].id);
	client_expect(c, pattern);
	client_send(a, "REDACT BO %s :oops", said[0].id);
	client_expect(b, "@* :ada!ada@* REDACT bo * :oops");
	client_expect(a, "@* :ada!ada@* REDACT bo * :oops");
	client_expect_nothing(a);
	client_expect_nothing(b);
	client_expect_nothing(c);
	client_send(b, "CHATHISTORY LATEST ada * 10");
	client_expect(b, ":chat.test BATCH +*");
	client_expect(b, "@batch=* :ada!ada@* PRIVMSG bo :m1");
	client_expect(b, "@batch=* :ada!ada@* REDACT bo * :oops");
	client_expect(b, ":chat.test BATCH -*");
}

/* checklist 65: the account counts, not the connection that sent the message. */
static void
redact__works_for_the_account_after_reconnecting(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", REDACTS);
	struct irc_client *b = client_enter_known(&rig, "bo", REDACTS);
	struct said said;

	(void)state;
	say(a, "bo", "m0", &said);
	leave(a);
	a = client_enter_with(&rig, "other", REDACTS);
	rig_log_in(&rig, "other", "ada");
	client_send(a, "REDACT bo %s", said.id);
	client_expect(a, "@* :other!other@* REDACT bo *");
	client_expect(b, "@* :other!other@* REDACT bo *");
	client_expect_nothing(b);
}

/* checklist 65: a guest can delete only messages of this session. */
static void
redact__works_for_guests_while_they_are_online(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", REDACTS);
	struct irc_client *d = client_enter_with(&rig, "dee", REDACTS);
	struct said said[2];

	(void)state;
	say(d, "ada", "m0", &said[0]);
	say(d, "ada", "m1", &said[1]);
	client_send(d, "REDACT ada %s", said[0].id);
	client_expect(d, "@* :dee!dee@* REDACT ada *");
	client_expect(a, "@* :dee!dee@* REDACT ada *");
	leave(d);
	d = client_enter_with(&rig, "dee", REDACTS);
	client_send(d, "REDACT ada %s", said[1].id);
	client_expect(d, ":chat.test FAIL REDACT REDACT_FORBIDDEN ada *");
	client_send(d, "REDACT nobody %s", said[1].id);
	client_expect(d, ":chat.test FAIL REDACT INVALID_TARGET nobody :*");
	client_expect_nothing(a);
}

#define NOT_HERE \
	"is offline. Your message is kept and will be shown at the next login"

static void
message_to_an_offline_account__is_kept__and_noticed_once(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_known(&rig, "Bo", CAPS);

	(void)state;
	leave(b);
	irc_rig_set(&rig, "ping-seconds", "3600");
	client_send(a, "PRIVMSG bo :psst");
	client_expect(a, "@* :ada!ada@* PRIVMSG Bo :psst");
	client_expect(a, ":chat.test 301 ada Bo :" NOT_HERE);
	client_send(a, "@label=x PRIVMSG BO :again");
	client_expect(a, "@label=x;* :ada!ada@* PRIVMSG Bo :again");
	client_send(a, "NOTICE bo :and a notice");
	client_expect(a, "@* :ada!ada@* NOTICE Bo :and a notice");
	client_send(a, "@+draft/react=x TAGMSG bo");
	client_expect(a, "@* :ada!ada@* TAGMSG Bo");
	client_expect_nothing(a);
	irc_rig_pass(&rig, 601);
	client_send(a, "PRIVMSG bo :later");
	client_await(a, ":chat.test 301 ada Bo :" NOT_HERE);
	client_send(a, "PRIVMSG nobody :psst");
	client_expect(a, ":chat.test 401 ada nobody :*");
	b = come_back("bo", CAPS);
	client_expect_nothing(b);
	client_send(b, "CHATHISTORY LATEST ada * 10");
	client_expect(b, ":chat.test BATCH +* chathistory ada");
	client_expect(b, "@batch=* :ada!ada@* PRIVMSG bo :psst");
	client_expect(b, "@batch=* :ada!ada@* PRIVMSG bo :again");
	client_expect(b, "@batch=* :ada!ada@* NOTICE bo :and a notice");
	client_expect(b, "@batch=* :ada!ada@* PRIVMSG bo :later");
	client_expect(b, ":chat.test BATCH -*");
}

/* An account that is online under another nick is not offline. */
static void
message_to_an_account__reaches_its_user_under_any_nick(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_known(&rig, "bo", CAPS);

	(void)state;
	client_send(b, "NICK bobby");
	skip_all();
	client_send(a, "PRIVMSG bo :psst");
	client_expect(b, "@* :ada!ada@* PRIVMSG bobby :psst");
	client_expect(a, "@* :ada!ada@* PRIVMSG bobby :psst");
	client_expect_nothing(a);
}

/* Clients without CHATHISTORY get the messages on login, with time tags if they have server-time. */
static void
on_return__offline_messages_are_shown_once(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", CAPS);
	struct irc_client *c = client_enter_known(&rig, "cy", CAPS);
	struct irc_client *b = client_enter_known(&rig, "bo", "server-time");
	struct said said;

	(void)state;
	say(a, "bo", "before", &said);
	irc_rig_pass(&rig, 1);
	leave(b);
	say(a, "bo", "one", &said);
	say(c, "bo", "two", &said);
	say(a, "bo", "three", &said);
	b = come_back("bo", "server-time");
	client_expect(b, "@time=* :ada!ada@* PRIVMSG bo :one");
	client_expect(b, "@time=* :cy!cy@* PRIVMSG bo :two");
	client_expect(b, "@time=* :ada!ada@* PRIVMSG bo :three");
	client_expect_nothing(b);
	irc_rig_pass(&rig, 1);
	leave(b);
	b = come_back("bo", "server-time");
	client_expect_nothing(b);
}

/* The connection may break before the store has read the messages. */
static void
on_return__messages_stay__for_a_client_that_leaves_before_they_are_sent(
    void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_known(&rig, "bo", "server-time");
	struct said said;

	(void)state;
	irc_rig_pass(&rig, 1);
	leave(b);
	say(a, "bo", "one", &said);
	store_late_hold_reads(rig.store, 1);
	b = come_back("bo", "server-time");
	client_expect_nothing(b);
	irc_rig_pass(&rig, 1);
	leave(b);
	store_late_read(rig.store);
	store_late_hold_reads(rig.store, 0);
	say(a, "bo", "two", &said);
	irc_rig_pass(&rig, 1);
	b = come_back("bo", "server-time");
	client_expect(b, "@time=* :ada!ada@* PRIVMSG bo :one");
	client_expect(b, "@time=* :ada!ada@* PRIVMSG bo :two");
	client_expect_nothing(b);
	irc_rig_pass(&rig, 1);
	leave(b);
	b = come_back("bo", "server-time");
	client_expect_nothing(b);
}

/* Without server-time, the time is put before the text. The client may log in later. */
static void
on_return__clients_without_server_time_get_offline_messages_too(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", CAPS);
	struct irc_client *b;
	struct said said;

	(void)state;
	login_account(&rig, "bo", "secret");
	irc_rig_pass(&rig, 1);
	say(a, "bo", "one", &said);
	say(a, "bo", "\001ACTION waves\001", &said);
	b = client_enter_with(&rig, "bobby", "sasl");
	login_plain(b, "bo", "secret");
	client_await(b, ":chat.test 903 *");
	client_await(b, ":ada!ada@* PRIVMSG bo* :[22:13] one");
	client_expect(
	    b, ":ada!ada@* PRIVMSG bo* :\001ACTION [22:13] waves\001");
	client_expect_nothing(b);
}

static void
on_return__no_offline_messages_are_shown__if_replay_is_off(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", CAPS);
	struct irc_client *b;
	struct said said;

	(void)state;
	irc_rig_set(&rig, "replay", "no");
	rig_account(&rig, "bo");
	say(a, "bo", "one", &said);
	b = come_back("bo", "server-time");
	client_expect_nothing(b);
}

static void
guests__can_leave_a_limited_number_of_offline_messages(void **state)
{
	struct irc_client *d = client_enter_with(&rig, "dee", NULL);
	struct irc_client *a = client_enter_known(&rig, "ada", NULL);
	struct irc_client *b;

	(void)state;
	irc_rig_set(&rig, "absent-from-guests", "2");
	rig_account(&rig, "bo");
	skip_all();
	client_send(d, "PRIVMSG bo :1");
	client_send(d, "PRIVMSG bo :2");
	client_expect(d, ":chat.test 301 dee bo :" NOT_HERE);
	client_send(d, "PRIVMSG bo :3");
	client_expect(d, ":chat.test 401 dee bo :*");
	client_send(d, "NOTICE bo :3");
	client_expect_nothing(d);
	client_send(a, "PRIVMSG bo :4");
	client_expect(a, ":chat.test 301 ada bo :" NOT_HERE);
	b = client_enter_with(&rig, "bobby", NULL);
	rig_log_in(&rig, "bobby", "bo");
	leave(b);
	client_send(d, "PRIVMSG bo :5");
	client_expect_nothing(d);
	irc_rig_set(&rig, "history", "none");
	client_send(a, "PRIVMSG bo :6");
	client_expect(a, ":chat.test 401 ada bo :*");
}

/* A message in flight is kept if its reader disconnects, and delivered if its reader connects. */
static void
message_under_way__is_kept_or_delivered__never_lost(void **state)
{
	struct irc_client *a = client_enter_known(&rig, "ada", CAPS);
	struct irc_client *b = client_enter_known(&rig, "bo", CAPS);

	(void)state;
	store_late_hurry(rig.store, 0);
	client_send(a, "PRIVMSG bo :one");
	client_expect_nothing(a);
	client_close(b);
	irc_rig_run(&rig);
	store_late_settle(rig.store, 100, STORE_OK);
	client_expect(a, "@* :ada!ada@* PRIVMSG bo :one");
	client_expect(a, ":chat.test 301 ada bo :" NOT_HERE);
	client_send(a, "PRIVMSG bo :two");
	client_expect_nothing(a);
	store_late_hurry(rig.store, 1);
	b = come_back("bo", "server-time");
	store_late_settle(rig.store, 100, STORE_OK);
	client_expect(b, "@time=* :ada!ada@* PRIVMSG bo :one");
	client_expect(b, "@time=* :ada!ada@* PRIVMSG bo :two");
	client_expect_nothing(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IRC_TEST(direct_messages__are_read_by_both__under_any_spelling),
		IRC_TEST(
		    nick_that_is_registered_later__has_nothing_from_before),
		IRC_TEST_LATE(
		    nick_taken_over_in_flight__does_not_get_the_message),
		IRC_TEST(account_registered_again__has_no_earlier_messages),
		IRC_TEST_LATE(
		    account_registered_again__has_no_message_in_flight_at_its_deletion),
		IRC_TEST(messages_to_oneself__are_stored_once),
		IRC_TEST(playback__shows_the_current_nicks),
		IRC_TEST(targets__have_conversations_by_name),
		IRC_TEST(search__covers_your_direct_messages),
		IRC_TEST(redact__deletes_a_direct_message_for_both),
		IRC_TEST(redact__works_for_the_account_after_reconnecting),
		IRC_TEST(redact__works_for_guests_while_they_are_online),
		IRC_TEST(
		    message_to_an_offline_account__is_kept__and_noticed_once),
		IRC_TEST(
		    message_to_an_account__reaches_its_user_under_any_nick),
		IRC_TEST(on_return__offline_messages_are_shown_once),
		IRC_TEST_LATE(
		    on_return__messages_stay__for_a_client_that_leaves_before_they_are_sent),
		IRC_TEST(
		    on_return__clients_without_server_time_get_offline_messages_too),
		IRC_TEST(
		    on_return__no_offline_messages_are_shown__if_replay_is_off),
		IRC_TEST(
		    guests__can_leave_a_limited_number_of_offline_messages),
		IRC_TEST_LATE(
		    message_under_way__is_kept_or_delivered__never_lost),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
