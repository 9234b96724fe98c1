/*
 * Tests of buffer and unread: the ring compared with a plain list, unread counts, the scroll position.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/model/buffer.h"
#include "client/model/unread.h"
#include "common/xmalloc.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

static struct line *
add(struct buffer *b, const char *text, int unread)
{
	char *copy = xstrdup(text);
	struct line line = { .text = copy }, *ours;

	ours = buffer_add(b, &line, unread);
	free(copy);
	return ours;
}

static void
add_many(struct buffer *b, int n)
{
	char text[16];
	int i;

	for (i = 0; i < n; i++) {
		snprintf(text, sizeof(text), "%d", i);
		add(b, text, 0);
	}
}

static void
buffer__keeps_the_newest__when_it_is_full(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 100);

	(void)state;
	add_many(b, 1000);
	assert_int_equal(b->n, 100);
	assert_string_equal(buffer_line(b, 0)->text, "900");
	assert_string_equal(buffer_line(b, 99)->text, "999");
	assert_null(buffer_line(b, 100));
	assert_int_equal(b->size, 100);
	buffer_free(b);
}

static void
buffer__finds_the_next_kept_line__when_one_is_gone(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 100);
	uint64_t first;

	(void)state;
	add_many(b, 150);
	first = buffer_line(b, 0)->seq;
	assert_int_equal(buffer_index_of_seq(b, first - 10), 0);
	assert_int_equal(buffer_index_of_seq(b, first), 0);
	assert_int_equal(buffer_index_of_seq(b, first + 42), 42);
	assert_int_equal(buffer_index_of_seq(b, first + 99), 99);
	assert_int_equal(buffer_index_of_seq(b, first + 100), 100);
	buffer_free(b);
}

/* A plain list of texts with the same operations. */
enum { LIST_MAX = 37 };
struct list {
	struct line *v[LIST_MAX];
	int n;
};

static void
list_take(struct list *l, int i)
{
	memmove(l->v + i, l->v + i + 1,
	    (size_t)(l->n - i - 1) * sizeof(struct line *));
	l->n--;
}

static void
assert_same(const struct buffer *b, const struct list *l)
{
	uint64_t before = 0;
	int i;

	assert_int_equal(b->n, l->n);
	for (i = 0; i < l->n; i++) {
		assert_ptr_equal(buffer_line(b, (size_t)i), l->v[i]);
		assert_true(l->v[i]->seq > before);
		before = l->v[i]->seq;
		assert_int_equal(buffer_index_of_seq(b, before), i);
	}
}

static void
do_anything(struct buffer *b, struct list *l, struct prng *r)
{
	uint32_t what = prng_next(r) % 10;
	int i = l->n == 0 ? 0 : (int)(prng_next(r) % (uint32_t)l->n);
	struct line *line;

	if (what < 6 || l->n == 0) {
		if (l->n == LIST_MAX)
			list_take(l, 0);
		l->v[l->n++] = add(b, "x", 0);
	} else if (what < 8) {
		line = l->v[i];
		buffer_move_last(b, line);
		list_take(l, i);
		l->v[l->n++] = line;
	} else {
		buffer_remove(b, l->v[i]);
		list_take(l, i);
	}
}

static void
buffer__equals_a_plain_list__after_any_operations(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), LIST_MAX);
	struct prng r = { 7 };
	struct list l = { .n = 0 };
	int i;

	(void)state;
	for (i = 0; i < 3000; i++) {
		do_anything(b, &l, &r);
		assert_same(b, &l);
	}
	buffer_free(b);
}

static void
buffer__finds_lines__by_token_and_by_msgid(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 100);
	struct line *line;

	(void)state;
	add_many(b, 3);
	line = add(b, "mine", 0);
	line->token = 99;
	buffer_set_msgid(b, line, VIEW("abc"));
	add_many(b, 3);
	assert_ptr_equal(buffer_find_token(b, 99), line);
	assert_null(buffer_find_token(b, 98));
	assert_null(buffer_find_token(b, 0));
	assert_ptr_equal(buffer_find_msgid(b, VIEW("abc")), line);
	assert_null(buffer_find_msgid(b, VIEW("abd")));
	buffer_free(b);
}

static void
buffer__marks_the_first_unread_line__until_it_is_left(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 100);
	uint64_t seen;

	(void)state;
	add(b, "seen", 0);
	seen = add(b, "ana joined", 0)->seq;
	assert_int_equal(b->read_seq, seen);
	add(b, "hello", 1);
	add(b, "bob joined", 0);
	assert_int_equal(b->read_seq, seen);
	assert_int_equal(b->unread, 1);
	unread_clear(b);
	assert_int_equal(b->unread, 0);
	add(b, "more", 0);
	assert_int_equal(b->read_seq, seen);
	unread_move_mark_to_end(b);
	assert_int_equal(b->read_seq, buffer_line(b, b->n - 1)->seq);
	buffer_free(b);
}

static void
buffer__counts_mentions__and_every_word_of_a_query(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 100);
	struct buffer *q = buffer_new(BUFFER_QUERY, VIEW("bob"), 100);
	struct line line = { .mention = 1 };

	(void)state;
	buffer_add(b, &line, 1);
	add(b, "x", 1);
	add(q, "x", 1);
	assert_int_equal(b->unread, 2);
	assert_int_equal(b->mentions, 1);
	assert_int_equal(q->mentions, 1);
	buffer_free(b);
	buffer_free(q);
}

static void
buffer__keeps_no_mark__when_an_own_line_moves(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 100);
	struct line *line;

	(void)state;
	line = add(b, "mine", 0);
	add(b, "other", 0);
	buffer_move_last(b, line);
	assert_int_equal(b->read_seq, line->seq);
	assert_string_equal(buffer_line(b, 0)->text, "other");
	buffer_free(b);
}

static void
buffer__moves_the_reader_to_the_neighbour__when_a_line_is_removed(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 100);
	struct line *line;

	(void)state;
	add(b, "1", 0);
	line = add(b, "2", 0);
	add(b, "3", 0);
	b->following = 0;
	b->bottom_seq = line->seq;
	buffer_remove(b, line);
	assert_int_equal(b->bottom_seq, buffer_line(b, 0)->seq);
	buffer_remove(b, buffer_line(b, 0));
	assert_int_equal(b->bottom_seq, buffer_line(b, 0)->seq);
	buffer_free(b);
}

static void
buffer__is_empty_and_follows__when_cleared(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 100);
	uint64_t last;

	(void)state;
	add_many(b, 120);
	last = buffer_line(b, 99)->seq;
	b->following = 0;
	buffer_clear_lines(b);
	assert_int_equal(b->n, 0);
	assert_null(buffer_line(b, 0));
	assert_true(b->following);
	assert_true(add(b, "x", 0)->seq > last);
	buffer_free(b);
}

static void
buffer__keeps_a_draft__and_drops_an_empty_one(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 100);

	(void)state;
	buffer_set_draft(b, "half a li", 4);
	assert_string_equal(b->draft, "half a li");
	assert_int_equal(b->draft_point, 4);
	buffer_set_draft(b, "", 0);
	assert_null(b->draft);
	buffer_set_topic(b, "topic");
	assert_string_equal(b->topic, "topic");
	buffer_set_topic(b, "");
	assert_null(b->topic);
	buffer_free(b);
}

static void
say(struct buffer *b, int64_t time, const char *msgid, int self)
{
	char text[] = "x", id[16];
	struct line line = { .time = time, .text = text, .self = self };

	snprintf(id, sizeof(id), "%s", msgid);
	line.msgid = id;
	buffer_add(b, &line, 0);
}

static void
buffer__adds_no_msgid_twice(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 100);
	struct line *line;

	(void)state;
	say(b, 1, "m1", 0);
	say(b, 1, "m1", 0);
	assert_int_equal(b->n, 1);
	line = add(b, "mine", 0);
	buffer_set_msgid(b, line, VIEW("m1"));
	assert_null(line->msgid);
	buffer_remove(b, buffer_find_msgid(b, VIEW("m1")));
	buffer_set_msgid(b, line, VIEW("m1"));
	assert_ptr_equal(buffer_find_msgid(b, VIEW("m1")), line);
	buffer_free(b);
}

static void
buffer__counts_lines_after_the_read_marker(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 100);
	struct line *line;

	(void)state;
	say(b, 10, "m1", 0);
	say(b, 20, "m2", 0);
	say(b, 30, "m3", 1);
	say(b, 40, "m4", 0);
	buffer_find_msgid(b, VIEW("m4"))->mention = 1;
	add(b, "connected", 0)->kind = LINE_INFO;
	assert_int_equal(buffer_newest_time(b), 40);
	unread_recount(b, 1);
	assert_int_equal(b->unread, 0);
	b->read_time = 10;
	unread_recount(b, 1);
	assert_int_equal(b->unread, 2);
	assert_int_equal(b->mentions, 1);
	assert_int_equal(unread_first_line(b), 1);
	line = buffer_find_msgid(b, VIEW("m4"));
	buffer_redact(b, line, VIEW("op"), VIEW("spam"));
	assert_int_equal(b->mentions, 0);
	assert_int_equal(line->kind, LINE_REDACTED);
	unread_clear(b);
	assert_int_equal(b->unread, 0);
	assert_int_equal(b->read_time, 40);
	unread_recount(b, 0);
	assert_int_equal(b->unread, 0);
	assert_int_equal(unread_first_line(b), 1);
	b->read_time = 5;
	unread_recount(b, 1);
	assert_int_equal(unread_first_line(b), 0);
	buffer_free(b);
}

static void
buffer__counts_failed_messages(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 100);
	struct line *line = add(b, "1", 0), *other = add(b, "2", 0);

	(void)state;
	buffer_set_state(b, line, LINE_FAILED);
	buffer_set_state(b, other, LINE_FAILED);
	buffer_set_state(b, other, LINE_FAILED);
	assert_int_equal(b->failed, 2);
	buffer_set_state(b, other, LINE_DONE);
	assert_int_equal(b->failed, 1);
	buffer_set_highlight(b, line);
	buffer_remove(b, line);
	assert_int_equal(b->failed, 0);
	assert_null(b->highlight);
	buffer_free(b);
}

static void
assert_words(enum line_kind kind, const char *text, const char *want)
{
	char nick[] = "ana", object[] = "bob", *copy = xstrdup(text);
	struct line line = {
		.kind = kind, .nick = nick, .object = object, .text = copy
	};
	struct buf out = { 0 };

	line_to_text(&line, &out);
	assert_string_equal(buf_str(&out), want);
	buf_clear(&out);
	free(copy);
}

static void
line_to_text__formats_every_kind(void **state)
{
	(void)state;
	assert_words(LINE_MESSAGE, "hi", "hi");
	assert_words(LINE_ACTION, "waves", "ana waves");
	assert_words(LINE_JOIN, NULL, "ana joined");
	assert_words(LINE_PART, NULL, "ana left");
	assert_words(LINE_PART, "bye", "ana left (bye\x0f)");
	assert_words(LINE_QUIT, "gone", "ana is offline (gone\x0f)");
	assert_words(LINE_QUIT, "Quitting", "ana is offline (Quitting\x0f)");
	assert_words(LINE_QUIT, NULL, "ana is offline");
	assert_words(LINE_QUIT, "Quit", "ana left");
	assert_words(LINE_QUIT, "Quit: ", "ana left");
	assert_words(LINE_QUIT, "Quit: bye", "ana left (bye\x0f)");
	assert_words(LINE_KICK, "spam", "bob was kicked by ana (spam\x0f)");
	assert_words(LINE_NICK, NULL, "ana is now known as bob");
	assert_words(LINE_TOPIC, "t", "ana changed the topic to: t");
	assert_words(LINE_TOPIC, "", "ana cleared the topic");
	assert_words(LINE_MODE, "ana let everyone in", "ana let everyone in");
	assert_words(LINE_REDACTED, NULL, "bob deleted a message");
	assert_words(LINE_REDACTED, "spam", "bob deleted a message (spam\x0f)");
	assert_words(LINE_ERROR, NULL, "");
}

static void
buffer__keeps_what_is_read__when_memory_is_short(void **state)
{
	struct buffer *b = buffer_new(BUFFER_ROOM, VIEW("#a"), 10000);
	const struct line *read;
	int i;

	(void)state;
	b->history = HISTORY_MORE;
	add_many(b, 100);
	read = buffer_line(b, 20);
	b->following = 0;
	b->bottom_seq = read->seq;
	for (i = 0; i < 1000; i++) {
		add(b, "a flood", 1);
		buffer_trim(b, 100 * line_size(read));
		assert_true(b->bytes <= 100 * line_size(read));
		assert_ptr_equal(buffer_line(b, buffer_reader_index(b)), read);
	}
	assert_string_equal(read->text, "20");
	/* without a history, the newest lines would be lost */
	b->history = HISTORY_UNKNOWN;
	buffer_trim(b, 10 * line_size(read));
	assert_string_equal(buffer_line(b, b->n - 1)->text, "a flood");
	buffer_free(b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(buffer__keeps_the_newest__when_it_is_full),
		cmocka_unit_test(
		    buffer__keeps_what_is_read__when_memory_is_short),
		cmocka_unit_test(
		    buffer__finds_the_next_kept_line__when_one_is_gone),
		cmocka_unit_test(
		    buffer__equals_a_plain_list__after_any_operations),
		cmocka_unit_test(buffer__finds_lines__by_token_and_by_msgid),
		cmocka_unit_test(
		    buffer__marks_the_first_unread_line__until_it_is_left),
		cmocka_unit_test(
		    buffer__counts_mentions__and_every_word_of_a_query),
		cmocka_unit_test(buffer__keeps_no_mark__when_an_own_line_moves),
		cmocka_unit_test(
		    buffer__moves_the_reader_to_the_neighbour__when_a_line_is_removed),
		cmocka_unit_test(buffer__is_empty_and_follows__when_cleared),
		cmocka_unit_test(buffer__keeps_a_draft__and_drops_an_empty_one),
		cmocka_unit_test(buffer__adds_no_msgid_twice),
		cmocka_unit_test(buffer__counts_lines_after_the_read_marker),
		cmocka_unit_test(buffer__counts_failed_messages),
		cmocka_unit_test(line_to_text__formats_every_kind),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
