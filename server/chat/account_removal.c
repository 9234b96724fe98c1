/*
 * account_removal: accounts that are not there any more, and what they had in rooms. Whoever takes such a
 * name afterwards is somebody else.
 */
#include <string.h>

#include "common/names.h"
#include "server/chat/account.h"
#include "server/chat/mask.h"
#include "server/chat/modes_impl.h"
#include "server/chat/room_ranks.h"
#include "server/chat/world.h"

static void
disown(struct world *w, struct room *r)
{
	const struct chat_from server = { NULL, 0, 0 };
	struct changes c = { .world = w, .from = &server, .room = r };

	owner_set(w, r, NULL);
	changes_follow_founder(&c);
	c.changed = 1;
	changes_end(&c);
}

/* Remove the account's ranks in a room, from its members too. Returns 1 if it had any. */
static int
forget_ranks(struct world *w, struct room *r, const char *account)
{
	unsigned had = room_ranks_of(r, account), before;
	struct member *m;

	if (had == 0)
		return 0;
	room_ranks_set(r, account, 0);
	TAILQ_FOREACH (m, &r->members, in_room) {
		if (m->user->account == NULL ||
		    !name_equal(view_of(m->user->account), view_of(account)))
			continue;
		before = m->ranks;
		m->ranks &= ~had;
		if (m->ranks != before)
			ranks_tell(w, 0, m, before);
	}
	return 1;
}

/* Bans stay: nobody gets rid of one by giving the name up and taking it again. */
static void
forget_masks_in(struct changes *c, enum room_list which, const char *account)
{
	struct room_mask *m, *next;
	struct view who;

	for (m = TAILQ_FIRST(&c->room->lists[which]); m != NULL; m = next) {
		next = TAILQ_NEXT(m, link);
		who = view_of(m->mask);
		if (!view_has_prefix(who, VIEW(MASK_ACCOUNT)))
			continue;
		who.p += strlen(MASK_ACCOUNT);
		who.len -= strlen(MASK_ACCOUNT);
		if (name_equal(who, view_of(account)))
			changes_drop_mask(c, which, m);
	}
}

/* That it may enter or speak where others may not. */
static void
forget_masks(struct world *w, struct room *r, const char *account)
{
	const struct chat_from server = { NULL, 0, 0 };
	struct changes c = { .world = w, .from = &server, .room = r };

	forget_masks_in(&c, ROOM_EXCEPTIONS, account);
	forget_masks_in(&c, ROOM_INVITED, account);
	changes_end(&c);
}

void
world_forget_account(struct world *w, const char *account)
{
	char folded[NAME_FOLDED];
	struct room *r, *next;

	if (name_fold(folded, sizeof(folded), view_of(account)) <= 0)
		return;
	HASH_ITER (hh, w->rooms, r, next) {
		forget_masks(w, r, account);
		if (r->founder != NULL &&
		    strcmp(r->founder_folded, folded) == 0)
			disown(w, r);
		else if (forget_ranks(w, r, account))
			rest_note(w, r);
	}
	HASH_ITER (hh, w->resting, r, next) {
		forget_masks(w, r, account);
		if (r->founder != NULL &&
		    strcmp(r->founder_folded, folded) == 0)
			rest_disown(w, r);
		else if (forget_ranks(w, r, account))
			rest_note(w, r);
	}
}

static int
is_lost(const struct world *w, const char *account)
{
	return world_find_account(w, view_of(account)) == NULL;
}

/* 1 if some had ranks there. */
static int
forget_lost_ranks(const struct world *w, struct room *r)
{
	struct room_access *a, *next;
	size_t n = r->naccess;

	for (a = TAILQ_FIRST(&r->access); a != NULL; a = next) {
		next = TAILQ_NEXT(a, link);
		if (is_lost(w, a->account))
			room_ranks_set(r, a->account, 0);
	}
	return r->naccess < n;
}

void
world_forget_lost_accounts(struct world *w)
{
	struct room *r, *next;

	HASH_ITER (hh, w->resting, r, next) {
		if (r->founder != NULL && is_lost(w, r->founder))
			rest_disown(w, r);
		else if (forget_lost_ranks(w, r))
			rest_note(w, r);
	}
}
