/*
 * modes: the table of them, and changing them.
 */
#include "server/chat/modes.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/buf.h"
#include "common/xmalloc.h"
#include "server/chat/mask.h"
#include "server/chat/world.h"

/* What one event tells, so that a line of any dialect can hold it. */
enum { LETTERS_MAX = 40, ARGS_MAX = 220 };

/* clang-format off */
const struct room_mode room_modes[] = {
	{ 'C', MODE_FLAG,  ROOM_NO_CTCP },
	{ 'H', MODE_FLAG,  ROOM_PAST_OPEN },
	{ 'I', MODE_LIST,  ROOM_INVITED },
	{ 'O', MODE_FLAG,  ROOM_INCOGNITO },
	{ 'R', MODE_FLAG,  ROOM_REGISTERED },
	{ 'b', MODE_LIST,  ROOM_BANS },
	{ 'e', MODE_LIST,  ROOM_EXCEPTIONS },
	{ 'i', MODE_FLAG,  ROOM_INVITE_ONLY },
	{ 'k', MODE_KEY,   0 },
	{ 'l', MODE_LIMIT, 0 },
	{ 'm', MODE_FLAG,  ROOM_MODERATED },
	{ 'n', MODE_FLAG,  ROOM_NO_OUTSIDE },
	{ 'o', MODE_RANK,  MEMBER_OP },
	{ 's', MODE_FLAG,  ROOM_SECRET },
	{ 't', MODE_FLAG,  ROOM_TOPIC_OPS },
	{ 'v', MODE_RANK,  MEMBER_VOICE },
};
/* clang-format on */
const size_t room_nmodes = sizeof(room_modes) / sizeof(room_modes[0]);

/* Changes on their way into a room, and what is to be told of them. */
struct changes {
	struct world *world;
	const struct chat_from *from;
	struct room *room;
	struct buf letters;
	struct buf args;
	int sign;
};

const struct room_mode *
room_mode_find(char letter)
{
	size_t i;

	for (i = 0; i < room_nmodes; i++)
		if (room_modes[i].letter == letter)
			return &room_modes[i];
	return NULL;
}

/* A key is told also where it is taken away, though who does that need not know it. */
int
room_mode_takes_arg(const struct room_mode *mode, int add)
{
	return mode->kind != MODE_FLAG && (add || mode->kind != MODE_LIMIT);
}

static void
tell(struct changes *c)
{
	struct chat_applied a = { .user = c->from->user, .room = c->room };

	if (c->letters.len == 0)
		return;
	a.event = world_event(CHAT_MODE, c->from);
	a.event->target = xstrdup(c->room->name);
	a.event->text = buf_take(&c->letters);
	if (c->args.len > 0)
		a.event->object = buf_take(&c->args);
	c->sign = 0;
	world_show(c->world, &a);
	rest_note(c->world, c->room);
	chat_event_unref(a.event);
}

/* This was changed, to be told with the others. */
static void
note(struct changes *c, const struct mode_change *ch, const char *arg)
{
	int sign = ch->add ? '+' : '-';
	size_t n = arg == NULL ? 0 : strlen(arg) + 1;

	if (c->letters.len + 2 > LETTERS_MAX || c->args.len + n > ARGS_MAX)
		tell(c);
	if (c->sign != sign)
		buf_add_char(&c->letters, (char)sign);
	c->sign = sign;
	buf_add_char(&c->letters, ch->letter);
	if (arg == NULL)
		return;
	if (c->args.len > 0)
		buf_add_char(&c->args, ' ');
	buf_add_str(&c->args, arg);
}

static enum refusal
change_flag(struct changes *c, const struct mode_change *ch, unsigned flag)
{
	unsigned modes = c->room->modes;

	if (ch->add)
		modes |= flag;
	else
		modes &= ~flag;
	if (modes == c->room->modes)
		return CHAT_ALREADY;
	c->room->modes = modes;
	note(c, ch, NULL);
	return CHAT_OK;
}

static enum refusal
change_rank(struct changes *c, const struct mode_change *ch, unsigned rank)
{
	const struct user *u;
	struct member *m;

	if (ch->arg.len == 0)
		return CHAT_BAD_ARG;
	u = world_find_user(c->world, ch->arg);
	if (u == NULL)
		return CHAT_NO_NICK;
	m = room_find_member(c->room, u);
	if (m == NULL)
		return CHAT_NOT_THERE;
	if (((m->ranks & rank) != 0) == (ch->add != 0))
		return CHAT_ALREADY;
	m->ranks ^= rank;
	note(c, ch, u->nick);
	return CHAT_OK;
}

static enum refusal
change_masks(struct changes *c, const struct mode_change *ch,
    enum room_list which, const char *mask)
{
	struct mask_list *list = &c->room->lists[which];
	size_t *n = &c->room->nmasks[which];
	struct room_mask *found = masks_find(list, mask);

	if ((found != NULL) == (ch->add != 0))
		return CHAT_ALREADY;
	if (ch->add && (long long)*n >= c->world->limits.list_max)
		return CHAT_LIST_FULL;
	if (ch->add) {
		masks_add(list, mask, c->from->user->nick);
		++*n;
		note(c, ch, mask);
	} else {
		note(c, ch, found->mask);
		masks_remove(list, found);
		--*n;
	}
	c->room->mask_changes++;
	return CHAT_OK;
}

static enum refusal
change_list(
    struct changes *c, const struct mode_change *ch, enum room_list which)
{
	char *mask = mask_complete(ch->arg);
	enum refusal no;

	if (mask == NULL)
		return CHAT_BAD_ARG;
	no = change_masks(c, ch, which, mask);
	free(mask);
	return no;
}

/* One word that fits in a list of keys. */
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

/* Who takes a key away need not name it. */
static enum refusal
change_key(struct changes *c, const struct mode_change *ch)
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

/* A lower limit than there are members puts nobody out (checklist 37). */
static enum refusal
change_limit(struct changes *c, const struct mode_change *ch)
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
change(struct changes *c, const struct mode_change *ch)
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
	case MODE_RANK:
		return change_rank(c, ch, mode->what);
	}
	return CHAT_BAD_MODE;
}

enum refusal
chat_modes(struct world *w, const struct chat_from *from, struct view name,
    struct mode_change *changes, size_t n)
{
	struct changes c = { .world = w, .from = from };
	enum refusal no;
	size_t i;

	c.room = world_find_room(w, name);
	if (c.room == NULL)
		return CHAT_NO_ROOM;
	no = room_needs_rank(c.room, from->user, MEMBER_OP);
	if (no != CHAT_OK)
		return no;
	for (i = 0; i < n; i++)
		changes[i].no = change(&c, &changes[i]);
	tell(&c);
	buf_clear(&c.letters);
	buf_clear(&c.args);
	return CHAT_OK;
}
