/*
 * event: making and letting go of events. The struct and the words about who
 * did it are one allocation; what was done is added by whoever makes the event.
 */
#include "server/chat/event.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "server/chat/user.h"

static size_t
size_of(const char *s)
{
	return s == NULL ? 0 : strlen(s) + 1;
}

/* Copy s to *at, behind which the next one goes. */
static char *
place(char **at, const char *s)
{
	size_t n = size_of(s);
	char *copy = *at;

	if (s == NULL)
		return NULL;
	memcpy(copy, s, n);
	*at += n;
	return copy;
}

struct chat_event *
chat_event_new(enum chat_event_type type, const struct user *u)
{
	struct chat_event *e;
	char *at;

	e = xmalloc(sizeof(*e) + size_of(u->nick) + size_of(u->username) +
		    size_of(u->host) + size_of(u->realname) +
		    size_of(u->account));
	at = (char *)(e + 1);
	*e = (struct chat_event){ .refs = 1, .type = type, .user = u->id };
	e->time = clock_ms();
	msgid_new(&e->id, e->time);
	e->nick = place(&at, u->nick);
	e->username = place(&at, u->username);
	e->host = place(&at, u->host);
	e->realname = place(&at, u->realname);
	e->account = place(&at, u->account);
	e->bot = (u->modes & USER_BOT) != 0;
	return e;
}

struct chat_event *
chat_event_ref(struct chat_event *e)
{
	e->refs++;
	return e;
}

void
chat_event_unref(struct chat_event *e)
{
	assert(e->refs > 0);
	if (--e->refs > 0)
		return;
	free(e->target);
	free(e->status);
	free(e->object);
	free(e->text);
	free(e->tags);
	free(e);
}

int
chat_event_has_lines(const struct chat_event *e)
{
	static const char ends[] = { CHAT_LINE_END, CHAT_LINE_GOES_ON, '\0' };

	return e->type == CHAT_MESSAGE && e->text != NULL &&
	       strpbrk(e->text, ends) != NULL;
}

void
chat_lines_begin(struct chat_lines *l, struct view text)
{
	*l = (struct chat_lines){ .rest = text };
}

int
chat_lines_next(struct chat_lines *l)
{
	size_t n = 0;

	if (l->rest.p == NULL)
		return 0;
	while (n < l->rest.len && l->rest.p[n] != CHAT_LINE_END &&
	       l->rest.p[n] != CHAT_LINE_GOES_ON)
		n++;
	l->piece = (struct view){ l->rest.p, n };
	l->goes_on = l->next_goes_on;
	if (n == l->rest.len) {
		l->rest = (struct view){ NULL, 0 };
		l->next_goes_on = 0;
	} else {
		l->next_goes_on = l->rest.p[n] == CHAT_LINE_GOES_ON;
		l->rest.p += n + 1;
		l->rest.len -= n + 1;
	}
	return 1;
}
