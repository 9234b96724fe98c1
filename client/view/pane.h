/*
 * pane: the panes, in files named pane_*.c, and their shared helpers. A pane draws one part of the model into its
 * rectangle of the canvas (view_state.layout): the whole rectangle and nothing outside. An empty rectangle is not
 * drawn.
 */
#ifndef TCHAT_CLIENT_VIEW_PANE_H
#define TCHAT_CLIENT_VIEW_PANE_H

#include <stddef.h>

#include "client/model/links.h"
#include "client/view/layout.h"
#include "client/view/theme.h"

typedef void pane_draw_fn(struct canvas *, const struct model *,
    const struct view_state *);

pane_draw_fn pane_topic_draw;
pane_draw_fn pane_rooms_draw;
pane_draw_fn pane_members_draw;
pane_draw_fn pane_messages_draw;
/* Draw search results over the messages; the cursor is at the selected one. */
pane_draw_fn pane_results_draw;
/* Draw a chooser over the messages; the cursor is at the end of its filter. */
pane_draw_fn pane_chooser_draw;
/* Draw the pager over the messages. */
pane_draw_fn pane_pager_draw;
/* Draw the bare view over the whole screen; there is no cursor. */
pane_draw_fn pane_bare_draw;
pane_draw_fn pane_status_draw;
void	pane_input_draw(struct canvas *, struct view_state *,
	    const struct input_state *);

/* Return how many rows the input needs, with its hint, on a screen of that width. */
int	pane_input_rows(const struct input_state *, int width);
/* Return the columns that a list of so many rows needs to show its content whole. */
int	pane_rooms_width(const struct model *, int rows);
int	pane_members_width(const struct model *, int rows);
/* Return the buffer in that row of the room list, or NULL. */
struct buffer *pane_rooms_at(const struct model *, const struct view_state *,
	    int row);
/* Return how many search results fit on a page. */
int	pane_results_page(const struct view_state *);
/* The same for the rows of a chooser. */
int	pane_chooser_page(const struct view_state *);
/* Make the bare view of the active buffer, at its scroll position. The caller frees it. */
struct bare *pane_bare_new(const struct model *, const struct view_state *);
/* Scroll it by rows, negative: up, as far as there are lines. */
void	pane_bare_scroll(struct bare *, const struct model *,
	    const struct view_state *, const struct canvas *, int rows);

/* Draw text from x to `end`; text that is cut ends with "…". Returns the column after it. */
int	pane_text(struct canvas *, int x, int y, int end, struct view,
	    struct style);
/*
 * Makes links of the URLs in a text that is drawn glyph by glyph, from its beginning to its end. Parts of the text may be
 * left out. Texts with the same tag share their links.
 */
struct pane_links {
	struct view	 text;
	struct link_span span;		/* the URL at or after the last glyph; empty past the last URL */
	uint64_t	 tag;
};
void	pane_links_begin(struct pane_links *, struct view text, uint64_t tag);
/* Call it before the glyph at that offset is drawn. */
void	pane_links_at(struct pane_links *, struct canvas *, size_t pos);
/* Call it before something else is drawn. */
void	pane_links_end(struct canvas *);
/* Like pane_text, with the URLs in the text as links. */
int	pane_linked_text(struct canvas *, int x, int y, int end, struct view,
	    struct style);
/* Draw a vertical line over the height of a pane. */
void	pane_rule(struct canvas *, int x, const struct rect *, int colours);
/* Return the displayed name of a buffer; for the server buffer, the network's name. */
struct view pane_buffer_name(const struct buffer *);
/* Write the unread count into out: "12", "!2" or "". */
void	pane_unread_count(const struct buffer *, char *out, size_t size);

#endif
