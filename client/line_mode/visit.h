/*
 * visit: sends to a room without joining it. A program that pipes a line or two into tchat (a cron
 * job) would otherwise show a JOIN and a QUIT to everyone in the room each time. Servers allow this in
 * rooms without mode n; tchat-server also allows it to an account with a rank in the room
 * (tchat-protocol(7), "Visitors").
 *
 * The client sends the first message alone. If the server refuses it, the client joins and sends it
 * again. If the input goes on for a second, the client joins as well, because someone may read its
 * output.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_VISIT_H
#define TCHAT_CLIENT_LINE_MODE_VISIT_H

#include <stddef.h>
#include <stdint.h>

#include "client/irc/event.h"
#include "common/view.h"

struct event;
struct event_base;
struct irc_session;

enum visit_state {
	VISIT_NO,	/* not a visitor: join first */
	VISIT_TRYING,	/* the reply to the first message decides */
	VISIT_ALLOWED
};

struct visit {
	enum visit_state	 state;
	struct irc_session	*session;
	struct event		*stay;			/* timer: the input goes on, so join */
	char			*trial;			/* the first message, until it is sent; or NULL */
	enum irc_message	 trial_kind;
	uint64_t		 trial_token;		/* its token; 0: it was refused, and waits for the JOIN */
	void			(*join)(void *ctx);	/* join the rooms */
	void			*ctx;
};

void	visit_init(struct visit *, struct event_base *, struct irc_session *,
	    void (*join)(void *ctx), void *ctx);
void	visit_clear(struct visit *);

/* Begin a visit after the welcome. may_stay: join if the input goes on for a second. */
void	visit_begin(struct visit *, int may_stay);
/* The client need not join any more because the input goes on: it has ended, or the program quits. */
void	visit_stop_waiting(struct visit *);

int	visit_may_say(const struct visit *);
/* A message was sent, and the room is not joined. */
void	visit_said(struct visit *, uint64_t token, enum irc_message,
	    struct view text);
/* Join now, because a command needs that; then the visit is over. */
void	visit_stay(struct visit *);
/* The server accepted a message. */
void	visit_sent(struct visit *, uint64_t token);
/* The server refused a message. Returns 1 if it was the first one of a visit: then it waits for the JOIN. */
int	visit_refused(struct visit *, uint64_t token);
/* Returns 1 if a message waits for the JOIN, else 0. */
size_t	visit_waiting(const struct visit *);
/* The room was joined. Returns the message to send again, which the caller frees, or NULL. */
char	*visit_joined(struct visit *);

#endif
