/*
 * term_input: a state machine that takes one byte at a time, so it does not matter how reads split the input.
 *
 * Key sequences are those of xterm (ctlseqs, "PC-Style Function Keys", "Bracketed Paste Mode", "SGR mouse"). For Alt,
 * rxvt sends an ESC before the sequence; this is rewritten to xterm's form, so only one form must be bound.
 *
 * OSC, DCS, SOS, PM and APC begin a string, which ends with ST or BEL: a reply of the terminal to some program. It
 * never becomes keys. But ESC P is also Alt-Shift-P. A terminal writes a reply at once, so:
 *  - ESC P alone is a key after TERM_ESC_MS.
 *  - Bytes that arrive in the first burst belong to the string. If they begin like a reply, they are dropped even if
 *    the end never arrives. Otherwise they are held, and become keys then.
 *  - Bytes that arrive after a pause are held: part of a slow reply if its end arrives, otherwise typed.
 * Time and length are limited, so an unterminated string never swallows what you type next.
 */
#include "client/input/term_input.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	SEQ_MAX = 64,	 /* bytes of a sequence; a longer one is not a key */
	REPLY_MS = 1000, /* a terminal's reply ends within this time */
	LATE_MS = 250,	 /* bytes after a longer pause may be typed */
	STRING_MAX = 64 * 1024, /* bytes of a string */
	HELD_MAX = 1024,	/* nobody types that many at once */
	MOD_ALT = 3		/* xterm's modifier parameter */
};

/* The byte after ESC that begins a string: OSC, DCS, SOS, PM, APC. */
#define STRING_STARTS "]PX^_"

static const char paste_end[] = "\033[201~";

enum state {
	STATE_GROUND,
	STATE_ESC,	  /* after ESC */
	STATE_ESC_ESC,	  /* after ESC ESC: perhaps rxvt's Alt */
	STATE_CSI,	  /* after ESC [ */
	STATE_CSI_LINUX,  /* after ESC [ [: the Linux console's F1 to F5 */
	STATE_SS3,	  /* after ESC O */
	STATE_STRING,	  /* in a string */
	STATE_STRING_ESC, /* after an ESC in a string */
	STATE_PASTE
};

struct term_input {
	struct term_input_ops ops;
	void *ctx;
	enum state state;
	int64_t last; /* when the last byte arrived */
	char seq[SEQ_MAX];
	size_t nseq;
	int alt;	 /* an ESC precedes the sequence */
	int late;	 /* the sequence is still incomplete after LATE_MS */
	struct buf keys; /* not yet reported */

	struct buf paste;
	int paste_cut;
	int after_cr;
	size_t matched; /* bytes of paste_end seen so far */

	/* In a string. */
	int is_reply;	/* it begins like a reply, so it was not typed */
	size_t nstring; /* its bytes so far */
	char reply[TERM_REPLY_MAX]; /* its first bytes, with ESC */
	struct buf held;	    /* bytes that may turn out to be typed */
	int paused;		    /* its first burst is over */
	size_t burst;	   /* bytes of held that arrived in the first burst */
	int64_t burst_end; /* when the last of these arrived */
};

static void feed_byte(struct term_input *t, char c);

struct term_input *
term_input_new(const struct term_input_ops *ops, void *ctx)
{
	struct term_input *t = xcalloc(1, sizeof(*t));

	t->ops = *ops;
	t->ctx = ctx;
	return t;
}

void
term_input_free(struct term_input *t)
{
	if (t == NULL)
		return;
	buf_clear(&t->keys);
	buf_clear(&t->paste);
	buf_clear(&t->held);
	free(t);
}

/* Report the keys so far, so that they precede what is reported next. */
static void
flush_keys(struct term_input *t)
{
	struct buf keys = t->keys;

	if (keys.len == 0)
		return;
	memset(&t->keys, 0, sizeof(t->keys));
	t->ops.keys(buf_view(&keys), t->ctx);
	buf_clear(&keys);
}

static void
set_state(struct term_input *t, enum state state)
{
	t->state = state;
	t->nseq = 0;
}

static void
drop_seq(struct term_input *t)
{
	t->alt = 0;
	set_state(t, STATE_GROUND);
}

static void
report_reply(struct term_input *t, const char *bytes, size_t len)
{
	if (t->ops.reply == NULL || len > TERM_REPLY_MAX)
		return;
	flush_keys(t);
	t->ops.reply((struct view){ bytes, len }, t->ctx);
}

/* The sequence is a key. */
static void
end_key(struct term_input *t)
{
	if (t->alt)
		buf_add_char(&t->keys, '\033');
	buf_add(&t->keys, t->seq, t->nseq);
	drop_seq(t);
}

/* The sequence is a key with Alt: rewrite ESC ESC [ A as ESC [ 1;3 A, and ESC ESC [ 5~ as ESC [ 5;3 ~. */
static void
end_alt_key(struct term_input *t)
{
	char last = t->seq[t->nseq - 1];

	buf_add_str(&t->keys, "\033[");
	if (t->nseq == 3)
		buf_add_char(&t->keys, '1');
	else
		buf_add(&t->keys, t->seq + 2, t->nseq - 3);
	buf_printf(&t->keys, ";%d%c", MOD_ALT, last);
	drop_seq(t);
}

/* Report ESC [ < button ; x ; y M or m. */
static void
report_mouse(struct term_input *t)
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

static void
end_focus(struct term_input *t)
{
	int focused = t->seq[2] == 'I';

	drop_seq(t);
	if (t->ops.focus == NULL)
		return;
	flush_keys(t);
	t->ops.focus(focused, t->ctx);
}

/*
 * Append a paste as text: valid UTF-8 without C1 controls (other controls were removed on the way in). If the paste
 * was cut inside a character, drop the beginning of that character.
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

static void
begin_paste(struct term_input *t)
{
	flush_keys(t);
	t->alt = 0;
	t->paste_cut = t->after_cr = 0;
	t->matched = 0;
	set_state(t, STATE_PASTE);
}

static void
end_paste(struct term_input *t)
{
	struct buf text = { 0 };

	set_state(t, STATE_GROUND);
	t->matched = 0;
	clean_paste(&text, buf_view(&t->paste), t->paste_cut);
	buf_clear(&t->paste);
	if (text.len > 0 || t->paste_cut)
		t->ops.paste(buf_view(&text), t->paste_cut, t->ctx);
	buf_clear(&text);
}

static void
add_pasted(struct term_input *t, char c)
{
	int after_cr = t->after_cr;

	t->after_cr = c == '\r';
	if (c == '\n' && after_cr)
		return;
	if (c == '\r')
		c = '\n';
	if (((unsigned char)c < 0x20 && c != '\n' && c != '\t') || c == 0x7f)
		return;
	if (t->paste.len < TERM_PASTE_MAX)
		buf_add_char(&t->paste, c);
	else
		t->paste_cut = 1;
}

static void
feed_paste(struct term_input *t, char c)
{
	if (c == paste_end[t->matched]) {
		if (paste_end[++t->matched] == '\0')
			end_paste(t);
		return;
	}
	/* It was not the end. The bytes that looked like it are text. */
	for (size_t i = 0; i < t->matched; i++)
		add_pasted(t, paste_end[i]);
	t->matched = 0;
	if (c == paste_end[0])
		t->matched = 1;
	else
		add_pasted(t, c);
}

/* True if the complete sequence is a reply of the terminal and not a key. */
static int
is_csi_reply(const struct term_input *t)
{
	char last = t->seq[t->nseq - 1];

	if (t->seq[2] >= '<' && t->seq[2] <= '?')
		return 1; /* private: DA, DECRPM and such */
	if (last == 'c' || last == 'n' || last == 't' || last == 'x' ||
	    last == 'y')
		return t->nseq > 3;
	if (last == 'R' && memchr(t->seq, ';', t->nseq) != NULL)
		/* a cursor position, unless it is F3 with modifiers */
		return !(t->nseq == 6 && t->seq[2] == '1' && t->seq[4] >= '2' &&
			 t->seq[4] <= '8');
	return 0;
}

static int
seq_is(const struct term_input *t, const char *s)
{
	return view_equal((struct view){ t->seq, t->nseq }, view_of(s));
}

/* Handle a complete sequence after ESC [. */
static void
end_csi(struct term_input *t)
{
	char last = t->seq[t->nseq - 1];

	if (seq_is(t, "\033[200~")) {
		begin_paste(t);
	} else if (t->nseq == 3 && (last == 'I' || last == 'O')) {
		end_focus(t);
	} else if (t->nseq < SEQ_MAX && t->seq[2] == '<' &&
		   (last == 'M' || last == 'm')) {
		report_mouse(t);
		drop_seq(t);
	} else if (t->nseq == SEQ_MAX || seq_is(t, paste_end)) {
		drop_seq(t);
	} else if (is_csi_reply(t)) {
		report_reply(t, t->seq, t->nseq);
		drop_seq(t);
	} else if (t->alt && memchr(t->seq, ';', t->nseq) == NULL) {
		end_alt_key(t);
	} else {
		end_key(t);
	}
}

static int
is_printable(char c)
{
	return c >= 0x20 && c < 0x7f;
}

/* True if the sequence is ESC [, digits, and one more byte. */
static int
is_number_only(const struct term_input *t)
{
	size_t i;

	for (i = 2; i + 1 < t->nseq; i++)
		if (t->seq[i] < '0' || t->seq[i] > '9')
			return 0;
	return t->nseq > 3;
}

/* True if no terminal continues a sequence with c: the end of the sequence was lost, and c is typed. */
static int
is_typed(const struct term_input *t, char c)
{
	return t->late && !(c >= '0' && c <= '9') &&
	       strchr(";:<=>?$~[ABCDEFHIMOPQRSZcmntuxy", c) == NULL;
}

static void
feed_csi(struct term_input *t, char c)
{
	if (!is_printable(c) || is_typed(t, c)) {
		drop_seq(t);
		feed_byte(t, c);
		return;
	}
	if (t->nseq == SEQ_MAX - 1 && c < 0x40)
		return; /* too long: skip the bytes up to its end */
	t->seq[t->nseq++] = c;
	if (t->nseq == 3 && c == '[')
		t->state = STATE_CSI_LINUX;
	else if (c >= 0x40)
		end_csi(t);
	else if (c == '$' && is_number_only(t))
		end_key(t); /* rxvt's Shift */
}

static void
feed_ss3(struct term_input *t, char c)
{
	if (!is_printable(c)) {
		end_key(t);
		feed_byte(t, c);
		return;
	}
	t->seq[t->nseq++] = c;
	if (c >= '0' && c <= '9' && t->nseq < SEQ_MAX)
		return;
	if (t->alt && t->nseq == 3)
		end_alt_key(t);
	else
		end_key(t);
}

static void
begin_string(struct term_input *t)
{
	if (t->alt) /* the ESC before it was a key of its own */
		buf_add_char(&t->keys, '\033');
	t->alt = 0;
	t->state = STATE_STRING;
	t->is_reply = t->paused = 0;
	t->nstring = t->burst = 0;
	memcpy(t->reply, t->seq, t->nseq);
	buf_reset(&t->held);
}

static int
is_in_string(const struct term_input *t)
{
	return t->state == STATE_STRING || t->state == STATE_STRING_ESC;
}

static void
drop_string(struct term_input *t)
{
	buf_reset(&t->held);
	drop_seq(t);
}

/* The string has ended with its terminator. */
static void
finish_string(struct term_input *t)
{
	if (t->is_reply)
		report_reply(t, t->reply, t->nseq + t->nstring);
	drop_string(t);
}

/* End a string that has no terminator. Bytes that a person may have typed become keys. */
static void
end_string(struct term_input *t)
{
	struct view typed = buf_view(&t->held);
	int had_esc = t->state == STATE_STRING_ESC;

	if (!t->is_reply) {
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

/* Note a pause before the bytes that arrive now. */
static void
note_pause(struct term_input *t, int64_t now)
{
	if (!is_in_string(t) || t->paused || now - t->last < TERM_ESC_MS)
		return;
	t->paused = 1;
	t->burst = t->held.len;
	t->burst_end = t->last;
}

/* True if replies that begin with ESC and `kind` go on with c. */
static int
begins_reply(char kind, char c)
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
add_to_string(struct term_input *t, char c)
{
	if (t->nseq + t->nstring < TERM_REPLY_MAX)
		t->reply[t->nseq + t->nstring] = c;
	if (t->nstring++ == 0)
		t->is_reply = begins_reply(t->seq[1], c);
	if (t->nstring > STRING_MAX ||
	    (t->paused && t->held.len - t->burst >= HELD_MAX)) {
		end_string(t);
		feed_byte(t, c);
		return;
	}
	if (!t->paused && t->held.len >= HELD_MAX)
		t->is_reply = 1;
	if (!t->is_reply || t->paused)
		buf_add_char(&t->held, c);
}

static void
feed_string_esc(struct term_input *t, char c)
{
	if (c == '\\') {
		finish_string(t);
	} else if (c != '\033') { /* a key: the string has no end */
		t->state = STATE_STRING;
		end_string(t);
		feed_byte(t, '\033');
		feed_byte(t, c);
	}
}

static void
feed_string(struct term_input *t, char c)
{
	if (c == '\033') {
		t->state = STATE_STRING_ESC;
	} else if (c == '\a' && t->nstring > 0) {
		finish_string(t);
	} else if ((c >= 0 && c < 0x20) || c == 0x7f) { /* a key */
		end_string(t);
		feed_byte(t, c);
	} else {
		add_to_string(t, c);
	}
}

static void
feed_esc(struct term_input *t, char c)
{
	if (c == '\033') {
		if (t->alt) { /* a third ESC: the first is a key of its own */
			buf_add_char(&t->keys, '\033');
			return;
		}
		t->alt = 1;
		t->state = STATE_ESC_ESC;
		return;
	}
	t->seq[t->nseq++] = c;
	if (c == '[')
		t->state = STATE_CSI;
	else if (c == 'O')
		t->state = STATE_SS3;
	else if (strchr(STRING_STARTS, c) != NULL && c != '\0')
		begin_string(t);
	else
		end_key(t);
}

static void
feed_byte(struct term_input *t, char c)
{
	switch (t->state) {
	case STATE_GROUND:
		if (c == '\033') {
			set_state(t, STATE_ESC);
			t->seq[t->nseq++] = c;
		} else {
			buf_add_char(&t->keys, c);
		}
		break;
	case STATE_ESC:
	case STATE_ESC_ESC:
		feed_esc(t, c);
		break;
	case STATE_CSI:
		feed_csi(t, c);
		break;
	case STATE_CSI_LINUX:
		t->seq[t->nseq++] = c;
		end_key(t);
		break;
	case STATE_SS3:
		feed_ss3(t, c);
		break;
	case STATE_STRING:
		feed_string(t, c);
		break;
	case STATE_STRING_ESC:
		feed_string_esc(t, c);
		break;
	case STATE_PASTE:
		feed_paste(t, c);
		break;
	}
}

void
term_input_feed(struct term_input *t, const char *p, size_t n, int64_t now)
{
	term_input_tick(t, now);
	note_pause(t, now);
	t->late = t->state == STATE_CSI && now - t->last >= LATE_MS;
	for (size_t i = 0; i < n; i++)
		feed_byte(t, p[i]);
	if (n > 0)
		t->last = now;
	flush_keys(t);
}

/* Return how long input may stay incomplete, in ms; -1 if nothing is incomplete. */
static int
timeout_ms(const struct term_input *t)
{
	switch (t->state) {
	case STATE_GROUND:
		return -1;
	case STATE_PASTE:
		return TERM_PASTE_MS;
	case STATE_CSI:
	case STATE_CSI_LINUX:
		/* Nobody types this: the line is slow. */
		return REPLY_MS;
	case STATE_STRING:
	case STATE_STRING_ESC:
		if (t->nstring == 0)
			return TERM_ESC_MS;
		return t->is_reply ? REPLY_MS : LATE_MS;
	default:
		return TERM_ESC_MS;
	}
}

/* Return the time from which the timeout counts. */
static int64_t
timeout_start(const struct term_input *t)
{
	return is_in_string(t) && t->paused ? t->burst_end : t->last;
}

int
term_input_due(const struct term_input *t, int64_t now)
{
	int ms = timeout_ms(t);
	int64_t left;

	if (ms == -1)
		return -1;
	left = timeout_start(t) + ms - now;
	return left < 0 ? 0 : left > ms ? ms : (int)left;
}

void
term_input_tick(struct term_input *t, int64_t now)
{
	int ms = timeout_ms(t);

	if (ms == -1 || now - timeout_start(t) < ms)
		return;
	if (t->state == STATE_PASTE)
		end_paste(t);
	else if (is_in_string(t))
		end_string(t);
	else if (ms == TERM_ESC_MS)
		end_key(t);
	else
		drop_seq(t);
	flush_keys(t);
}
