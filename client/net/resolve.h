/*
 * resolve: look up a host's addresses in a thread, because getaddrinfo(3) waits for the network and the loop must
 * not. A lookup can be cancelled at once; its thread frees everything when it ends.
 */
#ifndef TCHAT_CLIENT_NET_RESOLVE_H
#define TCHAT_CLIENT_NET_RESOLVE_H

struct addrinfo;
struct event_base;
struct resolve;
struct sockaddr;

/*
 * Called once, from the loop, with the list, which the callback frees with freeaddrinfo(3), or with NULL and the
 * reason. The lookup has ended: do not cancel it any more.
 */
typedef void resolve_cb(struct addrinfo *, const char *reason, void *ctx);

/* Start a lookup. Returns NULL and *cause if no thread can be created. */
struct resolve *resolve_start(struct event_base *, const char *host,
    unsigned port, resolve_cb *, void *ctx, char **cause);

/* Cancel a lookup: the callback will not be called. NULL is allowed. */
void	resolve_cancel(struct resolve *);

/* True if the address is a loopback address. */
int	resolve_is_loopback(const struct sockaddr *);

#endif
