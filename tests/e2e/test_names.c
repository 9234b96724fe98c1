/*
 * Accounts between the real programs: a registered nick is logged in by its key at the next start,
 * nobody else can have it, and passwords work from other computers.
 */
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

#define PASSWORD "correct horse battery"

enum { SCREENS = 2 };

static struct vt *screens[SCREENS];
static char *homes
    [SCREENS]; /* homes of people with other keys; NULL: the home of the server's clients */
static struct peer peer;

static int
setup(void **state)
{
	(void)state;
	peer.fd = -1;
	e2e_server_start(&server, NULL);
	return 0;
}

static int
teardown(void **state)
{
	int i;

	(void)state;
	for (i = 0; i < SCREENS; i++) {
		if (screens[i] != NULL)
			vt_close(screens[i]);
		if (homes[i] != NULL)
			e2e_remove(homes[i]);
		free(homes[i]);
		screens[i] = NULL;
		homes[i] = NULL;
	}
	peer_close(&peer);
	e2e_server_free(&server);
	return 0;
}

/* Start a client with the key of home i; options end with NULL. */
static struct vt *
start(int i, const char *nick, const char *const *more)
{
	char *port = e2e_port(&server), *home = NULL;
	const char *argv[16] = { e2e_program("tchat"), "-n", nick };
	const char *env[] = { "INPUTRC=/dev/null", NULL, NULL };
	int n = 3;

	if (i == 1) { /* another person, with another key */
		if (homes[1] == NULL)
			homes[1] = e2e_folder();
		xasprintf(&home, "XDG_CONFIG_HOME=%s", homes[1]);
	}
	env[1] = home;
	while (more != NULL && *more != NULL)
		argv[n++] = *more++;
	argv[n++] = "127.0.0.1";
	argv[n] = port;
	screens[i] = vt_new(160, 24);
	vt_spawn(screens[i], argv, env);
	free(home);
	free(port);
	assert_true(e2e_shows(screens[i], "#lobby"));
	assert_true(e2e_shows(screens[i], "joined"));
	return screens[i];
}

static void
enter(struct vt *vt, const char *line)
{
	vt_keys(vt, line);
	vt_keys(vt, "\r");
}

static void
quit(int i)
{
	enter(screens[i], "/quit");
	assert_int_equal(e2e_exit(screens[i]), 0);
	vt_close(screens[i]);
	screens[i] = NULL;
}

/* No password was ever sent to the terminal. */
static void
assert_no_secret(struct vt *vt, const char *secret)
{
	assert_false(vt_raw_has(vt, secret));
}

static void
account__is_logged_in_at_the_next_start_by_its_key_alone(void **state)
{
	struct vt *ana, *other;

	(void)state;
	ana = start(0, "ana", NULL);
	enter(ana, "/register");
	assert_true(e2e_shows(ana, "ana is registered to you"));
	assert_true(e2e_shows(ana, "ana, logged in"));
	quit(0);

	other = start(1, "ana", NULL);
	assert_true(e2e_shows(other, "ana is registered. If it is yours"));
	assert_true(e2e_shows(other, "You are ana-2"));
	enter(other, "/nick ana");
	assert_true(e2e_shows(other, "/login ana"));

	ana = start(0, "ana", NULL);
	assert_true(e2e_shows(ana, " ana, logged in"));
	assert_false(vt_has_text(ana, "is registered"));
	enter(other, "/whois ana");
	assert_true(e2e_shows(other, "ana is logged in as ana"));
	enter(ana, "/account");
	assert_true(e2e_shows(ana, "No password is set"));
	assert_true(e2e_shows(ana, "Bound "));
}

static void
restart_server(struct vt *vt)
{
	assert_int_equal(e2e_server_stop(&server), 0);
	assert_true(e2e_shows(vt, "reconnecting"));
	e2e_server_restart(&server, NULL);
	assert_true(e2e_shows(vt, "Reconnected"));
}

/* The server restarts and still knows the account. */
static void
account__survives_the_server(void **state)
{
	struct vt *ana;

	(void)state;
	ana = start(0, "ana", NULL);
	enter(ana, "/register");
	assert_true(e2e_shows(ana, "ana, logged in"));
	restart_server(ana);
	assert_true(e2e_shows(ana, " ana, logged in"));
}

static void
account__is_logged_in_by_password_from_elsewhere(void **state)
{
	struct vt *ana, *bo;

	(void)state;
	ana = start(0, "ana", NULL);
	enter(ana, "/register " PASSWORD);
	assert_true(e2e_shows(ana, "ana is registered to you"));
	assert_no_secret(ana, PASSWORD);
	quit(0);

	bo = start(1, "ana", NULL);
	assert_true(e2e_shows(bo, "You are ana-2"));
	enter(bo, "/login ana");
	assert_true(e2e_shows(bo, "password"));
	enter(bo, "not the password");
	assert_true(e2e_shows(bo, "Wrong account name or password"));
	enter(bo, "/login ana " PASSWORD);
	assert_true(e2e_shows(bo, "You are logged in as ana"));
	assert_true(e2e_shows(bo, " ana, logged in"));
	assert_no_secret(bo, PASSWORD);
	assert_no_secret(bo, "not the password");

	/* also after a broken connection */
	restart_server(bo);
	assert_true(e2e_shows(bo, " ana, logged in"));
	assert_no_secret(bo, PASSWORD);

	/* from now on also by its key */
	enter(bo, "/account key add");
	assert_true(e2e_shows(bo, "It logs you in from now on"));
	quit(1);
	bo = start(1, "ana", NULL);
	assert_true(e2e_shows(bo, " ana, logged in"));
}

enum { DIGEST = 64 }; /* hexadecimal digits of a key's SHA-256 */

/* A predicate for vt_wait: copy the first digest on the screen to ctx. Returns 0 if there is none. */
static int
copy_digest(struct vt *vt, void *ctx)
{
	const char *text = vt_text(vt);
	size_t n;

	for (; *text != '\0'; text += n > 0 ? n : 1) {
		n = strspn(text, "0123456789abcdef");
		if (n == DIGEST) {
			memcpy(ctx, text, DIGEST);
			return 1;
		}
	}
	return 0;
}

/* Wait for a digest on the screen; the words before it may be drawn earlier. */
static void
read_digest(struct vt *vt, char digest[DIGEST + 1])
{
	digest[DIGEST] = '\0';
	if (!vt_wait(vt, copy_digest, digest, PROC_DEADLINE))
		fail_msg("no digest in: %s", vt_text(vt));
}

/* An account without a password, used from a second computer. */
static void
second_key__is_added_on_one_computer_and_bound_by_the_other(void **state)
{
	char line[128] = "/account key add ", digest[DIGEST + 1];
	struct vt *ana, *other;

	(void)state;
	ana = start(0, "ana", NULL);
	enter(ana, "/register");
	assert_true(e2e_shows(ana, "ana, logged in"));
	other = start(1, "bo", NULL);
	enter(other, "/login ana");
	assert_true(e2e_shows(other, "password"));
	enter(other, "");
	assert_true(e2e_shows(other, "ana does not have this computer's key"));
	read_digest(other, digest);
	strcat(line, digest);
	enter(ana, line);
	assert_true(e2e_shows(ana, "is pending for 3 days"));
	/* the key is not used before the user names the account */
	quit(1);
	other = start(1, "bo", NULL);
	assert_false(vt_has_text(other, "logged in"));
	enter(other, "/login ana");
	assert_true(e2e_shows(other, "password"));
	enter(other, "");
	assert_true(e2e_shows(other, "You are logged in as ana"));
	quit(1);
	other = start(1, "bo", NULL);
	assert_true(e2e_shows(other, "bo, logged in as ana"));
	enter(ana, "/account key");
	assert_true(e2e_shows(ana, "Bound "));
	assert_false(vt_has_text(ana, "Pending"));
}

static void
password__is_changed_and_the_old_one_fails(void **state)
{
	struct vt *ana, *bo;

	(void)state;
	ana = start(0, "ana", NULL);
	enter(ana, "/register " PASSWORD);
	assert_true(e2e_shows(ana, "ana is registered to you"));
	enter(ana, "/account password");
	assert_true(e2e_shows(ana, "new password:"));
	enter(ana, "another secret");
	assert_true(e2e_shows(ana, "Password changed"));
	assert_no_secret(ana, "another secret");

	quit(0);

	bo = start(1, "bo", NULL);
	enter(bo, "/login ana " PASSWORD);
	assert_true(e2e_shows(bo, "Wrong account name or password"));
	enter(bo, "/login ana another secret");
	assert_true(e2e_shows(bo, "You are logged in as ana"));
	enter(bo, "/logout");
	assert_true(e2e_shows(bo, "You are logged out"));
}

static void
dropped_account__is_free_for_others(void **state)
{
	struct vt *ana, *bo;

	(void)state;
	ana = start(0, "ana", NULL);
	enter(ana, "/register");
	assert_true(e2e_shows(ana, "ana, logged in"));
	enter(ana, "/account drop ana");
	assert_true(e2e_shows(ana, "Account deleted"));
	assert_true(vt_wait_gone(ana, "ana, logged in", PROC_DEADLINE));
	quit(0);
	bo = start(1, "ana", NULL);
	enter(bo, "/register");
	assert_true(e2e_shows(bo, "ana is registered to you"));
}

/* Also for line mode, whose user has no key at all. */
static void
password_file__logs_in_automatically(void **state)
{
	char *dir = e2e_folder(), *file;
	struct proc *p;
	struct vt *ana;
	FILE *f;

	(void)state;
	ana = start(0, "ana", NULL);
	enter(ana, "/register " PASSWORD);
	assert_true(e2e_shows(ana, "ana is registered to you"));
	quit(0);
	xasprintf(&file, "%s/password", dir);
	f = fopen(file, "w");
	assert_non_null(f);
	assert_int_equal(fchmod(fileno(f), 0600), 0);
	fputs(PASSWORD "\n", f);
	fclose(f);
	peer_connect(&peer, server.port);
	assert_true(peer_register(&peer, "bo"));
	peer_say(&peer, "JOIN #lobby\r\n");
	p = e2e_pipe(&server, (const char *[]){ "--no-certificate", "-n", "ana",
				  "--password-file", file, NULL });
	proc_say(p, "hello from a script\n");
	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	proc_free(p);
	assert_true(peer_expect(&peer, "hello from a script"));
	assert_true(peer_has(&peer, ":ana!"));
	/* without the file, nobody is logged in as ana */
	p = e2e_pipe(
	    &server, (const char *[]){ "--no-certificate", "-n", "ana", NULL });
	proc_say(p, "it is me\n");
	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 1);
	assert_true(proc_expect_err(p, "ana is registered. If it is yours"));
	proc_free(p);
	free(file);
	e2e_remove(dir);
	free(dir);
}

/* Line mode on a terminal asks for a password without echo. */
static void
line_mode__asks_for_a_password_without_echo(void **state)
{
	char *port = e2e_port(&server);
	struct termios mode;
	struct vt *vt;

	(void)state;
	vt = screens[0] = vt_new(120, 24);
	vt_spawn(vt,
	    (const char *[]){ e2e_program("tchat"), "-P", "-n", "ana",
		"127.0.0.1", port, NULL },
	    NULL);
	free(port);
	assert_true(e2e_shows(vt, "ana"));
	assert_true(e2e_shows(vt, "#lobby"));
	vt_keys(vt, "/register\n");
	assert_true(e2e_shows(vt, "ana is registered to you"));
	vt_keys(vt, "/account password\n");
	assert_true(e2e_shows(vt, "new password:"));
	vt_keys(vt, PASSWORD "\n");
	assert_true(e2e_shows(vt, "Password changed"));
	assert_no_secret(vt, PASSWORD);
	vt_modes(vt, &mode);
	assert_true(mode.c_lflag & ECHO);
	vt_keys(vt, "/login\n");
	assert_true(e2e_shows(vt, "password (empty"));
	vt_keys(vt, "\004");
	assert_int_equal(e2e_exit(vt), 0);
	vt_modes(vt, &mode);
	assert_true(mode.c_lflag & ECHO);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(account__is_logged_in_at_the_next_start_by_its_key_alone),
		CASE(
		    second_key__is_added_on_one_computer_and_bound_by_the_other),
		CASE(account__survives_the_server),
		CASE(account__is_logged_in_by_password_from_elsewhere),
		CASE(password__is_changed_and_the_old_one_fails),
		CASE(dropped_account__is_free_for_others),
		CASE(password_file__logs_in_automatically),
		CASE(line_mode__asks_for_a_password_without_echo),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
