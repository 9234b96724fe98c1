/*
 * themes: tables of built-in themes, theme files, and nick colours that are readable on the background.
 */
#include "client/view/themes.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "client/view/colour.h"
#include "common/file.h"
#include "common/i18n.h"
#include "common/path.h"
#include "common/settings_file.h"
#include "common/xmalloc.h"

enum {
	CONTRAST =
	    450, /* of nicks with the background, times 100: WCAG 2.1, level AA */
	CONTRAST_HIGH = 700, /* level AAA */
	CONTRAST_LEAST = 300,
	NICKS_LEAST = 6, /* with fewer colours, accept less contrast */
	VIVID = 80, /* difference of the parts of a colour that is not grey */
	NICKS_EXACT = 24, /* nick colours of a theme with exact colours */
	NAME_MAX_BYTES = 64
};

/* In the order of enum theme_role. */
static const char *const role_names[] = { "text", "dim", "rule", "bar",
	"bar-name", "bar-dim", "bar-warn", "own-nick", "mention", "unread",
	"mentioned-room", "active", "divider", "notice", "warn" };

static_assert(sizeof(role_names) / sizeof(role_names[0]) == THEME_ROLES,
    "a name for each role");

/* clang-format off */
static const char *const dark[THEME_ROLES] = {
	[THEME_DIM] = "246", [THEME_RULE] = "240", [THEME_BAR] = "252 on 236",
	[THEME_BAR_NAME] = "231 on 236 bold", [THEME_BAR_DIM] = "248 on 236",
	[THEME_BAR_WARN] = "222 on 236 bold", [THEME_MENTION] = "231 on 125 bold",
	[THEME_MENTIONED_ROOM] = "211 bold", [THEME_ACTIVE] = "231 on 24 bold",
	[THEME_DIVIDER] = "211", [THEME_NOTICE] = "80", [THEME_WARN] = "210",
};
static const char *const light[THEME_ROLES] = {
	[THEME_DIM] = "241", [THEME_RULE] = "250", [THEME_BAR] = "236 on 253",
	[THEME_BAR_NAME] = "16 on 253 bold", [THEME_BAR_DIM] = "240 on 253",
	[THEME_BAR_WARN] = "88 on 253 bold", [THEME_MENTION] = "231 on 125 bold",
	[THEME_MENTIONED_ROOM] = "125 bold", [THEME_ACTIVE] = "16 on 152 bold",
	[THEME_DIVIDER] = "125", [THEME_NOTICE] = "24", [THEME_WARN] = "124",
};
static const char *const high_contrast[THEME_ROLES] = {
	[THEME_DIM] = "default", [THEME_RULE] = "default", [THEME_BAR] = "reverse",
	[THEME_BAR_NAME] = "reverse bold", [THEME_BAR_DIM] = "reverse",
	[THEME_BAR_WARN] = "16 on 226 bold", [THEME_MENTION] = "16 on 226 bold",
	[THEME_UNREAD] = "bold underline", [THEME_MENTIONED_ROOM] = "16 on 226 bold",
	[THEME_ACTIVE] = "reverse bold", [THEME_DIVIDER] = "bold",
	[THEME_NOTICE] = "bold", [THEME_WARN] = "231 on 88 bold",
};
static const char *const exact_dark[THEME_ROLES] = {
	[THEME_DIM] = "#8b949e", [THEME_RULE] = "#484f58", [THEME_BAR] = "#c9d1d9 on #21262d",
	[THEME_BAR_NAME] = "#ffffff on #21262d bold", [THEME_BAR_DIM] = "#9da5ae on #21262d",
	[THEME_BAR_WARN] = "#f2cc60 on #21262d bold", [THEME_MENTION] = "#ffffff on #a5306f bold",
	[THEME_MENTIONED_ROOM] = "#ff7eb6 bold", [THEME_ACTIVE] = "#ffffff on #1f4e79 bold",
	[THEME_DIVIDER] = "#ff7eb6", [THEME_NOTICE] = "#56d4dd", [THEME_WARN] = "#ff7b72",
};
static const char *const exact_light[THEME_ROLES] = {
	[THEME_DIM] = "#57606a", [THEME_RULE] = "#afb8c1", [THEME_BAR] = "#24292f on #eaeef2",
	[THEME_BAR_NAME] = "#000000 on #eaeef2 bold", [THEME_BAR_DIM] = "#57606a on #eaeef2",
	[THEME_BAR_WARN] = "#7d4e00 on #eaeef2 bold", [THEME_MENTION] = "#ffffff on #a5306f bold",
	[THEME_MENTIONED_ROOM] = "#a5306f bold", [THEME_ACTIVE] = "#000000 on #b6d7f2 bold",
	[THEME_DIVIDER] = "#a5306f", [THEME_NOTICE] = "#0a5c7a", [THEME_WARN] = "#b3261e",
};
static const char *const none[THEME_ROLES] = { NULL };

/* The styles for a dark background and for a light one; a role without one has that of the default theme. */
static const struct built_in {
	const char *name;
	const char *const *on_dark, *const *on_light;
	int contrast;		/* of nicks */
	int plain, exact;	/* no colours; exact colours */
	int background;		/* that it is for: 0: any, else enum theme_light */
} themes[] = {
	{ "default", none, none, CONTRAST, 0, 0, 0 },
	{ "dark", dark, dark, CONTRAST, 0, 0, THEME_ON_DARK },
	{ "light", light, light, CONTRAST, 0, 0, THEME_ON_LIGHT },
	{ "mono", none, none, CONTRAST, 1, 0, 0 },
	{ "high-contrast", high_contrast, high_contrast, CONTRAST_HIGH, 0, 0, 0 },
	{ "truecolor", exact_dark, exact_light, CONTRAST, 0, 1, 0 },
};
/* clang-format on */

enum { THEMES = sizeof(themes) / sizeof(themes[0]) };

/* Parse one part of a colour, 1 to 4 hexadecimal digits, as a byte. */
static int
parse_part(struct view digits, uint32_t *byte)
{
	uint32_t value = 0, most = 0;
	size_t i;
	int c;

	if (digits.len < 1 || digits.len > 4)
		return -1;
	for (i = 0; i < digits.len; i++) {
		c = (unsigned char)digits.p[i];
		if (c >= '0' && c <= '9')
			c -= '0';
		else if ((c | 0x20) >= 'a' && (c | 0x20) <= 'f')
			c = (c | 0x20) - 'a' + 10;
		else
			return -1;
		value = value << 4 | (uint32_t)c;
		most = most << 4 | 0xf;
	}
	*byte = value * 255 / most;
	return 0;
}

/* ESC ] 11 ; rgb : RRRR / GGGG / BBBB (xterm ctlseqs; XParseColor); some terminals answer with rgba. */
int
theme_background_reply(struct theme_background *bg, struct view reply)
{
	struct view word;
	uint32_t byte, rgb = 0;
	int n = 0;

	if (!view_has_prefix(reply, VIEW("\033]11;rgb:")) &&
	    !view_has_prefix(reply, VIEW("\033]11;rgba:")))
		return -1;
	view_cut(&reply, ':', &word);
	while (n < 3 && view_cut(&reply, '/', &word)) {
		if (parse_part(word, &byte) != 0)
			return -1;
		rgb = rgb << 8 | byte;
		n++;
	}
	if (n < 3)
		return -1;
	*bg = (struct theme_background){ 1, rgb };
	return 0;
}

/* "15;0" or "15;default;0": the last number is the background, of the first 16 colours. */
int
theme_background_from(struct theme_background *bg, const char *colorfgbg)
{
	const char *last = colorfgbg == NULL ? NULL : strrchr(colorfgbg, ';');
	long long colour;

	if (last == NULL || view_to_int(view_of(last + 1), 0, 15, &colour) != 0)
		return -1;
	*bg = (struct theme_background){ 1, colour_value((int)colour) };
	return 0;
}

static int
parse_colour(struct view word, int *colour)
{
	static const char *const names[] = { "black", "red", "green", "yellow",
		"blue", "magenta", "cyan", "white", "bright-black",
		"bright-red", "bright-green", "bright-yellow", "bright-blue",
		"bright-magenta", "bright-cyan", "bright-white" };
	uint32_t r, g, b;
	long long n;
	int i;

	for (i = 0; i < 16; i++)
		if (view_equal(word, view_of(names[i]))) {
			*colour = i;
			return 0;
		}
	if (view_equal(word, VIEW("default"))) {
		*colour = -1;
		return 0;
	}
	if (word.len == 7 && *word.p == '#') {
		if (parse_part((struct view){ word.p + 1, 2 }, &r) != 0 ||
		    parse_part((struct view){ word.p + 3, 2 }, &g) != 0 ||
		    parse_part((struct view){ word.p + 5, 2 }, &b) != 0)
			return -1;
		*colour = colour_rgb(r << 16 | g << 8 | b);
		return 0;
	}
	if (view_to_int(word, 0, 255, &n) != 0)
		return -1;
	*colour = (int)n;
	return 0;
}

static unsigned
attribute(struct view word)
{
	static const struct {
		const char *name;
		unsigned attr;
	} attributes[] = { { "bold", ATTR_BOLD }, { "dim", ATTR_DIM },
		{ "italic", ATTR_ITALIC }, { "underline", ATTR_UNDERLINE },
		{ "reverse", ATTR_REVERSE }, { "strike", ATTR_STRIKE } };
	size_t i;

	for (i = 0; i < sizeof(attributes) / sizeof(attributes[0]); i++)
		if (view_equal(word, view_of(attributes[i].name)))
			return attributes[i].attr;
	return 0;
}

int
theme_parse_style(struct style *style, struct view text, char **cause)
{
	struct style made = { -1, -1, 0 };
	struct view word;
	int colour, on = 0;

	while (view_cut(&text, ' ', &word)) {
		if (word.len == 0)
			continue;
		if (attribute(word) != 0) {
			made.attrs |= (uint16_t)attribute(word);
		} else if (view_equal(word, VIEW("on"))) {
			on = 1;
		} else if (parse_colour(word, &colour) == 0) {
			*(on ? &made.bg : &made.fg) = (int16_t)colour;
			on = 0;
		} else {
			return cause_set(cause,
			    _("\"%.*s\" is not a colour or an attribute: use "
			      "words such as red, bright-blue, 75, #ffaf00, "
			      "on, bold, underline, reverse"),
			    VIEW_ARG(word));
		}
	}
	*style = made;
	return on ? cause_set(cause, _("a colour must follow \"on\"")) : 0;
}

static void
set_style(struct theme *t, int role, const struct style *style)
{
	t->styles[role] = *style;
	t->set |= 1u << role;
}

/* Keep n of the colours, evenly spread. */
static void
thin_out(struct theme *t, const int16_t *from, size_t count)
{
	size_t i, n = count < THEME_NICKS_MAX ? count : THEME_NICKS_MAX;

	for (i = 0; i < n; i++)
		t->nicks[i] = from[i * count / n];
	t->nnicks = n;
}

static int
is_vivid(uint32_t rgb)
{
	int r = (int)(rgb >> 16), g = (int)(rgb >> 8 & 0xff);
	int b = (int)(rgb & 0xff), most, least;

	most = r > g ? r : g;
	most = b > most ? b : most;
	least = r < g ? r : g;
	least = b < least ? b : least;
	return most - least >= VIVID;
}

/* Choose nick colours of the palette that are readable on the background. */
static void
choose_nicks(struct theme *t, uint32_t background, int contrast)
{
	int16_t found[COLOUR_RGB];
	uint32_t rgb;
	size_t n;
	int i;

	do {
		for (n = 0, i = 16; i < 232; i++) {
			rgb = colour_value(i);
			if (is_vivid(rgb) &&
			    colour_contrast(rgb, background) >= contrast)
				found[n++] = (int16_t)i;
		}
		contrast -= 50;
	} while (n < NICKS_LEAST && contrast >= CONTRAST_LEAST);
	thin_out(t, found, n);
}

/* Return a colour of the circle of hues (0 to 359) with the given lightness in percent, fairly saturated. */
static uint32_t
hue_colour(int hue, int lightness)
{
	int chroma = (100 - abs(2 * lightness - 100)) * 7 / 10;
	int x = chroma * (60 - abs(hue % 120 - 60)) / 60;
	int low = lightness - chroma / 2, sector = hue / 60, part[3], i;
	static const char order[6][4] = { "cx0", "xc0", "0cx", "0xc", "x0c",
		"c0x" };
	uint32_t rgb = 0;

	for (i = 0; i < 3; i++) {
		part[i] = low + (order[sector][i] == 'c'      ? chroma
				    : order[sector][i] == 'x' ? x
							      : 0);
		rgb = rgb << 8 |
		      (uint32_t)(part[i] < 0	 ? 0
				 : part[i] > 100 ? 255
						 : part[i] * 255 / 100);
	}
	return rgb;
}

/* Make nick colours all around the circle of hues, each as light or dark as it must be. */
static void
make_exact_nicks(struct theme *t, uint32_t background, int contrast)
{
	int i, level, step = colour_is_dark(background) ? 2 : -2;
	uint32_t rgb;

	for (i = 0; i < NICKS_EXACT; i++) {
		level = 50;
		do {
			level += step;
			rgb = hue_colour(i * 360 / NICKS_EXACT, level);
		} while (level > 5 && level < 95 &&
			 colour_contrast(rgb, background) < contrast);
		t->nicks[i] = (int16_t)colour_rgb(rgb);
	}
	t->nnicks = NICKS_EXACT;
}

static const struct built_in *
find(const char *name)
{
	size_t i;

	for (i = 0; i < THEMES; i++)
		if (strcmp(themes[i].name, name) == 0)
			return &themes[i];
	return NULL;
}

/* Return the background that the theme is made for: its own, the terminal's, or the usual one. */
static struct theme_background
background_of(const struct theme *t, const struct built_in *b,
    const struct theme_background *terminal)
{
	struct theme_background bg = *terminal;
	int own = (t->set & 1u << THEME_TEXT) ? t->styles[THEME_TEXT].bg : -1;

	if (own >= 0)
		return (struct theme_background){ 1, colour_value(own) };
	if (b->background == THEME_ON_DARK &&
	    (!bg.known || !colour_is_dark(bg.rgb)))
		bg = (struct theme_background){ 1, 0x000000 };
	else if (b->background == THEME_ON_LIGHT &&
		 (!bg.known || colour_is_dark(bg.rgb)))
		bg = (struct theme_background){ 1, 0xffffff };
	return bg;
}

static void
add_styles(struct theme *t, const char *const *styles)
{
	struct style style;
	int i;

	for (i = 0; i < THEME_ROLES; i++)
		if (styles[i] != NULL &&
		    theme_parse_style(&style, view_of(styles[i]), NULL) == 0)
			set_style(t, i, &style);
}

static void
add_nicks(struct theme *t, const struct built_in *b,
    const struct theme_background *terminal)
{
	struct theme_background bg = background_of(t, b, terminal);

	t->nnicks = 0;
	t->on = !bg.known		 ? THEME_ON_UNKNOWN
		: colour_is_dark(bg.rgb) ? THEME_ON_DARK
					 : THEME_ON_LIGHT;
	if (b->exact)
		make_exact_nicks(t, bg.known ? bg.rgb : 0x000000, b->contrast);
	else if (bg.known)
		choose_nicks(t, bg.rgb, b->contrast);
}

static void
make_built_in(struct theme *t, const struct built_in *b,
    const struct theme_background *terminal)
{
	int is_light = terminal->known && !colour_is_dark(terminal->rgb);

	*t = (struct theme){ .plain = b->plain };
	add_styles(t, is_light ? b->on_light : b->on_dark);
	add_nicks(t, b, terminal);
}

/* The values of a theme file. */
struct theme_file {
	char *base;
	char *roles[THEME_ROLES];
	struct string_list nicks;
};

enum { ROW_BASE, ROW_NICKS, ROW_ROLES };

/* The table of a theme file. Its rows are made from role_names. */
static const struct setting *
file_table(void)
{
	static struct setting rows[ROW_ROLES + THEME_ROLES + 1];
	int i;

	if (rows[0].name != NULL)
		return rows;
	rows[ROW_BASE] = (struct setting){ .name = "base",
		.type = SETTING_STRING,
		.offset = offsetof(struct theme_file, base),
		.def = "default" };
	rows[ROW_NICKS] = (struct setting){ .name = "nicks",
		.type = SETTING_LIST,
		.offset = offsetof(struct theme_file, nicks) };
	for (i = 0; i < THEME_ROLES; i++)
		rows[ROW_ROLES + i] = (struct setting){ .name = role_names[i],
			.type = SETTING_STRING,
			.offset = offsetof(struct theme_file, roles) +
				  (size_t)i * sizeof(char *) };
	return rows;
}

static void
check_file(const void *config, struct settings_report *report)
{
	const struct theme_file *file = config;
	struct style style;
	char *cause = NULL;
	size_t i;
	int colour;

	if (find(file->base) == NULL)
		settings_report_mistake(report, "base",
		    _("there is no theme \"%s\" in tchat"), file->base);
	for (i = 0; i < THEME_ROLES; i++) {
		if (file->roles[i] == NULL ||
		    theme_parse_style(
			&style, view_of(file->roles[i]), &cause) == 0)
			continue;
		settings_report_mistake(report, role_names[i], "%s", cause);
		free(cause);
		cause = NULL;
	}
	for (i = 0; i < file->nicks.n; i++)
		if (parse_colour(view_of(file->nicks.v[i]), &colour) != 0)
			settings_report_mistake(report, "nicks",
			    _("\"%s\" is not a colour"), file->nicks.v[i]);
	if (file->nicks.n > THEME_NICKS_MAX)
		settings_report_mistake(report, "nicks",
		    _("too many colours: use at most %d"), THEME_NICKS_MAX);
}

/* The names and warnings in the bar have its background, unless the file says otherwise. */
static void
spread_bar(struct theme *t, const struct theme_file *file)
{
	static const enum theme_role in_bar[] = { THEME_BAR_NAME, THEME_BAR_DIM,
		THEME_BAR_WARN };
	size_t i;

	for (i = 0; file->roles[THEME_BAR] != NULL && i < 3; i++)
		if (file->roles[in_bar[i]] == NULL)
			set_style(t, in_bar[i], &t->styles[THEME_BAR]);
}

static void
make_from_file(struct theme *t, const struct theme_file *file,
    const struct theme_background *terminal)
{
	const struct built_in *base = find(file->base);
	struct style style;
	size_t i;
	int colour;

	make_built_in(t, base, terminal);
	for (i = 0; i < THEME_ROLES; i++)
		if (file->roles[i] != NULL &&
		    theme_parse_style(&style, view_of(file->roles[i]), NULL) ==
			0)
			set_style(t, (int)i, &style);
	spread_bar(t, file);
	add_nicks(t, base, terminal);
	for (i = 0; i < file->nicks.n; i++)
		if (parse_colour(view_of(file->nicks.v[i]), &colour) == 0)
			t->nicks[i] = (int16_t)colour;
	if (file->nicks.n > 0)
		t->nnicks = file->nicks.n;
}

/* True if the name is a file's name, and not the way to another folder. */
static int
is_file_name(const char *name)
{
	return *name != '\0' && *name != '.' && strchr(name, '/') == NULL &&
	       strlen(name) <= NAME_MAX_BYTES;
}

static int
read_file(struct theme *t, const char *path,
    const struct theme_background *terminal, char **cause)
{
	struct theme_file file = { 0 };
	int rc;

	settings_init(file_table(), &file);
	rc = settings_read(file_table(), &file, path, check_file, cause);
	if (rc == 0)
		make_from_file(t, &file, terminal);
	settings_clear(file_table(), &file);
	return rc;
}

int
theme_make(struct theme *t, const char *name,
    const struct theme_background *terminal, const char *folder, char **cause)
{
	char *file, *path;
	int rc;

	if (strcmp(name, "auto") == 0)
		name = !terminal->known		       ? "default"
		       : colour_is_dark(terminal->rgb) ? "dark"
						       : "light";
	if (find(name) != NULL) {
		make_built_in(t, find(name), terminal);
		return 0;
	}
	if (!is_file_name(name) || folder == NULL)
		return cause_set(cause, _("there is no theme \"%s\""), name);
	xasprintf(&file, "%s.theme", name);
	path = path_join(folder, file);
	free(file);
	if (file_may_exist(path))
		rc = read_file(t, path, terminal, cause);
	else
		rc = cause_set(cause,
		    _("there is no theme \"%s\", and no file %s"), name, path);
	free(path);
	return rc;
}
