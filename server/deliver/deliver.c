/*
 * deliver: finds the recipients of an applied event and queues it for them.
 */
#include "server/deliver/deliver.h"

#include <assert.h>
#include <stdlib.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/deliver/room_batch.h"
#include "server/session/monitor.h"
#include "server/session/session.h"
#include "server/session/user_sessions.h"

struct deliver {
	struct server *server;
	struct batches batches;
};

/* The delivery of one event. */
struct delivery {
	struct deliver *d;
	const struct chat_applied *applied;
	uint64_t position;
	struct rendering rendering;
	/* the session that caused it, if it still receives events */
	struct session *author;
	size_t receivers;
};

struct deliver *
deliver_new(struct server *server)
{
	struct deliver *d;

	d = xcalloc(1, sizeof(*d));
	d->server = server;
	batches_init(&d->batches, server);
	return d;
}

void
deliver_free(struct deliver *d)
{
	batches_clear(&d->batches);
	free(d);
}

static struct session *
author_of(struct deliver *d, const struct chat_event *e)
{
	struct session *s = session_by_id(d->server, e->origin);

	return s != NULL && session_is_listening(s) ? s : NULL;
}

static void
queue(struct delivery *r, struct session *s, struct view bytes)
{
	batches_queue(&r->d->batches, s, r->position, bytes.p, bytes.len);
	r->receivers++;
}

/* Queue the event in the form for this session outside of rooms. */
static void
send_to_session(struct delivery *r, struct session *s)
{
	queue(r, s,
	    rendering_get(
		&r->rendering, s->dialect, s->dialect->kind(s, NULL)));
}

static void
send_to_user(struct delivery *r, struct user *u)
{
	struct session *s;

	SESSION_FOREACH(s, u)
	{
		if (session_is_listening(s))
			send_to_session(r, s);
	}
}

static void
send_to_author(struct delivery *r)
{
	struct session *s = r->author;
	struct buf own = { 0 };

	if (s == NULL)
		return;
	s->dialect->format_for_author(r->d->server, r->applied, s, &own);
	queue(r, s, buf_view(&own));
	buf_clear(&own);
}

/*
 * Queue the event for another session of its author. In a room the session reads the room's
 * kind queue, unless its dialect has something else for it.
 */
static void
send_to_other_session(struct delivery *r, struct session *s, int reads_room)
{
	struct buf own = { 0 };

	if (s->dialect->format_for_other_session != NULL &&
	    s->dialect->format_for_other_session(
		r->d->server, r->applied, s, &own))
		queue(r, s, buf_view(&own));
	else if (!reads_room)
		send_to_session(r, s);
	buf_clear(&own);
}

static void
send_to_other_sessions(struct delivery *r, int reads_room)
{
	struct session *s;

	if (r->applied->user == NULL)
		return;
	SESSION_FOREACH(s, r->applied->user)
	{
		if (s != r->author && session_is_listening(s))
			send_to_other_session(r, s, reads_room);
	}
}

/*
 * Queue the event for the readers of a room. What the author's sessions get instead has the
 * same position.
 */
static void
deliver_to_room(struct delivery *r)
{
	const struct chat_applied *a = r->applied;

	if (a->user != NULL && room_find_member(a->room, a->user) != NULL)
		send_to_other_sessions(r, 1);
	send_to_author(r);
	r->receivers +=
	    batches_add(&r->d->batches, a->room, r->position, &r->rendering);
}

/* A message to oneself is received twice: as the author and as the recipient. */
static void
deliver_direct(struct delivery *r)
{
	const struct chat_applied *a = r->applied;

	send_to_user(r, a->target);
	if (a->user != a->target)
		send_to_other_sessions(r, 0);
	send_to_author(r);
}

/* Queue the event for its author's sessions only. */
static void
deliver_to_self(struct delivery *r)
{
	send_to_other_sessions(r, 0);
	send_to_author(r);
}

/* Queue the event once for everybody in the user's rooms, and for the user's own sessions. */
static void
deliver_to_peers(struct delivery *r)
{
	const struct chat_applied *a = r->applied;
	struct member *m;

	send_to_other_sessions(r, 0);
	send_to_author(r);
	TAILQ_FOREACH (m, &a->user->rooms, in_user)
		r->receivers += batches_add(
		    &r->d->batches, m->room, r->position, &r->rendering);
}

static void
send_to_follower(struct session *s, void *ctx)
{
	struct delivery *r = ctx;

	if (session_is_listening(s) && s->user != r->applied->user &&
	    s->dialect->wants_extended_monitor != NULL &&
	    s->dialect->wants_extended_monitor(s))
		send_to_session(r, s);
}

/* Also queue the event for sessions that watch the nick (IRCv3 extended-monitor). */
static void
deliver_to_peers_and_followers(struct delivery *r)
{
	monitor_each(
	    r->d->server, view_of(r->applied->user->nick), send_to_follower, r);
	deliver_to_peers(r);
}

static int
send_to_listener(struct user *u, void *ctx)
{
	if (u->modes & USER_WALLOPS)
		send_to_user(ctx, u);
	return 0;
}

static void
deliver_wallops(struct delivery *r)
{
	world_each_user(r->d->server->world, send_to_listener, r);
}

/* End the sessions of the killed user. The user leaves with the last of them. */
static void
deliver_kill(struct delivery *r)
{
	const struct chat_applied *a = r->applied;
	struct session_list *list = session_list_of(a->target);
	struct session *s, *next;
	char *reason;

	xasprintf(
	    &reason, "Killed (%s (%s))", a->event->nick, a->event->reason);
	send_to_user(r, a->target);
	for (s = list == NULL ? NULL : LIST_FIRST(list); s != NULL; s = next) {
		next = LIST_NEXT(s, of_user);
		if (s->phase != SESSION_LEAVING)
			s->dialect->close(s, reason);
	}
	free(reason);
}

/* Queue the event for the invited user, and for the members. */
static void
deliver_invite(struct delivery *r)
{
	struct chat_applied direct = *r->applied;
	struct delivery invited = {
		.d = r->d, .applied = &direct, .position = r->position
	};

	direct.room = NULL;
	invited.rendering =
	    (struct rendering){ r->d->server, &direct, NULL, 0, { 0 } };
	send_to_user(&invited, direct.target);
	rendering_clear(&invited.rendering);
	r->position = batches_position(&r->d->batches);
	deliver_to_room(r);
}

/* Queue the event for the members of a rank. */
static void
deliver_to_rank(struct delivery *r)
{
	const struct chat_applied *a = r->applied;
	struct member *m;

	TAILQ_FOREACH (m, &a->room->members, in_room) {
		if (m->user != a->user && chat_event_is_for(a->event, m))
			send_to_user(r, m->user);
	}
	send_to_other_sessions(r, 0);
	send_to_author(r);
}

/*
 * A plain reader's kind depends on the room's name. Some clients need extra lines about a
 * rename.
 */
static void
deliver_rename(struct delivery *r)
{
	const struct chat_applied *a = r->applied;
	struct member *m;
	struct session *s;

	TAILQ_FOREACH (m, &a->room->members, in_room) {
		SESSION_FOREACH(s, m->user)
		{
			if (!session_is_listening(s))
				continue;
			s->dialect->renamed(s, a);
			batches_update_kind(&r->d->batches, s);
		}
	}
	r->position = batches_position(&r->d->batches);
	deliver_to_room(r);
}

/* Other sessions of the user that joined also get the room's topic and names, without asking. */
static void
deliver_join(struct delivery *r)
{
	const struct chat_applied *a = r->applied;
	struct session *s;

	deliver_to_room(r);
	SESSION_FOREACH(s, a->user)
	{
		if (s->id != a->event->origin && session_is_listening(s) &&
		    s->dialect->joined != NULL)
			s->dialect->joined(s, a->room);
	}
}

/*
 * Queue a message or a redaction. Without a room it is for a user; without a user there, for an
 * account that is offline, and only the author's sessions get it.
 */
static void
deliver_to_target(struct delivery *r)
{
	const struct chat_applied *a = r->applied;

	if (a->room != NULL && a->event->status != NULL)
		deliver_to_rank(r);
	else if (a->room != NULL)
		deliver_to_room(r);
	else if (a->target != NULL)
		deliver_direct(r);
	else
		deliver_to_self(r);
}

/* The audience of each type of event. Without a row, nobody gets it. */
static void (*const audiences[])(struct delivery *) = {
	[CHAT_JOIN] = deliver_join,
	[CHAT_PART] = deliver_to_room,
	[CHAT_QUIT] = deliver_to_peers,
	[CHAT_KICK] = deliver_to_room,
	[CHAT_NICK] = deliver_to_peers,
	[CHAT_SETNAME] = deliver_to_peers_and_followers,
	[CHAT_AWAY] = deliver_to_peers_and_followers,
	[CHAT_TOPIC] = deliver_to_room,
	[CHAT_MODE] = deliver_to_room,
	[CHAT_MESSAGE] = deliver_to_target,
	[CHAT_NEW_USER] = deliver_to_peers,
	[CHAT_USER_MODE] = deliver_to_self,
	[CHAT_KILL] = deliver_kill,
	[CHAT_WALLOPS] = deliver_wallops,
	[CHAT_INVITE] = deliver_invite,
	[CHAT_RENAME] = deliver_rename,
	[CHAT_REDACT] = deliver_to_target,
	[CHAT_ACCOUNT] = deliver_to_peers_and_followers,
	[CHAT_HOST] = deliver_to_peers_and_followers,
	[CHAT_FORGET_CLOSED] = NULL, /* only for the store */
};

static_assert(sizeof(audiences) / sizeof(audiences[0]) == CHAT_EVENT_TYPES,
    "each type of event has a row");

struct monitor_notice {
	const char *nick;
	const struct user *user;
};

static void
send_to_watcher(struct session *s, void *ctx)
{
	const struct monitor_notice *notice = ctx;

	if (session_is_listening(s) && s->dialect->monitor_changed != NULL)
		s->dialect->monitor_changed(s, notice->nick, notice->user);
}

static void
send_to_watchers(struct server *server, const char *nick, const struct user *u)
{
	struct monitor_notice notice = { nick, u };

	monitor_each(server, view_of(nick), send_to_watcher, &notice);
}

/*
 * Tell the sessions that watch a nick (MONITOR) that it came online or went offline. A change of
 * case is not reported.
 */
static void
notify_watchers(struct server *server, const struct chat_applied *a)
{
	const struct user *u = a->user;

	if (a->event->type == CHAT_NEW_USER) {
		send_to_watchers(server, u->nick, u);
	} else if (a->event->type == CHAT_QUIT) {
		send_to_watchers(server, u->nick, NULL);
	} else if (a->event->type == CHAT_NICK &&
		   !name_equal(view_of(a->old_nick), view_of(u->nick))) {
		send_to_watchers(server, a->old_nick, NULL);
		send_to_watchers(server, u->nick, u);
	}
}

void
deliver_applied(struct deliver *d, const struct chat_applied *a)
{
	struct delivery r = { .d = d,
		.applied = a,
		.position = batches_position(&d->batches),
		.rendering = { .server = d->server, .applied = a },
		.author = author_of(d, a->event) };

	if (a->event->type == CHAT_USER_MODE)
		user_sessions_note_modes(a);
	if (audiences[a->event->type] != NULL)
		audiences[a->event->type](&r);
	rendering_clear(&r.rendering);
	if (a->event->type == CHAT_KILL)
		return;
	if (a->user != NULL)
		notify_watchers(d->server, a);
	if (r.author != NULL)
		session_charge_receivers(r.author, r.receivers);
	batches_limit(&d->batches);
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
	batches_flush_all(&d->batches);
}

void
deliver_send(struct session *s, const void *p, size_t n)
{
	batches_send(&s->server->deliver->batches, s, p, n);
}

void
deliver_queue(struct session *s, const void *p, size_t n)
{
	struct batches *bs = &s->server->deliver->batches;

	batches_queue(bs, s, batches_position(bs), p, n);
}

void
deliver_member_added(struct deliver *d, struct member *m)
{
	(void)d;
	batches_add_member(m);
}

void
deliver_member_leaving(struct deliver *d, struct member *m)
{
	batches_remove_member(&d->batches, m);
}

void
deliver_session_added(struct session *s)
{
	batches_add_session(s);
}

void
deliver_session_leaving(struct session *s)
{
	if (s->user != NULL)
		batches_remove_session(&s->server->deliver->batches, s);
}

void
deliver_kind_changed(struct session *s)
{
	if (s->user != NULL)
		batches_update_kind(&s->server->deliver->batches, s);
}

void
deliver_direct_changed(struct session *s)
{
	batches_update_direct(s);
}

void
deliver_free_room(struct deliver *d, struct room *room)
{
	batches_free_room(&d->batches, room);
}

size_t
deliver_open_batches(const struct deliver *d)
{
	return d->batches.nopen;
}

size_t
deliver_queued_bytes(const struct deliver *d)
{
	return d->batches.bytes;
}
