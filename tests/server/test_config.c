/*
 * config: the table's soundness, and what counts over what.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/config.h"

enum { ARGS_MAX = 16 };

struct loaded {
	struct config c;
	char *cause;
	int status;
};

/* Load with these arguments after argv[0]; ended by NULL. */
static struct loaded
load(const char *first, ...)
{
	struct loaded l = { .cause = NULL };
	char *argv[ARGS_MAX] = { xstrdup("tchat-server") };
	const char *arg;
	int argc = 1;
	va_list ap;

	va_start(ap, first);
	for (arg = first; arg != NULL; arg = va_arg(ap, const char *))
		argv[argc++] = xstrdup(arg);
	va_end(ap);
	l.status = config_load(&l.c, argc, argv, &l.cause);
	while (argc > 0)
		free(argv[--argc]);
	return l;
}

static void
unload(struct loaded *l)
{
	config_clear(&l->c);
	free(l->cause);
}

static char *
write_file(const char *text)
{
	char *path = xstrdup("/tmp/test_config.XXXXXX");
	int fd = mkstemp(path);

	assert_int_not_equal(fd, -1);
	assert_int_equal(write(fd, text, strlen(text)), (ssize_t)strlen(text));
	close(fd);
	return path;
}

static int
setup(void **state)
{
	(void)state;
	/* No file of this machine's is read. */
	return setenv("XDG_CONFIG_HOME", "/nonexistent", 1);
}

static void
config_settings__are_sound__row_by_row(void **state)
{
	const struct setting *s, *t;

	(void)state;
	for (s = config_settings; s->name != NULL; s++) {
		assert_non_null(s->help);
		assert_true(s->offset < sizeof(struct config));
		assert_int_equal(s->type == SETTING_BOOL, s->arg == NULL);
		assert_int_equal(s->type == SETTING_ENUM, s->choices != NULL);
		assert_false((s->flags & SETTING_CLI_ONLY) &&
			     (s->flags & (SETTING_RELOAD | SETTING_FILE_ONLY)));
		for (t = s + 1; t->name != NULL; t++) {
			assert_string_not_equal(s->name, t->name);
			assert_int_not_equal(s->offset, t->offset);
			assert_false(s->opt != 0 && s->opt == t->opt);
		}
	}
}

static void
config_settings__keep_passwords_secret(void **state)
{
	const struct setting *s;

	(void)state;
	for (s = config_settings; s->name != NULL; s++)
		if (strstr(s->name, "password") != NULL)
			assert_true((s->flags & SETTING_SECRET) &&
				    (s->flags & SETTING_FILE_ONLY));
}

/* A default is taken like any value, so it must be in its row's range. */
static void
config_settings__take_their_own_defaults(void **state)
{
	const struct setting *s;
	struct config c;
	char *cause = NULL;

	(void)state;
	config_init(&c);
	for (s = config_settings; s->name != NULL; s++)
		if (s->def != NULL && settings_set(config_settings, &c, s->name,
					  s->def, &cause) != 0)
			fail_msg("%s: %s", s->name, cause);
	config_clear(&c);
}

static void
config_load__gives_usable_defaults__without_arguments(void **state)
{
	struct loaded l = load(NULL);
	struct net_settings net;

	(void)state;
	assert_int_equal(l.status, 0);
	assert_int_equal(l.c.port, 5000);
	assert_string_equal(config_lobby(&l.c), "#lobby");
	assert_true(hostname_valid(view_of(l.c.name)));
	assert_int_equal(l.c.plain, NET_PLAIN_YES);
	config_net(&l.c, &net);
	assert_int_equal(net.silence_ms, 1000);
	assert_int_equal(net.queue_max, 1024 * 1024);
	unload(&l);
}

static void
config_load__takes_the_command_line_over_the_file(void **state)
{
	char *file =
	    write_file("port = 6001\nlobby = \"#tea\"\nplain = spoken\n");
	struct loaded l = load("-p", "6002", "-f", file, "-l", "127.0.0.1",
	    "--listen", "::1", NULL);

	(void)state;
	assert_int_equal(l.status, 0);
	assert_int_equal(l.c.port, 6002);
	assert_string_equal(config_lobby(&l.c), "#tea");
	assert_int_equal(l.c.plain, NET_PLAIN_SPOKEN);
	assert_int_equal(l.c.listen.n, 2);
	assert_string_equal(l.c.listen.v[1], "::1");
	assert_string_equal(l.c.file, file);
	unload(&l);
	unlink(file);
	free(file);
}

static void
config_load__turns_the_lobby_off__when_it_is_empty(void **state)
{
	struct loaded l = load("--lobby", "", NULL);

	(void)state;
	assert_int_equal(l.status, 0);
	assert_null(config_lobby(&l.c));
	unload(&l);
}

static void
config_load__says_what_is_wrong__with_the_right_status(void **state)
{
	static const struct {
		const char *args[2];
		int status;
		const char *text;
	} cases[] = {
		{ { "--frobnicate", NULL }, 2, "frobnicate" },
		{ { "-p", "70000" }, 2, "65535" },
		{ { "-p", NULL }, 2, "p" },
		{ { "surplus", NULL }, 2, "surplus" },
		{ { "-f", "/nonexistent/x" }, 1, "/nonexistent/x" },
		{ { "-n", "nodot" }, 1, "nodot" },
		{ { "--lobby", "tea" }, 1, "tea" },
		{ { "--network", "two words" }, 1, "network" },
		{ { "--motd", "/nonexistent/m" }, 1, "/nonexistent/m" },
		{ { "--password", "x" }, 2, "password" },
	};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct loaded l =
		    load(cases[i].args[0], cases[i].args[1], NULL);

		assert_int_equal(l.status, cases[i].status);
		assert_non_null(l.cause);
		if (strstr(l.cause, cases[i].text) == NULL)
			fail_msg("no \"%s\" in: %s", cases[i].text, l.cause);
		unload(&l);
	}
}

static void
config_load__names_the_file__when_its_values_make_no_sense(void **state)
{
	char *file = write_file("lobby = \"tea\"\n");
	struct loaded l = load("-f", file, NULL);

	(void)state;
	assert_int_equal(l.status, 1);
	assert_non_null(strstr(l.cause, file));
	assert_non_null(strstr(l.cause, "tea"));
	unload(&l);
	unlink(file);
	free(file);
}

static void
note_name(const char *name, void *ctx)
{
	xreplace(ctx, name);
}

static void
config__changes_limits_but_not_the_port__on_a_reload(void **state)
{
	struct loaded now = load(NULL);
	struct loaded next = load("-p", "6000", "--queue-max", "2M", NULL);
	char *named = NULL;

	(void)state;
	settings_reload(config_settings, &now.c, &next.c, note_name, &named);
	assert_int_equal(now.c.queue_max, 2 * 1024 * 1024);
	assert_int_equal(now.c.port, 5000);
	assert_string_equal(named, "port");
	free(named);
	unload(&now);
	unload(&next);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(config_settings__are_sound__row_by_row),
		cmocka_unit_test(config_settings__keep_passwords_secret),
		cmocka_unit_test(config_settings__take_their_own_defaults),
		cmocka_unit_test(
		    config_load__gives_usable_defaults__without_arguments),
		cmocka_unit_test(
		    config_load__takes_the_command_line_over_the_file),
		cmocka_unit_test(
		    config_load__turns_the_lobby_off__when_it_is_empty),
		cmocka_unit_test(
		    config_load__says_what_is_wrong__with_the_right_status),
		cmocka_unit_test(
		    config_load__names_the_file__when_its_values_make_no_sense),
		cmocka_unit_test(
		    config__changes_limits_but_not_the_port__on_a_reload),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
