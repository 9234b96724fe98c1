/*
 * settings_save: one value is replaced, and the rest of the file is kept; a changed file is never overwritten.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/file.h"
#include "common/settings_file.h"
#include "common/settings_save.h"
#include "common/xmalloc.h"
#include "tests/support/prng.h"
#include "tests/support/settings_table.h"
#include "tests/support/test.h"

enum { NOBODY = 65534 };

static struct test_config config;
static char dir[64];
static char *file;

static int
setup(void **state)
{
	(void)state;
	settings_init(test_settings, &config);
	snprintf(dir, sizeof(dir), "/tmp/tchat-save-XXXXXX");
	if (mkdtemp(dir) == NULL)
		return -1;
	xasprintf(&file, "%s/tchat.conf", dir);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	settings_clear(test_settings, &config);
	unlink(file);
	free(file);
	return rmdir(dir);
}

static void
set(const char *name, const char *value)
{
	char *cause = NULL;

	if (settings_set(test_settings, &config, name, value, &cause) == -1)
		fail_msg("%s", cause);
}

static void
write_file(const char *text)
{
	FILE *f = fopen(file, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void
assert_file(const char *want)
{
	struct buf b = { 0 };

	assert_int_equal(file_load(file, 1 << 20, &b, NULL), 0);
	assert_string_equal(buf_str(&b), want);
	buf_clear(&b);
}

static void
assert_edit(const char *name, const char *text, const char *want)
{
	struct settings_change ch = { .name = name };
	char *cause = NULL, *edited;

	edited = settings_edit(test_settings, &config, &ch, text, "f", &cause);
	if (edited == NULL)
		fail_msg("%s", cause);
	assert_string_equal(edited, want);
	free(edited);
}

static void
assert_no_edit(const char *name, const char *text, const char *want)
{
	struct settings_change ch = { .name = name };
	char *cause = NULL;

	assert_null(
	    settings_edit(test_settings, &config, &ch, text, "f", &cause));
	assert_string_equal(cause, want);
	free(cause);
}

static struct settings_stamp
stamp(void)
{
	struct settings_stamp s;

	assert_int_equal(settings_stamp(&s, file, NULL), 0);
	return s;
}

static void
assert_saves(const char *name, struct settings_stamp *s)
{
	struct settings_change ch = { .name = name };
	char *cause = NULL;

	if (settings_save(test_settings, &config, &ch, 1, file, s, &cause) != 0)
		fail_msg("%s", cause);
}

/* Expect that saving fails; *cause names the file and contains want. */
static void
assert_refuses(const char *name, struct settings_stamp *s, const char *want)
{
	struct settings_change ch = { .name = name };
	char *cause = NULL;

	assert_int_equal(
	    settings_save(test_settings, &config, &ch, 1, file, s, &cause), -1);
	assert_non_null(strstr(cause, file));
	assert_non_null(strstr(cause, want));
	free(cause);
}

static void
settings_edit__replaces_the_value_and_nothing_else(void **state)
{
	(void)state;
	set("port", "7");
	assert_edit("port", "# my port\n  port=5 # five\n\nname = x\n",
	    "# my port\n  port=7 # five\n\nname = x\n");
	assert_edit("port", "port = /* c */ \"5\" name = x",
	    "port = /* c */ 7 name = x");
	set("motd", "say \"hi\"\n${HOME} \\ # {x}");
	assert_edit("motd", "motd = 'a\nb'\nport = 1\n",
	    "motd = \"say \\\"hi\\\"\\n\\${HOME} \\\\ # {x}\"\nport = 1\n");
	set("plain", "spoken");
	assert_edit("plain", "plain\n=\nno", "plain\n=\nspoken");
	set("idle", "2h");
	assert_edit("idle", "idle = 90\r\n", "idle = 2h\r\n");
}

static void
settings_edit__replaces_the_last_assignment(void **state)
{
	(void)state;
	set("port", "7");
	assert_edit("port", "port = 1\nport = 2\n", "port = 1\nport = 7\n");
	set("listen", "::1,10.0.0.1");
	assert_edit("listen", "listen = a\nlisten += { b, # two\n c }\n",
	    "listen = a\nlisten = { \"::1\", \"10.0.0.1\" }\n");
	set("listen", "");
	assert_edit("listen", "listen = { a }\n", "listen = { }\n");
}

static void
settings_edit__leaves_sections_alone(void **state)
{
	char text[] = "door a {\n key = abcd\n width = 9\n}\n";

	(void)state;
	config.port = 7;
	assert_edit(
	    "port", text, "door a {\n key = abcd\n width = 9\n}\nport = 7\n");
}

static void
assert_change(const char *title, const char *name, int unset, const char *text,
    const char *want)
{
	struct settings_change ch = { title == NULL ? NULL : "door", title,
		name, unset };
	char *cause = NULL, *edited;

	edited = settings_edit(test_settings, &config, &ch, text, "f", &cause);
	if (edited == NULL)
		fail_msg("%s", cause);
	assert_string_equal(edited, want);
	free(edited);
}

static void
settings_edit__changes_a_value_in_a_section(void **state)
{
	const struct setting *doors =
	    settings_find_sections(test_settings, "door");
	struct test_door *door;

	(void)state;
	door = settings_add_section(doors, &config, "a");
	door->width = 9;
	settings_set_given(settings_section(doors, &config, "a"), "width", 1);
	door = settings_add_section(doors, &config, "b #1");
	door->width = 7;
	settings_set_given(
	    settings_section(doors, &config, "b #1"), "width", 1);

	assert_change("a", "width", 0,
	    "door b { width = 2 }\ndoor a {\n\twidth = 3 # c\n}\n",
	    "door b { width = 2 }\ndoor a {\n\twidth = 9 # c\n}\n");
	assert_change("a", "width", 0, "door a {\n\tkey = abcd\n}\nport = 1\n",
	    "door a {\n\tkey = abcd\n\twidth = 9\n}\nport = 1\n");
	assert_change("a", "width", 0, "door a { key = abcd }",
	    "door a { key = abcd\n\twidth = 9\n }");
	assert_change("a", "width", 0, "", "door a {\n\twidth = 9\n}\n");
	assert_change("b #1", "width", 0, "port = 1",
	    "port = 1\n\ndoor \"b #1\" {\n\twidth = 7\n}\n");
}

static void
settings_edit__removes_a_value_and_its_line(void **state)
{
	(void)state;
	assert_change(
	    NULL, "port", 1, "# c\nport = 7\nname = x\n", "# c\nname = x\n");
	assert_change(NULL, "port", 1, "port = 7 # c\n", "# c\n");
	assert_change(NULL, "port", 1, "name = x port = 7\n", "name = x\n");
	assert_change(
	    NULL, "port", 1, "port = 7\nname = x\nport = 8", "name = x\n");
	assert_change(NULL, "port", 1, "name = x\n", "name = x\n");
	assert_change(
	    NULL, "listen", 1, "listen = { a,\n b }\nlisten += { c }\n", "");
	assert_change("a", "width", 1,
	    "door a {\n\twidth = 3\n}\ndoor b { width = 3 }\n",
	    "door a {\n}\ndoor b { width = 3 }\n");
	assert_change("c", "width", 1, "door a { width = 3 }\n",
	    "door a { width = 3 }\n");
}

static void
settings_edit__adds_a_line__after_the_one_of_the_sample(void **state)
{
	(void)state;
	set("port", "7");
	assert_edit("port", "# Port\n#port = 5000\n\n#name = x\n",
	    "# Port\n#port = 5000\nport = 7\n\n#name = x\n");
	assert_edit("port", "# port = \"PORT\"\nname = x\n",
	    "# port = \"PORT\"\nport = 7\nname = x\n");
	assert_edit("port", "#portal = 1\n", "#portal = 1\nport = 7\n");
}

static void
settings_edit__adds_a_line_at_the_end__when_there_is_no_better_place(
    void **state)
{
	(void)state;
	set("port", "7");
	assert_edit("port", "", "port = 7\n");
	assert_edit("port", "name = x", "name = x\nport = 7\n");
	assert_edit("port", "name = x # c", "name = x # c\nport = 7\n");
	assert_edit("port", "\xef\xbb\xbfname = x\n",
	    "\xef\xbb\xbfname = x\nport = 7\n");
	/* A string, a comment or a section contains what looks like a line of the sample. */
	assert_edit("port", "motd = '\n#port = 1\n'\n",
	    "motd = '\n#port = 1\n'\nport = 7\n");
	assert_edit(
	    "port", "/*\n#port = 1\n*/\n", "/*\n#port = 1\n*/\nport = 7\n");
	assert_edit("port", "door a {\n#port = 1\nkey = abcd }\n",
	    "door a {\n#port = 1\nkey = abcd }\nport = 7\n");
}

static void
settings_edit__refuses__what_cannot_be_in_a_file(void **state)
{
	(void)state;
	assert_no_edit("nope", "", "unknown setting \"nope\"");
	assert_no_edit("help", "",
	    "help: this is only allowed on the command line (--help)");
	assert_no_edit(
	    "door", "", "door is a section: write it into the file yourself");
	assert_no_edit("motd", "motd = x\n", "motd has no value to write");
	assert_no_edit("port", "name = x\nport = y\noops\n",
	    "f:2: port: \"y\" is not a number (0 to 65535)\n"
	    "f:3: oops: unknown setting");
	assert_no_edit("port", "name = 'x\n",
	    "f:1: the string that begins here is never closed");
}

/* After an edit of any file, the row has the new value, and all others have their old ones. */
static void
settings_edit__keeps_all_other_values__in_any_file(void **state)
{
	static const char *const bits[] = { "port", "listen", "name", "motd",
		" ", "\n", "\n", "=", " = ", "+=", "{ ", " }", ",", "\"a\"",
		"'b\n'", "# port = 1\n", "#name = x\n", "/* c\n */", "1", "2",
		"\"\\n\"", "door a { key = abcd }\n", "port = 5\n",
		"listen += { a, b }\n", "name = x" };
	static const char *const names[] = { "port", "listen", "name" };
	struct prng prng = { 5 };
	struct test_config old, new;
	struct buf b = { 0 };
	int edits = 0;

	(void)state;
	set("port", "7");
	set("listen", "x\\,y,z");
	set("name", "new");
	for (int i = 0; i < 20000; i++) {
		const char *name = names[prng_below(&prng, 3)];
		char *edited;

		buf_reset(&b);
		for (size_t n = prng_below(&prng, 8); n > 0; n--)
			buf_add_str(&b, bits[prng_below(&prng,
					    sizeof(bits) / sizeof(bits[0]))]);
		edited = settings_edit(test_settings, &config,
		    &(struct settings_change){ .name = name }, buf_str(&b), "f",
		    NULL);
		if (edited == NULL)
			continue;
		edits++;
		settings_init(test_settings, &old);
		settings_init(test_settings, &new);
		assert_int_equal(settings_read_text(test_settings, &old,
				     buf_str(&b), "f", NULL, NULL),
		    0);
		assert_int_equal(settings_read_text(test_settings, &new, edited,
				     "f", NULL, NULL),
		    0);
		for (const struct setting *s = test_settings; s->name != NULL;
		     s++) {
			int edited_row = strcmp(s->name, name) == 0;

			assert_true(settings_equal_row(s, &new,
			    edited_row ? (void *)&config : (void *)&old));
		}
		settings_clear(test_settings, &old);
		settings_clear(test_settings, &new);
		free(edited);
	}
	assert_true(edits > 1000);
	buf_clear(&b);
}

static void
settings_save__writes_the_file_and_keeps_its_mode(void **state)
{
	struct settings_stamp s;
	struct stat st;

	(void)state;
	write_file("# mine\nport = 5\n");
	assert_int_equal(chmod(file, 0640), 0);
	s = stamp();
	set("port", "7");
	assert_saves("port", &s);
	assert_file("# mine\nport = 7\n");
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0640);
	/* settings_save updated the stamp. */
	set("name", "x");
	assert_saves("name", &s);
	assert_file("# mine\nport = 7\nname = \"x\"\n");
}

static void
settings_save__makes_the_file_and_its_folder(void **state)
{
	struct settings_stamp s;
	struct stat st;

	(void)state;
	free(file);
	xasprintf(&file, "%s/new/tchat.conf", dir);
	s = stamp();
	assert_saves("port", &s);
	assert_file("port = 5000\n");
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	unlink(file);
	strrchr(file, '/')[0] = '\0';
	assert_int_equal(rmdir(file), 0);
}

static void
settings_save__follows_a_symbolic_link(void **state)
{
	struct settings_stamp s;
	struct stat st;
	char *link;

	(void)state;
	write_file("port = 5\n");
	xasprintf(&link, "%s/link", dir);
	assert_int_equal(symlink("tchat.conf", link), 0);
	s = stamp();
	assert_int_equal(
	    settings_save(test_settings, &config,
		&(struct settings_change){ .name = "port" }, 1, link, &s, NULL),
	    0);
	assert_file("port = 5000\n");
	assert_int_equal(lstat(link, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	unlink(link);
	free(link);
}

static void
settings_save__refuses__when_the_file_changed(void **state)
{
	struct settings_stamp s;

	(void)state;
	s = stamp();
	write_file("port = 5\n");
	assert_refuses("port", &s, " was changed since it was read: not saved");
	assert_file("port = 5\n");
	s = stamp();
	write_file("port = 6\n");
	assert_refuses("port", &s, " was changed since it was read: not saved");
	assert_file("port = 6\n");
	s = stamp();
	assert_int_equal(unlink(file), 0);
	assert_refuses("port", &s, " was changed since it was read: not saved");
	assert_int_equal(access(file, F_OK), -1);
	write_file("port = y\n");
	s = stamp();
	assert_refuses("port", &s, ":1: port: \"y\" is not a number");
}

static void
settings_save__refuses__when_it_cannot_write(void **state)
{
	struct settings_stamp s;

	(void)state;
	write_file("port = 5\n");
	s = stamp();
	if (getuid() == 0) { /* root may write everywhere */
		assert_int_equal(chown(file, NOBODY, NOBODY), 0);
		assert_int_equal(chown(dir, NOBODY, NOBODY), 0);
		assert_int_equal(seteuid(NOBODY), 0);
	}
	assert_int_equal(chmod(file, 0400), 0);
	assert_refuses("port", &s, "cannot write ");
	assert_int_equal(chmod(file, 0600), 0);
	assert_int_equal(chmod(dir, 0500), 0);
	assert_refuses("port", &s, ": Permission denied");
	assert_int_equal(chmod(dir, 0700), 0);
	assert_int_equal(seteuid(getuid()), 0);
	assert_file("port = 5\n");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(settings_edit__replaces_the_value_and_nothing_else),
		TEST(settings_edit__replaces_the_last_assignment),
		TEST(settings_edit__leaves_sections_alone),
		TEST(settings_edit__changes_a_value_in_a_section),
		TEST(settings_edit__removes_a_value_and_its_line),
		TEST(settings_edit__adds_a_line__after_the_one_of_the_sample),
		TEST(
		    settings_edit__adds_a_line_at_the_end__when_there_is_no_better_place),
		TEST(settings_edit__refuses__what_cannot_be_in_a_file),
		TEST(settings_edit__keeps_all_other_values__in_any_file),
		TEST(settings_save__writes_the_file_and_keeps_its_mode),
		TEST(settings_save__makes_the_file_and_its_folder),
		TEST(settings_save__follows_a_symbolic_link),
		TEST(settings_save__refuses__when_the_file_changed),
		TEST(settings_save__refuses__when_it_cannot_write),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
