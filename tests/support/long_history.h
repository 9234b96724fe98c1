/*
 * long_history: a database with any number of messages, for benchmarks. Their made-up words differ in
 * frequency like those of a language.
 */
#ifndef TCHAT_SUPPORT_LONG_HISTORY_H
#define TCHAT_SUPPORT_LONG_HISTORY_H

#include <stdint.h>

#include <sqlite3.h>

#include "tests/support/prng.h"
#include "tests/support/store_rig.h"

#define LONG_ROOM "#long"
#define LONG_QUIET "#quiet"	/* one message of LONG_QUIET_EVERY is in this room */
#define LONG_RARE "rarissimum"	/* a word in one message, in the middle */
#define LONG_COMMON "w1o"	/* in two of five messages */
#define LONG_COMMON2 "w2o"	/* in one of four messages */
#define LONG_SELDOM "w2001o"	/* in one of 4,000 messages */
#define LONG_SELDOM2 "w2002o"
#define LONG_HAN "\345\270\203\345\270\205" /* two neighbouring characters, in one of 20,000 messages */
#define LONG_THERE "quietly"	/* in each message of LONG_QUIET, and only there */

enum { LONG_QUIET_EVERY = 50, LONG_NICKS = 200, LONG_STEP_MS = 1000 };

struct long_history {
	struct store_rig	 rig;
	int64_t			 n;		/* number of messages in both rooms */
	int64_t			 first_time;	/* each LONG_STEP_MS later than the one before */
	struct prng		 prng;
	sqlite3			*look;		/* a database connection of the benchmark */
};

/* Open an empty database. */
void	long_history_init(struct long_history *, int64_t n);
void	long_history_clear(struct long_history *);
/* Write n messages and wait until they are stored. */
void	long_history_fill(struct long_history *);
/* Send one more message in LONG_ROOM and wait until it is stored; return the seconds. */
double	long_history_say(struct long_history *);

/* Return the number that a SQL query with one parameter gives. */
int64_t	long_history_ask(struct long_history *, const char *sql, int64_t parameter);
/* Return the last message that can be found by a search. */
int64_t	long_history_indexed(struct long_history *);
/* Return the size of the database in bytes, counting used pages. */
double	long_history_bytes(struct long_history *);

#endif
