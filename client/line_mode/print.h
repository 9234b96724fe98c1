/*
 * print: formats an event as a line of plain text, without formatting or control characters.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_PRINT_H
#define TCHAT_CLIENT_LINE_MODE_PRINT_H

#include "client/irc/event.h"
#include "common/buf.h"

/*
 * Append "[12:30] #room <ana> hello\n", or nothing if the event has no line.
 * time_format is for strftime; empty: no time. answers: print replies to commands too.
 */
void	line_mode_print(struct buf *out, const struct irc_event *,
	    const char *time_format, int answers);

#endif
