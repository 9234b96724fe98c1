/*
 * Direct messages in both stores (checklist 62): between accounts, and between accounts and guests.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/xmalloc.h"
#include "server/admin/event_json.h"
#include "server/chat/user.h"
#include "server/store/archive.h"
#include "server/store/conversation.h"
#include "server/store/retention.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/schema.h"
#include "tests/support/prng.h"
#include "tests/support/store_rig.h"
#include "tests/support/test.h"

static struct store_rig rig;

static const struct store_range all = { .limit = 1000 };

static int
setup(void **state)
{
	(void)state;
	store_rig_init(&rig);
	store_rig_open(&rig);
	return 0;
}

static int
setup_memory(void **state)
{
	(void)state;
	store_rig_init(&rig);
	store_rig_open_memory(&rig);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	store_rig_clear(&rig);
	return 0;
}

/* A nick, and an account or NULL. */
struct person {
	const char *nick;
	const char *account;
};

static struct chat_event *
event_by(enum chat_event_type type, const struct person *by)
{
	static char word[] = "w";
	const struct user u = { .id = 1,
		.nick = (char *)(uintptr_t)by->nick,
		.account = (char *)(uintptr_t)by->account,
		.username = word,
		.host = word,
		.realname = word };

	return chat_event_new(type, &u);
}

static struct chat_event *
message(const struct person *by, const struct person *to, const char *text)
{
	struct chat_event *e = event_by(CHAT_MESSAGE, by);

	e->target = xstrdup(to->nick);
	e->to_account = xstrdup(to->account);
	e->text = xstrdup(text);
	return e;
}

static void
say(const struct person *by, const struct person *to, const char *text)
{
	store_rig_append(&rig, message(by, to, text));
}

static const struct person ada = { "Ada", "ada" }, bo = { "bo", "Bo" },
			   cy = { "cy", "cy" }, dee = { "Dee", NULL },
			   eli = { "eli", NULL };

static void
party_and_key__are_the_same__for_any_spelling_and_direction(void **state)
{
	struct chat_event *e = message(&bo, &ada, "x");
	char key[CONVERSATION_KEY];

	(void)state;
	assert_int_equal(conversation_of_event(key, e), 0);
	assert_string_equal(key, "ada bo");
	chat_event_unref(e);
	e = message(&ada, &bo, "x");
	assert_int_equal(conversation_of_event(key, e), 0);
	assert_string_equal(key, "ada bo");
	chat_event_unref(e);
	e = message(&dee, &ada, "x");
	assert_int_equal(conversation_of_event(key, e), 0);
	assert_string_equal(key, "ada ~dee");
	chat_event_unref(e);
	e = message(&ada, &ada, "x");
	assert_int_equal(conversation_of_event(key, e), 0);
	assert_string_equal(key, "ada ada");
	chat_event_unref(e);
	assert_true(conversation_includes(view_of("ada ~dee"), "~dee"));
	assert_true(conversation_includes(view_of("ada ~dee"), "ada"));
	assert_false(conversation_includes(view_of("ada ~dee"), "dee"));
	assert_false(conversation_includes(view_of("#room"), "ada"));
}

static void
conversation_valid__accepts_only_what_conversation_key_makes(void **state)
{
	static const char *const bad[] = { "", " ", "a", "a ", " a", "b a",
		"a b c", "A b", "a #b", "#a b", "~ a", "a ~~b", "a b,c",
		"a \303" };
	static const char *const good[] = { "a a", "a b", "a ~b", "~a ~b",
		"a ab" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_false(conversation_valid(view_of(bad[i])));
	for (i = 0; i < sizeof(good) / sizeof(good[0]); i++)
		assert_true(conversation_valid(view_of(good[i])));
}

static void
messages_of_two_guests_and_typing__are_not_stored(void **state)
{
	struct chat_event *e = message(&dee, &eli, "x");

	(void)state;
	assert_int_equal(retention_of(e), RETENTION_NONE);
	chat_event_unref(e);
	e = message(&dee, &ada, "x");
	assert_int_equal(retention_of(e), RETENTION_MESSAGE);
	chat_event_unref(e);
	e = message(&ada, &dee, "x");
	assert_int_equal(retention_of(e), RETENTION_MESSAGE);
	e->kind = CHAT_TAGMSG;
	xreplace(&e->text, NULL);
	e->tags = xstrdup("+typing=active");
	assert_int_equal(retention_of(e), RETENTION_NONE);
	xreplace(&e->tags, "+draft/react=yes");
	assert_int_equal(retention_of(e), RETENTION_EVENT);
	chat_event_unref(e);
	e = event_by(CHAT_REDACT, &dee);
	e->target = xstrdup("eli");
	assert_int_equal(retention_of(e), RETENTION_NONE);
	chat_event_unref(e);
}

/*
 * Checklist 62: a message to oneself appears once; a user who registers a nick does not get its
 * earlier messages.
 */
static void
history_of_a_conversation__is_private_to_its_parties(void **state)
{
	const struct person dee_later = { "dee", "dee" };

	(void)state;
	say(&ada, &bo, "1");
	say(&bo, &ada, "2");
	say(&dee, &ada, "3");
	say(&ada, &ada, "4");
	say(&ada, &dee_later, "5");
	say(&eli, &dee, "6");
	store_rig_expect_page(&rig, "ada bo", &all, "1 2 ");
	store_rig_expect_page(&rig, "ada ~dee", &all, "3 ");
	store_rig_expect_page(&rig, "ada dee", &all, "5 ");
	store_rig_expect_page(&rig, "ada ada", &all, "4 ");
	store_rig_expect_page(&rig, "~dee ~eli", &all, "");
}

static void
say_at(int64_t time, const struct person *by, const struct person *to,
    const char *text)
{
	struct chat_event *e = message(by, to, text);

	e->time = time;
	store_rig_append(&rig, e);
}

static void
expect_others(const char *party, int64_t after, const char *names)
{
	static const char *const none[] = { NULL };
	const struct store_span span = {
		.after = after, .among = none, .limit = 100, .party = party
	};

	store_rig_expect_targets(&rig, &span, names);
}

/* Checklist 63, for direct messages. */
static void
targets_of_a_party__are_its_conversations__by_last_message(void **state)
{
	const struct person bo_now = { "BO_", "bo" };

	(void)state;
	say_at(1000, &ada, &bo, "1");
	say_at(2000, &dee, &ada, "2");
	say_at(3000, &bo_now, &ada, "3");
	say_at(4000, &cy, &bo, "4");
	say_at(5000, &ada, &ada, "5");
	expect_others(
	    "ada", 0, "ada ~dee(Dee)=2000 ada bo(BO_)=3000 ada ada(Ada)=5000 ");
	expect_others("ada", 2000, "ada bo(BO_)=3000 ada ada(Ada)=5000 ");
	expect_others("bo", 0, "ada bo(Ada)=3000 bo cy(cy)=4000 ");
	expect_others("nobody", 0, "");
}

static void
expect_found(const char *party, const char *text, const char *found)
{
	static const char *const none[] = { NULL };
	const struct store_search s = {
		.text = text, .in = none, .party = party, .limit = 100
	};

	store_rig_expect_found(&rig, &s, found);
}

static void
search__covers_only_the_partys_own_conversations(void **state)
{
	static const char *const in[] = { "ada bo" };
	const struct store_search one = {
		.text = "word", .in = in, .n = 1, .limit = 100
	};

	(void)state;
	say(&ada, &bo, "word 1");
	say(&bo, &cy, "word 2");
	say(&dee, &ada, "word 3");
	expect_found("ada", "word", "word 1 word 3 ");
	expect_found("bo", "word", "word 1 word 2 ");
	expect_found("cy", "word", "word 2 ");
	store_rig_expect_found(&rig, &one, "word 1 ");
}

/* All conversations are searched, however many. */
static void
search__covers_all_conversations__of_thousands(void **state)
{
	enum { GUESTS = 2000 };
	char nick[16];
	int i;

	(void)state;
	for (i = 0; i < GUESTS; i++) {
		snprintf(nick, sizeof(nick), "guest%d", i);
		say(&(struct person){ nick, NULL }, &ada,
		    i == 7 || i == GUESTS - 1 ? nick : "x");
	}
	expect_found("ada", "guest1999", "guest1999 ");
	expect_found("ada", "guest7", "guest7 ");
}

/* Checklist 65, for direct messages. */
static void
direct_message__is_not_found__after_redaction(void **state)
{
	struct store_range said = { .limit = 100, .messages_only = 1 };
	struct chat_event *e;

	(void)state;
	say(&ada, &bo, "word 1");
	say(&ada, &bo, "word 2");
	expect_found("bo", "word", "word 1 word 2 ");
	store_rig_query(&rig, "ada bo", &all);
	e = event_by(CHAT_REDACT, &ada);
	e->target = xstrdup("BO");
	e->to_account = xstrdup("bo");
	e->message_id = xstrdup(rig.events[0]->id.s);
	store_rig_append(&rig, e);
	store_rig_expect_page(&rig, "ada bo", &said, "word 2 ");
	store_rig_expect_page(&rig, "ada bo", &all, "word 2 REDACT ");
	expect_found("bo", "word", "word 2 ");
}

/*
 * For any sequence of direct messages between three accounts and two guests, each conversation's
 * history is exactly its messages, in order.
 */
static void
history_of_each_conversation__is_exactly_its_messages(void **state)
{
	static const struct person *const people[] = { &ada, &bo, &cy, &dee,
		&eli };
	enum { NPEOPLE = sizeof(people) / sizeof(people[0]), ROUNDS = 400 };
	struct buf model[NPEOPLE][NPEOPLE] = { 0 };
	char a[CONVERSATION_PARTY], b[CONVERSATION_PARTY],
	    key[CONVERSATION_KEY], text[16];
	struct prng prng = { 62 };
	size_t i, k, n;

	(void)state;
	for (n = 0; n < ROUNDS; n++) {
		i = prng_below(&prng, NPEOPLE);
		k = prng_below(&prng, NPEOPLE);
		snprintf(text, sizeof(text), "m%zu", n);
		say(people[i], people[k], text);
		if (people[i]->account == NULL && people[k]->account == NULL)
			continue;
		buf_printf(&model[i < k ? i : k][i < k ? k : i], "%s ", text);
	}
	for (i = 0; i < NPEOPLE; i++)
		for (k = i; k < NPEOPLE; k++) {
			conversation_party(
			    a, people[i]->account, view_of(people[i]->nick));
			conversation_party(
			    b, people[k]->account, view_of(people[k]->nick));
			conversation_key(key, b, a);
			store_rig_expect_page(
			    &rig, key, &all, buf_str(&model[i][k]));
			buf_clear(&model[i][k]);
		}
}

static void
on_forgotten(enum store_result result, void *ctx)
{
	(void)ctx;
	assert_int_equal(result, STORE_OK);
	rig.underway--;
}

static void
delete_account(const char *account)
{
	rig.underway++;
	rig.store->ops->delete_account(rig.store, account, on_forgotten, NULL);
	store_rig_settle(&rig);
}

/* Checklist 62: a user who registers a deleted account's name reads none of its messages. */
static void
deleted_account__leaves_messages_to_others__and_none_to_the_next_owner(
    void **state)
{
	(void)state;
	say_at(1000, &ada, &bo, "word 1");
	say_at(2000, &ada, &ada, "word 2");
	say_at(3000, &ada, &dee, "word 3");
	say_at(4000, &ada, &cy, "word 4");
	say_at(5000, &cy, &(struct person){ "ada", NULL }, "word 5");
	expect_found("ada", "word", "word 1 word 2 word 3 word 4 ");
	delete_account("ada");
	store_rig_expect_page(&rig, "ada bo", &all, "");
	store_rig_expect_page(&rig, "ada ada", &all, "");
	store_rig_expect_page(&rig, "ada ~dee", &all, "");
	store_rig_expect_page(&rig, "bo ~ada", &all, "word 1 ");
	store_rig_expect_page(&rig, "cy ~ada", &all, "word 5 ");
	expect_others("ada", 0, "");
	expect_others("bo", 0, "bo ~ada(Ada)=1000 ");
	expect_found("ada", "word", "");
	expect_found("bo", "word", "word 1 ");
	say_at(6000, &ada, &bo, "word 6");
	store_rig_expect_page(&rig, "ada bo", &all, "word 6 ");
	expect_found("bo", "word", "word 1 word 6 ");
}

static int64_t
count_events(void)
{
	char *cause = NULL;
	struct db *db = db_open_to_read(rig.file, 1000, &cause);
	int64_t n = -1;

	assert_non_null(db);
	db_number(db_stmt(db, "SELECT count(*) FROM events"), &n);
	db_close(db);
	return n;
}

static int
count(const struct archive_record *record, void *ctx)
{
	(void)record;
	++*(int *)ctx;
	return 0;
}

/* Messages that nobody can read any more are deleted eventually and never exported. */
static void
unreadable_messages__are_not_exported__and_are_deleted(void **state)
{
	static const struct archive_filter every = { NULL, INT64_MIN,
		INT64_MAX };
	struct archive *a;
	char *cause = NULL;
	int n = 0;

	(void)state;
	say(&ada, &ada, "word 1");
	say(&dee, &ada, "word 2");
	delete_account("ada");
	a = archive_open(rig.file, ARCHIVE_READ, &cause);
	assert_non_null(a);
	assert_int_equal(archive_each(a, &every, count, &n, &cause), 0);
	assert_int_equal(n, 0);
	archive_close(a);
	for (n = 0; n < 500 && count_events() > 0; n++)
		store_rig_pump(&rig, 20);
	assert_int_equal(count_events(), 0);
}

static void
conversations__survive_a_restart(void **state)
{
	(void)state;
	say_at(1000, &ada, &bo, "1");
	store_rig_settle(&rig);
	store_rig_close(&rig);
	store_rig_open(&rig);
	say_at(2000, &bo, &ada, "2");
	store_rig_expect_page(&rig, "ada bo", &all, "1 2 ");
	expect_others("ada", 0, "ada bo(bo)=2000 ");
}

/* A database of any version has tables for conversations and markers after the upgrade. */
static void
old_database__stores_direct_messages__after_the_upgrade(void **state)
{
	size_t version;
	struct db *db;

	(void)state;
	for (version = 1; version < schema_nsteps; version++) {
		store_rig_close(&rig);
		assert_int_equal(unlink(rig.file), 0);
		db = db_open_to_write(rig.file, 0, NULL);
		assert_non_null(db);
		assert_int_equal(
		    schema_update(db, schema_steps, version, rig.file, NULL),
		    0);
		db_close(db);
		rig.seq = 0;
		store_rig_open(&rig);
		say_at(1000, &ada, &bo, "1");
		store_rig_expect_page(&rig, "ada bo", &all, "1 ");
		expect_others("bo", 0, "ada bo(Ada)=1000 ");
	}
}

/* Copies the event to another database as a line of JSON. */
static int
take_over(const struct archive_record *record, void *ctx)
{
	struct event_read read;
	struct buf line = { 0 };
	char *cause = NULL;

	event_json_write(&line, record);
	if (event_json_read(&read, buf_view(&line), &cause) != 0)
		fail_msg("%s", cause);
	assert_int_equal(
	    archive_add(ctx,
		&(struct archive_record){ read.event, buf_view(&read.rooms) },
		&cause),
	    1);
	event_read_clear(&read);
	buf_clear(&line);
	return 0;
}

static void
archive__exports_conversations__and_deletes_by_account(void **state)
{
	static const struct archive_filter every = { NULL, INT64_MIN,
		INT64_MAX };
	struct archive *from, *to;
	char *other, *cause = NULL;
	size_t n = 0;

	(void)state;
	say_at(1000, &ada, &bo, "word 1");
	say_at(2000, &dee, &ada, "word 2");
	say_at(3000, &ada, &ada, "word 3");
	store_rig_settle(&rig);
	store_rig_close(&rig);
	xasprintf(&other, "%s.other", rig.file);
	from = archive_open(rig.file, ARCHIVE_READ, &cause);
	to = archive_open(other, ARCHIVE_MAKE, &cause);
	assert_non_null(from);
	assert_non_null(to);
	assert_int_equal(archive_begin(to, &cause), 0);
	assert_int_equal(archive_each(from, &every, take_over, to, &cause), 0);
	assert_int_equal(archive_commit(to, &cause), 0);
	archive_close(from);
	archive_close(to);
	assert_int_equal(rename(other, rig.file), 0);
	store_rig_open(&rig);
	store_rig_expect_page(&rig, "ada bo", &all, "word 1 ");
	expect_others(
	    "ada", 0, "ada bo(bo)=1000 ada ~dee(Dee)=2000 ada ada(Ada)=3000 ");
	expect_found("ada", "word", "word 1 word 2 word 3 ");
	store_rig_close(&rig);
	to = archive_open(rig.file, ARCHIVE_CHANGE, &cause);
	assert_int_equal(archive_forget(to, "ADA", &n, &cause), 0);
	assert_int_equal(n, 2);
	archive_close(to);
	store_rig_open(&rig);
	expect_found("ada", "word", "word 2 ");
	free(other);
}

static void
old_lines_of_a_conversation__are_deleted__past_the_limit(void **state)
{
	struct buf last = { 0 };
	char text[16];
	int i;

	(void)state;
	store_rig_close(&rig);
	rig.settings.lines = 16;
	store_rig_open(&rig);
	for (i = 0; i < 100; i++) {
		snprintf(text, sizeof(text), "m%d", i);
		say(&ada, &dee, text);
		if (i >= 84)
			buf_printf(&last, "%s ", text);
	}
	for (i = 0; i < 500; i++) {
		store_rig_query(&rig, "ada ~dee", &all);
		if (rig.nevents <= 17)
			break;
		store_rig_pump(&rig, 20);
	}
	assert_in_range(rig.nevents, 16, 17);
	assert_non_null(strstr(buf_str(&rig.read), buf_str(&last)));
	buf_clear(&last);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
#define MEMORY(f)                                              \
	{                                                      \
		"memory: " #f, f, setup_memory, teardown, NULL \
	}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    party_and_key__are_the_same__for_any_spelling_and_direction),
		cmocka_unit_test(
		    conversation_valid__accepts_only_what_conversation_key_makes),
		cmocka_unit_test(
		    messages_of_two_guests_and_typing__are_not_stored),
		CASE(history_of_a_conversation__is_private_to_its_parties),
		MEMORY(history_of_a_conversation__is_private_to_its_parties),
		CASE(
		    targets_of_a_party__are_its_conversations__by_last_message),
		MEMORY(
		    targets_of_a_party__are_its_conversations__by_last_message),
		CASE(search__covers_only_the_partys_own_conversations),
		MEMORY(search__covers_only_the_partys_own_conversations),
		CASE(search__covers_all_conversations__of_thousands),
		MEMORY(search__covers_all_conversations__of_thousands),
		CASE(direct_message__is_not_found__after_redaction),
		MEMORY(direct_message__is_not_found__after_redaction),
		CASE(history_of_each_conversation__is_exactly_its_messages),
		MEMORY(history_of_each_conversation__is_exactly_its_messages),
		CASE(
		    deleted_account__leaves_messages_to_others__and_none_to_the_next_owner),
		MEMORY(
		    deleted_account__leaves_messages_to_others__and_none_to_the_next_owner),
		CASE(unreadable_messages__are_not_exported__and_are_deleted),
		CASE(conversations__survive_a_restart),
		CASE(old_database__stores_direct_messages__after_the_upgrade),
		CASE(archive__exports_conversations__and_deletes_by_account),
		CASE(old_lines_of_a_conversation__are_deleted__past_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
