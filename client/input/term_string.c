/*
 * term_string: a string from the terminal (OSC, DCS, SOS, PM, APC), which is its answer to some
 * program: dropped up to its end, ST or BEL.
 *
 * ESC P is also Alt-Shift-P. A terminal writes an answer at once, so:
 *  - ESC P alone is a key after TERM_ESC_MS.
 *  - Bytes that come in the first burst belong to the string. If they begin as an answer does, they
 *    are dropped even if the end never comes. Otherwise they are held, and become keys then.
 *  - Bytes that come after a pause are held: part of a slow answer if its end comes, otherwise typed.
 * Time and length are limited, so an unterminated string costs nobody a line.
 */
#include <string.h>

#include "client/input/term_state.h"

enum {
	STRING_MAX = 64 * 1024, /* bytes of an answer */
	HELD_MAX = 1024		/* nobody types that many at once */
};

void
term_begin_string(struct term *t)
{
	if (t->alt) /* the ESC before it was a key of its own */
		buf_add_char(&t->keys, '\033');
	t->alt = 0;
	t->state = TERM_IN_STRING;
	t->answer = t->paused = 0;
	t->nstring = t->burst = 0;
	buf_reset(&t->held);
}

/* Do answers begin like this? kind: the byte after ESC. */
static int
begins_answer(char kind, char c)
{
	int is_digit = c >= '0' && c <= '9';

	switch (kind) {
	case ']': /* ESC ] 11 ; rgb...; ESC ] l title */
		return is_digit || c == 'l' || c == 'L';
	case 'P': /* ESC P 1 $ r ..., > | version, ! | unit */
		return c > 0x20 && c < 0x40;
	case '_': /* kitty graphics */
		return c == 'G';
	default:
		return 0;
	}
}

static void
drop_string(struct term *t)
{
	buf_reset(&t->held);
	term_drop_seq(t);
}

void
term_end_string(struct term *t)
{
	struct view typed = buf_view(&t->held);
	int had_esc = t->state == TERM_IN_STRING_ESC;

	if (!t->answer) {
		buf_add(&t->keys, t->seq, t->nseq);
	} else if (t->paused) {
		typed.p += t->burst;
		typed.len -= t->burst;
	} else {
		typed.len = 0;
	}
	buf_add_view(&t->keys, typed);
	drop_string(t);
	if (had_esc)
		buf_add_char(&t->keys, '\033');
}

void
term_pause_string(struct term *t, int64_t now)
{
	if ((t->state != TERM_IN_STRING && t->state != TERM_IN_STRING_ESC) ||
	    t->paused || now - t->last < TERM_ESC_MS)
		return;
	t->paused = 1;
	t->burst = t->held.len;
	t->burst_end = t->last;
}

static void
hold(struct term *t, char c)
{
	if (t->nstring++ == 0)
		t->answer = begins_answer(t->seq[1], c);
	if (t->nstring > STRING_MAX ||
	    (t->paused && t->held.len - t->burst >= HELD_MAX)) {
		term_end_string(t);
		term_feed_byte(t, c);
		return;
	}
	if (!t->paused && t->held.len >= HELD_MAX)
		t->answer = 1;
	if (!t->answer || t->paused)
		buf_add_char(&t->held, c);
}

static void
feed_after_esc(struct term *t, char c)
{
	if (c == '\\') {
		drop_string(t);
	} else if (c != '\033') { /* a key: the string has no end */
		t->state = TERM_IN_STRING;
		term_end_string(t);
		term_feed_byte(t, '\033');
		term_feed_byte(t, c);
	}
}

void
term_feed_string(struct term *t, char c)
{
	if (t->state == TERM_IN_STRING_ESC) {
		feed_after_esc(t, c);
	} else if (c == '\033') {
		t->state = TERM_IN_STRING_ESC;
	} else if (c == '\a' && t->nstring > 0) {
		drop_string(t);
	} else if ((c >= 0 && c < 0x20) || c == 0x7f) { /* a key */
		term_end_string(t);
		term_feed_byte(t, c);
	} else {
		hold(t, c);
	}
}

/* How long the string may stay unfinished, in ms. */
int
term_string_patience(const struct term *t)
{
	if (t->nstring == 0)
		return TERM_ESC_MS;
	return t->answer ? TERM_REPLY_MS : TERM_LATE_MS;
}
