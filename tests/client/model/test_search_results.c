/*
 * Tests of search_results: newest first, each once, with a stable selection.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/model/search_results.h"
#include "tests/support/test.h"

static void
add(struct search_results *r, int time)
{
	char msgid[16];
	struct line line = { .time = time, .text = msgid, .msgid = msgid };

	snprintf(msgid, sizeof(msgid), "m%d", time);
	search_results_add(r, VIEW("#a"), &line);
}

static void
results__are_newest_first__each_once(void **state)
{
	struct search_results *r = search_results_new(VIEW("some words"));
	int i;

	(void)state;
	assert_null(search_results_selected(r));
	assert_int_equal(search_results_oldest(r), 0);
	for (i = 0; i < 100; i++)
		add(r, i);
	for (i = 0; i < 100; i += 2)
		add(r, i);
	assert_int_equal(r->n, 100);
	for (i = 0; i < 100; i++)
		assert_int_equal(r->v[i].line.time, 99 - i);
	assert_string_equal(r->v[0].where, "#a");
	assert_string_equal(r->query, "some words");
	assert_int_equal(search_results_oldest(r), 0);
	search_results_free(r);
}

static void
results__keep_the_selection__when_more_arrive(void **state)
{
	struct search_results *r = search_results_new(VIEW("x"));

	(void)state;
	add(r, 10);
	add(r, 20);
	add(r, 30);
	assert_int_equal(search_results_selected(r)->line.time, 30);
	assert_int_equal(search_results_move(r, 1), 1);
	assert_int_equal(search_results_selected(r)->line.time, 20);
	add(r, 25);
	assert_int_equal(search_results_selected(r)->line.time, 20);
	add(r, 5);
	assert_int_equal(search_results_selected(r)->line.time, 20);
	assert_int_equal(search_results_move(r, 100), 1);
	assert_int_equal(search_results_selected(r)->line.time, 5);
	assert_int_equal(search_results_move(r, 1), 0);
	assert_int_equal(search_results_move(r, -100), 1);
	assert_int_equal(search_results_selected(r)->line.time, 30);
	search_results_fail(r, VIEW("no"));
	assert_string_equal(r->why, "no");
	assert_int_equal(r->state, RESULTS_FAILED);
	search_results_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(results__are_newest_first__each_once),
		cmocka_unit_test(results__keep_the_selection__when_more_arrive),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
