/* bystanders: two users who chat while others attack the server. */
#include "tests/support/bystanders.h"

#include <stdio.h>
#include <string.h>

#include "tests/support/gauge.h"

int
bystanders_enter(struct bystanders *b, unsigned port)
{
	memset(b, 0, sizeof(*b));
	peer_connect(&b->ana, port);
	peer_connect(&b->bob, port);
	return peer_register(&b->ana, "ana") && peer_register(&b->bob, "bob");
}

static int
say_and_hear(struct bystanders *b, struct peer *from, struct peer *to)
{
	static unsigned number;
	char text[32];
	double start = gauge_now();

	snprintf(text, sizeof(text), "line %u of a talk", ++number);
	peer_say(from, "PRIVMSG #lobby :%s\r\n", text);
	if (!peer_expect(to, text))
		return 0;
	if (b->n < BYSTANDERS_LINES)
		b->ms[b->n++] = (gauge_now() - start) * 1e3;
	return 1;
}

int
bystanders_talk(
    struct bystanders *b, int times, void (*meanwhile)(void *), void *ctx)
{
	while (times-- > 0) {
		if (meanwhile != NULL)
			meanwhile(ctx);
		if (!say_and_hear(b, &b->ana, &b->bob) ||
		    !say_and_hear(b, &b->bob, &b->ana))
			return 0;
	}
	return 1;
}

void
bystanders_report(struct bystanders *b, const char *during)
{
	if (b->n == 0)
		return;
	gauge_sort(b->ms, b->n);
	printf("%s: %zu lines, p50 %.2f ms, p99 %.2f ms, longest %.2f ms\n",
	    during, b->n, gauge_part(b->ms, b->n, 0.5),
	    gauge_part(b->ms, b->n, 0.99), b->ms[b->n - 1]);
	b->n = 0;
}

void
bystanders_leave(struct bystanders *b)
{
	peer_close(&b->ana);
	peer_close(&b->bob);
}
