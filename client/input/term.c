/*
 * term: the bytes of a terminal told apart: one state machine, a byte at a time, so
 * that it does not matter how reads cut them up.
 *
 * Key sequences are as xterm writes them (ctlseqs, "PC-Style Function Keys", "Bracketed
 * Paste Mode", "SGR mouse"); rxvt's ESC before a sequence, for Alt, is
 * rewritten in xterm's way, so that only one form need be bound.
 */
#include "client/input/term.h"

#include <stdlib.h>
#include <string.h>

#include "client/input/term_state.h"
#include "common/xmalloc.h"

struct term *
term_new(const struct term_ops *ops, void *ctx)
{
	struct term *t = xcalloc(1, sizeof(*t));

	t->ops = *ops;
	t->ctx = ctx;
	return t;
}

void
term_free(struct term *t)
{
	if (t == NULL)
		return;
	buf_clear(&t->keys);
	buf_clear(&t->paste);
	buf_clear(&t->held);
	free(t);
}

void
term_flush_keys(struct term *t)
{
	struct buf keys = t->keys;

	if (keys.len == 0)
		return;
	memset(&t->keys, 0, sizeof(t->keys));
	t->ops.keys(buf_view(&keys), t->ctx);
	buf_clear(&keys);
}

void
term_begin(struct term *t, enum term_state state)
{
	t->state = state;
	t->nseq = 0;
}

/* Can it stand in a sequence? */
static int
is_printable(char c)
{
	return c >= 0x20 && c < 0x7f;
}

/* Is the sequence ESC [, digits, and the byte that came last? */
static int
is_number_only(const struct term *t)
{
	size_t i;

	for (i = 2; i + 1 < t->nseq; i++)
		if (t->seq[i] < '0' || t->seq[i] > '9')
			return 0;
	return t->nseq > 3;
}

/* Does no sequence that terminals send go on like this? Its end was lost, and the byte is typed. */
static int
is_typed(const struct term *t, char c)
{
	return t->late && !(c >= '0' && c <= '9') &&
	       strchr(";:<=>?$~[ABCDEFHIMOPQRSZcmntuxy", c) == NULL;
}

static void
feed_csi(struct term *t, char c)
{
	if (!is_printable(c) || is_typed(t, c)) {
		term_drop_seq(t);
		term_feed_byte(t, c);
		return;
	}
	if (t->nseq == TERM_SEQ_MAX - 1 && c < 0x40)
		return; /* overlong: its end is waited for */
	t->seq[t->nseq++] = c;
	if (t->nseq == 3 && c == '[')
		t->state = TERM_IN_CSI_LINUX;
	else if (c >= 0x40)
		term_end_csi(t);
	else if (c == '$' && is_number_only(t))
		term_give_seq(t); /* rxvt's Shift */
}

static void
feed_ss3(struct term *t, char c)
{
	if (!is_printable(c)) {
		term_give_seq(t);
		term_feed_byte(t, c);
		return;
	}
	t->seq[t->nseq++] = c;
	if (c >= '0' && c <= '9' && t->nseq < TERM_SEQ_MAX)
		return;
	if (t->alt && t->nseq == 3)
		term_give_alt(t);
	else
		term_give_seq(t);
}

static void
feed_esc(struct term *t, char c)
{
	if (c == '\033') {
		if (t->alt) { /* a third: the first is a key of its own */
			buf_add_char(&t->keys, '\033');
			return;
		}
		t->alt = 1;
		t->state = TERM_IN_ESC_ESC;
		return;
	}
	t->seq[t->nseq++] = c;
	if (c == '[')
		t->state = TERM_IN_CSI;
	else if (c == 'O')
		t->state = TERM_IN_SS3;
	else if (strchr(TERM_STRINGS, c) != NULL && c != '\0')
		term_begin_string(t);
	else
		term_give_seq(t);
}

void
term_feed_byte(struct term *t, char c)
{
	switch (t->state) {
	case TERM_GROUND:
		if (c == '\033') {
			term_begin(t, TERM_IN_ESC);
			t->seq[t->nseq++] = c;
		} else {
			buf_add_char(&t->keys, c);
		}
		break;
	case TERM_IN_ESC:
	case TERM_IN_ESC_ESC:
		feed_esc(t, c);
		break;
	case TERM_IN_CSI:
		feed_csi(t, c);
		break;
	case TERM_IN_CSI_LINUX:
		t->seq[t->nseq++] = c;
		term_give_seq(t);
		break;
	case TERM_IN_SS3:
		feed_ss3(t, c);
		break;
	case TERM_IN_STRING:
	case TERM_IN_STRING_ESC:
		term_feed_string(t, c);
		break;
	case TERM_IN_PASTE:
		term_feed_paste(t, c);
		break;
	}
}

void
term_feed(struct term *t, const char *p, size_t n, int64_t now)
{
	term_tick(t, now);
	term_pause_string(t, now);
	t->late = t->state == TERM_IN_CSI && now - t->last >= TERM_LATE_MS;
	for (size_t i = 0; i < n; i++)
		term_feed_byte(t, p[i]);
	if (n > 0)
		t->last = now;
	term_flush_keys(t);
}

/* How long half-read input may stay so, in ms; -1: nothing is half-read. */
static int
patience(const struct term *t)
{
	switch (t->state) {
	case TERM_GROUND:
		return -1;
	case TERM_IN_PASTE:
		return TERM_PASTE_MS;
	case TERM_IN_CSI:
	case TERM_IN_CSI_LINUX:
		/* Nobody types this: the line is slow. */
		return TERM_REPLY_MS;
	case TERM_IN_STRING:
	case TERM_IN_STRING_ESC:
		return term_string_patience(t);
	default:
		return TERM_ESC_MS;
	}
}

/* The time from which the patience counts. */
static int64_t
since(const struct term *t)
{
	int in_string =
	    t->state == TERM_IN_STRING || t->state == TERM_IN_STRING_ESC;

	return in_string && t->paused ? t->burst_end : t->last;
}

int
term_due(const struct term *t, int64_t now)
{
	int ms = patience(t);
	int64_t left;

	if (ms == -1)
		return -1;
	left = since(t) + ms - now;
	return left < 0 ? 0 : left > ms ? ms : (int)left;
}

void
term_tick(struct term *t, int64_t now)
{
	int ms = patience(t);

	if (ms == -1 || now - since(t) < ms)
		return;
	if (t->state == TERM_IN_PASTE)
		term_end_paste(t);
	else if (t->state == TERM_IN_STRING || t->state == TERM_IN_STRING_ESC)
		term_end_string(t);
	else if (ms == TERM_ESC_MS)
		term_give_seq(t);
	else
		term_drop_seq(t);
	term_flush_keys(t);
}
