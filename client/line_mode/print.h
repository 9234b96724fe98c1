/*
 * print: events as text, for line mode. An announcement is a sentence ("ana joined #ops."). A message is
 * "#ops <ana> hello", or "#ops ana: hello" in the spoken style, which has no marks that a screen reader would read
 * aloud. Lines of a message after the first are indented: no other printed line begins with a space, so a message
 * cannot pass for something else.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_PRINT_H
#define TCHAT_CLIENT_LINE_MODE_PRINT_H

#include <stdint.h>

#include "client/irc/event.h"
#include "common/buf.h"

struct print_style {
	const char	*time_format;	/* for strftime; NULL or empty: no times and no dates */
	int		 spoken;
	int		 replies;	/* print replies to commands too */
};

/* Append the event as "[12:30] #room <ana> hello\n", or nothing if it is not shown. */
void	line_mode_print(struct buf *out, const struct irc_event *,
	    const struct print_style *);

/*
 * Append "Tuesday, 1 December 2026\n" if the time is on another day than *day, and set *day. A *day of 0 is set to
 * the day of the time, and nothing is appended.
 */
void	line_mode_print_day(struct buf *out, int64_t time, int *day);

/* Print "tchat: TEXT" on standard error, without control characters. */
void	line_mode_complain(const char *, ...) __attribute__((format(printf, 1, 2)));

#endif
