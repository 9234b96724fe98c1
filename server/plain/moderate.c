/*
 * moderate: /kick, /invite, /rename, /op, /voice and their opposites, and /mode.
 */
#include "server/plain/moderate.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/chat.h"
#include "server/chat/modes.h"
#include "server/chat/user.h"
#include "server/plain/current_room.h"
#include "server/plain/mode_text.h"
#include "server/plain/parse.h"
#include "server/plain/reply.h"
#include "server/session/session.h"

enum { CHANGES_MAX = 20 };

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
plain_kick(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	char *room = plain_cut_hash_room(s, &args);
	struct view nick = plain_cut_word(&args);

	if (room != NULL && nick.len == 0)
		plain_reply(s, _("Nick missing. Usage: /kick NICK"));
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
		plain_reply(s, _("You have no invitations."));
	TAILQ_FOREACH (i, &s->user->invitations, in_user)
		plain_reply(s, _("You are invited to %s. To join: /join %s"),
		    i->room->name, i->room->name);
}

void
plain_invite(struct session *s, struct view args)
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
plain_rename(struct session *s, struct view args)
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
		plain_reply(s, _("New name missing. Usage: /rename NEW"));
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

static void
tell_refused_change(
    struct session *s, const char *room, const struct mode_change *ch)
{
	struct view about = ch->arg;

	if (about.len == 0)
		about = (struct view){ &ch->letter, 1 };
	if (ch->no == CHAT_NOT_FOUNDER)
		about = view_of(room);
	if (ch->no != CHAT_OK)
		plain_reply_refusal(s, ch->no, about);
}

static void
change_modes(
    struct session *s, const char *room, struct mode_change *changes, size_t n)
{
	struct chat_from from = session_from(s, 0);
	enum refusal no;
	size_t i;

	no = chat_modes(s->server->world, &from, view_of(room), changes, n);
	if (no != CHAT_OK) {
		plain_reply_refusal(s, no, view_of(room));
		return;
	}
	for (i = 0; i < n; i++)
		tell_refused_change(s, room, &changes[i]);
}

/* Make the same mode change for each name. */
static void
change_each(struct session *s, struct view args, char letter, int add)
{
	char *room = plain_cut_hash_room(s, &args);
	struct mode_change ch;

	if (room != NULL && args.len == 0)
		plain_reply(s, _("Nick missing. Name at least one user."));
	while (room != NULL && args.len > 0) {
		ch = (struct mode_change){ .letter = letter,
			.add = add,
			.arg = plain_cut_word(&args) };
		change_modes(s, room, &ch, 1);
	}
	free(room);
}

void
plain_op(struct session *s, struct view args)
{
	change_each(s, args, 'o', 1);
}

void
plain_deop(struct session *s, struct view args)
{
	change_each(s, args, 'o', 0);
}

void
plain_voice(struct session *s, struct view args)
{
	change_each(s, args, 'v', 1);
}

void
plain_devoice(struct session *s, struct view args)
{
	change_each(s, args, 'v', 0);
}

/* True if a mode letter takes an argument here. Removing the key (-k) works without naming it. */
static int
takes_arg(char letter, int add)
{
	const struct room_mode *mode = room_mode_find(letter);

	return mode != NULL && room_mode_takes_arg(mode, add) &&
	       (add || mode->kind != MODE_KEY);
}

/* Parse "+mk key": the letters, then the arguments of the letters that take one. Returns the number of changes. */
static size_t
parse(struct view args, struct mode_change v[CHANGES_MAX])
{
	struct view letters = plain_cut_word(&args);
	size_t i, n = 0;
	int add = 1;

	for (i = 0; i < letters.len && n < CHANGES_MAX; i++) {
		if (letters.p[i] == '+' || letters.p[i] == '-') {
			add = letters.p[i] == '+';
			continue;
		}
		v[n] = (struct mode_change){
			.letter = letters.p[i], .add = add, .arg = VIEW("")
		};
		if (takes_arg(letters.p[i], add))
			v[n].arg = plain_cut_word(&args);
		n++;
	}
	return n;
}

/* Append the modes of a room in words. Only members see the key. */
static void
add_modes(struct buf *b, const struct room *r, int inside)
{
	struct buf letters = { 0 }, args = { 0 };
	size_t i;

	buf_add_char(&letters, '+');
	for (i = 0; i < room_nmodes; i++)
		if (room_modes[i].kind == MODE_FLAG &&
		    (r->modes & room_modes[i].what))
			buf_add_char(&letters, room_modes[i].letter);
	if (r->slow > 0) {
		buf_add_char(&letters, 'W');
		buf_printf(&args, "%lld ", r->slow);
	}
	if (r->key != NULL) {
		buf_add_char(&letters, 'k');
		buf_printf(&args, "%s ", inside ? r->key : "***");
	}
	if (r->limit > 0) {
		buf_add_char(&letters, 'l');
		buf_printf(&args, "%lld", r->limit);
	}
	plain_add_mode_text(b, buf_str(&letters), buf_str(&args));
	buf_clear(&letters);
	buf_clear(&args);
}

static void
tell_modes(struct session *s, const char *room)
{
	const struct room *r = plain_find_room(s, room);
	struct buf modes = { 0 };

	if (r == NULL) {
		plain_reply_refusal(s, CHAT_NO_ROOM, view_of(room));
		return;
	}
	add_modes(&modes, r, room_find_member(r, s->user) != NULL);
	if (modes.len == 0)
		plain_reply(s, _("%s has no modes."), r->name);
	else
		plain_reply(
		    s, _("The modes of %s: %s"), r->name, buf_str(&modes));
	buf_clear(&modes);
}

void
plain_mode(struct session *s, struct view args)
{
	struct mode_change changes[CHANGES_MAX];
	char *room = plain_cut_room(s, &args);

	if (room != NULL && args.len == 0)
		tell_modes(s, room);
	else if (room != NULL)
		change_modes(s, room, changes, parse(args, changes));
	free(room);
}
