/*
 * bench_admission: the cost of checking a new connection against server bans: with no banned range,
 * with 10,000 ranges of 17 lengths, and with 10,000 masks at registration. The baseline, in the same
 * run, is a bare connect, accept and close on loopback. Prints microseconds and ratios; never fails
 * because of them.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/moderation/ban_entry.h"
#include "server/net/admission.h"
#include "tests/support/gauge.h"

enum {
	RANGES = 10000,
	ASKED = 1000000,
	CONNECTED = 20000,
	REGISTERED = 200,
	MICROS = 1000000
};

static struct range
address(uint32_t n)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(n) };
	struct range r;

	range_of(&r, (struct sockaddr *)&in);
	return r;
}

/* Pseudo-random, the same each time. */
static uint32_t
next(uint32_t *seed)
{
	*seed = *seed * 1664525 + 1013904223;
	return *seed;
}

static void
shut_many(struct admission *door)
{
	uint32_t seed = 1;
	struct range r;
	unsigned i;

	for (i = 0; i < RANGES; i++) {
		r = address(next(&seed));
		range_widen(&r, RANGE_BITS - i % 17);
		admission_ban(door, &r, 0, 0, "ERROR :Banned\r\n");
	}
}

/* Return the microseconds for a client that connects and closes. */
static double
time_door(struct admission *door, unsigned *refused)
{
	double begin = gauge_now();
	const char *words;
	uint32_t seed = 7;
	struct range r;
	int64_t now = 0;
	int i;

	*refused = 0;
	for (i = 0; i < ASKED; i++) {
		r = address(next(&seed));
		if (admission_check(door, &r, now += 1, &words) ==
		    ADMISSION_ALLOWED)
			admission_release(door, &r);
		else
			++*refused;
	}
	return (gauge_now() - begin) * MICROS / ASKED;
}

static double
time_connecting(void)
{
	struct sockaddr_in in = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	struct linger at_once = { 1, 0 };
	int listening = socket(AF_INET, SOCK_STREAM, 0), fd, taken, i;
	socklen_t len = sizeof(in);
	double begin;

	if (bind(listening, (struct sockaddr *)&in, len) != 0 ||
	    listen(listening, 16) != 0 ||
	    getsockname(listening, (struct sockaddr *)&in, &len) != 0)
		return 0;
	begin = gauge_now();
	for (i = 0; i < CONNECTED; i++) {
		fd = socket(AF_INET, SOCK_STREAM, 0);
		setsockopt(
		    fd, SOL_SOCKET, SO_LINGER, &at_once, sizeof(at_once));
		if (connect(fd, (struct sockaddr *)&in, len) != 0)
			return 0;
		taken = accept(listening, NULL, NULL);
		close(fd);
		close(taken);
	}
	close(listening);
	return (gauge_now() - begin) * MICROS / CONNECTED;
}

/* A mask as operators set them, for a host that does not match the client. */
static struct ban_entry *
make_mask(unsigned i)
{
	char mask[64];

	snprintf(mask, sizeof(mask), "*!*user%u@*.net%u.example", i, i % 97);
	return ban_parse(BAN_MASK, view_of(mask), NULL);
}

static double
time_masks(void)
{
	static struct ban_entry *masks[RANGES];
	const struct ban_peer peer = { .nick = "somebody",
		.username = "somebody" };
	struct ban_look look = { .peer = &peer };
	unsigned i, n, found = 0;
	double begin;

	snprintf(look.shown, sizeof(look.shown), "abcdefgh.ijklmnop.qrst.ip");
	snprintf(look.cloak, sizeof(look.cloak), "abcdefgh.ijklmnop.qrst.ip");
	for (i = 0; i < RANGES; i++)
		masks[i] = make_mask(i);
	begin = gauge_now();
	for (n = 0; n < REGISTERED; n++)
		for (i = 0; i < RANGES; i++)
			found += ban_matches(masks[i], &look) != 0;
	begin = gauge_now() - begin;
	for (i = 0; i < RANGES; i++)
		ban_entry_free(masks[i]);
	return found > 0 ? 0 : begin * MICROS / REGISTERED;
}

int
main(void)
{
	static const struct admission_settings settings = {
		.per_address = 30, .rate = 60, .exempt_loopback = 1
	};
	struct admission *door = admission_new();
	double bare, none, many;
	unsigned refused;

	admission_set(door, &settings);
	bare = time_connecting();
	none = time_door(door, &refused);
	shut_many(door);
	many = time_door(door, &refused);
	printf("connect, accept, close    %8.2f us\n", bare);
	printf("asking, no ranges         %8.2f us  %5.1f%% of that\n", none,
	    100 * none / bare);
	printf("asking, %d ranges      %8.2f us  %5.1f%% (%u of %d refused)\n",
	    RANGES, many, 100 * many / bare, refused, ASKED);
	printf("registering, %d masks  %8.0f us\n", RANGES, time_masks());
	admission_free(door);
	return 0;
}
