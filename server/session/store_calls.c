/*
 * store_calls: a list of all calls, so that they can be marked when the server is freed.
 */
#include "server/session/store_calls.h"

#include <stddef.h>

#include "server/session/session.h"

void
store_call_begin(struct store_call *a, struct server *server)
{
	*a = (struct store_call){ .server = server,
		.next = server->store_calls };
	if (a->next != NULL)
		a->next->prev = a;
	server->store_calls = a;
}

void
store_call_end(struct store_call *a)
{
	if (a->server == NULL)
		return;
	if (a->prev != NULL)
		a->prev->next = a->next;
	else
		a->server->store_calls = a->next;
	if (a->next != NULL)
		a->next->prev = a->prev;
}

struct session *
store_call_session(const struct store_call *a, uint64_t id)
{
	struct session *s;

	if (a->server == NULL)
		return NULL;
	s = session_by_id(a->server, id);
	return s != NULL && session_is_listening(s) ? s : NULL;
}

void
store_calls_drop_all(struct server *server)
{
	struct store_call *a;

	while ((a = server->store_calls) != NULL) {
		store_call_end(a);
		a->server = NULL;
	}
}
