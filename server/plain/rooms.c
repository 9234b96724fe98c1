/*
 * rooms: /join, /leave, /topic, /rooms and /who.
 */
#include "server/plain/rooms.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/room.h"
#include "server/chat/user.h"
#include "server/plain/current_room.h"
#include "server/plain/event_text.h"
#include "server/plain/history.h"
#include "server/plain/parse.h"
#include "server/plain/peer.h"
#include "server/plain/reply.h"
#include "server/session/session.h"

enum {
	ROOMS_MAX = 100, /* shown at once */
	NAMES_MAX = 500, /* shown at once */
	WIDTH = 72	 /* columns of a line of names */
};

/* Join a room and make it the current one; if the user is in it already, only make it the current one. */
static void
join_room(struct session *s, const char *name, struct view key)
{
	struct chat_from from = session_from(s, 0);
	struct world *w = s->server->world;
	enum refusal no = chat_join(w, &from, view_of(name), key);
	const struct room *r;

	if (no != CHAT_OK && no != CHAT_ALREADY) {
		plain_reply_refusal(s, no, view_of(name));
		return;
	}
	r = world_find_room(w, view_of(name));
	plain_set_current_room(s, r->name);
	if (no == CHAT_ALREADY)
		plain_reply(s, _("Your current room is now %s."), r->name);
	else
		plain_show_history(s, r);
}

void
plain_join(struct session *s, struct view args)
{
	struct view name = plain_cut_word(&args);
	char *room;

	if (name.len == 0) {
		plain_reply(s, _("Room missing. Usage: /join ROOM"));
		return;
	}
	room = plain_room_name(name);
	join_room(s, room, plain_cut_word(&args));
	free(room);
}

void
plain_leave(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	char *room = plain_cut_room(s, &args);
	const char *current = plain_of(s)->current;
	enum refusal no;

	if (room == NULL)
		return;
	no = chat_part(s->server->world, &from, view_of(room), args);
	if (no != CHAT_OK)
		plain_reply_refusal(s, no, view_of(room));
	else if (current != NULL && name_equal(view_of(room), view_of(current)))
		plain_use_last_room(s);
	free(room);
}

static void
tell_topic(struct session *s, const char *name)
{
	const struct room *r = plain_find_room(s, name);

	if (r == NULL)
		plain_reply_refusal(s, CHAT_NO_ROOM, view_of(name));
	else if (r->topic == NULL)
		plain_reply(s, _("%s has no topic."), r->name);
	else
		plain_reply(s, _("The topic of %s: %s"), r->name, r->topic);
}

void
plain_topic(struct session *s, struct view args)
{
	struct chat_from from = session_from(s, 0);
	struct view text = args;
	char *room = plain_cut_room(s, &text);
	enum refusal no;

	if (room == NULL)
		return;
	if (text.len == 0) {
		tell_topic(s, room);
	} else {
		no = chat_topic(s->server->world, &from, view_of(room), text);
		if (no != CHAT_OK)
			plain_reply_refusal(s, no, view_of(room));
	}
	free(room);
}

struct rooms_shown {
	struct session *session;
	size_t n;
};

static int
show_room(struct room *r, void *ctx)
{
	struct rooms_shown *shown = ctx;
	struct session *s = shown->session;
	struct buf line = { 0 };
	const char *form;

	if (!room_shows_to(r, s->user) || shown->n++ >= ROOMS_MAX)
		return 0;
	if (plain_kind(s, r) & PLAIN_CURRENT)
		form = ngettext("%s (%zu member, your current room)",
		    "%s (%zu members, your current room)", r->nmembers);
	else if (room_find_member(r, s->user) != NULL)
		form = ngettext("%s (%zu member, joined)",
		    "%s (%zu members, joined)", r->nmembers);
	else
		form = ngettext(
		    "%s (%zu member)", "%s (%zu members)", r->nmembers);
	/* The format is one of those above. */
	buf_printf(&line, form, r->name, r->nmembers);
	if (r->topic != NULL)
		buf_printf(&line, ": %s", r->topic);
	plain_reply(s, "%s", buf_str(&line));
	buf_clear(&line);
	return 0;
}

void
plain_rooms(struct session *s, struct view args)
{
	struct rooms_shown shown = { .session = s };

	(void)args;
	world_each_room(s->server->world, show_room, &shown);
	if (shown.n == 0)
		plain_reply(
		    s, _("There are no rooms. To create one: /join ROOM"));
	if (shown.n > ROOMS_MAX)
		plain_reply(s,
		    ngettext("There is %zu more room.",
			"There are %zu more rooms.", shown.n - ROOMS_MAX),
		    shown.n - ROOMS_MAX);
}

static void
add_mark(struct buf *b, int *n, const char *mark)
{
	buf_printf(b, "%s%s", (*n)++ == 0 ? " (" : ", ", mark);
}

/* Append a member: "ana (you, operator)". */
static void
add_member(struct buf *line, struct session *s, const struct member *m)
{
	int n = 0;

	if (line->len > 0)
		buf_add_char(line, ' ');
	buf_add_str(line, m->user->nick);
	if (m->user == s->user)
		add_mark(line, &n, _("you"));
	else if (m->user->away != NULL)
		add_mark(line, &n, _("away"));
	if (m->ranks & MEMBER_FOUNDER)
		add_mark(line, &n, _("founder"));
	else if (m->ranks & MEMBER_OP)
		add_mark(line, &n, _("operator"));
	else if (m->ranks & MEMBER_VOICE)
		add_mark(line, &n, _("voice"));
	if (n > 0)
		buf_add_char(line, ')');
}

/* List the members in lines that fit a terminal. */
static void
tell_members(struct session *s, const struct room *r)
{
	const struct member *m;
	struct buf line = { 0 };
	size_t n = 0;

	buf_printf(&line,
	    ngettext(
		"In %s (%zu member):", "In %s (%zu members):", r->nmembers),
	    r->name, r->nmembers);
	TAILQ_FOREACH (m, &r->members, in_room) {
		if (!room_shows_member(m, s->user) || n++ >= NAMES_MAX)
			continue;
		if (n > 1)
			buf_add_char(&line, ',');
		if (line.len + strlen(m->user->nick) > WIDTH) {
			plain_reply(s, "%s", buf_str(&line));
			buf_reset(&line);
		}
		add_member(&line, s, m);
	}
	if (n > NAMES_MAX)
		buf_printf(&line, _(", and %zu more"), n - NAMES_MAX);
	plain_reply(s, "%s", buf_str(&line));
	buf_clear(&line);
}

void
plain_who(struct session *s, struct view args)
{
	struct view word = plain_cut_word(&args);
	const struct room *r;
	char *name;

	name = word.len > 0 ? plain_room_name(word)
			    : xstrdup(plain_current_room(s));
	if (name == NULL)
		return;
	r = plain_find_room(s, name);
	if (r == NULL)
		plain_reply_refusal(s, CHAT_NO_ROOM, view_of(name));
	else
		tell_members(s, r);
	free(name);
}
