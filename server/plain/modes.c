/*
 * modes: the command /mode, which shows and changes the rules of a room.
 */
#include "server/chat/modes.h"

#include <stdlib.h>

#include "server/plain/plain.h"
#include "server/session/session.h"

enum { CHANGES_MAX = 20 };

static void
tell_refusal(struct session *s, const char *room, const struct mode_change *ch)
{
	struct view about = ch->arg;

	if (about.len == 0)
		about = (struct view){ &ch->letter, 1 };
	if (ch->no == CHAT_NOT_FOUNDER)
		about = view_of(room);
	if (ch->no != CHAT_OK)
		plain_reply_refusal(s, ch->no, about);
}

void
plain_change_modes(
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
		tell_refusal(s, room, &changes[i]);
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

/* Append the rules of a room in words. Only members see the key. */
static void
add_rules(struct buf *b, const struct room *r, int inside)
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
	plain_add_rules(b, buf_str(&letters), buf_str(&args));
	buf_clear(&letters);
	buf_clear(&args);
}

static void
tell_rules(struct session *s, const char *room)
{
	const struct room *r = plain_find_room(s, room);
	struct buf rules = { 0 };

	if (r == NULL) {
		plain_reply_refusal(s, CHAT_NO_ROOM, view_of(room));
		return;
	}
	add_rules(&rules, r, room_find_member(r, s->user) != NULL);
	if (rules.len == 0)
		plain_reply(s, "%s has no rules.", r->name);
	else
		plain_reply(s, "The rules of %s: %s", r->name, buf_str(&rules));
	buf_clear(&rules);
}

void
plain_run_mode(struct session *s, struct view args)
{
	struct mode_change changes[CHANGES_MAX];
	char *room = plain_cut_room(s, &args);

	if (room != NULL && args.len == 0)
		tell_rules(s, room);
	else if (room != NULL)
		plain_change_modes(s, room, changes, parse(args, changes));
	free(room);
}
