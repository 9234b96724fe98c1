/*
 * notify: the protocol of sd_notify(3), which is too small to need a library.
 */
#include "server/notify.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/i18n.h"
#include "common/log.h"
#include "common/xmalloc.h"

/* So that a manager that hangs does not block the server. */
enum { PATIENCE_S = 1 };

static int
set_address(struct notify *n, const char *address)
{
	size_t len = strlen(address);

	if ((address[0] != '/' && address[0] != '@') || len < 2 ||
	    len >= sizeof(n->to.sun_path))
		return -1;
	n->to = (struct sockaddr_un){ .sun_family = AF_UNIX };
	memcpy(n->to.sun_path, address, len);
	n->len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + len);
	/* The length of an abstract name ends with the name; that of a path includes the NUL. */
	if (address[0] == '@')
		n->to.sun_path[0] = '\0';
	else
		n->len++;
	return 0;
}

int
notify_open(struct notify *n, const char *address, char **cause)
{
	static const struct timeval patience = { PATIENCE_S, 0 };

	n->fd = -1;
	if (address == NULL || address[0] == '\0')
		return 0;
	if (set_address(n, address) != 0)
		return cause_set(
		    cause, _("NOTIFY_SOCKET must be a path or @NAME"));
	n->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (n->fd == -1)
		return cause_set(cause,
		    _("cannot notify the service manager: %s"),
		    strerror(errno));
	setsockopt(n->fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience));
	return 0;
}

void
notify_close(struct notify *n)
{
	if (n->fd != -1)
		close(n->fd);
	n->fd = -1;
}

static void
tell(struct notify *n, const char *what)
{
	ssize_t sent;

	do
		sent = sendto(n->fd, what, strlen(what), MSG_NOSIGNAL,
		    (struct sockaddr *)&n->to, n->len);
	while (sent == -1 && errno == EINTR);
	if (sent == -1)
		log_warn("main", 0, "cannot notify the service manager: %s",
		    strerror(errno));
}

static void
tell_with(struct notify *n, const char *what, const char *status)
{
	char *text;

	if (n->fd == -1)
		return;
	xasprintf(&text, "%s\nSTATUS=%s", what, status);
	tell(n, text);
	free(text);
}

void
notify_ready(struct notify *n, const char *status)
{
	tell_with(n, "READY=1", status);
}

/* The time lets a manager (Type=notify-reload) match the message to its reload. */
void
notify_reloading(struct notify *n)
{
	struct timespec ts;
	char *text;

	if (n->fd == -1)
		return;
	clock_gettime(CLOCK_MONOTONIC, &ts);
	xasprintf(&text, "RELOADING=1\nMONOTONIC_USEC=%" PRId64,
	    (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000);
	tell(n, text);
	free(text);
}

void
notify_stopping(struct notify *n, const char *status)
{
	tell_with(n, "STOPPING=1", status);
}
