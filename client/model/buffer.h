/*
 * buffer: a room, a query, or the server's buffer: its lines, members, draft, scroll position and unread counts.
 * Pure data: no screen, no sockets. Owned by the model.
 *
 * Lines are ordered by the server's time; pending and unacknowledged messages come last. No msgid occurs twice.
 * backfill.h inserts fetched lines; unread.h counts unread ones.
 */
#ifndef TCHAT_CLIENT_MODEL_BUFFER_H
#define TCHAT_CLIENT_MODEL_BUFFER_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/model/line.h"
#include "client/model/room_levels.h"
#include "client/model/roster.h"
#include "common/view.h"

struct client_config;
struct network;

enum buffer_kind {
	BUFFER_SERVER,	/* the connection's: MOTD, replies, errors */
	BUFFER_ROOM,
	BUFFER_QUERY	/* a conversation with one person */
};

/* What is known about messages before the oldest line. */
enum history_state {
	HISTORY_UNKNOWN,	/* nothing could be requested */
	HISTORY_LOADING,	/* they are being fetched */
	HISTORY_MORE,	/* there are more, or may be */
	HISTORY_START	/* the oldest line is the first one of all */
};

struct buffer {
	enum buffer_kind	 kind;
	struct network		*network;	/* to which it belongs */
	const struct client_config *config;	/* the settings of this room or query; see model_settings_changed */
	uint64_t		 id;		/* unique in the model, never reused */
	char			*name;		/* "#lobby", a nick, or the host */
	char			*folded;
	char			*topic;		/* NULL: none */
	int			 joined;	/* BUFFER_ROOM: we are in it now */
	int			 names_pending;	/* joined, but the list of members is not complete yet */
	int			 same_topic;	/* joined again, and the topic has not changed */
	int			 rejoin;	/* join again after a reconnect */
	struct roster		 roster;

	/* Lines: a ring of at most `max`; lines are dropped at the end farther from the reader. */
	struct line		**lines;
	size_t			 first, n, size, max;
	size_t			 bytes;		/* approximate memory of the lines */
	size_t			*total;		/* the same for all buffers; NULL: not counted */
	uint64_t		 next_seq;
	void			*by_msgid;	/* hash */
	enum history_state	 history;
	unsigned		 failed;	/* number of lines in LINE_FAILED */
	unsigned		 filling;	/* number of gaps whose lines were requested */
	struct line		*highlight;	/* the search result that was jumped to; NULL: none */

	/*
	 * The scroll position: the seq of the line at the bottom of the pane, and how many of its rows are below
	 * the edge. following: new lines scroll.
	 */
	int			 following;
	uint64_t		 bottom_seq;
	int			 bottom_hidden;	/* rows of that line hidden below the edge */

	uint64_t		 viewed;	/* model.views when the buffer was last shown; 0: never */

	/* Since the buffer was last viewed. */
	unsigned		 unread;	/* messages */
	int			 unread_more;	/* there are more, not in memory */
	unsigned		 mentions;
	uint64_t		 read_seq;	/* the last line seen then (the unread mark) */
	int64_t			 read_time;	/* everything up to this time was read, here or in another client of the user
					 * (the server's ms); 0: unknown */
	int64_t			 reported_time;	/* the server knows that everything up to this time was read; 0: none */
	int64_t			 mark_time;	/* the time where the unread mark belongs, once its line arrives; 0: not
					 * pending */

	char			*draft;		/* the unsent input; NULL: none */
	size_t			 draft_point;	/* the cursor, in bytes */
	char			*saved_as;	/* the name under which the draft and the like are saved; NULL: they are not */

	TAILQ_ENTRY(buffer) link;
};

/* Create a buffer; copies the name. Only the model creates and frees buffers. */
struct buffer *buffer_new(enum buffer_kind, struct view name, size_t max);
void	buffer_free(struct buffer *);
void	buffer_rename(struct buffer *, struct view name);

/* Return line i, 0 being the oldest kept; NULL past the end. */
struct line *buffer_line(const struct buffer *, size_t i);
/* Return the index of the line with that seq, or of the next line kept. */
size_t	buffer_index_of_seq(const struct buffer *, uint64_t seq);
/* Return the index of a line of this buffer. */
size_t	buffer_index_of(const struct buffer *, const struct line *);
/* Return the line with that token, searching from the newest, or NULL. */
struct line *buffer_find_token(const struct buffer *, uint64_t token);
struct line *buffer_find_msgid(const struct buffer *, struct view msgid);

/*
 * Append a copy of *line, and count it as unread if asked. Returns the copy. If the msgid is already there, adds
 * nothing and returns that line.
 */
struct line *buffer_add(struct buffer *, const struct line *, int unread);
/*
 * Insert a copy of *line before line i; there must be room (n < max). The scroll position and the unread mark
 * stay where they are.
 */
struct line *buffer_insert(struct buffer *, const struct line *, size_t i);
/* Move a line to the end (an acknowledged message takes its place in the room's order). */
void	buffer_move_last(struct buffer *, struct line *);
/* Move a line before the line that has index i once it is removed. */
void	buffer_move(struct buffer *, struct line *, size_t i);
void	buffer_remove(struct buffer *, struct line *);
void	buffer_clear_lines(struct buffer *);
/* Change how many lines it keeps; drops the oldest ones if there are more. */
void	buffer_set_max(struct buffer *, size_t max);
/* Drop lines from the end farther from the reader until the rest takes at most this many bytes. */
void	buffer_trim(struct buffer *, size_t bytes);

/*
 * Drop lines from the end farther from line `near` until this many more fit. At the newest end, unacknowledged
 * messages stay, and a gap is left.
 */
void	buffer_make_room(struct buffer *, size_t lines, size_t near);
/* Return 1 if that is the newest end. */
int	buffer_drops_newest(const struct buffer *, size_t near);
/* Return the index of the line at the reader's position. */
size_t	buffer_reader_index(const struct buffer *);

void	buffer_set_state(struct buffer *, struct line *, enum line_state);
void	buffer_set_msgid(struct buffer *, struct line *, struct view msgid);
/* Mark a line as deleted. Lines about presence stay. */
void	buffer_redact(struct buffer *, struct line *, struct view who,
	    struct view reason);
/* Highlight a search result, and open it if it is folded; NULL: none. */
void	buffer_set_highlight(struct buffer *, struct line *);

/* Return the level that the user chose for the room or query (room_levels.h). */
enum room_level	buffer_level(const struct buffer *);
/* True if the line is not shown: an ignore has hidden it, and it is not the search result that was jumped to. */
int	buffer_hides(const struct buffer *, const struct line *);
/* Show a line that an ignore has hidden. */
void	buffer_show(struct buffer *, struct line *);

/* Return the time of the newest line from the server; 0 if none. */
int64_t	buffer_newest_time(const struct buffer *);

void	buffer_set_draft(struct buffer *, const char *text, size_t point);
void	buffer_set_topic(struct buffer *, const char *);

#endif
