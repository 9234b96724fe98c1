/*
 * monitor: a table of watched nicks. A nick is in it while at least one session watches it.
 */
#include "server/session/monitor.h"

#include <assert.h>
#include <stdlib.h>

#include <uthash.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/session/server.h"
#include "server/session/session.h"

struct watched {
	char *folded; /* key */
	LIST_HEAD(, monitor_entry) watchers;
	UT_hash_handle hh;
};

static struct watched *
find(struct server *server, struct view nick)
{
	char folded[NAME_FOLDED];
	struct watched *w = NULL;
	int n = name_fold(folded, sizeof(folded), nick);

	if (n > 0 && server->watched != NULL)
		HASH_FIND(hh, server->watched, folded, (unsigned)n, w);
	return w;
}

static struct watched *
get(struct server *server, struct view nick)
{
	char folded[NAME_FOLDED];
	struct watched *w = find(server, nick);
	int n;

	if (w != NULL)
		return w;
	n = name_fold(folded, sizeof(folded), nick);
	assert(n > 0);
	w = xcalloc(1, sizeof(*w));
	w->folded = xstrdup(folded);
	LIST_INIT(&w->watchers);
	HASH_ADD_KEYPTR(hh, server->watched, w->folded, (unsigned)n, w);
	return w;
}

/* Search the session's list: a session watches few nicks, but many sessions may watch a nick. */
static struct monitor_entry *
find_watching(struct session *s, struct view nick)
{
	const struct watched *w = find(s->server, nick);
	struct monitor_entry *g;

	LIST_FOREACH (g, &s->watching, of_session) {
		if (g->watched == w)
			return g;
	}
	return NULL;
}

int
monitor_has(struct session *s, struct view nick)
{
	return find_watching(s, nick) != NULL;
}

void
monitor_add(struct session *s, struct view nick)
{
	struct monitor_entry *g;

	if (monitor_has(s, nick))
		return;
	g = xcalloc(1, sizeof(*g));
	g->nick = xviewdup(nick);
	g->session = s;
	g->watched = get(s->server, nick);
	LIST_INSERT_HEAD(&s->watching, g, of_session);
	LIST_INSERT_HEAD(&g->watched->watchers, g, of_nick);
	s->nwatching++;
}

static void
drop(struct session *s, struct monitor_entry *g)
{
	struct watched *w = g->watched;

	LIST_REMOVE(g, of_session);
	LIST_REMOVE(g, of_nick);
	s->nwatching--;
	free(g->nick);
	free(g);
	if (!LIST_EMPTY(&w->watchers))
		return;
	HASH_DEL(s->server->watched, w);
	free(w->folded);
	free(w);
}

void
monitor_remove(struct session *s, struct view nick)
{
	struct monitor_entry *g = find_watching(s, nick);

	if (g != NULL)
		drop(s, g);
}

void
monitor_clear(struct session *s)
{
	while (!LIST_EMPTY(&s->watching))
		drop(s, LIST_FIRST(&s->watching));
}

void
monitor_each(struct server *server, struct view nick,
    void (*fn)(struct session *, void *), void *ctx)
{
	struct watched *w = find(server, nick);
	struct monitor_entry *g, *next;

	for (g = w == NULL ? NULL : LIST_FIRST(&w->watchers); g != NULL;
	     g = next) {
		next = LIST_NEXT(g, of_nick);
		fn(g->session, ctx);
	}
}
