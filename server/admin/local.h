/*
 * local: run one command on the data of a server that does not run, with a server without listeners (admin.h).
 */
#ifndef TCHAT_SERVER_ADMIN_LOCAL_H
#define TCHAT_SERVER_ADMIN_LOCAL_H

#include "server/admin/admin.h"

struct config;

/*
 * Run a command. The caller has locked the folder. Returns 0 and *status, or -1 and *cause if the data cannot be
 * opened.
 */
int	local_run(struct config *, const char *datadir,
	    const char *const *words, size_t n, const struct admin_ops *,
	    void *ctx, enum admin_status *status, char **cause);

#endif
