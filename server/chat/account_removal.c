/*
 * account_removal: removes the ranks, ownership and masks of deleted accounts from rooms. If
 * the name is registered again later, it belongs to somebody else.
 */
#include <string.h>

#include "common/names.h"
#include "server/chat/account.h"
#include "server/chat/empty_rooms.h"
#include "server/chat/mask.h"
#include "server/chat/mode_event.h"
#include "server/chat/ranks.h"
#include "server/chat/room_founder.h"
#include "server/chat/room_ranks.h"
#include "server/chat/world.h"

static void
remove_founder(struct world *w, struct room *r)
{
	const struct chat_from server = { NULL, 0, 0, 0 };
	struct mode_event c = { .world = w, .from = &server, .room = r };

	room_set_founder(w, r, NULL);
	ranks_follow_founder(&c);
	c.changed = 1;
	mode_event_finish(&c);
}

/* Remove the account's ranks in a room, from its members too. Returns 1 if it had any. */
static int
forget_ranks(struct world *w, struct room *r, const char *account)
{
	unsigned had = room_ranks_of_account(r, account), before;
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
			ranks_announce(w, 0, m, before);
	}
	return 1;
}

/* Bans stay, so that nobody evades a ban by deleting an account and registering the name again. */
static void
forget_masks_in(struct mode_event *c, enum room_list which, const char *account)
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
			mode_event_remove_mask(c, which, m);
	}
}

/* Remove the account's exceptions from bans and from invitation. */
static void
forget_masks(struct world *w, struct room *r, const char *account)
{
	const struct chat_from server = { NULL, 0, 0, 0 };
	struct mode_event c = { .world = w, .from = &server, .room = r };

	forget_masks_in(&c, ROOM_EXCEPTIONS, account);
	forget_masks_in(&c, ROOM_INVITED, account);
	mode_event_finish(&c);
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
			remove_founder(w, r);
		else if (forget_ranks(w, r, account))
			room_save(w, r);
	}
	HASH_ITER (hh, w->empty_rooms, r, next) {
		forget_masks(w, r, account);
		if (r->founder != NULL &&
		    strcmp(r->founder_folded, folded) == 0)
			empty_rooms_remove_founder(w, r);
		else if (forget_ranks(w, r, account))
			room_save(w, r);
	}
}

static int
is_missing(const struct world *w, const char *account)
{
	return world_find_account(w, view_of(account)) == NULL;
}

/* Remove the ranks of accounts that do not exist. Returns 1 if there were any. */
static int
forget_missing_ranks(const struct world *w, struct room *r)
{
	struct account_rank *a, *next;
	size_t n = r->naccount_ranks;

	for (a = TAILQ_FIRST(&r->account_ranks); a != NULL; a = next) {
		next = TAILQ_NEXT(a, link);
		if (is_missing(w, a->account))
			room_ranks_set(r, a->account, 0);
	}
	return r->naccount_ranks < n;
}

void
world_forget_missing_accounts(struct world *w)
{
	struct room *r, *next;

	HASH_ITER (hh, w->empty_rooms, r, next) {
		if (r->founder != NULL && is_missing(w, r->founder))
			empty_rooms_remove_founder(w, r);
		else if (forget_missing_ranks(w, r))
			room_save(w, r);
	}
}
