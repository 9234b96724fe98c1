/*
 * input_history: the rooms in the order of their last use, each with an array of lines.
 */
#include "client/input/input_history.h"

#include <sys/queue.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/names.h"
#include "common/xmalloc.h"

struct entered_room {
	TAILQ_ENTRY(entered_room) link;
	char *name; /* folded, if it can be */
	char **lines;
	uint32_t *hashes; /* of the lines: most that differ have others */
	size_t n;
};

struct input_history {
	TAILQ_HEAD(entered_rooms, entered_room) rooms; /* last used last */
	const long long *max;
	size_t count, bytes;
};

struct input_history *
input_history_new(const long long *max)
{
	struct input_history *h = xcalloc(1, sizeof(*h));

	TAILQ_INIT(&h->rooms);
	h->max = max;
	return h;
}

static void
remove_line(struct input_history *h, struct entered_room *r, size_t i)
{
	h->count--;
	h->bytes -= strlen(r->lines[i]);
	free(r->lines[i]);
	r->n--;
	memmove(r->lines + i, r->lines + i + 1, (r->n - i) * sizeof(*r->lines));
	memmove(
	    r->hashes + i, r->hashes + i + 1, (r->n - i) * sizeof(*r->hashes));
}

static void
free_room(struct input_history *h, struct entered_room *r)
{
	while (r->n > 0)
		remove_line(h, r, r->n - 1);
	TAILQ_REMOVE(&h->rooms, r, link);
	free(r->lines);
	free(r->hashes);
	free(r->name);
	free(r);
}

void
input_history_free(struct input_history *h)
{
	struct entered_room *r;

	if (h == NULL)
		return;
	while ((r = TAILQ_FIRST(&h->rooms)) != NULL)
		free_room(h, r);
	free(h);
}

static char *
fold(struct view name)
{
	char folded[NAME_FOLDED];

	return name_fold(folded, sizeof(folded), name) >= 0 ? xstrdup(folded)
							    : xviewdup(name);
}

static struct entered_room *
find(const struct input_history *h, struct view name)
{
	char *folded = fold(name);
	struct entered_room *r;

	TAILQ_FOREACH_REVERSE(r, &h->rooms, entered_rooms, link)
	if (strcmp(r->name, folded) == 0)
		break;
	free(folded);
	return r;
}

/* FNV-1a. */
static uint32_t
hash(struct view text)
{
	uint32_t n = UINT32_C(2166136261);

	for (; text.len > 0; text.p++, text.len--)
		n = (n ^ (unsigned char)*text.p) * UINT32_C(16777619);
	return n;
}

static void
remove_equal(struct input_history *h, struct entered_room *r, struct view text,
    uint32_t hashed)
{
	for (size_t i = 0; i < r->n; i++)
		if (r->hashes[i] == hashed &&
		    view_equal(view_of(r->lines[i]), text)) {
			remove_line(h, r, i);
			return;
		}
}

static struct entered_room *
use_room(struct input_history *h, struct view name)
{
	struct entered_room *r = find(h, name);

	if (r != NULL) {
		TAILQ_REMOVE(&h->rooms, r, link);
	} else {
		r = xcalloc(1, sizeof(*r));
		r->name = fold(name);
	}
	TAILQ_INSERT_TAIL(&h->rooms, r, link);
	return r;
}

/* Drop lines past the limits: of this room, and of the rooms that were not used for longest. */
static void
trim(struct input_history *h, struct entered_room *r)
{
	while (r->n > (size_t)*h->max)
		remove_line(h, r, 0);
	while (h->bytes > INPUT_HISTORY_BYTES && TAILQ_FIRST(&h->rooms) != r)
		free_room(h, TAILQ_FIRST(&h->rooms));
	while (h->bytes > INPUT_HISTORY_BYTES)
		remove_line(h, r, 0);
	if (r->n == 0)
		free_room(h, r);
}

void
input_history_add(struct input_history *h, struct view room, struct view text)
{
	struct entered_room *r;
	uint32_t hashed = hash(text);

	if (text.len == 0 || text.len > INPUT_HISTORY_LINE_MAX ||
	    memchr(text.p, '\0', text.len) != NULL)
		return;
	r = use_room(h, room);
	remove_equal(h, r, text, hashed);
	r->lines = xreallocarray(r->lines, r->n + 1, sizeof(*r->lines));
	r->hashes = xreallocarray(r->hashes, r->n + 1, sizeof(*r->hashes));
	r->lines[r->n] = xviewdup(text);
	r->hashes[r->n++] = hashed;
	h->count++;
	h->bytes += text.len;
	trim(h, r);
}

char *const *
input_history_lines(const struct input_history *h, struct view room, size_t *n)
{
	const struct entered_room *r = find(h, room);

	*n = r != NULL ? r->n : 0;
	return r != NULL ? r->lines : NULL;
}

void
input_history_rename(struct input_history *h, struct view from, struct view to)
{
	struct entered_room *r = find(h, from);

	if (r == NULL || find(h, to) != NULL)
		return;
	free(r->name);
	r->name = fold(to);
}

size_t
input_history_count(const struct input_history *h)
{
	return h->count;
}

void
input_history_each(const struct input_history *h,
    void (*fn)(struct view room, struct view text, void *ctx), void *ctx)
{
	const struct entered_room *r;

	TAILQ_FOREACH (r, &h->rooms, link)
		for (size_t i = 0; i < r->n; i++)
			fn(view_of(r->name), view_of(r->lines[i]), ctx);
}
