/*
 * colour: the palette of xterm, and distances and contrasts of colours.
 */
#include "client/view/colour.h"

enum { CUBE_FIRST = 16, GREY_FIRST = 232 };

static uint32_t exact[COLOUR_RGB_MAX];
static int nexact;

static const uint32_t first_16[] = { 0x000000, 0xcd0000, 0x00cd00, 0xcdcd00,
	0x0000ee, 0xcd00cd, 0x00cdcd, 0xe5e5e5, 0x7f7f7f, 0xff0000, 0x00ff00,
	0xffff00, 0x5c5cff, 0xff00ff, 0x00ffff, 0xffffff };

uint32_t
colour_value(int colour)
{
	static const uint8_t steps[] = { 0, 95, 135, 175, 215, 255 };
	uint32_t grey;

	if (colour >= COLOUR_RGB)
		return exact[colour - COLOUR_RGB];
	if (colour < CUBE_FIRST)
		return first_16[colour];
	if (colour >= GREY_FIRST) {
		grey = 8 + 10 * (uint32_t)(colour - GREY_FIRST);
		return grey << 16 | grey << 8 | grey;
	}
	colour -= CUBE_FIRST;
	return (uint32_t)steps[colour / 36] << 16 |
	       (uint32_t)steps[colour / 6 % 6] << 8 | steps[colour % 6];
}

static int
part(uint32_t rgb, int shift)
{
	return (int)(rgb >> shift & 0xff);
}

/* Weighted by how well the eye tells them apart ("redmean"). */
static int
distance(uint32_t a, uint32_t b)
{
	int r = part(a, 16) - part(b, 16), g = part(a, 8) - part(b, 8);
	int bl = part(a, 0) - part(b, 0);
	int mean = (part(a, 16) + part(b, 16)) / 2;

	return ((512 + mean) * r * r >> 8) + 4 * g * g +
	       ((767 - mean) * bl * bl >> 8);
}

/* Return the nearest colour in part of the palette. */
static int
nearest_in(uint32_t rgb, int from, int to)
{
	int i, d, best = from, least = distance(rgb, colour_value(from));

	for (i = from + 1; i < to; i++) {
		d = distance(rgb, colour_value(i));
		if (d < least) {
			least = d;
			best = i;
		}
	}
	return best;
}

/* Of 256 colours the first 16 are not used, because each terminal has its own. */
int
colour_nearest(int colour, int colours)
{
	if (colour < colours)
		return colour;
	if (colours >= COLOUR_RGB)
		return nearest_in(colour_value(colour), CUBE_FIRST, COLOUR_RGB);
	return nearest_in(colour_value(colour), 0, colours);
}

int
colour_rgb(uint32_t rgb)
{
	int i;

	for (i = 0; i < nexact; i++)
		if (exact[i] == rgb)
			return COLOUR_RGB + i;
	if (nexact == COLOUR_RGB_MAX)
		return nearest_in(rgb, CUBE_FIRST, COLOUR_RGB);
	exact[nexact] = rgb;
	return COLOUR_RGB + nexact++;
}

/* Return x to the power of 2.4, for 0 < x <= 1: its square times the fifth root of its square, by Newton's method. */
static double
power_2_4(double x)
{
	double square = x * x, root = 1, fourth;
	int i;

	for (i = 0; i < 40; i++) {
		fourth = root * root * root * root;
		root -= (fourth * root - square) / (5 * fourth);
	}
	return square * root;
}

static double
linear(int byte)
{
	double v = byte / 255.0;

	return v <= 0.04045 ? v / 12.92 : power_2_4((v + 0.055) / 1.055);
}

static double
luminance(uint32_t rgb)
{
	return 0.2126 * linear(part(rgb, 16)) + 0.7152 * linear(part(rgb, 8)) +
	       0.0722 * linear(part(rgb, 0));
}

int
colour_contrast(uint32_t a, uint32_t b)
{
	double x = luminance(a) + 0.05, y = luminance(b) + 0.05;

	return (int)(100 * (x > y ? x / y : y / x));
}

int
colour_is_dark(uint32_t background)
{
	return colour_contrast(background, 0xffffff) >
	       colour_contrast(background, 0x000000);
}
