/*
 * retention: the rules about what becomes history.
 */
#include "server/store/retention.h"

#include <string.h>

#include "common/names.h"

/* IRCv3 typing notices are worthless a moment later. */
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

static enum retention
message_kept_as(const struct chat_event *e)
{
	if (e->status != NULL)
		return RETENTION_NONE;
	if (e->kind != CHAT_TAGMSG)
		return RETENTION_MESSAGE;
	return has_lasting_tag(e->tags) ? RETENTION_EVENT : RETENTION_NONE;
}

enum retention
retention_of(const struct chat_event *e)
{
	if (e->not_stored || (conversation_is_direct(e) && e->account == NULL &&
				 e->to_account == NULL))
		return RETENTION_NONE;
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
		return RETENTION_EVENT;
	case CHAT_FORGET_CLOSED:
		return RETENTION_ORDER;
	case CHAT_QUIT:
	case CHAT_NICK:
		return e->rooms != NULL ? RETENTION_EVENT : RETENTION_NONE;
	default:
		return RETENTION_NONE;
	}
}

int
retention_is_message(const struct chat_event *e)
{
	return e->type == CHAT_MESSAGE && e->kind != CHAT_TAGMSG;
}

void
retention_targets_begin(struct retention_targets *t, const struct chat_event *e)
{
	t->direct = 0;
	if (e->type == CHAT_QUIT || e->type == CHAT_NICK)
		t->rest = view_of(e->rooms);
	else if (e->type == CHAT_RENAME)
		t->rest = view_of(e->new_name);
	else
		t->rest = view_of(e->target);
	if (conversation_is_direct(e)) {
		t->direct = conversation_of_event(t->folded, e) == 0;
		t->rest = view_of(NULL);
	}
}

int
retention_targets_next(struct retention_targets *t)
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
