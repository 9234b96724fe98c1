/*
 * Tests of glyph_probe: the terminal is played by a function that counts columns in its own way and replies.
 */
#include "client/view/glyph_probe.h"

#include <stdio.h>
#include <string.h>

#include "client/model/glyph.h"
#include "tests/support/test.h"

enum mode { MODE_UNKNOWN = 0, MODE_ON = 1, MODE_OFF = 2 };

/* A terminal. */
struct terminal {
	unsigned whole;		/* the kinds that it counts as one glyph */
	unsigned whole_in_mode; /* the same in mode 2027 */
	enum mode mode;
	unsigned rounds;
};

/* The kinds in the order of the samples. */
static const unsigned order[] = { GLYPH_ZWJ, GLYPH_FLAG, GLYPH_TONE,
	GLYPH_PRESENTATION, GLYPH_KEYCAP, GLYPH_TAGS, GLYPH_SPACING, GLYPH_AM,
	GLYPH_KANA_MARK };

enum { SAMPLES = sizeof(order) / sizeof(order[0]) };

static unsigned
count(const struct buf *text, const char *what)
{
	const char *p = buf_str((struct buf *)text);
	unsigned n = 0;

	while ((p = strstr(p, what)) != NULL) {
		n++;
		p += strlen(what);
	}
	return n;
}

static int
reply(struct glyph_probe *p, const char *bytes, struct buf *question)
{
	return glyph_probe_reply(p, view_of(bytes), question);
}

/* Answer a question as the terminal would. Returns 1 if the probe is then finished. */
static int
answer(struct terminal *t, struct glyph_probe *p, struct buf *question)
{
	static const unsigned narrow =
	    GLYPH_SPACING | GLYPH_AM | GLYPH_KANA_MARK;
	struct buf next = { 0 };
	char text[64];
	unsigned whole, i;
	int done;

	t->rounds++;
	assert_int_equal(count(question, "\033[6n"), SAMPLES);
	if (count(question, "\033[?2027$p") > 0) {
		snprintf(text, sizeof(text), "\033[?2027;%d$y", t->mode);
		reply(p, text, &next);
	}
	if (count(question, "\033[?2027h") > 0)
		t->mode = MODE_ON;
	whole = t->mode == MODE_ON ? t->whole_in_mode : t->whole;
	for (i = 0; i < SAMPLES; i++) {
		snprintf(text, sizeof(text), "\033[%d;%dR", GLYPH_PROBE_ROW,
		    1 + ((order[i] & narrow) ? 1 : 2) +
			((order[i] & whole) ? 0 : 1));
		assert_int_equal(reply(p, text, &next), 0);
	}
	done = reply(p, "\033[0n", &next);
	buf_clear(question);
	*question = next;
	return done;
}

static unsigned
probe(struct terminal *t, int *mode_set)
{
	struct glyph_probe p;
	struct buf question = { 0 };
	int done;

	glyph_probe_start(&p, &question);
	do
		done = answer(t, &p, &question);
	while (!done && question.len > 0);
	assert_true(done);
	*mode_set = p.mode_set;
	buf_clear(&question);
	return p.whole;
}

static void
glyph_probe__finds_what_the_terminal_counts_as_one_glyph(void **state)
{
	struct terminal none = { 0 }, some = { .whole = GLYPH_FLAG | GLYPH_AM },
			all = { .whole = GLYPH_KINDS };
	int mode_set;

	(void)state;
	assert_int_equal(probe(&none, &mode_set), 0);
	assert_int_equal(probe(&some, &mode_set), GLYPH_FLAG | GLYPH_AM);
	assert_int_equal(probe(&all, &mode_set), GLYPH_KINDS);
	assert_int_equal(mode_set, 0);
	assert_int_equal(all.rounds, 1);
}

static void
glyph_probe__turns_on_the_mode__only_if_it_was_off(void **state)
{
	struct terminal off = { .whole_in_mode = GLYPH_KINDS,
		.mode = MODE_OFF },
			on = { .whole_in_mode = GLYPH_ZWJ, .mode = MODE_ON };
	int mode_set;

	(void)state;
	assert_int_equal(probe(&off, &mode_set), GLYPH_KINDS);
	assert_int_equal(mode_set, 1);
	assert_int_equal(off.rounds, 2);
	assert_int_equal(probe(&on, &mode_set), GLYPH_ZWJ);
	assert_int_equal(mode_set, 0);
	assert_int_equal(on.rounds, 1);
}

/* Other programs and people send such bytes too. */
static void
glyph_probe__knows_nothing__after_wrong_replies(void **state)
{
	static const char *const wrong[] = { "\033[1;3R", "\033[2R", "\033[2;R",
		"\033[2;-1R", "\033[2;99999999999999999999R", "\033[2;3;4R",
		"\033[R", "\033[?2027;9$y", "\033[?62c", "\033]11;rgb:0/0/0",
		"\033[" };
	struct glyph_probe p;
	struct buf question = { 0 };
	size_t i;

	(void)state;
	glyph_probe_start(&p, &question);
	for (i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_int_equal(reply(&p, wrong[i], &question), 0);
	assert_int_equal(p.answered, 0);
	assert_int_equal(reply(&p, "\033[2;3R", &question), 0);
	assert_int_equal(reply(&p, "\033[0n", &question), 1);
	assert_int_equal(p.whole, 0);
	assert_int_equal(reply(&p, "\033[0n", &question), 0);
	for (i = 0; i < 2 * SAMPLES; i++)
		reply(&p, "\033[2;3R", &question);
	assert_int_equal(p.whole, 0);
	buf_clear(&question);
}

static void
glyph_probe__asks_no_console_that_would_show_the_question(void **state)
{
	(void)state;
	assert_int_equal(glyph_probe_is_possible(NULL), 0);
	assert_int_equal(glyph_probe_is_possible("linux"), 0);
	assert_int_equal(glyph_probe_is_possible("vt220"), 0);
	assert_int_equal(glyph_probe_is_possible("xterm-256color"), 1);
	assert_int_equal(glyph_probe_is_possible("tmux-256color"), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    glyph_probe__finds_what_the_terminal_counts_as_one_glyph),
		cmocka_unit_test(
		    glyph_probe__turns_on_the_mode__only_if_it_was_off),
		cmocka_unit_test(
		    glyph_probe__knows_nothing__after_wrong_replies),
		cmocka_unit_test(
		    glyph_probe__asks_no_console_that_would_show_the_question),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
