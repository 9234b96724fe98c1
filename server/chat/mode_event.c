/*
 * mode_event: collects changes into as few MODE events as their length allows.
 */
#include "server/chat/mode_event.h"

#include <string.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/chat/empty_rooms.h"
#include "server/chat/mask.h"
#include "server/chat/world.h"

/* Limits of one MODE event, so that a line of each dialect can hold it. */
enum { LETTERS_MAX = 40, ARGS_MAX = 220 };

/* Tell clients how long a timed ban lasts, which MODE cannot say. */
static void
add_ban_time(struct chat_event *e, int64_t until)
{
	if (until != 0)
		xasprintf(&e->tags, "tchat/ban-seconds=%lld",
		    (long long)(until - clock_ms() + 999) / 1000);
}

/* Send the event that was built so far. A room without members gets none. */
static void
send_event(struct mode_event *c)
{
	struct chat_event *e;

	if (c->letters.len > 0 && c->room->nmembers > 0) {
		e = c->from->user != NULL
			? world_new_event(CHAT_MODE, c->from)
			: chat_event_by_server(CHAT_MODE, c->world->server);
		e->origin = c->from->origin;
		e->target = xstrdup(c->room->name);
		e->mode_letters = buf_take(&c->letters);
		if (c->args.len > 0)
			e->mode_args = buf_take(&c->args);
		add_ban_time(e, c->until);
		world_append(c->world, e);
	}
	c->sign = 0;
	buf_reset(&c->letters);
	buf_reset(&c->args);
}

void
mode_event_add(struct mode_event *c, int add, char letter, const char *arg)
{
	int sign = add ? '+' : '-';
	size_t n = arg == NULL ? 0 : strlen(arg) + 1;

	c->changed = 1;
	if (c->letters.len + 2 > LETTERS_MAX || c->args.len + n > ARGS_MAX)
		send_event(c);
	if (c->sign != sign)
		buf_add_char(&c->letters, (char)sign);
	c->sign = sign;
	buf_add_char(&c->letters, letter);
	if (arg == NULL)
		return;
	if (c->args.len > 0)
		buf_add_char(&c->args, ' ');
	buf_add_str(&c->args, arg);
}

void
mode_event_finish(struct mode_event *c)
{
	send_event(c);
	if (c->changed)
		room_save(c->world, c->room);
	buf_clear(&c->letters);
	buf_clear(&c->args);
}

enum refusal
mode_event_apply(struct world *w, struct chat_event *e, struct user *u)
{
	struct chat_applied a = { .user = u,
		.room = world_find_room(w, view_of(e->target)) };

	if (a.room == NULL)
		return CHAT_NO_ROOM;
	world_show(w, e, &a);
	return CHAT_OK;
}

void
mode_event_remove_mask(
    struct mode_event *c, enum room_list which, struct room_mask *mask)
{
	static const char letters[ROOM_LISTS] = {
		[ROOM_BANS] = 'b', [ROOM_EXCEPTIONS] = 'e', [ROOM_INVITED] = 'I'
	};

	mode_event_add(c, 0, letters[which], mask->mask);
	masks_remove(&c->room->lists[which], mask);
	c->room->nmasks[which]--;
	c->room->mask_changes++;
}
