/*
 * caps_table: which capabilities there are, and what CAP LS 302 says of each.
 */
#ifndef TCHAT_SERVER_IRC_CAPS_TABLE_H
#define TCHAT_SERVER_IRC_CAPS_TABLE_H

#include <stddef.h>

#include "common/view.h"

struct server;
struct session;

enum { CAP_VALUE_SIZE = 128 };

/* For whom; session NULL: for none in particular. */
struct cap_whose {
	const struct server	*server;
	const struct session	*session;
};

struct cap {
	const char	*name;
	unsigned	 bit;		/* CAP_* (state.h) */
	/* As cap_value. NULL: it is always to be had, and has no value. */
	const char	*(*value)(const struct cap_whose *, char buf[CAP_VALUE_SIZE]);
};

/* Sorted by name. All names together fit in one line (checklist 18). */
extern const struct cap irc_caps[];
extern const size_t irc_ncaps;

/* The capability's value, "" for none; NULL when it is not to be had now. */
const char *cap_value(const struct cap *, const struct cap_whose *,
	    char buf[CAP_VALUE_SIZE]);

/* NULL if it is not to be had. */
const struct cap *cap_find(const struct cap_whose *, struct view name);

#endif
