/*
 * resolve: a host's addresses, looked up in a thread, since getaddrinfo(3) waits for
 * the network and the loop may not. A look-up that nobody wants any more is
 * cancelled at once; its thread cleans up behind itself whenever it ends.
 */
#ifndef TCHAT_CLIENT_NET_RESOLVE_H
#define TCHAT_CLIENT_NET_RESOLVE_H

struct addrinfo;
struct event_base;
struct resolve;

/*
 * Called once, from the loop: the list, which is the callee's to free with
 * freeaddrinfo(3), or NULL and the reason. The look-up is over: it is not to be
 * cancelled any more.
 */
typedef void resolve_cb(struct addrinfo *, const char *reason, void *ctx);

/* Begin. NULL and *cause when no thread can be had. */
struct resolve *resolve_start(struct event_base *, const char *host,
    unsigned port, resolve_cb *, void *ctx, char **cause);

/* The callback will not be called. NULL is taken. */
void	resolve_cancel(struct resolve *);

#endif
