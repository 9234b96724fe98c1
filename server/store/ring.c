/*
 * ring: a ring buffer that grows up to its limit.
 */
#include "server/store/ring.h"

#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"

enum { RING_FIRST = 16 };

struct ring *
ring_new(const char *target)
{
	struct ring *r = xcalloc(1, sizeof(*r));

	r->target = xstrdup(target);
	return r;
}

struct chat_event *
ring_at(const struct ring *r, size_t i)
{
	return r->events[(r->first + i) % r->size];
}

void
ring_free(struct ring *r)
{
	size_t i;

	for (i = 0; i < r->n; i++)
		chat_event_unref(ring_at(r, i));
	free(r->events);
	free(r->target);
	free(r);
}

/* Doubles the size, up to `lines`, and moves the oldest event to index 0. */
static void
ring_grow(struct ring *r, size_t lines)
{
	size_t size = r->size == 0 ? RING_FIRST : 2 * r->size, i;
	struct chat_event **events;

	if (size > lines)
		size = lines;
	events = xcalloc(size, sizeof(struct chat_event *));
	for (i = 0; i < r->n; i++)
		events[i] = ring_at(r, i);
	free(r->events);
	r->events = events;
	r->size = size;
	r->first = 0;
}

void
ring_add(struct ring *r, size_t lines, struct chat_event *e)
{
	if (r->n == r->size && r->size < lines)
		ring_grow(r, lines);
	if (r->n == r->size) {
		chat_event_unref(r->events[r->first]);
		r->first = (r->first + 1) % r->size;
		r->n--;
	}
	r->events[(r->first + r->n++) % r->size] = chat_event_ref(e);
}

void
ring_filter(struct ring *r, int (*keeps)(const struct chat_event *))
{
	size_t i, n = 0;
	struct chat_event *e;

	for (i = 0; i < r->n; i++) {
		e = ring_at(r, i);
		if (keeps(e))
			r->events[(r->first + n++) % r->size] = e;
		else
			chat_event_unref(e);
	}
	r->n = n;
}

/* Events are shared, so replace the event by a copy without its text. */
void
ring_redact(struct ring *r, const char *id)
{
	struct chat_event *e, *left;
	size_t i;

	for (i = 0; i < r->n; i++) {
		e = ring_at(r, i);
		if (strcmp(e->id.s, id) != 0 || e->type != CHAT_MESSAGE)
			continue;
		left = chat_event_copy(e);
		xreplace(&left->text, NULL);
		xreplace(&left->tags, NULL);
		left->redacted = 1;
		r->events[(r->first + i) % r->size] = left;
		chat_event_unref(e);
	}
}
