/*
 * dialects: which dialect a new connection is let in by.
 */
#include "server/session/server.h"

void
server_opened(struct conn *conn, enum net_dialect dialect, void *ctx)
{
	if (dialect == NET_IRC)
		irc_opened(ctx, conn);
	else
		plain_opened(ctx, conn);
}
