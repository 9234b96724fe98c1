/*
 * Encryption between the real programs: a new server's fingerprint is shown once, a changed
 * certificate is refused with advice, and nothing is sent unencrypted unless asked for.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/xmalloc.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

/* goes to the server's window from the first room */
#define F5 "\033[15~"

static struct vt *screen;
static struct peer bo;

static int
setup(void **state)
{
	(void)state;
	bo.fd = -1;
	e2e_server_start(&server, NULL);
	screen = NULL;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	if (screen != NULL)
		vt_close(screen);
	peer_close(&bo);
	e2e_server_free(&server);
	return 0;
}

/* The fingerprint as the server prints it when it starts. */
static char *
server_fingerprint(void)
{
	const char *at;

	assert_true(proc_expect_err(server.proc, "fingerprint "));
	for (;;) {
		at = strstr(buf_str(&server.proc->erred), "fingerprint ");
		if (strchr(at, '\n') != NULL)
			break;
		proc_pump(server.proc, 50);
	}
	return xviewdup((struct view){ at + 12, 95 });
}

/* Restart the server with another certificate. */
static void
change_certificate(void)
{
	char *file;

	assert_int_equal(e2e_server_stop(&server), 0);
	xasprintf(&file, "%s/tls.pem", server.dir);
	assert_int_equal(unlink(file), 0);
	free(file);
	e2e_server_restart(&server, NULL);
}

static char *
known_hosts(void)
{
	char *file;

	xasprintf(&file, "%s/tchat/known_hosts", server.home);
	return file;
}

/* wide enough for a fingerprint on one line */
static void
start_screen(void)
{
	char *port = e2e_port(&server);
	const char *argv[] = { e2e_program("tchat"), "-n", "ana", "127.0.0.1",
		port, NULL };

	screen = vt_new(200, 24);
	vt_spawn(screen, argv, (const char *[]){ "INPUTRC=/dev/null", NULL });
	free(port);
	assert_true(e2e_shows(screen, "ana joined"));
}

static void
quit_screen(void)
{
	assert_true(e2e_types_until(screen, "/quit", "/quit"));
	vt_keys(screen, "\r");
	assert_int_equal(e2e_exit(screen), 0);
	vt_close(screen);
	screen = NULL;
}

/* Send a line through a pipe; return what is on stderr, which the caller frees. */
static char *
say(const char *const *more, int status)
{
	struct proc *p = e2e_pipe(&server, more);
	char *said;

	proc_say(p, "hello\n");
	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), status);
	said = xstrdup(buf_str(&p->erred));
	proc_free(p);
	return said;
}

static void
screen__shows_the_fingerprint_once_and_that_it_is_encrypted(void **state)
{
	char *print = server_fingerprint(), *file = known_hosts();
	struct stat st;

	(void)state;
	start_screen();
	assert_true(e2e_shows(screen, "127.0.0.1  encrypted"));
	assert_false(vt_has_text(screen, print));
	vt_keys(screen, F5);
	assert_true(e2e_shows(screen, print));
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	quit_screen();
	start_screen();
	vt_keys(screen, F5);
	assert_true(e2e_shows(screen, "Connecting to"));
	assert_false(vt_has_text(screen, print));
	assert_false(vt_has_text(screen, "New server"));
	quit_screen();
	free(file);
	free(print);
}

static void
whois__shows_who_uses_encryption(void **state)
{
	(void)state;
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	start_screen();
	vt_keys(screen, "/whois ana\r");
	assert_true(e2e_shows(screen, "ana is encrypted"));
	vt_keys(screen, "/whois bo\r");
	assert_true(e2e_shows(screen, "bo is"));
	peer_say(&bo, "WHOIS ana\r\n");
	assert_true(peer_expect(&bo, " 671 bo ana "));
	peer_say(&bo, "WHOIS bo\r\n");
	assert_true(peer_expect(&bo, " 318 "));
	assert_false(peer_has(&bo, " 671 bo bo "));
	quit_screen();
}

static void
line_mode__prints_the_fingerprint_on_stderr_once(void **state)
{
	char *print = server_fingerprint(), *said;

	(void)state;
	said = say(NULL, 0);
	assert_non_null(strstr(said, print));
	free(said);
	said = say(NULL, 0);
	assert_string_equal(said, "");
	free(said);
	free(print);
}

static void
changed_certificate__is_refused_with_advice(void **state)
{
	char *before = server_fingerprint(), *file = known_hosts(), *after;
	char *said, *line;

	(void)state;
	free(say(NULL, 0));
	change_certificate();
	after = server_fingerprint();
	said = say(NULL, 1);
	xasprintf(&line, "remove line 1 of %s", file);
	assert_non_null(strstr(said, "has changed"));
	assert_non_null(strstr(said, before));
	assert_non_null(strstr(said, after));
	assert_non_null(strstr(said, line));
	assert_null(strchr(strchr(said, '\n') + 1, '\n'));
	free(said);
	free(say((const char *[]){ "--fingerprint", after, NULL }, 0));
	free(say((const char *[]){ "--fingerprint", before, NULL }, 1));
	assert_int_equal(unlink(file), 0);
	said = say(NULL, 0);
	assert_non_null(strstr(said, after));
	free(said);
	free(line);
	free(file);
	free(before);
	free(after);
}

static void
changed_certificate__keeps_a_running_client_off_the_server__until_it_is_trusted(
    void **state)
{
	char *before = server_fingerprint(), *after, *line;

	(void)state;
	start_screen();
	vt_keys(screen, "a draft");
	change_certificate();
	after = server_fingerprint();
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	assert_true(e2e_shows(screen, "the certificate of 127.0.0.1 has"));
	assert_true(e2e_shows(screen, before));
	assert_true(e2e_shows(screen, after));
	assert_true(vt_has_text(screen, "a draft"));
	/* A pasted fingerprint is refused, also if only part of it is pasted. */
	xasprintf(&line, "\025\033[200~/trust %.95s\033[201~\r", after);
	vt_keys(screen, line);
	free(line);
	assert_true(e2e_shows(screen, "Not accepted: type /trust"));
	/* A fingerprint recalled from the history after other keys is refused too. */
	assert_true(e2e_shows(screen, "Not accepted: type /trust"));
	vt_keys(screen, "\025a lot of other keys are typed here\033[A\r");
	peer_say(&bo, "PING sync0\r\n");
	assert_true(peer_expect(&bo, "sync0"));
	assert_false(vt_has_text(screen, "is trusted"));
	vt_keys(screen, "\025/trust 00:00:00:00\r");
	assert_true(e2e_shows(screen, "The fingerprint does not match"));
	/* Eight characters are too few if two of them are colons. */
	xasprintf(&line, "\025/trust %.8s\r", after);
	vt_keys(screen, line);
	free(line);
	assert_true(e2e_shows(screen, "is too short: type at least"));
	vt_keys(screen, "\025/reconnect\r");
	peer_say(&bo, "PING sync\r\n");
	assert_true(peer_expect(&bo, "sync"));
	assert_false(peer_has(&bo, "ana"));
	xasprintf(&line, "\025/trust %.11s\r", after);
	vt_keys(screen, line);
	free(line);
	assert_true(e2e_shows(screen, "is trusted from now on"));
	assert_true(peer_expect(&bo, ":ana!"));
	assert_true(e2e_shows(screen, "127.0.0.1  encrypted"));
	quit_screen();
	free(say(NULL, 0));
	free(before);
	free(after);
}

static void
same_certificate__causes_no_message_on_reconnect(void **state)
{
	(void)state;
	start_screen();
	assert_int_equal(e2e_server_stop(&server), 0);
	assert_true(e2e_shows(screen, "reconnecting"));
	e2e_server_restart(&server, NULL);
	assert_true(e2e_shows(screen, "Reconnected"));
	assert_true(e2e_shows(screen, "127.0.0.1  encrypted"));
	quit_screen();
}

static void
no_tls__is_unencrypted_and_warns(void **state)
{
	char *said = say((const char *[]){ "--no-tls", NULL }, 0);
	char *file = known_hosts();

	(void)state;
	assert_non_null(strstr(said, "is not encrypted"));
	assert_int_equal(access(file, F_OK), -1);
	free(said);
	free(file);
}

static void
key__is_refused_if_others_can_read_it(void **state)
{
	char *file, *said;

	(void)state;
	free(say(NULL, 0));
	xasprintf(&file, "%s/tchat/identity.pem", server.home);
	assert_int_equal(chmod(file, 0644), 0);
	said = say(NULL, 1);
	assert_non_null(strstr(said, "other users can read your key"));
	assert_non_null(strstr(said, file));
	free(said);
	free(say((const char *[]){ "--no-certificate", NULL }, 0));
	free(file);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(
		    screen__shows_the_fingerprint_once_and_that_it_is_encrypted),
		CASE(whois__shows_who_uses_encryption),
		CASE(line_mode__prints_the_fingerprint_on_stderr_once),
		CASE(changed_certificate__is_refused_with_advice),
		CASE(
		    changed_certificate__keeps_a_running_client_off_the_server__until_it_is_trusted),
		CASE(same_certificate__causes_no_message_on_reconnect),
		CASE(no_tls__is_unencrypted_and_warns),
		CASE(key__is_refused_if_others_can_read_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
