/*
 * Tests of fold and speakers: which lines belong together, what a summary says, and who is hidden.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/model/fold.h"
#include "client/model/speakers.h"
#include "common/xmalloc.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

enum { MINUTE = 60 };

static const struct presence_rule folded = { PRESENCE_FOLD, 0 };
static const struct presence_rule smart = { PRESENCE_SMART, 30 * MINUTE };

static struct buffer *b;
static struct speakers *speakers;
static int64_t now;

static int
set_up(void **state)
{
	(void)state;
	b = buffer_new(BUFFER_ROOM, VIEW("#a"), 5000);
	speakers = speakers_new();
	now = 1000000;
	return 0;
}

static int
tear_down(void **state)
{
	(void)state;
	buffer_free(b);
	speakers_free(speakers);
	return 0;
}

/* Fill in a line; the caller passes literals or its own texts. */
static struct line
make(
    enum line_kind kind, const char *nick, const char *text, const char *object)
{
	struct line line = { .kind = kind, .time = now };

	line.nick = xstrdup(nick);
	line.text = xstrdup(text);
	line.object = xstrdup(object);
	return line;
}

static struct line *
add(enum line_kind kind, const char *nick, const char *text)
{
	struct line line = make(kind, nick, kind == LINE_NICK ? NULL : text,
	    kind == LINE_NICK ? text : NULL);
	struct line *added = buffer_add(b, &line, 0);

	line_clear(&line);
	speakers_add(speakers, b, added);
	return added;
}

static void
insert(size_t i, enum line_kind kind, const char *nick, const char *text)
{
	struct line line = make(kind, nick, text, NULL);

	buffer_insert(b, &line, i);
	line_clear(&line);
}

/* Check how item i is shown: as this summary, as this line, or "" if it is hidden. */
static void
assert_item(size_t i, const struct presence_rule *rule, const char *want)
{
	const struct fold *fold;
	const struct line *line = fold_item(b, i, rule, &fold);
	struct buf text = { 0 };

	if (fold != NULL)
		fold_text(fold, 1000, &text);
	else if (line != NULL)
		line_to_text(line, &text);
	assert_string_equal(buf_str(&text), want);
	buf_clear(&text);
}

static void
assert_fits(size_t i, int width, const char *want)
{
	const struct fold *fold;
	struct buf text = { 0 };

	fold_item(b, i, &folded, &fold);
	assert_non_null(fold);
	fold_text(fold, width, &text);
	assert_string_equal(buf_str(&text), want);
	buf_clear(&text);
}

static void
fold__summarizes_consecutive_lines(void **state)
{
	(void)state;
	add(LINE_MESSAGE, "bo", "hello");
	add(LINE_JOIN, "ana", NULL);
	assert_item(1, &folded, "ana joined");
	add(LINE_JOIN, "cy", NULL);
	assert_item(1, &folded, "ana and cy joined");
	add(LINE_PART, "dee", "bye");
	add(LINE_QUIT, "eve", "Quit");
	add(LINE_JOIN, "fay", NULL);
	assert_item(1, &folded, "ana, cy and fay joined; dee and eve left");
	assert_int_equal(fold_item_first(b, 3, &folded), 1);
	assert_int_equal(fold_item_last(b, 3, &folded), 5);
	add(LINE_MESSAGE, "bo", "hello");
	add(LINE_QUIT, "gus", "Quit: tired");
	assert_item(7, &folded, "gus left (tired\x0f)");
	assert_int_equal(fold_item_last(b, 0, &folded), 0);
	assert_int_equal(fold_item_last(b, 7, &folded), 7);
}

static void
fold__tells_what_became_of_each_person(void **state)
{
	(void)state;
	add(LINE_JOIN, "ana", NULL);
	add(LINE_QUIT, "ana", "Quit");
	assert_item(0, &folded, "ana came and went");
	add(LINE_QUIT, "bo", "Ping timeout");
	add(LINE_JOIN, "bo", NULL);
	assert_item(0, &folded, "bo left and came back; ana came and went");
	add(LINE_JOIN, "cy", NULL);
	add(LINE_NICK, "cy", "cyril");
	add(LINE_NICK, "dee", "dora");
	assert_item(0, &folded,
	    "cyril joined; bo left and came back; ana came and went; "
	    "dee is now known as dora");
	add(LINE_NICK, "dora", "dot");
	add(LINE_NICK, "eve", "ada");
	add(LINE_PART, "bo", NULL);
	assert_item(0, &folded,
	    "cyril joined; bo left; ana came and went; "
	    "dot and ada changed nicks");
	add(LINE_QUIT, "dot", "Quit");
	assert_item(0, &folded,
	    "cyril joined; bo and dot left; ana came and went; "
	    "eve is now known as ada");
}

static void
fold__is_shorter__where_less_fits(void **state)
{
	char nick[16];
	int i;

	(void)state;
	for (i = 0; i < 30; i++) {
		snprintf(nick, sizeof(nick), "user%d", i);
		add(LINE_JOIN, nick, NULL);
	}
	add(LINE_PART, "ana", NULL);
	add(LINE_PART, "bo", NULL);
	assert_fits(
	    0, 55, "user0, user1 and 28 others joined; ana and bo left");
	assert_fits(0, 45, "user0, user1 and 28 others joined; 2 left");
	assert_fits(0, 40, "30 joined; 2 left");
	assert_fits(0, 5, "30 joined; 2 left");
	add(LINE_NICK, "cy", "cyril");
	assert_fits(0, 40, "30 joined; 2 left; 1 changed nick");
}

static void
fold__tells_of_netsplits(void **state)
{
	char nick[16];
	int i;

	(void)state;
	for (i = 0; i < 30; i++) {
		snprintf(nick, sizeof(nick), "user%d", i);
		add(LINE_QUIT, nick, "a.example b.example");
	}
	assert_item(
	    0, &folded, "user0, user1 and 28 others left in a netsplit");
	add(LINE_MESSAGE, "bo", "oh");
	for (i = 0; i < 30; i++) {
		snprintf(nick, sizeof(nick), "user%d", i);
		add(LINE_JOIN, nick, NULL);
	}
	add(LINE_JOIN, "new", NULL);
	assert_item(31, &folded,
	    "new joined; user0, user1 and 28 others came back from a netsplit");
}

static void
netsplit__is_two_host_names(void **state)
{
	static const struct {
		const char *reason;
		int is_split;
	} rows[] = { { "a.example b.example", 1 }, { "*.net *.split", 1 },
		{ "a.example", 0 }, { "a.example b", 0 },
		{ "Quit: see a.example b.example", 0 },
		{ "a.example b.example c.example", 0 }, { "well... yes...", 0 },
		{ "a.b http://c.d", 0 }, { " ", 0 }, { ".a b.c", 0 }, { "", 0 },
		{ NULL, 0 } };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		assert_int_equal(
		    line_is_netsplit(add(LINE_QUIT, "bo", rows[i].reason)),
		    rows[i].is_split);
}

static void
fold__leaves_out_the_user_and_kicks(void **state)
{
	struct line own = make(LINE_JOIN, "me", NULL, NULL);

	(void)state;
	own.self = 1;
	add(LINE_JOIN, "ana", NULL);
	buffer_add(b, &own, 0);
	add(LINE_JOIN, "bo", NULL);
	add(LINE_KICK, "bo", NULL);
	add(LINE_JOIN, "cy", NULL);
	assert_item(0, &folded, "ana joined");
	assert_item(1, &folded, "me joined");
	assert_item(2, &folded, "bo joined");
	assert_item(4, &folded, "cy joined");
	line_clear(&own);
}

static void
fold__takes_in_ranks_that_a_server_gives_at_a_join(void **state)
{
	(void)state;
	add(LINE_JOIN, "ana", NULL);
	add(LINE_JOIN, "bo", NULL);
	add(LINE_MODE, "irc.example", "+ov ana bo");
	assert_item(0, &folded, "ana and bo joined");
	assert_int_equal(fold_item_last(b, 0, &folded), 2);
	add(LINE_MODE, "irc.example", "+o cy");
	assert_item(3, &folded, "irc.example set +o cy");
	add(LINE_JOIN, "dee", NULL);
	add(LINE_MODE, "ana", "+o dee");
	assert_item(5, &folded, "ana set +o dee");
}

static void
fold__joins_what_a_removed_line_divided__and_is_divided_by_an_inserted_one(
    void **state)
{
	(void)state;
	add(LINE_JOIN, "ana", NULL);
	add(LINE_JOIN, "bo", NULL);
	add(LINE_MESSAGE, "cy", "hello");
	add(LINE_JOIN, "dee", NULL);
	buffer_line(b, 0)->fold->open = 1;
	buffer_remove(b, buffer_line(b, 2));
	assert_int_equal(buffer_line(b, 0)->fold->n, 3);
	assert_true(buffer_line(b, 2)->fold->open);
	buffer_line(b, 0)->fold->open = 0;
	assert_item(0, &folded, "ana, bo and dee joined");
	insert(1, LINE_MESSAGE, "cy", "hello");
	assert_item(0, &folded, "ana joined");
	assert_item(2, &folded, "bo and dee joined");
	insert(3, LINE_PART, "eve", NULL);
	assert_item(2, &folded, "bo and dee joined; eve left");
}

/* The lines of each fold are together, none is missing, and no other line is in one. */
static void
assert_folds_are_right(void)
{
	const struct line *line;
	size_t i, n = 0;

	for (i = 0; i < b->n; i++) {
		line = buffer_line(b, i);
		assert_int_equal(line->fold != NULL, line_is_presence(line));
		if (line->fold == NULL) {
			n = 0;
			continue;
		}
		n = i > 0 && buffer_line(b, i - 1)->fold == line->fold ? n + 1
								       : 1;
		if (i + 1 == b->n || buffer_line(b, i + 1)->fold != line->fold)
			assert_int_equal(line->fold->n, n);
		assert_int_equal(fold_item_first(b, i, &folded), i + 1 - n);
		assert_int_equal(
		    fold_item_last(b, i, &folded), i - n + line->fold->n);
	}
}

static void
folds__stay_right__whatever_happens_to_the_lines(void **state)
{
	struct prng r = { 11 };
	struct line *line;
	size_t at;
	int i;

	(void)state;
	b->max = 200;
	for (i = 0; i < 5000; i++) {
		at = b->n == 0 ? 0 : prng_below(&r, (uint32_t)b->n);
		line = buffer_line(b, at);
		switch (prng_below(&r, 8)) {
		case 0:
			if (b->n < b->max)
				insert(at, LINE_JOIN, "x", NULL);
			break;
		case 1:
			if (b->n < b->max)
				insert(at, LINE_MESSAGE, "x", "text");
			break;
		case 2:
			if (line != NULL)
				buffer_remove(b, line);
			break;
		case 3:
			if (line != NULL)
				buffer_move_last(b, line);
			break;
		case 4:
			add(LINE_MESSAGE, "y", "text");
			break;
		default:
			add(LINE_QUIT, "y", NULL);
			break;
		}
		assert_folds_are_right();
	}
}

static void
fold__has_a_limit(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < 2500; i++)
		add(LINE_JOIN, "x", NULL);
	assert_folds_are_right();
	assert_int_equal(fold_item_last(b, 0, &folded), 999);
	assert_int_equal(fold_item_first(b, 2400, &folded), 2000);
}

static void
smart__hides_people_who_have_not_spoken_lately(void **state)
{
	(void)state;
	add(LINE_MESSAGE, "bo", "hello");
	now += 29 * MINUTE * 1000;
	add(LINE_QUIT, "ana", "Quit");
	assert_item(1, &smart, "");
	add(LINE_QUIT, "bo", "Quit");
	assert_item(1, &smart, "bo left");
	add(LINE_JOIN, "bo", NULL);
	assert_item(1, &smart, "bo left and came back");
	assert_item(1, &folded, "bo left and came back; ana left");
	now += 2 * MINUTE * 1000;
	add(LINE_MESSAGE, "cy", "hello");
	add(LINE_QUIT, "bo", "Quit");
	assert_item(5, &smart, "");
}

static void
smart__shows_a_join__once_the_person_speaks(void **state)
{
	(void)state;
	add(LINE_JOIN, "ana", NULL);
	add(LINE_JOIN, "bo", NULL);
	add(LINE_JOIN, "cy", NULL); /* at the same time */
	assert_item(0, &smart, "");
	add(LINE_NICK, "bo", "b");
	add(LINE_NICK, "b", "bob");
	now += MINUTE * 1000;
	add(LINE_MESSAGE, "bob", "hello");
	assert_item(0, &smart, "bo joined");
	now += 31 * MINUTE * 1000;
	add(LINE_MESSAGE, "ana", "hello");
	assert_item(0, &smart, "bo joined");
}

static void
smart__follows_a_person_to_a_new_nick(void **state)
{
	(void)state;
	add(LINE_MESSAGE, "bo", "hello");
	add(LINE_NICK, "bo", "bob");
	assert_item(1, &smart, "bo is now known as bob");
	add(LINE_MESSAGE, "cy", "hello");
	add(LINE_QUIT, "bob", NULL);
	assert_item(3, &smart, "bob is offline");
}

static void
smart__is_right_for_inserted_lines(void **state)
{
	(void)state;
	insert(0, LINE_MESSAGE, "bo", "hello");
	now += MINUTE * 1000;
	insert(1, LINE_QUIT, "bo", "Quit");
	insert(2, LINE_QUIT, "cy", "Quit");
	insert(3, LINE_JOIN, "dee", NULL);
	now += MINUTE * 1000;
	insert(4, LINE_MESSAGE, "dee", "hello");
	assert_item(1, &smart, "");
	speakers_insert(b, 0, 4);
	assert_item(1, &smart, "dee joined; bo left");
}

static void
speakers__remember_a_limited_number_of_people(void **state)
{
	char nick[16];
	int i;

	(void)state;
	for (i = 0; i < 20000; i++) {
		snprintf(nick, sizeof(nick), "n%d", i);
		add(LINE_MESSAGE, nick, "hello");
	}
	add(LINE_QUIT, "n19999", NULL);
	assert_item(b->n - 1, &smart, "n19999 is offline");
	add(LINE_MESSAGE, "n1", "hello");
	add(LINE_QUIT, "n2", NULL);
	assert_item(b->n - 1, &smart, "");
}

static void
rule__decides_what_is_shown(void **state)
{
	static const struct presence_rule all = { PRESENCE_ALL, 0 };
	static const struct presence_rule none = { PRESENCE_NONE, 0 };

	(void)state;
	add(LINE_JOIN, "ana", NULL);
	add(LINE_JOIN, "bo", NULL);
	assert_item(0, &all, "ana joined");
	assert_item(1, &all, "bo joined");
	assert_int_equal(fold_item_last(b, 0, &all), 0);
	assert_item(0, &none, "");
	assert_int_equal(fold_item_last(b, 0, &none), 1);
	assert_true(fold_is_foldable(b, 1, &folded));
	assert_false(fold_is_foldable(b, 1, &all));
	assert_false(fold_is_foldable(b, 1, &smart));
	buffer_line(b, 0)->fold->open = 1;
	assert_item(0, &folded, "ana joined");
	assert_item(1, &folded, "bo joined");
	assert_int_equal(fold_item_last(b, 0, &folded), 0);
}

#define fold_test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		fold_test(fold__summarizes_consecutive_lines),
		fold_test(fold__tells_what_became_of_each_person),
		fold_test(fold__is_shorter__where_less_fits),
		fold_test(fold__tells_of_netsplits),
		fold_test(netsplit__is_two_host_names),
		fold_test(fold__leaves_out_the_user_and_kicks),
		fold_test(fold__takes_in_ranks_that_a_server_gives_at_a_join),
		fold_test(
		    fold__joins_what_a_removed_line_divided__and_is_divided_by_an_inserted_one),
		fold_test(folds__stay_right__whatever_happens_to_the_lines),
		fold_test(fold__has_a_limit),
		fold_test(smart__hides_people_who_have_not_spoken_lately),
		fold_test(smart__shows_a_join__once_the_person_speaks),
		fold_test(smart__follows_a_person_to_a_new_nick),
		fold_test(smart__is_right_for_inserted_lines),
		fold_test(speakers__remember_a_limited_number_of_people),
		fold_test(rule__decides_what_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
