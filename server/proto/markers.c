/*
 * markers: a table by folded name, the one set longest ago first.
 */
#include "server/proto/markers.h"

#include <stdlib.h>

#include <uthash.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/user.h"

struct marker {
	char *folded; /* key */
	int64_t ms;
	UT_hash_handle hh;
};

/* user->markers */
struct markers {
	struct marker *all; /* uthash */
};

static struct marker *
find(const struct user *u, struct view target)
{
	const struct markers *ms = u->markers;
	char folded[NAME_FOLDED];
	struct marker *m = NULL;
	int n = name_fold(folded, sizeof(folded), target);

	if (ms != NULL && n > 0)
		HASH_FIND(hh, ms->all, folded, (unsigned)n, m);
	return m;
}

int64_t
markers_get(const struct user *u, struct view target)
{
	const struct marker *m = find(u, target);

	return m == NULL ? 0 : m->ms;
}

static void
drop(struct markers *ms, struct marker *m)
{
	HASH_DEL(ms->all, m);
	free(m->folded);
	free(m);
}

static void
add(struct markers *ms, const char *folded, int64_t time)
{
	struct marker *m = xcalloc(1, sizeof(*m));

	m->folded = xstrdup(folded);
	m->ms = time;
	HASH_ADD_KEYPTR(hh, ms->all, m->folded, (unsigned)strlen(m->folded), m);
}

int64_t
markers_set(struct user *u, struct view target, int64_t time, size_t max)
{
	struct marker *m = find(u, target);
	char folded[NAME_FOLDED];
	struct markers *ms;

	if (m != NULL && m->ms >= time)
		return m->ms;
	if (name_fold(folded, sizeof(folded), target) <= 0)
		return 0;
	if (u->markers == NULL)
		u->markers = xcalloc(1, sizeof(*ms));
	ms = u->markers;
	if (m != NULL)
		drop(ms, m);
	while (HASH_COUNT(ms->all) >= max)
		drop(ms, ms->all);
	add(ms, folded, time);
	return time;
}

void
markers_free(struct user *u)
{
	struct markers *ms = u->markers;

	if (ms == NULL)
		return;
	while (ms->all != NULL)
		drop(ms, ms->all);
	free(ms);
	u->markers = NULL;
}
