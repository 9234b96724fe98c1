/*
 * long_history: a database with as many messages as one likes, of made-up words that are as
 * unlike in frequency as those of people, for benches.
 */
#ifndef TCHAT_SUPPORT_LONG_HISTORY_H
#define TCHAT_SUPPORT_LONG_HISTORY_H

#include <stdint.h>

#include <sqlite3.h>

#include "tests/support/prng.h"
#include "tests/support/store_rig.h"

#define LONG_ROOM "#long"
#define LONG_QUIET "#quiet"	/* one message of LONG_QUIET_EVERY is said there instead */
#define LONG_RARE "rarissimum"	/* a word said once, in the middle */
#define LONG_COMMON "w1o"	/* in two messages of five */
#define LONG_COMMON2 "w2o"	/* in one of four */
#define LONG_SELDOM "w2001o"	/* in one of 4,000 */
#define LONG_SELDOM2 "w2002o"
#define LONG_HAN "\345\270\203\345\270\205" /* two neighbours, in one of 20,000 */
#define LONG_THERE "quietly"	/* said in LONG_QUIET alone, each time */

enum { LONG_QUIET_EVERY = 50, LONG_NICKS = 200, LONG_STEP_MS = 1000 };

struct long_history {
	struct store_rig rig;
	int64_t		 n;		/* messages, in both rooms */
	int64_t		 first_time;	/* and LONG_STEP_MS later each */
	struct prng	 prng;
	sqlite3		*look;		/* a connection of the bench's own */
};

/* An empty one, open. */
void	long_history_init(struct long_history *, int64_t n);
void	long_history_clear(struct long_history *);
/* Write the n messages and wait until they are kept. */
void	long_history_fill(struct long_history *);
/* Say one more in LONG_ROOM and wait until it is kept: the seconds that took. */
double	long_history_say(struct long_history *);

/* A number that SQL gives, which has one parameter. */
int64_t	long_history_ask(struct long_history *, const char *sql, int64_t parameter);
/* The last message that can be searched for. */
int64_t	long_history_indexed(struct long_history *);
/* Bytes of the database, as pages that are used. */
double	long_history_bytes(struct long_history *);

#endif
