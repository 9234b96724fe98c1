/*
 * Files that settings and options name, when they are a FIFO, a device or a folder: both programs
 * report it and never wait for them.
 */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "tests/support/e2e.h"
#include "tests/support/peer.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

static char *dir, *fifo, *conf;

static int
setup(void **state)
{
	(void)state;
	dir = e2e_folder();
	fifo = path_join(dir, "fifo");
	conf = path_join(dir, "x.conf");
	return mkfifo(fifo, 0600);
}

static int
teardown(void **state)
{
	(void)state;
	e2e_remove(dir);
	free(dir);
	free(fifo);
	free(conf);
	return 0;
}

static void
write_conf(const char *key, const char *value)
{
	FILE *f = fopen(conf, "we");

	assert_non_null(f);
	fchmod(fileno(f), 0600);
	fprintf(f, "%s = \"%s\"\n", key, value);
	fclose(f);
}

/* Run a program of ours. It ends by itself with an error, and says why. */
static void
expect_refusal(const char *why, const char *name, const char *const *more)
{
	const char *argv[12] = { e2e_program(name) };
	struct proc *p;
	size_t n = 1;
	int status;

	while (*more != NULL)
		argv[n++] = *more++;
	p = proc_start(argv, NULL);
	proc_end_input(p);
	status = proc_wait(p, PROC_DEADLINE);
	if (status != 1 || strstr(buf_str(&p->erred), why) == NULL)
		fail_msg(
		    "%s: status %d: %s", argv[1], status, buf_str(&p->erred));
	proc_free(p);
}

static void
server__refuses_settings_that_name_no_regular_file(void **state)
{
	static const char *const keys[] = { "motd", "tls-cert" };
	const char *const names[][2] = { { fifo, "is a FIFO" },
		{ "/dev/zero", "is a device" }, { dir, "is a folder" } };
	size_t i, k;

	(void)state;
	for (i = 0; i < 3; i++) {
		for (k = 0; k < 2; k++) {
			write_conf(keys[k], names[i][0]);
			expect_refusal(names[i][1], "tchat-server",
			    (const char *[]){ "-t", "-f", conf, NULL });
		}
		expect_refusal(names[i][1], "tchat-server",
		    (const char *[]){ "-t", "-f", names[i][0], NULL });
	}
}

static void
server__refuses_its_own_key_if_it_is_no_regular_file(void **state)
{
	static const char *const names[] = { "tls.pem", "cloak-key" };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		char *data = e2e_folder(), *file = path_join(data, names[i]);

		assert_int_equal(mkfifo(file, 0600), 0);
		expect_refusal("is a FIFO", "tchat-server",
		    (const char *[]){
			"-D", data, "-p", "0", "--history", "none", NULL });
		e2e_remove(data);
		free(file);
		free(data);
	}
}

/* The settings name a good file at the start, and something else at each SIGHUP. */
static void
the_server__keeps_what_it_has__when_a_file_is_no_regular_one_on_sighup(
    void **state)
{
	const char *const names[] = { fifo, "/dev/zero" };
	char *motd = path_join(dir, "motd");
	struct e2e_server server;
	struct peer p;
	FILE *f = fopen(motd, "we");
	size_t i;

	(void)state;
	assert_non_null(f);
	fputs("all is well\n", f);
	fclose(f);
	write_conf("motd", motd);
	e2e_server_start(&server, (const char *[]){ "-f", conf, NULL });
	for (i = 0; i < 2; i++) {
		write_conf("motd", names[i]);
		proc_signal(server.proc, SIGHUP);
		assert_true(proc_expect_err(server.proc, names[i]));
		peer_connect(&p, server.port);
		assert_true(peer_register(&p, "ana"));
		assert_true(peer_has(&p, "all is well"));
		peer_close(&p);
	}
	e2e_server_free(&server);
	free(motd);
}

static void
client__refuses_files_that_are_not_regular(void **state)
{
	struct e2e_server server;
	char *port;

	(void)state;
	e2e_server_start(&server, NULL);
	port = e2e_port(&server);
	expect_refusal("is a FIFO", "tchat",
	    (const char *[]){ "-f", fifo, "127.0.0.1", port, NULL });
	expect_refusal("is a FIFO", "tchat",
	    (const char *[]){
		"--password-file", fifo, "127.0.0.1", port, NULL });
	expect_refusal("is a FIFO", "tchat",
	    (const char *[]){ "--known-hosts", fifo, "127.0.0.1", port, NULL });
	free(port);
	e2e_server_free(&server);
}

static void
client__continues_without_an_inputrc_that_is_a_fifo(void **state)
{
	struct e2e_server server;
	struct vt *screen = vt_new(100, 24);
	char *port, *inputrc;

	(void)state;
	e2e_server_start(&server, NULL);
	port = e2e_port(&server);
	xasprintf(&inputrc, "INPUTRC=%s", fifo);
	vt_spawn(screen,
	    (const char *[]){
		e2e_program("tchat"), "-n", "ana", "127.0.0.1", port, NULL },
	    (const char *[]){ inputrc, NULL });
	assert_true(e2e_shows(screen, "ana joined"));
	assert_true(e2e_shows(screen, "is a FIFO"));
	vt_close(screen);
	free(inputrc);
	free(port);
	e2e_server_free(&server);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    server__refuses_settings_that_name_no_regular_file),
		cmocka_unit_test(
		    server__refuses_its_own_key_if_it_is_no_regular_file),
		cmocka_unit_test(
		    the_server__keeps_what_it_has__when_a_file_is_no_regular_one_on_sighup),
		cmocka_unit_test(client__refuses_files_that_are_not_regular),
		cmocka_unit_test(
		    client__continues_without_an_inputrc_that_is_a_fifo),
	};

	return cmocka_run_group_tests(tests, setup, teardown);
}
