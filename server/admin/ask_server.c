/*
 * ask_server: try the server's control socket first. If no server answers, lock the data folder, make a server without
 * listeners on it, and run the command on that one.
 */
#include "server/admin/ask_server.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/buf.h"
#include "common/file.h"
#include "common/i18n.h"
#include "common/path.h"
#include "common/streams.h"
#include "common/xmalloc.h"
#include "server/admin/admin.h"
#include "server/admin/control.h"
#include "server/admin/subcommand.h"
#include "server/config/config.h"
#include "server/net/net.h"
#include "server/wiring/storage.h"
#include "server/wiring/wiring.h"

enum { PATIENCE_SECONDS = 60 };

/* Connect. Returns 1 and *fd, 0 if no server listens, or -1 and *cause. */
static int
connect_to(const char *datadir, int *fd, char **cause)
{
	const struct timeval patience = { PATIENCE_SECONDS, 0 };
	struct sockaddr_un un;
	int dir = control_address(&un, datadir), rc, error;

	if (dir == -1)
		return 0;
	*fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	rc = *fd == -1 ? -1 : connect(*fd, (struct sockaddr *)&un, sizeof(un));
	error = errno;
	close(dir);
	if (rc == 0) {
		setsockopt(
		    *fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
		return 1;
	}
	if (*fd != -1)
		close(*fd);
	if (error == ENOENT || error == ECONNREFUSED)
		return 0;
	return cause_set(cause,
	    _("cannot connect to the server that uses the folder %s: %s"),
	    datadir, strerror(error));
}

static int
send_all(int fd, struct view v)
{
	while (v.len > 0) {
		ssize_t n = send(fd, v.p, v.len, MSG_NOSIGNAL);

		if (n == -1 && errno == EINTR)
			continue;
		if (n == -1)
			return -1;
		v.p += n;
		v.len -= (size_t)n;
	}
	return 0;
}

static int
send_words(int fd, const char *const *words, size_t n)
{
	struct buf b = { 0 };
	size_t i;
	int rc;

	for (i = 0; i < n; i++)
		buf_printf(&b, " %s\n", words[i]);
	buf_add_str(&b, "run\n");
	rc = send_all(fd, buf_view(&b));
	explicit_bzero(b.p, b.len);
	buf_clear(&b);
	return rc;
}

/* Handle a line of the answer. Returns 1 if it was the last. */
static int
take_line(const char *line, const struct admin_ops *ops, void *ctx,
    enum admin_status *status)
{
	int n;

	if (line[0] == '+')
		ops->say(line + 1, ctx);
	else if (line[0] == '-')
		ops->complain(line + 1, ctx);
	else if (sscanf(line, "end %d", &n) == 1) {
		*status = (enum admin_status)n;
		return 1;
	}
	return 0;
}

static int
read_answer(int fd, const struct admin_ops *ops, void *ctx,
    enum admin_status *status, char **cause)
{
	FILE *f = fdopen(fd, "r");
	char *line = NULL;
	size_t size = 0;
	ssize_t n;
	int ended = 0;

	while (!ended && f != NULL && (n = getline(&line, &size, f)) > 0) {
		line[strcspn(line, "\n")] = '\0';
		ended = take_line(line, ops, ctx, status);
	}
	free(line);
	if (f != NULL)
		fclose(f);
	else
		close(fd);
	return ended ? 1
		     : cause_set(cause,
			   _("the server closed the connection without an "
			     "answer. Check whether the command was carried "
			     "out"));
}

static int
ask_running(const char *datadir, const char *const *words, size_t n,
    const struct admin_ops *ops, void *ctx, enum admin_status *status,
    char **cause)
{
	int fd = -1, rc = connect_to(datadir, &fd, cause);

	if (rc <= 0)
		return rc;
	if (send_words(fd, words, n) != 0) {
		close(fd);
		return cause_set(
		    cause, _("cannot send to the server: %s"), strerror(errno));
	}
	return read_answer(fd, ops, ctx, status, cause);
}

struct local {
	struct event_base *base;
	struct net *net;
	struct storage storage;
	struct server *server;
	const struct admin_ops *ops;
	void *ctx;
	enum admin_status status;
	int ended;
};

static void
on_opened(struct conn *conn, enum net_dialect dialect, void *ctx)
{
	server_opened(conn, dialect, ((struct local *)ctx)->server);
}

static void
on_turn_ended(void *ctx)
{
	struct local *l = ctx;

	if (l->server != NULL)
		server_turn_ended(l->server);
}

static void
pass_say(const char *line, void *ctx)
{
	((struct local *)ctx)->ops->say(line, ((struct local *)ctx)->ctx);
}

static void
pass_complain(const char *line, void *ctx)
{
	((struct local *)ctx)->ops->complain(line, ((struct local *)ctx)->ctx);
}

static void
pass_end(enum admin_status status, void *ctx)
{
	struct local *l = ctx;

	l->ended = 1;
	l->status = status;
	event_base_loopbreak(l->base);
}

static int
build(struct local *l, struct config *c, const char *datadir, char **cause)
{
	static const struct net_ops ops = { on_opened, on_turn_ended };

	l->base = event_base_new();
	if (l->base != NULL)
		l->net = net_new(l->base, &ops, l);
	if (l->net == NULL)
		return cause_set(
		    cause, _("cannot make an event loop: %s"), strerror(errno));
	if (storage_open(&l->storage, c, l->base, datadir, cause) != 0)
		return -1;
	l->server = server_new(c, l->net, l->storage.store);
	return 0;
}

static void
tear_down(struct local *l)
{
	if (l->server != NULL)
		server_free(l->server);
	storage_close(&l->storage);
	if (l->net != NULL)
		net_free(l->net);
	if (l->base != NULL)
		event_base_free(l->base);
}

static void
run_words(struct local *l, const char *const *words, size_t n)
{
	static const struct admin_ops pass_ops = { pass_say, pass_complain,
		pass_end };

	admin_run(l->server, words, n, &pass_ops, l);
	while (!l->ended)
		event_base_loop(l->base, EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY);
}

static int
run_local(struct config *c, const char *datadir, const char *const *words,
    size_t n, const struct admin_ops *ops, void *ctx, enum admin_status *status,
    char **cause)
{
	struct local l = { .ops = ops, .ctx = ctx };
	int rc;

	if (c->history != CONFIG_HISTORY_SQLITE)
		return cause_set(cause, _("no server is running, and with its "
					  "setting of history it "
					  "keeps no data. Start it first"));
	rc = build(&l, c, datadir, cause);
	if (rc == 0)
		run_words(&l, words, n);
	tear_down(&l);
	*status = l.status;
	return rc;
}

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
	const struct subcommand_options *options;
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
	const struct subcommand_options *o = q->options;
	int lock = -1, rc;

	if (o->config->history == CONFIG_HISTORY_SQLITE &&
	    !admin_may_create(q->words, q->n) && !file_may_exist(o->database)) {
		cause_set(q->cause,
		    _("there is no database in %s. Check the folder (-D)"),
		    o->folder);
		return -1;
	}
	if (path_make_dir(o->folder, q->cause) != 0 ||
	    path_check_dir(o->folder, q->cause) != 0)
		return -1;
	lock = path_lock(o->folder, q->cause);
	if (lock == -1)
		return 0;
	rc = run_local(o->config, o->folder, q->words, q->n, &ops, q->cause,
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
		rc = ask_running(q->options->folder, q->words, q->n, &ops,
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
ask_server(const struct subcommand_options *o, const char *const *words,
    size_t n, char **cause)
{
	struct request q = { o, words, n, ADMIN_REFUSED, cause };

	if (admin_check_words(words, n, cause) != 0)
		return -1;
	if (ask(&q) <= 0 || q.status != ADMIN_DONE)
		return *cause != NULL
			   ? -1
			   : cause_set(cause,
				 _("the command failed. See the server's log"));
	return 0;
}

/* Join the words from that one on with spaces. The caller frees the result. */
static char *
rest_of(const struct subcommand_options *o, size_t text)
{
	struct buf b = { 0 };
	size_t i;

	for (i = text; i < (size_t)o->nwords; i++)
		buf_printf(&b, "%s%s", i > text ? " " : "", o->words[i]);
	return b.len == 0 ? xstrdup("") : buf_take(&b);
}

int
ask_server_words(const struct subcommand_options *o, size_t text, char **cause)
{
	const char *words[ADMIN_WORDS_MAX] = { o->name };
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
			    c->arguments, _(c->help));
}
