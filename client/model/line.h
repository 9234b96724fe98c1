/*
 * line: one line of a buffer. Its texts were cleaned on arrival (client/irc): they contain no controls but IRC
 * formatting.
 */
#ifndef TCHAT_CLIENT_MODEL_LINE_H
#define TCHAT_CLIENT_MODEL_LINE_H

#include <stddef.h>
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

/* How long ago a person spoke, if that is unknown. */
#define LINE_SILENT INT32_MAX

/*
 * A fold: consecutive lines about presence, which are shown as one (fold.h). The buffer keeps the lines of each fold
 * together, and frees a fold with its last line.
 */
enum { FOLD_GROUPS = 7, FOLD_NAMES = 3 };

struct fold {
	size_t			 n;	/* lines */
	int			 open;	/* its lines are shown one by one */

	/* The summary, made by fold.c. Names are borrowed from the lines. */
	int			 made;	/* 0: a line was added, removed or changed since */
	int			 smart;	/* made for this rule */
	int32_t			 seconds;
	size_t			 shown;	/* lines that are not hidden */
	size_t			 told;	/* of these, lines that the groups tell of */
	const struct line	*first_told;
	struct fold_group {
		unsigned	 n;	/* people */
		const char	*names[FOLD_NAMES];
		const char	*was;	/* the old nick of the first one */
	} groups[FOLD_GROUPS];
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
					 * it; LINE_MODE: letters and arguments; else NULL */
	char		*text;		/* the message; PART, QUIT, KICK, REDACTED: the reason, or NULL; TOPIC: the
					 * new topic, or ""; MODE: sentences, one a line, or letters and arguments if object is
					 * NULL; JOIN: NULL */
	char		*msgid;		/* NULL: none; in a buffer, set by buffer_set_msgid */
	uint8_t		 open;		/* a long message: all its rows are shown */
	uint8_t		 netjoin;	/* JOIN: this person had left in a netsplit */
	int32_t		 silence;	/* of a line about presence, in a buffer: the seconds since this person last spoke
					 * there; of a JOIN also until they spoke; LINE_SILENT: unknown or long */
	struct fold	*fold;		/* of a line about presence, in a buffer, which sets it; else NULL */
	size_t		 size;		/* approximate memory; set by the buffer */
};

/* Return the approximate memory of the line. */
size_t	line_size(const struct line *);

/* Append the line as words: "ana left (bye)", "ana waves"; for a message only its text. */
void	line_to_text(const struct line *, struct buf *out);
/* The same, but for LINE_MODE with letters instead of sentences. */
void	line_to_text_with_letters(const struct line *, struct buf *out);

/* True for a JOIN, PART, QUIT or NICK of another user. */
int	line_is_presence(const struct line *);
/* True for a QUIT because two servers lost each other: its reason is the names of the two. */
int	line_is_netsplit(const struct line *);
/* Record when the person of a line about presence spoke, if that is nearer than what is known. */
void	line_spoke(struct line *, int32_t seconds);

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
