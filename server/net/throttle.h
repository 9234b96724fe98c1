/*
 * throttle: token buckets, one per key (an address) and one for all. So many a minute
 * on the long run, and as many at once. The number of keys is bounded: a new key replaces the one
 * used longest ago.
 */
#ifndef TCHAT_SERVER_NET_THROTTLE_H
#define TCHAT_SERVER_NET_THROTTLE_H

#include <stddef.h>
#include <stdint.h>

struct throttle;

/* One bucket by itself, with so much in it at clock_mono_ms `since`. */
struct bucket {
	double	 left;
	int64_t	 since;
};

/* Full, for so many a minute. */
void	bucket_fill(struct bucket *, long long rate, int64_t now);
/* Take one. 1, or 0 when there is none left. */
int	bucket_take(struct bucket *, long long rate, int64_t now);

struct throttle *throttle_new(void);
void	throttle_free(struct throttle *);

/* So many a minute per key and in all; 0: any number. */
void	throttle_set(struct throttle *, long long per_key, long long in_all);

/* Take one for this key at clock_mono_ms `now`. 1, or 0 when there is none left. */
int	throttle_take(struct throttle *, const char *key, int64_t now);

size_t	throttle_keys(const struct throttle *);

#endif
