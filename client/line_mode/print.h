/*
 * print: an event as a line of plain text: no formatting, no controls.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_PRINT_H
#define TCHAT_CLIENT_LINE_MODE_PRINT_H

#include "client/irc/event.h"
#include "common/buf.h"

/*
 * Append "[12:30] #room <ana> hello\n", or nothing if the event is not for readers.
 * time_format: strftime's; empty: no stamp. answers: those to commands too.
 */
void	line_mode_print(struct buf *out, const struct irc_event *,
	    const char *time_format, int answers);

#endif
