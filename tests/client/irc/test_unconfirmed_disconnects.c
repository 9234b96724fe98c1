/*
 * unconfirmed, by property: whenever and however often the link breaks, the server keeps each message exactly once,
 * and in its room's order.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/irc/history.h"
#include "common/clock.h"
#include "common/irc_msg.h"
#include "common/xmalloc.h"
#include "tests/support/irc_fake.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

#define CAPS                                                     \
	"batch draft/chathistory echo-message labeled-response " \
	"message-tags server-time"

static struct irc_fake f;

enum { MESSAGES = 150, ROOMS = 3, LIMIT = 7 };

static const char *const rooms[] = { "#a", "#b", "#c" };

struct said {
	char nonce[64];
	char who[8];
	int room;
	unsigned token, part; /* token 0: sent by another user */
	char *text;	      /* as sent, with line breaks as \n */
	int64_t time;
};

struct world {
	struct prng prng;
	int labels, nonces, multiline, own;
	int online; /* the server has welcomed it */
	struct buf answers;
	struct said *log;
	size_t nlog;
	int64_t clock;
	struct view at;	     /* the room of the current line */
	struct buf gathered; /* of the open batch */
	char batch_tags
	    [256]; /* tags of its opening line; "" when none is open */
	int batches;
	int sent[MESSAGES + 1];
	uint64_t asked[ROOMS];
	/* The newest line that the client received: without a gap before it, and overall. */
	struct seen {
		int64_t time;
		char msgid[24];
	} whole[ROOMS], newest[ROOMS];
};

static int
room_of(struct view name)
{
	int i;

	for (i = 0; i < ROOMS; i++)
		if (view_equal(name, view_of(rooms[i])))
			return i;
	print_error("no such room: %.*s\n", VIEW_ARG(name));
	abort();
}

static int64_t
server_time(struct world *w)
{
	int64_t now = clock_ms() + 5000; /* its clock differs from ours */

	w->clock = now > w->clock ? now : w->clock + 1;
	return w->clock;
}

static void
add_tags(struct buf *b, const struct world *w, size_t i, const char *more)
{
	char iso[CLOCK_ISO_SIZE];

	clock_iso(iso, w->log[i].time);
	buf_printf(b, "@time=%s;msgid=m%zu%s", iso, i, more);
	if (w->nonces && w->log[i].nonce[0] != '\0')
		buf_printf(b, ";+tchat/nonce=%s", w->log[i].nonce);
}

/* Append as a line, or a batch of lines; `more` are tags of the first. */
static void
add_said(struct world *w, size_t i, const char *more)
{
	const struct said *said = &w->log[i];
	struct buf *b = &w->answers;
	struct view rest = view_of(said->text), line;
	const char *room = rooms[said->room];

	add_tags(b, w, i, more);
	if (strchr(said->text, '\n') == NULL) {
		buf_printf(b, " :%s!u@h PRIVMSG %s :%s\n", said->who, room,
		    said->text);
		return;
	}
	w->batches++;
	buf_printf(b, " :%s!u@h BATCH +l%d draft/multiline %s\n", said->who,
	    w->batches, room);
	while (view_cut(&rest, '\n', &line))
		buf_printf(b, "@batch=l%d :%s!u@h PRIVMSG %s :%.*s\n",
		    w->batches, said->who, room, VIEW_ARG(line));
	buf_printf(b, ":s.x BATCH -l%d\n", w->batches);
}

static size_t
keep(struct world *w, const char *who, int room, struct view text)
{
	struct said *said;

	w->log = xreallocarray(w->log, w->nlog + 1, sizeof(*w->log));
	said = &w->log[w->nlog];
	*said = (struct said){ .room = room, .time = server_time(w) };
	snprintf(said->who, sizeof(said->who), "%s", who);
	said->text = xviewdup(text);
	return w->nlog++;
}

static void
receive(struct world *w, struct view tags, int room, struct view text)
{
	size_t i = keep(w, "me", room, text);
	char more[64] = "";
	struct view v;

	sscanf(w->log[i].text, "%u %u", &w->log[i].token, &w->log[i].part);
	assert_true(irc_tags_find(tags, "+tchat/nonce", &v));
	snprintf(w->log[i].nonce, 64, "%.*s", VIEW_ARG(v));
	if (w->labels && irc_tags_find(tags, "label", &v))
		snprintf(more, sizeof(more), ";label=%.*s", VIEW_ARG(v));
	add_said(w, i, more);
}

static void
on_wire_batch(struct world *w, const struct irc_msg *m)
{
	if (*m->params[0].p == '+') {
		assert_true(w->multiline);
		snprintf(w->batch_tags, sizeof(w->batch_tags), "%.*s",
		    VIEW_ARG(m->tags));
		buf_reset(&w->gathered);
		return;
	}
	assert_true(w->batch_tags[0] != '\0');
	receive(
	    w, view_of(w->batch_tags), room_of(w->at), buf_view(&w->gathered));
	w->batch_tags[0] = '\0';
}

/* Return where the range of a bound begins in the log. */
static size_t
find_bound(const struct world *w, struct view bound)
{
	struct view key;
	long long n;
	int64_t time;
	size_t i = 0;

	if (view_equal(bound, VIEW("*")))
		return 0;
	view_cut(&bound, '=', &key);
	if (view_equal(key, VIEW("msgid"))) {
		bound.p++;
		bound.len--;
		assert_int_equal(
		    view_to_int(bound, 0, (long long)w->nlog, &n), 0);
		return (size_t)n + 1;
	}
	assert_int_equal(clock_parse_iso(bound, &time), 0);
	while (i < w->nlog && w->log[i].time <= time)
		i++;
	return i;
}

static void
tell_history(struct world *w, const struct irc_msg *m)
{
	int room = room_of(m->params[1]), n = 0, id = ++w->batches;
	size_t i = find_bound(w, m->params[2]), all = 0, skip = 0;
	int latest = view_equal(m->params[0], VIEW("LATEST"));
	char more[64];
	struct view label = { 0 };

	if (w->labels && irc_tags_find(m->tags, "label", &label))
		buf_printf(&w->answers, "@label=%.*s ", VIEW_ARG(label));
	buf_printf(
	    &w->answers, ":s.x BATCH +h%d chathistory %s\n", id, rooms[room]);
	snprintf(more, sizeof(more), ";batch=h%d", id);
	for (size_t j = i; j < w->nlog; j++)
		all += w->log[j].room == room;
	if (latest && all > LIMIT)
		skip = all - LIMIT;
	for (; i < w->nlog && n < LIMIT; i++) {
		if (w->log[i].room != room)
			continue;
		if (skip > 0) {
			skip--;
			continue;
		}
		add_said(w, i, more);
		n++;
	}
	buf_printf(&w->answers, ":s.x BATCH -h%d\n", id);
}

static void
add_caps(struct world *w)
{
	buf_printf(&w->answers, ":s.x CAP * LS :%s%s\n",
	    w->labels ? CAPS
		      : "batch draft/chathistory echo-message message-tags "
			"server-time",
	    w->multiline ? " draft/multiline=max-bytes=300,max-lines=4" : "");
}

static void
welcome(struct world *w)
{
	char iso[CLOCK_ISO_SIZE];

	clock_iso(iso, server_time(w));
	w->online = 1;
	buf_printf(&w->answers,
	    "@time=%s :s.x 001 me :hi\n"
	    ":s.x 005 me CHATHISTORY=7 :are\n:s.x 422 me :none\n",
	    iso);
}

static void
world_line(struct world *w, struct view line)
{
	struct view batch;
	struct irc_msg m;

	assert_int_equal(irc_msg_parse(&m, line), 0);
	if (view_equal(m.command, VIEW("PRIVMSG"))) {
		w->at = view_of(rooms[room_of(m.params[0])]);
		if (irc_tags_find(m.tags, "batch", &batch)) {
			if (w->gathered.len > 0)
				buf_add_char(&w->gathered, '\n');
			buf_add_view(&w->gathered, m.params[1]);
		} else {
			receive(w, m.tags, room_of(m.params[0]), m.params[1]);
		}
	} else if (view_equal(m.command, VIEW("BATCH"))) {
		on_wire_batch(w, &m);
	} else if (view_equal(m.command, VIEW("CHATHISTORY"))) {
		tell_history(w, &m);
	} else if (view_equal(m.command, VIEW("PING"))) {
		buf_printf(
		    &w->answers, ":s.x PONG s.x %.*s\n", VIEW_ARG(m.params[0]));
	} else if (view_equal(m.command, VIEW("CAP"))) {
		if (view_equal(m.params[0], VIEW("LS")))
			add_caps(w);
		else if (view_equal(m.params[0], VIEW("REQ")))
			buf_printf(&w->answers, ":s.x CAP * ACK :%.*s\n",
			    VIEW_ARG(m.params[1]));
		else
			welcome(w);
	}
}

static void
each_line(struct world *w, struct buf *b, size_t lines,
    void (*take)(struct world *, struct view))
{
	struct view all, line;
	char *copy;

	for (; lines > 0 && b->len > 0; lines--) {
		all = buf_view(b);
		view_cut(&all, '\n', &line);
		copy = xviewdup(line);
		buf_drain(b, line.len + 1);
		take(w, view_of(copy));
		free(copy);
	}
}

static void
client_line(struct world *w, struct view line)
{
	(void)w;
	assert_int_equal(irc_session_line(f.session, line), 0);
}

/* Do what the app does: fetch the gap of each room, page after page. */
static void
ask(struct world *w, int i)
{
	const struct seen *seen = &w->whole[i];
	struct irc_bound from = { view_of(seen->msgid), seen->time };
	struct irc_bound none = { 0 };

	if (from.time == 0)
		from.time = 1;
	w->asked[i] = irc_session_history(
	    f.session, IRC_AFTER, view_of(rooms[i]), from, none, 0);
}

static void
on_fetched(struct world *w, const struct irc_event *ev)
{
	int i = room_of(ev->target);

	assert_true(w->asked[i] == ev->history);
	if (ev->text.len > 0)
		return;
	if (ev->fetched == LIMIT) {
		ask(w, i);
		return;
	}
	w->asked[i] = 0;
	w->whole[i] = w->newest[i];
	irc_session_history_complete(f.session, view_of(rooms[i]));
}

static void
note_newest(struct seen *seen, const struct irc_event *ev)
{
	if (ev->time <= seen->time || ev->msgid.len == 0)
		return;
	seen->time = ev->time;
	snprintf(seen->msgid, sizeof(seen->msgid), "%.*s", VIEW_ARG(ev->msgid));
}

static void
world_event(const struct irc_event *ev, void *arg)
{
	struct world *w = arg;
	int i;

	if (ev->type == IRC_EV_WELCOME)
		for (i = 0; i < ROOMS; i++)
			if (w->own)
				irc_session_check_unconfirmed(
				    f.session, view_of(rooms[i]));
			else
				ask(w, i);
	else if (ev->type == IRC_EV_FETCHED)
		on_fetched(w, ev);
	else if (ev->type == IRC_EV_SENT)
		w->sent[ev->token]++;
	assert_int_not_equal(ev->type, IRC_EV_REFUSED);
	if (ev->type != IRC_EV_MESSAGE && ev->type != IRC_EV_SENT)
		return;
	i = room_of(ev->target);
	note_newest(&w->newest[i], ev);
	if (w->asked[i] == 0 || ev->history != 0 || ev->type == IRC_EV_SENT)
		note_newest(&w->whole[i], ev);
}

/* Some of the data in transit arrives, the answers do not. */
static void
world_break(struct world *w)
{
	each_line(w, &f.sent, prng_below(&w->prng, 20), world_line);
	w->batch_tags[0] = '\0';
	w->online = 0;
	irc_session_disconnected(f.session);
	buf_reset(&f.sent);
	buf_reset(&w->answers);
	irc_session_start(f.session);
}

static void
world_say(struct world *w, unsigned token)
{
	size_t parts = 1 + prng_below(&w->prng, 5), i;
	struct buf text = { 0 };

	for (i = 0; i < parts; i++)
		buf_printf(&text, "%u %zu\n", token, i);
	assert_int_equal(irc_session_say(f.session, IRC_PRIVMSG,
			     view_of(rooms[token % ROOMS]), buf_view(&text)),
	    token);
	buf_clear(&text);
}

static void
other_says(struct world *w)
{
	size_t i =
	    keep(w, "bo", (int)prng_below(&w->prng, ROOMS), VIEW("hello"));

	if (w->online)
		add_said(w, i, "");
}

/* Each message is completely in the log, once, in the order of its room. */
static void
check_log(const struct world *w)
{
	unsigned token[ROOMS] = { 0 }, part[ROOMS] = { 0 };
	unsigned t, p, count[MESSAGES + 1] = { 0 };
	struct view rest, line;
	char text[32];
	size_t i;
	int room;

	for (i = 0; i < w->nlog; i++) {
		if (w->log[i].token == 0)
			continue;
		room = w->log[i].room;
		rest = view_of(w->log[i].text);
		while (view_cut(&rest, '\n', &line)) {
			snprintf(text, sizeof(text), "%.*s", VIEW_ARG(line));
			assert_int_equal(sscanf(text, "%u %u", &t, &p), 2);
			assert_int_equal((int)(t % ROOMS), room);
			assert_true(t > token[room] ||
				    (t == token[room] && p == part[room] + 1));
			if (t > token[room])
				assert_int_equal(p, 0);
			token[room] = t;
			part[room] = p;
			count[t]++;
		}
	}
	for (t = 1; t <= MESSAGES; t++) {
		assert_true(count[t] > 0);
		assert_int_equal(w->sent[t], 1);
	}
}

static void
run_world(uint64_t seed)
{
	struct world w = { .prng = { seed },
		.labels = seed % 2 == 0,
		.nonces = seed % 3 != 0,
		.multiline = seed % 5 < 2,
		.own = seed % 7 < 3 };
	unsigned token = 0;
	int patience = 100000;
	size_t i;

	fake_open(&f, "me");
	f.nonces = 1;
	f.on_event = world_event;
	f.ctx = &w;
	irc_session_start(f.session);
	while (token < MESSAGES || irc_session_pending(f.session) > 0) {
		assert_true(patience-- > 0);
		if (token < MESSAGES && prng_below(&w.prng, 3) == 0)
			world_say(&w, ++token);
		if (prng_below(&w.prng, 4) == 0)
			other_says(&w);
		if (prng_below(&w.prng, 40) == 0)
			world_break(&w);
		if (prng_below(&w.prng, 3) == 0)
			fake_wait(&f, (int64_t)prng_below(&w.prng, 3000));
		each_line(&w, &f.sent, prng_below(&w.prng, 30), world_line);
		each_line(&w, &w.answers, prng_below(&w.prng, 40), client_line);
	}
	check_log(&w);
	for (i = 0; i < w.nlog; i++)
		free(w.log[i].text);
	free(w.log);
	buf_clear(&w.answers);
	buf_clear(&w.gathered);
	fake_close(&f);
}

static void
unconfirmed__is_kept_once_and_in_order__whenever_the_link_breaks(void **state)
{
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= 210; seed++)
		run_world(seed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    unconfirmed__is_kept_once_and_in_order__whenever_the_link_breaks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
