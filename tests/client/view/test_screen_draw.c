/*
 * Tests of screen_draw: libvterm shows what the canvas contains.
 */
#include "client/view/screen.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "client/view/colour.h"
#include "common/text.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"
#include "tests/support/vt.h"

enum { W = 40, H = 8, DEADLINE = 20000 };

static const struct style plain = { -1, -1, 0 };

/* Wait for the test to press a key; a shown frame is announced by a bell. */
static void
wait_key(void)
{
	char c;

	if (read(STDIN_FILENO, &c, 1) != 1)
		_exit(99);
}

static void
show(const struct canvas *c)
{
	screen_draw(c);
	screen_bell();
	wait_key();
}

static void
open_or_die(void)
{
	char *cause = NULL;

	if (screen_open(0, &cause) == 0)
		return;
	fprintf(stderr, "%s\n", cause);
	_exit(98);
}

static int
bells_are(struct vt *vt, void *arg)
{
	return vt_bells(vt) >= *(unsigned *)arg;
}

/* Wait for the n-th frame. */
static void
wait_frame(struct vt *vt, unsigned n)
{
	if (!vt_wait(vt, bells_are, &n, DEADLINE))
		fail_msg("frame %u does not come:\n%s", n, vt_text(vt));
}

static void
expect_exit(struct vt *vt, int expected)
{
	int status;

	assert_int_equal(vt_wait_exit(vt, DEADLINE, &status), 0);
	assert_int_equal(status, expected);
}

static struct vt *
start(int (*fn)(void *), void *arg, const char *term)
{
	struct vt *vt = vt_new(W, H);
	char var[64];
	const char *env[] = { var, NULL };

	snprintf(var, sizeof(var), "TERM=%s", term);
	assert_true(vt_fork(vt, fn, arg, env) > 0);
	return vt;
}

static int
put(struct canvas *c, int x, int y, const char *text, struct style style)
{
	return canvas_text(c, x, y, c->w, view_of(text), style);
}

/* -- cells on the terminal -- */

static void
draw_samples(struct canvas *c)
{
	canvas_resize(c, W, H);
	put(c, 0, 0, "plain", plain);
	put(c, 30, 0, "bold", (struct style){ -1, -1, ATTR_BOLD });
	put(c, 0, 1, "\u4e2d\u6587 and \U0001f600 end", plain);
	put(c, 0, 2, "re\u0301sume\u0301 a\u0302\u0323 \u00e4", plain);
	put(c, 0, 3, "reverse",
	    (struct style){ -1, -1, ATTR_REVERSE | ATTR_UNDERLINE });
	put(c, 0, 4, "colour", (struct style){ 160, 25, ATTR_ITALIC });
	put(c, W - 2, H - 1, "\u754c", (struct style){ 3, -1, 0 });
	c->cursor_x = 7;
	c->cursor_y = 5;
}

static int
samples_main(void *arg)
{
	struct canvas *c = canvas_new(W, H);

	(void)arg;
	open_or_die();
	draw_samples(c);
	show(c);
	c->cursor_x = -1;
	show(c);
	screen_close();
	canvas_free(c);
	return 0;
}

static void
expect_looks(struct vt *vt, int x, int y, struct style style)
{
	struct vt_cell cell;

	vt_cell(vt, x, y, &cell);
	assert_int_equal(!!cell.bold, !!(style.attrs & ATTR_BOLD));
	assert_int_equal(!!cell.italic, !!(style.attrs & ATTR_ITALIC));
	assert_int_equal(!!cell.underline, !!(style.attrs & ATTR_UNDERLINE));
	assert_int_equal(!!cell.reverse, !!(style.attrs & ATTR_REVERSE));
	assert_int_equal(cell.fg, style.fg);
	assert_int_equal(cell.bg, style.bg);
}

static void
screen_draw__shows_text_styles_and_cursor(void **state)
{
	struct vt *vt = start(samples_main, NULL, "xterm-256color");
	int x, y;

	(void)state;
	wait_frame(vt, 1);
	assert_true(vt_altscreen(vt));
	assert_string_equal(
	    vt_row(vt, 0), "plain                         bold");
	assert_string_equal(vt_row(vt, 1), "\u4e2d\u6587 and \U0001f600 end");
	assert_string_equal(
	    vt_row(vt, 2), "re\u0301sume\u0301 a\u0302\u0323 \u00e4");
	assert_string_equal(
	    vt_row(vt, H - 1), "                                      \u754c");
	expect_looks(vt, 0, 0, plain);
	expect_looks(vt, 30, 0, (struct style){ -1, -1, ATTR_BOLD });
	expect_looks(vt, 29, 0, plain);
	expect_looks(
	    vt, 6, 3, (struct style){ -1, -1, ATTR_REVERSE | ATTR_UNDERLINE });
	expect_looks(vt, 7, 3, plain);
	expect_looks(vt, 0, 4, (struct style){ 160, 25, ATTR_ITALIC });
	expect_looks(vt, W - 2, H - 1, (struct style){ 3, -1, 0 });
	assert_true(vt_wait_cursor(vt, 7, 5, DEADLINE));
	vt_keys(vt, " ");
	wait_frame(vt, 2);
	assert_false(vt_cursor(vt, &x, &y));
	vt_keys(vt, " ");
	expect_exit(vt, 0);
	vt_close(vt);
}

/* -- only cells that differ are sent -- */

static int
changes_main(void *arg)
{
	struct canvas *c = canvas_new(W, H);
	int i;

	(void)arg;
	open_or_die();
	draw_samples(c);
	show(c);
	for (i = 0; i < 10; i++) {
		draw_samples(c);
		screen_draw(c);
	}
	show(c);
	put(c, 20, 1, "x", plain);
	show(c);
	c->cursor_x = 9;
	show(c);
	screen_redraw();
	show(c);
	screen_close();
	canvas_free(c);
	return 0;
}

static size_t
bytes_of_frame(struct vt *vt, unsigned n)
{
	size_t len;

	vt_settle(
	    vt, 20, 1000); /* all bytes of the previous frame have arrived */
	vt_raw_reset(vt);
	vt_keys(vt, " ");
	wait_frame(vt, n);
	vt_raw(vt, &len);
	return len - 1; /* the bell */
}

static void
screen_draw__sends_only_what_differs(void **state)
{
	struct vt *vt = start(changes_main, NULL, "xterm-256color");

	(void)state;
	wait_frame(vt, 1);
	assert_int_equal(bytes_of_frame(vt, 2), 0);
	assert_in_range(bytes_of_frame(vt, 3), 1, 40);
	assert_int_equal(vt_row(vt, 1)[0], '\xe4');
	assert_in_range(bytes_of_frame(vt, 4), 1, 10);
	assert_true(vt_wait_cursor(vt, 9, 5, DEADLINE));
	assert_true(bytes_of_frame(vt, 5) > 100);
	assert_string_equal(
	    vt_row(vt, 1), "\u4e2d\u6587 and \U0001f600 end     x");
	vt_keys(vt, " ");
	expect_exit(vt, 0);
	vt_close(vt);
}

/* -- pictures compared cell by cell -- */

static int
is_blank(const struct vt_cell *cell)
{
	return cell->chars[0] == 0 || cell->chars[0] == ' ';
}

static int
vt_colour(int colour)
{
	return colour >= COLOUR_RGB ? VT_RGB + (int)colour_value(colour)
				    : colour;
}

/* Return "" or the difference. The foreground of a space is invisible, so it is not compared. */
static const char *
difference(const struct cell *cell, const struct vt_cell *is)
{
	uint16_t attrs = cell->style.attrs;

	if (cell->cp == ' ' ? !is_blank(is) : is->chars[0] != cell->cp)
		return "character";
	if (cell->cp != ' ' &&
	    (is->chars[1] != cell->marks[0] ||
		(cell->marks[0] != 0 && is->chars[2] != cell->marks[1])))
		return "mark";
	if (is->bg != vt_colour(cell->style.bg))
		return "background";
	if (is->fg != vt_colour(cell->style.fg) &&
	    (cell->cp != ' ' || (attrs & ATTR_REVERSE)))
		return "foreground";
	if (!is->reverse != !(attrs & ATTR_REVERSE))
		return "reverse";
	if (!is->strike != !(attrs & ATTR_STRIKE))
		return "strike";
	if (!is->underline != !(attrs & ATTR_UNDERLINE))
		return "underline";
	if (is->link != (cell->link == 0 ? 0 : vt_link(cell->link)))
		return "link";
	if (cell->cp != ' ' && (!is->bold != !(attrs & ATTR_BOLD) ||
				   !is->italic != !(attrs & ATTR_ITALIC)))
		return "weight";
	return "";
}

/* Return the cell with the characters of its grapheme as its base and mark. */
static struct cell
without_grapheme(const struct canvas *c, const struct cell *cell)
{
	struct cell copy = *cell;
	struct view text;
	size_t len;

	if (!(cell->cp & CELL_GRAPHEME))
		return copy;
	text = canvas_grapheme(c, cell->cp);
	copy.cp = text_decode(text, &len);
	text.p += len;
	text.len -= len;
	copy.marks[0] = text_decode(text, &len);
	return copy;
}

static void
expect_canvas(struct vt *vt, const struct canvas *c, unsigned frame)
{
	const struct cell *cell;
	struct cell shown;
	struct vt_cell is;
	const char *what;
	int x, y;

	for (y = 0; y < c->h; y++) {
		for (x = 0; x < c->w; x++) {
			cell = &c->cells[y * c->w + x];
			if (cell->cp == 0)
				continue;
			vt_cell(vt, x, y, &is);
			shown = without_grapheme(c, cell);
			what = difference(&shown, &is);
			if (*what != '\0')
				fail_msg("frame %u, column %d, row %d: %s of "
					 "U+%04X is not as drawn:\n%s",
				    frame, x, y, what, (unsigned)cell->cp,
				    vt_text(vt));
		}
	}
	if (c->cursor_x >= 0)
		assert_true(
		    vt_wait_cursor(vt, c->cursor_x, c->cursor_y, DEADLINE));
}

/* Pictures that two processes draw in the same way. */
struct show {
	void (*draw)(struct canvas *, unsigned frame);
	unsigned frames;
};

static int
show_main(void *arg)
{
	const struct show *s = arg;
	struct canvas *c = canvas_new(W, H);
	unsigned i;

	open_or_die();
	screen_use_links(1);
	screen_use_rgb(1);
	for (i = 0; i < s->frames; i++) {
		s->draw(c, i);
		show(c);
	}
	screen_close();
	canvas_free(c);
	return 0;
}

static void
expect_show(struct show s, const char *term)
{
	struct vt *vt = start(show_main, &s, term);
	struct canvas *c = canvas_new(W, H);
	unsigned i;

	for (i = 0; i < s.frames; i++) {
		s.draw(c, i);
		wait_frame(vt, i + 1);
		expect_canvas(vt, c, i);
		vt_keys(vt, " ");
	}
	expect_exit(vt, 0);
	canvas_free(c);
	vt_close(vt);
}

/* 256 pairs in each frame, different ones each time, with the same letters. */
static void
draw_256_pairs(struct canvas *c, unsigned frame)
{
	unsigned i, n;

	canvas_resize(c, W, H);
	for (i = 0; i < 256; i++) {
		n = i + 101 * frame;
		put(c, (int)i % W, (int)i / W, "x",
		    (struct style){
			(int16_t)(n % 256), (int16_t)(n / 16 % 256), 0 });
	}
}

static void
screen_draw__shows_256_pairs_a_frame(void **state)
{
	(void)state;
	expect_show((struct show){ draw_256_pairs, 2 }, "xterm-256color");
}

/* Curses cannot show these; wide letters and the last cell among them. */
static void
draw_exact_colours(struct canvas *c, unsigned frame)
{
	struct style style = { -1, -1, ATTR_BOLD };
	unsigned i;

	canvas_resize(c, W, H);
	for (i = 0; i < 60; i++) {
		style.fg = (int16_t)colour_rgb(0x123456 + i * 0x010203);
		style.bg =
		    (int16_t)(i % 3 == 0 ? -1 : colour_rgb(0x654321 + frame));
		put(c, (int)(i * 2 % W), (int)(i * 2 / W),
		    i % 5 == 0 ? "\u4e2d" : "x", style);
	}
}

static void
screen_draw__shows_exact_colours(void **state)
{
	(void)state;
	expect_show((struct show){ draw_exact_colours, 3 }, "xterm-256color");
	expect_show((struct show){ draw_exact_colours, 2 }, "xterm");
}

/* xterm's entry has 64 pairs for 81 combinations; a frame uses 40 of them. */
static void
draw_40_pairs(struct canvas *c, unsigned frame)
{
	unsigned i, n;

	canvas_resize(c, W, H);
	for (i = 0; i < 120; i++) {
		n = (i % 40 + 17 * frame) % 81;
		put(c, (int)(i % W), (int)(i / W), "x",
		    (struct style){
			(int16_t)(n / 9 - 1), (int16_t)(n % 9 - 1), 0 });
	}
}

static void
screen_draw__renumbers_pairs__when_they_run_out(void **state)
{
	(void)state;
	expect_show((struct show){ draw_40_pairs, 30 }, "xterm");
}

/* One frame with more pairs than there are, then one with few. */
static void
draw_too_many_pairs(struct canvas *c, unsigned frame)
{
	unsigned i;

	canvas_resize(c, W, H);
	for (i = 0; i < (frame == 0 ? 81 : 30); i++)
		put(c, (int)i % W, (int)i / W, "x",
		    (struct style){
			(int16_t)(i / 9 - 1), (int16_t)(i % 9 - 1), 0 });
}

static void
screen_draw__omits_colours__when_a_frame_has_too_many(void **state)
{
	struct show s = { draw_too_many_pairs, 2 };
	struct vt *vt = start(show_main, &s, "xterm");
	struct canvas *c = canvas_new(W, H);

	(void)state;
	wait_frame(vt, 1);
	assert_string_equal(vt_row(vt, 2), "x");
	vt_keys(vt, " ");
	wait_frame(vt, 2);
	draw_too_many_pairs(c, 1);
	expect_canvas(vt, c, 1);
	vt_keys(vt, " ");
	expect_exit(vt, 0);
	canvas_free(c);
	vt_close(vt);
}

/* -- any picture after any other -- */

static struct style
random_style(struct prng *r)
{
	static const int16_t colours[] = { -1, -1, -1, 1, 4, 7, 25, 160, 237 };
	static const uint16_t attrs[] = { 0, 0, 0, ATTR_BOLD, ATTR_REVERSE,
		ATTR_UNDERLINE, ATTR_ITALIC, ATTR_BOLD | ATTR_STRIKE };

	return (struct style){ colours[prng_below(r, 9)],
		colours[prng_below(r, 9)], attrs[prng_below(r, 8)] };
}

static void
random_text(struct prng *r, struct canvas *c)
{
	static const char *const atoms[] = { "a", "b", "aaaaaaaaaaaa", "word",
		" ", "      ", "\u00e4", "e\u0301", "a\u0302\u0323", "\u4e2d",
		"\u6587\u5b57", "\U0001f600", "\U0001f44d", "\u2502", "\ud55c",
		"\u0436", "\U0001f3f4\U000e0067" };
	static const char *const uris[] = { "https://a.example",
		"https://b.example/", "mailto:ana@example.org" };
	struct style style = random_style(r);
	int x = (int)prng_below(r, W), y = (int)prng_below(r, H);
	size_t n = prng_below(r, 12);

	if (prng_below(r, 3) == 0)
		canvas_set_link(
		    c, view_of(uris[prng_below(r, 3)]), prng_below(r, 2));
	while (n-- > 0)
		x = put(c, x, y, atoms[prng_below(r, 17)], style);
	canvas_set_link(c, VIEW(""), 0);
	/* libvterm misplaces a mark here if a write ends before it */
	memset(c->cells[(y + 1) * W - 1].marks, 0, sizeof(c->cells->marks));
}

/* Move all rows up or down as a scrolled pane does. */
static void
scroll(struct canvas *c, int by)
{
	struct cell *from = c->cells + (by > 0 ? by * c->w : 0);
	struct cell *to = c->cells + (by > 0 ? 0 : -by * c->w);
	size_t rows = (size_t)(c->h - abs(by));

	memmove(to, from, rows * (size_t)c->w * sizeof(*to));
	canvas_fill(c,
	    (struct rect){ 0, by > 0 ? (int)rows : 0, c->w, abs(by) }, plain);
}

/* Continues from what the canvas shows, so both processes must draw every frame. */
static void
draw_random(struct canvas *c, unsigned frame)
{
	struct prng r = { .state = 0x9e3779b97f4a7c15u * (frame + 1) };
	size_t i, n;

	switch (prng_below(&r, 8)) {
	case 0:
		canvas_resize(c, W, H);
		break;
	case 1:
		scroll(c, (int)prng_below(&r, 7) - 3);
		break;
	case 2:
		canvas_fill(c,
		    (struct rect){ (int)prng_below(&r, W),
			(int)prng_below(&r, H), (int)prng_below(&r, W),
			(int)prng_below(&r, H) },
		    random_style(&r));
		break;
	default:
		break;
	}
	n = prng_below(&r, 20);
	for (i = 0; i < n; i++)
		random_text(&r, c);
	/* the last cell is never a link */
	for (i = (size_t)W * H - 1; c->cells[i].cp == 0; i--)
		c->cells[i].link = 0;
	c->cells[i].link = 0;
	c->cursor_x = (int)prng_below(&r, W + 1) - 1;
	c->cursor_y = (int)prng_below(&r, H);
}

/* -- hyperlinks -- */

/* A link over two rows, then the same text as another link, as none, and one row higher. */
static void
draw_links(struct canvas *c, unsigned frame)
{
	canvas_resize(c, W, H);
	put(c, 0, 3, "see", plain);
	if (frame < 2)
		canvas_set_link(c, VIEW("https://example.org/a?b"), 7 + frame);
	put(c, 36, 2, "http", plain);
	put(c, 0, frame == 3 ? 2 : 3, "s://\u4f60/", plain);
	canvas_set_link(c, VIEW(""), 0);
	put(c, 10, 3, "end", plain);
}

static void
screen_draw__makes_links(void **state)
{
	struct show s = { draw_links, 4 };
	struct vt *vt = start(show_main, &s, "xterm-256color");

	(void)state;
	wait_frame(vt, 1);
	assert_true(vt_raw_has(
	    vt, "\033]8;id=1;https://example.org/a?b\033\\http\033["));
	assert_true(vt_raw_has(vt, "s://\u4f60/\033]8;;\033\\"));
	vt_close(vt);
	expect_show(s, "xterm-256color");
}

/* Text without links is drawn as before. */
static int
no_links_main(void *arg)
{
	struct canvas *c = canvas_new(W, H);

	(void)arg;
	open_or_die();
	draw_links(c, 0);
	show(c);
	screen_close();
	canvas_free(c);
	return 0;
}

static void
screen_draw__makes_no_links__unless_told_to(void **state)
{
	struct vt *vt = start(no_links_main, NULL, "xterm-256color");

	(void)state;
	wait_frame(vt, 1);
	assert_string_equal(vt_row(vt, 3), "s://\u4f60/   end");
	assert_false(vt_raw_has(vt, "\033]8"));
	vt_keys(vt, " ");
	expect_exit(vt, 0);
	vt_close(vt);
}

/* Among the texts is a grapheme that libvterm counts as one glyph: a flag with a tag. */
static void
screen_draw__shows_any_picture_after_any_other(void **state)
{
	(void)state;
	glyph_set_whole(GLYPH_TAGS);
	expect_show((struct show){ draw_random, 1000 }, "xterm-256color");
	expect_show((struct show){ draw_random, 300 }, "tmux-256color");
	glyph_set_whole(0);
}

/* -- size -- */

static int
resize_main(void *arg)
{
	struct canvas *c = canvas_new(W, H);
	int w, h;

	(void)arg;
	open_or_die();
	for (;;) {
		screen_resize(&w, &h);
		canvas_resize(c, w, h);
		put(c, 0, 0, "top", plain);
		put(c, w - 1, h - 1, "#", plain);
		c->cursor_x = w - 1;
		c->cursor_y = h - 1;
		show(c);
		if (w == W + 50)
			break;
	}
	screen_close();
	canvas_free(c);
	return 0;
}

static void
expect_corners(struct vt *vt, int w, int h)
{
	struct vt_cell cell;

	assert_string_equal(vt_row(vt, 0), "top");
	vt_cell(vt, w - 1, h - 1, &cell);
	assert_int_equal(cell.chars[0], '#');
	vt_cell(vt, w - 2, h - 1, &cell);
	assert_true(is_blank(&cell));
	assert_true(vt_wait_cursor(vt, w - 1, h - 1, DEADLINE));
}

static void
screen_resize__follows_the_terminal(void **state)
{
	static const struct {
		int w, h;
	} sizes[] = { { W, H }, { W + 20, H + 7 }, { 12, 3 }, { 12, H + 9 },
		{ W + 30, 3 }, { W + 50, H } };
	struct vt *vt = start(resize_main, NULL, "xterm-256color");
	unsigned i;

	(void)state;
	for (i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		if (i > 0) {
			vt_resize(vt, sizes[i].w, sizes[i].h);
			vt_keys(vt, " ");
		}
		wait_frame(vt, i + 1);
		expect_corners(vt, sizes[i].w, sizes[i].h);
	}
	vt_keys(vt, " ");
	expect_exit(vt, 0);
	vt_close(vt);
}

/* The size is the terminal's, not that in the parent's environment. */
static void
screen_resize__does_not_believe_LINES_and_COLUMNS(void **state)
{
	static const char *const env[] = { "LINES=50", "COLUMNS=7", NULL };
	struct vt *vt = vt_new(W + 50, H);

	(void)state;
	assert_true(vt_fork(vt, resize_main, NULL, env) > 0);
	wait_frame(vt, 1);
	expect_corners(vt, W + 50, H);
	vt_keys(vt, " ");
	expect_exit(vt, 0);
	vt_close(vt);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(screen_draw__shows_text_styles_and_cursor),
		cmocka_unit_test(screen_draw__sends_only_what_differs),
		cmocka_unit_test(screen_draw__shows_256_pairs_a_frame),
		cmocka_unit_test(screen_draw__shows_exact_colours),
		cmocka_unit_test(
		    screen_draw__renumbers_pairs__when_they_run_out),
		cmocka_unit_test(
		    screen_draw__omits_colours__when_a_frame_has_too_many),
		cmocka_unit_test(screen_draw__makes_links),
		cmocka_unit_test(screen_draw__makes_no_links__unless_told_to),
		cmocka_unit_test(
		    screen_draw__shows_any_picture_after_any_other),
		cmocka_unit_test(screen_resize__follows_the_terminal),
		cmocka_unit_test(
		    screen_resize__does_not_believe_LINES_and_COLUMNS),
	};

	setlocale(LC_CTYPE, "C.UTF-8");
	return cmocka_run_group_tests(tests, NULL, NULL);
}
