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
	HIGHLIGHTS_MAX = 200	/* added by the user */
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

/* A zeroed struct has no words. */
struct highlights {
	unsigned		 how;		/* MENTION_CASE, MENTION_WHOLE (mention.h) */
	struct string_list	 words;		/* as in the settings */
	struct highlight_list	 set;		/* the same, compiled */
	struct highlight_list	 added;
};

void	highlights_clear(struct highlights *);

/*
 * Use these words and this way to compare (MENTION_CASE, MENTION_WHOLE). Does nothing if they are in use already, so call
 * it before each use. A word that is not valid is left out: the settings check them (regex_check_word).
 */
void	highlights_use(struct highlights *, const struct string_list *words,
	    unsigned how);

/* Add a word for a room (empty: for all). Returns 0, or -1 and *cause. If it is there already, nothing changes. */
int	highlights_add(struct highlights *, struct view room, struct view text,
	    char **cause);
/* Remove it. Returns 0, or -1 if it was not added. */
int	highlights_remove(struct highlights *, struct view room,
	    struct view text);

/*
 * True if the text, said in that room, contains the nick, which may be NULL, or one of the words. Sets *cause (to be
 * freed) when an expression needs too many steps, once for each expression.
 */
int	highlights_match(struct highlights *, struct view room,
	    struct view text, const char *nick, char **cause);

#endif
