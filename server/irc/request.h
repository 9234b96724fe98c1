/*
 * request: one line from a client while the server handles it. The replies are gathered and sent
 * when the command is done, so that the label of the line can be put where IRCv3 labeled-response
 * wants it: on the only reply, on a batch of several replies, or on an ACK if there is no reply.
 *
 * Some commands (PRIVMSG, TOPIC) are answered when the store has committed their event. If such a
 * command has a label, it leaves a labeled_reply, which outlives the request and collects the answers.
 */
#ifndef TCHAT_SERVER_IRC_REQUEST_H
#define TCHAT_SERVER_IRC_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "server/account/operation.h"
#include "server/irc/state.h"
#include "server/session/session.h"

struct request {
	struct session		*session;
	struct server		*server;
	struct irc_state	*irc;
	const struct irc_msg	*msg;		/* NULL: the server writes of its own accord */
	const char		*command;	/* spelled as in the table */
	struct view		 label;		/* escaped; p is NULL without one */
	uint64_t		 token;
	int			 answered;	/* by a labeled_reply, or by a batch when it is closed */
	/* The replies gathered so far: whole lines. */
	struct buf		 out;
	size_t			 nreplies;	/* a batch counts as one */
	uint64_t		 batch;		/* the batch that replies are part of; 0: none */
	/* The line being written. */
	struct irc_writer	 w;
	char			 line[LINE_REST_MAX];
};

/* A request as the context of deferred replies (server/session/deferred_reply.h); how: LABEL_*. */
extern const struct deferred_ops irc_deferred_ops;

/* Begin a request. Without a msg (NULL) there is no label. */
void	request_begin(struct request *, struct session *, const struct irc_msg *);
/* Send the gathered replies. Calling it again does nothing. */
void	request_end(struct request *);

/* The request is answered later: keep its label, if it has one, in a labeled_reply. how: LABEL_*. */
void	request_keep_label(struct request *, int how);
/*
 * Call this before an event is appended whose result answers the request (last: no other event
 * follows). Sends the replies gathered so far. Does nothing without a labeled_reply.
 */
void	request_expect(struct request *, int last);
/* Undo request_expect, because the event was refused. */
void	request_unexpect(struct request *);

/* Return parameter n, or an empty view. */
struct view request_param(const struct request *, int n);
/* Find a room that is visible to the user, else NULL (world_find_room_for). */
struct room *request_room(const struct request *, struct view name);
/* Return the user's nick, or "*" before registration. */
const char *request_nick(const struct request *);

/* Begin a line from the server. A numeric gets the nick as its first parameter. */
void	reply_begin(struct request *, const char *command);
/* Add a parameter, cut so that it fits and leaves room for a text after it. */
void	reply_param(struct request *, struct view);
void	reply_param_str(struct request *, const char *);
void	reply_param_int(struct request *, long long);
/* End the line. text, if not NULL, becomes the last parameter, cut so that it fits. */
void	reply_end(struct request *, const char *text);
void	reply_end_view(struct request *, struct view text);
/* Add a whole line, with CR LF, that was formatted elsewhere. */
void	reply_line(struct request *, struct view line);

/* Add it as part of that batch (0: of none), which may have been opened in an earlier request. */
void	reply_line_in(struct request *, uint64_t batch, struct view line);
void	reply_batch_end(struct request *, uint64_t batch);

/* Put the replies between these two calls into a batch, which counts as one reply. Batches do not nest. */
void	reply_open_batch(struct request *, const char *type);
/* Open a batch that has a parameter. */
void	reply_open_batch_about(struct request *, const char *type, struct view);
void	reply_close_batch(struct request *);

/* Add a whole reply: the numeric, a parameter, the text. */
void	reply_text(struct request *, const char *numeric, const char *text);
void	reply_about(
	    struct request *, const char *numeric, struct view about, const char *text);
/* Reply FAIL command code [about] :text (IRCv3 standard-replies). */
void	reply_fail(struct request *, const char *command, const char *code,
	    struct view about, const char *text);
/* Reply FAIL command, with the code and text of an account operation that failed. */
void	reply_operation_fail(struct request *, const char *command,
	    enum operation_result, struct view about);
/* Send a sentence from the server as a NOTICE. */
void	reply_notice(struct request *, const char *text);
/* Reply with the numeric or FAIL that belongs to a refusal; nothing for CHAT_OK. */
void	reply_refusal(struct request *, enum refusal, struct view about);
/* Do the same for a refusal that may be about a nick and a room. */
void	reply_refusal_of(
	    struct request *, enum refusal, struct view nick, struct view room);
/* Reply ERROR and close the session; others see the reason in QUIT. */
void	request_close(struct request *, const char *error, const char *reason);
/* The same, with "Closing Link (reason)" as the error. */
void	request_close_link(struct request *, const char *reason);

/* Do the same without a request: send ERROR with the reason. */
void	irc_close(struct session *, const char *reason);
/* Send 465 and ERROR and close the session; others see "Banned" in QUIT. */
void	irc_close_banned(struct session *, const char *why);

#endif
