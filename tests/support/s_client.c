/* s_client: the openssl command line as a client. */
#include "tests/support/s_client.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

enum { MAX_ARGS = 24 };

struct proc *
s_client(const struct e2e_server *server, const char *const *more)
{
	const char *argv[MAX_ARGS] = { "openssl", "s_client", "-connect" };
	struct proc *p;
	char *where;
	size_t n = 3;

	e2e_require("openssl");
	xasprintf(&where, "127.0.0.1:%u", server->port);
	argv[n++] = where;
	while (*more != NULL && n < MAX_ARGS - 1)
		argv[n++] = *more++;
	p = proc_start(argv, NULL);
	free(where);
	return p;
}

void
s_client_expect(struct proc *p, const char *said, int status)
{
	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), status);
	buf_add_view(&p->said, buf_view(&p->erred));
	if (strstr(buf_str(&p->said), said) == NULL)
		fail_msg("%s", buf_str(&p->said));
	proc_free(p);
}

void
s_client_expect_not(struct proc *p, const char *said)
{
	assert_int_not_equal(proc_wait(p, PROC_DEADLINE), -1);
	if (strstr(buf_str(&p->said), said) != NULL)
		fail_msg("%s", buf_str(&p->said));
	proc_free(p);
}

void
s_client_logged_print(
    struct e2e_server *server, char print[S_CLIENT_PRINT + 1], int before)
{
	int64_t end = clock_mono_ms() + PROC_DEADLINE;
	const char *at;
	int i;

	do {
		at = buf_str(&server->proc->erred);
		for (i = 0; i <= before && at != NULL; i++) {
			at = strstr(at, "SHA-256 fingerprint ");
			at = at == NULL ? NULL : at + 20;
		}
		if (at != NULL && strchr(at, '\n') != NULL)
			break;
		at = NULL;
		proc_pump(server->proc, 50);
	} while (clock_mono_ms() < end);
	assert_non_null(at);
	snprintf(print, S_CLIENT_PRINT + 1, "%s", at == NULL ? "" : at);
}

void
s_client_expect_print(const struct e2e_server *server, const char *print)
{
	struct proc *p = S_CLIENT(server, "-showcerts"), *x509;

	proc_end_input(p);
	assert_int_equal(proc_wait(p, PROC_DEADLINE), 0);
	x509 = proc_start((const char *[]){ "openssl", "x509", "-noout",
			      "-fingerprint", "-sha256", NULL },
	    NULL);
	proc_say(x509, "%s", buf_str(&p->said));
	proc_end_input(x509);
	assert_true(proc_expect(x509, print));
	proc_free(x509);
	proc_free(p);
}
