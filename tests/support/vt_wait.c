/*
 * vt_wait: wait until the terminal shows something.
 */
#include <string.h>

#include "tests/support/vt_state.h"

int
vt_wait(struct vt *vt, int (*pred)(struct vt *, void *), void *arg, int ms)
{
	int64_t end = vt_now_ms() + ms, left;

	for (;;) {
		if (pred(vt, arg))
			return 1;
		left = end - vt_now_ms();
		if (left <= 0)
			return 0;
		if (vt_pump(vt, (int)left) == -1)
			return pred(vt, arg);
	}
}

static int
has_text(struct vt *vt, void *arg)
{
	return vt_has_text(vt, arg);
}

static int
has_no_text(struct vt *vt, void *arg)
{
	return !vt_has_text(vt, arg);
}

int
vt_wait_text(struct vt *vt, const char *text, int ms)
{
	return vt_wait(vt, has_text, (void *)(uintptr_t)text, ms);
}

int
vt_wait_gone(struct vt *vt, const char *text, int ms)
{
	return vt_wait(vt, has_no_text, (void *)(uintptr_t)text, ms);
}

struct place {
	int x, y;
	const char *text;
};

static int
row_is(struct vt *vt, void *arg)
{
	struct place *p = arg;

	return strcmp(vt_row(vt, p->y), p->text) == 0;
}

int
vt_wait_row(struct vt *vt, int y, const char *text, int ms)
{
	struct place p = { .y = y, .text = text };

	return vt_wait(vt, row_is, &p, ms);
}

static int
cursor_is(struct vt *vt, void *arg)
{
	struct place *p = arg;
	int x, y;

	return vt_cursor(vt, &x, &y) && x == p->x && y == p->y;
}

int
vt_wait_cursor(struct vt *vt, int x, int y, int ms)
{
	struct place p = { .x = x, .y = y };

	return vt_wait(vt, cursor_is, &p, ms);
}

void
vt_settle(struct vt *vt, int quiet, int max)
{
	int64_t end = vt_now_ms() + max;

	while (vt_now_ms() < end && vt_pump(vt, quiet) == 1)
		continue;
}

static int
raw_has(struct vt *vt, void *arg)
{
	return vt_raw_has(vt, arg);
}

int
vt_wait_raw(struct vt *vt, const char *s, int ms)
{
	return vt_wait(vt, raw_has, (void *)(uintptr_t)s, ms);
}
