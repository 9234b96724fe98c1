/*
 * parse: understands a typed line: the command and its arguments, what Tab completes in it, and
 * whether it contains a password. No side effects: text in, a command out.
 */
#ifndef TCHAT_CLIENT_COMMANDS_PARSE_H
#define TCHAT_CLIENT_COMMANDS_PARSE_H

#include "client/commands/command.h"

/*
 * Parse a line. Space and characters that a user does not see may stand before the slash
 * (text_skip_invisible), so that no password is sent as a message by mistake. A line without a slash,
 * or with two, is a message. Returns 0, or -1 and *cause for an unknown command (*cause names the
 * nearest known one), wrong arguments (*cause is the usage), and several lines for a command that takes
 * one.
 */
int	command_parse(struct view line, struct command *, char **cause);

/* Returns what Tab completes at byte `point` of a line that begins with a slash. */
enum command_arg command_arg_at(struct view line, size_t point);

/*
 * True if a name of lower-case letters may be the one that was typed with a few wrong letters. Sets *distance to their
 * number.
 */
int	command_is_near(struct view typed, const char *name, size_t *distance);

/* Set *cause to the usage of the command. Returns -1. */
int	command_usage(const struct command_row *, char **cause);

/*
 * True if a line of the text contains a password, which must not be kept in a history or shown
 * (/quote PASS, /msg nickserv identify). `to` is the recipient of lines without a slash if that is a
 * user, else empty. Sets *at to the offset of the password in the text.
 */
int	command_secret(struct view to, struct view text, size_t *at);
int	command_is_secret(struct view line);	/* the same, without a recipient */

/*
 * True if the input history and the files of drafts must not keep a text: it begins with a space, or one of its lines
 * has a password or the key of a room, or is a message to a service. `to` is as above. A draft is also private if it
 * may become a command with a password: "/log".
 */
int	command_is_private(struct view to, struct view text);
int	command_draft_is_private(struct view to, struct view text);

#endif
