/*
 * whowas: who was here, for as long as there is room to remember them. All stand in one
 * list, for the oldest to be forgotten first, and in one of their nick. Of one
 * nick few are kept, so that nobody who changes back and forth drives out all others.
 */
#include <stdlib.h>

#include <uthash.h>

#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/world.h"

enum { PAST_PER_NICK = 20 };

struct past_nick {
	char *folded; /* key */
	size_t n;
	struct chat_past_list past; /* the latest first */
	UT_hash_handle hh;
};

static struct past_nick *
find_nick(struct world *w, const char *folded)
{
	struct past_nick *of = NULL;

	if (w->past_nicks != NULL)
		HASH_FIND_STR(w->past_nicks, folded, of);
	return of;
}

static struct past_nick *
get_nick(struct world *w, const char *folded)
{
	struct past_nick *of = find_nick(w, folded);

	if (of != NULL)
		return of;
	of = xcalloc(1, sizeof(*of));
	of->folded = xstrdup(folded);
	TAILQ_INIT(&of->past);
	HASH_ADD_KEYPTR(
	    hh, w->past_nicks, of->folded, (unsigned)strlen(of->folded), of);
	return of;
}

static void
forget(struct world *w, struct chat_past *p)
{
	struct past_nick *of = p->of;

	TAILQ_REMOVE(&w->past, p, link);
	TAILQ_REMOVE(&of->past, p, same);
	w->npast--;
	free(p->nick);
	free(p->username);
	free(p->host);
	free(p->realname);
	free(p->account);
	free(p);
	if (--of->n > 0)
		return;
	HASH_DEL(w->past_nicks, of);
	free(of->folded);
	free(of);
}

void
past_limit(struct world *w, size_t max)
{
	while (w->npast > max)
		forget(w, TAILQ_LAST(&w->past, chat_past_list));
}

void
past_add(struct world *w, const struct user *u)
{
	struct past_nick *of;
	struct chat_past *p;

	if (w->limits.past_users == 0)
		return;
	past_limit(w, (size_t)w->limits.past_users - 1);
	p = xcalloc(1, sizeof(*p));
	p->nick = xstrdup(u->nick);
	p->username = xstrdup(u->username);
	p->host = xstrdup(u->host);
	p->realname = xstrdup(u->realname);
	p->account = xstrdup(u->account);
	p->time = clock_ms();
	of = p->of = get_nick(w, u->folded);
	TAILQ_INSERT_HEAD(&w->past, p, link);
	TAILQ_INSERT_HEAD(&of->past, p, same);
	w->npast++;
	if (++of->n > PAST_PER_NICK)
		forget(w, TAILQ_LAST(&of->past, chat_past_list));
}

int
world_each_past(struct world *w, struct view nick,
    int (*fn)(const struct chat_past *, void *), void *ctx)
{
	char folded[NAME_FOLDED];
	struct past_nick *of;
	struct chat_past *p;
	int rc;

	if (name_fold(folded, sizeof(folded), nick) <= 0)
		return 0;
	of = find_nick(w, folded);
	if (of == NULL)
		return 0;
	TAILQ_FOREACH (p, &of->past, same) {
		rc = fn(p, ctx);
		if (rc != 0)
			return rc;
	}
	return 0;
}
