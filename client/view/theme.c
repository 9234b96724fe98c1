/*
 * theme: the styles of the default theme, and the theme in use.
 */
#include "client/view/theme.h"

#include "client/view/colour.h"
#include "common/names.h"

/* clang-format off */
static const struct look {
	struct style many;	/* 256 colours */
	struct style few;	/* 8 and 16 */
	struct style none;
} looks[THEME_ROLES] = {
	[THEME_TEXT] =	   { { -1, -1, 0 }, { -1, -1, 0 }, { -1, -1, 0 } },
	[THEME_DIM] =	   { { 243, -1, 0 }, { -1, -1, ATTR_DIM },
			     { -1, -1, ATTR_DIM } },
	[THEME_RULE] =	   { { 243, -1, 0 }, { -1, -1, ATTR_DIM },
			     { -1, -1, ATTR_DIM } },
	[THEME_BAR] =	   { { 252, 237, 0 }, { -1, -1, ATTR_REVERSE },
			     { -1, -1, ATTR_REVERSE } },
	[THEME_BAR_NAME] = { { 231, 237, ATTR_BOLD },
			     { -1, -1, ATTR_REVERSE | ATTR_BOLD },
			     { -1, -1, ATTR_REVERSE | ATTR_BOLD } },
	[THEME_BAR_DIM] =  { { 248, 237, 0 }, { -1, -1, ATTR_REVERSE },
			     { -1, -1, ATTR_REVERSE } },
	[THEME_BAR_WARN] = { { 222, 237, ATTR_BOLD },
			     { -1, -1, ATTR_REVERSE | ATTR_BOLD },
			     { -1, -1, ATTR_REVERSE | ATTR_BOLD } },
	[THEME_OWN_NICK] =	   { { -1, -1, ATTR_BOLD }, { -1, -1, ATTR_BOLD },
			     { -1, -1, ATTR_BOLD } },
	[THEME_MENTION] =  { { 231, 125, ATTR_BOLD },
			     { 5, -1, ATTR_REVERSE | ATTR_BOLD },
			     { -1, -1, ATTR_REVERSE | ATTR_BOLD } },
	[THEME_UNREAD] =   { { -1, -1, ATTR_BOLD }, { -1, -1, ATTR_BOLD },
			     { -1, -1, ATTR_BOLD } },
	[THEME_MENTIONED_ROOM] =   { { 162, -1, ATTR_BOLD }, { 5, -1, ATTR_BOLD },
			     { -1, -1, ATTR_BOLD } },
	[THEME_ACTIVE] =   { { 231, 237, ATTR_BOLD },
			     { -1, -1, ATTR_REVERSE },
			     { -1, -1, ATTR_REVERSE } },
	[THEME_DIVIDER] =  { { 162, -1, 0 }, { 5, -1, 0 }, { -1, -1, 0 } },
	[THEME_NOTICE] =   { { 31, -1, 0 }, { 6, -1, 0 }, { -1, -1, 0 } },
	[THEME_WARN] =	   { { 160, -1, 0 }, { 1, -1, 0 }, { -1, -1, ATTR_BOLD } },
};

/*
 * Colours for nicks if the background is unknown: readable on black and on white. Of 256 colours those with a contrast
 * of at least 3.8 (WCAG 2.1) on both; of the first 16, which differ between terminals, those that are faint on neither.
 */
static const int16_t palette_256[] = { 28, 30, 32, 63, 64, 98, 100, 130,
	131, 134, 162, 164 };
static const int16_t palette_16[] = { 1, 2, 5, 6, 12, 13 };
static const int16_t palette_8[] = { 1, 2, 5, 6 };
/* If it is known. */
static const int16_t dark_16[] = { 2, 3, 5, 6, 9, 10, 11, 12, 13, 14 };
static const int16_t light_16[] = { 1, 4, 5, 12 };
static const int16_t dark_8[] = { 2, 3, 5, 6 };
static const int16_t light_8[] = { 1, 4, 5 };

#define PALETTE(p) { p, sizeof(p) / sizeof((p)[0]) }

static const struct palette {
	const int16_t *colours;
	size_t n;
} palettes[][3] = {
	[THEME_ON_UNKNOWN] = { PALETTE(palette_256), PALETTE(palette_16),
	    PALETTE(palette_8) },
	[THEME_ON_DARK] = { PALETTE(palette_256), PALETTE(dark_16),
	    PALETTE(dark_8) },
	[THEME_ON_LIGHT] = { PALETTE(palette_256), PALETTE(light_16),
	    PALETTE(light_8) },
};

/* modern.ircdocs.horse/formatting: colours 0-15 and, from the 256, 16-98. */
static const uint8_t irc_16[] = { 15, 0, 4, 2, 9, 1, 5, 3, 11, 10, 6, 14, 12,
	13, 8, 7 };
static const uint8_t irc_256[] = {
	52, 94, 100, 58, 22, 29, 23, 24, 17, 54, 53, 89,
	88, 130, 142, 64, 28, 35, 30, 25, 18, 91, 90, 125,
	124, 166, 184, 106, 34, 49, 37, 33, 19, 129, 127, 161,
	196, 208, 226, 154, 46, 86, 51, 75, 21, 171, 201, 198,
	203, 215, 227, 191, 83, 122, 87, 111, 63, 177, 207, 205,
	217, 223, 229, 193, 157, 158, 159, 153, 147, 183, 219, 212,
	16, 233, 235, 237, 239, 241, 244, 247, 250, 254, 231
};
/* clang-format on */

enum { IRC_16 = sizeof(irc_16), IRC_ALL = sizeof(irc_16) + sizeof(irc_256) };

static struct theme current;

void
theme_use(const struct theme *theme)
{
	current = theme != NULL ? *theme : (struct theme){ 0 };
}

static int
is_set(enum theme_role role)
{
	return (current.set & 1u << role) != 0;
}

/* True if the terminal has the colours of the style: the nearest ones of 16 might be the background's. */
static int
has_colours(const struct style *style, int colours)
{
	enum { FIRST = 16 }; /* shown on all terminals with colours */

	return colours >= COLOUR_RGB ||
	       (style->fg < FIRST && style->bg < FIRST);
}

/* A theme may give the text colours of its own; then all roles have them. */
static struct style
on_text(struct style style, int colours)
{
	const struct style *text = &current.styles[THEME_TEXT];

	if (!is_set(THEME_TEXT) || !has_colours(text, colours))
		return style;
	if (style.fg == -1)
		style.fg = text->fg;
	if (style.bg == -1)
		style.bg = text->bg;
	return style;
}

struct style
theme_style(enum theme_role role, int colours)
{
	const struct look *look = &looks[role];

	if (colours < 8 || current.plain)
		return look->none;
	if (is_set(role) && has_colours(&current.styles[role], colours))
		return on_text(current.styles[role], colours);
	return on_text(colours >= 256 ? look->many : look->few, colours);
}

const int16_t *
theme_palette(int colours, size_t *n)
{
	const struct palette *p;

	if (colours < 8 || current.plain) {
		*n = 0;
		return palette_256;
	}
	if (colours >= 256 && current.nnicks > 0) {
		*n = current.nnicks;
		return current.nicks;
	}
	p = &palettes[current.on][colours >= 256 ? 0 : colours >= 16 ? 1 : 2];
	*n = p->n;
	return p->colours;
}

/* FNV-1a. */
static uint32_t
hash(const char *p, size_t len)
{
	uint32_t h = 2166136261u;

	while (len-- > 0)
		h = (h ^ (unsigned char)*p++) * 16777619u;
	return h ^ h >> 16;
}

struct style
theme_nick(struct view nick, int colours)
{
	struct style style = theme_style(THEME_TEXT, colours);
	char folded[NAME_FOLDED];
	const int16_t *palette;
	size_t count;
	int n;

	palette = theme_palette(colours, &count);
	if (count == 0)
		return style;
	n = name_fold(folded, sizeof(folded), nick);
	style.fg =
	    palette[(n < 0 ? hash(nick.p, nick.len) : hash(folded, (size_t)n)) %
		    count];
	return style;
}

/* Get red, green and blue of colour 16 to 255: a cube of six steps, and greys. */
static void
rgb_of(int colour, int rgb[3])
{
	static const int steps[] = { 0, 95, 135, 175, 215, 255 };

	if (colour >= 232) {
		rgb[0] = rgb[1] = rgb[2] = 8 + 10 * (colour - 232);
		return;
	}
	colour -= 16;
	rgb[0] = steps[colour / 36];
	rgb[1] = steps[colour / 6 % 6];
	rgb[2] = steps[colour % 6];
}

/* Return the nearest of the first eight colours: those of red, green and blue that are at least two thirds of the
 * strongest. */
static int
to_8(int colour)
{
	int rgb[3], i, most, result = 0;

	rgb_of(colour, rgb);
	most = rgb[0] > rgb[1] ? rgb[0] : rgb[1];
	most = rgb[2] > most ? rgb[2] : most;
	if (most < 64)
		return 0;
	for (i = 0; i < 3; i++) {
		if (rgb[i] * 3 >= most * 2)
			result |= 1 << i;
	}
	return result;
}

static int
is_bright(int colour)
{
	int rgb[3];

	rgb_of(colour, rgb);
	return rgb[0] > 220 || rgb[1] > 220 || rgb[2] > 220;
}

int
theme_colour(int irc, int colours)
{
	int colour;

	if (irc < 0 || irc >= IRC_ALL || colours < 8)
		return -1;
	if (irc < IRC_16) {
		colour = irc_16[irc];
		if (colours >= 16)
			return colour;
		return colour == 8 ? 7 : colour & 7;
	}
	colour = irc_256[irc - IRC_16];
	if (colours >= 256)
		return colour;
	if (colours >= 16 && is_bright(colour))
		return to_8(colour) | 8;
	return to_8(colour);
}

/* True for black or white text without a background: it would be invisible on half of all terminals, so it gets the
 * default colour. */
static int
is_unsafe(const struct text_style *text)
{
	return text->bg < 0 && (text->fg == 0 || text->fg == 1 ||
				   text->fg == 88 || text->fg == 98);
}

struct style
theme_format(struct style style, const struct text_style *text, int colours)
{
	int fg = theme_colour(text->fg, colours);
	int bg = theme_colour(text->bg, colours);

	if (fg >= 0 && !is_unsafe(text))
		style.fg = (int16_t)fg;
	if (bg >= 0)
		style.bg = (int16_t)bg;
	if (text->bold)
		style.attrs |= ATTR_BOLD;
	if (text->italic)
		style.attrs |= ATTR_ITALIC;
	if (text->underline)
		style.attrs |= ATTR_UNDERLINE;
	if (text->reverse)
		style.attrs ^= ATTR_REVERSE;
	if (text->strike)
		style.attrs |= ATTR_STRIKE;
	return style;
}
