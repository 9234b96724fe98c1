/*
 * offline_notice: each session remembers the last few names that it was told about.
 */
#include "server/account/offline_notice.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/session/session.h"

enum { NAMES = 8, AGAIN_MS = 10 * 60 * 1000 };

/* session->absent; made when first needed. */
struct absent {
	struct {
		char *name; /* NULL: none */
		int64_t at; /* clock_mono_ms */
	} told[NAMES];
	size_t next; /* the oldest */
};

static int
is_known(const struct absent *a, const char *name, int64_t now)
{
	size_t i;

	for (i = 0; i < NAMES; i++)
		if (a->told[i].name != NULL && now - a->told[i].at < AGAIN_MS &&
		    name_equal(view_of(a->told[i].name), view_of(name)))
			return 1;
	return 0;
}

int
offline_notice_due(struct session *s, const struct chat_applied *applied)
{
	const struct chat_event *e = applied->event;
	int64_t now = clock_mono_ms();
	struct absent *a;

	if (e->type != CHAT_MESSAGE || e->kind != CHAT_PRIVMSG ||
	    applied->room != NULL || applied->target != NULL)
		return 0;
	if (s->absent == NULL)
		s->absent = xcalloc(1, sizeof(*s->absent));
	a = s->absent;
	if (is_known(a, e->target, now))
		return 0;
	xreplace(&a->told[a->next].name, e->target);
	a->told[a->next].at = now;
	a->next = (a->next + 1) % NAMES;
	return 1;
}

void
offline_notice_free(struct absent *a)
{
	size_t i;

	for (i = 0; a != NULL && i < NAMES; i++)
		free(a->told[i].name);
	free(a);
}
