/*
 * glyph_probe: the samples and the parser of the replies.
 */
#include "client/view/glyph_probe.h"

#include <string.h>

#include "client/model/glyph.h"

/* DECRQM of mode 2027, and what turns it on. */
#define MODE_ASK "\033[?2027$p"
#define MODE_ON	 "\033[?2027h"
/* Device status report: the reply is the last one of a question. */
#define END_ASK	  "\033[5n"
#define END_REPLY "\033[0n"

/* One sample for each kind, with the columns that it takes if it is one glyph. */
static const struct {
	unsigned kind;
	int columns;
	const char *text;
} samples[] = {
	{ GLYPH_ZWJ, 2, "\U0001f468\u200d\U0001f469\u200d\U0001f467" },
	{ GLYPH_FLAG, 2, "\U0001f1e9\U0001f1ea" },
	{ GLYPH_TONE, 2, "\U0001f44d\U0001f3fd" },
	{ GLYPH_PRESENTATION, 2, "\u2764\ufe0f" },
	{ GLYPH_KEYCAP, 2, "1\ufe0f\u20e3" },
	{ GLYPH_TAGS, 2,
	    "\U0001f3f4\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074"
	    "\U000e007f" },
	{ GLYPH_SPACING, 1, "\u0915\u093f" },
	{ GLYPH_AM, 1, "\u0e01\u0e33" },
	{ GLYPH_KANA_MARK, 1, "\uff76\uff9e" },
};

enum { SAMPLES = sizeof(samples) / sizeof(samples[0]) };

int
glyph_probe_is_possible(const char *term)
{
	static const char *const never[] = { "linux", "dumb", "vt", "ansi",
		"sun", "wsvt", "cons" };
	size_t i;

	if (term == NULL)
		return 0;
	for (i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (strncmp(term, never[i], strlen(never[i])) == 0)
			return 0;
	return 1;
}

/* Write the samples invisibly, one after the other at the same place. */
static void
ask(struct glyph_probe *p, struct buf *out)
{
	size_t i;

	p->asking = 1;
	p->answered = p->whole = 0;
	buf_add_str(out, "\033[0;8m");
	for (i = 0; i < SAMPLES; i++)
		buf_printf(out, "\033[%d;1H%s\033[6n", GLYPH_PROBE_ROW,
		    samples[i].text);
	buf_printf(out, "\033[0m\033[%d;1H\033[2K" END_ASK, GLYPH_PROBE_ROW);
}

void
glyph_probe_start(struct glyph_probe *p, struct buf *out)
{
	*p = (struct glyph_probe){ 0 };
	buf_add_str(out, MODE_ASK);
	ask(p, out);
}

/* Parse ESC [ row ; column R. Returns the column if it is our row, else 0. */
static long long
parse_position(struct view bytes)
{
	struct view rest, part;
	long long row, column;

	if (bytes.len < 6 || bytes.p[bytes.len - 1] != 'R')
		return 0;
	rest = (struct view){ bytes.p + 2, bytes.len - 3 };
	if (!view_cut(&rest, ';', &part) ||
	    view_to_int(part, GLYPH_PROBE_ROW, GLYPH_PROBE_ROW, &row) != 0 ||
	    view_to_int(rest, 1, 1000, &column) != 0)
		return 0;
	return column;
}

/* The terminal has replied to all of a question. Returns 1 if it needs no other one. */
static int
finish(struct glyph_probe *p, struct buf *out)
{
	p->asking = 0;
	if (p->answered != SAMPLES)
		p->whole = 0;
	if (p->answered != SAMPLES || !p->mode_off || p->mode_set)
		return 1;
	p->mode_set = 1;
	buf_add_str(out, MODE_ON);
	ask(p, out);
	return 0;
}

int
glyph_probe_reply(struct glyph_probe *p, struct view bytes, struct buf *out)
{
	long long column;

	if (!p->asking)
		return 0;
	if (view_equal(bytes, VIEW(END_REPLY)))
		return finish(p, out);
	if (view_equal(bytes, VIEW("\033[?2027;2$y")))
		p->mode_off = 1;
	column = parse_position(bytes);
	if (column == 0 || p->answered >= SAMPLES)
		return 0;
	if (column - 1 == samples[p->answered].columns)
		p->whole |= samples[p->answered].kind;
	p->answered++;
	return 0;
}
