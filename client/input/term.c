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

#include "common/text.h"
#include "common/xmalloc.h"

enum {
	SEQ_MAX = 64,	 /* bytes of a sequence; a longer one is no key */
	REPLY_MS = 1000, /* a sequence that was begun ends within that */
	MOD_ALT = 3	 /* xterm's modifier parameter */
};

enum state {
	GROUND,
	ESC,	    /* ESC */
	ESC_ESC,    /* ESC ESC: perhaps rxvt's Alt */
	CSI,	    /* ESC [ */
	CSI_LINUX,  /* ESC [ [: the Linux console's F1 to F5 */
	SS3,	    /* ESC O */
	STRING,	    /* ESC ] digit: an answer, to BEL or ST */
	STRING_ESC, /* an ESC in it */
	PASTE
};

static const char paste_end[] = "\033[201~";

struct term {
	struct term_ops ops;
	void *ctx;
	enum state state;
	int64_t last; /* when the last byte came */
	char seq[SEQ_MAX];
	size_t nseq;
	int alt;	 /* the sequence had an ESC before it */
	struct buf keys; /* to be handed over */
	struct buf paste;
	int cut;
	int was_cr;
	size_t matched; /* of paste_end */
};

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
	free(t);
}

static void
flush_keys(struct term *t)
{
	struct buf keys = t->keys;

	if (keys.len == 0)
		return;
	memset(&t->keys, 0, sizeof(t->keys));
	t->ops.keys(buf_view(&keys), t->ctx);
	buf_clear(&keys);
}

static void
begin(struct term *t, enum state state)
{
	t->state = state;
	t->nseq = 0;
}

/* What was held back is a key after all. */
static void
give_seq(struct term *t)
{
	if (t->alt)
		buf_add_char(&t->keys, '\033');
	buf_add(&t->keys, t->seq, t->nseq);
	t->alt = 0;
	begin(t, GROUND);
}

static void
drop_seq(struct term *t)
{
	t->alt = 0;
	begin(t, GROUND);
}

/*
 * A paste as text: valid UTF-8, no C1 (other controls went on the way in). What was
 * cut inside a character loses the rest of it.
 */
static void
clean_paste(struct buf *out, struct view rest, int cut)
{
	uint32_t cp;
	size_t n;
	char utf8[4];

	for (; rest.len > 0; rest.p += n, rest.len -= n) {
		cp = text_decode(rest, &n);
		if (cp == 0xfffd && n == 1 && cut && rest.len < 4)
			break;
		if (cp >= 0x80 && cp < 0xa0)
			continue;
		buf_add(out, utf8, text_encode(utf8, cp));
	}
}

static void
end_paste(struct term *t)
{
	struct buf text = { 0 };

	begin(t, GROUND);
	t->matched = 0;
	clean_paste(&text, buf_view(&t->paste), t->cut);
	buf_clear(&t->paste);
	if (text.len > 0 || t->cut)
		t->ops.paste(buf_view(&text), t->cut, t->ctx);
	buf_clear(&text);
}

static void
begin_paste(struct term *t)
{
	flush_keys(t);
	t->cut = t->was_cr = 0;
	t->matched = 0;
	begin(t, PASTE);
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

static void
feed_paste(struct term *t, char c)
{
	if (c == paste_end[t->matched]) {
		if (paste_end[++t->matched] == '\0')
			end_paste(t);
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
	flush_keys(t);
	t->ops.mouse((int)n[0], (int)n[1] - 1, (int)n[2] - 1, pressed, t->ctx);
}

/* Keys before it were pressed in the focus. */
static void
give_focus(struct term *t)
{
	int focused = t->seq[2] == 'I';

	drop_seq(t);
	if (t->ops.focus == NULL)
		return;
	flush_keys(t);
	t->ops.focus(focused, t->ctx);
}

/* Is the whole sequence in t->seq the terminal's own word, and no key? */
static int
is_reply(const struct term *t)
{
	char last = t->seq[t->nseq - 1];

	if (t->seq[2] >= '<' && t->seq[2] <= '?')
		return 1; /* private: DA, DECRPM and such */
	if (last == 'c' || last == 'n' || last == 't')
		return t->nseq > 3;
	if (last == 'R' && memchr(t->seq, ';', t->nseq) != NULL)
		/* a cursor's place, unless it is F3 with modifiers */
		return !(t->nseq == 6 && t->seq[2] == '1' && t->seq[4] >= '2' &&
			 t->seq[4] <= '8');
	return 0;
}

/* Rewrite ESC ESC [ A as ESC [ 1;3 A, and ESC ESC [ 5~ as ESC [ 5;3 ~. */
static void
give_alt(struct term *t)
{
	char last = t->seq[t->nseq - 1];

	t->alt = 0;
	buf_add_str(&t->keys, "\033[");
	if (t->nseq == 3)
		buf_add_char(&t->keys, '1');
	else
		buf_add(&t->keys, t->seq + 2, t->nseq - 3);
	buf_printf(&t->keys, ";%d%c", MOD_ALT, last);
	begin(t, GROUND);
}

static int
seq_is(const struct term *t, const char *s)
{
	return view_equal((struct view){ t->seq, t->nseq }, view_of(s));
}

static void
end_csi(struct term *t)
{
	char last = t->seq[t->nseq - 1];

	if (seq_is(t, "\033[200~")) {
		t->alt = 0;
		begin_paste(t);
		return;
	}
	if (t->nseq == 3 && (last == 'I' || last == 'O')) {
		give_focus(t);
		return;
	}
	if (t->nseq < SEQ_MAX && t->seq[2] == '<' &&
	    (last == 'M' || last == 'm')) {
		give_mouse(t);
		drop_seq(t);
	} else if (t->nseq == SEQ_MAX || seq_is(t, "\033[201~") ||
		   is_reply(t)) {
		drop_seq(t);
	} else if (t->alt && memchr(t->seq, ';', t->nseq) == NULL) {
		give_alt(t);
	} else {
		give_seq(t);
	}
}

static void feed_byte(struct term *, char);

/* Can it stand in a sequence? */
static int
is_printable(char c)
{
	return c >= 0x20 && c < 0x7f;
}

static void
feed_csi(struct term *t, char c)
{
	if (!is_printable(c)) {
		drop_seq(t);
		feed_byte(t, c);
		return;
	}
	if (t->nseq == SEQ_MAX - 1 && c < 0x40)
		return; /* overlong: its end is waited for */
	t->seq[t->nseq++] = c;
	if (t->nseq == 3 && c == '[')
		t->state = CSI_LINUX;
	else if (c >= 0x40)
		end_csi(t);
	else if (c == '$' && t->seq[2] >= '0' && t->seq[2] <= '9')
		give_seq(t); /* rxvt's Shift */
}

static void
feed_ss3(struct term *t, char c)
{
	if (!is_printable(c)) {
		give_seq(t);
		feed_byte(t, c);
		return;
	}
	t->seq[t->nseq++] = c;
	if (c >= '0' && c <= '9' && t->nseq < SEQ_MAX)
		return;
	if (t->alt && t->nseq == 3)
		give_alt(t);
	else
		give_seq(t);
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
		t->state = ESC_ESC;
		return;
	}
	t->seq[t->nseq++] = c;
	if (c == '[')
		t->state = CSI;
	else if (c == 'O')
		t->state = SS3;
	else if (c == ']' && !t->alt)
		t->state = STRING;
	else
		give_seq(t);
}

/* An answer such as ESC ] 11 ; ... ST. Without the digit it was Alt and a bracket. */
static void
feed_string(struct term *t, char c)
{
	if (t->state == STRING_ESC) {
		if (c == '\\')
			drop_seq(t);
		else if (c != '\033')
			t->state = STRING;
		return;
	}
	if (t->nseq == 2 && (c < '0' || c > '9')) {
		give_seq(t);
		feed_byte(t, c);
		return;
	}
	t->nseq = 3; /* nothing of it is kept */
	if (c == '\033') {
		t->state = STRING_ESC;
	} else if (c == '\a') {
		drop_seq(t);
	} else if (c >= 0 && c < 0x20) { /* it was no answer */
		drop_seq(t);
		feed_byte(t, c);
	}
}

static void
feed_byte(struct term *t, char c)
{
	switch (t->state) {
	case GROUND:
		if (c == '\033') {
			begin(t, ESC);
			t->seq[t->nseq++] = c;
		} else {
			buf_add_char(&t->keys, c);
		}
		break;
	case ESC:
	case ESC_ESC:
		feed_esc(t, c);
		break;
	case CSI:
		feed_csi(t, c);
		break;
	case CSI_LINUX:
		t->seq[t->nseq++] = c;
		give_seq(t);
		break;
	case SS3:
		feed_ss3(t, c);
		break;
	case STRING:
	case STRING_ESC:
		feed_string(t, c);
		break;
	case PASTE:
		feed_paste(t, c);
		break;
	}
}

void
term_feed(struct term *t, const char *p, size_t n, int64_t now)
{
	term_tick(t, now);
	for (size_t i = 0; i < n; i++)
		feed_byte(t, p[i]);
	if (n > 0)
		t->last = now;
	flush_keys(t);
}

/* How long what is half-read may stay so; -1: nothing is. */
static int
patience(const struct term *t)
{
	switch (t->state) {
	case GROUND:
		return -1;
	case PASTE:
		return TERM_PASTE_MS;
	case CSI:
	case CSI_LINUX:
		/* Nobody types that: it is a slow line's. */
		return REPLY_MS;
	case STRING:
		return t->nseq > 2 ? REPLY_MS : TERM_ESC_MS;
	case STRING_ESC:
		return REPLY_MS;
	default:
		return TERM_ESC_MS;
	}
}

int
term_due(const struct term *t, int64_t now)
{
	int ms = patience(t);
	int64_t left;

	if (ms == -1)
		return -1;
	left = t->last + ms - now;
	return left < 0 ? 0 : left > ms ? ms : (int)left;
}

void
term_tick(struct term *t, int64_t now)
{
	int ms = patience(t);

	if (ms == -1 || now - t->last < ms)
		return;
	if (t->state == PASTE)
		end_paste(t);
	else if (ms == TERM_ESC_MS)
		give_seq(t);
	else
		drop_seq(t);
	flush_keys(t);
}
