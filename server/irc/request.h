/*
 * request: one line of a client on its way to its answers. Replies are gathered and
 * sent when the command is done, so that the label of the line is on exactly what it
 * should be on (IRCv3 labeled-response): on the only reply, on a batch of several, on an
 * ACK instead of none.
 *
 * Some commands are answered when what they made has settled (PRIVMSG, TOPIC); with a label they
 * leave a `pending`, which outlives the request and collects the answers.
 */
#ifndef TCHAT_SERVER_IRC_REQUEST_H
#define TCHAT_SERVER_IRC_REQUEST_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "server/irc/state.h"
#include "server/session/session.h"

struct request {
	struct session		*session;
	struct server		*server;
	struct irc_state	*irc;
	const struct irc_msg	*msg;		/* NULL: no line behind it */
	const char		*command;	/* as it is in the table */
	struct view		 label;		/* raw; p NULL: none */
	uint64_t		 token;
	struct pending		*pending;
	int			 answered;	/* the pending is done already */
	/* What is gathered: whole lines. */
	struct buf		 out;
	size_t			 nreplies;	/* a batch is one */
	uint64_t		 batch;		/* open around the replies; 0: none */
	/* The line being written. */
	struct irc_writer	 w;
	char			 line[LINE_REST_MAX];
};

/* msg may be NULL: then there is no label. */
void	request_begin(struct request *, struct session *, const struct irc_msg *);
/* Send what was gathered. Does nothing the second time. */
void	request_end(struct request *);

/*
 * One more event is going to be appended in answer (`last`: none after it); what was gathered
 * so far comes before it. And: it was not appended after all. For requests with a
 * pending; nothing otherwise.
 */
void	request_expect(struct request *, int last);
void	request_unexpect(struct request *);

/*
 * The client-only tags ("+") of the line as they are relayed; all others are dropped
 * (checklist 22). buf has LINE_TAGS_CLIENT bytes.
 */
struct view irc_client_tags(const struct request *, char *buf);
/* Is one of them not relayed by the settings (CLIENTTAGDENY)? */
int	irc_denies_a_tag(const struct request *);

/* Parameter n, or an empty view. */
struct view request_param(const struct request *, int n);
/* Find a room that the user may know of, else NULL (world_find_room_for). */
struct room *request_room(const struct request *, struct view name);
/* The user's nick, or "*" before there is one. */
const char *request_nick(const struct request *);

/* A line from the server; a command of three digits gets the nick as its first parameter. */
void	reply_begin(struct request *, const char *command);
/* Cut so that it fits and text has place after it. */
void	reply_param(struct request *, struct view);
void	reply_param_str(struct request *, const char *);
void	reply_param_int(struct request *, long long);
/* End the line, with a last parameter if text is not NULL, cut so that it fits. */
void	reply_end(struct request *, const char *text);
void	reply_end_view(struct request *, struct view text);
/* A whole line that was formatted elsewhere, with its CR LF. */
void	reply_line(struct request *, struct view line);

/* The same as a line of that batch (0: of none), which was opened in this request or before. */
void	reply_line_in(struct request *, uint64_t batch, struct view line);
void	reply_batch_end(struct request *, uint64_t batch);

/* What comes between them is a batch of that type, and one reply. None within another. */
void	reply_open_batch(struct request *, const char *type);
/* The same with a parameter. */
void	reply_open_batch_about(struct request *, const char *type, struct view);
void	reply_close_batch(struct request *);

/* Whole replies: the numeric, a parameter or two, the text. */
void	reply_text(struct request *, const char *numeric, const char *text);
void	reply_about(struct request *, const char *numeric, struct view about,
	    const char *text);
/* FAIL command code [about] :text (IRCv3 standard-replies). */
void	reply_fail(struct request *, const char *command, const char *code,
	    struct view about, const char *text);
/* The numeric for what the domain would not do. */
void	reply_refusal(struct request *, enum refusal, struct view about);
void	reply_refusal_of(struct request *, enum refusal, struct view nick,
	    struct view room);
void	reply_error(struct request *, const char *reason);	/* ERROR */

#endif
