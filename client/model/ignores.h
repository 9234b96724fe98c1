/*
 * ignores: the people whose messages or presence the user does not want to see, some for a limited time. Other lines of
 * theirs (kicks, modes, topics) change what everyone sees, and are always shown.
 *
 * A line of an ignored user stays in its buffer, hidden (line.ignored has the id of the ignore). When the ignore ends, the
 * line is shown.
 */
#ifndef TCHAT_CLIENT_MODEL_IGNORES_H
#define TCHAT_CLIENT_MODEL_IGNORES_H

#include <stddef.h>
#include <stdint.h>

#include "client/irc/event.h"
#include "common/view.h"

enum {
	IGNORES_MAX = 1000
};

/* What is ignored. */
enum ignore_what {
	IGNORE_MESSAGES = 1,	/* messages, notices, CTCP requests, invitations */
	IGNORE_PRESENCE = 2,	/* joins, parts, quits, nick changes */
	IGNORE_BOTH = 3,
	IGNORE_HIGHLIGHTS = 4	/* only this: messages are shown, but are no mentions */
};

struct ignore {
	unsigned		 id;	/* unique in this run; not 0 */
	char			*mask;	/* a nick, account:NAME, or nick!user@host with * and ? */
	enum ignore_what	 what;
	int64_t			 until;	/* clock_ms; 0: for ever */
};

/* A zeroed struct is an empty list. */
struct ignores {
	struct ignore	*v;
	size_t		 n;
	unsigned	 last_id;
};

void	ignores_clear(struct ignores *);

/*
 * Ignore a user from now on, or change how. Completes masks: "user@host" means *!user@host. Returns the entry, valid
 * until the next change, or NULL and *cause.
 */
const struct ignore *ignores_set(struct ignores *, struct view mask,
	    enum ignore_what, int64_t until, char **cause);
/* Return the entry with that mask (completed as by ignores_set), or NULL. */
const struct ignore *ignores_find(const struct ignores *, struct view mask);
/* Remove the entry with that id. */
void	ignores_remove(struct ignores *, unsigned id);

/* Return the id of an entry whose time is up; 0: there is none. */
unsigned	ignores_ended(const struct ignores *, int64_t now);
/* Return when the next entry ends (clock_ms); 0: none. */
int64_t	ignores_next_end(const struct ignores *);

/*
 * Return the id of the entry that hides the event, the one that lasts longest if there are several; 0: none. Our own
 * events and those of servers are never hidden.
 */
unsigned	ignores_hides(const struct ignores *, const struct irc_event *,
	    int64_t now);
/* True if the event's sender must not count as mentioning us. */
int	ignores_quiets(const struct ignores *, const struct irc_event *,
	    int64_t now);

/* Find the kind by its word, or return -1; and the word of a kind. */
int	ignore_what_find(struct view word);
const char *ignore_what_word(enum ignore_what);

#endif
