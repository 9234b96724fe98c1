/*
 * room_ranks: a list of accounts in order of addition. Names are compared folded.
 */
#include "server/chat/room_ranks.h"

#include <stdlib.h>
#include <string.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/room.h"
#include "server/chat/user.h"

static struct account_rank *
find(const struct room *r, const char *account)
{
	char folded[NAME_FOLDED];
	struct account_rank *a;

	if (TAILQ_EMPTY(&r->account_ranks) ||
	    name_fold(folded, sizeof(folded), view_of(account)) <= 0)
		return NULL;
	TAILQ_FOREACH (a, &r->account_ranks, link) {
		if (strcmp(a->folded, folded) == 0)
			break;
	}
	return a;
}

int
room_ranks_is_founder(const struct room *r, const struct user *u)
{
	char folded[NAME_FOLDED];

	return r->founder != NULL && u->account != NULL &&
	       name_fold(folded, sizeof(folded), view_of(u->account)) > 0 &&
	       strcmp(folded, r->founder_folded) == 0;
}

unsigned
room_ranks_of_user(const struct room *r, const struct user *u)
{
	unsigned ranks;

	if (r->founder == NULL || u->account == NULL)
		return 0;
	ranks = room_ranks_of_account(r, u->account);
	return room_ranks_is_founder(r, u) ? ranks | MEMBER_FOUNDER : ranks;
}

unsigned
room_ranks_of_account(const struct room *r, const char *account)
{
	const struct account_rank *a = find(r, account);

	return a == NULL ? 0 : a->ranks;
}

static void
drop(struct room *r, struct account_rank *a)
{
	TAILQ_REMOVE(&r->account_ranks, a, link);
	r->naccount_ranks--;
	free(a->account);
	free(a->folded);
	free(a);
}

void
room_ranks_set(struct room *r, const char *account, unsigned ranks)
{
	struct account_rank *a = find(r, account);
	char folded[NAME_FOLDED];

	if (a != NULL && ranks == 0) {
		drop(r, a);
	} else if (a != NULL) {
		a->ranks = ranks;
	} else if (ranks != 0 &&
		   name_fold(folded, sizeof(folded), view_of(account)) > 0) {
		a = xcalloc(1, sizeof(*a));
		a->account = xstrdup(account);
		a->folded = xstrdup(folded);
		a->ranks = ranks;
		TAILQ_INSERT_TAIL(&r->account_ranks, a, link);
		r->naccount_ranks++;
	}
}

void
room_ranks_clear(struct room *r)
{
	struct account_rank *a;

	while ((a = TAILQ_FIRST(&r->account_ranks)) != NULL)
		drop(r, a);
}
