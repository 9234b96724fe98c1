/*
 * pending_reads: a list, so that all can be told when the server goes.
 */
#include "server/session/pending_reads.h"

#include <stddef.h>

#include "server/session/session.h"

void
awaited_begin(struct awaited *a, struct server *server)
{
	*a = (struct awaited){ .server = server, .next = server->awaited };
	if (a->next != NULL)
		a->next->prev = a;
	server->awaited = a;
}

void
awaited_end(struct awaited *a)
{
	if (a->server == NULL)
		return;
	if (a->prev != NULL)
		a->prev->next = a->next;
	else
		a->server->awaited = a->next;
	if (a->next != NULL)
		a->next->prev = a->prev;
}

struct session *
awaited_session(const struct awaited *a, uint64_t id)
{
	struct session *s;

	if (a->server == NULL)
		return NULL;
	s = session_by_id(a->server, id);
	return s != NULL && session_hears(s) ? s : NULL;
}

void
awaited_drop_all(struct server *server)
{
	struct awaited *a;

	while ((a = server->awaited) != NULL) {
		awaited_end(a);
		a->server = NULL;
	}
}
