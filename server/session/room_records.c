/*
 * room_records: converts between a room and its record in the store. The record has modes as
 * letters.
 */
#include "server/session/room_records.h"

#include <stdlib.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/chat.h"
#include "server/chat/mask.h"
#include "server/chat/modes.h"
#include "server/chat/room_ranks.h"
#include "server/chat/timed_bans.h"
#include "server/store/store.h"

enum { LETTERS_SIZE = 64 };

/* Return the mode letter of a list, by enum room_list. */
static char
list_letter(unsigned which)
{
	size_t i = 0;

	while (room_modes[i].kind != MODE_LIST || room_modes[i].what != which)
		i++;
	return room_modes[i].letter;
}

static void
write_flags(char letters[LETTERS_SIZE], unsigned modes)
{
	size_t i, n = 0;

	for (i = 0; i < room_nmodes && n < LETTERS_SIZE - 1; i++)
		if (room_modes[i].kind == MODE_FLAG &&
		    (modes & room_modes[i].what))
			letters[n++] = room_modes[i].letter;
	letters[n] = '\0';
}

static size_t
list_masks(struct store_mask *masks, const struct room *r)
{
	const struct room_mask *m;
	unsigned which;
	size_t n = 0;

	for (which = 0; which < ROOM_LISTS; which++)
		TAILQ_FOREACH (m, &r->lists[which], link)
			masks[n++] = (struct store_mask){ list_letter(which),
				m->mask, m->by, m->time, m->until };
	return n;
}

static struct store_access *
list_access(const struct room *r)
{
	struct store_access *list =
	    xcalloc(r->naccount_ranks + 1, sizeof(*list));
	const struct account_rank *a;
	size_t n = 0;

	TAILQ_FOREACH (a, &r->account_ranks, link)
		list[n++] = (struct store_access){ a->account, a->ranks };
	return list;
}

/* A founded incognito room saves only its rules, no topic. */
static void
leave_out_talk(const struct room *r, struct store_room *kept)
{
	if (r->modes & ROOM_INCOGNITO)
		kept->topic = kept->topic_by = NULL;
}

void
room_records_save(struct store *store, const struct room *r)
{
	char letters[LETTERS_SIZE];
	struct store_room kept = {
		.name = r->name,
		.folded = r->folded,
		.modes = letters,
		.limit = r->limit,
		.slow = r->slow,
		.key = r->key,
		.founder = r->founder,
		.first_seq = r->founder == NULL ? 0 : r->first_seq,
		.created = r->created,
		.topic = r->topic,
		.topic_by = r->topic_by,
		.topic_time = r->topic_time,
	};
	struct store_access *access;
	struct store_mask *masks;
	size_t i, n = 1;

	if (store->ops->save_room == NULL)
		return;
	for (i = 0; i < ROOM_LISTS; i++)
		n += r->nmasks[i];
	masks = xcalloc(n, sizeof(*masks));
	write_flags(letters, r->modes);
	kept.masks = masks;
	kept.nmasks = list_masks(masks, r);
	kept.access = access = list_access(r);
	kept.naccess = r->naccount_ranks;
	leave_out_talk(r, &kept);
	store->ops->save_room(store, &kept);
	free(access);
	free(masks);
}

void
room_records_delete(struct store *store, const char *folded)
{
	if (store->ops->delete_room != NULL)
		store->ops->delete_room(store, folded);
}

static void
restore_mask(struct world *w, struct room *r, const struct store_mask *m)
{
	const struct room_mode *mode = room_mode_find(m->list);
	enum room_list which;

	if (mode == NULL || mode->kind != MODE_LIST)
		return;
	which = (enum room_list)mode->what;
	masks_add(&r->lists[which], m->mask, m->by);
	TAILQ_LAST(&r->lists[which], mask_list)->time = m->time;
	world_restore_expiry(
	    w, r, which, TAILQ_LAST(&r->lists[which], mask_list), m->until);
	r->nmasks[which]++;
}

static unsigned
flags_of(const char *letters)
{
	const struct room_mode *mode;
	unsigned flags = 0;

	for (; *letters != '\0'; letters++) {
		mode = room_mode_find(*letters);
		if (mode != NULL && mode->kind == MODE_FLAG)
			flags |= mode->what;
	}
	return flags;
}

static void
restore(const struct store_room *kept, void *ctx)
{
	struct room *r;
	size_t i;

	r = world_restore_room(ctx, view_of(kept->name), kept->founder);
	if (r == NULL)
		return;
	r->modes = flags_of(kept->modes);
	r->limit = kept->limit;
	r->slow = kept->slow;
	r->key = xstrdup(kept->key);
	r->first_seq = kept->first_seq;
	r->created = kept->created;
	r->topic = xstrdup(kept->topic);
	r->topic_by = xstrdup(kept->topic_by);
	r->topic_time = kept->topic_time;
	for (i = 0; i < kept->nmasks; i++)
		restore_mask(ctx, r, &kept->masks[i]);
	for (i = 0; i < kept->naccess; i++)
		room_ranks_set(r, kept->access[i].account,
		    kept->access[i].ranks & (MEMBER_VOICE | MEMBER_OP));
}

void
room_records_restore(struct store *store, struct world *world)
{
	if (store->ops->rooms != NULL)
		store->ops->rooms(store, restore, world);
}
