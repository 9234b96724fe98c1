/*
 * modes: the table of room modes, and how each mode is changed.
 */
#include "server/chat/modes.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/duration.h"
#include "common/xmalloc.h"
#include "server/chat/lobby.h"
#include "server/chat/mask.h"
#include "server/chat/mode_event.h"
#include "server/chat/permissions.h"
#include "server/chat/ranks.h"
#include "server/chat/timed_bans.h"
#include "server/chat/world.h"
#include "server/chat/world_rooms.h"

/* clang-format off */
const struct room_mode room_modes[] = {
	{ 'C', MODE_FLAG,  ROOM_NO_CTCP },
	{ 'H', MODE_FLAG,  ROOM_HISTORY_OPEN },
	{ 'I', MODE_LIST,  ROOM_INVITED },
	{ 'O', MODE_FLAG,  ROOM_INCOGNITO },
	{ 'R', MODE_FLAG,  ROOM_REGISTERED },
	{ 'W', MODE_SLOW,  0 },
	{ 'b', MODE_LIST,  ROOM_BANS },
	{ 'e', MODE_LIST,  ROOM_EXCEPTIONS },
	{ 'i', MODE_FLAG,  ROOM_INVITE_ONLY },
	{ 'k', MODE_KEY,   0 },
	{ 'l', MODE_LIMIT, 0 },
	{ 'm', MODE_FLAG,  ROOM_MODERATED },
	{ 'n', MODE_FLAG,  ROOM_NO_OUTSIDE },
	{ 'o', MODE_RANK,  MEMBER_OP },
	{ 'q', MODE_RANK,  MEMBER_FOUNDER },
	{ 's', MODE_FLAG,  ROOM_SECRET },
	{ 't', MODE_FLAG,  ROOM_TOPIC_OPS },
	{ 'v', MODE_RANK,  MEMBER_VOICE },
};
/* clang-format on */
const size_t room_nmodes = sizeof(room_modes) / sizeof(room_modes[0]);

const struct room_mode *
room_mode_find(char letter)
{
	size_t i;

	for (i = 0; i < room_nmodes; i++)
		if (room_modes[i].letter == letter)
			return &room_modes[i];
	return NULL;
}

/*
 * A key is an argument also when it is unset: the event names it. The user who unsets it need
 * not.
 */
int
room_mode_takes_arg(const struct room_mode *mode, int add)
{
	if (mode->kind == MODE_LIMIT || mode->kind == MODE_SLOW)
		return add;
	return mode->kind != MODE_FLAG;
}

static void
note(struct mode_event *c, const struct mode_change *ch, const char *arg)
{
	mode_event_add(c, ch->add, ch->letter, arg);
}

static enum refusal
change_flag(struct mode_event *c, const struct mode_change *ch, unsigned flag)
{
	unsigned modes = c->room->modes;

	if (ch->add)
		modes |= flag;
	else
		modes &= ~flag;
	if (modes == c->room->modes)
		return CHAT_ALREADY;
	world_set_room_modes(c->world, c->room, modes);
	note(c, ch, NULL);
	return CHAT_OK;
}

static enum refusal
add_mask(struct mode_event *c, const struct mode_change *ch,
    enum room_list which, const char *mask)
{
	struct mask_list *list = &c->room->lists[which];

	if ((long long)c->room->nmasks[which] >= c->world->limits.list_max)
		return CHAT_LIST_FULL;
	masks_add(list, mask, c->from->user->nick);
	world_set_expiry(
	    c->world, c->room, which, TAILQ_LAST(list, mask_list), c->until);
	c->room->nmasks[which]++;
	c->room->mask_changes++;
	note(c, ch, mask);
	return CHAT_OK;
}

/*
 * A ban without expiry replaces one that expires, and the reverse. The MODE event would be the
 * same, so none is sent.
 */
static enum refusal
set_expiry(struct mode_event *c, enum room_list which, struct room_mask *mask)
{
	if (mask->until == c->until)
		return CHAT_ALREADY;
	world_set_expiry(c->world, c->room, which, mask, c->until);
	c->changed = 1;
	return CHAT_OK;
}

static enum refusal
change_masks(struct mode_event *c, const struct mode_change *ch,
    enum room_list which, const char *mask)
{
	struct room_mask *found = masks_find(&c->room->lists[which], mask);

	if (ch->add)
		return found != NULL ? set_expiry(c, which, found)
				     : add_mask(c, ch, which, mask);
	if (found == NULL)
		return CHAT_ALREADY;
	mode_event_remove_mask(c, which, found);
	return CHAT_OK;
}

static enum refusal
change_list(
    struct mode_event *c, const struct mode_change *ch, enum room_list which)
{
	char *mask = mask_complete(ch->arg);
	enum refusal no;

	if (mask == NULL)
		return CHAT_BAD_ARG;
	no = change_masks(c, ch, which, mask);
	free(mask);
	return no;
}

/* A key is one word that can be in a comma-separated list. */
static int
key_valid(struct view key)
{
	size_t i;

	for (i = 0; i < key.len; i++)
		if ((unsigned char)key.p[i] <= ' ' || key.p[i] == 0x7f ||
		    key.p[i] == ',')
			return 0;
	return key.len > 0 && key.len <= KEY_BYTES && *key.p != ':';
}

/* To unset a key, the user need not name it. */
static enum refusal
change_key(struct mode_event *c, const struct mode_change *ch)
{
	struct room *r = c->room;

	if (ch->add && !key_valid(ch->arg))
		return CHAT_BAD_ARG;
	if (ch->add ? r->key != NULL && view_equal(view_of(r->key), ch->arg)
		    : r->key == NULL)
		return CHAT_ALREADY;
	if (!ch->add) {
		note(c, ch, r->key);
		xreplace(&r->key, NULL);
	} else {
		free(r->key);
		r->key = xviewdup(ch->arg);
		note(c, ch, r->key);
	}
	return CHAT_OK;
}

/* A limit below the number of members kicks nobody (checklist 37). */
static enum refusal
change_limit(struct mode_event *c, const struct mode_change *ch)
{
	long long limit = 0;
	char text[24];

	if (ch->add && view_to_int(ch->arg, 1, LIMIT_MAX, &limit) != 0)
		return CHAT_BAD_ARG;
	if (limit == c->room->limit)
		return CHAT_ALREADY;
	c->room->limit = limit;
	snprintf(text, sizeof(text), "%lld", limit);
	note(c, ch, ch->add ? text : NULL);
	return CHAT_OK;
}

static enum refusal
change_slow(struct mode_event *c, const struct mode_change *ch)
{
	long long slow = 0;
	char text[24];

	if (ch->add && duration_parse(ch->arg, SLOW_MAX, &slow) != 0)
		return CHAT_BAD_ARG;
	if (slow == c->room->slow)
		return CHAT_ALREADY;
	c->room->slow = slow;
	snprintf(text, sizeof(text), "%lld", slow);
	note(c, ch, ch->add ? text : NULL);
	return CHAT_OK;
}

static enum refusal
change(struct mode_event *c, const struct mode_change *ch)
{
	const struct room_mode *mode = room_mode_find(ch->letter);

	if (mode == NULL)
		return CHAT_BAD_MODE;
	switch (mode->kind) {
	case MODE_FLAG:
		return change_flag(c, ch, mode->what);
	case MODE_LIST:
		return change_list(c, ch, (enum room_list)mode->what);
	case MODE_KEY:
		return change_key(c, ch);
	case MODE_LIMIT:
		return change_limit(c, ch);
	case MODE_SLOW:
		return change_slow(c, ch);
	case MODE_RANK:
		return ranks_change(c, ch, mode->what);
	}
	return CHAT_BAD_MODE;
}

static enum refusal
change_all(struct mode_event *c, struct view name, struct mode_change *changes,
    size_t n)
{
	enum refusal no;
	size_t i;

	c->room = world_find_room_for(c->world, name, c->from->user);
	if (c->room == NULL)
		return CHAT_NO_ROOM;
	no = lobby_check_operator(c->world, c->from, c->room);
	if (no != CHAT_OK)
		return no;
	if (!rates_has(&c->world->limits.rates, c->from, RATE_MODE))
		return CHAT_TOO_FAST;
	for (i = 0; i < n; i++)
		changes[i].no = change(c, &changes[i]);
	if (c->changed)
		rates_take(&c->world->limits.rates, c->from, RATE_MODE);
	mode_event_finish(c);
	return CHAT_OK;
}

enum refusal
chat_modes(struct world *w, const struct chat_from *from, struct view name,
    struct mode_change *changes, size_t n)
{
	struct mode_event c = { .world = w, .from = from };

	return change_all(&c, name, changes, n);
}

enum refusal
chat_ban_until(struct world *w, const struct chat_from *from, struct view name,
    struct view mask, int64_t until)
{
	struct mode_event c = { .world = w, .from = from, .until = until };
	struct mode_change ban = { .letter = 'b', .add = 1, .arg = mask };
	enum refusal no = change_all(&c, name, &ban, 1);

	return no != CHAT_OK ? no : ban.no;
}
