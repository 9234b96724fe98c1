/*
 * clock_watch: follows the offset between the wall clock and CLOCK_BOOTTIME.
 */
#include "common/clock_watch.h"

#include "common/clock.h"

#define JUMP   3600000LL /* a larger change is a jump, ms */
#define SETTLE 600000LL	 /* how long a clock may be wrong after start-up, ms */

static struct clock_watch ends_watch;

static int
is_near(int64_t a, int64_t b)
{
	return a - b <= JUMP && b - a <= JUMP;
}

static enum clock_watch_change
begin_again(struct clock_watch *w, int64_t *offset, int64_t now, int64_t boot)
{
	*offset = now;
	w->since = boot;
	return CLOCK_WATCH_JUMPED;
}

static int
is_long_enough(const struct clock_watch *w, int64_t boot)
{
	return boot - w->since >= CLOCK_WATCH_CONSISTENT;
}

static enum clock_watch_change
look_untrusted(struct clock_watch *w, int64_t offset, int64_t boot)
{
	if (!is_near(offset, w->offset))
		return begin_again(w, &w->offset, offset, boot);
	if (!is_long_enough(w, boot))
		return CLOCK_WATCH_SAME;
	w->trusted = 1;
	w->offset = offset;
	w->followed = boot;
	return CLOCK_WATCH_TRUSTED;
}

/* Update the offset once a day, for a clock that is a little slow or fast compared with CLOCK_BOOTTIME. */
static enum clock_watch_change
look_trusted(struct clock_watch *w, int64_t offset, int64_t boot)
{
	if (is_near(offset, w->offset)) {
		enum clock_watch_change change =
		    w->jumped ? CLOCK_WATCH_RETURNED : CLOCK_WATCH_SAME;

		if (w->jumped)
			w->since = boot - CLOCK_WATCH_CONSISTENT;
		if (boot - w->followed >= CLOCK_WATCH_CONSISTENT) {
			w->offset = offset;
			w->followed = boot;
		}
		w->jumped = 0;
		return change;
	}
	if (!w->jumped || !is_near(offset, w->other)) {
		w->jumped = 1;
		return begin_again(w, &w->other, offset, boot);
	}
	if (!is_long_enough(w, boot))
		return CLOCK_WATCH_SAME;
	w->jumped = 0;
	w->offset = offset;
	w->followed = boot;
	return CLOCK_WATCH_TRUSTED;
}

enum clock_watch_change
clock_watch_look(struct clock_watch *w)
{
	int64_t boot = clock_boot_ms(), offset = clock_ms() - boot;

	if (!w->begun) {
		w->begun = 1;
		w->offset = offset;
		w->since = boot;
	}
	return w->trusted ? look_trusted(w, offset, boot)
			  : look_untrusted(w, offset, boot);
}

int
clock_watch_may_delete(struct clock_watch *w)
{
	clock_watch_look(w);
	return w->trusted && !w->jumped;
}

int64_t
clock_watch_ms(struct clock_watch *w)
{
	clock_watch_look(w);
	return w->jumped ? clock_boot_ms() + w->offset : clock_ms();
}

int64_t
clock_watch_consistent(const struct clock_watch *w)
{
	return clock_boot_ms() - w->since;
}

void
clock_expiry_begin(void)
{
	ends_watch = (struct clock_watch){ 0 };
	clock_watch_look(&ends_watch);
}

int64_t
clock_expiry(int64_t until)
{
	return until == 0 ? 0 : clock_boot_ms() + until - clock_ms();
}

int
clock_has_expired(int64_t until, int64_t ends_at)
{
	return until != 0 && clock_expiry_left(until, ends_at) == 0;
}

int64_t
clock_expiry_ms(void)
{
	return clock_watch_ms(&ends_watch);
}

int64_t
clock_expiry_left(int64_t until, int64_t ends_at)
{
	int64_t left, settle;

	if (ends_at != 0) {
		left = ends_at - clock_boot_ms();
		return left > 0 ? left : 0;
	}
	left = until - clock_watch_ms(&ends_watch);
	settle = ends_watch.trusted
		     ? 0
		     : SETTLE - clock_watch_consistent(&ends_watch);
	if (left < settle)
		left = settle;
	return left > 0 ? left : 0;
}
