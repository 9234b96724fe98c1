/*
 * pending_reads: a list of all pending reads, so that they can be marked when the server is
 * freed.
 */
#include "server/session/pending_reads.h"

#include <stddef.h>

#include "server/session/session.h"

void
pending_read_begin(struct pending_read *a, struct server *server)
{
	*a = (struct pending_read){ .server = server,
		.next = server->pending_reads };
	if (a->next != NULL)
		a->next->prev = a;
	server->pending_reads = a;
}

void
pending_read_end(struct pending_read *a)
{
	if (a->server == NULL)
		return;
	if (a->prev != NULL)
		a->prev->next = a->next;
	else
		a->server->pending_reads = a->next;
	if (a->next != NULL)
		a->next->prev = a->prev;
}

struct session *
pending_read_session(const struct pending_read *a, uint64_t id)
{
	struct session *s;

	if (a->server == NULL)
		return NULL;
	s = session_by_id(a->server, id);
	return s != NULL && session_is_listening(s) ? s : NULL;
}

void
pending_read_drop_all(struct server *server)
{
	struct pending_read *a;

	while ((a = server->pending_reads) != NULL) {
		pending_read_end(a);
		a->server = NULL;
	}
}
