/*
 * Tests of themes: readable on their backgrounds, chosen by the terminal's, read from files with their mistakes.
 */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "client/config/config.h"
#include "client/view/colour.h"
#include "client/view/themes.h"
#include "common/xmalloc.h"
#include "tests/support/test.h"

static const struct theme_background unknown = { 0, 0 };
static const struct theme_background black = { 1, 0x000000 };
static const struct theme_background white = { 1, 0xffffff };

static char folder[] = "/tmp/tchat-themes-XXXXXX";

static int
set_up(void **state)
{
	(void)state;
	strcpy(folder + sizeof(folder) - 7, "XXXXXX");
	return mkdtemp(folder) == NULL;
}

static int
tear_down(void **state)
{
	char path[64];

	(void)state;
	theme_use(NULL);
	snprintf(path, sizeof(path), "%s/own.theme", folder);
	unlink(path);
	return rmdir(folder);
}

static void
write_file(const char *text)
{
	char path[64];
	FILE *f;

	snprintf(path, sizeof(path), "%s/own.theme", folder);
	f = fopen(path, "w");
	assert_non_null(f);
	fputs(text, f);
	fclose(f);
}

static void
use(const char *name, const struct theme_background *bg)
{
	struct theme t;
	char *cause = NULL;

	if (theme_make(&t, name, bg, folder, &cause) != 0)
		fail_msg("%s", cause);
	theme_use(&t);
}

/* Return the contrast of a role with its own background, or that of the screen. */
static int
contrast_of(enum theme_role role, uint32_t screen)
{
	struct style s = theme_style(role, 256);
	uint32_t fg = s.fg >= 0		       ? colour_value(s.fg)
		      : colour_is_dark(screen) ? 0xd0d0d0
					       : 0x202020;
	uint32_t bg = s.bg >= 0 ? colour_value(s.bg) : screen;

	return colour_contrast(fg, bg);
}

static void
expect_readable(const char *name, uint32_t screen, int least)
{
	struct theme_background bg = { 1, screen };
	const int16_t *nicks;
	size_t i, n;

	use(name, &bg);
	for (i = 0; i < THEME_ROLES; i++)
		if (i != THEME_RULE &&
		    contrast_of((enum theme_role)i, screen) < least)
			fail_msg("%s: style %zu is not readable on %06x", name,
			    i, (unsigned)screen);
	nicks = theme_palette(256, &n);
	assert_in_range(n, 6, THEME_NICKS_MAX);
	for (i = 0; i < n; i++)
		assert_true(
		    colour_contrast(colour_value(nicks[i]), screen) >= least);
}

static void
built_in_themes__are_readable_on_their_background(void **state)
{
	static const struct {
		const char *name;
		uint32_t screen;
		int least;
	} cases[] = { { "dark", 0x000000, 450 }, { "dark", 0x1e1e1e, 450 },
		{ "dark", 0x002b36, 450 }, { "light", 0xffffff, 450 },
		{ "light", 0xfdf6e3, 450 }, { "high-contrast", 0x000000, 700 },
		{ "high-contrast", 0xffffff, 700 },
		{ "truecolor", 0x000000, 450 }, { "truecolor", 0x1e1e1e, 450 },
		{ "truecolor", 0xffffff, 450 }, { "truecolor", 0xfdf6e3, 450 },
		{ "auto", 0x1e1e1e, 450 }, { "auto", 0xfdf6e3, 450 } };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
		expect_readable(cases[i].name, cases[i].screen, cases[i].least);
}

static void
nicks_of_the_default_theme__are_readable_on_a_known_background(void **state)
{
	static const uint32_t screens[] = { 0x000000, 0x1e1e1e, 0xffffff,
		0x808080, 0x0000aa };
	const int16_t *nicks;
	struct theme_background bg = { 1, 0 };
	size_t i, k, n;

	(void)state;
	for (k = 0; k < sizeof(screens) / sizeof(screens[0]); k++) {
		bg.rgb = screens[k];
		use("default", &bg);
		nicks = theme_palette(256, &n);
		assert_in_range(n, 3, THEME_NICKS_MAX);
		for (i = 0; i < n; i++)
			assert_true(colour_contrast(colour_value(nicks[i]),
					screens[k]) >= 300);
	}
}

static void
auto_theme__is_chosen_by_the_background(void **state)
{
	struct theme a, b;

	(void)state;
	assert_int_equal(theme_make(&a, "auto", &black, NULL, NULL), 0);
	assert_int_equal(theme_make(&b, "dark", &black, NULL, NULL), 0);
	assert_memory_equal(a.styles, b.styles, sizeof(a.styles));
	assert_int_equal(theme_make(&a, "auto", &white, NULL, NULL), 0);
	assert_int_equal(theme_make(&b, "light", &white, NULL, NULL), 0);
	assert_memory_equal(a.styles, b.styles, sizeof(a.styles));
	assert_int_equal(theme_make(&a, "auto", &unknown, NULL, NULL), 0);
	assert_int_equal(a.set, 0);
	assert_int_equal(a.nnicks, 0);
}

/* The view does not know the settings, so the names are there too. */
static void
every_theme_that_the_setting_offers__exists(void **state)
{
	const struct setting *s =
	    settings_find(client_config_settings, "theme");
	const char *const *names = setting_words(s);
	struct theme t;
	size_t n = 0;

	(void)state;
	for (; *names != NULL; names++, n++)
		assert_int_equal(
		    theme_make(&t, *names, &unknown, NULL, NULL), 0);
	assert_int_equal(n, 7);
}

static void
background__is_read_from_the_answer_of_the_terminal(void **state)
{
	struct theme_background bg = { 0, 0 };

	(void)state;
	assert_int_equal(
	    theme_background_reply(&bg, VIEW("\033]11;rgb:ffff/8080/0000")), 0);
	assert_int_equal(bg.rgb, 0xff8000);
	assert_true(bg.known);
	assert_int_equal(
	    theme_background_reply(&bg, VIEW("\033]11;rgb:f/0/8")), 0);
	assert_int_equal(bg.rgb, 0xff0088);
	assert_int_equal(theme_background_reply(
			     &bg, VIEW("\033]11;rgba:1e1e/1e1e/1e1e/ffff")),
	    0);
	assert_int_equal(bg.rgb, 0x1e1e1e);
	assert_int_equal(
	    theme_background_reply(&bg, VIEW("\033]10;rgb:0/0/0")), -1);
	assert_int_equal(
	    theme_background_reply(&bg, VIEW("\033]11;rgb:0/0")), -1);
	assert_int_equal(
	    theme_background_reply(&bg, VIEW("\033]11;rgb:0/g/0")), -1);
	assert_int_equal(
	    theme_background_reply(&bg, VIEW("\033]11;rgb:00000/0/0")), -1);
	assert_int_equal(theme_background_reply(&bg, VIEW("\033]11;?")), -1);
	assert_int_equal(theme_background_reply(&bg, VIEW("")), -1);
	assert_int_equal(bg.rgb, 0x1e1e1e);
}

static void
background__is_read_from_colorfgbg(void **state)
{
	struct theme_background bg = { 0, 0 };

	(void)state;
	assert_int_equal(theme_background_from(&bg, NULL), -1);
	assert_int_equal(theme_background_from(&bg, ""), -1);
	assert_int_equal(theme_background_from(&bg, "7"), -1);
	assert_int_equal(theme_background_from(&bg, "0;default"), -1);
	assert_int_equal(theme_background_from(&bg, "0;16"), -1);
	assert_false(bg.known);
	assert_int_equal(theme_background_from(&bg, "15;0"), 0);
	assert_true(bg.known && colour_is_dark(bg.rgb));
	assert_int_equal(theme_background_from(&bg, "0;default;15"), 0);
	assert_false(colour_is_dark(bg.rgb));
}

static void
mono__has_no_colours(void **state)
{
	size_t n;
	int i;

	(void)state;
	use("mono", &black);
	for (i = 0; i < THEME_ROLES; i++) {
		assert_int_equal(theme_style((enum theme_role)i, 256).fg, -1);
		assert_int_equal(theme_style((enum theme_role)i, 256).bg, -1);
	}
	theme_palette(256, &n);
	assert_int_equal(n, 0);
	assert_int_equal(theme_nick(VIEW("ana"), 256).fg, -1);
}

static void
style__is_parsed_from_words(void **state)
{
	struct style s;
	char *cause = NULL;

	(void)state;
	assert_int_equal(
	    theme_parse_style(&s, VIEW("white on #7f0055 bold  italic"), NULL),
	    0);
	assert_int_equal(s.fg, 7);
	assert_int_equal(colour_value(s.bg), 0x7f0055);
	assert_int_equal(s.attrs, ATTR_BOLD | ATTR_ITALIC);
	assert_int_equal(theme_parse_style(&s, VIEW("bold 75"), NULL), 0);
	assert_int_equal(s.fg, 75);
	assert_int_equal(theme_parse_style(&s, VIEW("default on 15"), NULL), 0);
	assert_int_equal(s.fg, -1);
	assert_int_equal(s.bg, 15);
	assert_int_equal(theme_parse_style(&s, VIEW(""), NULL), 0);
	assert_int_equal(s.fg, -1);
	assert_int_equal(
	    theme_parse_style(&s, VIEW("red on mauve"), &cause), -1);
	assert_non_null(strstr(cause, "\"mauve\" is not a colour"));
	free(cause);
	assert_int_equal(theme_parse_style(&s, VIEW("red on"), NULL), -1);
	assert_int_equal(theme_parse_style(&s, VIEW("256"), NULL), -1);
	assert_int_equal(theme_parse_style(&s, VIEW("#12345"), NULL), -1);
	assert_int_equal(theme_parse_style(&s, VIEW("#12345g"), NULL), -1);
}

static void
file__changes_styles_of_its_base(void **state)
{
	const int16_t *nicks;
	size_t n;

	(void)state;
	write_file("# mine\n"
		   "base = dark\n"
		   "mention = \"white on #7f0055 bold\"\n"
		   "nicks = { red, 75, \"#88cc00\" }\n");
	use("own", &black);
	assert_int_equal(
	    colour_value(theme_style(THEME_MENTION, 256).bg), 0x7f0055);
	assert_int_equal(theme_style(THEME_DIM, 256).fg, 246);
	nicks = theme_palette(256, &n);
	assert_int_equal(n, 3);
	assert_int_equal(nicks[1], 75);
	/* On a terminal without these colours, it is as in the default theme. */
	assert_int_equal(theme_style(THEME_MENTION, 8).bg, -1);
	assert_int_equal(
	    theme_style(THEME_MENTION, 8).attrs, ATTR_REVERSE | ATTR_BOLD);
	assert_int_equal(theme_style(THEME_MENTION, 0).fg, -1);
}

static void
file__that_changes_the_bar__changes_what_is_in_it(void **state)
{
	(void)state;
	write_file("bar = \"black on 180\"\nbar-warn = \"red on 180 bold\"\n");
	use("own", &black);
	assert_int_equal(theme_style(THEME_BAR_NAME, 256).bg, 180);
	assert_int_equal(theme_style(THEME_BAR_NAME, 256).fg, 0);
	assert_int_equal(theme_style(THEME_BAR_WARN, 256).fg, 1);
	assert_int_equal(theme_style(THEME_BAR_DIM, 256).bg, 180);
}

/* All styles are shown on the background of the text. */
static void
file__may_set_the_background_of_everything(void **state)
{
	const int16_t *nicks;
	size_t i, n;

	(void)state;
	write_file("text = \"#222222 on #fdf6e3\"\n");
	use("own", &black);
	assert_int_equal(
	    colour_value(theme_style(THEME_DIM, 256).bg), 0xfdf6e3);
	assert_int_equal(
	    colour_value(theme_style(THEME_OWN_NICK, 256).fg), 0x222222);
	assert_int_equal(
	    colour_value(theme_nick(VIEW("bob"), 256).bg), 0xfdf6e3);
	nicks = theme_palette(256, &n);
	for (i = 0; i < n; i++)
		assert_true(
		    colour_contrast(colour_value(nicks[i]), 0xfdf6e3) >= 450);
}

static void
expect_mistakes(const char *name, const char *const *wanted)
{
	struct theme t;
	char *cause = NULL;

	assert_int_equal(theme_make(&t, name, &black, folder, &cause), -1);
	for (; *wanted != NULL; wanted++)
		if (strstr(cause, *wanted) == NULL)
			fail_msg("no \"%s\" in: %s", *wanted, cause);
	free(cause);
}

static void
file__with_mistakes_is_refused__with_their_lines(void **state)
{
	(void)state;
	write_file("base = none\n"
		   "mention = \"red on\"\n"
		   "\n"
		   "mentoin = red\n"
		   "dim = mauve\n"
		   "nicks = { red, purple-ish }\n");
	expect_mistakes("own",
	    (const char *const[]){
		"own.theme:1: base: ", "own.theme:2: mention: ",
		"own.theme:4: ", "own.theme:5: dim: \"mauve\" is not a colour",
		"own.theme:6: nicks: \"purple-ish\" is not a colour", NULL });
	expect_mistakes("other",
	    (const char *const[]){ "there is no theme \"other\"", NULL });
	expect_mistakes(
	    "../own", (const char *const[]){ "there is no theme", NULL });
	expect_mistakes("", (const char *const[]){ "there is no theme", NULL });
}

#define theme_test(fn) cmocka_unit_test_setup_teardown(fn, set_up, tear_down)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		theme_test(built_in_themes__are_readable_on_their_background),
		theme_test(
		    nicks_of_the_default_theme__are_readable_on_a_known_background),
		theme_test(auto_theme__is_chosen_by_the_background),
		theme_test(every_theme_that_the_setting_offers__exists),
		theme_test(background__is_read_from_the_answer_of_the_terminal),
		theme_test(background__is_read_from_colorfgbg),
		theme_test(mono__has_no_colours),
		theme_test(style__is_parsed_from_words),
		theme_test(file__changes_styles_of_its_base),
		theme_test(file__that_changes_the_bar__changes_what_is_in_it),
		theme_test(file__may_set_the_background_of_everything),
		theme_test(file__with_mistakes_is_refused__with_their_lines),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
