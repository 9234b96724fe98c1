/*
 * ask_server: first by the server's door; when nobody is behind it, with the folder's lock.
 */
#include "server/tools/ask_server.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/path.h"
#include "common/xmalloc.h"
#include "server/admin/admin.h"
#include "server/admin/control.h"
#include "server/admin/local.h"
#include "server/tools/tool.h"

static void
on_say(const char *line, void *ctx)
{
	(void)ctx;
	puts(line);
}

/* The first is the cause. */
static void
on_complain(const char *line, void *ctx)
{
	char **cause = ctx;

	if (*cause == NULL)
		cause_set(cause, "%s", line);
}

static void
on_end(enum admin_status status, void *ctx)
{
	(void)status;
	(void)ctx;
}

static int
ask_data(const struct tool_options *o, const char *const *words, size_t n,
    const struct admin_ops *ops, enum admin_status *status, char **cause)
{
	int lock = -1, rc;

	if (path_make_dir(o->folder, cause) == 0)
		lock = path_lock(o->folder, cause);
	if (lock == -1)
		return -1;
	rc = local_run(
	    o->config, o->folder, words, n, ops, cause, status, cause);
	close(lock);
	return rc;
}

int
ask_server(const struct tool_options *o, const char *const *words, size_t n,
    char **cause)
{
	static const struct admin_ops ops = { on_say, on_complain, on_end };
	enum admin_status status = ADMIN_REFUSED;
	int rc;

	rc = control_ask(o->folder, words, n, &ops, cause, &status, cause);
	if (rc == 0)
		rc = ask_data(o, words, n, &ops, &status, cause);
	if (rc < 0 || status != ADMIN_DONE)
		return *cause != NULL ? -1
				      : cause_set(cause, "it was not done");
	if (fflush(stdout) != 0)
		return cause_set(cause, "stdout: %s", strerror(errno));
	return 0;
}

void
ask_server_usage(const char *what)
{
	const struct admin_command *c;

	for (c = admin_commands; c->what != NULL; c++)
		if (strcmp(c->what, what) == 0)
			printf("  %s %s %s\n      %s\n", what, c->verb,
			    c->arguments, c->help);
}
