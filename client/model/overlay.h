/*
 * overlay: what is shown over the messages and takes the keys. At most one is open. The model owns it.
 *
 * A kind of overlay is a value of the enum and a member of the union here, a row in the table of client/view/view.c,
 * which draws it, and a row in the table of client/app_overlay.c, which handles its keys.
 */
#ifndef TCHAT_CLIENT_MODEL_OVERLAY_H
#define TCHAT_CLIENT_MODEL_OVERLAY_H

struct bare;
struct chooser;
struct pager;
struct search_results;

enum overlay_kind {
	OVERLAY_NONE,
	OVERLAY_RESULTS,	/* search results */
	OVERLAY_CHOOSER,	/* a list to choose from */
	OVERLAY_PAGER,		/* a text to read: help, a long answer */
	OVERLAY_BARE,		/* the bare view */
	OVERLAY_KINDS
};

struct overlay {
	enum overlay_kind kind;
	union {
		struct search_results *results;
		struct chooser *chooser;
		struct bare	*bare;
		struct pager	*pager;
	};
};

/* Free what is shown, and show nothing. */
void	overlay_clear(struct overlay *);

#endif
