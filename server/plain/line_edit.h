/*
 * line_edit: apply editing keys in a line, for terminals that send each key at once (telnet in character mode).
 * Text that the user erased must not reach the room.
 */
#ifndef TCHAT_SERVER_PLAIN_LINE_EDIT_H
#define TCHAT_SERVER_PLAIN_LINE_EDIT_H

#include "common/buf.h"
#include "common/view.h"

enum {
	LINE_EDIT_ERASE = 0x08,		/* Backspace (and DEL): erase the last grapheme */
	LINE_EDIT_KILL = 0x15,		/* Ctrl-U: erase the line */
	LINE_EDIT_WORD = 0x17		/* Ctrl-W: erase the last word and the space after it */
};

/*
 * Apply the editing keys in a line and append the result to out. Escape sequences of cursor and function keys
 * (CSI, SS3) are removed.
 */
void	line_edit(struct buf *out, struct view typed);

#endif
