/*
 * moderate: the commands /kick, /invite, /rename, /op, /voice and their opposites.
 */
#include <stdlib.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/plain/plain.h"
#include "server/session/session.h"

/* Send a refusal: some refusals name the user, the others the room. */
static void
tell_refusal_of(
    struct session *s, enum refusal no, struct view nick, const char *room)
{
	switch (no) {
	case CHAT_OK:
		break;
	case CHAT_NO_NICK:
	case CHAT_TARGET_NOT_MEMBER:
	case CHAT_TARGET_IS_MEMBER:
	case CHAT_IS_FOUNDER:
		plain_reply_refusal(s, no, nick);
		break;
	default:
		plain_reply_refusal(s, no, view_of(room));
		break;
	}
}

void
plain_run_kick(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	char *room = plain_cut_hash_room(s, &args);
	struct view nick = plain_cut_word(&args);

	if (room != NULL && nick.len == 0)
		plain_reply(s, "Name missing. Usage: /kick NAME");
	else if (room != NULL)
		tell_refusal_of(s,
		    chat_kick(
			s->server->world, &from, view_of(room), nick, args),
		    nick, room);
	free(room);
}

static void
tell_invitations(struct session *s)
{
	const struct invitation *i;

	if (TAILQ_EMPTY(&s->user->invitations))
		plain_reply(s, "You have no invitations.");
	TAILQ_FOREACH (i, &s->user->invitations, in_user)
		plain_reply(s, "You are invited to %s: /join %s", i->room->name,
		    i->room->name);
}

void
plain_run_invite(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	struct view nick = plain_cut_word(&args), name = plain_cut_word(&args);
	char *room;

	if (nick.len == 0) {
		tell_invitations(s);
		return;
	}
	room = name.len > 0 ? plain_room_name(name)
			    : xstrdup(plain_current_room(s));
	if (room != NULL)
		tell_refusal_of(s,
		    chat_invite(s->server->world, &from, view_of(room), nick),
		    nick, room);
	free(room);
}

/* "/rename #tea #coffee" names both rooms; "/rename coffee" renames the current room. */
void
plain_run_rename(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	struct view first = plain_cut_word(&args), rest = args;
	struct view second = plain_cut_word(&rest);
	char *room = NULL, *name = NULL;
	enum refusal no;

	if (name_is_room(first) && name_is_room(second)) {
		room = xviewdup(first);
		name = xviewdup(second);
		args = rest;
	} else if (first.len == 0) {
		plain_reply(s, "New name missing. Usage: /rename NEW");
	} else {
		room = xstrdup(plain_current_room(s));
		name = plain_room_name(first);
	}
	if (room != NULL) {
		no = chat_rename(s->server->world, &from, view_of(room),
		    view_of(name), args);
		if (no == CHAT_BAD_ROOM || no == CHAT_ROOM_TAKEN)
			plain_reply_refusal(s, no, view_of(name));
		else if (no != CHAT_OK)
			plain_reply_refusal(s, no, view_of(room));
	}
	free(room);
	free(name);
}

/* Make the same mode change for each name. */
static void
change_each(struct session *s, struct view args, char letter, int add)
{
	char *room = plain_cut_hash_room(s, &args);
	struct mode_change ch;

	if (room != NULL && args.len == 0)
		plain_reply(s, "Name missing. Give one name or more.");
	while (room != NULL && args.len > 0) {
		ch = (struct mode_change){ .letter = letter,
			.add = add,
			.arg = plain_cut_word(&args) };
		plain_change_modes(s, room, &ch, 1);
	}
	free(room);
}

void
plain_run_op(struct session *s, struct view args)
{
	change_each(s, args, 'o', 1);
}

void
plain_run_deop(struct session *s, struct view args)
{
	change_each(s, args, 'o', 0);
}

void
plain_run_voice(struct session *s, struct view args)
{
	change_each(s, args, 'v', 1);
}

void
plain_run_devoice(struct session *s, struct view args)
{
	change_each(s, args, 'v', 0);
}
