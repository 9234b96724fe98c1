/*
 * ask_server: try the server's control socket first; if no server answers, lock the data folder and run locally.
 */
#include "server/admin/ask_server.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/file.h"
#include "common/path.h"
#include "common/streams.h"
#include "common/xmalloc.h"
#include "server/admin/admin.h"
#include "server/admin/command.h"
#include "server/admin/control.h"
#include "server/admin/local.h"
#include "server/config/config.h"

enum {
	TRY_MS = 50,
	TRIES = 100 /* five seconds */
};

static void
on_say(const char *line, void *ctx)
{
	(void)ctx;
	streams_print(view_of(line));
}

/* Keep the first error as the cause. */
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

struct request {
	const struct tool_options *options;
	const char *const *words;
	size_t n;
	enum admin_status status;
	char **cause;
};

static const struct admin_ops ops = { on_say, on_complain, on_end };

/* Run the words on the data. Returns 1; 0 and *cause if another process has the folder locked; -1 and *cause. */
static int
ask_data(struct request *q)
{
	const struct tool_options *o = q->options;
	int lock = -1, rc;

	if (o->config->history == CONFIG_HISTORY_SQLITE &&
	    !admin_may_create(q->words, q->n) && !file_may_exist(o->database)) {
		cause_set(q->cause,
		    "there is no database in %s. Check the folder (-D)",
		    o->folder);
		return -1;
	}
	if (path_make_dir(o->folder, q->cause) != 0 ||
	    path_check_dir(o->folder, q->cause) != 0)
		return -1;
	lock = path_lock(o->folder, q->cause);
	if (lock == -1)
		return 0;
	rc = local_run(o->config, o->folder, q->words, q->n, &ops, q->cause,
	    &q->status, q->cause);
	close(lock);
	return rc == 0 ? 1 : -1;
}

/* Try both ways for some time: a server that starts or stops has the folder locked but no control socket. */
static int
ask(struct request *q)
{
	static const struct timespec pause = { 0, TRY_MS * 1000000L };
	int tries = TRIES, rc;

	for (;;) {
		rc = control_ask(q->options->folder, q->words, q->n, &ops,
		    q->cause, &q->status, q->cause);
		if (rc == 0)
			rc = ask_data(q);
		if (rc != 0 || --tries == 0)
			return rc;
		free(*q->cause);
		*q->cause = NULL;
		nanosleep(&pause, NULL);
	}
}

int
ask_server(const struct tool_options *o, const char *const *words, size_t n,
    char **cause)
{
	struct request q = { o, words, n, ADMIN_REFUSED, cause };

	if (admin_check_words(words, n, cause) != 0)
		return -1;
	if (ask(&q) <= 0 || q.status != ADMIN_DONE)
		return *cause != NULL ? -1
				      : cause_set(cause, "the command failed");
	return 0;
}

/* Join the words from that one on with spaces. The caller frees the result. */
static char *
rest_of(const struct tool_options *o, size_t text)
{
	struct buf b = { 0 };
	size_t i;

	for (i = text; i < (size_t)o->nwords; i++)
		buf_printf(&b, "%s%s", i > text ? " " : "", o->words[i]);
	return b.len == 0 ? xstrdup("") : buf_take(&b);
}

int
ask_server_words(const struct tool_options *o, size_t text, char **cause)
{
	const char *words[ADMIN_WORDS_MAX] = { o->tool };
	char *rest = rest_of(o, text);
	size_t n = 1, i;
	int rc;

	for (i = 0; i < (size_t)o->nwords && i < text && n < ADMIN_WORDS_MAX;
	     i++)
		words[n++] = o->words[i];
	if (rest[0] != '\0' && n < ADMIN_WORDS_MAX)
		words[n++] = rest;
	rc = ask_server(o, words, n, cause);
	free(rest);
	return rc;
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
