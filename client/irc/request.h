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

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

struct irc_msg;
struct irc_session;
struct request;

struct requests {
	TAILQ_HEAD(, request) all;	/* oldest first */
	size_t		 n;
	uint64_t	 last;		/* number */
	uint64_t	 origin;	/* place of commands sent now; 0: the client's own */
	int		 hidden;	/* do not show errors about commands sent now */
};

/* The request that the current line answers. */
struct answered {
	uint64_t	 number;	/* 0: no request */
	uint64_t	 origin;
	int		 hidden;
	int64_t		 sent;		/* mono ms; 0: its answer had already ended */
};

void	requests_init(struct requests *);
void	requests_clear(struct requests *);

/*
 * Record a command that is being sent, if it has an origin. Returns its number, to be sent as a label, or 0.
 * labelled: the caller sends that label. If there are too many, drops the oldest request.
 */
uint64_t request_new(struct irc_session *, struct view command,
	    const struct view *params, size_t n, int labelled);
/* True if a label may be sent with this command. */
int	request_takes_label(const char *command);
/* Find the request that a line answers, by the number of its label, or (0) by its content. */
struct answered request_find(struct irc_session *, const struct irc_msg *,
	    uint64_t number);
/* End a request whose labelled answer is complete. Does nothing if the number is unknown. */
void	request_end(struct irc_session *, uint64_t number);

#endif
