/*
 * clean: names and texts from the server: made fit to be shown, and told apart.
 */
#include <string.h>

#include "client/irc/state.h"
#include "common/names.h"
#include "common/text.h"

/* Most is plain ASCII, and stays where it is. */
static int
is_clean(struct view v)
{
	size_t i;

	for (i = 0; i < v.len; i++)
		if (v.p[i] < ' ' || v.p[i] > '~')
			return 0;
	return 1;
}

static struct view
clean(struct irc_session *s, enum clean_slot slot, struct view v, int flags)
{
	if (is_clean(v))
		return v;
	buf_reset(&s->clean[slot]);
	text_clean(&s->clean[slot], v, flags);
	return buf_view(&s->clean[slot]);
}

struct view
session_name(struct irc_session *s, enum clean_slot slot, struct view v)
{
	return clean(s, slot, v, 0);
}

struct view
session_text(struct irc_session *s, enum clean_slot slot, struct view v)
{
	return clean(s, slot, v, TEXT_KEEP_FORMAT);
}

struct view
session_lines(struct irc_session *s, enum clean_slot slot, struct view v)
{
	struct view line;
	int n = 0;

	if (is_clean(v))
		return v;
	buf_reset(&s->clean[slot]);
	while (view_cut(&v, '\n', &line)) {
		if (n++ > 0)
			buf_add_char(&s->clean[slot], '\n');
		text_clean(&s->clean[slot], line, TEXT_KEEP_FORMAT);
	}
	return buf_view(&s->clean[slot]);
}

int
session_is_me(const struct irc_session *s, struct view nick)
{
	return nick.len > 0 && name_equal(nick, view_of(s->nick));
}

int
session_is_room(const struct irc_session *s, struct view name)
{
	return name.len > 0 && *name.p != '\0' &&
	       strchr(s->isupport.chantypes, *name.p) != NULL;
}

struct view
session_room(const struct irc_session *s, struct view target)
{
	while (target.len > 1 && !session_is_room(s, target) &&
	       strchr(s->isupport.statusmsg, *target.p) != NULL) {
		target.p++;
		target.len--;
	}
	return session_is_room(s, target) ? target : (struct view){ "", 0 };
}
