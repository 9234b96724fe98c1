/*
 * setup: make and free the world, and set its limits and names.
 */
#include <assert.h>
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/chat/empty_rooms.h"
#include "server/chat/look_alikes.h"
#include "server/chat/whowas.h"
#include "server/chat/world.h"
#include "server/chat/world_rooms.h"

struct world *
world_new(const struct chat_ops *ops, void *ctx)
{
	struct world *w;

	w = xcalloc(1, sizeof(*w));
	w->look_alikes = look_alikes_new();
	w->ops = *ops;
	w->ctx = ctx;
	w->limits = (struct chat_limits){ .rooms_per_user = 100,
		.topic_bytes = 390,
		.away_bytes = 300,
		.realname_bytes = 150,
		.whowas_max = 1000,
		.list_max = 100,
		.rooms_kept = 100,
		.rooms_owned = 20 };
	w->server = xstrdup("server");
	world_set_epoch(w, 1);
	LIST_INIT(&w->timed_masks);
	TAILQ_INIT(&w->whowas);
	TAILQ_INIT(&w->unowned_empty_rooms);
	return w;
}

static void
leave_all(struct world *w, struct user *u)
{
	struct member *m;
	struct room *r;

	while ((m = TAILQ_FIRST(&u->rooms)) != NULL) {
		r = m->room;
		room_remove_member(m);
		world_drop_empty_room(w, r);
	}
}

void
world_free(struct world *w)
{
	struct user *u, *next;

	HASH_ITER (by_id, w->by_id, u, next) {
		leave_all(w, u);
		user_set_account(w, u, NULL);
		world_remove_user(w, u);
	}
	assert(w->rooms == NULL);
	while (w->accounts != NULL)
		world_drop_account(w, w->accounts);
	empty_rooms_free(w);
	look_alikes_free(w->look_alikes);
	free(w->lobby);
	string_list_clear(&w->lobby_operators);
	free(w->server);
	whowas_limit(w, 0);
	free(w);
}

void
world_set_limits(struct world *w, const struct chat_limits *limits)
{
	w->limits = *limits;
	whowas_limit(w, (size_t)limits->whowas_max);
	empty_rooms_limit(w, (size_t)limits->rooms_kept);
}

void
world_set_lobby(struct world *w, const char *name)
{
	xreplace(&w->lobby, name);
}

void
world_set_server(struct world *w, const char *name)
{
	xreplace(&w->server, name);
}

void
world_set_epoch(struct world *w, uint32_t epoch)
{
	w->last_id = (uint64_t)epoch << 32;
}
