/*
 * line: one thing that happened in a buffer. Its texts were cleaned where they came in
 * (client/irc): no controls but IRC formatting.
 */
#ifndef TCHAT_CLIENT_MODEL_LINE_H
#define TCHAT_CLIENT_MODEL_LINE_H

#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"

enum line_kind {
	LINE_SAID,
	LINE_ACTION,
	LINE_NOTICE,
	LINE_JOIN,
	LINE_PART,
	LINE_QUIT,
	LINE_KICK,
	LINE_NICK,
	LINE_TOPIC,
	LINE_MODE,
	LINE_REDACTED,	/* was said, and taken back */
	LINE_INFO,	/* the program's word, answers to commands */
	LINE_ERROR,
	LINE_GAP	/* here something is missing that the server may have; LINE_PENDING: asked for */
};

enum line_state {
	LINE_DONE,
	LINE_PENDING,	/* typed, not yet sent */
	LINE_SENT,	/* sent, not yet acknowledged */
	LINE_FAILED	/* refused, or the connection broke before an answer */
};

struct line {
	uint64_t	 seq;		/* ascends within the buffer, which sets it */
	int64_t		 time;		/* ms; 0: none */
	enum line_kind	 kind;
	enum line_state	 state;		/* in a buffer by buffer_set_state */
	int		 self;		/* by the user */
	int		 mention;	/* names the user */
	uint64_t	 token;		/* of a message being sent; else 0 */
	char		*nick;		/* who; NULL for the program's own */
	char		*object;	/* LINE_KICK: the victim, LINE_NICK: the new nick, LINE_REDACTED: who took
					 * it back; else NULL */
	char		*text;		/* what was said; PART, QUIT, KICK, REDACTED: the reason, or NULL; TOPIC: the
					 * new one, or ""; MODE: letters and arguments; JOIN: NULL */
	char		*msgid;		/* NULL: none; in a buffer by buffer_set_msgid */
	size_t		 size;		/* memory it takes, about; the buffer sets it */
};

/* The memory that the line takes, about. */
size_t	line_size(const struct line *);

/* Append what the line says in words: "ana left (bye)", "ana waves"; of talk only the text. */
void	line_words(const struct line *, struct buf *out);

/* Said by somebody, so that it counts as unread. */
int	line_is_talk(const struct line *);
/* Typed, and neither acknowledged nor refused. */
int	line_is_under_way(const struct line *);

/* It was taken back: the line says by whom and why, and no longer what. */
void	line_redact(struct line *, struct view who, struct view reason);

/* The texts: copies of those there are; freed. */
void	line_copy_texts(struct line *);
void	line_clear(struct line *);

#endif
