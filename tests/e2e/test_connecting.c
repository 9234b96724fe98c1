/*
 * From the start of the client to the welcome: what users see while a server does not answer, how they
 * can quit, and that a client that cannot run never connects.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/xmalloc.h"
#include "tests/support/e2e.h"
#include "tests/support/peer.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

static char *home;
static struct vt *screen;
static int listener; /* accepts connections and never answers */
static char *port;

static int
setup(void **state)
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(sin);

	(void)state;
	home = e2e_folder();
	screen = NULL;
	listener =
	    socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	assert_int_equal(bind(listener, (struct sockaddr *)&sin, len), 0);
	assert_int_equal(listen(listener, 8), 0);
	getsockname(listener, (struct sockaddr *)&sin, &len);
	xasprintf(&port, "%u", ntohs(sin.sin_port));
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (screen != NULL)
		vt_close(screen);
	close(listener);
	free(port);
	e2e_remove(home);
	free(home);
	return 0;
}

/* Start the client on a terminal of this width; option and variable may be NULL. */
static void
start(int width, const char *option, const char *variable)
{
	const char *argv[] = { e2e_program("tchat"), "-n", "ana", "127.0.0.1",
		port, option, NULL };
	const char *env[5] = { "INPUTRC=/dev/null" };
	char *config;

	xasprintf(&config, "XDG_CONFIG_HOME=%s", home);
	env[1] = config;
	env[2] = variable;
	if (screen != NULL)
		vt_close(screen);
	screen = vt_new(width, 24);
	assert_int_not_equal(vt_spawn(screen, argv, env), -1);
	free(config);
}

static void
screen__shows_what_it_waits_for_while_the_server_is_silent(void **state)
{
	(void)state;
	start(80, NULL, NULL);
	assert_true(e2e_shows(screen, "Connecting to 127.0.0.1 port"));
	assert_true(e2e_shows(screen, "connecting to 127.0.0.1: setting up"));
	start(40, NULL, NULL);
	assert_true(e2e_shows(screen, "setting up TLS"));
	start(80, "--no-tls", NULL);
	assert_true(e2e_shows(screen, "connecting to 127.0.0.1: logging in"));
}

static void
ctrl_c_and_quit__end_the_program_while_it_connects(void **state)
{
	(void)state;
	start(80, NULL, NULL);
	assert_true(e2e_shows(screen, "setting up TLS"));
	vt_keys(screen, "\003");
	assert_int_equal(e2e_exit(screen), 128 + SIGINT);
	start(80, NULL, NULL);
	assert_true(e2e_shows(screen, "setting up TLS"));
	vt_keys(screen, "/quit\r");
	assert_int_equal(e2e_exit(screen), 0);
}

static void
line_mode__says_what_it_waits_for_after_a_second(void **state)
{
	(void)state;
	start(80, "-P", NULL);
	assert_true(e2e_shows(screen, "setting up TLS. Ctrl-C ends tchat"));
	vt_keys(screen, "\003");
	assert_int_equal(e2e_exit(screen), 128 + SIGINT);
}

/* Otherwise the server would show a JOIN and a QUIT. */
static void
a_terminal_that_cannot_show_the_screen__is_refused__before_connecting(
    void **state)
{
	static const char *const variables[] = { "TERM=dumb",
		"TERM=", "TERM=no-such-terminal" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		start(80, NULL, variables[i]);
		assert_true(e2e_shows(screen, "use -P"));
		assert_int_equal(e2e_exit(screen), 1);
		assert_int_equal(accept(listener, NULL, NULL), -1);
	}
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(
		    screen__shows_what_it_waits_for_while_the_server_is_silent),
		CASE(ctrl_c_and_quit__end_the_program_while_it_connects),
		CASE(line_mode__says_what_it_waits_for_after_a_second),
		CASE(
		    a_terminal_that_cannot_show_the_screen__is_refused__before_connecting),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
