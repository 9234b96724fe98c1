/*
 * line_edit: the keys that edit a line, for users whose terminal sends each key at once (telnet in character
 * mode): what a user erased must not be sent to the room.
 */
#ifndef TCHAT_SERVER_PLAIN_LINE_EDIT_H
#define TCHAT_SERVER_PLAIN_LINE_EDIT_H

#include "common/buf.h"
#include "common/view.h"

enum {
	LINE_EDIT_ERASE = 0x08,		/* Backspace; DEL does the same: the last grapheme */
	LINE_EDIT_KILL = 0x15,		/* Ctrl-U: the line */
	LINE_EDIT_WORD = 0x17		/* Ctrl-W: the last word, and space after it */
};

/*
 * Append to out the line that is left when the editing keys in it are applied. Escape sequences of cursor
 * and function keys (CSI, SS3) are removed. A line without any is appended as it is.
 */
void	line_edit(struct buf *out, struct view typed);

#endif
