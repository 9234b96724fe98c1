/*
 * slow_mode: in a room with slow mode, a member must wait between two messages. This is checked
 * only when a message is accepted, not again when it has settled.
 */
#include "common/clock.h"
#include "server/chat/world.h"

/*
 * A member without a message in the room, perhaps because they rejoined, is checked by their
 * last message in any room.
 */
static int64_t
last_said(const struct member *m, const struct user *u)
{
	return m != NULL && m->last_message != 0 ? m->last_message
						 : u->last_sent;
}

/* If the clock was set back, the user need not wait. */
int64_t
slow_mode_wait(const struct room *r, const struct user *u)
{
	const struct member *m;
	int64_t last, now = clock_ms();

	if (r->slow == 0)
		return 0;
	m = room_find_member(r, u);
	last = last_said(m, u);
	if ((m != NULL && m->ranks != 0) || last == 0 || now < last)
		return 0;
	return last + 1000 * r->slow - now;
}

void
slow_mode_note(const struct room *r, struct user *u, int64_t time)
{
	struct member *m = room_find_member(r, u);

	u->last_sent = time;
	if (m != NULL)
		m->last_message = time;
}

/* The last message was refused after it was appended, so it does not count. */
void
slow_mode_undo(struct world *w, const struct chat_event *e)
{
	const struct room *r = world_find_room(w, view_of(e->target));
	struct user *u = world_user_by_id(w, e->user);
	struct member *m;

	if (u == NULL)
		return;
	if (u->last_sent == e->time)
		u->last_sent = 0;
	m = r == NULL ? NULL : room_find_member(r, u);
	if (m != NULL && m->last_message == e->time)
		m->last_message = 0;
}

long long
chat_slow_mode_left(struct world *w, const struct user *u, struct view target)
{
	const struct room *r;
	int64_t wait;

	while (target.len > 0 && *target.p != '#') {
		target.p++;
		target.len--;
	}
	r = world_find_room(w, target);
	wait = r == NULL ? 0 : slow_mode_wait(r, u);
	return wait <= 0 ? 0 : (wait + 999) / 1000;
}
