/*
 * Searching for messages, and deleted messages.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app_buffers.h"
#include "client/app_saved.h"
#include "client/app_state.h"
#include "client/input/editor.h"
#include "client/input/term_input.h"
#include "client/model/search_results.h"
#include "common/clock.h"
#include "tests/support/app_world.h"
#include "tests/support/check_view.h"
#include "tests/support/past_world.h"
#include "tests/support/test.h"

static void
a_search__shows_results__and_goes_to_the_chosen_one(void **state)
{
	struct buffer *b;

	(void)state;
	past_say_many("#a", "old", 150, 5 * HOUR);
	past_say(&past_world, "#a", "bo", "is it tea time?", 4 * HOUR);
	past_say_many("#a", "middle", 150, 3 * HOUR);
	past_say(&past_world, "#b", "bo", "tea in b", 2 * HOUR);
	past_say_many("#a", "new", 150, HOUR);
	past_start();
	b = world.app->model->active;
	world_keys("draft");
	app_note_draft(world.app);
	world_keys("\025/search tea\r");
	world_expect("SEARCH");
	past_wait_for_answers();
	world_shows("1 of 2 found: tea");
	world_shows("#b bo  tea in b");
	world_keys("\033[B");
	world_shows("2 of 2 found: tea");
	world_keys("\r");
	past_wait_for_answers();
	assert_null(model_results(world.app->model));
	assert_ptr_equal(world.app->model->active, b);
	world_shows(" is it tea time?");
	world_shows(" old 149");
	world_shows(" middle 0");
	assert_string_equal(b->highlight->text, "is it tea time?");
	assert_non_null(strstr(past_shown(b), "(gap)\nnew 50\n"));
	/* and scrolls down from there without a gap */
	while (!b->following) {
		world_keys("\033[6~");
		past_wait_for_answers();
	}
	assert_null(strstr(past_shown(b), "(gap)"));
	assert_non_null(strstr(past_on_server("#a"), past_shown(b)));
}

static void
a_search__keeps_the_draft__and_closes(void **state)
{
	(void)state;
	past_start();
	world_keys("/search nothing\r");
	past_wait_for_answers();
	world_shows("nothing found: nothing");
	world_keys("just typed");
	assert_null(model_results(world.app->model));
	assert_view(editor_text(), "just typed");
	world_keys("\025/search x\r");
	past_wait_for_answers();
	world_keys("\033[200~a paste\033[201~");
	assert_null(model_results(world.app->model));
	assert_view(editor_text(), "a paste");
	world_keys("\025/search x\r");
	past_wait_for_answers();
	world_keys("\033");
	term_input_tick(world.app->term_input, clock_mono_ms() + 1000);
	assert_null(model_results(world.app->model));
	world_keys("/search x before:soon\r");
	world_shows("\"soon\" is not a day");
	assert_view(editor_text(), "");
	world_keys("\033[A");
	assert_view(editor_text(), "/search x before:soon");
}

static void
messages__are_deleted(void **state)
{
	struct buffer *b;

	(void)state;
	past_start();
	b = world.app->model->active;
	world_keys("one\rtwo\r");
	past_wait_for_answers();
	past_say_now("#a", "three");
	world_keys("/redact\r");
	world_expect("REDACT #a m1\r\n");
	past_wait_for_answers();
	world_shows(" me deleted a message");
	world_keys("/redact 1 a slip\r");
	world_expect("REDACT #a m0 :a slip\r\n");
	past_wait_for_answers();
	world_shows("me deleted a message (a slip)");
	world_serve(":op!u@h REDACT #a m2 :rude");
	world_shows("bo op deleted a message (rude)");
	world_keys("/redact\r");
	world_shows("You have no such message here");
	assert_int_equal(world_line(b, 1)->kind, LINE_REDACTED);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		PAST_CASE(a_search__shows_results__and_goes_to_the_chosen_one),
		PAST_CASE(a_search__keeps_the_draft__and_closes),
		PAST_CASE(messages__are_deleted),
	};

	setenv("LC_ALL", "C.UTF-8", 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
