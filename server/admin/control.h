/*
 * control: a Unix socket in the data folder for the server owner's commands; nobody else may open it. It does not use
 * struct conn, because network limits do not apply to it and it never waits behind network peers.
 *
 * The client sends one line per word, each after a space, then "run". The server answers with output lines after
 * '+', error lines after '-', and "end STATUS" (enum admin_status).
 */
#ifndef TCHAT_SERVER_ADMIN_CONTROL_H
#define TCHAT_SERVER_ADMIN_CONTROL_H

#include "server/admin/admin.h"

struct control;
struct event_base;

#define CONTROL_FILE "control"

enum { CONTROL_LINE_MAX = 4096 };

/* Open the socket and listen on it. Returns NULL and *cause on failure. */
struct control *control_open(struct event_base *, struct server *,
	    const char *datadir, char **cause);
/* Close the socket, before the server is freed. NULL is allowed. */
void	control_close(struct control *);

/*
 * Have the server that runs on that folder run the words, and wait for it. Returns 1 and *status, 0 if no server
 * runs there, or -1 and *cause.
 */
int	control_ask(const char *datadir, const char *const *words, size_t n,
	    const struct admin_ops *, void *ctx, enum admin_status *status,
	    char **cause);

#endif
