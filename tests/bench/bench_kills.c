/*
 * bench_kills: a message that anyone saw is stored. A server is killed $TCHAT_BENCH_KILLS
 * (100) times at random moments under load, and after each kill its history must have every message
 * that was seen. Ends with a failure as soon as one is missing.
 */
#include <stdio.h>

#include "tests/support/gauge.h"
#include "tests/support/mortal.h"
#include "tests/support/test.h"

enum { KILLS = 100, LIVES = 10 };

static void
kill_often(const char *durability, long kills)
{
	const char *more[] = { "--flood-rate", "0", "--durability", durability,
		NULL };
	size_t seen = 0, kept = 0;
	long left = kills, life;
	struct mortal m;

	while (left > 0) {
		mortal_init(&m, more);
		for (life = 0; life < LIVES && left > 0; life++, left--)
			mortal_live_and_die(&m);
		seen += m.nseen;
		kept += m.nkept;
		mortal_expect_seen_once(&m);
		mortal_clear(&m);
	}
	printf("  %-8s killed %4ld times: %8zu messages were seen and all were "
	       "kept, %zu more were kept\n",
	    durability, kills, seen, kept - seen);
}

int
main(void)
{
	long kills = gauge_number("TCHAT_BENCH_KILLS", KILLS);

	printf("seen means kept:\n");
	kill_often("fsync", kills - kills / 2);
	kill_often("commit", kills / 2);
	return 0;
}
