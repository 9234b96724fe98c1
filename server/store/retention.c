/*
 * retention: the rules of what is history.
 */
#include "server/store/retention.h"

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
	if (e->status != NULL)
		return KEPT_NOT;
	if (e->kind != CHAT_TAGMSG)
		return KEPT_SAID;
	return has_lasting_tag(e->tags) ? KEPT_HAPPENED : KEPT_NOT;
}

enum kept
kept_as(const struct chat_event *e)
{
	if (e->unkept ||
	    (pair_is_direct(e) && e->account == NULL && e->to_account == NULL))
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

int
kept_is_said(const struct chat_event *e)
{
	return e->type == CHAT_MESSAGE && e->kind != CHAT_TAGMSG;
}

void
kept_targets_begin(struct kept_targets *t, const struct chat_event *e)
{
	t->direct = 0;
	if (e->type == CHAT_QUIT || e->type == CHAT_NICK)
		t->rest = view_of(e->rooms);
	else if (e->type == CHAT_RENAME)
		t->rest = view_of(e->object);
	else
		t->rest = view_of(e->target);
	if (pair_is_direct(e)) {
		t->direct = pair_of_event(t->folded, e) == 0;
		t->rest = view_of(NULL);
	}
}

int
kept_targets_next(struct kept_targets *t)
{
	struct view room;

	if (t->direct) {
		t->direct = 0;
		return 1;
	}
	while (t->rest.p != NULL && view_cut(&t->rest, ',', &room))
		if (name_fold(t->folded, sizeof(t->folded), room) > 0)
			return 1;
	return 0;
}
