/* Searching for words in any script, by author, room and time. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/store/sqlite/db.h"
#include "server/store/sqlite/words.h"
#include "tests/support/store_rig.h"
#include "tests/support/test.h"

static struct store_rig rig;
static const char *const in_c[] = { "#c" };
static const char *const everywhere[] = { "#c", "#d", "#never" };

static int
setup(void **state)
{
	(void)state;
	store_rig_init(&rig);
	store_rig_open(&rig);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	store_rig_clear(&rig);
	return 0;
}

/* A search for this text in #c finds exactly this. */
static void
expect(const char *text, const char *found)
{
	struct store_search s = {
		.text = text, .in = in_c, .n = 1, .limit = 100
	};

	store_rig_expect_found(&rig, &s, found);
}

/* When this message is found, all earlier ones are indexed. */
static void
say_end(void)
{
	store_rig_say(&rig, "#c", "endmark");
	expect("endmark", "endmark ");
}

static void
search__finds_whole_words__in_any_case_and_with_any_accent(void **state)
{
	(void)state;
	store_rig_say(&rig, "#c", "The Crème is here");
	store_rig_say(&rig, "#c", "cremes");
	store_rig_say(&rig, "#c", "https://example.org/a?b=creme");
	say_end();
	expect("creme", "The Crème is here https://example.org/a?b=creme ");
	expect("CRÈME", "The Crème is here https://example.org/a?b=creme ");
	expect("example.org", "https://example.org/a?b=creme ");
	expect("here the", "The Crème is here ");
	expect("here cremes", "");
	expect("cre", "");
}

static void
search__finds_parts__of_text_without_spaces(void **state)
{
	(void)state;
	store_rig_say(&rig, "#c", "今天天气很好");
	store_rig_say(&rig, "#c", "明日は雨です");
	store_rig_say(&rig, "#c", "ラーメンを食べた");
	store_rig_say(&rig, "#c", "2024年版tchat発表");
	store_rig_say(&rig, "#c", "안녕하세요");
	say_end();
	expect("天", "今天天气很好 ");
	expect("天气", "今天天气很好 ");
	expect("气天", "");
	expect("雨", "明日は雨です ");
	expect("メン", "ラーメンを食べた ");
	expect("食べ", "ラーメンを食べた ");
	expect("年", "2024年版tchat発表 ");
	expect("2024", "2024年版tchat発表 ");
	expect("tchat", "2024年版tchat発表 ");
	expect("版tchat", "2024年版tchat発表 ");
	expect("안녕", "안녕하세요 ");
}

static void
search__finds_emoji(void **state)
{
	(void)state;
	store_rig_say(&rig, "#c", "well done🎉🎉");
	store_rig_say(&rig, "#c", "🦊 seen");
	store_rig_say(&rig, "#c", "👍🏽");
	say_end();
	expect("🎉", "well done🎉🎉 ");
	expect("done", "well done🎉🎉 ");
	expect("🦊", "🦊 seen ");
	expect("👍", "👍🏽 ");
	expect("🐈", "");
}

static void
search__ignores_formatting_and_ctcp_action(void **state)
{
	(void)state;
	store_rig_say(&rig, "#c", "\00304,12red\003 and \002bo\002ld");
	store_rig_say(&rig, "#c", "\001ACTION waves\001");
	store_rig_say(&rig, "#c", "one\ntwo");
	say_end();
	expect("red", "\00304,12red\003 and \002bo\002ld ");
	expect("bold", "\00304,12red\003 and \002bo\002ld ");
	expect("waves", "\001ACTION waves\001 ");
	expect("action", "");
	expect("two", "one\ntwo ");
}

static void
search__treats_any_input_as_words(void **state)
{
	(void)state;
	store_rig_say(&rig, "#c", "say \"OR\" not");
	say_end();
	expect("OR", "say \"OR\" not ");
	expect("\"OR\" AND", "");
	expect("NOT say", "say \"OR\" not ");
	expect("s*", "");
	expect("text:say", "");
	expect("(", "");
	expect("\"", "");
	expect("!!! ...", "");
	expect("  say   ", "say \"OR\" not ");
	expect("\xff\xfe say", "say \"OR\" not ");
}

/* Sends a message as that nick at that time. */
static void
say_as(const char *nick, const char *target, const char *text, int64_t time)
{
	struct chat_event *e = store_rig_event(CHAT_MESSAGE), *by;
	const char *name = e->nick;

	e->nick = nick;
	by = chat_event_copy(e);
	e->nick = name;
	chat_event_unref(e);
	by->target = xstrdup(target);
	by->text = xstrdup(text);
	by->time = time;
	store_rig_append(&rig, by);
}

static void
search__respects_author_rooms_and_time__and_returns_the_latest(void **state)
{
	struct store_search s = {
		.text = "tea", .in = everywhere, .n = 3, .limit = 100
	};

	(void)state;
	say_as("ada", "#c", "tea 1", 1000);
	say_as("Ada-x", "#d", "tea 2", 2000);
	say_as("ADA", "#c", "tea 3", 3000);
	say_as("ada", "#secret", "tea 4", 4000);
	say_as("bo", "#d", "tea 5", 5000);
	say_end();
	store_rig_expect_found(&rig, &s, "tea 1 tea 2 tea 3 tea 5 ");
	s.limit = 2;
	store_rig_expect_found(&rig, &s, "tea 3 tea 5 ");
	s.limit = 100;
	s.from = "Ada";
	store_rig_expect_found(&rig, &s, "tea 1 tea 3 ");
	s.text = NULL;
	store_rig_expect_found(&rig, &s, "tea 1 tea 3 endmark ");
	s.from = NULL;
	s.text = "tea";
	s.after = 1000;
	s.before = 5000;
	store_rig_expect_found(&rig, &s, "tea 2 tea 3 ");
	s.n = 0;
	store_rig_expect_found(&rig, &s, "");
	s.in = everywhere + 2;
	s.n = 1;
	store_rig_expect_found(&rig, &s, "");
}

static void
search__for_too_many_words__is_refused_at_once(void **state)
{
	static const char most[] = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 , 16";
	struct store_search s = { .in = in_c, .n = 1, .limit = 100 };
	struct buf han = { 0 };
	int i;

	(void)state;
	store_rig_say(&rig, "#c", most);
	say_end();
	expect(most, "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 , 16 ");
	s.text = "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17";
	store_rig_search(&rig, &s);
	assert_int_equal(rig.result, STORE_TOO_COMPLEX);
	for (i = 0; i < 64; i++)
		buf_add_str(&han, "天");
	s.text = buf_str(&han);
	store_rig_search(&rig, &s);
	assert_int_equal(rig.result, STORE_OK);
	buf_add_str(&han, "天");
	s.text = buf_str(&han);
	store_rig_search(&rig, &s);
	assert_int_equal(rig.result, STORE_TOO_COMPLEX);
	buf_clear(&han);
}

/* Sends a message from ada to the account with that number. */
static void
say_to(int number, const char *text)
{
	static char ada[] = "ada";
	struct chat_event *e = store_rig_event(CHAT_MESSAGE), *by;

	e->account = ada;
	by = chat_event_copy(e);
	e->account = NULL;
	chat_event_unref(e);
	xasprintf(&by->target, "n%d", number);
	by->to_account = xstrdup(by->target);
	by->text = xstrdup(text);
	store_rig_append(&rig, by);
}

/* So many that they are not in the expression. */
static void
search__finds_direct_messages__with_hundreds_of_partners(void **state)
{
	struct store_search s = { .party = "ada", .limit = 100 };
	const uint64_t closed_from = 1000000;
	struct chat_event *e;
	int i;

	(void)state;
	say_to(0, "tea first");
	store_rig_say(&rig, "#d", "tea elsewhere");
	store_rig_say(&rig, "#c", "tea in c");
	for (i = 1; i < 300; i++)
		say_to(i, i == 150 ? "tea middle" : "water");
	e = store_rig_event(CHAT_MESSAGE);
	e->target = xstrdup("#c");
	e->text = xstrdup("tea behind a closed door");
	e->closed = 1;
	store_rig_append(&rig, e);
	say_end();
	s.text = "tea";
	store_rig_expect_found(&rig, &s, "tea first tea middle ");
	s.in = in_c;
	s.n = 1;
	s.closed_from = &closed_from;
	store_rig_expect_found(&rig, &s, "tea first tea in c tea middle ");
	s.limit = 2;
	store_rig_expect_found(&rig, &s, "tea in c tea middle ");
	s.forward = 1;
	store_rig_expect_found(&rig, &s, "tea first tea in c ");
	s.text = NULL;
	store_rig_expect_found(&rig, &s, "tea first tea in c ");
	s.forward = 0;
	store_rig_expect_found(&rig, &s, "water endmark ");
	s.from = "bo";
	store_rig_expect_found(&rig, &s, "");
	s.from = "ada";
	s.text = "middle";
	store_rig_expect_found(&rig, &s, "tea middle ");
}

/* As if it had stopped before it was done. */
static void
indexing__continues__after_a_restart(void **state)
{
	struct db *db;
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		store_rig_say(&rig, "#c", i == 10 || i == 900 ? "rare" : "x");
	say_end();
	store_rig_close(&rig);
	db = db_open_to_write(rig.file, 0, NULL);
	assert_int_equal(
	    db_exec(db, "INSERT INTO search (search) VALUES ('delete-all');"
			"UPDATE marks SET n = 500 WHERE name = 'indexed';"),
	    SQLITE_OK);
	db_close(db);
	store_rig_open(&rig);
	expect("endmark", "endmark ");
	expect("rare", "rare ");
	assert_int_equal(rig.events[0]->seq, 901);
}

static void
words_query__makes_a_phrase_of_each_word(void **state)
{
	struct buf out = { 0 };

	(void)state;
	assert_int_equal(words_query(&out, VIEW("a ,, 天气 \"b\"")), 3);
	assert_string_equal(
	    buf_str(&out), "\"a\" AND \" 天  气 \" AND \" b \"");
	buf_clear(&out);
	assert_int_equal(words_query(&out, VIEW(" , \" ")), 0);
	assert_int_equal(out.len, 0);
	words_separate(&out, VIEW("\xf0\x9f"));
	assert_int_equal(out.len, 2);
	buf_clear(&out);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(
		    search__finds_whole_words__in_any_case_and_with_any_accent),
		CASE(search__finds_parts__of_text_without_spaces),
		CASE(search__finds_emoji),
		CASE(search__ignores_formatting_and_ctcp_action),
		CASE(search__treats_any_input_as_words),
		CASE(
		    search__respects_author_rooms_and_time__and_returns_the_latest),
		CASE(search__for_too_many_words__is_refused_at_once),
		CASE(search__finds_direct_messages__with_hundreds_of_partners),
		CASE(indexing__continues__after_a_restart),
		cmocka_unit_test(words_query__makes_a_phrase_of_each_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
