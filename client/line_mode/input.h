/*
 * input: the state of line mode, and its input: reads lines no faster than the server takes messages,
 * sends them or runs them as commands, and ends the program when all of them are confirmed.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_INPUT_H
#define TCHAT_CLIENT_LINE_MODE_INPUT_H

#include "client/commands/context.h"
#include "client/config/config.h"
#include "client/connection/connection.h"
#include "client/line_mode/missed.h"
#include "client/line_mode/visit.h"
#include "common/buf.h"
#include "common/view.h"

struct event;
struct event_base;

struct line_mode {
	struct event_base	*base;
	const struct client_config *config;
	struct connection	*connection;
	struct command_context	 commands;
	struct visit		 visit;
	struct missed		 missed;
	int			 interactive;	/* stdin is a terminal */

	/* Input. */
	struct event		*input;
	struct buf		 in;		/* input read, not yet sent */
	int			 ended;		/* no more input */
	char			*room;		/* the room or nick that lines are sent to; NULL: not yet known */
	int			 joined;
	int			 silent;	/* the terminal does not echo, because the user types a password */

	/* Output. */
	struct buf		 out;
	int			 output_failed;	/* writing to standard output failed, and was reported */

	/* Events. */
	struct buf		 names;		/* NAMES reply of a room, so far */
	struct event		*lobby;		/* timer: the server did not join us to a room */
	struct event		*slow;		/* timer: connecting takes long */
	char			*step;		/* the current step of connecting; or NULL */
	int			 step_told;	/* connecting takes long, and the steps are printed */
	int			 warned;	/* warned that the connection is not encrypted */
	int			 one_shot;	/* the input ended before the welcome: print nothing */
	unsigned		 refused;	/* messages refused, in all */
	unsigned		 unconfirmed;	/* of these, lost with the connection */
	int			 told_unsent;	/* the number of lost messages was reported */

	int			 status;	/* exit status */
	int			 quitting;
};

/* Initialize the input. p->connection must be set. */
void	line_mode_input_init(struct line_mode *);
void	line_mode_input_clear(struct line_mode *);

/* Send a message to the current room. Returns 0, or -1 after showing that there is none. */
int	line_mode_say(struct line_mode *, enum irc_message, struct view text);
/* Send more of the input if the queue has room; end when all of it is confirmed. */
void	line_mode_proceed(struct line_mode *);
/* Write to standard output; an error is reported once and makes the exit status 1. */
void	line_mode_write(struct line_mode *, struct view);
/* Returns the exit status when all input was handled: 0, or 1 if a message or the output was lost. */
int	line_mode_result(const struct line_mode *);
/* Quit, then end with that status. Later calls have no effect. */
void	line_mode_finish(struct line_mode *, int status);

#endif
