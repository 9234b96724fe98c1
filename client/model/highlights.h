/*
 * highlights: the words and regular expressions that make a message a mention, besides the user's nick. Some come from
 * the settings; others were added by the user for a network or a room, and are kept in a file.
 */
#ifndef TCHAT_CLIENT_MODEL_HIGHLIGHTS_H
#define TCHAT_CLIENT_MODEL_HIGHLIGHTS_H

#include <stddef.h>

#include "common/string_list.h"
#include "common/view.h"

struct regex;

enum {
	HIGHLIGHTS_MAX = 200,	/* added by the user */
	HIGHLIGHT_SETS = 16	/* kept compiled */
};

struct highlight {
	char		*room;		/* folded; NULL: in every room and query */
	char		*pattern;	/* a word, or /a regular expression/ */
	struct regex	*regex;		/* NULL: a word */
};

struct highlight_list {
	struct highlight	*v;
	size_t			 n;
};

/* The words of the settings, which may differ between rooms, compiled. */
struct highlight_set {
	struct string_list	 words;
	struct highlight_list	 list;
};

/* A zeroed struct has no words. */
struct highlights {
	unsigned		 how;	/* MENTION_CASE, MENTION_WHOLE (mention.h) */
	struct highlight_set	*sets;	/* those in use lately */
	size_t			 nsets;
	struct highlight_list	 added;
};

void	highlights_clear(struct highlights *);

/* Compare words in this way from now on (MENTION_CASE, MENTION_WHOLE). Cheap if nothing changes. */
void	highlights_set_how(struct highlights *, unsigned how);

/* Add a word for a room (empty: for all). Returns 0, or -1 and *cause. If it is there already, nothing changes. */
int	highlights_add(struct highlights *, struct view room, struct view text,
	    char **cause);
/* Remove it. Returns 0, or -1 if it was not added. */
int	highlights_remove(struct highlights *, struct view room,
	    struct view text);

/*
 * True if the text, said in that room, contains the nick, which may be NULL, one of `words`, which are those of the room's
 * settings, or one that was added. A word of the settings that is not valid is left out: the settings check them
 * (regex_check_word). Sets *cause (to be freed) when an expression needs too many steps, once for each expression.
 */
int	highlights_match(struct highlights *, const struct string_list *words,
	    struct view room, struct view text, const char *nick, char **cause);

#endif
