/*
 * config: the table of settings, and which source overrides which.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "tests/support/environment.h"
#include "tests/support/test.h"

enum { ARGS_MAX = 16 };

struct loaded {
	struct config c;
	char *cause;
	int status;
};

/* Load with these arguments after argv[0]; NULL ends the list. */
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
	/* Do not read the settings of this machine. */
	return setenv("XDG_CONFIG_HOME", missing_path(), 1);
}

static void
config_settings__have_complete_rows(void **state)
{
	const struct setting *s, *t;

	(void)state;
	for (s = config_settings; s->name != NULL; s++) {
		assert_non_null(s->help);
		assert_true(s->offset < sizeof(struct config));
		assert_int_equal(s->type == SETTING_BOOL, s->arg == NULL);
		assert_int_equal(
		    s->type == SETTING_ENUM || s->type == SETTING_SECTIONS,
		    s->choices != NULL);
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
		if (s->type == SETTING_STRING &&
		    strstr(s->name, "password") != NULL)
			assert_true((s->flags & SETTING_SECRET) &&
				    (s->flags & SETTING_FILE_ONLY));
}

/* A default is parsed like any value, so it must be in the row's range. */
static void
config_settings__accept_their_own_defaults(void **state)
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
config_load__prefers_the_command_line(void **state)
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
config_load__reports_mistakes__with_the_right_status(void **state)
{
	const struct {
		const char *args[2];
		int status;
		const char *text;
	} cases[] = {
		{ { "--frobnicate", NULL }, 2, "frobnicate" },
		{ { "-p", "70000" }, 2, "65535" },
		{ { "-p", NULL }, 2, "p" },
		{ { "surplus", NULL }, 2, "surplus" },
		{ { "-f", missing_path() }, 1, missing_path() },
		{ { "-n", "nodot" }, 1, "nodot" },
		{ { "--lobby", "tea" }, 1, "tea" },
		{ { "--network", "two words" }, 1, "network" },
		{ { "--motd", missing_path() }, 1, missing_path() },
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
config_load__reports_the_file_and_line_of_a_wrong_value(void **state)
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

#define HASH                                                                 \
	"$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJ" \
	"uesI68u4OTLiBFdcbYEdFCoEOfaS35inz1"

static void
config_load__reads_operators(void **state)
{
	char *file = write_file("operator ada {\n password = \"" HASH "\"\n"
				" hosts = { \"127.*\", \"ada@10.*\" }\n}\n"
				"operator bob { password = '" HASH "' }\n");
	struct loaded l = load("-f", file, NULL);
	const struct config_operator *o;

	(void)state;
	assert_int_equal(l.status, 0);
	o = config_operator(&l.c, "ada");
	assert_non_null(o);
	assert_string_equal(o->password, HASH);
	assert_int_equal(o->hosts.n, 2);
	assert_non_null(config_operator(&l.c, "bob"));
	assert_null(config_operator(&l.c, "Bob"));
	unload(&l);
	unlink(file);
	free(file);
}

static void
config_load__reports_every_mistake__with_its_line(void **state)
{
	char *file = write_file("lobby = tea\nport = fish\n"
				"operator ada {\n password = sesame\n}\n"
				"network = \"two words\"\n"
				"operator bob {\n}\n");
	struct loaded l = load("-f", file, NULL);
	static const char *const want[] = {
		":1: lobby: \"tea\": a room's name begins with # and has no "
		"space, comma or colon",
		":2: port: \"fish\" is not a number (0 to 65535)",
		":4: operator ada: password: not a valid password "
		"hash: make one with tchat-server hash-password",
		":6: network: \"two words\": use one word without = : ,",
		":8: operator bob: password: missing: make a "
		"hash with tchat-server hash-password",
	};
	char *rest = l.cause, *line;
	size_t i;

	(void)state;
	assert_int_equal(l.status, 1);
	for (i = 0; (line = strsep(&rest, "\n")) != NULL; i++) {
		assert_true(i < sizeof(want) / sizeof(want[0]));
		assert_memory_equal(line, file, strlen(file));
		assert_string_equal(line + strlen(file), want[i]);
	}
	assert_int_equal(i, sizeof(want) / sizeof(want[0]));
	unload(&l);
	unlink(file);
	free(file);
}

static void
config_load__refuses_a_world_readable_file_with_passwords(void **state)
{
	char *file = write_file("password = sesame\n");
	struct loaded l;

	(void)state;
	assert_int_equal(chmod(file, 0644), 0);
	l = load("-f", file, NULL);
	assert_int_equal(l.status, 1);
	assert_non_null(strstr(l.cause, "chmod"));
	assert_null(strstr(l.cause, "sesame"));
	unload(&l);
	assert_int_equal(chmod(file, 0640), 0);
	l = load("-f", file, NULL);
	assert_int_equal(l.status, 0);
	unload(&l);
	unlink(file);
	free(file);
}

static void
config_reload__changes_reloadable_settings__or_nothing_on_a_mistake(
    void **state)
{
	char *file = write_file("history-lines = 7\nqueue-max = 2M\n"
				"operator ada { password = '" HASH "' }\n");
	char program[] = "tchat-server", flag[] = "-f", *said = NULL;
	char *argv[] = { program, flag, file, NULL };
	struct loaded now = load("-f", file, NULL);
	int fd = open(file, O_WRONLY | O_TRUNC);
	static const char text[] = "history-lines = 8\nqueue-max = 3M\n";

	(void)state;
	assert_int_equal(write(fd, text, sizeof(text) - 1), sizeof(text) - 1);
	assert_int_equal(config_reload(&now.c, 3, argv, &said), 0);
	assert_string_equal(
	    said, "history-lines changed; restart the server to apply it");
	free(said);
	assert_int_equal(now.c.queue_max, 3 * 1024 * 1024);
	assert_int_equal(now.c.history_lines, 7);
	assert_null(config_operator(&now.c, "ada"));
	assert_int_equal(write(fd, "nonsense\n", 9), 9);
	assert_int_equal(config_reload(&now.c, 3, argv, &said), -1);
	assert_non_null(strstr(said, ":3: nonsense"));
	free(said);
	assert_int_equal(now.c.queue_max, 3 * 1024 * 1024);
	close(fd);
	unload(&now);
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
		cmocka_unit_test(config_settings__have_complete_rows),
		cmocka_unit_test(config_settings__keep_passwords_secret),
		cmocka_unit_test(config_settings__accept_their_own_defaults),
		cmocka_unit_test(
		    config_load__gives_usable_defaults__without_arguments),
		cmocka_unit_test(config_load__prefers_the_command_line),
		cmocka_unit_test(
		    config_load__turns_the_lobby_off__when_it_is_empty),
		cmocka_unit_test(
		    config_load__reports_mistakes__with_the_right_status),
		cmocka_unit_test(
		    config_load__reports_the_file_and_line_of_a_wrong_value),
		cmocka_unit_test(config_load__reads_operators),
		cmocka_unit_test(
		    config_load__reports_every_mistake__with_its_line),
		cmocka_unit_test(
		    config_load__refuses_a_world_readable_file_with_passwords),
		cmocka_unit_test(
		    config_reload__changes_reloadable_settings__or_nothing_on_a_mistake),
		cmocka_unit_test(
		    config__changes_limits_but_not_the_port__on_a_reload),
	};

	return cmocka_run_group_tests(tests, setup, NULL);
}
