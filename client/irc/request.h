/*
 * request: commands that the user typed and the server has not answered yet. They let each answer appear in the
 * buffer where its command was typed; the caller identifies that place by a number (irc_session_origin).
 *
 * An answer is matched to its request by label (labeled-response). On a server without labels, and for /quote, it
 * is matched to the oldest request that it can answer: a table lists which numerics answer which command, and an
 * error contains the command or its target.
 */
#ifndef TCHAT_CLIENT_IRC_REQUEST_H
#define TCHAT_CLIENT_IRC_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

struct irc_msg;
struct requests;

struct requests *requests_new(void);
void	requests_free(struct requests *);
void	requests_clear(struct requests *);

/* Set the place of commands that are sent from now on; 0: none. Returns the place before. */
uint64_t	requests_set_origin(struct requests *, uint64_t origin);
/* Say whether errors about commands that are sent from now on are hidden. */
void	requests_set_hidden(struct requests *, int hidden);

/*
 * Record a command that is being sent, if it has an origin or is hidden. Returns its number, to be sent as a label,
 * or 0. labelled: the caller sends that label. If there are too many, drops the oldest request.
 */
uint64_t	request_new(struct requests *, struct view command,
    const struct view *params, size_t n, int labelled);
/* True if a label may be sent with this command. */
int	request_takes_label(const char *command);

/* A received line. */
struct request_line {
	const struct irc_msg	*msg;
	uint64_t
	    label; /* the number of the request that its label names; 0: it has none */
	const char		*my_nick;
	int			 has_handler;	/* it is a numeric with a handler, so it answers only commands of the table */
};

/* The request that a line answers. */
struct answered {
	uint64_t	 number;	/* 0: no request */
	uint64_t	 origin;
	int		 hidden;
	int64_t		 sent;		/* mono ms; 0: its answer had already ended */
};

/* Find the request that a line answers, by its label or else by its content. */
struct answered request_find(struct requests *, const struct request_line *);
/* Remove a request: its answer is complete. Returns its origin; 0 if it has none, or the number is unknown. */
uint64_t	request_end(struct requests *, uint64_t number);
/*
 * Return the command of the oldest request without an answer, or NULL, and set *sent to when it was sent (mono ms).
 * Ignores requests whose answers have no known end, and those that were sent long ago.
 */
const char *requests_oldest(const struct requests *, int64_t now,
	    int64_t *sent);
/* True if a request of that origin has not ended. */
int	requests_have_origin(const struct requests *, uint64_t origin);

#endif
