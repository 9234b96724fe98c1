/* test_i18n: texts are translated where there is a translation, and only there. */

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/i18n.h"
#include "common/xmalloc.h"
#include "tests/support/test.h"

/*
 * A .mo file with three texts: the header, "room" and "user" with its plural. All numbers are in the byte order of this
 * machine. The format: GNU gettext manual, "The Format of GNU MO Files".
 */
static void
write_mo(const char *path)
{
	static const char *const ids[] = { "", "room", "user\0users" };
	static const char *const texts[] = {
		("Content-Type: text/plain; charset=UTF-8\n"
		 "Plural-Forms: nplurals=2; plural=(n != 1);\n"),
		"Zimmer", "Mensch\0Menschen"
	};
	static const uint32_t id_lengths[] = { 0, 4, 10 },
			      text_lengths[] = { 83, 6, 15 };
	uint32_t head[7] = { 0x950412de, 0, 3, 28, 28 + 24, 0, 28 + 48 };
	uint32_t at = 28 + 48, row[2];
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_int_equal(strlen(texts[0]), text_lengths[0]);
	fwrite(head, sizeof(head), 1, f);
	for (int i = 0; i < 3; i++, at += row[0] + 1) {
		row[0] = id_lengths[i];
		row[1] = at;
		fwrite(row, sizeof(row), 1, f);
	}
	for (int i = 0; i < 3; i++, at += row[0] + 1) {
		row[0] = text_lengths[i];
		row[1] = at;
		fwrite(row, sizeof(row), 1, f);
	}
	for (int i = 0; i < 3; i++)
		fwrite(ids[i], id_lengths[i] + 1, 1, f);
	for (int i = 0; i < 3; i++)
		fwrite(texts[i], text_lengths[i] + 1, 1, f);
	assert_int_equal(fclose(f), 0);
}

static void
i18n__keeps_the_english_text_without_a_translation(void **state)
{
	(void)state;
	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("LANGUAGE", "xx", 1);
	i18n_open("/nonexistent");
	assert_string_equal(_("room"), "room");
	assert_string_equal(_(""), "");
	assert_string_equal(ngettext("user", "users", 1), "user");
	assert_string_equal(ngettext("user", "users", 2), "users");
}

static void
i18n__translates_marked_texts_and_plurals(void **state)
{
	char folder[] = "/tmp/tchat-i18n-XXXXXX", path[128];
	static const char *const parts[] = { "/xx", "/xx/LC_MESSAGES" };

	(void)state;
	assert_non_null(mkdtemp(folder));
	for (int i = 0; i < 2; i++) {
		snprintf(path, sizeof(path), "%s%s", folder, parts[i]);
		assert_int_equal(mkdir(path, 0700), 0);
	}
	snprintf(path, sizeof(path), "%s/xx/LC_MESSAGES/tchat.mo", folder);
	write_mo(path);

	setenv("LC_ALL", "C.UTF-8", 1);
	setenv("LANGUAGE", "xx", 1);
	i18n_open(folder);
	assert_string_equal(_("room"), "Zimmer");
	assert_string_equal(
	    _("a text without translation"), "a text without translation");
	assert_string_equal(_(""), "");
	assert_string_equal(ngettext("user", "users", 1), "Mensch");
	assert_string_equal(ngettext("user", "users", 5), "Menschen");

	unlink(path);
	for (int i = 1; i >= 0; i--) {
		snprintf(path, sizeof(path), "%s%s", folder, parts[i]);
		rmdir(path);
	}
	rmdir(folder);
}

/* Copy this program to path. */
static void
copy_program(const char *path)
{
	char chunk[65536];
	FILE *from = fopen("/proc/self/exe", "r"), *to = fopen(path, "w");
	size_t n;

	assert_non_null(from);
	assert_non_null(to);
	while ((n = fread(chunk, 1, sizeof(chunk), from)) > 0)
		assert_int_equal(fwrite(chunk, 1, n, to), n);
	fclose(from);
	assert_int_equal(fclose(to), 0);
	assert_int_equal(chmod(path, 0700), 0);
}

/* An installed program finds the translations of its own prefix. */
static void
i18n__uses_the_folder_beside_an_installed_program(void **state)
{
	char prefix[] = "/tmp/tchat-i18n-XXXXXX", path[128];
	static const char *const parts[] = { "/bin", "/share", "/share/locale",
		"/share/locale/xx", "/share/locale/xx/LC_MESSAGES" };
	char *command;

	(void)state;
	assert_non_null(mkdtemp(prefix));
	for (int i = 0; i < 5; i++) {
		snprintf(path, sizeof(path), "%s%s", prefix, parts[i]);
		assert_int_equal(mkdir(path, 0700), 0);
	}
	snprintf(path, sizeof(path), "%s/share/locale/xx/LC_MESSAGES/tchat.mo",
	    prefix);
	write_mo(path);
	snprintf(path, sizeof(path), "%s/bin/program", prefix);
	copy_program(path);

	xasprintf(&command, "LC_ALL=C.UTF-8 LANGUAGE=xx %s translates", path);
	assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c) */
	free(command);
	xasprintf(&command, "rm -r %s", prefix);
	assert_int_equal(system(command), 0); /* NOLINT(cert-env33-c) */
	free(command);
}

int
main(int argc, char **argv)
{
	/* The copy of this program that the test runs. */
	if (argc > 1 && strcmp(argv[1], "translates") == 0) {
		i18n_open("/nonexistent");
		return strcmp(_("room"), "Zimmer") != 0;
	}
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    i18n__keeps_the_english_text_without_a_translation),
		cmocka_unit_test(i18n__translates_marked_texts_and_plurals),
		cmocka_unit_test(
		    i18n__uses_the_folder_beside_an_installed_program),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
