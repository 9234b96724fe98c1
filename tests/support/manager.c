/* manager: a service manager that receives notifications. */
#include "tests/support/manager.h"

#include <sys/socket.h>
#include <sys/un.h>

#include <poll.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/proc.h"

void
manager_init(struct manager *m, const char *dir)
{
	struct sockaddr_un sun = { .sun_family = AF_UNIX };
	socklen_t len = sizeof(sun);

	memset(m, 0, sizeof(*m));
	if (dir != NULL)
		xasprintf(&m->address, "%s/notify", dir);
	else
		xasprintf(&m->address, "@tchat-test-%ld", (long)getpid());
	memcpy(sun.sun_path, m->address, strlen(m->address));
	if (dir == NULL) {
		sun.sun_path[0] = '\0';
		len = (socklen_t)(offsetof(struct sockaddr_un, sun_path) +
				  strlen(m->address));
	}
	m->fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (m->fd == -1 || bind(m->fd, (struct sockaddr *)&sun, len) == -1) {
		perror("manager_init");
		abort();
	}
}

void
manager_clear(struct manager *m)
{
	close(m->fd);
	if (m->address[0] == '/')
		unlink(m->address);
	free(m->address);
	buf_clear(&m->told);
}

static void
pump(struct manager *m, int ms)
{
	struct pollfd pfd = { .fd = m->fd, .events = POLLIN };
	char chunk[4096];
	ssize_t n;

	if (poll(&pfd, 1, ms) <= 0)
		return;
	n = recv(m->fd, chunk, sizeof(chunk), 0);
	if (n > 0) {
		buf_add(&m->told, chunk, (size_t)n);
		buf_add_str(&m->told, "\n\n");
	}
}

int
manager_hears(struct manager *m, const char *text)
{
	int64_t end = clock_mono_ms() + PROC_DEADLINE;
	const char *at;

	while ((at = strstr(buf_str(&m->told), text)) == NULL) {
		if (clock_mono_ms() > end) {
			fprintf(stderr, "never told: \"%s\", but: %s\n", text,
			    buf_str(&m->told));
			return 0;
		}
		pump(m, 50);
	}
	buf_drain(&m->told, (size_t)(at - m->told.p) + strlen(text));
	return 1;
}
