/*
 * admission: each address from which somebody is, or was not long ago, has a seat. Those that nobody is
 * on are forgotten when there are too many, the one that was left longest ago first.
 */
#include "server/net/admission.h"

#include <sys/queue.h>

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/clock_watch.h"
#include "common/xmalloc.h"
#include "server/net/throttle.h"

enum { IDLE_MAX = 8192 };

struct seat {
	struct range range; /* key */
	long long here;
	struct bucket bucket;
	TAILQ_ENTRY(seat) idle; /* while nobody is here */
	UT_hash_handle hh;
};

struct shut {
	struct range range;
	int64_t until; /* 0: for ever */
	int64_t ends_at;
	char *words;
};

struct admission {
	struct admission_settings settings; /* without the texts */
	struct range_table *exempt;
	struct range_table *shut;
	struct seat *seats;
	TAILQ_HEAD(, seat) idle; /* the one left longest ago first */
	size_t nidle;
};

struct admission *
admission_new(void)
{
	struct admission *d = xcalloc(1, sizeof(*d));

	d->exempt = range_table_new();
	d->shut = range_table_new();
	TAILQ_INIT(&d->idle);
	return d;
}

static void
drop_seat(struct admission *d, struct seat *seat)
{
	if (seat->here == 0) {
		TAILQ_REMOVE(&d->idle, seat, idle);
		d->nidle--;
	}
	HASH_DEL(d->seats, seat);
	free(seat);
}

static void
shut_free(struct shut *s)
{
	if (s != NULL)
		free(s->words);
	free(s);
}

static void
drop_shut(const struct range *r, void *value, void *ctx)
{
	(void)r;
	(void)ctx;
	shut_free(value);
}

void
admission_free(struct admission *d)
{
	struct seat *seat, *next;

	HASH_ITER (hh, d->seats, seat, next) {
		drop_seat(d, seat);
	}
	range_table_each(d->shut, drop_shut, NULL);
	range_table_free(d->shut);
	range_table_free(d->exempt);
	free(d);
}

static void
exempt(struct admission *d, const char *text)
{
	struct range r;

	if (range_parse(&r, view_of(text)) == 0)
		range_table_put(d->exempt, &r, d);
}

void
admission_set(struct admission *d, const struct admission_settings *s)
{
	size_t i;

	d->settings = *s;
	d->settings.exempt = NULL;
	range_table_free(d->exempt);
	d->exempt = range_table_new();
	if (s->exempt_loopback) {
		exempt(d, "127.0.0.0/8");
		exempt(d, "::1");
	}
	for (i = 0; i < s->nexempt; i++)
		exempt(d, s->exempt[i]);
}

static struct range
seat_of(const struct range *r)
{
	struct range range = *r;

	range_widen_to_site(&range);
	return range;
}

static struct seat *
find_seat(const struct admission *d, const struct range *r)
{
	struct range range = seat_of(r);
	struct seat *seat;

	HASH_FIND(hh, d->seats, &range, sizeof(range), seat);
	return seat;
}

static struct seat *
get_seat(struct admission *d, const struct range *r, int64_t now)
{
	struct seat *seat = find_seat(d, r);

	if (seat != NULL)
		return seat;
	seat = xcalloc(1, sizeof(*seat));
	seat->range = seat_of(r);
	bucket_fill(&seat->bucket, d->settings.rate, now);
	HASH_ADD(hh, d->seats, range, sizeof(seat->range), seat);
	TAILQ_INSERT_TAIL(&d->idle, seat, idle);
	d->nidle++;
	return seat;
}

static void
sit_down(struct admission *d, struct seat *seat)
{
	if (seat->here++ > 0)
		return;
	TAILQ_REMOVE(&d->idle, seat, idle);
	d->nidle--;
}

/* Seats that are remembered for the rate alone have their limit. */
static void
forget_idle(struct admission *d)
{
	while (d->nidle > IDLE_MAX)
		drop_seat(d, TAILQ_FIRST(&d->idle));
}

/* The words for a range that is shut out now; NULL: it is not. What is over is forgotten. */
static const char *
shut_words(struct admission *d, const struct range *r)
{
	const struct shut *s;
	struct range over;

	while ((s = range_table_find(d->shut, r)) != NULL) {
		if (!clock_end_is_over(s->until, s->ends_at))
			return s->words;
		over = s->range;
		admission_unshut(d, &over);
	}
	return NULL;
}

static enum admission_answer
ask_seat(struct admission *d, const struct range *r, int64_t now)
{
	const struct admission_settings *s = &d->settings;
	struct seat *seat = get_seat(d, r, now);
	enum admission_answer answer = ADMISSION_OPEN;

	if (s->per_address > 0 && seat->here >= s->per_address)
		answer = ADMISSION_MANY;
	else if (s->rate > 0 && !bucket_take(&seat->bucket, s->rate, now))
		answer = ADMISSION_FAST;
	else
		sit_down(d, seat);
	forget_idle(d);
	return answer;
}

int
admission_is_exempt(const struct admission *d, const struct range *r)
{
	return range_table_find(d->exempt, r) != NULL;
}

enum admission_answer
admission_ask(
    struct admission *d, const struct range *r, int64_t now, const char **words)
{
	static const char *const said[] = {
		[ADMISSION_OPEN] = "",
		[ADMISSION_MANY] = "ERROR :There are too many connections from "
				   "your address.\r\n",
		[ADMISSION_FAST] = "ERROR :Connections come too fast from your "
				   "address; try again in a minute.\r\n",
	};
	enum admission_answer answer;

	*words = "";
	if (r->bits == 0)
		return ADMISSION_OPEN;
	if (admission_is_exempt(d, r)) {
		sit_down(d, get_seat(d, r, now));
		return ADMISSION_OPEN;
	}
	*words = shut_words(d, r);
	if (*words != NULL)
		return ADMISSION_SHUT;
	answer = ask_seat(d, r, now);
	*words = said[answer];
	return answer;
}

void
admission_left(struct admission *d, const struct range *r)
{
	struct seat *seat;

	if (r->bits == 0)
		return;
	seat = find_seat(d, r);
	if (seat == NULL || --seat->here > 0)
		return;
	TAILQ_INSERT_TAIL(&d->idle, seat, idle);
	d->nidle++;
	if (d->settings.rate == 0)
		drop_seat(d, seat);
	forget_idle(d);
}

void
admission_shut(struct admission *d, const struct range *r, int64_t until,
    int64_t ends_at, const char *words)
{
	struct shut *s = xcalloc(1, sizeof(*s));

	s->range = *r;
	s->until = until;
	s->ends_at = ends_at;
	s->words = xstrdup(words);
	shut_free(range_table_put(d->shut, r, s));
}

void
admission_unshut(struct admission *d, const struct range *r)
{
	shut_free(range_table_take(d->shut, r));
}

size_t
admission_seats(const struct admission *d)
{
	return HASH_COUNT(d->seats);
}
