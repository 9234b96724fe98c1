/*
 * permissions: checks what a user may do in a room now. Called for each request and, for messages and
 * topics, again when the event is applied.
 */
#include "server/chat/permissions.h"

#include <string.h>

#include "server/chat/event.h"
#include "server/chat/invitations.h"
#include "server/chat/mask.h"
#include "server/chat/room.h"
#include "server/chat/room_ranks.h"
#include "server/chat/user.h"

#define CTCP   VIEW("\001")
#define ACTION VIEW("\001ACTION")

void
room_mark_event(const struct room *r, struct chat_event *e)
{
	e->closed = room_is_closed(r);
	e->not_stored = e->not_stored || (r->modes & ROOM_INCOGNITO) != 0;
}

/* A ban of an account applies to a connection that logged out of it, and so do its exceptions. */
static int
is_banned_by_former(
    const struct room *r, const struct user *u, enum mask_act act)
{
	const struct former_account *f;
	size_t i;

	for (i = 0; i < u->former.n; i++) {
		f = &u->former.list[i];
		if (masks_match_former(&r->lists[ROOM_BANS], u, f, act) &&
		    !masks_match_former(&r->lists[ROOM_EXCEPTIONS], u, f, act))
			return 1;
	}
	return 0;
}

/* The founder cannot be banned or muted. */
static int
is_banned(const struct room *r, const struct user *u, enum mask_act act)
{
	return (masks_match(&r->lists[ROOM_BANS], u, act) ||
		   is_banned_by_former(r, u, act)) &&
	       !room_ranks_is_founder(r, u) &&
	       !masks_match(&r->lists[ROOM_EXCEPTIONS], u, act);
}

/* Compares in constant time. */
static int
key_fits(const char *key, struct view given)
{
	size_t n = strlen(key), i;
	unsigned char diff = n != given.len;

	for (i = 0; i < given.len; i++)
		diff |= (unsigned char)(given.p[i] ^ key[n == 0 ? 0 : i % n]);
	return diff == 0;
}

/*
 * An invitation lets a user past a limit and mode i, but not past a ban (checklist 33).
 * Operators by account need no invitation. The founder may always join, because there might be
 * nobody to let them in.
 */
enum refusal
room_may_join(const struct room *r, const struct user *u, struct view key)
{
	unsigned ranks = room_ranks_of_user(r, u);
	int invited = invitation_pending(r, u) || ranks >= MEMBER_OP;

	if (ranks & MEMBER_FOUNDER)
		return CHAT_OK;
	if (is_banned(r, u, MASK_JOIN))
		return CHAT_BANNED;
	if ((r->modes & ROOM_REGISTERED) && u->account == NULL)
		return CHAT_NEEDS_ACCOUNT;
	if (r->key != NULL && !key_fits(r->key, key))
		return CHAT_BAD_KEY;
	if (invited)
		return CHAT_OK;
	if ((r->modes & ROOM_INVITE_ONLY) &&
	    !masks_match(&r->lists[ROOM_INVITED], u, MASK_JOIN))
		return CHAT_INVITE_ONLY;
	if (r->limit > 0 && (long long)r->nmembers >= r->limit)
		return CHAT_ROOM_FULL;
	return CHAT_OK;
}

/*
 * Lists are long and messages are frequent, so the result is cached until a list or the user
 * changes.
 */
static int
is_silenced(const struct room *r, const struct user *u, struct member *m)
{
	if (TAILQ_EMPTY(&r->lists[ROOM_BANS]))
		return 0;
	if (m == NULL)
		return is_banned(r, u, MASK_SPEAK);
	if (m->ban_checked != r->mask_changes) {
		m->ban_found = is_banned(r, u, MASK_SPEAK);
		m->ban_checked = r->mask_changes;
	}
	return m->ban_found;
}

/* A request of one client program to another; not an action. */
static int
is_ctcp(struct view text)
{
	return view_has_prefix(text, CTCP) && !view_has_prefix(text, ACTION);
}

/*
 * A rank lets its member speak whatever the modes are (checklist 39). This includes a visitor
 * who has the rank by account and has not joined.
 */
enum refusal
room_may_send(const struct room *r, const struct user *u, struct view text)
{
	struct member *m = room_find_member(r, u);

	if ((r->modes & ROOM_NO_CTCP) && is_ctcp(text))
		return CHAT_NO_CTCP;
	if (m != NULL && m->ranks != 0)
		return CHAT_OK;
	if (m == NULL && u->is_visitor && room_ranks_of_user(r, u) != 0)
		return CHAT_OK;
	if ((r->modes & ROOM_NO_OUTSIDE) && m == NULL)
		return CHAT_NO_OUTSIDE;
	if (r->modes & ROOM_MODERATED)
		return CHAT_MODERATED;
	if ((r->modes & ROOM_REGISTERED) && u->account == NULL)
		return CHAT_SPEAKERS_NEED_ACCOUNT;
	return is_silenced(r, u, m) ? CHAT_SILENCED : CHAT_OK;
}

enum refusal
room_check_rank(const struct room *r, const struct user *u, unsigned rank)
{
	const struct member *m = room_find_member(r, u);

	if (m == NULL)
		return CHAT_NOT_MEMBER;
	return m->ranks < rank ? CHAT_NOT_OP : CHAT_OK;
}

enum refusal
room_may_set_topic(const struct room *r, const struct user *u)
{
	return room_check_rank(r, u, r->modes & ROOM_TOPIC_OPS ? MEMBER_OP : 0);
}
