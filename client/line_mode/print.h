/*
 * print: what line mode prints: events as lines of plain text, without formatting or control
 * characters, on standard output; its own messages on standard error.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_PRINT_H
#define TCHAT_CLIENT_LINE_MODE_PRINT_H

#include "client/irc/event.h"
#include "common/buf.h"

/*
 * Append "[12:30] #room <ana> hello\n", or nothing if the event has no line.
 * time_format is for strftime; empty: no time. replies: print replies to commands too.
 */
void	line_mode_print(struct buf *out, const struct irc_event *,
	    const char *time_format, int replies);

/* Print "tchat: TEXT" on standard error, without control characters. */
void	line_mode_complain(const char *, ...) __attribute__((format(printf, 1, 2)));

#endif
