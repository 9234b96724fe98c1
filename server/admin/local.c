/*
 * local: make a server without listeners, run a command on it, and free it.
 */
#include "server/admin/local.h"

#include <errno.h>
#include <string.h>

#include <event2/event.h>

#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/net/net.h"
#include "server/wiring/storage.h"
#include "server/wiring/wiring.h"

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
on_say(const char *line, void *ctx)
{
	((struct local *)ctx)->ops->say(line, ((struct local *)ctx)->ctx);
}

static void
on_complain(const char *line, void *ctx)
{
	((struct local *)ctx)->ops->complain(line, ((struct local *)ctx)->ctx);
}

static void
on_end(enum admin_status status, void *ctx)
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
		    cause, "cannot make an event loop: %s", strerror(errno));
	if (storage_open(&l->storage, c, l->base, datadir, cause) != 0)
		return -1;
	l->server = server_new(c, l->net, l->storage.store);
	return 0;
}

static void
take_down(struct local *l)
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
run(struct local *l, const char *const *words, size_t n)
{
	static const struct admin_ops ops = { on_say, on_complain, on_end };

	admin_run(l->server, words, n, &ops, l);
	while (!l->ended)
		event_base_loop(l->base, EVLOOP_ONCE | EVLOOP_NO_EXIT_ON_EMPTY);
}

int
local_run(struct config *c, const char *datadir, const char *const *words,
    size_t n, const struct admin_ops *ops, void *ctx, enum admin_status *status,
    char **cause)
{
	struct local l = { .ops = ops, .ctx = ctx };
	int rc;

	if (c->history != CONFIG_HISTORY_SQLITE)
		return cause_set(cause,
		    "no server is running, and with its setting of history it "
		    "keeps no data. Start it first");
	rc = build(&l, c, datadir, cause);
	if (rc == 0)
		run(&l, words, n);
	take_down(&l);
	*status = l.status;
	return rc;
}
