/*
 * saved_values: values of rooms in a file that two clients change.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/saved_values.h"
#include "common/file.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

static const struct saved_limits latest = { SAVED_LATEST, 4, 100 };
static const struct saved_limits largest = { SAVED_LARGEST, 4, 100 };

static struct client_config config;
static struct state_files *files[2];
static struct saved_values *ours, *theirs;
static char *dir;
static int reports;

static void
report_cb(const char *text, void *ctx)
{
	(void)text;
	(void)ctx;
	reports++;
}

static void
open_both(const struct saved_limits *limits)
{
	saved_values_free(ours);
	saved_values_free(theirs);
	ours = saved_values_new(files[0], "drafts", limits);
	theirs = saved_values_new(files[1], "drafts", limits);
}

static int
setup(void **state)
{
	(void)state;
	dir = e2e_folder();
	setenv("XDG_STATE_HOME", dir, 1);
	config.save_state = 1;
	reports = 0;
	for (int i = 0; i < 2; i++)
		files[i] =
		    state_files_new(&config, VIEW("net"), report_cb, NULL);
	ours = theirs = NULL;
	open_both(&latest);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	saved_values_free(ours);
	saved_values_free(theirs);
	for (int i = 0; i < 2; i++)
		state_files_free(files[i]);
	e2e_remove(dir);
	free(dir);
	return 0;
}

static void
set(struct saved_values *sv, const char *room, const char *value)
{
	saved_values_set(sv, view_of(room), value);
	assert_int_equal(saved_values_save(sv), STATE_OK);
}

static void
expect(struct saved_values *sv, const char *room, const char *want)
{
	const char *got = saved_values_get(sv, view_of(room));

	if (want == NULL)
		assert_null(got);
	else if (got == NULL)
		fail_msg("no value of %s", room);
	else
		assert_string_equal(got, want);
}

/* Read the file again: what a client sees that starts now. */
static void
expect_saved(const char *room, const char *want)
{
	struct saved_values *sv = saved_values_new(files[0], "drafts", &latest);

	expect(sv, room, want);
	saved_values_free(sv);
}

static void
saved_values__are_there_after_a_restart(void **state)
{
	(void)state;
	set(ours, "#tea", "with\ttab\nand line\\");
	set(ours, "#ops", "x");
	expect_saved("#TEA", "with\ttab\nand line\\");
	set(ours, "#ops", NULL);
	expect_saved("#ops", NULL);
	expect_saved("#tea", "with\ttab\nand line\\");
}

static void
saved_values__keeps_what_another_client_changed(void **state)
{
	(void)state;
	set(ours, "#tea", "ours");
	set(theirs, "#ops", "theirs");
	set(ours, "#tea", "ours, later");
	expect_saved("#ops", "theirs");
	expect_saved("#tea", "ours, later");
	expect(ours, "#ops", "theirs");
	set(theirs, "#tea", "theirs");
	expect_saved("#tea", "theirs");
	/* a value that only they changed is not taken back */
	set(ours, "#x", "y");
	expect_saved("#tea", "theirs");
	set(theirs, "#z", "z");
	set(theirs, "#x", NULL);
	expect_saved("#x", NULL);
}

static void
saved_values__keeps_the_largest_number(void **state)
{
	(void)state;
	open_both(&largest);
	set(ours, "#tea", "900");
	set(theirs, "#tea", "1000");
	saved_values_set(ours, VIEW("#tea"), "950");
	assert_int_equal(saved_values_save(ours), STATE_OK);
	expect_saved("#tea", "1000");
	expect(ours, "#tea", "1000");
}

static void
saved_values__keeps_those_that_were_changed_last(void **state)
{
	char room[8], text[60];

	(void)state;
	for (int i = 0; i < 6; i++) {
		snprintf(room, sizeof(room), "#%d", i);
		set(ours, room, "x");
	}
	expect_saved("#1", NULL);
	expect_saved("#2", "x");
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	set(ours, "#long", text);
	set(ours, "#longer", text);
	expect_saved("#long", NULL);
	expect_saved("#longer", text);
}

static void
saved_values__skips_lines_that_are_damaged(void **state)
{
	static const char text[] = "tchat-state 1\n#a\tgood\n#b\n\n\tx\n"
				   "#c\tone\ttwo\n\377\tx\n#d\t\n#e\tlast";
	char path[300];
	FILE *f;

	(void)state;
	set(ours, "#x", "y");
	snprintf(path, sizeof(path), "%s/tchat/net/drafts", dir);
	f = fopen(path, "w");
	fputs(text, f);
	fclose(f);
	expect_saved("#a", "good");
	expect_saved("#b", NULL);
	expect_saved("#c", NULL);
	expect_saved("#d", "");
	expect_saved("#e", "last");
	assert_int_equal(reports, 0);
}

static void
saved_values__writes_later_what_could_not_be_written(void **state)
{
	char path[300];

	(void)state;
	config.save_state = 0;
	set(ours, "#tea", "typed while nothing is saved");
	config.save_state = 1;
	expect_saved("#tea", NULL);
	assert_int_equal(saved_values_save(ours), STATE_OK);
	expect_saved("#tea", "typed while nothing is saved");
	snprintf(path, sizeof(path), "%s/tchat/net/drafts", dir);
	unlink(path);
	mkdir(path, 0700);
	saved_values_set(ours, VIEW("#tea"), "x");
	assert_int_equal(saved_values_save(ours), STATE_FAILED);
	assert_int_equal(saved_values_save(ours), STATE_OK);
	assert_int_equal(reports, 1);
	expect(ours, "#tea", "x");
}

#define VALUES_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		VALUES_TEST(saved_values__are_there_after_a_restart),
		VALUES_TEST(saved_values__keeps_what_another_client_changed),
		VALUES_TEST(saved_values__keeps_the_largest_number),
		VALUES_TEST(saved_values__keeps_those_that_were_changed_last),
		VALUES_TEST(saved_values__skips_lines_that_are_damaged),
		VALUES_TEST(
		    saved_values__writes_later_what_could_not_be_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
