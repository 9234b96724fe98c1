/*
 * model: everything the screen shows, as data: the buffers in their order, which one is looked
 * at, the connection's standing. app changes it, view reads it. No screen, no sockets.
 */
#ifndef TCHAT_CLIENT_MODEL_MODEL_H
#define TCHAT_CLIENT_MODEL_MODEL_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/model/buffer.h"
#include "common/view.h"

enum link_state {
	LINK_OFFLINE,		/* given up, or not yet begun */
	LINK_CONNECTING,
	LINK_REGISTERING,	/* connected; the server has not welcomed us yet */
	LINK_ONLINE,
	LINK_WAITING		/* broken; the next try comes at `retry_at` */
};

enum {
	MODEL_BUFFERS_MAX = 1000,	/* rooms and queries, whoever opens them */
	MODEL_LINE_BYTES = 1024,	/* lines of a buffer take so much each, on average, at most */
	MODEL_FULL_BUFFERS = 8		/* and all buffers together what so many full ones may take */
};

/* What has changed since the last frame. */
enum {
	DIRTY_MESSAGES = 1,
	DIRTY_ROOMS = 2,
	DIRTY_MEMBERS = 4,
	DIRTY_TOPIC = 8,
	DIRTY_STATUS = 16,
	DIRTY_INPUT = 32,
	DIRTY_ALL = 63
};

struct model {
	TAILQ_HEAD(model_buffers, buffer) buffers;	/* the server's first, then as opened */
	size_t		 nbuffers;
	uint64_t	 last_id;	/* of a buffer */
	size_t		 bytes;		/* memory of all lines, about */
	struct roster_pool members;	/* of all rooms */
	struct buffer	*server;
	struct buffer	*active;	/* never NULL */
	struct buffer	*last;		/* looked at before; NULL: none */
	size_t		 max_lines;	/* per buffer */

	enum link_state	 state;
	int64_t		 retry_at;	/* clock_mono_ms; LINK_WAITING */
	char		*link_reason;	/* why it broke; NULL */
	int		 encrypted;
	char		*host;		/* as the user gave it */
	char		*network;	/* ISUPPORT NETWORK; NULL */
	char		*nick;		/* ours now */
	char		*account;	/* logged in as; NULL: a guest */
	char		*user_modes;
	int		 away;
	unsigned	 unsent;	/* messages pending, in all buffers */
	int		 unwatched;	/* nobody looks at the terminal: the active buffer is unread too */
	struct results	*results;	/* of a search, over the messages; NULL: none are shown */

	unsigned	 dirty;
};

struct model *model_new(const char *host, size_t max_lines);
void	model_free(struct model *);

/* By name, folded; NULL. */
struct buffer *model_find(const struct model *, struct view name);
/* By id; NULL: it was closed. */
struct buffer *model_find_id(const struct model *, uint64_t id);
/* The buffer of that name, opened at the end of the list if it is new (see model_is_full). */
struct buffer *model_open(struct model *, enum buffer_kind, struct view name);
/* No further buffer is to be opened. */
int	model_is_full(const struct model *);
/* Drop old lines of a buffer, and of the largest ones, that take more memory than is allowed. */
void	model_trim(struct model *, struct buffer *);
/* Close it; if it was active its neighbour is. Never the server's. */
void	model_close(struct model *, struct buffer *);
/* Look at it: counts are cleared, DIRTY_ALL. */
void	model_activate(struct model *, struct buffer *);
/* The next / previous (by = 1, -1), around the end. */
struct buffer *model_step(const struct model *, int by);
/* The next with mentions, else unread; NULL: none. */
struct buffer *model_next_unread(const struct model *);
/* The i-th, 0 the server's; the room list shows it with the number i + 1. */
struct buffer *model_at(const struct model *, size_t i);
void	model_rename(struct model *, struct buffer *, struct view name);

/* Is that buffer in view, before somebody's eyes? */
int	model_watches(const struct model *, const struct buffer *);
/* The user looks at the terminal, or away from it. */
void	model_watch(struct model *, int watched);

/* Add a line; marks what is dirty; counts unread if it is talk and not looked at. */
struct line *model_add(struct model *, struct buffer *, const struct line *);
/* The program's own words into a buffer. */
void	model_info(struct model *, struct buffer *, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
void	model_error(struct model *, struct buffer *, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

/* Does text name nick, as a whole word? */
int	model_mentions(struct view text, const char *nick);

#endif
