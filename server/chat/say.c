/*
 * say: messages, topics and redactions, with slow mode and messages to offline accounts. They
 * are checked, appended to the journal, and applied after a second check when the journal
 * settles them.
 *
 * Slow mode (a member must wait between two messages) is checked only when a message is
 * accepted, not again when it has settled.
 */
#include "server/chat/say.h"

#include <stdlib.h>

#include "common/clock.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/chat/account.h"
#include "server/chat/empty_rooms.h"
#include "server/chat/permissions.h"
#include "server/chat/world.h"

/*
 * A member without a message in the room, perhaps because they rejoined, is checked by their
 * last message in any room.
 */
static int64_t
last_said(const struct member *m, const struct user *u)
{
	return m != NULL && m->last_message != 0 ? m->last_message
						 : u->last_sent;
}

/* If the clock was set back, the user need not wait. */
static int64_t
slow_mode_wait(const struct room *r, const struct user *u)
{
	const struct member *m;
	int64_t last, now = clock_ms();

	if (r->slow == 0)
		return 0;
	m = room_find_member(r, u);
	last = last_said(m, u);
	if ((m != NULL && m->ranks != 0) || last == 0 || now < last)
		return 0;
	return last + 1000 * r->slow - now;
}

static void
slow_mode_note(const struct room *r, struct user *u, int64_t time)
{
	struct member *m = room_find_member(r, u);

	u->last_sent = time;
	if (m != NULL)
		m->last_message = time;
}

/* The last message was refused after it was appended, so it does not count. */
static void
slow_mode_undo(struct world *w, const struct chat_event *e)
{
	const struct room *r = world_find_room(w, view_of(e->target));
	struct user *u = world_user_by_id(w, e->user);
	struct member *m;

	if (u == NULL)
		return;
	if (u->last_sent == e->time)
		u->last_sent = 0;
	m = r == NULL ? NULL : room_find_member(r, u);
	if (m != NULL && m->last_message == e->time)
		m->last_message = 0;
}

long long
chat_slow_mode_left(struct world *w, const struct user *u, struct view target)
{
	const struct room *r;
	int64_t wait;

	while (target.len > 0 && *target.p != '#') {
		target.p++;
		target.len--;
	}
	r = world_find_room(w, target);
	wait = r == NULL ? 0 : slow_mode_wait(r, u);
	return wait <= 0 ? 0 : (wait + 999) / 1000;
}

/*
 * Resolve a nick that is not in use to an account. Returns 1 and sets *account (and *user if it is
 * online under another nick), else 0. Messages to an account that is offline are stored until its
 * user comes back.
 */
static int
offline_account_find(struct world *w, struct view name,
    struct account **account, struct user **user)
{
	struct account *a = world_find_account(w, name);

	*user = NULL;
	*account = a;
	if (a == NULL || !w->limits.offline_messages)
		return 0;
	*user = LIST_FIRST(&a->users);
	return 1;
}

/* Return CHAT_OK if this user may leave one more message for the account. */
static enum refusal
offline_account_check(
    const struct world *w, const struct user *from, const struct account *to)
{
	if (from->account == NULL &&
	    to->from_guests >= (unsigned)w->limits.offline_from_guests)
		return CHAT_OFFLINE_FULL;
	return CHAT_OK;
}

static void
offline_account_count(const struct user *from, struct account *to)
{
	if (from->account == NULL)
		to->from_guests++;
}

/* The target of a message: a room, a user, or an account that is offline. */
struct message_target {
	struct room *room;
	struct user *user;
	struct account *account; /* only if user and room are NULL */
	/* a prefix: only members of at least that rank get it; NULL: all */
	const char *status;
};

static const struct status {
	char text[2];
	unsigned rank; /* the lowest rank that reads it */
} statuses[] = {
	{ "~", MEMBER_FOUNDER },
	{ "@", MEMBER_OP },
	{ "+", MEMBER_VOICE },
};

static const struct status *
find_status(char c)
{
	size_t i;

	for (i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++)
		if (statuses[i].text[0] == c)
			return &statuses[i];
	return NULL;
}

/*
 * Cut a status prefix off a target. "@#tea" is for the operators of #tea, "+#tea" also for
 * voiced members.
 */
static const char *
cut_status(struct view *target)
{
	const struct status *status;
	struct view rest;

	if (target->len < 2)
		return NULL;
	status = find_status(*target->p);
	rest = (struct view){ target->p + 1, target->len - 1 };
	if (status == NULL || !name_is_room(rest))
		return NULL;
	*target = rest;
	return status->text;
}

/*
 * A user outside a secret room without mode n may write to it. If the room refuses the message,
 * the answer is the one for a room that does not exist.
 */
static enum refusal
check_room(const struct room *r, const struct user *u, struct view text)
{
	enum refusal no = room_may_send(r, u, text);

	return no == CHAT_OK || room_shows_to(r, u) ? no : CHAT_NO_ROOM;
}

static enum refusal
find_target(struct world *w, const struct user *u, struct view target,
    struct view text, struct message_target *to)
{
	*to = (struct message_target){ .status = cut_status(&target) };
	if (name_is_room(target)) {
		to->room = world_find_room(w, target);
		return to->room == NULL ? CHAT_NO_ROOM
					: check_room(to->room, u, text);
	}
	to->user = world_find_user(w, target);
	if (to->user == NULL &&
	    !offline_account_find(w, target, &to->account, &to->user))
		return CHAT_NO_NICK;
	return CHAT_OK;
}

static enum refusal
check_say(struct world *w, const struct user *u, enum chat_kind kind,
    struct view target, struct view text, struct message_target *to)
{
	enum refusal no;

	if (text.len == 0 && kind != CHAT_TAGMSG)
		return CHAT_NO_TEXT;
	no = find_target(w, u, target, text, to);
	if (no == CHAT_OK && to->room == NULL && to->user != NULL &&
	    !rates_may_address(&w->limits.rates, u, to->user))
		return CHAT_TARGETS_TOO_FAST;
	if (no == CHAT_OK && to->room == NULL && to->user == NULL)
		return offline_account_check(w, u, to->account);
	if (no == CHAT_OK && kind != CHAT_TAGMSG && to->room != NULL &&
	    slow_mode_wait(to->room, u) > 0)
		return CHAT_SLOW_MODE;
	return no;
}

enum refusal
chat_may_say(struct world *w, const struct user *u, enum chat_kind kind,
    struct view target, struct view text)
{
	struct message_target to;

	return check_say(w, u, kind, target, text, &to);
}

int
chat_event_is_for(const struct chat_event *e, const struct member *m)
{
	if (e->status == NULL)
		return 1;
	return m->ranks >= find_status(*e->status)->rank;
}

static void
append(struct world *w, const struct chat_from *from, struct chat_event *e)
{
	e->origin = from->origin;
	e->token = from->token;
	world_append(w, e);
}

static void
set_target(struct chat_event *e, const struct message_target *to)
{
	if (to->room != NULL) {
		e->target = xstrdup(to->room->name);
	} else if (to->user != NULL) {
		e->target = xstrdup(to->user->nick);
		e->to_account = xstrdup(to->user->account);
	} else {
		e->target = xstrdup(to->account->name);
		e->to_account = xstrdup(to->account->name);
	}
}

enum refusal
chat_say(struct world *w, const struct chat_from *from, enum chat_kind kind,
    struct view target, struct view text, struct view tags)
{
	struct chat_event *e;
	struct message_target to;
	enum refusal no;

	no = check_say(w, from->user, kind, target, text, &to);
	if (no != CHAT_OK)
		return no;
	e = chat_event_new(CHAT_MESSAGE, from->user);
	e->kind = kind;
	set_target(e, &to);
	e->status = xstrdup(to.status);
	if (to.room != NULL)
		room_mark_event(to.room, e);
	else if (to.user == NULL)
		offline_account_count(from->user, to.account);
	else
		rates_note_addressed(&w->limits.rates, from->user, to.user);
	if (to.room != NULL && kind != CHAT_TAGMSG)
		slow_mode_note(to.room, from->user, e->time);
	if (kind != CHAT_TAGMSG)
		e->text = xviewdup(text);
	if (tags.len > 0)
		e->tags = xviewdup(tags);
	append(w, from, e);
	return CHAT_OK;
}

enum refusal
chat_topic(struct world *w, const struct chat_from *from, struct view name,
    struct view topic)
{
	struct chat_event *e;
	struct room *r;
	enum refusal no;

	r = world_find_room_for(w, name, from->user);
	if (r == NULL)
		return CHAT_NO_ROOM;
	no = room_may_set_topic(r, from->user);
	if (no != CHAT_OK)
		return no;
	if (!rates_take(&w->limits.rates, from, RATE_TOPIC))
		return CHAT_TOO_FAST;
	topic.len = text_cut(topic, (size_t)w->limits.topic_bytes);
	e = chat_event_new(CHAT_TOPIC, from->user);
	e->target = xstrdup(r->name);
	e->topic = xviewdup(topic);
	room_mark_event(r, e);
	append(w, from, e);
	return CHAT_OK;
}

static struct chat_event *
new_redaction(
    const struct chat_from *from, const struct msgid *id, struct view reason)
{
	struct chat_event *e = chat_event_new(CHAT_REDACT, from->user);

	e->message_id = xstrdup(id->s);
	if (reason.len > 0)
		e->reason = xviewdup(reason);
	return e;
}

static enum refusal
redact_direct(struct world *w, const struct chat_from *from, struct view nick,
    const struct msgid *id, struct view reason)
{
	struct message_target to = { .room = NULL };
	struct chat_event *e = new_redaction(from, id, reason);

	if (nick.len > 0 && *nick.p == CHAT_GUEST)
		e->target = xviewdup((struct view){ nick.p + 1, nick.len - 1 });
	else if (find_target(w, from->user, nick, reason, &to) == CHAT_OK)
		set_target(e, &to);
	else
		e->target = xviewdup(nick);
	append(w, from, e);
	return CHAT_OK;
}

enum refusal
chat_redact(struct world *w, const struct chat_from *from, struct view target,
    const struct msgid *id, int is_own, struct view reason)
{
	struct chat_event *e;
	struct room *r = world_find_room_for(w, target, from->user);
	enum refusal no;

	if (!name_is_room(target))
		return is_own ? redact_direct(w, from, target, id, reason)
			      : CHAT_NOT_OP;
	if (r == NULL)
		return CHAT_NO_ROOM;
	no = room_check_rank(r, from->user, is_own ? 0 : MEMBER_OP);
	if (no != CHAT_OK)
		return no;
	e = new_redaction(from, id, reason);
	e->target = xstrdup(r->name);
	room_mark_event(r, e);
	/* An incognito room may have stored messages from before. */
	e->not_stored = 0;
	append(w, from, e);
	return CHAT_OK;
}

/*
 * Find the recipient by account: since the event was appended, they may have changed nick or
 * left.
 */
static int
find_by_account(
    struct world *w, const struct chat_event *e, struct message_target *to)
{
	return e->to_account != NULL &&
	       offline_account_find(
		   w, view_of(e->to_account), &to->account, &to->user);
}

static int
is_account_of(const struct user *u, const char *account)
{
	return u->account == account ||
	       (u->account != NULL && account != NULL &&
		   name_equal(view_of(u->account), view_of(account)));
}

/*
 * True if the nick belongs to another user now than when the event was appended: the message is
 * for the account.
 */
static int
nick_changed_hands(const struct chat_event *e, const struct message_target *to)
{
	return to->user != NULL && e->to_account != NULL &&
	       !is_account_of(to->user, e->to_account);
}

static enum refusal
find_current_target(
    struct world *w, const struct chat_applied *a, struct message_target *to)
{
	const struct chat_event *e = a->event;
	enum refusal no =
	    find_target(w, a->user, view_of(e->target), view_of(e->text), to);

	if (no == CHAT_OK && nick_changed_hands(e, to)) {
		to->user = NULL;
		find_by_account(w, e, to);
	} else if (no == CHAT_NO_NICK && find_by_account(w, e, to))
		no = CHAT_OK;
	return no;
}

static enum refusal
apply_message(struct world *w, struct chat_applied *a)
{
	const struct chat_event *e = a->event;
	struct message_target to;
	enum refusal no = find_current_target(w, a, &to);

	if (no != CHAT_OK && !(e->is_from_service && to.room != NULL))
		return no;
	a->room = to.room;
	a->target = to.user;
	a->user->last_spoke = e->time;
	return CHAT_OK;
}

static enum refusal
apply_topic(struct world *w, struct chat_applied *a)
{
	const struct chat_event *e = a->event;
	struct room *r;
	enum refusal no;
	char *by;

	r = world_find_room(w, view_of(e->target));
	if (r == NULL)
		return CHAT_NO_ROOM;
	no = room_may_set_topic(r, a->user);
	if (no != CHAT_OK && !e->is_from_service)
		return no;
	xreplace(&r->topic, e->topic[0] == '\0' ? NULL : e->topic);
	xasprintf(&by, "%s!%s@%s", e->nick, e->username, e->host);
	xreplace(&r->topic_by, by);
	free(by);
	r->topic_time = e->time;
	room_save(w, r);
	a->room = r;
	return CHAT_OK;
}

/* A redaction that settled has deleted the message whatever changed since, so always show it. */
static enum refusal
apply_redact(struct world *w, struct chat_applied *a)
{
	const struct chat_event *e = a->event;
	struct message_target to = { .room = NULL };

	if (!name_is_room(view_of(e->target))) {
		a->target = world_find_user(w, view_of(e->target));
		if (a->target == NULL ||
		    !is_account_of(a->target, e->to_account)) {
			find_by_account(w, e, &to);
			a->target = to.user;
		}
		if (a->target == a->user) /* the author is told anyway */
			a->target = NULL;
		return CHAT_OK;
	}
	a->room = world_find_room(w, view_of(a->event->target));
	return a->room == NULL ? CHAT_NO_ROOM : CHAT_OK;
}

enum refusal
say_apply(struct world *w, struct chat_event *e, struct user *u)
{
	struct chat_applied a = { .event = e, .user = u };
	enum refusal no = CHAT_NO_NICK;

	if (e->type == CHAT_REDACT)
		no = apply_redact(w, &a);
	else if (u != NULL)
		no = e->type == CHAT_MESSAGE ? apply_message(w, &a)
					     : apply_topic(w, &a);
	if (no == CHAT_OK)
		w->ops.applied(&a, w->ctx);
	return no;
}

void
chat_refuse(struct world *w, struct chat_event *e, enum refusal no)
{
	if (e->type == CHAT_MESSAGE)
		slow_mode_undo(w, e);
	w->ops.refused(e, no, w->ctx);
}
