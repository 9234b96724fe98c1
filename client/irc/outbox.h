/*
 * outbox: messages on their way out, in order; cut into parts that fit when they are
 * relayed, as many of them on the wire at a time as the server takes, and each
 * message answered for exactly once: acknowledged, or refused.
 *
 * How the server's word is known, best first:
 *  - labeled-response: each part has a label, its echo (or ACK) has it too;
 *  - echo-message: own messages come back in order;
 *  - neither: a PING is sent behind them; its PONG comes after any error about them.
 * The PING also serves the first two when an echo does not come.
 *
 * A part that was on the wire when the link broke is unsure. Each carries a nonce, a client tag
 * (+tchat/nonce), by which it is known again in the past that the next connection
 * tells; until then younger messages to its target wait.
 */
#ifndef TCHAT_CLIENT_IRC_OUTBOX_H
#define TCHAT_CLIENT_IRC_OUTBOX_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/irc/event.h"
#include "client/irc/outbox_parts.h"
#include "common/view.h"

#define OUTBOX_NONCE "+tchat/nonce"
#define OUTBOX_VISITOR "+tchat/visitor"

struct outbox {
	TAILQ_HEAD(, out_message) queue;	/* by token */
	struct out_parts parts;			/* on the wire, oldest first */
	size_t		 nmessages;		/* neither acknowledged nor refused */
	size_t		 nparts;
	size_t		 nunsure;		/* parts, of all messages */
	uint64_t	 last_token;
	uint64_t	 last_serial;		/* of parts: their labels */
	uint64_t	 ping_upto;		/* the PING under way is behind that part; 0: none is */
	int64_t		 paid_until;		/* pace: mono ms */
	int		 stopped;		/* messages not yet begun stay here */
};

void	outbox_init(struct outbox *);
void	outbox_clear(struct outbox *);

uint64_t outbox_add(struct irc_session *, enum irc_message, struct view target,
	    struct view text);
/* outbox_send.c: the bytes of a text that are one message (irc_session_fits). */
size_t	outbox_fits(const struct irc_session *, enum irc_message,
	    struct view target, struct view text);
/* Send what may be sent now. The ms until it wants to be called again; -1: not. */
int	outbox_flush(struct irc_session *, int64_t now);

/* Parts on the wire: by label, by nonce; the oldest to that target (echo, error); NULL. */
struct out_part *outbox_by_label(struct irc_session *, uint64_t label);
struct out_part *outbox_by_nonce(struct irc_session *, struct view nonce);
struct out_part *outbox_by_echo(struct irc_session *, enum irc_message,
	    struct view target);
struct out_part *outbox_by_target(struct irc_session *, struct view target);
struct out_part *outbox_oldest(struct irc_session *);

/* The part's text as the server echoes it, before outbox_taken. A change is told with IRC_EV_SENT. */
void	outbox_echo(struct out_part *, struct view text);
/* The server took it; time and msgid as in the event, where they are known. */
void	outbox_taken(struct irc_session *, struct out_part *,
	    const struct irc_event *);
/* The server did not take it: the event, as IRC_EV_REFUSED with the token. */
void	outbox_refused(struct irc_session *, struct out_part *,
	    struct irc_event *);
/* A PONG with our token. */
void	outbox_pong(struct irc_session *, struct view token);

/*
 * outbox_unsure.c. The link broke: what is on the wire is unsure, or refused where the server
 * keeps no history to look it up in.
 */
void	outbox_lost(struct irc_session *, int has_history);
/* Registered again; without history nothing can be looked up any more. */
void	outbox_back(struct irc_session *);
int	outbox_unsure(const struct irc_session *, struct view target);
/* The server's clock before the oldest unsure part there was sent; 0: not known. */
int64_t	outbox_unsure_since(const struct irc_session *, struct view target);
/*
 * A message was told: is it an unsure one of ours? Then it is taken, and 1 is
 * returned. Text as it came. Without a nonce only our own words of the past count.
 */
int	outbox_found(struct irc_session *, struct view nonce,
	    const struct irc_event *, struct view text);
/* The past of that target was told up to now: what was not found is sent again. */
void	outbox_caught_up(struct irc_session *, struct view target);
/* The past of that target was told in part: it is kept there. */
void	outbox_past_kept(struct irc_session *, struct view target);
/* The past of that target cannot be had. */
void	outbox_gave_up(struct irc_session *, struct view target);

#endif
