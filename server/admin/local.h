/*
 * local: a server that listens to nobody, made for one command on the data of one that does not
 * run (admin.h).
 */
#ifndef TCHAT_SERVER_ADMIN_LOCAL_H
#define TCHAT_SERVER_ADMIN_LOCAL_H

#include "server/admin/admin.h"

struct config;

/*
 * The folder is locked by the caller. 0 and *status, or -1 and *cause: the data can't be
 * opened.
 */
int	local_run(struct config *, const char *datadir,
	    const char *const *words, size_t n, const struct admin_ops *,
	    void *ctx, enum admin_status *status, char **cause);

#endif
