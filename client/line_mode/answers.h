/*
 * answers: the commands of the input that are not done yet. A command is done when the server has answered all that
 * was sent for it: its messages, its protocol commands, its request for history. Line mode ends only when all commands
 * are done, and with --json each one is then confirmed or refused.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_ANSWERS_H
#define TCHAT_CLIENT_LINE_MODE_ANSWERS_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include <jansson.h>

#include "client/irc/event.h"
#include "common/view.h"

struct irc_session;

struct answer {
	TAILQ_ENTRY(answer)	 link;
	uint64_t		 origin;	/* of what was sent for the command (irc_session_origin) */
	uint64_t		 first, last;	/* the tokens of its messages; 0: none */
	unsigned		 messages;	/* of these, neither sent nor refused */
	uint64_t		 history;	/* its request for history; 0: none, or it has ended */
	json_t			*id;		/* the id that the user gave it; or NULL */
	long long		 line;		/* of the input */
	char			*error;		/* why it failed; NULL: it did not */
	char			*msgid;		/* of its last message; NULL: unknown */
	char			*changed;	/* the text of it as the server changed it; or NULL */
	int64_t			 time;		/* of its message, ms; 0: unknown */
	int			 running;	/* between answers_begin and answers_end */
};

struct answers_ops {
	/* The command is done. Must begin no other one. */
	void	(*done)(const struct answer *, void *ctx);
	/* True if something else of this origin is going on. */
	int	(*is_busy)(uint64_t origin, void *ctx);
};

struct answers {
	TAILQ_HEAD(, answer)	 all;
	size_t			 n;
	uint64_t		 last;		/* origin */
	struct answer		*current;	/* the one that is running */
	struct irc_session	*session;
	struct answers_ops	 ops;
	void			*ctx;
};

void	answers_init(struct answers *, struct irc_session *,
	    const struct answers_ops *, void *ctx);
void	answers_clear(struct answers *);

/* Begin a command of that line: what is sent from now on belongs to it. Takes over the id, which may be NULL. */
void	answers_begin(struct answers *, json_t *id, long long line);
/* The running command sent a message, requested history, or failed. Without a running command, nothing happens. */
void	answers_message(struct answers *, uint64_t token);
void	answers_history(struct answers *, uint64_t request);
void	answers_fail(struct answers *, const char *why);
/* End the running command: its function has returned. It may be done at once. */
void	answers_end(struct answers *);

/* Note what an event says about commands, and report those that are done. Returns 1 if it refuses one, or a part of it. */
int	answers_event(struct answers *, const struct irc_event *);
/* Report the commands that are done: something has ended that is_busy knows. */
void	answers_check(struct answers *);
/* A request for history goes on with another one, for the next page. */
void	answers_next_page(struct answers *, uint64_t request, uint64_t next);
/* The connection is lost: protocol commands without an answer have failed. Messages are sent again. */
void	answers_disconnected(struct answers *, const char *why);
/* Return the id of the command that the event answers; NULL if it has none, or the event answers none. */
json_t	*answers_id(const struct answers *, const struct irc_event *);

#endif
