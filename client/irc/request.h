/*
 * request: commands that the user typed and the server has not answered yet, so that each answer is
 * shown where its command was typed. The place is a number of the caller's (irc_session_origin).
 *
 * An answer is matched to its request by label (labeled-response). On a server without labels, and
 * for /quote, it is matched to the oldest request that it can answer: a table says which numerics
 * answer which command, and an error names the command or what the command was about.
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
	uint64_t	 origin;	/* of commands that are sent now; 0: the program's own */
	int		 hidden;	/* errors about them are not shown */
};

/* What the line at hand answers. */
struct answered {
	uint64_t	 number;	/* 0: no request */
	uint64_t	 origin;
	int		 hidden;
	int64_t		 sent;		/* mono ms; 0: its answer ended already */
};

void	requests_init(struct requests *);
void	requests_clear(struct requests *);

/*
 * Note a command that is being sent, if it has an origin. Returns its number, to be sent as a label,
 * or 0. labelled: the caller sends that label. The oldest request is dropped when there are many.
 */
uint64_t request_new(struct irc_session *, struct view command,
	    const struct view *params, size_t n, int labelled);
/* May a label stand on this command? */
int	request_takes_label(const char *command);
/* Find what a line answers, by the number of its label or (0) by its words. */
struct answered request_find(struct irc_session *, const struct irc_msg *,
	    uint64_t number);
/* All of a labelled answer has come. Does nothing if the number is unknown. */
void	request_end(struct irc_session *, uint64_t number);

#endif
