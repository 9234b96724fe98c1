/*
 * deliver, by property: whatever several users do in one turn of the loop, in several rooms and
 * with several clients, each client receives what a server without batches would have sent it,
 * in the same order, with nothing missing or repeated.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/deliver/deliver.h"
#include "server/irc/state.h"
#include "server/session/session.h"
#include "server/wiring/wiring.h"
#include "tests/support/irc_fixture.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

/* The first two clients belong to one user. */
enum { CLIENTS = 7, ROOMS = 4, TURNS = 400, QUITS = 40, LONG_TEXT = 300 };

static const char *const rooms[ROOMS] = { "#a", "#b", "#c", "#d" };

/* A client, and everything that the reference model expects it to receive. */
struct person {
	struct irc_client *client;
	struct session *session;
	struct buf expected;
};

static struct person people[CLIENTS];
static struct prng rng;
static unsigned long last_text;
static int quits, long_texts;

static int
has(const struct session *s, unsigned cap)
{
	return (((const struct irc_state *)s->state)->caps & cap) != 0;
}

/* Return the line from that nick as a reader with the tag sees it, or one without. */
static void
expect(struct session *s, const char *from, const char *line)
{
	int i;

	for (i = 0; i < CLIENTS; i++) {
		if (people[i].session != s)
			continue;
		buf_printf(&people[i].expected, "%s:%s %s\n",
		    has(s, CAP_SERVER_TIME) ? "@time " : "", from, line);
	}
}

/* A numeric about a nick, or about the reader only (NULL). */
static void
expect_reply(const struct session *s, const char *numeric, const char *about,
    const char *text)
{
	int i;

	for (i = 0; i < CLIENTS; i++)
		if (people[i].session == s)
			buf_printf(&people[i].expected,
			    ":chat.test %s %s %s%s:%s\n", numeric,
			    s->user->nick, about != NULL ? about : "",
			    about != NULL ? " " : "", text);
}

/* A unique line. */
static char *
new_text(void)
{
	char *text;

	xasprintf(&text, "t%lu", ++last_text);
	if (!long_texts || prng_below(&rng, 3) == 0)
		return text;
	text = xreallocarray(text, LONG_TEXT + 1, 1);
	memset(text + strlen(text), 'x', LONG_TEXT - strlen(text));
	text[LONG_TEXT] = '\0';
	return text;
}

static char *
line_of(const char *fmt, ...)
{
	va_list ap;
	char *line;

	va_start(ap, fmt);
	xvasprintf(&line, fmt, ap);
	va_end(ap);
	return line;
}

static int
is_in(const struct session *s, const char *room)
{
	struct room *r = world_find_room(rig.server->world, view_of(room));

	return r != NULL && room_find_member(r, s->user) != NULL;
}

static int
shares_a_room(const struct session *a, const struct session *b)
{
	int i;

	for (i = 0; i < ROOMS; i++)
		if (is_in(a, rooms[i]) && is_in(b, rooms[i]))
			return 1;
	return 0;
}

static void
expect_in_room(const char *room, const char *from, const char *line,
    const struct session *but)
{
	int i;

	for (i = 0; i < CLIENTS; i++)
		if (people[i].session != but && is_in(people[i].session, room))
			expect(people[i].session, from, line);
}

/* To all peers and the user's own clients that have that capability (0: any). */
static void
expect_by_peers(const struct session *by, const char *from, const char *line,
    unsigned cap, int own_too)
{
	struct session *s;
	int i, own;

	for (i = 0; i < CLIENTS; i++) {
		s = people[i].session;
		own = s->user == by->user;
		if (own ? own_too : shares_a_room(s, by))
			if (cap == 0 || has(s, cap))
				expect(s, from, line);
	}
}

static void
do_say(struct session *s, const char *room)
{
	struct chat_from from = session_from(s, 0);
	char *text = new_text(), *line = line_of("PRIVMSG %s :%s", room, text);

	if (world_find_room(rig.server->world, view_of(room)) != NULL) {
		expect_in_room(room, s->user->nick, line, s);
		if (has(s, CAP_ECHO_MESSAGE))
			expect(s, s->user->nick, line);
	}
	chat_say(rig.server->world, &from, CHAT_PRIVMSG, view_of(room),
	    view_of(text), VIEW(""));
	free(line);
	free(text);
}

static void
do_say_to(struct session *s, const struct session *to)
{
	struct chat_from from = session_from(s, 0);
	char *text = new_text();
	char *line = line_of("PRIVMSG %s :%s", to->user->nick, text);
	struct session *other;
	int i;

	for (i = 0; i < CLIENTS; i++) {
		other = people[i].session;
		if (other->user == to->user ||
		    (other->user == s->user && other != s &&
			has(other, CAP_ECHO_MESSAGE)))
			expect(other, s->user->nick, line);
	}
	if (has(s, CAP_ECHO_MESSAGE))
		expect(s, s->user->nick, line);
	if (to->user->away != NULL)
		expect_reply(s, "301", to->user->nick, to->user->away);
	chat_say(rig.server->world, &from, CHAT_PRIVMSG,
	    view_of(to->user->nick), view_of(text), VIEW(""));
	free(line);
	free(text);
}

static void
do_join(struct session *s, const char *room)
{
	struct chat_from from = session_from(s, 0);
	char *line = line_of("JOIN %s", room);
	int i;

	if (chat_join(rig.server->world, &from, view_of(room), VIEW("")) ==
	    CHAT_OK) {
		world_find_room(rig.server->world, view_of(room))->modes = 0;
		for (i = 0; i < CLIENTS; i++) {
			struct session *other = people[i].session;

			if (!is_in(other, room))
				continue;
			expect(other, s->user->nick, line);
			if (other == s || s->user->away == NULL ||
			    !has(other, CAP_AWAY_NOTIFY))
				continue;
			free(line);
			line = line_of("AWAY :%s", s->user->away);
			expect(other, s->user->nick, line);
			free(line);
			line = line_of("JOIN %s", room);
		}
	}
	free(line);
}

static void
do_part(struct session *s, const char *room)
{
	struct chat_from from = session_from(s, 0);
	char *text = new_text(), *line = line_of("PART %s :%s", room, text);

	if (is_in(s, room))
		expect_in_room(room, s->user->nick, line, NULL);
	chat_part(rig.server->world, &from, view_of(room), view_of(text));
	free(line);
	free(text);
}

static void
do_kick(struct session *s, const char *room, const struct session *victim)
{
	struct chat_from from = session_from(s, 0);
	char *text = new_text();
	char *line = line_of("KICK %s %s :%s", room, victim->user->nick, text);
	struct room *r = world_find_room(rig.server->world, view_of(room));

	if (is_in(s, room) && is_in(victim, room) &&
	    room_find_member(r, s->user)->ranks != 0)
		expect_in_room(room, s->user->nick, line, NULL);
	chat_kick(rig.server->world, &from, view_of(room),
	    view_of(victim->user->nick), view_of(text));
	free(line);
	free(text);
}

static void
do_nick(struct session *s)
{
	struct chat_from from = session_from(s, 0);
	char *nick = line_of("n%lu", ++last_text);
	char *line = line_of("NICK %s", nick);

	expect_by_peers(s, s->user->nick, line, 0, 1);
	assert_int_equal(
	    chat_nick(rig.server->world, &from, view_of(nick)), CHAT_OK);
	free(line);
	free(nick);
}

static void
do_setname(struct session *s)
{
	struct chat_from from = session_from(s, 0);
	char *name = line_of("t%lu", ++last_text);
	char *line = line_of("SETNAME :%s", name);

	expect_by_peers(s, s->user->nick, line, CAP_SETNAME, 1);
	chat_setname(rig.server->world, &from, view_of(name));
	free(line);
	free(name);
}

/* The user's other client gets the reply as if it had asked. */
static void
do_away(struct session *s)
{
	struct chat_from from = session_from(s, 0);
	char *text = line_of("t%lu", ++last_text);
	char *line = line_of("AWAY :%s", text);
	int i;

	expect_by_peers(s, s->user->nick, line, CAP_AWAY_NOTIFY, 0);
	for (i = 0; i < CLIENTS; i++)
		if (people[i].session != s &&
		    people[i].session->user == s->user)
			expect_reply(people[i].session, "306", NULL,
			    "You have been marked as being away");
	chat_away(rig.server->world, &from, view_of(text));
	free(line);
	free(text);
}

static void
do_topic(struct session *s, const char *room)
{
	struct chat_from from = session_from(s, 0);
	char *text = new_text(), *line = line_of("TOPIC %s :%s", room, text);

	if (is_in(s, room))
		expect_in_room(room, s->user->nick, line, NULL);
	chat_topic(rig.server->world, &from, view_of(room), view_of(text));
	free(line);
	free(text);
}

static void
do_reply(struct session *s)
{
	char *line = line_of(":chat.test REPLY t%lu\r\n", ++last_text);
	int i;

	for (i = 0; i < CLIENTS; i++)
		if (people[i].session == s)
			buf_printf(&people[i].expected, "%.*s\n",
			    (int)strlen(line) - 2, line);
	if (prng_below(&rng, 2))
		session_send(s, line, strlen(line));
	else
		session_queue(s, line, strlen(line));
	free(line);
}

static void
do_caps(struct session *s)
{
	static const unsigned caps[] = { CAP_SERVER_TIME, CAP_AWAY_NOTIFY,
		CAP_SETNAME, CAP_ECHO_MESSAGE };
	struct irc_state *irc = s->state;

	irc->caps ^= caps[prng_below(&rng, 4)];
	deliver_kind_changed(s);
}

/*
 * Return the line in the model's form: without host, time and CR. NULL: a reply that the model
 * ignores.
 */
static char *
plain_form(const char *line)
{
	const char *tag = "", *bang, *space;
	char *form;

	if (*line == '@') {
		tag = "@time ";
		line = strchr(line, ' ') + 1;
	}
	if (strstr(line, " 353 ") != NULL || strstr(line, " 366 ") != NULL ||
	    strstr(line, " 33") != NULL)
		return NULL;
	space = strchr(line, ' ');
	bang = memchr(line, '!', (size_t)(space - line));
	if (bang == NULL)
		bang = space;
	xasprintf(&form, "%s%.*s%s", tag, (int)(bang - line), line, space);
	return form;
}

/* Run the loop and compare what a client received with the model. */
static void
check(struct person *p)
{
	const char *at = buf_str(&p->expected), *end;
	struct view rest = buf_view(&p->client->got), line;
	char *form, *text;

	while (view_cut(&rest, '\n', &line)) {
		if (line.len < 2)
			continue;
		text = xviewdup((struct view){ line.p, line.len - 1 });
		form = plain_form(text);
		free(text);
		if (form == NULL)
			continue;
		end = strchr(at, '\n');
		if (end == NULL || strlen(form) != (size_t)(end - at) ||
		    strncmp(form, at, (size_t)(end - at)) != 0)
			fail_msg("got: %s\nexpected: %.*s", form,
			    end == NULL ? 0 : (int)(end - at), at);
		at = end + 1;
		free(form);
	}
	if (*at != '\0')
		fail_msg("missing: %s", at);
	buf_reset(&p->client->got);
	buf_reset(&p->expected);
}

static void
check_all(void)
{
	int i;

	irc_rig_run(&rig);
	for (i = 0; i < CLIENTS; i++)
		check(&people[i]);
}

static struct session *
newest_session(void)
{
	return session_by_id(rig.server, rig.server->last_session);
}

static void
enter(struct person *p, const char *caps)
{
	char *nick = line_of("n%lu", ++last_text);

	p->client = client_enter_with(&rig, nick, caps);
	p->session = newest_session();
	free(nick);
}

/* A second client of the first user. */
static void
enter_second(struct person *p)
{
	p->client = client_connect(&rig);
	client_send(p->client, "CAP REQ :echo-message setname");
	client_skip(p->client);
	p->session = newest_session();
	session_attach(p->session, people[0].session->user);
	wheel_cancel(net_wheel(rig.net), &p->session->timer);
}

/* Others see the QUIT, and a new user takes the place. */
static void
do_quit(struct person *p)
{
	struct session *s = p->session;
	char *text, *line;

	if (s->user == people[0].session->user || quits++ >= QUITS)
		return;
	text = new_text();
	line = line_of("QUIT :%s", text);
	expect_by_peers(s, s->user->nick, line, 0, 0);
	session_end(s, text, 0);
	free(line);
	free(text);
	server_turn_ended(rig.server);
	check_all();
	enter(p, prng_below(&rng, 2) ? "away-notify" : "server-time setname");
}

static void
step(void)
{
	struct person *p = &people[prng_below(&rng, CLIENTS)];
	struct session *s = p->session;
	struct session *other = people[prng_below(&rng, CLIENTS)].session;
	const char *room = rooms[prng_below(&rng, ROOMS)];

	switch (prng_below(&rng, 16)) {
	case 0:
	case 1:
	case 2:
		do_join(s, room);
		break;
	case 3:
		do_part(s, room);
		break;
	case 4:
		do_nick(s);
		break;
	case 5:
		do_setname(s);
		break;
	case 6:
		do_away(s);
		break;
	case 7:
		do_topic(s, room);
		break;
	case 8:
		do_reply(s);
		break;
	case 9:
		do_caps(s);
		break;
	case 10:
		if (other->user != s->user)
			do_say_to(s, other);
		break;
	case 11:
		if (prng_below(&rng, 4) == 0)
			do_kick(s, room, other);
		break;
	default:
		do_say(s, room);
		break;
	}
}

static void
run(uint64_t seed)
{
	int turn;
	size_t n;

	rng.state = seed;
	for (turn = 0; turn < TURNS; turn++) {
		long_texts = prng_below(&rng, 20) == 0;
		n = prng_below(&rng, long_texts ? 500 : 40);
		while (n-- > 0)
			step();
		if (prng_below(&rng, 3) == 0)
			continue;
		server_turn_ended(rig.server);
		assert_int_equal(deliver_open_batches(rig.server->deliver), 0);
		assert_int_equal(deliver_queued_bytes(rig.server->deliver), 0);
		if (prng_below(&rng, 3) == 0)
			check_all();
		if (prng_below(&rng, 8) == 0)
			do_quit(&people[prng_below(&rng, CLIENTS)]);
	}
	server_turn_ended(rig.server);
	check_all();
}

static void
batches__send_the_same_as_a_server_without_batches(void **state)
{
	uint64_t seed;
	int i;

	(void)state;
	irc_rig_set(&rig, "replay", "no");
	irc_rig_set_net(&rig, "queue-max", "64M");
	enter(&people[0], "server-time away-notify");
	enter_second(&people[1]);
	for (i = 2; i < CLIENTS; i++)
		enter(&people[i], i % 2 ? "echo-message" : "setname");
	for (seed = 1; seed <= 15; seed++)
		run(seed);
	for (i = 0; i < CLIENTS; i++)
		buf_clear(&people[i].expected);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		IRC_TEST(batches__send_the_same_as_a_server_without_batches),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
