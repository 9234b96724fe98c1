/*
 * outbox_parts: the outbox's inside, shared by client/irc/outbox*.c; nobody else includes it.
 *
 * A message is in the queue for as long as it has text yet to send, or held parts. A
 * part is either flying (on the wire, in outbox.parts) or held by its message: it was
 * on the wire when the link broke, and is to be looked up (unsure), then sent again
 * unless it was found. Parts go in the text's order, so held ones before the rest.
 *
 * A message is freed when it has been answered for and none of its parts is on
 * the wire any more: late answers still find their part, and the window stays true.
 */
#ifndef TCHAT_CLIENT_IRC_OUTBOX_PARTS_H
#define TCHAT_CLIENT_IRC_OUTBOX_PARTS_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/irc/event.h"
#include "common/buf.h"
#include "common/view.h"

struct irc_session;
struct outbox;

enum { NONCE_BYTES = 10, NONCE_SIZE = 2 * NONCE_BYTES + 1 };

TAILQ_HEAD(out_parts, out_part);

struct out_message {
	TAILQ_ENTRY(out_message) link;	/* of the queue */
	int		 queued;
	uint64_t	 token;
	enum irc_message kind;
	char		*target;
	char		*sent_as;	/* our nick when it was sent last */
	struct buf	 text;
	size_t		 at;		/* text up to here was sent once */
	struct out_parts held;
	unsigned	 nunsure;	/* of held */
	unsigned	 flying;	/* parts on the wire */
	int		 begun;		/* some of it was put on the wire once */
	int		 refused;
	int		 past_kept;	/* the server has told of the past there */
	int		 changed;	/* an echo differs from what was sent */
	struct buf	 echoed;	/* the text as the server has it, */
	size_t		 echoed_to;	/* up to here of `text` */
};

struct out_part {
	TAILQ_ENTRY(out_part) link;
	struct out_message *message;
	uint64_t	 serial;
	int64_t		 sent;		/* mono ms */
	size_t		 from, to;	/* of the message's text */
	int		 unsure;
	int64_t		 after;		/* the server's clock before it was sent; 0: not known */
	char		 nonce[NONCE_SIZE]; /* the same each time it is sent */
};

/* outbox.c */
void	outbox_message_free(struct out_message *);
void	outbox_enqueue(struct outbox *, struct out_message *);
void	outbox_unqueue(struct outbox *, struct out_message *);
/* Past line breaks: an empty line cannot be said (412). 1: there is more. */
int	outbox_skip_breaks(struct out_message *);
/* All of it is answered for: say so and free it. By: the last word, or NULL. */
void	outbox_done(struct irc_session *, struct out_message *,
	    const struct irc_event *by);
/* Refused, once; freed when nothing of it is on the wire. */
void	outbox_refuse(struct irc_session *, struct out_message *,
	    struct irc_event *);

/* outbox_send.c: send the message's next part; it is on the wire then. */
void	outbox_send_part(struct irc_session *, struct out_message *,
	    int64_t now);

/* outbox_unsure.c: may its next part be sent, or is the fate of one before it unsure? */
int	outbox_may_send(const struct irc_session *, const struct out_message *);
void	outbox_unhold(struct outbox *, struct out_part *);

#endif
