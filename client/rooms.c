/*
 * rooms: keeps the model's rooms and queries as the server reports them.
 */
#include "client/rooms.h"

#include <stdlib.h>
#include <string.h>

#include "client/model/event_buffer.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"

struct rooms {
	struct network *network;
	struct model *model; /* the network's */
	struct irc_session *session;
	struct scrollback *scrollback;
	const struct string_list *wanted;
	char *names_room;   /* folded: its NAMES reply is arriving; or NULL */
	int first_shown;    /* the first room was shown */
	int limit_reported; /* on this connection */
	struct buf notices; /* lines to show in the first room */
};

struct rooms *
rooms_new(struct network *network, struct irc_session *session,
    struct scrollback *sb, const struct string_list *wanted)
{
	struct rooms *rs = xcalloc(1, sizeof(*rs));

	rs->network = network;
	rs->model = network->model;
	rs->session = session;
	rs->scrollback = sb;
	rs->wanted = wanted;
	return rs;
}

void
rooms_free(struct rooms *rs)
{
	if (rs == NULL)
		return;
	free(rs->names_room);
	buf_clear(&rs->notices);
	free(rs);
}

static void
show_notices(struct rooms *rs)
{
	struct view rest = buf_view(&rs->notices), line;

	while (view_cut(&rest, '\n', &line))
		if (line.len > 0)
			model_info(rs->model, rs->model->active, "%.*s",
			    VIEW_ARG(line));
	buf_reset(&rs->notices);
}

void
rooms_notice(struct rooms *rs, const char *text)
{
	model_info(rs->model, rs->network->server, "%s", text);
	buf_add_str(&rs->notices, text);
	buf_add_char(&rs->notices, '\n');
	if (rs->model->active != rs->network->server)
		show_notices(rs);
	else if (rs->first_shown)
		buf_reset(&rs->notices); /* already on the screen */
}

static void
members_changed(struct rooms *rs, const struct buffer *b)
{
	if (b == rs->model->active)
		rs->model->dirty |= DIRTY_MEMBERS | DIRTY_STATUS;
}

/* Mark a room as left: its members are unknown from now on. rejoin: join it again after a reconnect. */
static void
set_left(struct rooms *rs, struct buffer *b, int rejoin)
{
	b->joined = 0;
	b->rejoin = rejoin;
	roster_clear(&b->roster);
	members_changed(rs, b);
	rs->model->dirty |= DIRTY_ROOMS | DIRTY_TOPIC | DIRTY_STATUS;
}

/*
 * At the start, show the first room that the user named, else the first one joined (the lobby). The
 * text typed so far stays in the input line.
 */
static void
show_first(struct rooms *rs, struct buffer *b)
{
	const struct string_list *wanted = rs->wanted;

	if (rs->first_shown ||
	    (wanted->n > 0 &&
		!name_equal(view_of(wanted->v[0]), view_of(b->name))))
		return;
	rs->first_shown = 1;
	if (rs->model->active == rs->network->server)
		model_activate(rs->model, b);
	show_notices(rs);
}

/* True if one more buffer may be opened: a server may join us to any number of rooms. Report the limit once. */
static int
may_open(struct rooms *rs)
{
	if (!model_is_full(rs->model))
		return 1;
	if (!rs->limit_reported)
		model_error(rs->model, rs->network->server,
		    _("You are in more rooms than the %d windows that tchat "
		      "opens. Close some with /close."),
		    MODEL_BUFFERS_MAX);
	rs->limit_reported = 1;
	return 0;
}

/* Add a member. Report once per list that it is not complete. */
static void
add_member(
    struct rooms *rs, struct buffer *b, struct view nick, const char *prefix)
{
	int was_full = b->roster.full;

	if (roster_set(&b->roster, nick, prefix) != 0 && !was_full)
		model_error(rs->model, b,
		    _("The member list of %s is not complete: tchat lists at "
		      "most %d members of a room, %d of all rooms, and nicks "
		      "of at most %d bytes."),
		    b->name, ROSTER_MAX, ROSTER_POOL_MAX, ROSTER_NICK_MAX);
}

void
rooms_on_join(struct rooms *rs, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(rs->network, ev->room);

	if (ev->self && b == NULL && may_open(rs))
		b = model_open(rs->network, BUFFER_ROOM, ev->room);
	if (b == NULL)
		return;
	if (ev->self) {
		set_left(rs, b, 1);
		b->joined = 1;
		b->names_pending = 1;
		b->same_topic = 0;
		scrollback_resume(rs->scrollback, b);
		show_first(rs, b);
	}
	add_member(rs, b, ev->who, "");
	members_changed(rs, b);
	event_add_line(rs->model, b, ev);
}

/* How far back to look for a visitor's JOIN: it is a few lines before the message. */
enum { VISITOR_LINES = 50 };

/* Hide a visitor, who joined only to send a message: remove the JOIN, and show no PART or QUIT. */
static void
hide_visitor(struct buffer *b, struct view nick)
{
	struct roster_member *m = roster_find(&b->roster, nick);
	struct line *line;
	size_t i;

	if (m == NULL || m->visitor)
		return;
	m->visitor = 1;
	for (i = 0; i < VISITOR_LINES && i < b->n; i++) {
		line = buffer_line(b, b->n - 1 - i);
		if (line->kind == LINE_JOIN && line->nick != NULL &&
		    name_equal(view_of(line->nick), nick)) {
			buffer_remove(b, line);
			return;
		}
	}
}

void
rooms_on_message(struct rooms *rs, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_message(rs->network, ev);

	roster_spoke(&b->roster, ev->who, ev->time);
	if (ev->visitor && !ev->self)
		hide_visitor(b, ev->who);
	event_add_line(rs->model, b, ev);
}

static int
is_visitor(const struct buffer *b, struct view nick)
{
	const struct roster_member *m = roster_find(&b->roster, nick);

	return m != NULL && m->visitor;
}

void
rooms_on_part(struct rooms *rs, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(rs->network, ev->room);
	int is_silent;

	if (b == NULL)
		return;
	is_silent = is_visitor(b, ev->who);
	if (ev->self)
		set_left(rs, b, 0);
	else
		roster_remove(&b->roster, ev->who);
	members_changed(rs, b);
	if (!is_silent)
		event_add_line(rs->model, b, ev);
}

void
rooms_on_kick(struct rooms *rs, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(rs->network, ev->room);

	if (b == NULL)
		return;
	if (name_equal(ev->object, view_of(rs->network->nick)))
		set_left(rs, b, 0);
	else
		roster_remove(&b->roster, ev->object);
	members_changed(rs, b);
	event_add_line(rs->model, b, ev);
}

static int
is_query_with(const struct buffer *b, struct view nick)
{
	return b->kind == BUFFER_QUERY && name_equal(view_of(b->name), nick);
}

void
rooms_on_quit(struct rooms *rs, const struct irc_event *ev)
{
	struct buffer *b;
	int is_silent;

	NETWORK_FOREACH (b, rs->network) {
		is_silent = is_visitor(b, ev->who);
		if (roster_remove(&b->roster, ev->who))
			members_changed(rs, b);
		else if (!is_query_with(b, ev->who))
			continue;
		if (!is_silent)
			event_add_line(rs->model, b, ev);
	}
}

void
rooms_on_nick(struct rooms *rs, const struct irc_event *ev)
{
	struct buffer *b;

	if (ev->self) {
		xreplace(&rs->network->nick, NULL);
		rs->network->nick = xviewdup(ev->object);
		rs->model->dirty |= DIRTY_STATUS;
	}
	NETWORK_FOREACH (b, rs->network) {
		if (roster_rename(&b->roster, ev->who, ev->object))
			members_changed(rs, b);
		else if (is_query_with(b, ev->who) &&
			 model_find(rs->network, ev->object) == NULL)
			model_rename(rs->model, b, ev->object);
		else if (!ev->self || b != rs->network->server)
			continue;
		event_add_line(rs->model, b, ev);
	}
}

/* Show the reply to /topic in another buffer than the room's. */
static void
show_topic(struct rooms *rs, struct buffer *where, const struct irc_event *ev)
{
	if (ev->text.len > 0)
		model_info(rs->model, where, _("The topic of %.*s: %.*s"),
		    VIEW_ARG(ev->room), VIEW_ARG(ev->text));
	else
		model_info(rs->model, where, _("%.*s has no topic."),
		    VIEW_ARG(ev->room));
}

static void
set_topic(struct rooms *rs, struct buffer *b, const struct irc_event *ev)
{
	char *topic = ev->text.len > 0 ? xviewdup(ev->text) : NULL;

	b->same_topic = b->names_pending && ev->numeric == 332 &&
			topic != NULL && b->topic != NULL &&
			strcmp(b->topic, topic) == 0;
	buffer_set_topic(b, topic);
	free(topic);
	if (b == rs->model->active)
		rs->model->dirty |= DIRTY_TOPIC;
}

/* 331 and 332 reply to /topic; 332 also comes with a join. */
void
rooms_on_topic(struct rooms *rs, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(rs->network, ev->room), *where = b;

	if (b != NULL)
		set_topic(rs, b, ev);
	if (ev->numeric != 0)
		where = event_buffer_reply(rs->network, ev, b);
	if (where == NULL)
		where = model_active_of(rs->network);
	if (b != NULL && b->same_topic)
		return;
	if (ev->numeric == 331 || (ev->numeric == 332 && where != b))
		show_topic(rs, where, ev);
	else
		event_add_line(rs->model, where, ev);
}

void
rooms_on_mode(struct rooms *rs, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(rs->network, ev->room);

	if (b != NULL)
		event_add_line(rs->model, b, ev);
	else
		model_info(rs->model, rs->network->server,
		    _("Your modes: %.*s"), VIEW_ARG(ev->text));
}

/* Add a prefix to the member's prefixes, highest first, or remove it. */
void
rooms_on_rank(struct rooms *rs, const struct irc_event *ev)
{
	const char *order = irc_session_prefixes(rs->session);
	struct buffer *b = event_buffer_find(rs->network, ev->room);
	struct roster_member *m;
	char prefix[sizeof(m->prefix)];
	size_t n = 0;
	int has;

	m = b == NULL ? NULL : roster_find(&b->roster, ev->object);
	if (m == NULL)
		return;
	for (; *order != '\0' && n + 1 < sizeof(prefix); order++) {
		has = strchr(m->prefix, *order) != NULL;
		if (*order == *ev->text.p)
			has = ev->on;
		if (has)
			prefix[n++] = *order;
	}
	prefix[n] = '\0';
	roster_set(&b->roster, ev->object, prefix);
	members_changed(rs, b);
}

/* The first name of a NAMES reply starts a new member list. */
void
rooms_on_names(struct rooms *rs, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(rs->network, ev->room);
	char prefix[8] = "";

	if (b == NULL)
		return;
	if (rs->names_room == NULL || strcmp(rs->names_room, b->folded) != 0) {
		roster_clear(&b->roster);
		xreplace(&rs->names_room, b->folded);
	}
	if (ev->text.len < sizeof(prefix))
		memcpy(prefix, ev->text.p, ev->text.len);
	add_member(rs, b, ev->object, prefix);
}

/* If it is not known what was read, nothing said before `now` counts as unread. */
static void
begin_unread(struct buffer *b, int64_t now)
{
	if (b->read_time == 0)
		b->read_time = now;
}

void
rooms_on_names_end(struct rooms *rs, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(rs->network, ev->room);

	xreplace(&rs->names_room, NULL);
	if (b == NULL)
		return;
	b->names_pending = 0;
	members_changed(rs, b);
	if (b->joined)
		begin_unread(b, ev->time);
}

void
rooms_on_away(struct rooms *rs, const struct irc_event *ev)
{
	struct model *m = rs->model;
	struct buffer *b;

	if (ev->self && ev->numeric != 0) {
		rs->network->away = ev->text.len > 0;
		m->dirty |= DIRTY_STATUS;
		model_info(m, event_buffer_reply(rs->network, ev, NULL),
		    rs->network->away ? _("You are away") : _("You are back"));
	}
	NETWORK_FOREACH (b, rs->network) {
		roster_set_away(&b->roster, ev->who, ev->text.len > 0);
		members_changed(rs, b);
	}
}

void
rooms_on_welcome(struct rooms *rs, const struct irc_event *ev)
{
	free(rs->network->nick);
	rs->network->nick = xviewdup(ev->who);
	rs->network->away = 0;
	rs->limit_reported = 0;
}

void
rooms_on_disconnect(struct rooms *rs, const char *reason)
{
	struct model *m = rs->model;
	struct buffer *b;

	NETWORK_FOREACH (b, rs->network) {
		if (b != rs->network->server && b != m->active && !b->joined)
			continue;
		model_error(m, b, _("offline: %s"), reason);
		set_left(rs, b, b->rejoin);
	}
}
