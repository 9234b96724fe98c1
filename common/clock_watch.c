/*
 * clock_watch: the offset of the wall clock to CLOCK_BOOTTIME, looked at again and again.
 */
#include "common/clock_watch.h"

#include "common/clock.h"

#define JUMP 3600000LL /* more than that is one, ms */

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
	return CLOCK_WATCH_TRUSTED;
}

/* A clock that is a little slow or fast against CLOCK_BOOTTIME is followed, once a day. */
static enum clock_watch_change
look_trusted(struct clock_watch *w, int64_t offset, int64_t boot)
{
	if (is_near(offset, w->offset)) {
		enum clock_watch_change change =
		    w->jumped ? CLOCK_WATCH_RETURNED : CLOCK_WATCH_SAME;

		if (w->jumped || is_long_enough(w, boot)) {
			w->offset = offset;
			w->since = boot;
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
