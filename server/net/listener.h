/*
 * listener: listening sockets, and what to do when no descriptor is left: refuse the peer with a reason, or wait.
 */
#ifndef TCHAT_SERVER_NET_LISTENER_H
#define TCHAT_SERVER_NET_LISTENER_H

#include <sys/queue.h>

struct event_base;
struct listener;

TAILQ_HEAD(listeners, listener);

/* Takes ownership of the socket of a new peer. */
typedef void listener_fn(int fd, void *ctx);

/*
 * Listens on an address ("127.0.0.1", "::1" or a host name; NULL: all IPv4 and IPv6 addresses) and port. Port 0 picks a
 * free port, the same for all addresses of one call. Logs "listening on ADDRESS port PORT" for each. Returns 0, or -1
 * and sets *cause.
 */
int	listeners_open(struct listeners *, struct event_base *, const char *address,
    unsigned port, listener_fn *, void *ctx, char **cause);
void	listeners_close(struct listeners *);
/* Returns the first one's port; 0: none. */
unsigned	listeners_port(const struct listeners *);

#endif
