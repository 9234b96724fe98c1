/*
 * kept: the rules of what is history.
 */
#include "server/store/kept.h"

#include <string.h>

#include "common/names.h"

/* IRCv3 typing: worth nothing the moment after. */
static int
is_fleeting(struct view tag)
{
	struct view key;

	view_cut(&tag, '=', &key);
	return view_equal(key, view_of("+typing")) ||
	       view_equal(key, view_of("+draft/typing"));
}

static int
has_lasting_tag(const char *tags)
{
	struct view rest = view_of(tags == NULL ? "" : tags), tag;

	while (view_cut(&rest, ';', &tag)) {
		if (tag.len > 0 && !is_fleeting(tag))
			return 1;
	}
	return 0;
}

static enum kept
message_kept_as(const struct chat_event *e)
{
	if (!name_is_room(view_of(e->target)) || e->status != NULL)
		return KEPT_NOT;
	if (e->kind != CHAT_TAGMSG)
		return KEPT_SAID;
	return has_lasting_tag(e->tags) ? KEPT_HAPPENED : KEPT_NOT;
}

enum kept
kept_as(const struct chat_event *e)
{
	if (e->unkept)
		return KEPT_NOT;
	switch (e->type) {
	case CHAT_MESSAGE:
		return message_kept_as(e);
	case CHAT_JOIN:
	case CHAT_PART:
	case CHAT_KICK:
	case CHAT_TOPIC:
	case CHAT_MODE:
	case CHAT_RENAME:
	case CHAT_REDACT:
		return KEPT_HAPPENED;
	case CHAT_FORGET:
		return KEPT_AS_ORDER;
	case CHAT_QUIT:
	case CHAT_NICK:
		return e->rooms != NULL ? KEPT_HAPPENED : KEPT_NOT;
	default:
		return KEPT_NOT;
	}
}

struct view
kept_rooms(const struct chat_event *e)
{
	if (e->type == CHAT_QUIT || e->type == CHAT_NICK)
		return view_of(e->rooms);
	if (e->type == CHAT_RENAME)
		return view_of(e->object);
	return view_of(e->target);
}
