/*
 * attention: applies the rules to events.
 */
#include "client/model/attention.h"

#include "client/config/live_settings.h"
#include "client/model/mention.h"
#include "common/clock.h"

void
attention_clear(struct attention *a)
{
	ignores_clear(&a->ignores);
	highlights_clear(&a->highlights);
	room_levels_clear(&a->levels);
}

void
attention_use_settings(struct attention *a, const struct client_config *config)
{
	unsigned how = 0;

	if (config->highlight_case)
		how |= MENTION_CASE;
	if (config->highlight_whole_words)
		how |= MENTION_WHOLE;
	highlights_set_how(&a->highlights, how);
}

unsigned
attention_hides(const struct attention *a, const struct irc_event *ev)
{
	return ignores_hides(&a->ignores, ev, clock_ms());
}

int
attention_is_mention(struct attention *a, const struct client_config *config,
    const struct irc_event *ev, const char *nick, char **cause)
{
	struct view where = ev->room.len > 0 ? ev->room : ev->who;

	*cause = NULL;
	if (ev->self || ev->who.len == 0 ||
	    ignores_quiets(&a->ignores, ev, clock_ms()))
		return 0;
	if (ev->type == IRC_EV_INVITED)
		return ev->to_self;
	if (ev->type != IRC_EV_MESSAGE || ev->message == IRC_CTCP)
		return 0;
	if (ev->to_self && ev->message != IRC_NOTICE)
		return 1;
	return highlights_match(&a->highlights,
	    &client_config_room(config, where)->highlight, ev->room, ev->text,
	    nick, cause);
}

enum room_level
attention_level(const struct attention *a, const struct client_config *config,
    struct view room)
{
	return room_levels_get(&a->levels, room,
	    (enum room_level)client_config_room(config, room)->notify_level);
}
