/*
 * admission: a table with an entry for each address that has, or recently had, connections. Entries
 * without connections are removed when there are too many, the longest idle first.
 */
#include "server/net/admission.h"

#include <sys/queue.h>

#include <stdlib.h>
#include <string.h>

#include <uthash.h>

#include "common/clock_watch.h"
#include "common/rate.h"
#include "common/xmalloc.h"

enum { IDLE_MAX = 8192 };

struct source {
	struct range range; /* key */
	long long connections;
	struct rate_bucket bucket;
	TAILQ_ENTRY(source) idle; /* set while it has no connections */
	UT_hash_handle hh;
};

struct ban {
	struct range range;
	int64_t until; /* 0: permanent */
	int64_t ends_at;
	char *words;
};

struct admission {
	struct admission_settings settings; /* without `exempt` */
	struct range_table *exempt;
	struct range_table *bans;
	struct source *sources;
	TAILQ_HEAD(, source) idle; /* longest idle first */
	size_t nidle;
};

struct admission *
admission_new(void)
{
	struct admission *d = xcalloc(1, sizeof(*d));

	d->exempt = range_table_new();
	d->bans = range_table_new();
	TAILQ_INIT(&d->idle);
	return d;
}

static void
drop_source(struct admission *d, struct source *source)
{
	if (source->connections == 0) {
		TAILQ_REMOVE(&d->idle, source, idle);
		d->nidle--;
	}
	HASH_DEL(d->sources, source);
	free(source);
}

static void
ban_free(struct ban *s)
{
	if (s != NULL)
		free(s->words);
	free(s);
}

static void
drop_ban(const struct range *r, void *value, void *ctx)
{
	(void)r;
	(void)ctx;
	ban_free(value);
}

void
admission_free(struct admission *d)
{
	struct source *source, *next;

	HASH_ITER (hh, d->sources, source, next) {
		drop_source(d, source);
	}
	range_table_each(d->bans, drop_ban, NULL);
	range_table_free(d->bans);
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
source_range(const struct range *r)
{
	struct range range = *r;

	range_widen_to_site(&range);
	return range;
}

static struct source *
find_source(const struct admission *d, const struct range *r)
{
	struct range range = source_range(r);
	struct source *source;

	HASH_FIND(hh, d->sources, &range, sizeof(range), source);
	return source;
}

static struct source *
get_source(struct admission *d, const struct range *r)
{
	struct source *source = find_source(d, r);

	if (source != NULL)
		return source;
	source = xcalloc(1, sizeof(*source));
	source->range = source_range(r);
	HASH_ADD(hh, d->sources, range, sizeof(source->range), source);
	TAILQ_INSERT_TAIL(&d->idle, source, idle);
	d->nidle++;
	return source;
}

static void
count_connection(struct admission *d, struct source *source)
{
	if (source->connections++ > 0)
		return;
	TAILQ_REMOVE(&d->idle, source, idle);
	d->nidle--;
}

/* Limits the entries that are kept only for their rate. */
static void
forget_idle(struct admission *d)
{
	while (d->nidle > IDLE_MAX)
		drop_source(d, TAILQ_FIRST(&d->idle));
}

/* Returns the line for a banned address, or NULL if it is not banned. Removes expired bans. */
static const char *
ban_words(struct admission *d, const struct range *r)
{
	const struct ban *s;
	struct range over;

	while ((s = range_table_find(d->bans, r)) != NULL) {
		if (!clock_has_expired(s->until, s->ends_at))
			return s->words;
		over = s->range;
		admission_unban(d, &over);
	}
	return NULL;
}

static enum admission_result
check_source(struct admission *d, const struct range *r, int64_t now)
{
	const struct admission_settings *s = &d->settings;
	struct source *source = get_source(d, r);
	enum admission_result result = ADMISSION_ALLOWED;

	if (s->per_address > 0 && source->connections >= s->per_address)
		result = ADMISSION_TOO_MANY;
	else if (!rate_take(&source->bucket, rate_per_minute(s->rate), 1, now))
		result = ADMISSION_TOO_FAST;
	else
		count_connection(d, source);
	forget_idle(d);
	return result;
}

int
admission_is_exempt(const struct admission *d, const struct range *r)
{
	return range_table_find(d->exempt, r) != NULL;
}

enum admission_result
admission_check(
    struct admission *d, const struct range *r, int64_t now, const char **words)
{
	static const char *const lines[] = {
		[ADMISSION_ALLOWED] = "",
		[ADMISSION_TOO_MANY] = "ERROR :Too many connections from "
				       "your address.\r\n",
		[ADMISSION_TOO_FAST] = "ERROR :You are connecting too "
				       "often; try again in a minute.\r\n",
	};
	enum admission_result result;

	*words = "";
	if (r->bits == 0)
		return ADMISSION_ALLOWED;
	if (admission_is_exempt(d, r)) {
		count_connection(d, get_source(d, r));
		return ADMISSION_ALLOWED;
	}
	*words = ban_words(d, r);
	if (*words != NULL)
		return ADMISSION_BANNED;
	result = check_source(d, r, now);
	*words = lines[result];
	return result;
}

void
admission_release(struct admission *d, const struct range *r)
{
	struct source *source;

	if (r->bits == 0)
		return;
	source = find_source(d, r);
	if (source == NULL || --source->connections > 0)
		return;
	TAILQ_INSERT_TAIL(&d->idle, source, idle);
	d->nidle++;
	if (d->settings.rate == 0)
		drop_source(d, source);
	forget_idle(d);
}

void
admission_ban(struct admission *d, const struct range *r, int64_t until,
    int64_t ends_at, const char *words)
{
	struct ban *s = xcalloc(1, sizeof(*s));

	s->range = *r;
	s->until = until;
	s->ends_at = ends_at;
	s->words = xstrdup(words);
	ban_free(range_table_put(d->bans, r, s));
}

void
admission_unban(struct admission *d, const struct range *r)
{
	ban_free(range_table_remove(d->bans, r));
}

size_t
admission_addresses(const struct admission *d)
{
	return HASH_COUNT(d->sources);
}
