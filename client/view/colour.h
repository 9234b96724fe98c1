/*
 * colour: colours by number: 0 to 255 are those of the terminal's palette, -1 is its default, and from COLOUR_RGB on
 * exact colours, which colour_rgb numbers. Also their contrast, and the nearest colour of a smaller palette.
 */
#ifndef TCHAT_CLIENT_VIEW_COLOUR_H
#define TCHAT_CLIENT_VIEW_COLOUR_H

#include <stdint.h>

enum {
	COLOUR_RGB = 256,
	COLOUR_RGB_MAX = 1024	/* exact colours; the nearest one of the palette is used for any more */
};

/* Return the number of an exact colour: 0xRRGGBB. The same for the same colour. */
int	colour_rgb(uint32_t rgb);
/* Return a colour as 0xRRGGBB. Terminals differ in the first 16: these are xterm's. The colour must not be -1. */
uint32_t	colour_value(int colour);

/* Return the nearest colour of a terminal with so many (8, 16 or 256); -1 stays. */
int	colour_nearest(int colour, int colours);

/* Return the contrast of two colours (WCAG 2.1), times 100: 100 to 2100. */
int	colour_contrast(uint32_t a, uint32_t b);
/* True if white text is easier to read on that background than black text. */
int	colour_is_dark(uint32_t background);

#endif
