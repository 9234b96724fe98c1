/*
 * parse: cut words and room names off the arguments of a command.
 */
#include "server/plain/parse.h"

#include <stdlib.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/chat/room.h"
#include "server/plain/current_room.h"
#include "server/session/session.h"

static struct view
skip_spaces(struct view v)
{
	while (v.len > 0 && *v.p == ' ') {
		v.p++;
		v.len--;
	}
	return v;
}

struct view
plain_cut_word(struct view *rest)
{
	struct view word = VIEW("");

	*rest = skip_spaces(*rest);
	if (rest->len > 0)
		view_cut(rest, ' ', &word);
	*rest = rest->p == NULL ? VIEW("") : skip_spaces(*rest);
	return word;
}

char *
plain_room_name(struct view name)
{
	char *room;

	xasprintf(
	    &room, "%s%.*s", name_is_room(name) ? "" : "#", VIEW_ARG(name));
	return room;
}

const struct room *
plain_find_room(const struct session *s, const char *name)
{
	return world_find_room_for(s->server->world, view_of(name), s->user);
}

char *
plain_cut_room(struct session *s, struct view *args)
{
	struct view rest = *args, word = plain_cut_word(&rest);
	char *room = plain_room_name(word);
	const struct room *r;

	r = world_find_room(s->server->world, view_of(room));
	if (name_is_room(word) ||
	    (r != NULL && room_find_member(r, s->user) != NULL)) {
		*args = rest;
		return room;
	}
	free(room);
	return xstrdup(plain_current_room(s));
}

char *
plain_cut_hash_room(struct session *s, struct view *args)
{
	struct view rest = *args, word = plain_cut_word(&rest);

	if (!name_is_room(word))
		return xstrdup(plain_current_room(s));
	*args = rest;
	return xviewdup(word);
}
