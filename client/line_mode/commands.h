/*
 * commands: runs lines of the input as messages, as typed commands and as JSON commands.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_COMMANDS_H
#define TCHAT_CLIENT_LINE_MODE_COMMANDS_H

#include "client/line_mode/state.h"

/* Initialize p->commands, p->answers and p->past. p->connection must be set. */
void	line_mode_commands_init(struct line_mode *);
void	line_mode_commands_clear(struct line_mode *);

/* Send a message to where lines go. Returns 0, or -1 after showing why not. */
int	line_mode_say(struct line_mode *, enum irc_message, struct view text);
/* Run a line, whatever kind it is of. */
void	line_mode_run_line(struct line_mode *, struct view line);
/* Refuse a line that was not read to its end, because it is too long. */
void	line_mode_refuse_line(struct line_mode *, size_t max);
/* True if the typed line is a command that works only in a room that we have joined. */
int	line_mode_needs_room(struct view line);
/* The line after ask_password: the password, or nothing more to ask. Stop hiding what is typed. */
void	line_mode_answer_password(struct line_mode *, struct view);
void	line_mode_end_prompt(struct line_mode *);

/* Send lines to that room or nick from now on. */
void	line_mode_turn_to(struct line_mode *, struct view target, int joined);
/* Remember a message of ours, for /redact. */
void	line_mode_note_own(struct line_mode *, struct view target, struct view msgid);

#endif
