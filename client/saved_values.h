/*
 * saved_values: a state file with a value for each room, such as its draft. A value changes in memory; saved_values_save
 * writes the changes into what the file has then, so that the values that another client changed stay. The values that
 * were changed last are kept if there are too many.
 */
#ifndef TCHAT_CLIENT_SAVED_VALUES_H
#define TCHAT_CLIENT_SAVED_VALUES_H

#include <stddef.h>

#include "client/config/state_file.h"
#include "common/view.h"

enum saved_rule {
	SAVED_LATEST,	/* the value that was written last counts */
	SAVED_LARGEST	/* values are numbers: the largest counts */
};

struct saved_limits {
	enum saved_rule	 rule;
	size_t		 values, bytes;	/* kept in the file */
};

struct saved_values;

/* Read the file. Borrows everything. */
struct saved_values *saved_values_new(struct state_files *, const char *file,
	    const struct saved_limits *);
void	saved_values_free(struct saved_values *);

/* Return the value of a room, valid until the next call of any function here; NULL: none. */
const char *saved_values_get(const struct saved_values *, struct view room);
/* Set it; NULL: remove it. */
void	saved_values_set(struct saved_values *, struct view room,
	    const char *value);
/* Write what was set since the last time. Does nothing if nothing was. */
enum state_result saved_values_save(struct saved_values *);

#endif
