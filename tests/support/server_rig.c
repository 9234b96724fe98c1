/* server_rig: one real server for each test of an e2e program. */
#include "tests/support/server_rig.h"

#include <signal.h>
#include <string.h>

#include "tests/support/test.h"

struct e2e_server server;

int
server_setup(void **state)
{
	(void)state;
	e2e_server_start(&server, NULL);
	return 0;
}

int
server_setup_later(void **state)
{
	(void)state;
	memset(&server, 0, sizeof(server));
	return 0;
}

int
server_teardown(void **state)
{
	(void)state;
	e2e_server_free(&server);
	return 0;
}

void
server_kill_and_restart(const char *const *more)
{
	proc_signal(server.proc, SIGKILL);
	assert_int_equal(proc_wait(server.proc, PROC_DEADLINE), 128 + SIGKILL);
	e2e_server_restart(&server, more);
}

struct proc *
server_command(const char *command, int status, const char *input,
    const char *const *words)
{
	const char *argv[SERVER_WORDS_MAX + 5] = { e2e_program("tchat-server"),
		command, "-D", server.dir };
	struct proc *p;
	size_t i;

	for (i = 0; words != NULL && words[i] != NULL; i++) {
		assert_true(i < SERVER_WORDS_MAX);
		argv[4 + i] = words[i];
	}
	p = proc_start(argv, NULL);
	if (input != NULL)
		proc_say(p, "%s", input);
	proc_end_input(p);
	if (proc_wait(p, PROC_DEADLINE) != status)
		fail_msg("%s: status %d, not %d: %s", command, p->status,
		    status, buf_str(&p->erred));
	return p;
}

void
server_add_account(const char *name)
{
	proc_free(server_command("account", 0, "secret pass\n",
	    (const char *[]){ "add", name, NULL }));
}
