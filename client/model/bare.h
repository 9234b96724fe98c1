/*
 * bare: the bare view: the text of one room on the whole screen, to select with the mouse. It does not move when lines
 * arrive.
 */
#ifndef TCHAT_CLIENT_MODEL_BARE_H
#define TCHAT_CLIENT_MODEL_BARE_H

#include <stdint.h>

struct bare {
	uint64_t	 buffer;	/* the id of the room's buffer */
	uint64_t	 bottom;	/* the seq of the line at the bottom of the screen */
	int		 hidden;	/* rows of that line below the screen */
};

#endif
