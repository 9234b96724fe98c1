/*
 * deliver: whom an applied event concerns, and on which way it goes there.
 */
#include "server/proto/deliver.h"

#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/proto/lanes.h"
#include "server/proto/outbox.h"
#include "server/proto/session.h"
#include "server/proto/siblings.h"
#include "server/proto/sightings.h"
#include "server/proto/watch.h"

struct deliver {
	struct server *server;
	struct outboxes outboxes;
};

/* One event on its way to people rather than to a room. */
struct round {
	struct server *server;
	const struct chat_applied *applied;
	struct lanes lanes;
};

struct deliver *
deliver_new(struct server *server)
{
	struct deliver *d;

	d = xcalloc(1, sizeof(*d));
	d->server = server;
	outboxes_init(&d->outboxes, server);
	return d;
}

void
deliver_free(struct deliver *d)
{
	outboxes_clear(&d->outboxes);
	free(d);
}

static void
tell_session(struct round *r, struct session *s)
{
	size_t n = r->lanes.n, i = lanes_get(&r->lanes, s, NULL);
	struct lane *lane = &r->lanes.v[i];

	if (r->lanes.n > n)
		lane->dialect->format(
		    r->server, r->applied, lane->kind, &lane->bytes);
	session_send(s, lane->bytes.p, lane->bytes.len);
}

static void
tell_user(struct round *r, struct user *u)
{
	struct session *s;

	SESSION_FOREACH(s, u)
	{
		if (session_hears(s))
			tell_session(r, s);
	}
}

/* The sessions of who did it, but the one it was done by. */
static void
tell_siblings(struct round *r, struct user *u, const struct session *author)
{
	struct buf own = { 0 };
	struct session *s;

	SESSION_FOREACH(s, u)
	{
		if (s == author || !session_hears(s))
			continue;
		buf_reset(&own);
		if (s->dialect->format_sibling != NULL &&
		    s->dialect->format_sibling(r->server, r->applied, s, &own))
			session_send(s, own.p, own.len);
		else
			tell_session(r, s);
	}
	buf_clear(&own);
}

static void
tell_author(struct round *r, struct session *author)
{
	struct buf own = { 0 };

	author->dialect->format_own(r->server, r->applied, author, &own);
	session_send(author, own.p, own.len);
	buf_clear(&own);
}

static int
tell_peer(struct user *u, void *ctx)
{
	tell_user(ctx, u);
	return 0;
}

/* Those who share a room with the user bear their mark (world_each_peer). */
static void
tell_follower(struct session *s, void *ctx)
{
	struct round *r = ctx;

	if (session_hears(s) && s->user->mark != r->applied->user->mark &&
	    s->dialect->follows != NULL && s->dialect->follows(s))
		tell_session(r, s);
}

/* The session that did it, if it still listens. */
static struct session *
author_of(struct deliver *d, const struct chat_event *e)
{
	struct session *s = session_by_id(d->server, e->origin);

	return s != NULL && session_hears(s) ? s : NULL;
}

/* To oneself it comes twice: as the writer's and as the reader's. */
static void
deliver_direct(struct deliver *d, const struct chat_applied *a)
{
	struct round r = { .server = d->server, .applied = a };
	struct session *author = author_of(d, a->event);

	tell_user(&r, a->target);
	if (a->user != NULL && a->user != a->target)
		tell_siblings(&r, a->user, author);
	if (author != NULL)
		tell_author(&r, author);
	lanes_clear(&r.lanes);
}

/* IRCv3 extended-monitor. */
static int
is_followed(enum chat_event_type type)
{
	return type == CHAT_AWAY || type == CHAT_SETNAME ||
	       type == CHAT_ACCOUNT || type == CHAT_HOST;
}

/* To who is not here: those who wrote it see it. */
static void
deliver_absent(struct deliver *d, const struct chat_applied *a)
{
	struct round r = { .server = d->server, .applied = a };
	struct session *author = author_of(d, a->event);

	if (a->user != NULL)
		tell_siblings(&r, a->user, author);
	if (author != NULL)
		tell_author(&r, author);
	lanes_clear(&r.lanes);
}

/* To everyone who shares a room, once, and to the user's own sessions. */
static void
deliver_to_peers(struct deliver *d, const struct chat_applied *a)
{
	struct round r = { .server = d->server, .applied = a };
	struct session *author = author_of(d, a->event);

	outboxes_flush_user(&d->outboxes, a->user);
	world_each_peer(d->server->world, a->user, tell_peer, &r);
	if (is_followed(a->event->type))
		watch_each(
		    d->server, view_of(a->user->nick), tell_follower, &r);
	tell_siblings(&r, a->user, author);
	if (author != NULL)
		tell_author(&r, author);
	lanes_clear(&r.lanes);
}

/* To the user's own sessions alone. */
static void
deliver_to_self(struct deliver *d, const struct chat_applied *a)
{
	struct round r = { .server = d->server, .applied = a };
	struct session *author = author_of(d, a->event);

	siblings_note_modes(a);
	tell_siblings(&r, a->user, author);
	if (author != NULL)
		tell_author(&r, author);
	lanes_clear(&r.lanes);
}

static int
tell_listener(struct user *u, void *ctx)
{
	if (u->modes & USER_WALLOPS)
		tell_user(ctx, u);
	return 0;
}

static void
deliver_wallops(struct deliver *d, const struct chat_applied *a)
{
	struct round r = { .server = d->server, .applied = a };

	world_each_user(d->server->world, tell_listener, &r);
	lanes_clear(&r.lanes);
}

/* Their sessions read of it and end; the user goes with the last of them. */
static void
deliver_kill(struct deliver *d, const struct chat_applied *a)
{
	struct round r = { .server = d->server, .applied = a };
	struct session_list *list = session_list_of(a->target);
	struct session *s, *next;
	char *reason;

	xasprintf(&reason, "Killed (%s (%s))", a->event->nick, a->event->text);
	tell_user(&r, a->target);
	for (s = list == NULL ? NULL : LIST_FIRST(list); s != NULL; s = next) {
		next = LIST_NEXT(s, of_user);
		if (s->phase != SESSION_LEAVING)
			s->dialect->goodbye(s, reason);
	}
	lanes_clear(&r.lanes);
	free(reason);
}

/* To the one who is asked in, and to those who are there. */
static void
deliver_invite(struct deliver *d, const struct chat_applied *a)
{
	struct chat_applied direct = *a;
	struct round r = { .server = d->server, .applied = &direct };

	direct.room = NULL;
	tell_user(&r, a->target);
	lanes_clear(&r.lanes);
	outboxes_add(&d->outboxes, a);
}

/* To the members of a rank: too few for a batch of the whole room. */
static void
deliver_to_rank(struct deliver *d, const struct chat_applied *a)
{
	struct round r = { .server = d->server, .applied = a };
	struct session *author = author_of(d, a->event);
	struct member *m;

	outboxes_flush_room(&d->outboxes, a->room);
	TAILQ_FOREACH (m, &a->room->members, in_room) {
		if (m->user != a->user && chat_is_for(a->event, m))
			tell_user(&r, m->user);
	}
	tell_siblings(&r, a->user, author);
	if (author != NULL)
		tell_author(&r, author);
	lanes_clear(&r.lanes);
}

/* What members see of it is about themselves. */
static void
deliver_rename(const struct chat_applied *a)
{
	struct member *m;
	struct session *s;

	TAILQ_FOREACH (m, &a->room->members, in_room) {
		SESSION_FOREACH(s, m->user)
		{
			if (session_hears(s))
				s->dialect->renamed(s, a);
		}
	}
}

/* What is told of a room on entering, the other sessions did not ask for. */
static void
deliver_join(struct deliver *d, const struct chat_applied *a)
{
	struct session *s;

	outboxes_add(&d->outboxes, a);
	SESSION_FOREACH(s, a->user)
	{
		if (s->id != a->event->origin && session_hears(s) &&
		    s->dialect->entered != NULL)
			s->dialect->entered(s, a->room);
	}
}

void
deliver_applied(struct deliver *d, const struct chat_applied *a)
{
	if (a->event->type == CHAT_KILL) {
		deliver_kill(d, a);
		return;
	}
	if (a->event->type == CHAT_RENAME)
		deliver_rename(a);
	else if (a->event->type == CHAT_INVITE)
		deliver_invite(d, a);
	else if (a->event->type == CHAT_JOIN)
		deliver_join(d, a);
	else if (a->room != NULL && a->event->status != NULL)
		deliver_to_rank(d, a);
	else if (a->room != NULL)
		outboxes_add(&d->outboxes, a);
	else if (a->target != NULL)
		deliver_direct(d, a);
	else if (a->event->type == CHAT_MESSAGE ||
		 a->event->type == CHAT_REDACT)
		deliver_absent(d, a);
	else if (a->event->type == CHAT_WALLOPS)
		deliver_wallops(d, a);
	else if (a->event->type == CHAT_USER_MODE)
		deliver_to_self(d, a);
	else if (a->user != NULL)
		deliver_to_peers(d, a);
	if (a->user != NULL)
		sightings_tell(d->server, a);
}

void
deliver_refused(struct deliver *d, struct chat_event *e, enum refusal no)
{
	struct session *author = author_of(d, e);

	if (author != NULL)
		author->dialect->refused(author, e, no);
}

void
deliver_flush_all(struct deliver *d)
{
	outboxes_flush_all(&d->outboxes);
}

void
deliver_flush_room(struct deliver *d, struct room *room)
{
	outboxes_flush_room(&d->outboxes, room);
}

void
deliver_flush_session(struct session *s)
{
	if (s->user != NULL)
		outboxes_flush_user(&s->server->deliver->outboxes, s->user);
}

/* It was flushed when its last member went. */
void
deliver_room_gone(struct deliver *d, struct room *room)
{
	outboxes_flush_room(&d->outboxes, room);
}

size_t
deliver_open(const struct deliver *d)
{
	return d->outboxes.nopen;
}

size_t
deliver_bytes(const struct deliver *d)
{
	return d->outboxes.bytes;
}
