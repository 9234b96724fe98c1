/*
 * Tests of model and mention: the buffers, the active one, which panes a change makes dirty; mentions.
 */

#include "client/config/config.h"
#include "client/model/mention.h"
#include "client/model/model.h"
#include "client/model/unread.h"
#include "common/clock.h"
#include "tests/support/test.h"

static struct model *
make_model(void)
{
	struct model *m = model_new(client_config_defaults(), 100);

	model_add_network(m, client_config_defaults(), "host");
	return m;
}

static struct buffer *
open_room(struct model *m, const char *name)
{
	return model_open(model_network(m), BUFFER_ROOM, view_of(name));
}

static void
say(struct model *m, struct buffer *b, enum line_kind kind, int mention)
{
	char nick[] = "bob", text[] = "hello";
	struct line line = {
		.kind = kind, .nick = nick, .text = text, .mention = mention
	};

	model_add(m, b, &line);
}

static void
model__starts_with_the_servers_buffer(void **state)
{
	struct model *m = make_model();

	(void)state;
	assert_ptr_equal(m->active, model_network(m)->server);
	assert_ptr_equal(model_buffer_at(m, 0), model_network(m)->server);
	assert_null(model_buffer_at(m, 1));
	assert_null(model_find(model_network(m), VIEW("host")));
	assert_int_equal(m->nbuffers, 1);
	model_close(m, model_network(m)->server);
	assert_int_equal(m->nbuffers, 1);
	model_free(m);
}

static void
model__opens_a_name_once__whatever_its_case(void **state)
{
	struct model *m = make_model();
	struct buffer *b = open_room(m, "#Öl");

	(void)state;
	assert_ptr_equal(open_room(m, "#öL"), b);
	assert_ptr_equal(model_find(model_network(m), VIEW("#ÖL")), b);
	assert_null(model_find(model_network(m), VIEW("#ol")));
	model_rename(m, b, VIEW("#new"));
	assert_ptr_equal(model_find(model_network(m), VIEW("#NEW")), b);
	assert_null(model_find(model_network(m), VIEW("#Öl")));
	model_free(m);
}

static void
model_neighbour__wraps_around(void **state)
{
	struct model *m = make_model();
	struct buffer *a = open_room(m, "#a"), *b = open_room(m, "#b");

	(void)state;
	assert_ptr_equal(model_neighbour(m, 1), a);
	assert_ptr_equal(model_neighbour(m, -1), b);
	model_activate(m, b);
	assert_ptr_equal(model_neighbour(m, 1), model_network(m)->server);
	assert_ptr_equal(model_neighbour(m, -1), a);
	assert_ptr_equal(m->last, model_network(m)->server);
	model_free(m);
}

static void
model_next_unread__prefers_mentions(void **state)
{
	struct model *m = make_model();
	struct buffer *a = open_room(m, "#a"), *b = open_room(m, "#b");

	(void)state;
	assert_null(model_next_unread(m));
	say(m, a, LINE_MESSAGE, 0);
	assert_ptr_equal(model_next_unread(m), a);
	say(m, b, LINE_MESSAGE, 1);
	assert_ptr_equal(model_next_unread(m), b);
	model_activate(m, b);
	assert_int_equal(b->mentions, 0);
	assert_ptr_equal(model_next_unread(m), a);
	model_free(m);
}

static void
model__activates_the_neighbour__when_the_active_buffer_is_closed(void **state)
{
	struct model *m = make_model();
	struct buffer *a = open_room(m, "#a"), *b = open_room(m, "#b");

	(void)state;
	model_activate(m, b);
	model_activate(m, a);
	say(m, b, LINE_MESSAGE, 1);
	model_close(m, a);
	assert_ptr_equal(m->active, b);
	assert_int_equal(b->unread, 0);
	assert_null(m->last);
	model_close(m, b);
	assert_ptr_equal(m->active, model_network(m)->server);
	assert_int_equal(m->nbuffers, 1);
	model_free(m);
}

static void
model__counts_messages_of_others__in_inactive_buffers(void **state)
{
	struct model *m = make_model();
	struct buffer *a = open_room(m, "#a");
	struct line own = { .kind = LINE_MESSAGE, .self = 1 };

	(void)state;
	m->dirty = 0;
	say(m, a, LINE_JOIN, 0);
	model_add(m, a, &own);
	assert_int_equal(a->unread, 0);
	assert_int_equal(m->dirty, 0);
	say(m, a, LINE_ACTION, 0);
	assert_int_equal(a->unread, 1);
	assert_int_equal(m->dirty, DIRTY_ROOMS | DIRTY_STATUS);
	m->dirty = 0;
	say(m, model_network(m)->server, LINE_NOTICE, 0);
	assert_int_equal(model_network(m)->server->unread, 0);
	assert_int_equal(m->dirty, DIRTY_MESSAGES | DIRTY_STATUS);
	model_free(m);
}

static void
model__sets_no_unread_mark__below_viewed_lines(void **state)
{
	struct model *m = make_model();
	struct buffer *a = open_room(m, "#a");

	(void)state;
	model_activate(m, a);
	say(m, a, LINE_MESSAGE, 0);
	say(m, a, LINE_MESSAGE, 0);
	assert_int_equal(a->read_seq, buffer_line(a, 1)->seq);
	model_activate(m, model_network(m)->server);
	say(m, a, LINE_MESSAGE, 0);
	model_activate(m, a);
	assert_int_equal(a->read_seq, buffer_line(a, 1)->seq);
	model_activate(m, model_network(m)->server);
	assert_int_equal(a->read_seq, buffer_line(a, 2)->seq);
	model_free(m);
}

static int64_t
noon(void)
{
	return 1795262400000;
}

static void
model_info__adds_a_line_with_the_time(void **state)
{
	struct model *m = make_model();

	(void)state;
	clock_set(noon);
	model_info(m, model_network(m)->server, "%d rooms", 3);
	model_error(m, model_network(m)->server, "no %s", "such nick");
	assert_string_equal(
	    buffer_line(model_network(m)->server, 0)->text, "3 rooms");
	assert_int_equal(
	    buffer_line(model_network(m)->server, 0)->kind, LINE_INFO);
	assert_int_equal(
	    buffer_line(model_network(m)->server, 0)->time, noon());
	assert_string_equal(
	    buffer_line(model_network(m)->server, 1)->text, "no such nick");
	assert_int_equal(
	    buffer_line(model_network(m)->server, 1)->kind, LINE_ERROR);
	clock_set(NULL);
	model_free(m);
}

static void
mentions_nick__finds_whole_words__in_any_case(void **state)
{
	static const struct {
		const char *text, *nick;
		int want;
	} cases[] = {
		{ "ana", "ana", 1 },
		{ "hello ANA!", "ana", 1 },
		{ "(ana)", "ana", 1 },
		{ "ana's turn", "Ana", 1 },
		{ "@ana: x", "ana", 1 },
		{ "banana", "ana", 0 },
		{ "anas", "ana", 0 },
		{ "ana_", "ana", 0 },
		{ "ana-maria", "ana", 0 },
		{ "anaana", "ana", 0 },
		{ "banana ana", "ana", 1 },
		{ "ana2", "ana", 0 },
		{ "\002ana\x02", "ana", 1 },
		{ "\00304ana", "ana", 1 },
		{ "\00304,12ana", "ana", 1 },
		{ "hej Ølaf, du", "ØLAF", 1 },
		{ "hej Ølafé", "ØLAF", 0 },
		{ "小林さん、こんにちは", "小林", 1 },
		{ "你好小林你好", "小林", 1 },
		{ "x[a]y", "[a]", 0 },
		{ "x [a] y", "[a]", 1 },
		{ "", "ana", 0 },
		{ "ana", "", 0 },
		{ "ana", NULL, 0 },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		if (mentions_nick(view_of(cases[i].text), cases[i].nick) !=
		    cases[i].want)
			fail_msg(
			    "\"%s\" names %s?", cases[i].text, cases[i].nick);
	}
}

static void
mentions_nick__finds_a_nick__far_into_text_without_spaces(void **state)
{
	struct buf text = { 0 };
	int i;

	(void)state;
	for (i = 0; i < 1000; i++)
		buf_add_str(&text, "字");
	assert_int_equal(mentions_nick(buf_view(&text), "小林"), 0);
	buf_add_str(&text, "小林");
	assert_int_equal(mentions_nick(buf_view(&text), "小林"), 1);
	buf_clear(&text);
}

static void
model__counts_in_the_active_buffer__without_focus(void **state)
{
	struct model *m = make_model();
	struct buffer *a = open_room(m, "#a");

	(void)state;
	model_activate(m, a);
	say(m, a, LINE_MESSAGE, 0);
	assert_int_equal(a->unread, 0);
	model_set_focus(m, 0);
	say(m, a, LINE_MESSAGE, 1);
	say(m, a, LINE_JOIN, 0);
	assert_int_equal(a->unread, 1);
	assert_int_equal(a->mentions, 1);
	assert_int_equal(unread_first_line(a), 1);
	model_activate(m, model_network(m)->server);
	model_activate(m, a);
	assert_int_equal(a->unread, 1);
	model_set_focus(m, 1);
	assert_int_equal(a->unread, 0);
	assert_true(model_is_viewed(m, a));
	assert_false(model_is_viewed(m, model_network(m)->server));
	model_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    model__counts_in_the_active_buffer__without_focus),
		cmocka_unit_test(model__starts_with_the_servers_buffer),
		cmocka_unit_test(model__opens_a_name_once__whatever_its_case),
		cmocka_unit_test(model_neighbour__wraps_around),
		cmocka_unit_test(model_next_unread__prefers_mentions),
		cmocka_unit_test(
		    model__activates_the_neighbour__when_the_active_buffer_is_closed),
		cmocka_unit_test(
		    model__counts_messages_of_others__in_inactive_buffers),
		cmocka_unit_test(
		    model__sets_no_unread_mark__below_viewed_lines),
		cmocka_unit_test(model_info__adds_a_line_with_the_time),
		cmocka_unit_test(mentions_nick__finds_whole_words__in_any_case),
		cmocka_unit_test(
		    mentions_nick__finds_a_nick__far_into_text_without_spaces),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
