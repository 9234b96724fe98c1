/*
 * wiring: connects the world, the journal, the store, delivery and the dialects.
 */
#include "server/wiring/wiring.h"

#include <stdlib.h>
#include <string.h>

#include <openssl/rand.h>

#include "common/clock.h"
#include "common/clock_watch.h"
#include "common/log.h"
#include "common/xmalloc.h"
#include "server/account/accounts.h"
#include "server/account/offline_notice.h"
#include "server/account/read_markers.h"
#include "server/account/registration.h"
#include "server/account/sasl.h"
#include "server/chat/timed_bans.h"
#include "server/config/config.h"
#include "server/config/motd.h"
#include "server/deliver/dedup.h"
#include "server/deliver/deliver.h"
#include "server/irc/irc.h"
#include "server/moderation/lockdown.h"
#include "server/moderation/server_bans.h"
#include "server/net/work_queue.h"
#include "server/plain/plain.h"
#include "server/session/deferred_reply.h"
#include "server/session/room_records.h"
#include "server/session/session.h"
#include "server/session/store_calls.h"
#include "server/store/journal.h"

static void
on_append(struct chat_event *e, void *ctx)
{
	struct server *server = ctx;
	struct session *s;

	if (chat_event_waits_for_store(e)) {
		if (dedup_is_repeated(server->dedup, e))
			return;
		s = session_by_id(server, e->origin);
		if (s != NULL)
			session_appended(s);
	}
	journal_append(server->journal, e);
}

static void
on_member_added(struct member *m, void *ctx)
{
	deliver_member_added(((struct server *)ctx)->deliver, m);
}

static void
on_member_leaving(struct member *m, void *ctx)
{
	deliver_member_leaving(((struct server *)ctx)->deliver, m);
}

static void
on_applied(const struct chat_applied *a, void *ctx)
{
	accounts_applied(ctx, a);
	server_bans_applied(ctx, a);
	deliver_applied(((struct server *)ctx)->deliver, a);
	dedup_applied(((struct server *)ctx)->dedup, a);
}

static void
on_refused(struct chat_event *e, enum refusal no, void *ctx)
{
	deliver_refused(((struct server *)ctx)->deliver, e, no);
	dedup_refused(((struct server *)ctx)->dedup, e, no);
}

static void
on_room_emptied(struct room *room, void *ctx)
{
	deliver_free_room(((struct server *)ctx)->deliver, room);
}

static void
on_save_room(const struct room *room, void *ctx)
{
	room_records_save(((struct server *)ctx)->store, room);
}

static void
on_delete_room(const char *folded, void *ctx)
{
	room_records_delete(((struct server *)ctx)->store, folded);
}

/* because the clock may be set in between */
enum { EXPIRY_SECONDS_MAX = 3600 };

static void
expiry_cb(struct wheel_timer *t, void *ctx)
{
	struct server *server = ctx;

	(void)t;
	world_expire_masks(server->world);
}

/* The timer may fire a second early; then the world asks for another call. */
static void
on_schedule_expiry(int64_t ms, void *ctx)
{
	struct server *server = ctx;
	int64_t seconds = (ms + 999) / 1000;

	if (seconds < 1)
		seconds = 1;
	if (seconds > EXPIRY_SECONDS_MAX)
		seconds = EXPIRY_SECONDS_MAX;
	wheel_set(net_wheel(server->net), &server->expiry_timer,
	    (unsigned)seconds, expiry_cb, server);
}

static void
origin_settled(struct server *server, const struct chat_event *e)
{
	struct session *s = session_by_id(server, e->origin);

	if (s != NULL)
		session_settled(s);
}

static void
on_settled(struct chat_event *e, void *ctx)
{
	struct server *server = ctx;

	chat_apply(server->world, e);
	if (chat_event_waits_for_store(e))
		origin_settled(server, e);
}

static void
on_failed(struct chat_event *e, enum store_result result, void *ctx)
{
	struct server *server = ctx;

	(void)result;
	chat_refuse(server->world, e, CHAT_STORE_FAILED);
	origin_settled(server, e);
}

void
server_opened(struct conn *conn, enum net_dialect dialect, void *ctx)
{
	if (dialect == NET_IRC)
		irc_opened(ctx, conn);
	else
		plain_opened(ctx, conn);
}

static void
on_user_left(struct user *u)
{
	read_markers_free_user(u);
}

static const struct session_ops session_ops = {
	.added = deliver_session_added,
	.leaving = deliver_session_leaving,
	.send = deliver_send,
	.queue = deliver_queue,
	.direct_changed = deliver_direct_changed,
	.user_left = on_user_left,
	.opened = server_opened,
};

static const struct chat_ops chat_ops = {
	.append = on_append,
	.member_added = on_member_added,
	.member_leaving = on_member_leaving,
	.applied = on_applied,
	.refused = on_refused,
	.room_emptied = on_room_emptied,
	.save_room = on_save_room,
	.delete_room = on_delete_room,
	.schedule_expiry = on_schedule_expiry,
};

static const struct journal_ops journal_ops = {
	.settled = on_settled,
	.failed = on_failed,
};

struct server *
server_new(struct config *config, struct net *net, struct store *store)
{
	struct server *server;

	server = xcalloc(1, sizeof(*server));
	server->ops = &session_ops;
	server->config = config;
	server->net = net;
	server->store = store;
	server->started = clock_ms();
	clock_expiry_begin();
	server->world = world_new(&chat_ops, server);
	world_set_epoch(server->world, store->epoch);
	server->journal = journal_new(store, &journal_ops, server);
	server->deliver = deliver_new(server);
	server->dedup = dedup_new(server);
	server->sasls = sasl_context_new(server->world, store->secret);
	server->work = work_queue_new(net_base(net));
	if (RAND_bytes(server->cloak_key, sizeof(server->cloak_key)) != 1)
		log_error("main", 0, "OpenSSL cannot make random bytes");
	server->registration = registration_new();
	server_reconfigure(server);
	room_records_restore(store, server->world);
	accounts_restore(server);
	world_forget_missing_accounts(server->world);
	accounts_log_look_alikes(server);
	read_markers_restore(server);
	server_bans_restore(server);
	return server;
}

static void
session_free(struct session *s)
{
	deferred_replies_free(s);
	s->dialect->clear(s);
	free(s->quit_reason);
	offline_notice_free(s->absent);
	former_accounts_clear(&s->former);
	free(s);
}

static void
free_ended(struct server *server)
{
	struct session *s;

	while ((s = server->ended_sessions) != NULL) {
		server->ended_sessions = s->next_ended;
		session_free(s);
	}
}

/* Events in flight are dropped. */
void
server_free(struct server *server)
{
	struct session *s, *next;

	server->stopping = 1;
	work_queue_free(server->work);
	HASH_ITER (hh, server->sessions, s, next) {
		session_drop(s);
	}
	free_ended(server);
	wheel_cancel(net_wheel(server->net), &server->expiry_timer);
	sasl_context_free(server->sasls);
	dedup_free(server->dedup);
	world_free(server->world);
	deliver_free(server->deliver);
	journal_free(server->journal);
	motd_free(server->motd, server->nmotd);
	accounts_free(server);
	read_markers_free_all(server);
	server_bans_free(server);
	lockdown_free(server);
	store_calls_drop_all(server);
	deferred_replies_server_clear(server);
	irc_server_clear(server);
	registration_free(server->registration);
	free(server);
}

void
server_reconfigure(struct server *server)
{
	const struct config *c = server->config;
	struct chat_limits limits = {
		.rooms_per_user = c->rooms_per_user,
		.list_max = c->list_max,
		.members_per_room = c->members_per_room,
		.rates = { .per_minute = { [RATE_NICK] = c->nicks_per_minute,
			       [RATE_AWAY] = c->aways_per_minute,
			       [RATE_SETNAME] = c->setnames_per_minute,
			       [RATE_MODE] = c->modes_per_minute,
			       [RATE_TOPIC] = c->topics_per_minute,
			       [RATE_INVITE] = c->invites_per_minute,
			       [RATE_RENAME] = c->renames_per_minute },
		    .targets_per_minute = c->targets_per_minute },
		.topic_bytes = c->topic_bytes,
		.away_bytes = c->away_bytes,
		.realname_bytes = c->realname_bytes,
		.whowas_max = c->whowas_max,
		.keep_closed_history = c->closed_past,
		.offline_from_guests = c->absent_from_guests,
		.offline_messages = c->history != CONFIG_HISTORY_NONE,
		.rooms_kept = c->rooms_kept,
		.rooms_owned = c->rooms_owned,
		.forbidden_nicks = &c->reserved_nicks,
	};

	world_set_limits(server->world, &limits);
	world_set_lobby(server->world, config_lobby(c));
	world_set_lobby_operators(server->world, &c->lobby_operators);
	world_set_server(server->world, c->name);
	motd_free(server->motd, server->nmotd);
	server->motd = motd_read(c->motd, &server->nmotd);
	if (server->work != NULL)
		work_queue_set_limit(server->work, (size_t)c->check_queue);
	irc_reconfigured(server);
}

void
server_stop(struct server *server, const char *reason)
{
	struct session *s, *next;

	server->stopping = 1;
	accounts_save_seen(server);
	deliver_flush_all(server->deliver);
	HASH_ITER (hh, server->sessions, s, next) {
		if (s->phase != SESSION_LEAVING)
			s->dialect->close(s, reason);
	}
}

void
server_turn_ended(void *ctx)
{
	struct server *server = ctx;

	server_bans_turn_ended(server);
	deliver_flush_all(server->deliver);
	free_ended(server);
}
