/*
 * room_levels: a short list, searched from its start.
 */
#include "client/model/room_levels.h"

#include <stdlib.h>
#include <string.h>

#include "common/names.h"
#include "common/xmalloc.h"

/* In the order of enum room_level. */
static const char *const words[] = { "all", "mentions", "nothing" };

int
room_level_find(struct view word)
{
	size_t i;

	for (i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (view_equal_nocase(word, view_of(words[i])))
			return (int)i;
	return -1;
}

const char *
room_level_word(enum room_level level)
{
	return words[level];
}

void
room_levels_clear(struct room_levels *l)
{
	size_t i;

	for (i = 0; i < l->n; i++)
		free(l->v[i].room);
	free(l->v);
	l->v = NULL;
	l->n = 0;
}

static struct room_level_entry *
find(const struct room_levels *l, struct view room)
{
	char folded[NAME_FOLDED];
	size_t i;

	if (l->n == 0 || name_fold(folded, sizeof(folded), room) <= 0)
		return NULL;
	for (i = 0; i < l->n; i++)
		if (strcmp(l->v[i].room, folded) == 0)
			return &l->v[i];
	return NULL;
}

const struct room_level_entry *
room_levels_find(const struct room_levels *l, struct view room)
{
	return find(l, room);
}

enum room_level
room_levels_get(
    const struct room_levels *l, struct view room, enum room_level normal)
{
	const struct room_level_entry *e = find(l, room);

	return e != NULL ? e->level : normal;
}

static struct room_level_entry *
add(struct room_levels *l, struct view room)
{
	char folded[NAME_FOLDED];
	struct room_level_entry *e;

	if (l->n >= ROOM_LEVELS_MAX ||
	    name_fold(folded, sizeof(folded), room) <= 0)
		return NULL;
	l->v = xreallocarray(l->v, l->n + 1, sizeof(*l->v));
	e = &l->v[l->n++];
	*e = (struct room_level_entry){ .room = xstrdup(folded),
		.after = LEVEL_NORMAL };
	return e;
}

int
room_levels_set(struct room_levels *l, struct view room, enum room_level level,
    int64_t until)
{
	struct room_level_entry *e = find(l, room);

	if (e == NULL)
		e = add(l, room);
	else if (e->until == 0)
		e->after = (int)e->level;
	if (e == NULL)
		return -1;
	if (until == 0)
		e->after = LEVEL_NORMAL;
	e->level = level;
	e->until = until;
	return 0;
}

static void
remove_entry(struct room_levels *l, struct room_level_entry *e)
{
	size_t i = (size_t)(e - l->v);

	free(e->room);
	memmove(e, e + 1, (l->n - i - 1) * sizeof(*e));
	l->n--;
}

int
room_levels_reset(struct room_levels *l, struct view room)
{
	struct room_level_entry *e = find(l, room);

	if (e == NULL)
		return 0;
	remove_entry(l, e);
	return 1;
}

size_t
room_levels_expire(struct room_levels *l, int64_t now)
{
	struct room_level_entry *e;
	size_t i = l->n, ended = 0;

	while (i > 0) {
		e = &l->v[--i];
		if (e->until == 0 || e->until > now)
			continue;
		ended++;
		if (e->after == LEVEL_NORMAL) {
			remove_entry(l, e);
			continue;
		}
		e->level = (enum room_level)e->after;
		e->until = 0;
		e->after = LEVEL_NORMAL;
	}
	return ended;
}

int64_t
room_levels_next_end(const struct room_levels *l)
{
	int64_t next = 0;
	size_t i;

	for (i = 0; i < l->n; i++)
		if (l->v[i].until != 0 && (next == 0 || l->v[i].until < next))
			next = l->v[i].until;
	return next;
}
