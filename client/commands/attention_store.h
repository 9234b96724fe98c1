/*
 * attention_store: keeps what the user chose with /ignore, /highlight and /notify for one network. It changes the rules
 * (client/model/attention.h), saves each change in the network's file "attention", and ends what was chosen for a time.
 */
#ifndef TCHAT_CLIENT_COMMANDS_ATTENTION_STORE_H
#define TCHAT_CLIENT_COMMANDS_ATTENTION_STORE_H

#include <stdint.h>

#include "client/config/state_file.h"
#include "client/model/attention.h"
#include "common/view.h"

struct attention_store;
struct event_base;

enum attention_kind { ATTENTION_IGNORE, ATTENTION_HIGHLIGHT, ATTENTION_LEVEL };

struct attention_change {
	enum attention_kind	 kind;
	int			 remove;
	struct view		 name;	/* the mask, the word, or the room */
	struct view		 room;	/* of a word; empty: everywhere */
	int			 value;	/* enum ignore_what, enum room_level */
	int64_t			 until;	/* clock_ms; 0: for ever */
};

struct attention_store_ops {
	/* This ignore has ended, or hides less than before: show what it has hidden. */
	void	(*ignore_ended)(unsigned id, void *ctx);
	/* Levels of rooms have changed. */
	void	(*levels_changed)(void *ctx);
	/* Tell the user what has ended by its time. */
	void	(*print)(const char *text, void *ctx);
};

/* Load the rules. Borrows them, the network's settings, and the files, which may be NULL: then nothing is saved. */
struct attention_store *attention_store_new(struct event_base *,
	    const struct client_config *, struct attention *, struct state_files *,
	    const struct attention_store_ops *, void *ctx);
void	attention_store_free(struct attention_store *);

/* End what was chosen for a time that is over. A timer does that too, but not at once after the clock was set. */
void	attention_store_end(struct attention_store *);

const struct attention *attention_store_rules(const struct attention_store *);
/* Return the network's settings. */
const struct client_config *attention_store_settings(const struct attention_store *);

/* Make a change and save it. Returns 0, or -1 and *cause; cause is NULL if there was nothing to remove. */
int	attention_store_change(struct attention_store *,
	    const struct attention_change *, char **cause);

#endif
