/*
 * irc_view: see the header.
 */
#include "tests/support/irc_view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/irc_msg.h"
#include "server/chat/chat.h"
#include "tests/support/test.h"

/* Founder, operator, voice. */
static const char prefixes[] = "~@+", ranks_letters[] = "qov";
static const unsigned rank_bits[] = { MEMBER_FOUNDER, MEMBER_OP, MEMBER_VOICE };

void
irc_view_init(struct irc_view *v, const char *nick)
{
	*v = (struct irc_view){ .is_away = 0 };
	snprintf(v->nick, sizeof(v->nick), "%s", nick);
}

void
irc_view_clear(struct irc_view *v)
{
	buf_clear(&v->said);
}

static void
copy(char to[IRC_VIEW_NAME], struct view from)
{
	snprintf(to, IRC_VIEW_NAME, "%.*s", VIEW_ARG(from));
}

static struct irc_view_room *
find_room(struct irc_view *v, struct view name)
{
	size_t i;

	for (i = 0; i < v->n; i++)
		if (view_equal(name, view_of(v->rooms[i].name)))
			return &v->rooms[i];
	return NULL;
}

static struct irc_view_member *
find_member(struct irc_view_room *r, struct view nick)
{
	size_t i;

	for (i = 0; r != NULL && i < r->n; i++)
		if (view_equal(nick, view_of(r->people[i].nick)))
			return &r->people[i];
	return NULL;
}

static void
add_member(struct irc_view_room *r, struct view nick, unsigned ranks)
{
	struct irc_view_member *m = find_member(r, nick);

	assert_non_null(r);
	if (m == NULL) {
		assert_true(r->n < IRC_VIEW_PEOPLE);
		m = &r->people[r->n++];
		copy(m->nick, nick);
	}
	m->ranks = ranks;
}

static int
is_self(const struct irc_view *v, struct view nick)
{
	return view_equal(nick, view_of(v->nick));
}

static void
leave(struct irc_view *v, struct irc_view_room *r, struct view nick)
{
	struct irc_view_member *m = find_member(r, nick);

	if (r == NULL || m == NULL) {
		assert_true(r != NULL && !r->is_named);
		return;
	}
	if (is_self(v, nick))
		*r = v->rooms[--v->n];
	else
		*m = r->people[--r->n];
}

static void
on_join(struct irc_view *v, struct view who, struct view room)
{
	struct irc_view_room *r = find_room(v, room);

	if (is_self(v, who)) {
		assert_null(r);
		assert_true(v->n < IRC_VIEW_ROOMS);
		r = &v->rooms[v->n++];
		*r = (struct irc_view_room){ .n = 0 };
		copy(r->name, room);
	}
	add_member(r, who, 0);
}

static void
on_quit(struct irc_view *v, struct view who)
{
	size_t i;

	assert_false(is_self(v, who));
	for (i = 0; i < v->n; i++)
		if (find_member(&v->rooms[i], who) != NULL)
			leave(v, &v->rooms[i], who);
}

static void
on_nick(struct irc_view *v, struct view who, struct view name)
{
	struct irc_view_member *m;
	size_t i;

	for (i = 0; i < v->n; i++) {
		m = find_member(&v->rooms[i], who);
		if (m != NULL)
			copy(m->nick, name);
	}
	if (is_self(v, who))
		copy(v->nick, name);
}

/* Parse "~@nick", with multi-prefix. */
static void
on_names(struct irc_view *v, struct view room, struct view list)
{
	struct irc_view_room *r = find_room(v, room);
	const char *prefix;
	struct view one;
	unsigned ranks;

	/* They may arrive after the user left. */
	while (r != NULL && view_cut(&list, ' ', &one)) {
		ranks = 0;
		while ((prefix = strchr(prefixes, *one.p)) != NULL) {
			ranks |= 1U << (prefix - prefixes);
			one.p++;
			one.len--;
		}
		add_member(r, one, ranks);
	}
}

/* Ranks only: "+o-v ada bob". */
static void
on_mode(struct irc_view *v, const struct irc_msg *msg)
{
	struct irc_view_room *r = find_room(v, msg->params[0]);
	struct view letters = msg->params[1];
	struct irc_view_member *m;
	int add = 0, param = 2;
	unsigned bit;
	size_t i;

	for (i = 0; r != NULL && i < letters.len; i++) {
		if (letters.p[i] == '+' || letters.p[i] == '-') {
			add = letters.p[i] == '+';
			continue;
		}
		m = find_member(r, msg->params[param++]);
		if (m == NULL) {
			assert_false(r->is_named);
			continue;
		}
		assert_non_null(strchr(ranks_letters, letters.p[i]));
		bit =
		    1U << (strchr(ranks_letters, letters.p[i]) - ranks_letters);
		m->ranks = add ? m->ranks | bit : m->ranks & ~bit;
	}
}

static void
on_said(struct irc_view *v, struct view who, const struct irc_msg *msg)
{
	struct irc_view_room *r = find_room(v, msg->params[0]);

	if (r != NULL && r->is_named && find_member(r, who) == NULL)
		v->strangers++;
	buf_printf(&v->said, "%.*s %.*s %.*s\n", VIEW_ARG(who),
	    VIEW_ARG(msg->params[0]), VIEW_ARG(msg->params[1]));
}

static void
set_topic(struct irc_view *v, struct view room, struct view topic)
{
	struct irc_view_room *r = find_room(v, room);

	assert_non_null(r);
	copy(r->topic, topic);
}

/* Until the names have arrived, unknown users may leave or change rank. */
static void
set_named(struct irc_view *v, struct view room)
{
	struct irc_view_room *r = find_room(v, room);

	if (r != NULL)
		r->is_named = 1;
}

void
irc_view_line(struct irc_view *v, const char *line)
{
	struct irc_source by;
	struct irc_msg msg;
	char cmd[16];

	assert_int_equal(irc_msg_parse(&msg, view_of(line)), 0);
	irc_source_split(msg.source, &by);
	snprintf(cmd, sizeof(cmd), "%.*s", VIEW_ARG(msg.command));
	if (strcmp(cmd, "JOIN") == 0)
		on_join(v, by.nick, msg.params[0]);
	else if (strcmp(cmd, "PART") == 0)
		leave(v, find_room(v, msg.params[0]), by.nick);
	else if (strcmp(cmd, "KICK") == 0)
		leave(v, find_room(v, msg.params[0]), msg.params[1]);
	else if (strcmp(cmd, "QUIT") == 0)
		on_quit(v, by.nick);
	else if (strcmp(cmd, "NICK") == 0)
		on_nick(v, by.nick, msg.params[0]);
	else if (strcmp(cmd, "MODE") == 0)
		on_mode(v, &msg);
	else if (strcmp(cmd, "TOPIC") == 0)
		set_topic(v, msg.params[0], msg.params[1]);
	else if (strcmp(cmd, "332") == 0)
		set_topic(v, msg.params[1], msg.params[2]);
	else if (strcmp(cmd, "366") == 0)
		set_named(v, msg.params[1]);
	else if (strcmp(cmd, "353") == 0)
		on_names(v, msg.params[2], msg.params[3]);
	else if (strcmp(cmd, "305") == 0 || strcmp(cmd, "306") == 0)
		v->is_away = cmd[2] == '6';
	else if (strcmp(cmd, "001") == 0)
		copy(v->nick, msg.params[0]);
	else if (strcmp(cmd, "PRIVMSG") == 0)
		on_said(v, by.nick, &msg);
}

static int
compare(const void *a, const void *b)
{
	return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Sort the lines, so that their order does not matter. */
static void
add_sorted(struct buf *out, struct buf *lines)
{
	char *v[IRC_VIEW_ROOMS * IRC_VIEW_PEOPLE * 2] = { NULL }, *rest, *line;
	size_t n = 0, i;

	buf_add_char(lines, '\0');
	rest = lines->p;
	while ((line = strsep(&rest, "\n")) != NULL)
		if (*line != '\0')
			v[n++] = line;
	qsort(v, n, sizeof(v[0]), compare);
	for (i = 0; i < n; i++)
		buf_printf(out, "%s\n", v[i]);
	buf_clear(lines);
}

static void
add_person(
    struct buf *lines, const char *room, unsigned ranks, const char *nick)
{
	size_t i;

	buf_printf(lines, "%s ", room);
	for (i = 0; prefixes[i] != '\0'; i++)
		if (ranks & (1U << i))
			buf_add_char(lines, prefixes[i]);
	buf_printf(lines, "%s\n", nick);
}

static unsigned
ranks_of(const struct member *m)
{
	unsigned ranks = 0;
	size_t i;

	for (i = 0; prefixes[i] != '\0'; i++)
		if (m->ranks & rank_bits[i])
			ranks |= 1U << i;
	return ranks;
}

void
irc_view_print(const struct irc_view *v, struct buf *out)
{
	const struct irc_view_room *r;
	struct buf lines = { 0 };
	size_t i, k;

	buf_printf(out, "%s%s\n", v->nick, v->is_away ? " away" : "");
	for (i = 0; i < v->n; i++) {
		r = &v->rooms[i];
		buf_printf(&lines, "%s :%s\n", r->name, r->topic);
		for (k = 0; k < r->n; k++)
			add_person(&lines, r->name, r->people[k].ranks,
			    r->people[k].nick);
	}
	add_sorted(out, &lines);
}

void
irc_view_expect(struct world *w, const char *nick, struct buf *out)
{
	const struct user *u = world_find_user(w, view_of(nick));
	const struct member *in, *m;
	struct buf lines = { 0 };
	const struct room *r;

	assert_non_null(u);
	buf_printf(out, "%s%s\n", u->nick, u->away != NULL ? " away" : "");
	TAILQ_FOREACH (in, &u->rooms, in_user) {
		r = in->room;
		buf_printf(&lines, "%s :%s\n", r->name,
		    r->topic == NULL ? "" : r->topic);
		TAILQ_FOREACH (m, &r->members, in_room)
			add_person(&lines, r->name, ranks_of(m), m->user->nick);
	}
	add_sorted(out, &lines);
}
