/*
 * app_spelling, app_suggest: misspelt words in the input line. Skipped where the machine has no dictionary for en_US.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/app_marks.h"
#include "client/app_spelling.h"
#include "client/app_state.h"
#include "client/input/editor.h"
#include "client/input/spelling.h"
#include "tests/support/app_world.h"
#include "tests/support/check_view.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

static char *dir;

static int
setup(void **state)
{
	dir = e2e_folder();
	setenv("ENCHANT_CONFIG_DIR", dir, 1);
	setenv("HOME", dir, 1); /* where aspell keeps learnt words */
	return world_setup(state);
}

static int
teardown(void **state)
{
	world_teardown(state);
	e2e_remove(dir);
	free(dir);
	return 0;
}

static void
set_languages(const char *languages)
{
	free(world.config.spelling);
	world.config.spelling = strdup(languages);
	app_spelling_load(world.app);
}

static void
start(void)
{
	world.caps = "echo-message";
	world_start(1, "#a");
	world_accept();
	world_welcome();
	world_join("#a");
	set_languages("en_US");
	if (spelling_wait(world.app->spelling) == 0)
		skip();
}

/* Return the misspelt words of an input line with the cursor at byte `point`. */
static const char *
marked(const char *line, size_t point)
{
	static struct buf out;
	struct input_state in = { .text = view_of(line), .point = point };

	buf_reset(&out);
	app_marks_set(world.app, &in);
	for (size_t i = 0; i < in.nmarks; i++)
		if (in.marks[i].kind == MARK_MISSPELT)
			buf_printf(&out, "%.*s|",
			    (int)(in.marks[i].to - in.marks[i].from),
			    line + in.marks[i].from);
	return buf_str(&out);
}

static void
misspelt_words__are_marked_in_messages_only(void **state)
{
	(void)state;
	start();
	assert_string_equal(marked("I recieve teh tea", 0), "recieve|teh|");
	assert_string_equal(marked("/me recieves tea", 0), "recieves|");
	assert_string_equal(marked("/msg bo recieve", 0), "recieve|");
	assert_string_equal(marked("/topic recieve", 0), "");
	assert_string_equal(marked("/nosuch recieve", 0), "");
	assert_string_equal(marked("see http://recieve.example", 0), "");
	/* the word that ends at the cursor is being typed */
	assert_string_equal(marked("teh recieve", 11), "teh|");
	assert_string_equal(marked("teh recieve ", 12), "teh|recieve|");
}

static void
nicks__are_not_misspelt(void **state)
{
	(void)state;
	start();
	world_serve(":zxqwy!u@h JOIN #a");
	assert_string_equal(marked("Zxqwy: zxqwyx", 0), "zxqwyx|");
	assert_string_equal(marked("me and bo ", 0), "");
}

static void
splits_and_words__are_marked_in_order(void **state)
{
	char text[900];
	struct input_state in = { 0 };

	(void)state;
	start();
	for (size_t i = 0; i < sizeof(text) - 1; i++)
		text[i] = "teh "[i % 4];
	text[sizeof(text) - 1] = '\0';
	in.text = view_of(text);
	app_marks_set(world.app, &in);
	assert_true(in.nmarks > 200);
	for (size_t i = 1; i < in.nmarks; i++)
		assert_true(in.marks[i].from >= in.marks[i - 1].to);
}

static void
suggestions__replace_the_word(void **state)
{
	(void)state;
	start();
	world_keys("I recieve teh tea\033$");
	world_shows("Spelling");
	world_keys("\007");
	assert_view(editor_text(), "I recieve teh tea");
	world_keys("\001\033f\033f\033$"); /* at the end of recieve */
	world_shows("receive");
	world_keys("receive\r");
	assert_view(editor_text(), "I receive teh tea");
	assert_int_equal(editor_point(), strlen("I receive"));
	world_keys("\037");
	assert_view(editor_text(), "I recieve teh tea");
}

static void
a_word__is_learnt(void **state)
{
	(void)state;
	start();
	world_keys("frobnicatez it \033$");
	world_keys("add my words\r");
	assert_string_equal(marked("frobnicatez it ", 0), "");
	assert_view(editor_text(), "frobnicatez it ");
	world_keys("\033$");
	world_shows("No word is misspelt.");
}

static void
the_setting__takes_effect_at_once(void **state)
{
	(void)state;
	start();
	set_languages("off");
	assert_string_equal(marked("teh tea", 0), "");
	world_keys("teh tea\033$");
	world_shows("There is no dictionary for \"off\"");
	set_languages("en_US");
	spelling_wait(world.app->spelling);
	assert_string_equal(marked("teh tea", 0), "teh|");
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(misspelt_words__are_marked_in_messages_only),
		CASE(nicks__are_not_misspelt),
		CASE(splits_and_words__are_marked_in_order),
		CASE(suggestions__replace_the_word),
		CASE(a_word__is_learnt),
		CASE(the_setting__takes_effect_at_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
