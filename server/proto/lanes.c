/*
 * lanes: few, so they are searched one after the other.
 */
#include "server/proto/lanes.h"

#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/proto/session.h"

void
lanes_clear(struct lanes *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		buf_clear(&l->v[i].bytes);
	free(l->v);
	*l = (struct lanes){ NULL, 0 };
}

static size_t
find(const struct lanes *l, const struct dialect *dialect, uint32_t kind)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->v[i].kind == kind && l->v[i].dialect == dialect)
			break;
	return i;
}

size_t
lanes_find(
    const struct lanes *l, const struct session *s, const struct room *room)
{
	return find(l, s->dialect, s->dialect->kind(s, room));
}

size_t
lanes_get(struct lanes *l, const struct session *s, const struct room *room)
{
	uint32_t kind = s->dialect->kind(s, room);
	size_t i = find(l, s->dialect, kind);

	if (i == l->n) {
		l->v = xreallocarray(l->v, ++l->n, sizeof(*l->v));
		l->v[i] = (struct lane){ .dialect = s->dialect, .kind = kind };
	}
	return i;
}
