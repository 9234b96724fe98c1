/*
 * server: functions on the server as a whole, for all dialects.
 */
#include "server/session/server.h"

#include <stdlib.h>
#include <string.h>

#include "common/log.h"

int
server_reload(struct server *server, uint64_t conn,
    void (*say)(const char *line, void *ctx), void *ctx)
{
	char *said = NULL, *rest, *line;
	int rc = server->reload(server->reload_ctx, &said);

	if (rc == 0)
		log_info("main", conn, "reloaded the settings");
	else
		log_error("main", conn, "the settings did not change");
	for (rest = said; (line = strsep(&rest, "\n")) != NULL;) {
		log_warn("main", conn, "%s", line);
		if (say != NULL)
			say(line, ctx);
	}
	free(said);
	return rc;
}

void
server_count(const struct server *server, const struct user *u,
    struct server_counts *counts)
{
	*counts = (struct server_counts){
		.users = world_users(server->world),
		.invisible = world_invisible(server->world),
		.operators = world_operators(server->world),
		.users_most = world_users_most(server->world),
		.unregistered = server->nregistering,
		.rooms = world_rooms_for(server->world, u),
	};
}
