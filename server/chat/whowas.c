/*
 * whowas: WHOWAS entries, up to a limit. All are in one list, so that the oldest is dropped
 * first, and in one list per nick. The number per nick is limited, so that a user who changes
 * nick back and forth does not push out all others.
 */
#include "server/chat/whowas.h"

#include <stdlib.h>

#include <uthash.h>

#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/world.h"

enum { WHOWAS_PER_NICK = 20 };

struct whowas_nick {
	char *folded; /* key */
	size_t n;
	struct whowas_list entries; /* the latest first */
	UT_hash_handle hh;
};

static struct whowas_nick *
find_nick(struct world *w, const char *folded)
{
	struct whowas_nick *of = NULL;

	if (w->whowas_nicks != NULL)
		HASH_FIND_STR(w->whowas_nicks, folded, of);
	return of;
}

static struct whowas_nick *
get_nick(struct world *w, const char *folded)
{
	struct whowas_nick *of = find_nick(w, folded);

	if (of != NULL)
		return of;
	of = xcalloc(1, sizeof(*of));
	of->folded = xstrdup(folded);
	TAILQ_INIT(&of->entries);
	HASH_ADD_KEYPTR(
	    hh, w->whowas_nicks, of->folded, (unsigned)strlen(of->folded), of);
	return of;
}

static void
forget(struct world *w, struct whowas_entry *p)
{
	struct whowas_nick *of = p->of;

	TAILQ_REMOVE(&w->whowas, p, link);
	TAILQ_REMOVE(&of->entries, p, same);
	w->nwhowas--;
	free(p->nick);
	free(p->username);
	free(p->host);
	free(p->realname);
	free(p->account);
	free(p);
	if (--of->n > 0)
		return;
	HASH_DEL(w->whowas_nicks, of);
	free(of->folded);
	free(of);
}

void
whowas_limit(struct world *w, size_t max)
{
	while (w->nwhowas > max)
		forget(w, TAILQ_LAST(&w->whowas, whowas_list));
}

void
whowas_add(struct world *w, const struct user *u)
{
	struct whowas_nick *of;
	struct whowas_entry *p;

	if (w->limits.whowas_max == 0)
		return;
	whowas_limit(w, (size_t)w->limits.whowas_max - 1);
	p = xcalloc(1, sizeof(*p));
	p->nick = xstrdup(u->nick);
	p->username = xstrdup(u->username);
	p->host = xstrdup(u->host);
	p->realname = xstrdup(u->realname);
	p->account = xstrdup(u->account);
	p->time = clock_ms();
	of = p->of = get_nick(w, u->folded);
	TAILQ_INSERT_HEAD(&w->whowas, p, link);
	TAILQ_INSERT_HEAD(&of->entries, p, same);
	w->nwhowas++;
	if (++of->n > WHOWAS_PER_NICK)
		forget(w, TAILQ_LAST(&of->entries, whowas_list));
}

int
world_each_whowas(struct world *w, struct view nick,
    int (*fn)(const struct whowas_entry *, void *), void *ctx)
{
	char folded[NAME_FOLDED];
	struct whowas_nick *of;
	struct whowas_entry *p;
	int rc;

	if (name_fold(folded, sizeof(folded), nick) <= 0)
		return 0;
	of = find_nick(w, folded);
	if (of == NULL)
		return 0;
	TAILQ_FOREACH (p, &of->entries, same) {
		rc = fn(p, ctx);
		if (rc != 0)
			return rc;
	}
	return 0;
}
