/*
 * chat_log: events as lines: "join ada #c", "said ada #c hi", "added ada #c 1".
 */
#include "tests/support/chat_log.h"

#include <assert.h>
#include <stdlib.h>

#include "common/clock.h"
#include "common/xmalloc.h"
#include "tests/support/test.h"

static const char *const type_names[] = {
	[CHAT_JOIN] = "join",
	[CHAT_PART] = "part",
	[CHAT_QUIT] = "quit",
	[CHAT_KICK] = "kick",
	[CHAT_NICK] = "nick",
	[CHAT_SETNAME] = "setname",
	[CHAT_AWAY] = "away",
	[CHAT_TOPIC] = "topic",
	[CHAT_MODE] = "mode",
	[CHAT_MESSAGE] = "said",
	[CHAT_NEW_USER] = "enter",
	[CHAT_USER_MODE] = "umode",
	[CHAT_KILL] = "kill",
	[CHAT_WALLOPS] = "wallops",
	[CHAT_INVITE] = "invite",
	[CHAT_RENAME] = "rename",
	[CHAT_ACCOUNT] = "account",
	[CHAT_HOST] = "host",
};

static void
add_word(struct buf *b, const char *word)
{
	if (word != NULL)
		buf_printf(b, " %s", word);
}

static void
log_append(struct chat_event *e, void *ctx)
{
	struct chat_log *l = ctx;

	if (l->keep_back && chat_event_waits_for_store(e)) {
		assert(l->nkept < CHAT_LOG_KEPT_MAX);
		l->kept[l->nkept++] = chat_event_ref(e);
		return;
	}
	chat_apply(l->world, e);
	if (chat_event_waits_for_store(e))
		return;
	l->nrecorded += e->type != CHAT_NEW_USER;
	xreplace(&l->rooms, e->rooms);
}

static void
log_member_added(struct member *m, void *ctx)
{
	buf_printf(&((struct chat_log *)ctx)->text, "added %s %s %zu\n",
	    m->user->nick, m->room->name, m->room->nmembers);
}

static void
log_member_leaving(struct member *m, void *ctx)
{
	buf_printf(&((struct chat_log *)ctx)->text, "leaving %s %s %zu\n",
	    m->user->nick, m->room->name, m->room->nmembers);
}

static void
log_applied(const struct chat_applied *a, void *ctx)
{
	struct buf *b = &((struct chat_log *)ctx)->text;
	const struct chat_event *e = a->event;

	if (e->type == CHAT_NEW_USER) /* the first user in the room */
		return;
	buf_printf(b, "%s %s", type_names[e->type], e->nick);
	add_word(b, e->status);
	if (e->type == CHAT_USER_MODE)
		buf_printf(b, " +%u -%u", e->on, e->off);
	add_word(b, e->target);
	add_word(b, e->object);
	add_word(b, e->text);
	add_word(b, e->tags);
	buf_add_char(b, '\n');
}

static void
log_refused(struct chat_event *e, enum refusal no, void *ctx)
{
	buf_printf(&((struct chat_log *)ctx)->text, "refused %s %d\n",
	    e->text == NULL ? "" : e->text, (int)no);
}

static void
log_room_gone(struct room *r, void *ctx)
{
	buf_printf(&((struct chat_log *)ctx)->text, "gone %s\n", r->name);
}

static void
log_keep(const struct room *r, void *ctx)
{
	struct buf *b = &((struct chat_log *)ctx)->kept_rooms;

	buf_printf(b, "keep %s", r->name);
	add_word(b, r->topic);
	buf_add_char(b, '\n');
}

static void
log_forget(const char *folded, void *ctx)
{
	buf_printf(
	    &((struct chat_log *)ctx)->kept_rooms, "forget %s\n", folded);
}

static void
log_due(int64_t ms, void *ctx)
{
	((struct chat_log *)ctx)->due = clock_ms() + ms;
}

void
chat_log_init(struct chat_log *l)
{
	static const struct chat_ops ops = {
		.append = log_append,
		.member_added = log_member_added,
		.member_leaving = log_member_leaving,
		.applied = log_applied,
		.refused = log_refused,
		.room_emptied = log_room_gone,
		.save_room = log_keep,
		.delete_room = log_forget,
		.schedule_expiry = log_due,
	};

	*l = (struct chat_log){ 0 };
	l->world = world_new(&ops, l);
}

void
chat_log_clear(struct chat_log *l)
{
	while (l->nkept > 0)
		chat_event_unref(l->kept[--l->nkept]);
	world_free(l->world);
	buf_clear(&l->text);
	buf_clear(&l->kept_rooms);
	free(l->rooms);
}

struct chat_from
chat_log_enter(struct chat_log *l, const char *nick)
{
	struct chat_from from = { .origin = 7, .token = 9 };

	assert_int_equal(chat_add_user(l->world,
			     &(struct chat_newcomer){ .nick = view_of(nick),
				 .username = VIEW("user"),
				 .host = VIEW("host"),
				 .realname = VIEW("Real Name") },
			     &from.user),
	    CHAT_OK);
	return from;
}

void
chat_log_settle(struct chat_log *l)
{
	size_t i;

	for (i = 0; i < l->nkept; i++) {
		chat_apply(l->world, l->kept[i]);
		chat_event_unref(l->kept[i]);
	}
	l->nkept = 0;
}

void
chat_log_expect(struct chat_log *l, const char *lines)
{
	assert_string_equal(buf_str(&l->text), lines);
	buf_reset(&l->text);
}
