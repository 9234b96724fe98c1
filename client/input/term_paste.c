/*
 * term_paste: a bracketed paste, up to its end or until it has been cut off.
 */
#include "client/input/term_state.h"

#include "common/text.h"

static const char paste_end[] = "\033[201~";

/*
 * A paste as text: valid UTF-8, no C1 (other controls went on the way in). What was
 * cut inside a character loses the rest of it.
 */
static void
clean_paste(struct buf *out, struct view rest, int cut)
{
	uint32_t cp;
	size_t n;

	for (; rest.len > 0; rest.p += n, rest.len -= n) {
		cp = text_decode(rest, &n);
		if (cp == 0xfffd && n == 1 && cut && rest.len < 4)
			break;
		if (cp >= 0x80 && cp < 0xa0)
			continue;
		text_add(out, cp);
	}
}

void
term_end_paste(struct term *t)
{
	struct buf text = { 0 };

	term_begin(t, TERM_GROUND);
	t->matched = 0;
	clean_paste(&text, buf_view(&t->paste), t->cut);
	buf_clear(&t->paste);
	if (text.len > 0 || t->cut)
		t->ops.paste(buf_view(&text), t->cut, t->ctx);
	buf_clear(&text);
}

void
term_begin_paste(struct term *t)
{
	term_flush_keys(t);
	t->cut = t->was_cr = 0;
	t->matched = 0;
	term_begin(t, TERM_IN_PASTE);
}

static void
add_pasted(struct term *t, char c)
{
	int after_cr = t->was_cr;

	t->was_cr = c == '\r';
	if (c == '\n' && after_cr)
		return;
	if (c == '\r')
		c = '\n';
	if (((unsigned char)c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
		return;
	if (t->paste.len < TERM_PASTE_MAX)
		buf_add_char(&t->paste, c);
	else
		t->cut = 1;
}

void
term_feed_paste(struct term *t, char c)
{
	if (c == paste_end[t->matched]) {
		if (paste_end[++t->matched] == '\0')
			term_end_paste(t);
		return;
	}
	/* not the end: what looked like it was text, but for its ESC */
	for (size_t i = 0; i < t->matched; i++)
		add_pasted(t, paste_end[i]);
	t->matched = 0;
	if (c == paste_end[0])
		t->matched = 1;
	else
		add_pasted(t, c);
}
