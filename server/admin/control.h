/*
 * control: the door for the command line of who runs the server: a socket in the data folder,
 * which nobody else may open. (No conn: it is no peer from the network, has no limits of theirs
 * and never waits behind them.)
 *
 * A line for each word, a space before it, then "run". The answer: lines with what is to be said
 * behind '+' and what was wrong behind '-', and "end STATUS" (enum admin_status).
 */
#ifndef TCHAT_SERVER_ADMIN_CONTROL_H
#define TCHAT_SERVER_ADMIN_CONTROL_H

#include "server/admin/admin.h"

struct control;
struct event_base;

#define CONTROL_FILE "control"

enum { CONTROL_LINE_MAX = 4096 };

/* Open the door. NULL and *cause. */
struct control *control_open(struct event_base *, struct server *,
	    const char *datadir, char **cause);
/* NULL does nothing. While the server is still there. */
void	control_close(struct control *);

/*
 * The other side: have the server that runs on that folder carry out the words, and wait.
 * 1 and *status; 0: no server runs there; -1 and *cause.
 */
int	control_ask(const char *datadir, const char *const *words, size_t n,
	    const struct admin_ops *, void *ctx, enum admin_status *status,
	    char **cause);

#endif
