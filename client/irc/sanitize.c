/*
 * sanitize: clean names and texts from the server before they are shown, and the user's text before it is sent.
 */
#include <string.h>

#include "client/irc/state.h"
#include "common/names.h"
#include "common/text.h"

enum {
	NAME_SHOWN_MAX = 512
}; /* bytes; servers that follow RFC 1459 have no longer names */

/* Most text is plain ASCII and need not be copied. */
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
clean(struct irc_session *s, enum sanitize_slot slot, struct view v, int flags)
{
	if (is_clean(v))
		return v;
	buf_reset(&s->clean[slot]);
	text_clean(&s->clean[slot], v, flags);
	return buf_view(&s->clean[slot]);
}

struct view
session_name(struct irc_session *s, enum sanitize_slot slot, struct view v)
{
	if (v.len > NAME_SHOWN_MAX)
		v.len = text_cut(v, NAME_SHOWN_MAX);
	return clean(s, slot, v, 0);
}

/* Append one line, cleaned. Cuts a very long one and says how much is missing. */
static void
add_line(struct buf *out, struct view line)
{
	size_t n = line.len;

	if (n > SESSION_LINE_SHOWN)
		n = text_cut(line, SESSION_LINE_SHOWN);
	text_clean(out, (struct view){ line.p, n }, TEXT_KEEP_FORMAT);
	if (n < line.len)
		buf_printf(out, " [cut: %zu more bytes]", line.len - n);
}

struct view
session_text(struct irc_session *s, enum sanitize_slot slot, struct view v)
{
	if (v.len <= SESSION_LINE_SHOWN && is_clean(v))
		return v;
	buf_reset(&s->clean[slot]);
	add_line(&s->clean[slot], v);
	return buf_view(&s->clean[slot]);
}

struct view
session_lines(struct irc_session *s, enum sanitize_slot slot, struct view v)
{
	struct view line;
	int n = 0;

	if (v.len <= SESSION_LINE_SHOWN && is_clean(v))
		return v;
	buf_reset(&s->clean[slot]);
	while (view_cut(&v, '\n', &line)) {
		if (n++ > 0)
			buf_add_char(&s->clean[slot], '\n');
		add_line(&s->clean[slot], line);
	}
	return buf_view(&s->clean[slot]);
}

void
session_add_sendable(struct buf *out, struct view text)
{
	uint32_t c;
	size_t len;

	for (; text.len > 0; text.p += len, text.len -= len) {
		c = text_decode(text, &len);
		if (c != '\0' && c != '\r' && c != '\001')
			text_add(out, c);
	}
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
