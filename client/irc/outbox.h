/*
 * outbox: the queue of outgoing messages. It splits messages into parts that fit when the server
 * relays them, keeps as many parts on the wire as the server accepts, and reports each
 * message exactly once: acknowledged, or refused.
 *
 * How it learns the result, best method first:
 *  - labeled-response: each part has a label, and its echo (or ACK) has the same;
 *  - echo-message: our own messages come back in order;
 *  - neither: a PING is sent after them; its PONG comes after any error about them.
 * With the first two methods, the PING is sent as well if an echo does not come.
 *
 * A part that was on the wire when the link broke is unconfirmed. Each part carries a nonce, a
 * client tag (+tchat/nonce), by which the session recognises it in the history that the next
 * connection fetches. Until then, younger messages to its target wait.
 */
#ifndef TCHAT_CLIENT_IRC_OUTBOX_H
#define TCHAT_CLIENT_IRC_OUTBOX_H

#include <stddef.h>
#include <stdint.h>

#include "client/irc/event.h"
#include "client/irc/message_split.h"
#include "common/view.h"

struct irc_session;
struct out_part;
struct outbox;

struct outbox *outbox_new(void);
void	outbox_free(struct outbox *);

/* Queue a message. Returns its token, or 0 if nothing is left to send. */
uint64_t	outbox_say(struct irc_session *, enum irc_message, struct view target,
    struct view text);
/* Return how many bytes of a text fit in one message (irc_session_fits). */
size_t	outbox_fits(const struct irc_session *, enum irc_message,
    struct view target, struct view text);
/* Return the part of a text that begins there (message_split). */
struct message_part outbox_split(const struct irc_session *, enum irc_message,
    struct view target, struct view text, size_t from);
/* Send what may be sent now. Returns the ms until it must be called again, or -1. */
int	outbox_flush(struct irc_session *, int64_t now);
/* Start no further message. */
void	outbox_stop(struct outbox *);
/* Return how many messages are neither acknowledged nor refused. */
size_t	outbox_pending(const struct outbox *);
/* Return how many of them are not even partly sent, and the number of their lines. */
size_t	outbox_waiting(const struct outbox *, size_t *lines);

/*
 * Find a part on the wire: by label; by nonce; or the oldest one to the target (by echo, for an error). Returns
 * NULL if there is none.
 */
struct out_part *outbox_by_label(struct irc_session *, uint64_t label);
struct out_part *outbox_by_nonce(struct irc_session *, struct view nonce);
struct out_part *outbox_by_echo(
    struct irc_session *, enum irc_message, struct view target);
struct out_part *outbox_by_target(struct irc_session *, struct view target);
struct out_part *outbox_oldest(struct irc_session *);
/* Return when the part was sent, in mono ms. */
int64_t	outbox_part_sent(const struct out_part *);

/* Record the part's text as the server echoed it, before outbox_acknowledged. IRC_EV_SENT reports a change. */
void	outbox_echo(struct out_part *, struct view text);
/* Acknowledge a part; time and msgid are in the event, where they are known. */
void	outbox_acknowledged(
    struct irc_session *, struct out_part *, const struct irc_event *);
/* Refuse a part: emit the event as IRC_EV_REFUSED with the token. */
void	outbox_refused(
    struct irc_session *, struct out_part *, struct irc_event *);
/* Handle a PONG with our token. */
void	outbox_pong(struct irc_session *, struct view token);

/*
 * Handle the loss of the link: parts on the wire become unconfirmed, or are refused if the server
 * keeps no history to look them up in.
 */
void	outbox_disconnected(struct irc_session *, int has_history);
/* Handle the end of registration. Without history, nothing can be looked up any more. */
void	outbox_reconnected(struct irc_session *);
int	outbox_has_unconfirmed(const struct irc_session *, struct view target);
/* Return the server's clock before the oldest unconfirmed part for the target was sent; 0: unknown. */
int64_t	outbox_unconfirmed_since(
    const struct irc_session *, struct view target);
/*
 * Check whether a received message is an unconfirmed one of ours. If so, acknowledges it and returns 1. text is as
 * received. Without a nonce, only our own messages from history match.
 */
int	outbox_confirm(struct irc_session *, struct view nonce,
    const struct irc_event *, struct view text);
/* Handle the end of a fetch of the target's history up to now: parts not found are sent again. */
void	outbox_history_complete(struct irc_session *, struct view target);
/* Record that the server returned history of the target: it keeps history there. */
void	outbox_history_seen(struct irc_session *, struct view target);
/* Handle a target whose history cannot be fetched: refuse its unconfirmed messages. */
void	outbox_refuse_unconfirmed(struct irc_session *, struct view target);

#endif
