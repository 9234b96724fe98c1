/*
 * past: who was here, for as long as there is room to remember them.
 */
#include <stdlib.h>

#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/world.h"

static void
forget(struct world *w, struct chat_past *p)
{
	TAILQ_REMOVE(&w->past, p, link);
	w->npast--;
	free(p->nick);
	free(p->folded);
	free(p->username);
	free(p->host);
	free(p->realname);
	free(p->account);
	free(p);
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
	struct chat_past *p;

	if (w->limits.past_users == 0)
		return;
	past_limit(w, (size_t)w->limits.past_users - 1);
	p = xcalloc(1, sizeof(*p));
	p->nick = xstrdup(u->nick);
	p->folded = xstrdup(u->folded);
	p->username = xstrdup(u->username);
	p->host = xstrdup(u->host);
	p->realname = xstrdup(u->realname);
	p->account = xstrdup(u->account);
	p->time = clock_ms();
	TAILQ_INSERT_HEAD(&w->past, p, link);
	w->npast++;
}

int
world_each_past(struct world *w, struct view nick,
    int (*fn)(const struct chat_past *, void *), void *ctx)
{
	char folded[NAME_FOLDED];
	struct chat_past *p;
	int rc;

	if (name_fold(folded, sizeof(folded), nick) <= 0)
		return 0;
	TAILQ_FOREACH (p, &w->past, link) {
		if (strcmp(p->folded, folded) != 0)
			continue;
		rc = fn(p, ctx);
		if (rc != 0)
			return rc;
	}
	return 0;
}
