/*
 * room_founder: the founders of rooms, and the number of rooms per account. The number is
 * limited because founded rooms are kept when they are empty.
 */
#include "server/chat/room_founder.h"

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/look_alikes.h"
#include "server/chat/room_ranks.h"
#include "server/chat/world.h"

struct founder_rooms {
	char *folded; /* key */
	long long n;
	UT_hash_handle hh;
};

static struct founder_rooms *
find(const struct world *w, const char *folded)
{
	struct founder_rooms *o = NULL;

	if (w->founders != NULL)
		HASH_FIND_STR(w->founders, folded, o);
	return o;
}

int
account_may_own_room(const struct world *w, const char *account)
{
	char folded[NAME_FOLDED];
	const struct founder_rooms *o;

	if (account == NULL ||
	    name_fold(folded, sizeof(folded), view_of(account)) <= 0)
		return 0;
	o = find(w, folded);
	return (o == NULL ? 0 : o->n) < w->limits.rooms_owned;
}

static void
count_more(struct world *w, const char *folded)
{
	struct founder_rooms *o = find(w, folded);

	if (o == NULL) {
		o = xcalloc(1, sizeof(*o));
		o->folded = xstrdup(folded);
		HASH_ADD_KEYPTR(
		    hh, w->founders, o->folded, (unsigned)strlen(o->folded), o);
	}
	o->n++;
}

static void
count_less(struct world *w, const char *folded)
{
	struct founder_rooms *o = find(w, folded);

	if (--o->n > 0)
		return;
	HASH_DEL(w->founders, o);
	free(o->folded);
	free(o);
}

void
room_protect_name(struct world *w, struct room *r)
{
	look_alikes_remove(w->look_alikes, r->protected_name);
	r->protected_name = r->founder == NULL ? NULL
					       : look_alikes_add(w->look_alikes,
						     view_of(r->name));
}

void
room_set_founder(struct world *w, struct room *r, const char *account)
{
	char folded[NAME_FOLDED];

	if (r->founder != NULL)
		count_less(w, r->founder_folded);
	xreplace(&r->founder, NULL);
	xreplace(&r->founder_folded, NULL);
	if (account == NULL) {
		room_ranks_clear(r);
	} else if (name_fold(folded, sizeof(folded), view_of(account)) > 0) {
		r->founder = xstrdup(account);
		r->founder_folded = xstrdup(folded);
		count_more(w, folded);
	}
	room_protect_name(w, r);
}
