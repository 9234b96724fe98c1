/*
 * The command lines of both programs: an error is one clear sentence on stderr and an exit status;
 * correct command lines work.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/xmalloc.h"
#include "tests/support/environment.h"
#include "tests/support/peer.h"
#include "tests/support/server_rig.h"
#include "tests/support/test.h"

static size_t
count_lines(struct buf *b)
{
	size_t i, n = 0;

	for (i = 0; i < b->len; i++)
		n += b->p[i] == '\n';
	return n;
}

/* Count the lines that begin with the program's name; log lines begin otherwise. */
static size_t
count_complaints(struct buf *b)
{
	struct view rest = buf_view(b), line;
	size_t n = 0;

	while (view_cut(&rest, '\n', &line))
		n += view_has_prefix(line, VIEW("tchat"));
	return n;
}

/*
 * Run a program of ours without input until it ends. Expect this status, and text in the only error on
 * stderr.
 */
static void
expect_refusal(const char *const *argv, int status, const char *text)
{
	struct proc *p = proc_start(argv, NULL);

	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), status);
	if (strstr(buf_str(&p->erred), text) == NULL)
		fail_msg("no \"%s\" in: %s", text, buf_str(&p->erred));
	assert_int_equal(count_complaints(&p->erred), 1);
	assert_int_equal(p->said.len, 0);
	proc_free(p);
}

static void
server__reports_what_is_wrong_on_a_bad_command_line(void **state)
{
	const char *program = xstrdup(e2e_program("tchat-server"));
	char *dir = e2e_folder();

	(void)state;
	expect_refusal((const char *[]){ program, "--frobnicate", NULL }, 2,
	    "--frobnicate");
	expect_refusal(
	    (const char *[]){ program, "-p", "fish", NULL }, 2, "-p: \"fish\"");
	expect_refusal(
	    (const char *[]){ program, "-p", "70000", NULL }, 2, "65535");
	expect_refusal((const char *[]){ program, "-p", NULL }, 2, "-p");
	expect_refusal((const char *[]){ program, "-f", missing_path(), NULL },
	    1, missing_path());
	expect_refusal(
	    (const char *[]){ program, "-p", "0", "-D", "/proc/none/x", NULL },
	    1, "/proc/none");
	expect_refusal((const char *[]){ program, "-p", "0", "-D", dir, "-l",
			   "192.0.2.1", NULL },
	    1, "192.0.2.1");
	e2e_remove(dir);
	free(dir);
	free((void *)(uintptr_t)program);
}

static void
server__reports_a_port_or_folder_in_use(void **state)
{
	const char *program = xstrdup(e2e_program("tchat-server"));
	char *dir = e2e_folder(), *port = e2e_port(&server), *pid;

	(void)state;
	expect_refusal((const char *[]){ program, "-l", "127.0.0.1", "-p", port,
			   "-D", dir, NULL },
	    1, port);
	xasprintf(&pid, "%d", (int)server.proc->pid);
	expect_refusal((const char *[]){ program, "-l", "127.0.0.1", "-p", "0",
			   "-D", server.dir, NULL },
	    1, pid);
	free(pid);
	free(port);
	e2e_remove(dir);
	free(dir);
	free((void *)(uintptr_t)program);
}

static char *
write_file(const char *dir, const char *name, const char *text)
{
	char *path;
	FILE *f;

	xasprintf(&path, "%s/%s", dir, name);
	f = fopen(path, "w");
	assert_non_null(f);
	fchmod(fileno(f), 0600);
	fputs(text, f);
	fclose(f);
	return path;
}

static void
server__names_line_and_key_of_errors_in_a_file(void **state)
{
	const char *program = e2e_program("tchat-server");
	char *dir = e2e_folder();
	char *bad = write_file(dir, "bad.conf",
	    "port = 5001\nqueue-max = \"fish\"\nnonsense = 1\n");
	char *good = write_file(dir, "good.conf", "lobby = \"#tea\"\n");
	struct proc *p;

	(void)state;
	p = proc_start(
	    (const char *[]){ program, "-t", "-f", bad, NULL }, NULL);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 1);
	assert_non_null(strstr(buf_str(&p->erred), "bad.conf:2"));
	assert_non_null(strstr(buf_str(&p->erred), "queue-max"));
	assert_non_null(strstr(buf_str(&p->erred), "nonsense"));
	proc_free(p);
	p = proc_start(
	    (const char *[]){ program, "-t", "-f", good, NULL }, NULL);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	proc_free(p);
	e2e_remove(dir);
	free(bad);
	free(good);
	free(dir);
}

static void
help_and_version__go_to_stdout_in_both_programs(void **state)
{
	const char *names[] = { "tchat", "tchat-server" };
	size_t i;

	(void)state;
	for (i = 0; i < 2; i++) {
		struct proc *p = proc_start(
		    (const char *[]){ e2e_program(names[i]), "--help", NULL },
		    NULL);

		assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
		assert_non_null(strstr(buf_str(&p->said), "--version"));
		assert_int_equal(p->erred.len, 0);
		proc_free(p);
		p = proc_start(
		    (const char *[]){ e2e_program(names[i]), "-V", NULL },
		    NULL);
		assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
		assert_non_null(strstr(buf_str(&p->said), names[i]));
		proc_free(p);
	}
}

static unsigned
lines(const struct buf *b)
{
	unsigned n = 0;

	for (size_t i = 0; i < b->len; i++)
		n += b->p[i] == '\n';
	return n;
}

static void
help__fits_a_screen__and_help_settings_lists_all(void **state)
{
	const char *program = e2e_program("tchat");
	struct proc *p =
	    proc_start((const char *[]){ program, "--help", NULL }, NULL);

	(void)state;
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	assert_true(lines(&p->said) <= 30);
	assert_null(strstr(buf_str(&p->said), "--scrollback"));
	proc_free(p);
	p = proc_start(
	    (const char *[]){ program, "--help", "settings", NULL }, NULL);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	assert_non_null(strstr(buf_str(&p->said), "--scrollback"));
	proc_free(p);
	p = proc_start((const char *[]){ program, "--help", "x", NULL }, NULL);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 2);
	assert_non_null(strstr(buf_str(&p->erred), "no help about \"x\""));
	proc_free(p);
	p = proc_start((const char *[]){ e2e_program("tchat-server"), "--help",
			   "settings", NULL },
	    NULL);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	assert_non_null(strstr(buf_str(&p->said), "--motd"));
	proc_free(p);
}

static void
server__applies_changed_settings_on_sighup(void **state)
{
	char *dir = e2e_folder();
	char *conf = write_file(dir, "x.conf", "lobby = \"#lobby\"\n");
	const char *more[] = { "-f", conf, NULL };
	struct peer p, q;

	(void)state;
	e2e_server_free(&server);
	e2e_server_start(&server, more);
	peer_connect(&p, server.port);
	assert_true(peer_register(&p, "ana"));
	assert_true(peer_has(&p, "JOIN #lobby"));
	free(conf);
	conf =
	    write_file(dir, "x.conf", "lobby = \"#tea\"\nhistory-lines = 7\n");
	proc_signal(server.proc, SIGHUP);
	assert_true(proc_expect_err(server.proc, "history-lines"));
	peer_connect(&q, server.port);
	assert_true(peer_register(&q, "bo"));
	assert_true(peer_has(&q, "JOIN #tea"));
	/* A broken file changes nothing and disconnects nobody. */
	free(conf);
	conf = write_file(dir, "x.conf", "lobby = \"#tea\"\nnonsense = 1\n");
	proc_signal(server.proc, SIGHUP);
	assert_true(proc_expect_err(server.proc, "x.conf:"));
	peer_say(&p, "PRIVMSG bo :still here\r\n");
	assert_true(peer_expect(&q, ":still here"));
	peer_close(&p);
	peer_close(&q);
	e2e_remove(dir);
	free(conf);
	free(dir);
}

/* Return the hash that hash-password prints; the caller frees it. */
static char *
hash_of(const char *password)
{
	struct proc *p =
	    proc_start((const char *[]){ e2e_program("tchat-server"),
			   "hash-password", NULL },
		NULL);
	char *hash;

	proc_say(p, "%s\n", password);
	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	assert_int_equal(count_lines(&p->said), 1);
	assert_int_equal(p->erred.len, 0);
	hash = xstrdup(buf_str(&p->said));
	hash[strcspn(hash, "\n")] = '\0';
	proc_free(p);
	return hash;
}

/* An operator whose password was hashed by the command reloads the settings. */
static void
operator_from_the_settings__rehashes(void **state)
{
	char *dir = e2e_folder(), *hash = hash_of("sesame"), *text, *conf;
	const char *more[] = { "-f", NULL, NULL };
	struct peer p;

	(void)state;
	xasprintf(&text, "operator ada {\n\tpassword = \"%s\"\n}\n", hash);
	conf = write_file(dir, "x.conf", text);
	more[1] = conf;
	e2e_server_free(&server);
	e2e_server_start(&server, more);
	peer_connect(&p, server.port);
	assert_true(peer_register(&p, "ana"));
	peer_say(&p, "OPER ada sesame\r\n");
	assert_true(peer_expect(&p, " 381 ana :"));
	assert_true(peer_expect(&p, "MODE ana +o"));
	free(text);
	xasprintf(&text, "lobby = tea\nhistory-lines = fish\n");
	free(conf);
	conf = write_file(dir, "x.conf", text);
	peer_say(&p, "REHASH\r\n");
	assert_true(peer_expect(&p, " 382 ana "));
	assert_true(peer_expect(&p, "x.conf:1: lobby: "));
	assert_true(peer_expect(&p, "x.conf:2: history-lines: "));
	assert_true(peer_expect(&p, "The settings did not change"));
	free(conf);
	conf = write_file(dir, "x.conf", "history-lines = 3\n");
	peer_say(&p, "REHASH\r\n");
	assert_true(peer_expect(&p, "NOTICE ana :history-lines changed"));
	peer_close(&p);
	assert_null(strstr(buf_str(&server.proc->erred), "sesame"));
	e2e_remove(dir);
	free(text);
	free(hash);
	free(conf);
	free(dir);
}

static void
client__prints_one_sentence_if_it_cannot_connect(void **state)
{
	const char *program = xstrdup(e2e_program("tchat"));
	char *port = e2e_port(&server);

	(void)state;
	assert_int_equal(e2e_server_stop(&server), 0);
	expect_refusal((const char *[]){ program, NULL }, 2, "host");
	expect_refusal((const char *[]){ program, "--frobnicate", "x", NULL },
	    2, "--frobnicate");
	expect_refusal(
	    (const char *[]){ program, "127.0.0.1", "fish", NULL }, 2, "fish");
	expect_refusal(
	    (const char *[]){ program, "127.0.0.1", port, NULL }, 1, "refused");
	expect_refusal(
	    (const char *[]){ program, "no-such-host.invalid", port, NULL }, 1,
	    "no-such-host.invalid");
	free(port);
	free((void *)(uintptr_t)program);
}

/* A listener that greets like a mail server; tried with and without encryption. */
static void
client__says_so_if_the_server_does_not_speak_irc(void **state)
{
	struct sockaddr_in sin = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(sin);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), peers[2], i;
	struct proc *p;
	char *port;

	(void)state;
	assert_int_equal(bind(fd, (struct sockaddr *)&sin, len), 0);
	assert_int_equal(listen(fd, 4), 0);
	getsockname(fd, (struct sockaddr *)&sin, &len);
	xasprintf(&port, "%u", ntohs(sin.sin_port));
	p = proc_start((const char *[]){ e2e_program("tchat"), "-P",
			   "127.0.0.1", port, NULL },
	    NULL);
	for (i = 0; i < 2; i++) {
		peers[i] = accept(fd, NULL, NULL);
		assert_true(peers[i] != -1);
		assert_int_equal(
		    write(peers[i], "220 mail.example ESMTP\r\n", 24), 24);
	}
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 1);
	assert_non_null(strstr(buf_str(&p->erred), "IRC"));
	proc_free(p);
	close(peers[0]);
	close(peers[1]);
	close(fd);
	free(port);
}

static void
piped_line__reaches_its_room_and_sets_the_status(void **state)
{
	struct peer ana;
	struct proc *p;

	(void)state;
	peer_connect(&ana, server.port);
	assert_true(peer_register(&ana, "ana"));
	peer_say(&ana, "JOIN #ops\r\n");
	assert_true(peer_expect(&ana, " 366 "));
	p = e2e_pipe(
	    &server, (const char *[]){ "-r", "#ops", "-n", "cron", NULL });
	proc_say(p, "built\n/not a command\nlast without newline");
	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	assert_true(peer_expect(&ana, ":cron!"));
	assert_true(peer_expect(&ana, "PRIVMSG #ops :built\r\n"));
	assert_true(peer_expect(&ana, "PRIVMSG #ops :/not a command\r\n"));
	assert_true(
	    peer_expect(&ana, "PRIVMSG #ops :last without newline\r\n"));
	proc_free(p);
	peer_close(&ana);
}

/* Send a line to a room with -r; the exit status is 0. */
static void
pipe_to(const char *room, const char *line)
{
	struct proc *p = e2e_pipe(
	    &server, (const char *[]){ "-r", room, "-n", "cron", NULL });

	proc_say(p, "%s\n", line);
	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	assert_int_equal(p->said.len, 0);
	proc_free(p);
}

static void
piped_line__joins_nothing_if_outsiders_may_speak(void **state)
{
	struct peer ana, bo;

	(void)state;
	peer_connect(&ana, server.port);
	assert_true(peer_register(&ana, "ana"));
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	peer_say(&ana, "JOIN #ops\r\nMODE #ops -n\r\n");
	assert_true(peer_expect(&ana, " 366 ana #ops "));
	assert_true(peer_expect(&ana, " MODE #ops -n"));
	pipe_to("#ops", "one");
	pipe_to("#ops", "two");
	peer_say(&ana, "PING sync\r\n");
	assert_true(peer_expect(&ana, "PRIVMSG #ops :one\r\n"));
	assert_true(peer_expect(&ana, "PRIVMSG #ops :two\r\n"));
	assert_true(peer_expect(&ana, "sync"));
	assert_int_equal(
	    peer_count(&ana, "JOIN #ops"), 1); /* from ana's client */
	assert_int_equal(peer_count(&ana, "QUIT"), 0);
	peer_say(&bo, "PING sync\r\n");
	assert_true(peer_expect(&bo, "sync"));
	assert_false(peer_has(&bo, "cron"));
	peer_close(&ana);
	peer_close(&bo);
}

/* The JOIN comes first, then the message with the tag by which tchat hides the JOIN. */
static void
piped_line__is_tagged_if_outsiders_may_not_speak(void **state)
{
	struct peer ana, bo;

	(void)state;
	peer_connect(&ana, server.port);
	peer_say(&ana, "CAP REQ message-tags\r\nCAP END\r\n");
	assert_true(peer_register(&ana, "ana"));
	peer_connect(&bo, server.port);
	assert_true(peer_register(&bo, "bo"));
	peer_say(&ana, "JOIN #ops\r\nMODE #ops +n\r\n");
	assert_true(peer_expect(&ana, " 366 ana #ops "));
	pipe_to("#ops", "one");
	assert_true(peer_expect(&ana, ":cron!"));
	assert_true(peer_expect(&ana, "JOIN #ops"));
	assert_true(peer_expect(&ana, "+tchat/visitor"));
	assert_true(peer_expect(&ana, "PRIVMSG #ops :one\r\n"));
	peer_say(&bo, "PING sync\r\n");
	assert_true(peer_expect(&bo, "sync"));
	assert_false(peer_has(&bo, "cron"));
	peer_close(&ana);
	peer_close(&bo);
}

/* It joins if it cannot speak without joining; here because the room does not exist. */
static void
piped_line__joins_the_room_if_it_must(void **state)
{
	struct proc *p;

	(void)state;
	pipe_to("#empty", "for later");
	pipe_to("#empty", "again");
	p = proc_start((const char *[]){ e2e_program("tchat-server"), "export",
			   "-D", server.dir, NULL },
	    NULL);
	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	assert_non_null(strstr(buf_str(&p->said), "for later"));
	assert_non_null(strstr(buf_str(&p->said), "again"));
	/* The history has neither its JOIN nor its QUIT. */
	assert_null(strstr(buf_str(&p->said), "\"join\""));
	assert_null(strstr(buf_str(&p->said), "\"quit\""));
	proc_free(p);
}

/* Pipe a line to the lobby with this redirection of standard output; the exit status is 1. */
static void
pipe_with_output(const char *redirection, const char *line, const char *reason)
{
	char *port = e2e_port(&server), *script;
	struct proc *p;

	xasprintf(&script, "echo %s | \"$0\" -n cron 127.0.0.1 \"$1\" %s", line,
	    redirection);
	p = proc_start((const char *[]){ "/bin/sh", "-c", script,
			   e2e_program("tchat"), port, NULL },
	    NULL);
	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 1);
	if (strstr(buf_str(&p->erred), reason) == NULL)
		fail_msg("no \"%s\" in: %s", reason, buf_str(&p->erred));
	proc_free(p);
	free(script);
	free(port);
}

static void
piped_line__arrives_although_standard_output_fails(void **state)
{
	struct peer ana;

	(void)state;
	peer_connect(&ana, server.port);
	assert_true(peer_register(&ana, "ana"));
	pipe_with_output(">/dev/full", "full", "No space left on device");
	assert_true(peer_expect(&ana, "PRIVMSG #lobby :full\r\n"));
	pipe_with_output(">&-", "closed", "Bad file descriptor");
	assert_true(peer_expect(&ana, "PRIVMSG #lobby :closed\r\n"));
	peer_close(&ana);
}

static void
two_hundred_piped_lines__all_arrive_in_order(void **state)
{
	struct peer ana;
	struct proc *p;
	char line[64];
	int i;

	(void)state;
	peer_connect(&ana, server.port);
	assert_true(peer_register(&ana, "ana"));
	p = e2e_pipe(&server, NULL);
	for (i = 0; i < 200; i++)
		proc_say(p, "line number %d\n", i);
	proc_end_input(p);
	for (i = 0; i < 200; i++) {
		snprintf(line, sizeof(line), ":line number %d\r\n", i);
		assert_true(peer_expect(&ana, line));
	}
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	proc_free(p);
	peer_close(&ana);
}

#define CASE(f) \
	cmocka_unit_test_setup_teardown(f, server_setup, server_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(server__reports_what_is_wrong_on_a_bad_command_line),
		CASE(server__reports_a_port_or_folder_in_use),
		CASE(server__names_line_and_key_of_errors_in_a_file),
		CASE(help_and_version__go_to_stdout_in_both_programs),
		CASE(help__fits_a_screen__and_help_settings_lists_all),
		CASE(server__applies_changed_settings_on_sighup),
		CASE(operator_from_the_settings__rehashes),
		CASE(client__prints_one_sentence_if_it_cannot_connect),
		CASE(client__says_so_if_the_server_does_not_speak_irc),
		CASE(piped_line__reaches_its_room_and_sets_the_status),
		CASE(piped_line__arrives_although_standard_output_fails),
		CASE(piped_line__joins_nothing_if_outsiders_may_speak),
		CASE(piped_line__is_tagged_if_outsiders_may_not_speak),
		CASE(piped_line__joins_the_room_if_it_must),
		CASE(two_hundred_piped_lines__all_arrive_in_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
