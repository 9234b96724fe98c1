/*
 * line: one line of a buffer. Its texts were cleaned on arrival (client/irc): they contain no controls but IRC
 * formatting.
 */
#ifndef TCHAT_CLIENT_MODEL_LINE_H
#define TCHAT_CLIENT_MODEL_LINE_H

#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"

enum line_kind {
	LINE_MESSAGE,
	LINE_ACTION,
	LINE_NOTICE,
	LINE_JOIN,
	LINE_PART,
	LINE_QUIT,
	LINE_KICK,
	LINE_NICK,
	LINE_TOPIC,
	LINE_MODE,
	LINE_REDACTED,	/* a deleted message */
	LINE_INFO,	/* the client's messages, replies to commands */
	LINE_ERROR,
	LINE_GAP	/* lines are missing here that the server may have; LINE_PENDING: requested */
};

enum line_state {
	LINE_DONE,
	LINE_PENDING,	/* typed, not yet sent */
	LINE_SENT,	/* sent, not yet acknowledged */
	LINE_FAILED	/* refused, or the connection broke before a reply */
};

struct line {
	uint64_t	 seq;		/* ascending within the buffer, which sets it */
	int64_t		 time;		/* ms; 0: none */
	enum line_kind	 kind;
	enum line_state	 state;		/* in a buffer, set by buffer_set_state */
	int		 self;		/* by this user */
	int		 mention;	/* mentions this user */
	unsigned	 ignored;	/* the ignore that hides the line (ignores.h); 0: it is shown */
	uint64_t	 token;		/* of a message being sent; 0: none */
	char		*nick;		/* the sender or actor; NULL for the client's lines */
	char		*object;	/* LINE_KICK: the victim; LINE_NICK: the new nick; LINE_REDACTED: who deleted
					 * it; else NULL */
	char		*text;		/* the message; PART, QUIT, KICK, REDACTED: the reason, or NULL; TOPIC: the
					 * new topic, or ""; MODE: letters and arguments; JOIN: NULL */
	char		*msgid;		/* NULL: none; in a buffer, set by buffer_set_msgid */
	size_t		 size;		/* approximate memory; set by the buffer */
};

/* Return the approximate memory of the line. */
size_t	line_size(const struct line *);

/* Append the line as words: "ana left (bye)", "ana waves"; for a message only its text. */
void	line_to_text(const struct line *, struct buf *out);

/* True for a message, which counts as unread. */
int	line_is_message(const struct line *);
/* True if it was typed, but neither acknowledged nor refused yet. */
int	line_is_unconfirmed(const struct line *);

/* Turn a message into a deletion: it shows who deleted it and why, and no longer its text. */
void	line_redact(struct line *, struct view who, struct view reason);

/* Copy the line's texts in place; line_clear frees them. */
void	line_copy_texts(struct line *);
void	line_clear(struct line *);

#endif
