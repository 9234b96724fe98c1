/*
 * output: what line mode prints, as text or as JSON; and the end of the program.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_OUTPUT_H
#define TCHAT_CLIENT_LINE_MODE_OUTPUT_H

#include "client/line_mode/state.h"

/* Append the event as it is printed; nothing if it is not shown. */
void	line_mode_render(struct line_mode *, struct buf *, const struct irc_event *);
/* Print the event. */
void	line_mode_show(struct line_mode *, const struct irc_event *);
/* Print a line with its line end, after the day if that has changed. */
void	line_mode_put(struct line_mode *, int64_t time, struct view line);
/* Print the object, and free it. */
void	line_mode_put_json(struct line_mode *, json_t *);
/* Print a sentence of our own that answers a command. */
void	line_mode_tell(struct line_mode *, const char *sentence);
/* Print an error about no command, or about one without an id. */
void	line_mode_error(struct line_mode *, const char *sentence);

/* Returns the exit status when all input was handled: 0, or 1 if a message, a command or the output was lost. */
int	line_mode_result(const struct line_mode *);
/* Quit, then end with that status. Later calls have no effect. */
void	line_mode_finish(struct line_mode *, int status);
void	line_mode_quit(struct line_mode *, int status, struct view reason);

#endif
