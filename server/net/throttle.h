/*
 * throttle: token buckets, one per key (an address) and one for all keys. A rate is both the
 * long-term number per minute and the largest burst. The number of keys is bounded: a new key
 * replaces the least recently used.
 */
#ifndef TCHAT_SERVER_NET_THROTTLE_H
#define TCHAT_SERVER_NET_THROTTLE_H

#include <stddef.h>
#include <stdint.h>

struct throttle;

struct throttle *throttle_new(void);
void	throttle_free(struct throttle *);

/* Sets the rates per minute, per key and for all keys; 0: no limit. */
void	throttle_set(struct throttle *, long long per_key, long long in_all);

/* Takes one token for this key at clock_mono_ms `now`. Returns 1, or 0 if none is left. */
int	throttle_take(struct throttle *, const char *key, int64_t now);

size_t	throttle_keys(const struct throttle *);

#endif
