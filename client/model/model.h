/*
 * model: everything the screen shows, as data: the networks, their buffers in order, and the active one. The app
 * changes it, the view reads it. No screen, no sockets.
 */
#ifndef TCHAT_CLIENT_MODEL_MODEL_H
#define TCHAT_CLIENT_MODEL_MODEL_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/model/alert.h"
#include "client/model/buffer.h"
#include "client/model/network.h"
#include "client/model/overlay.h"
#include "common/view.h"

enum {
	MODEL_BUFFERS_MAX = 1000,	/* rooms and queries together */
	MODEL_LINE_BYTES = 1024,	/* limit of a buffer's memory per line of max_lines, on average */
	MODEL_FULL_BUFFERS = 8		/* all buffers together may use as much as this many full ones */
};

/* Parts to draw again: what changed since the last frame. */
enum {
	DIRTY_MESSAGES = 1,
	DIRTY_ROOMS = 2,
	DIRTY_MEMBERS = 4,
	DIRTY_TOPIC = 8,
	DIRTY_STATUS = 16,
	DIRTY_INPUT = 32,
	DIRTY_ALL = 63
};

/* Go through the buffers of a network. The body must not close the buffer. */
#define NETWORK_FOREACH(b, n)                                                  \
	TAILQ_FOREACH ((b), &(n)->model->buffers, link)                        \
		if ((b)->network == (n))

struct model {
	TAILQ_HEAD(model_networks, network) networks;
	TAILQ_HEAD(model_buffers, buffer) buffers;	/* those of each network together: the server's first, then in
							 * the order in which they were opened */
	size_t			 nbuffers;
	uint64_t		 last_id;	/* of the newest buffer */
	size_t			 bytes;		/* approximate memory of all lines */
	struct speakers		*speakers;
	struct roster_pool	 members;	/* members of all rooms */
	struct buffer		*active;	/* NULL only before the first network is added */
	struct buffer		*last;		/* the buffer active before; NULL: none */
	uint64_t		 views;		/* how often another buffer was shown */
	size_t			 max_lines;	/* per buffer */
	const struct client_config *config;	/* the settings that are the same for all networks */

	int			 unfocused;	/* the terminal lacks the focus: new lines of the active buffer are unread
					 * too */
	struct overlay		 overlay;	/* shown over the messages; takes the keys */

	struct alert		 alert;	/* what the user was not notified of yet */
	unsigned		 dirty;
};

/* Borrows the settings. A model has no buffer before its first network is added. */
struct model *model_new(const struct client_config *, size_t max_lines);
void	model_free(struct model *);

/* Add a network, with its server's buffer. Borrows its settings. The buffer of the first network becomes active. */
struct network *model_add_network(struct model *, const struct client_config *,
	    const char *host);
/* Settings changed: another struct may now be right for a room, and the number of lines to keep may differ. */
void	model_settings_changed(struct model *);
/* Return the network of the active buffer. */
struct network *model_network(const struct model *);

/* Return the network's buffer of that name (compared folded), or NULL. */
struct buffer *model_find(const struct network *, struct view name);
/* Return the buffer with that id, or NULL if it was closed. */
struct buffer *model_find_id(const struct model *, uint64_t id);
/* Return the network's buffer of that name; open it after the network's others if it is new (see model_is_full). */
struct buffer *model_open(struct network *, enum buffer_kind, struct view name);
/* Return the active buffer if it belongs to the network, else the network's server buffer. */
struct buffer *model_active_of(const struct network *);
/* True if no more buffers may be opened. */
int	model_is_full(const struct model *);
/* Drop old lines of a buffer, and of the largest ones, that exceed the memory limits. */
void	model_trim(struct model *, struct buffer *);
/* Close a buffer; if it was active, its neighbour becomes active. Never a server's. */
void	model_close(struct model *, struct buffer *);
/* Make it the active buffer: clears its counts, sets DIRTY_ALL. */
void	model_activate(struct model *, struct buffer *);
/* Return the next (by 1) or previous (by -1) buffer, wrapping around. */
struct buffer *model_neighbour(const struct model *, int by);
/* Return the next buffer with mentions, else with unread messages, else NULL. */
struct buffer *model_next_unread(const struct model *);
/* Return buffer i, 0 being the first server's; the room list numbers it i + 1. */
struct buffer *model_buffer_at(const struct model *, size_t i);
void	model_rename(struct model *, struct buffer *, struct view name);

/* Show an overlay, which the model then owns, instead of the one that is open. OVERLAY_NONE: close it. */
void	model_show_overlay(struct model *, struct overlay);
/* Return the search results if they are shown, else NULL. */
struct search_results *model_results(const struct model *);

/* True if that buffer and its newest line are shown and the terminal has the focus. */
int	model_is_viewed(const struct model *, const struct buffer *);
/* Show the newest lines of a buffer from now on. */
void	model_follow(struct model *, struct buffer *);
/* Record that the reader of a buffer is now at its bottom_seq, above the newest line. */
void	model_scrolled(struct model *, struct buffer *);
/* Record that the terminal gained or lost the focus. */
void	model_set_focus(struct model *, int watched);

/* Show the lines that the ignore with this id has hidden. */
void	model_end_ignore(struct network *, unsigned id);
/* The level of a room, or the normal one, has changed: count its unread messages, or do not. */
void	model_level_changed(struct network *);

/* Add a line and mark what must be drawn. Counts it as unread if it is a message and the buffer is not watched. */
struct line *model_add(struct model *, struct buffer *, const struct line *);
/* Add a line of the client to a buffer. */
void	model_info(struct model *, struct buffer *, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));
void	model_error(struct model *, struct buffer *, const char *fmt, ...)
	    __attribute__((format(printf, 3, 4)));

#endif
