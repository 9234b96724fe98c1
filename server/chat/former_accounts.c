/*
 * former_accounts: a short array, the oldest first.
 */
#include "server/chat/former_accounts.h"

#include <stdlib.h>
#include <string.h>

#include "common/names.h"
#include "common/xmalloc.h"

static void
drop_oldest(struct former_accounts *f)
{
	free(f->list[0].name);
	free(f->list[0].host);
	f->n--;
	memmove(f->list, f->list + 1, f->n * sizeof(*f->list));
}

int
former_accounts_have(const struct former_accounts *f, const char *name)
{
	size_t i;

	for (i = 0; i < f->n; i++)
		if (name_equal(view_of(f->list[i].name), view_of(name)))
			return 1;
	return 0;
}

void
former_accounts_add(
    struct former_accounts *f, const char *name, const char *host)
{
	if (former_accounts_have(f, name))
		return;
	if (f->n == FORMER_ACCOUNTS_MAX)
		drop_oldest(f);
	f->list = xreallocarray(f->list, f->n + 1, sizeof(*f->list));
	f->list[f->n++] =
	    (struct former_account){ xstrdup(name), xstrdup(host) };
}

void
former_accounts_copy(
    struct former_accounts *to, const struct former_accounts *from)
{
	size_t i;

	for (i = 0; i < from->n; i++)
		former_accounts_add(to, from->list[i].name, from->list[i].host);
}

void
former_accounts_move(struct former_accounts *to, struct former_accounts *from)
{
	former_accounts_copy(to, from);
	former_accounts_clear(from);
}

void
former_accounts_clear(struct former_accounts *f)
{
	while (f->n > 0)
		drop_oldest(f);
	free(f->list);
	*f = (struct former_accounts){ 0 };
}
