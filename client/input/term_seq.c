/*
 * term_seq: what a whole sequence is: a key, the mouse, the focus, the beginning of a paste,
 * or the terminal's answer to somebody.
 */
#include "client/input/term_state.h"

#include <string.h>

enum { MOD_ALT = 3 }; /* xterm's modifier parameter */

void
term_give_seq(struct term *t)
{
	if (t->alt)
		buf_add_char(&t->keys, '\033');
	buf_add(&t->keys, t->seq, t->nseq);
	t->alt = 0;
	term_begin(t, TERM_GROUND);
}

void
term_drop_seq(struct term *t)
{
	t->alt = 0;
	term_begin(t, TERM_GROUND);
}

/* ESC [ < button ; x ; y M or m */
static void
give_mouse(struct term *t)
{
	struct view rest = { t->seq + 3, t->nseq - 4 }, part;
	long long n[3];
	int pressed = t->seq[t->nseq - 1] == 'M';

	for (int i = 0; i < 3; i++)
		if (!view_cut(&rest, ';', &part) ||
		    view_to_int(part, i > 0, 65535, &n[i]) == -1)
			return;
	if (rest.p != NULL)
		return;
	term_flush_keys(t);
	t->ops.mouse((int)n[0], (int)n[1] - 1, (int)n[2] - 1, pressed, t->ctx);
}

/* Keys before it were pressed in the focus. */
static void
give_focus(struct term *t)
{
	int focused = t->seq[2] == 'I';

	term_drop_seq(t);
	if (t->ops.focus == NULL)
		return;
	term_flush_keys(t);
	t->ops.focus(focused, t->ctx);
}

/* Is the whole sequence in t->seq the terminal's own word, and no key? */
static int
is_reply(const struct term *t)
{
	char last = t->seq[t->nseq - 1];

	if (t->seq[2] >= '<' && t->seq[2] <= '?')
		return 1; /* private: DA, DECRPM and such */
	if (last == 'c' || last == 'n' || last == 't' || last == 'x' ||
	    last == 'y')
		return t->nseq > 3;
	if (last == 'R' && memchr(t->seq, ';', t->nseq) != NULL)
		/* a cursor's place, unless it is F3 with modifiers */
		return !(t->nseq == 6 && t->seq[2] == '1' && t->seq[4] >= '2' &&
			 t->seq[4] <= '8');
	return 0;
}

void
term_give_alt(struct term *t)
{
	char last = t->seq[t->nseq - 1];

	t->alt = 0;
	buf_add_str(&t->keys, "\033[");
	if (t->nseq == 3)
		buf_add_char(&t->keys, '1');
	else
		buf_add(&t->keys, t->seq + 2, t->nseq - 3);
	buf_printf(&t->keys, ";%d%c", MOD_ALT, last);
	term_begin(t, TERM_GROUND);
}

static int
seq_is(const struct term *t, const char *s)
{
	return view_equal((struct view){ t->seq, t->nseq }, view_of(s));
}

void
term_end_csi(struct term *t)
{
	char last = t->seq[t->nseq - 1];

	if (seq_is(t, "\033[200~")) {
		t->alt = 0;
		term_begin_paste(t);
		return;
	}
	if (t->nseq == 3 && (last == 'I' || last == 'O')) {
		give_focus(t);
		return;
	}
	if (t->nseq < TERM_SEQ_MAX && t->seq[2] == '<' &&
	    (last == 'M' || last == 'm')) {
		give_mouse(t);
		term_drop_seq(t);
	} else if (t->nseq == TERM_SEQ_MAX || seq_is(t, "\033[201~") ||
		   is_reply(t)) {
		term_drop_seq(t);
	} else if (t->alt && memchr(t->seq, ';', t->nseq) == NULL) {
		term_give_alt(t);
	} else {
		term_give_seq(t);
	}
}
