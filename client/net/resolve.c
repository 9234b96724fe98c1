/*
 * resolve: one thread per lookup, which tells the loop through a pipe that it has finished. The job is shared and
 * reference-counted: the last side to leave frees it.
 */
#include "client/net/resolve.h"

#include <sys/socket.h>
#include <sys/types.h>

#include <errno.h>
#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "common/i18n.h"
#include "common/thread.h"
#include "common/xmalloc.h"

/* The part that the thread may access. */
struct job {
	atomic_int users;
	int pipe[2];
	char *host;
	char port[8];
	struct addrinfo *list;
	int rc, err; /* of getaddrinfo, and errno with EAI_SYSTEM */
};

struct resolve {
	struct job *job;
	struct event *ready;
	resolve_cb *done;
	void *ctx;
};

static void
job_unref(struct job *job)
{
	if (atomic_fetch_sub(&job->users, 1) != 1)
		return;
	if (job->list != NULL)
		freeaddrinfo(job->list);
	close(job->pipe[0]);
	close(job->pipe[1]);
	free(job->host);
	free(job);
}

static void *
look_up(void *arg)
{
	struct job *job = arg;
	struct addrinfo hints = {
		.ai_family = AF_UNSPEC,
		.ai_socktype = SOCK_STREAM,
	};
	ssize_t n;

	job->rc = getaddrinfo(job->host, job->port, &hints, &job->list);
	job->err = errno;
	if (job->rc != 0)
		job->list = NULL;
	do
		n = write(job->pipe[1], "", 1);
	while (n == -1 && errno == EINTR);
	job_unref(job);
	return NULL;
}

int
resolve_is_loopback(const struct sockaddr *sa)
{
	const struct sockaddr_in *sin = (const void *)sa;
	const struct sockaddr_in6 *sin6 = (const void *)sa;
	const struct in6_addr *a;

	if (sa->sa_family == AF_INET)
		return ntohl(sin->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
	if (sa->sa_family != AF_INET6)
		return 0;
	a = &sin6->sin6_addr;
	return IN6_IS_ADDR_LOOPBACK(a) ||
	       (IN6_IS_ADDR_V4MAPPED(a) && a->s6_addr[12] == IN_LOOPBACKNET);
}

static void
resolve_free(struct resolve *r)
{
	event_free(r->ready);
	job_unref(r->job);
	free(r);
}

void
resolve_cancel(struct resolve *r)
{
	if (r != NULL)
		resolve_free(r);
}

/* An unknown name is the user's mistake; everything else is the network's fault. */
static char *
job_reason(const struct job *job)
{
	char *reason;

	if (job->rc == EAI_NONAME)
		xasprintf(&reason, _("no such host: %s"), job->host);
	else
		xasprintf(&reason, _("cannot look up %s: %s"), job->host,
		    job->rc == EAI_SYSTEM ? strerror(job->err)
					  : gai_strerror(job->rc));
	return reason;
}

static void
ready_cb(evutil_socket_t fd, short what, void *arg)
{
	struct resolve *r = arg;
	resolve_cb *done = r->done;
	void *ctx = r->ctx;
	struct addrinfo *list;
	char *reason = NULL, byte;

	(void)what;
	if (read(fd, &byte, 1) == -1)
		return;
	list = r->job->list;
	r->job->list = NULL;
	if (list == NULL)
		reason = job_reason(r->job);
	resolve_free(r);
	done(list, reason, ctx);
	free(reason);
}

struct resolve *
resolve_start(struct event_base *base, const char *host, unsigned port,
    resolve_cb *done, void *ctx, char **cause)
{
	struct resolve *r;
	struct job *job;
	int rc;

	job = xcalloc(1, sizeof(*job));
	if (pipe2(job->pipe, O_CLOEXEC) == -1) {
		cause_set(
		    cause, _("cannot look up %s: %s"), host, strerror(errno));
		free(job);
		return NULL;
	}
	atomic_init(&job->users, 2);
	job->host = xstrdup(host);
	snprintf(job->port, sizeof(job->port), "%u", port % 65536);
	r = xcalloc(1, sizeof(*r));
	r->job = job;
	r->done = done;
	r->ctx = ctx;
	r->ready = event_new(base, job->pipe[0], EV_READ, ready_cb, r);
	event_add(r->ready, NULL);
	rc = thread_start(NULL, look_up, job);
	if (rc != 0) {
		cause_set(
		    cause, _("cannot look up %s: %s"), host, strerror(rc));
		atomic_store(&job->users, 1);
		resolve_free(r);
		return NULL;
	}
	return r;
}
