/*
 * admin_prune: delete history that is older than history-days, now.
 */
#include "server/admin/admin.h"
#include "server/config/config.h"
#include "server/session/server.h"
#include "server/store/store.h"

static void
on_pruned(enum store_result result, size_t n, void *ctx)
{
	struct admin_call *call = ctx;

	if (result != STORE_OK) {
		admin_refuse(
		    call, "the history could not be deleted; see the log");
		return;
	}
	admin_say(call, "deleted %zu messages and other events", n);
	admin_done(call);
}

void
admin_prune(struct admin_call *call)
{
	struct server *server = admin_server(call);

	if (server->store->ops->prune == NULL ||
	    server->config->history_days == 0)
		admin_refuse(call,
		    "there is nothing to delete: history-days is 0, or history "
		    "is not kept on disk");
	else
		server->store->ops->prune(server->store, on_pruned, call);
}
