/*
 * control: peers that say nothing, or do not read, keep no other peer from being answered.
 */
#include <sys/socket.h>

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/clock.h"
#include "server/admin/control.h"
#include "tests/support/e2e.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/proc.h"
#include "tests/support/test.h"

enum { MANY = 40 };

static struct control *control;
static char *dir;

static int
set_up(void **state)
{
	irc_set_up(state);
	dir = e2e_folder();
	control = control_open(rig.base, rig.server, dir, NULL);
	return control == NULL;
}

static int
tear_down(void **state)
{
	control_close(control);
	e2e_remove(dir);
	free(dir);
	return irc_tear_down(state);
}

static int
connect_peer(void)
{
	struct sockaddr_un un;
	int folder = control_address(&un, dir);
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);

	assert_int_equal(connect(fd, (struct sockaddr *)&un, sizeof(un)), 0);
	close(folder);
	irc_rig_run(&rig);
	return fd;
}

static void
say(int fd, const char *text)
{
	assert_int_equal(
	    send(fd, text, strlen(text), MSG_NOSIGNAL), (ssize_t)strlen(text));
	irc_rig_run(&rig);
}

/* What comes, up to the end of the answer or of the connection. */
static void
expect_answer(int fd, const char *answer)
{
	int64_t deadline = clock_mono_ms() + PROC_DEADLINE;
	char got[256];
	size_t len = 0;
	ssize_t n = -1;

	while (len < sizeof(got) - 1 && n != 0 && clock_mono_ms() < deadline &&
	       (len == 0 || strstr(got, "end ") == NULL)) {
		irc_rig_run(&rig);
		n = recv(fd, got + len, sizeof(got) - 1 - len, MSG_DONTWAIT);
		len += n > 0 ? (size_t)n : 0;
		got[len] = '\0';
	}
	assert_string_equal(got, answer);
}

static int
is_closed(int fd)
{
	char byte;

	irc_rig_run(&rig);
	return recv(fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK) == 0;
}

static void
control__answers__while_other_peers_are_silent(void **state)
{
	int fds[MANY], fd, i;

	(void)state;
	for (i = 0; i < MANY; i++)
		fds[i] = connect_peer();
	fd = connect_peer();
	say(fd, " ban\n list\nrun\n");
	expect_answer(fd, "end 0\n");
	assert_true(is_closed(fds[0]));
	assert_false(is_closed(fds[MANY - 1]));
	close(fd);
	for (i = 0; i < MANY; i++)
		close(fds[i]);
}

static void
control__answers__while_other_peers_stay_connected(void **state)
{
	int fds[MANY], i;

	(void)state;
	for (i = 0; i < MANY; i++) {
		fds[i] = connect_peer();
		say(fds[i], " ban\n list\nrun\n");
		expect_answer(fds[i], "end 0\n");
	}
	for (i = 0; i < MANY; i++)
		close(fds[i]);
}

#define CASE(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(control__answers__while_other_peers_are_silent),
		CASE(control__answers__while_other_peers_stay_connected),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
