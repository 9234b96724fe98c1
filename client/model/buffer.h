/*
 * buffer: one place to talk in, as the user sees it: its lines, its members, its
 * draft, where the reader stands in it, what is unread. Pure data: no screen, no
 * sockets. Owned by the model.
 *
 * All text in here was cleaned where it came in (client/irc): no controls but IRC formatting.
 */
#ifndef TCHAT_CLIENT_MODEL_BUFFER_H
#define TCHAT_CLIENT_MODEL_BUFFER_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/model/roster.h"
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
	LINE_INFO,	/* the program's word, answers to commands */
	LINE_ERROR
};

enum line_state {
	LINE_DONE,
	LINE_PENDING,	/* typed, not yet sent */
	LINE_SENT,	/* sent, not yet acknowledged */
	LINE_FAILED	/* refused, or the connection broke before an answer */
};

struct line {
	uint64_t	 seq;		/* ascends within the buffer; set by buffer_add */
	int64_t		 time;		/* ms */
	enum line_kind	 kind;
	enum line_state	 state;
	int		 self;		/* by the user */
	int		 mention;	/* names the user */
	uint64_t	 token;		/* of a message being sent; else 0 */
	char		*nick;		/* who; NULL for the program's own */
	char		*object;	/* LINE_KICK: the victim, LINE_NICK: the new nick; else NULL */
	char		*text;		/* what was said; PART, QUIT, KICK: the reason, or NULL; TOPIC: the
					 * new one, or ""; MODE: letters and arguments; JOIN: NULL */
	char		*msgid;		/* NULL: none */
};

enum buffer_kind {
	BUFFER_SERVER,	/* the connection's own: MOTD, answers, errors */
	BUFFER_ROOM,
	BUFFER_QUERY	/* talk with one person */
};

struct buffer {
	enum buffer_kind kind;
	char		*name;		/* "#lobby", a nick, or the host */
	char		*folded;
	char		*topic;		/* NULL: none */
	int		 joined;	/* BUFFER_ROOM: in it now */
	int		 rejoin;	/* join again after a reconnect */
	struct roster	 roster;

	/* Lines: a ring of at most `max`, oldest dropped first. */
	struct line	**lines;
	size_t		 first, n, size, max;
	uint64_t	 next_seq;

	/* Where the reader stands: the seq of the line at the bottom of the pane and how many of
	 * its rows are below the edge; following: new lines scroll. */
	int		 following;
	uint64_t	 at_seq;
	int		 at_row;	/* rows of that line hidden below */

	/* Since the buffer was last looked at. */
	unsigned	 unread;	/* messages */
	unsigned	 mentions;
	uint64_t	 read_seq;	/* the last line seen then (the unread mark) */

	char		*draft;		/* what is half-typed here; NULL: nothing */
	size_t		 draft_point;	/* cursor, in bytes */

	TAILQ_ENTRY(buffer) link;
};

/* The name is copied. The model makes and frees them. */
struct buffer *buffer_new(enum buffer_kind, struct view name, size_t max);
void	buffer_free(struct buffer *);
void	buffer_rename(struct buffer *, struct view name);

/* Append what the line says in words: "ana left (bye)", "ana waves"; of talk only the text. */
void	line_words(const struct line *, struct buf *out);

/* Line i of those kept, 0 the oldest; NULL past the end. */
struct line *buffer_line(const struct buffer *, size_t i);
/* The index of the line with that seq, or of the next kept one. */
size_t	buffer_index(const struct buffer *, uint64_t seq);
/* The line with that token, searched from the newest; NULL. */
struct line *buffer_find_token(const struct buffer *, uint64_t token);
struct line *buffer_find_msgid(const struct buffer *, const char *msgid);

/* Add a copy of *line at the end; counts it as unread if asked. Returns ours. */
struct line *buffer_add(struct buffer *, const struct line *, int unread);
/* Move a line to the end (an acknowledged message takes its place in the room's order). */
void	buffer_move_last(struct buffer *, struct line *);
void	buffer_remove(struct buffer *, struct line *);
void	buffer_clear_lines(struct buffer *);

/* It is being looked at: nothing is unread any more; the unread mark stays. */
void	buffer_seen(struct buffer *);
/* It is no longer looked at: the unread mark moves to the end. */
void	buffer_left(struct buffer *);

void	buffer_set_draft(struct buffer *, const char *text, size_t point);
void	buffer_set_topic(struct buffer *, const char *);

#endif
