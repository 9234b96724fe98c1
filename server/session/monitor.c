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

void
monitor_init(
    struct monitor_list *list, struct server *server, struct session *s)
{
	list->server = server;
	list->session = s;
	list->n = 0;
	LIST_INIT(&list->entries);
}

/* Search the session's list: a session watches few nicks, but many sessions may watch a nick. */
static struct monitor_entry *
find_watching(const struct monitor_list *list, struct view nick)
{
	const struct watched *w = find(list->server, nick);
	struct monitor_entry *g;

	LIST_FOREACH (g, &list->entries, of_session) {
		if (g->watched == w)
			return g;
	}
	return NULL;
}

int
monitor_has(const struct monitor_list *list, struct view nick)
{
	return find_watching(list, nick) != NULL;
}

void
monitor_add(struct monitor_list *list, struct view nick)
{
	struct monitor_entry *g;

	if (monitor_has(list, nick))
		return;
	g = xcalloc(1, sizeof(*g));
	g->nick = xviewdup(nick);
	g->session = list->session;
	g->watched = get(list->server, nick);
	LIST_INSERT_HEAD(&list->entries, g, of_session);
	LIST_INSERT_HEAD(&g->watched->watchers, g, of_nick);
	list->n++;
}

static void
drop(struct monitor_list *list, struct monitor_entry *g)
{
	struct watched *w = g->watched;

	LIST_REMOVE(g, of_session);
	LIST_REMOVE(g, of_nick);
	list->n--;
	free(g->nick);
	free(g);
	if (!LIST_EMPTY(&w->watchers))
		return;
	HASH_DEL(list->server->watched, w);
	free(w->folded);
	free(w);
}

void
monitor_remove(struct monitor_list *list, struct view nick)
{
	struct monitor_entry *g = find_watching(list, nick);

	if (g != NULL)
		drop(list, g);
}

void
monitor_clear(struct monitor_list *list)
{
	while (!LIST_EMPTY(&list->entries))
		drop(list, LIST_FIRST(&list->entries));
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
