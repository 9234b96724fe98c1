/*
 * Tests of context: a typed line is run, or refused with a reason, in line mode and on the full screen.
 * The connection is never opened; what the commands do is recorded.
 */
#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "client/commands/account_commands.h"
#include "client/commands/table.h"
#include "client/config/config_load.h"
#include "client/connection/connection.h"
#include "client/model/model.h"
#include "common/buf.h"
#include "tests/support/check_view.h"
#include "tests/support/test.h"

static struct {
	struct event_base *base;
	struct client_config config;
	struct connection *connection;
	struct model *model;
	struct command_context x;
	struct view target;
	struct buf done; /* what the commands did, a line each */
} rig;

static void
on_error(const char *text, void *ctx)
{
	(void)ctx;
	buf_printf(&rig.done, "error: %s\n", text);
}

static void
on_print(const char *text, void *ctx)
{
	(void)ctx;
	buf_printf(&rig.done, "%s\n", text);
}

static struct view
on_target(void *ctx)
{
	(void)ctx;
	return rig.target;
}

static int
on_say(enum irc_message message, struct view text, void *ctx)
{
	(void)ctx;
	buf_printf(&rig.done, "say %d %.*s\n", message, VIEW_ARG(text));
	return 0;
}

static int
on_say_to(
    struct view name, enum irc_message message, struct view text, void *ctx)
{
	(void)ctx;
	buf_printf(&rig.done, "say %d to %.*s: %.*s\n", message, VIEW_ARG(name),
	    VIEW_ARG(text));
	return 0;
}

static int
on_open_query(struct view nick, void *ctx)
{
	(void)ctx;
	buf_printf(&rig.done, "query %.*s\n", VIEW_ARG(nick));
	return 0;
}

static void
on_quit(struct view reason, void *ctx)
{
	(void)ctx;
	buf_printf(&rig.done, "quit %.*s\n", VIEW_ARG(reason));
}

static void
on_event(const struct irc_event *ev, void *ctx)
{
	(void)ev;
	(void)ctx;
}

static void
on_state(enum link_state state, const char *reason, int ms, void *ctx)
{
	(void)state;
	(void)reason;
	(void)ms;
	(void)ctx;
}

static int
setup(void **state)
{
	static char words[][10] = { "tchat", "-n", "me", "localhost" };
	char *argv[] = { words[0], words[1], words[2], words[3], NULL };
	static const struct connection_ops connection_ops = { .event = on_event,
		.state = on_state };
	static const struct command_ops ops = { .error = on_error,
		.print = on_print,
		.target = on_target,
		.say = on_say,
		.say_to = on_say_to,
		.open_query = on_open_query,
		.quit = on_quit };
	char *cause = NULL;

	(void)state;
	memset(&rig, 0, sizeof(rig));
	if (client_config_load(&rig.config, 4, argv, &cause) != 0)
		fail_msg("%s", cause);
	rig.base = event_base_new();
	rig.connection =
	    connection_new(rig.base, &rig.config, &connection_ops, NULL);
	command_context_init(&rig.x, &ops, NULL, rig.connection, NULL);
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	connection_free(rig.connection);
	if (rig.model != NULL)
		model_free(rig.model);
	event_base_free(rig.base);
	client_config_clear(&rig.config);
	buf_clear(&rig.done);
	return 0;
}

/* Run the line. Returns what it did; fails unless command_run returns rc. */
static const char *
ran(const char *line, int rc)
{
	struct command c;

	buf_reset(&rig.done);
	assert_int_equal(command_run(&rig.x, view_of(line), &c), rc);
	return buf_str(&rig.done);
}

static void
use_full_screen(void)
{
	rig.model = model_new(client_config_defaults(), 100);
	rig.x.network =
	    model_add_network(rig.model, client_config_defaults(), "localhost");
	rig.x.model = rig.model;
}

static void
command_run__sends_messages(void **state)
{
	(void)state;
	assert_string_equal(ran("hello", 0), "say 0 hello\n");
	assert_string_equal(ran("//etc", 0), "say 0 /etc\n");
	assert_string_equal(ran("/me waves", 0), "say 1 waves\n");
	assert_string_equal(ran("/msg bo hi all", 0), "say 0 to bo: hi all\n");
	assert_string_equal(ran("/notice #a hi", 0), "say 2 to #a: hi\n");
	assert_string_equal(ran("/query bo hi", 0), "query bo\nsay 0 hi\n");
	assert_string_equal(ran("/quit bye now", 0), "quit bye now\n");
}

static void
command_run__refuses__what_needs_a_connection(void **state)
{
	(void)state;
	rig.target = VIEW("#a");
	assert_string_equal(ran("/whois bo", -1),
	    "error: Not connected: /whois needs a connection.\n");
	assert_string_equal(ran("/part", -1),
	    "error: Not connected: /part needs a connection.\n");
	assert_string_equal(ran("/login", -1),
	    "error: Not connected: /login needs a connection.\n");
}

static void
command_run__refuses__commands_of_the_screen_in_line_mode(void **state)
{
	const struct command_row *r = NULL;
	struct buf line = { 0 };
	size_t n = 0;

	(void)state;
	while ((r = command_next(r)) != NULL) {
		if ((r->flags & COMMAND_SCREEN) == 0)
			continue;
		n++;
		buf_reset(&line);
		buf_printf(&line, "/%s", r->name);
		for (int i = 0; i < r->min; i++)
			buf_add_str(&line, " x");
		assert_non_null(strstr(
		    ran(buf_str(&line), -1), "does not work in line mode."));
	}
	assert_true(n >= 4);
	buf_clear(&line);
}

static void
command_run__refuses_wrong_values__and_says_why(void **state)
{
	(void)state;
	assert_string_equal(
	    ran("/nick a b", -1), "error: \"a b\" is not a valid nick.\n");
	assert_string_equal(
	    ran("/msg bo", -1), "error: Usage: /msg NICK|ROOM TEXT\n");
	assert_string_equal(ran("/jion #a", -1),
	    "error: Unknown command /jion. Did you mean /join?\n");
	assert_string_equal(ran("hello\n/login me secret", -1),
	    "error: Not sent: one line is a command with a password. Send that "
	    "line alone.\n");
}

static void
help__lists_the_commands_that_work_here(void **state)
{
	const char *help;

	(void)state;
	help = ran("/help", 0);
	assert_non_null(strstr(help, "\n/join       join a room\n"));
	assert_non_null(strstr(help, "\n/logout     log out"));
	assert_non_null(strstr(help, "\nmoderation  keeping order"));
	assert_non_null(strstr(help, "\n/search "));
	assert_null(strstr(help, "\n/clear "));
	assert_null(strstr(help, "\nkeys "));
	assert_string_equal(ran("/help /WHOIS", 0),
	    "/whois NICK\nshow information about a user\n");
	use_full_screen();
	help = ran("/help", 0);
	assert_non_null(strstr(help, "\n/clear      clear"));
	assert_non_null(strstr(help, "\nkeys "));
	assert_non_null(strstr(ran("/help keys", 0), "In search results\n"));
}

static void
account_answer__refuses__without_a_connection(void **state)
{
	(void)state;
	rig.x.asking.what = ASK_PASSWORD;
	assert_int_equal(account_answer(&rig.x, VIEW("secret")), -1);
	assert_string_equal(buf_str(&rig.done), "error: Not connected.\n");
	assert_int_equal(rig.x.asking.what, ASK_NOTHING);
}

#define CASE(t) cmocka_unit_test_setup_teardown(t, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(command_run__sends_messages),
		CASE(command_run__refuses__what_needs_a_connection),
		CASE(command_run__refuses__commands_of_the_screen_in_line_mode),
		CASE(command_run__refuses_wrong_values__and_says_why),
		CASE(help__lists_the_commands_that_work_here),
		CASE(account_answer__refuses__without_a_connection),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
