/*
 * buffer: one place to talk in, as the user sees it: its lines, its members, its
 * draft, where the reader stands in it, what is unread. Pure data: no screen, no
 * sockets. Owned by the model.
 *
 * Lines stand in the order of time as the server tells it; what is under way stands last. No
 * msgid is there twice. How what is fetched comes in between: past.h.
 */
#ifndef TCHAT_CLIENT_MODEL_BUFFER_H
#define TCHAT_CLIENT_MODEL_BUFFER_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/model/line.h"
#include "client/model/roster.h"
#include "common/view.h"

enum buffer_kind {
	BUFFER_SERVER,	/* the connection's own: MOTD, answers, errors */
	BUFFER_ROOM,
	BUFFER_QUERY	/* talk with one person */
};

/* What is known of what came before the oldest line. */
enum past {
	PAST_UNKNOWN,	/* nobody could be asked */
	PAST_LOADING,	/* it is being fetched */
	PAST_MORE,	/* there is more, or may be */
	PAST_BEGINNING	/* the oldest line is the very first */
};

struct buffer {
	enum buffer_kind kind;
	uint64_t	 id;		/* no other buffer of the model has or had it */
	char		*name;		/* "#lobby", a nick, or the host */
	char		*folded;
	char		*topic;		/* NULL: none */
	int		 joined;	/* BUFFER_ROOM: in it now */
	int		 entering;	/* joined, and the list of members is not whole yet */
	int		 same_topic;	/* entered again, and the topic is the one known */
	int		 rejoin;	/* join again after a reconnect */
	struct roster	 roster;

	/* Lines: a ring of at most `max`; dropped at the end that is far from the reader. */
	struct line	**lines;
	size_t		 first, n, size, max;
	size_t		 bytes;		/* memory of the lines, about */
	size_t		*total;		/* the same of all buffers; NULL: nobody counts */
	uint64_t	 next_seq;
	void		*by_msgid;	/* hash */
	enum past	 past;
	unsigned	 failed;	/* lines in LINE_FAILED */
	struct line	*hit;		/* the one that was searched for; NULL */

	/* Where the reader stands: the seq of the line at the bottom of the pane and how many of
	 * its rows are below the edge; following: new lines scroll. */
	int		 following;
	uint64_t	 at_seq;
	int		 at_row;	/* rows of that line hidden below */

	/* Since the buffer was last looked at. */
	unsigned	 unread;	/* messages */
	int		 unread_more;	/* and more that are not in memory */
	unsigned	 mentions;
	uint64_t	 read_seq;	/* the last line seen then (the unread mark) */
	int64_t		 read_time;	/* all up to then was read, here or by another client of
					 * ours (ms of the server); 0: not known */
	int64_t		 marked;	/* up to where the server knows that it was read; 0: nowhere */
	int64_t		 mark_time;	/* the unread mark belongs there, if its line comes; 0: no matter */

	char		*draft;		/* what is half-typed here; NULL: nothing */
	size_t		 draft_point;	/* cursor, in bytes */

	TAILQ_ENTRY(buffer) link;
};

/* The name is copied. The model makes and frees them. */
struct buffer *buffer_new(enum buffer_kind, struct view name, size_t max);
void	buffer_free(struct buffer *);
void	buffer_rename(struct buffer *, struct view name);

/* Line i of those kept, 0 the oldest; NULL past the end. */
struct line *buffer_line(const struct buffer *, size_t i);
/* The index of the line with that seq, or of the next kept one. */
size_t	buffer_index(const struct buffer *, uint64_t seq);
/* Of a line that is in it. */
size_t	buffer_place(const struct buffer *, const struct line *);
/* The line with that token, searched from the newest; NULL. */
struct line *buffer_find_token(const struct buffer *, uint64_t token);
struct line *buffer_find_msgid(const struct buffer *, struct view msgid);

/*
 * Add a copy of *line at the end; counts it as unread if asked. Returns ours. A msgid that is
 * there already adds nothing: that line is returned.
 */
struct line *buffer_add(struct buffer *, const struct line *, int unread);
/* A copy of *line before line i; there must be room (n < max). Where the reader stands and
 * what he has seen stays. */
struct line *buffer_insert(struct buffer *, const struct line *, size_t i);
/* Move a line to the end (an acknowledged message takes its place in the room's order). */
void	buffer_move_last(struct buffer *, struct line *);
/* Or before what is line i when it is taken out. */
void	buffer_move(struct buffer *, struct line *, size_t i);
void	buffer_remove(struct buffer *, struct line *);
void	buffer_clear_lines(struct buffer *);
/* Drop the oldest lines until the rest takes at most so many bytes. The newest stays. */
void	buffer_trim(struct buffer *, size_t bytes);

/* Drop lines from the end that is far from line `near` until so many fit in. At the newest end
 * what is under way stays, and a gap is left. */
void	buffer_make_room(struct buffer *, size_t lines, size_t near);
/* Which end would that be? */
int	buffer_drops_newest(const struct buffer *, size_t near);
/* The line that the reader stands on, by index. */
size_t	buffer_reader(const struct buffer *);

void	buffer_set_state(struct buffer *, struct line *, enum line_state);
void	buffer_set_msgid(struct buffer *, struct line *, struct view msgid);
/* It was taken back. */
void	buffer_redact(struct buffer *, struct line *, struct view who,
	    struct view reason);
/* Mark the line that was searched for; NULL: none. */
void	buffer_set_hit(struct buffer *, struct line *);

/* unread.c: */
/* It is being looked at: nothing is unread any more; the unread mark stays. */
void	buffer_seen(struct buffer *);
/* It is no longer looked at: the unread mark moves to the end. */
void	buffer_left(struct buffer *);
/* Another client of ours has read up to then, or lines came in between: count anew, and if
 * asked put the unread mark there. Does nothing while no read_time is known. */
void	buffer_recount(struct buffer *, int move_mark);
/* Older lines came: if the mark belongs among them it goes there. */
void	buffer_find_mark(struct buffer *);
/* The index of the first unread line (below the mark), n: there is none. */
size_t	buffer_first_unread(const struct buffer *);
/* The time of the newest line that the server told; 0: none. */
int64_t	buffer_newest(const struct buffer *);

void	buffer_set_draft(struct buffer *, const char *text, size_t point);
void	buffer_set_topic(struct buffer *, const char *);

#endif
