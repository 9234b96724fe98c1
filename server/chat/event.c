/*
 * event: makes and frees events. The struct and the strings about its author are one
 * allocation; the caller adds the strings about what happened.
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

/* Copy s to *at and advance *at past it. */
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

/* Make an event with copies of these strings about the author. */
static struct chat_event *
new_with(const struct chat_event *who)
{
	struct chat_event *e;
	char *at;

	e = xmalloc(sizeof(*e) + size_of(who->nick) + size_of(who->username) +
		    size_of(who->host) + size_of(who->realname) +
		    size_of(who->account));
	at = (char *)(e + 1);
	*e = *who;
	e->refs = 1;
	e->nick = place(&at, who->nick);
	e->username = place(&at, who->username);
	e->host = place(&at, who->host);
	e->realname = place(&at, who->realname);
	e->account = place(&at, who->account);
	return e;
}

struct chat_event *
chat_event_new(enum chat_event_type type, const struct user *u)
{
	struct chat_event by = { .type = type,
		.user = u->id,
		.nick = u->nick,
		.username = u->username,
		.host = u->host,
		.realname = u->realname,
		.account = u->account,
		.bot = (u->modes & USER_BOT) != 0,
		.time = clock_ms() };

	msgid_new(&by.id, by.time);
	return new_with(&by);
}

struct chat_event *
chat_event_by_server(enum chat_event_type type, const char *name)
{
	struct chat_event by = { .type = type,
		.nick = name,
		.username = "",
		.host = "",
		.realname = "",
		.time = clock_ms() };

	msgid_new(&by.id, by.time);
	return new_with(&by);
}

/* Every user has a user name; the server has none. */
int
chat_event_waits_for_store(const struct chat_event *e)
{
	return e->type == CHAT_MESSAGE || e->type == CHAT_TOPIC ||
	       e->type == CHAT_REDACT;
}

int
chat_event_is_by_server(const struct chat_event *e)
{
	return e->username[0] == '\0';
}

struct chat_event *
chat_event_copy(const struct chat_event *from)
{
	struct chat_event *e = new_with(from);

	e->target = xstrdup(from->target);
	e->to_account = xstrdup(from->to_account);
	e->status = xstrdup(from->status);
	e->object = xstrdup(from->object);
	e->text = xstrdup(from->text);
	e->tags = xstrdup(from->tags);
	e->rooms = xstrdup(from->rooms);
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
	free(e->to_account);
	free(e->status);
	free(e->object);
	free(e->text);
	free(e->tags);
	free(e->rooms);
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
