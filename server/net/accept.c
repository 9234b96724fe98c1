/*
 * accept: admits a new peer, or refuses it with a reason.
 */
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/log.h"
#include "server/net/admission.h"
#include "server/net/net_impl.h"

enum { REFUSED_MAX = 32 }; /* refused peers with an open connection at a time */

static enum conn_verdict
refused_line(struct conn *c, struct view line, void *ctx)
{
	(void)c;
	(void)line;
	(void)ctx;
	return CONN_TAKEN;
}

static void
refused_overlong(struct conn *c, void *ctx)
{
	(void)c;
	(void)ctx;
}

static void
refused_closed(struct conn *c, const char *reason, void *ctx)
{
	(void)c;
	(void)reason;
	(void)ctx;
}

static const struct conn_handler refused_handler = {
	.line = refused_line,
	.overlong = refused_overlong,
	.closed = refused_closed,
};

/* True if not even a refused peer can keep a connection. */
static int
is_over_full(const struct net *net)
{
	long long most = net->settings.max_conns;

	return most > 0 && net->nsockets >= (size_t)most + REFUSED_MAX;
}

/*
 * Sends a line that an IRC client and a person both understand. If many peers are being refused,
 * this one gets what the kernel takes at once, and the server keeps no connection for it.
 */
static void
refuse(struct net *net, int fd, const char *words, const char *reason)
{
	struct conn *c;

	if (net->nrefused >= REFUSED_MAX || is_over_full(net)) {
		send(fd, words, strlen(words), MSG_DONTWAIT | MSG_NOSIGNAL);
		close(fd);
		return;
	}
	c = conn_new(net, fd, &refused_handler, NULL);
	if (c == NULL)
		return;
	c->is_refused = 1;
	net->nrefused++;
	conn_send(c, words, strlen(words));
	conn_close(c, reason);
}

static int
is_full(const struct net *net)
{
	long long most = net->settings.max_conns;

	return most > 0 && net->nconns >= (size_t)most;
}

static void
get_address(int fd, struct range *address)
{
	struct sockaddr_storage ss = { .ss_family = AF_UNSPEC };
	socklen_t len = sizeof(ss);

	if (getpeername(fd, (struct sockaddr *)&ss, &len) != 0)
		ss.ss_family = AF_UNSPEC;
	range_of(address, (struct sockaddr *)&ss);
}

/* Returns 1 if the peer may connect; admission then counts it. Checked before a conn is made. */
static int
is_admitted(struct net *net, int fd, const struct range *address)
{
	static const char *const reasons[] = {
		[ADMISSION_BANNED] = "Banned",
		[ADMISSION_TOO_MANY] = "Too many connections from this address",
		[ADMISSION_TOO_FAST] = "Connects too often",
	};
	enum admission_result result;
	const char *words;

	if (is_full(net)) {
		refuse(net, fd,
		    "ERROR :This server is full; try again later.\r\n",
		    "The server is full");
		return 0;
	}
	result =
	    admission_check(net->admission, address, clock_mono_ms(), &words);
	if (result != ADMISSION_ALLOWED)
		refuse(net, fd, words, reasons[result]);
	return result == ADMISSION_ALLOWED;
}

struct conn *
net_accept(struct net *net, int fd)
{
	struct range address;
	struct conn *c;

	get_address(fd, &address);
	if (!is_admitted(net, fd, &address))
		return NULL;
	c = conn_new(net, fd, &detect_handler, NULL);
	if (c == NULL) {
		admission_release(net->admission, &address);
		log_warn(
		    "net", 0, "cannot add the connection to the event loop");
		return NULL;
	}
	c->is_counted = 1;
	detect_start(c);
	return c;
}

void
net_ban(struct net *net, const struct range *range, int64_t until,
    int64_t ends_at, const char *words)
{
	struct conn *c;

	admission_ban(net->admission, range, until, ends_at, words);
	TAILQ_FOREACH (c, &net->conns, all) {
		if (c->handler != &detect_handler || !conn_is_open(c) ||
		    !range_contains(range, &c->address) ||
		    admission_is_exempt(net->admission, &c->address))
			continue;
		conn_send(c, words, strlen(words));
		conn_close(c, "Banned");
	}
}
