/*
 * outbox_parts: the internals of the outbox, shared by client/irc/outbox*.c; no other file includes it.
 *
 * A message is in the queue while it has unsent text or held parts. A part is either flying (on the wire, in
 * outbox.parts) or held by its message: it was on the wire when the link broke, so it is looked up in the history
 * (unsure), then sent again unless it was found. Parts are sent in the text's order, so held parts go before the
 * rest.
 *
 * A message is freed when its result is known and none of its parts is on the wire: late replies still find their
 * part, and the window stays correct.
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
	TAILQ_ENTRY(out_message) link;	/* in the queue */
	int		 queued;
	uint64_t	 token;
	enum irc_message kind;
	char		*target;
	char		*sent_as;	/* our nick when it was last sent */
	struct buf	 text;
	size_t		 at;		/* text up to here was sent once */
	struct out_parts held;
	unsigned	 nunsure;	/* number of unsure parts in held */
	unsigned	 flying;	/* parts on the wire */
	int		 begun;		/* part of it has been sent */
	int		 refused;
	int		 past_kept;	/* the server has returned history of the target */
	int		 changed;	/* an echo differs from what was sent */
	struct buf	 echoed;	/* the text as the server has it */
	size_t		 echoed_to;	/* offset in `text` that `echoed` covers */
};

struct out_part {
	TAILQ_ENTRY(out_part) link;
	struct out_message *message;
	uint64_t	 serial;
	int64_t		 sent;		/* mono ms */
	size_t		 from, to;	/* range in the message's text */
	int		 unsure;
	int64_t		 after;		/* the server's clock before it was sent; 0: unknown */
	char		 nonce[NONCE_SIZE]; /* the same each time it is sent */
};

/* outbox.c */
void	outbox_message_free(struct out_message *);
void	outbox_enqueue(struct outbox *, struct out_message *);
void	outbox_unqueue(struct outbox *, struct out_message *);
/* Skip line breaks: an empty line cannot be sent (412). Returns 1 if there is more text. */
int	outbox_skip_breaks(struct out_message *);
/* Report that the whole message is acknowledged, and free it. by is the last reply, or NULL. */
void	outbox_done(struct irc_session *, struct out_message *,
	    const struct irc_event *by);
/* Report once that the message is refused; free it when no part of it is on the wire. */
void	outbox_refuse(struct irc_session *, struct out_message *,
	    struct irc_event *);

/* outbox_send.c: send the message's next part. */
void	outbox_send_part(struct irc_session *, struct out_message *,
	    int64_t now);

/* outbox_unsure.c: true if the message's next part may be sent; false while an earlier message is unsure. */
int	outbox_may_send(const struct irc_session *, const struct out_message *);
void	outbox_unhold(struct outbox *, struct out_part *);

#endif
