/*
 * input: reads the input no faster than the server takes messages, runs its lines, and ends the program when all of
 * them are done.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_INPUT_H
#define TCHAT_CLIENT_LINE_MODE_INPUT_H

#include "client/line_mode/state.h"

void	line_mode_input_init(struct line_mode *);
void	line_mode_input_clear(struct line_mode *);

/* Run more of the input if that is possible now; end when all of it is done. */
void	line_mode_proceed(struct line_mode *);

#endif
