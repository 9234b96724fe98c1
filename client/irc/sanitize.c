/*
 * sanitize: one buffer per slot, used only for text that is not clean already.
 */
#include "client/irc/sanitize.h"

#include <stdlib.h>

#include "client/irc/session_state.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	NAME_SHOWN_MAX = 512
}; /* bytes; servers that follow RFC 1459 have no longer names */

struct sanitizer {
	struct buf slots[SANITIZE_SLOTS];
};

struct sanitizer *
sanitizer_new(void)
{
	return xcalloc(1, sizeof(struct sanitizer));
}

void
sanitizer_free(struct sanitizer *z)
{
	int i;

	for (i = 0; i < SANITIZE_SLOTS; i++)
		buf_clear(&z->slots[i]);
	free(z);
}

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
	struct buf *out = &s->sanitizer->slots[slot];

	if (is_clean(v))
		return v;
	buf_reset(out);
	text_clean(out, v, flags);
	return buf_view(out);
}

struct view
sanitize_name(struct irc_session *s, enum sanitize_slot slot, struct view v)
{
	if (v.len > NAME_SHOWN_MAX)
		v.len = text_cut(v, NAME_SHOWN_MAX);
	return clean(s, slot, v, 0);
}

/* Append one line, cleaned. Cut a very long line and say how much is missing. */
static void
add_line(struct buf *out, struct view line)
{
	size_t n = line.len;

	if (n > SANITIZE_LINE_MAX)
		n = text_cut(line, SANITIZE_LINE_MAX);
	text_clean(
	    out, (struct view){ line.p, n }, TEXT_KEEP_FORMAT | TEXT_KEEP_TABS);
	if (n == line.len)
		return;
	n = line.len - n;
	buf_add_char(out, ' ');
	buf_printf(out,
	    ngettext("[cut: %zu more byte]", "[cut: %zu more bytes]", n), n);
}

struct view
sanitize_text(struct irc_session *s, enum sanitize_slot slot, struct view v)
{
	struct buf *out = &s->sanitizer->slots[slot];

	if (v.len <= SANITIZE_LINE_MAX && is_clean(v))
		return v;
	buf_reset(out);
	add_line(out, v);
	return buf_view(out);
}

struct view
sanitize_lines(struct irc_session *s, enum sanitize_slot slot, struct view v)
{
	struct buf *out = &s->sanitizer->slots[slot];
	struct view line;
	int n = 0;

	if (v.len <= SANITIZE_LINE_MAX && is_clean(v))
		return v;
	buf_reset(out);
	while (view_cut(&v, '\n', &line)) {
		if (n++ > 0)
			buf_add_char(out, '\n');
		add_line(out, line);
	}
	return buf_view(out);
}

void
sanitize_add_sendable(struct buf *out, struct view text)
{
	uint32_t c;
	size_t len;

	for (; text.len > 0; text.p += len, text.len -= len) {
		c = text_decode(text, &len);
		if (c != '\0' && c != '\r' && c != '\001')
			text_add(out, c);
	}
}
