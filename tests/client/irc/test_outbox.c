/*
 * outbox: splitting, window, pace, refusals; and by property: each message is reported exactly once, in order,
 * whenever the link breaks.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/irc_msg.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "tests/support/irc_fake.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

#define LABELS "batch echo-message labeled-response message-tags"

static struct irc_fake f;

static int
setup(void **state)
{
	(void)state;
	fake_open(&f, "me");
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	fake_close(&f);
	return 0;
}

static uint64_t
say(const char *text)
{
	return irc_session_say(
	    f.session, IRC_PRIVMSG, VIEW("#a"), view_of(text));
}

static size_t
count(const char *text, const char *what)
{
	size_t n = 0;

	for (; (text = strstr(text, what)) != NULL; text++)
		n++;
	return n;
}

/* The event contains the message's target. */
static void
note_target(const struct irc_event *ev, void *arg)
{
	(void)arg;
	if (ev->token != 0) {
		assert_int_equal(ev->target.len, 2);
		assert_memory_equal(ev->target.p, "#a", 2);
	}
}

static void
outbox__acknowledges_by_label(void **state)
{
	(void)state;
	fake_register(&f, LABELS);
	f.on_event = note_target;
	assert_int_equal(say("one"), 1);
	assert_int_equal(say("two"), 2);
	assert_string_equal(fake_sent(&f),
	    "@label=1 PRIVMSG #a :one\n@label=2 PRIVMSG #a :two\n");
	assert_int_equal(irc_session_pending(f.session), 2);
	fake_line(&f, "@label=1;msgid=m1 :me!u@h PRIVMSG #a :one");
	assert_string_equal(fake_events(&f), "SENT 1 msgid=m1\n");
	fake_line(&f, "@label=2 :s.x 404 me #a :Cannot send");
	assert_string_equal(fake_events(&f),
	    "REFUSED 2 room=#a object=#a text=Cannot send to #a: Cannot "
	    "send\n");
	assert_int_equal(irc_session_pending(f.session), 0);
	/* Sent by another client of ours: an ordinary message. */
	fake_line(&f, ":me!u@h PRIVMSG #a :from another place");
	assert_int_equal(count(fake_events(&f), "MESSAGE self who=me"), 1);
}

/* The event has the whole message, even if only one of its parts was changed. */
static void
outbox__reports_the_text__as_the_server_changed_it(void **state)
{
	(void)state;
	fake_register(&f, "echo-message");
	say("one\ntwo damn\nthree");
	fake_line(&f, ":me!u@h PRIVMSG #a :one");
	fake_line(&f, ":me!u@h PRIVMSG #a :two ****\002");
	assert_string_equal(fake_events(&f), "");
	fake_line(&f, ":me!u@h PRIVMSG #a :three");
	assert_string_equal(
	    fake_events(&f), "SENT 1 on text=one\ntwo ****\002\nthree\n");
	say("same");
	fake_line(&f, ":me!u@h PRIVMSG #a :same");
	assert_string_equal(fake_events(&f), "SENT 2\n");
	say("all of it");
	fake_line(&f, ":me!u@h PRIVMSG #a :");
	assert_string_equal(fake_events(&f), "SENT 3 on\n");
}

static void
outbox__finds_the_answer__in_a_labelled_batch(void **state)
{
	(void)state;
	fake_register(&f, LABELS);
	say("x");
	fake_line(&f, "@label=1 :s.x BATCH +b1 labeled-response");
	fake_line(&f, "@batch=b1 :s.x 301 me bo :gone");
	fake_line(&f, "@batch=b1;msgid=m :me!u@h PRIVMSG #a :x");
	fake_line(&f, ":s.x BATCH -b1");
	assert_string_equal(fake_events(&f),
	    "INFO object=bo text=bo is away: gone\nSENT 1 msgid=m\n");
	say("y");
	fake_line(&f, "@label=2 :s.x BATCH +b1 labeled-response");
	fake_line(&f, "@batch=b1 :s.x FAIL PRIVMSG X #a :no");
	fake_line(&f, ":s.x BATCH -b1");
	assert_string_equal(
	    fake_events(&f), "REFUSED 2 room=#a object=#a text=no\n");
	say("z");
	fake_line(&f, "@label=3 :s.x ACK");
	assert_string_equal(fake_events(&f), "SENT 3\n");
}

static void
outbox__matches_echoes_in_order__without_labels(void **state)
{
	(void)state;
	fake_register(&f, "echo-message");
	say("one");
	irc_session_say(f.session, IRC_NOTICE, VIEW("bo"), VIEW("n"));
	say("two");
	fake_line(&f, ":me!u@h PRIVMSG #A :one");
	fake_line(&f, ":s.x 401 me bo :No such nick");
	fake_line(&f, ":me!u@h PRIVMSG #a :two");
	assert_string_equal(fake_events(&f),
	    "SENT 1\n"
	    "REFUSED 2 object=bo text=There is no user named bo\n"
	    "SENT 3\n");
	assert_int_equal(irc_session_pending(f.session), 0);
}

static void
outbox__sends_ping__without_echoes(void **state)
{
	(void)state;
	fake_register(&f, "batch");
	say("one");
	say("two");
	say("three");
	assert_string_equal(fake_sent(&f),
	    "PRIVMSG #a :one\nPING tchat-1\nPRIVMSG #a :two\n"
	    "PRIVMSG #a :three\n");
	fake_line(&f, ":s.x PONG s.x tchat-1");
	assert_string_equal(fake_events(&f), "SENT 1\n");
	assert_string_equal(fake_sent(&f), "PING tchat-3\n");
	fake_line(&f, ":s.x 404 me #a :no");
	fake_line(&f, ":s.x PONG s.x tchat-3");
	/* We do not know which of the two was refused: neither counts as acknowledged. */
	assert_int_equal(count(fake_events(&f), "REFUSED"), 2);
	assert_int_equal(irc_session_pending(f.session), 0);
}

static void
outbox__sends_at_a_fixed_rate__without_echo(void **state)
{
	int i;

	(void)state;
	fake_register(&f, "batch");
	for (i = 0; i < 9; i++)
		say("x");
	assert_int_equal(count(fake_sent(&f), "PRIVMSG"), 5);
	fake_wait(&f, 1900);
	assert_int_equal(count(fake_sent(&f), "PRIVMSG"), 0);
	fake_wait(&f, 200);
	assert_int_equal(count(fake_sent(&f), "PRIVMSG"), 1);
	fake_wait(&f, 6000);
	assert_int_equal(count(fake_sent(&f), "PRIVMSG"), 3);
}

static void
outbox__keeps_a_window__with_echoes(void **state)
{
	int i;

	(void)state;
	fake_register(&f, LABELS);
	for (i = 0; i < 40; i++)
		say("x");
	assert_int_equal(count(fake_sent(&f), "PRIVMSG"), 16);
	fake_line(&f, "@label=1 :me!u@h PRIVMSG #a :x");
	fake_line(&f, "@label=2 :me!u@h PRIVMSG #a :x");
	assert_int_equal(count(fake_sent(&f), "PRIVMSG"), 2);
	/* If an echo does not come, a PING is sent. */
	fake_wait(&f, 10100);
	assert_string_equal(fake_sent(&f), "PING tchat-18\n");
	fake_line(&f, ":s.x PONG s.x tchat-18");
	assert_int_equal(count(fake_events(&f), "SENT"), 18);
	assert_int_equal(count(fake_sent(&f), "PRIVMSG"), 16);
}

/* Echo everything that is sent until nothing more is; collect the texts. */
static void
echo_all(struct buf *bodies, const char *sep, size_t limit)
{
	const char *sent, *line, *end;
	struct irc_msg m;
	struct view label, text;

	while (*(sent = fake_sent(&f)) != '\0') {
		for (line = sent; (end = strchr(line, '\n')) != NULL;
		     line = end + 1) {
			assert_int_equal(
			    irc_msg_parse(&m,
				(struct view){ line, (size_t)(end - line) }),
			    0);
			assert_true(irc_tags_find(m.tags, "label", &label));
			text = m.params[1];
			assert_true(text.len + limit <= 510);
			if (view_has_prefix(text, VIEW("\001ACTION ")))
				text =
				    (struct view){ text.p + 8, text.len - 9 };
			assert_true(text.len > 0);
			assert_true(text_utf8_valid(text));
			buf_add_view(bodies, text);
			buf_add_str(bodies, sep);
			fake_line(&f, "@label=%.*s :me!u@h PRIVMSG #a :%.*s",
			    VIEW_ARG(label), VIEW_ARG(m.params[1]));
		}
	}
}

static void
outbox__splits_long_text__so_that_it_fits_when_relayed(void **state)
{
	size_t prefix = strlen(":me!user@host.x PRIVMSG #a :");
	struct buf text = { 0 }, bodies = { 0 };
	int i;

	(void)state;
	fake_register(&f, LABELS);
	for (i = 0; i < 600; i++)
		buf_printf(&text, "word%d \xe8\x8a\x9d ", i);
	buf_add_char(&text, '.');
	assert_int_equal(say(buf_str(&text)), 1);
	echo_all(&bodies, " ", prefix);
	buf_add_char(&text, ' ');
	assert_string_equal(buf_str(&bodies), buf_str(&text));
	assert_string_equal(fake_events(&f), "SENT 1\n");
	/* Actions too; text without a space is split between characters. */
	buf_reset(&text);
	buf_reset(&bodies);
	for (i = 0; i < 500; i++)
		buf_add_str(&text, "\xe8\x8a\x9d");
	irc_session_say(
	    f.session, IRC_ACTION, VIEW("#a"), view_of(buf_str(&text)));
	echo_all(&bodies, "", prefix);
	assert_string_equal(buf_str(&bodies), buf_str(&text));
	assert_string_equal(fake_events(&f), "SENT 2\n");
	buf_clear(&text);
	buf_clear(&bodies);
}

static void
outbox__sends_each_line_of_a_text__as_one_message(void **state)
{
	(void)state;
	fake_register(&f, LABELS);
	assert_int_equal(say("\n\none\r\n\n two\n"), 1);
	assert_string_equal(fake_sent(&f),
	    "@label=1 PRIVMSG #a :one\n@label=2 PRIVMSG #a : two\n");
	fake_line(&f, "@label=1 :me!u@h PRIVMSG #a :one");
	assert_string_equal(fake_events(&f), "");
	fake_line(&f, "@label=2 :me!u@h PRIVMSG #a : two");
	assert_string_equal(fake_events(&f), "SENT 1\n");
	assert_int_equal(say("\n\r\n"), 0);
	assert_int_equal(say(""), 0);
	say("\001VERSION\001 \377");
	assert_string_equal(
	    fake_sent(&f), "@label=3 PRIVMSG #a :VERSION \357\277\275\n");
}

static void
outbox__drops_the_rest__when_a_part_is_refused(void **state)
{
	char *big = xmalloc(20001);

	(void)state;
	memset(big, 'x', 20000);
	big[20000] = '\0';
	fake_register(&f, LABELS);
	say(big);
	say("after");
	assert_int_equal(count(fake_sent(&f), "PRIVMSG"), 16);
	fake_line(&f, "@label=3 :s.x 404 me #a :no");
	assert_int_equal(count(fake_events(&f), "REFUSED 1"), 1);
	assert_int_equal(count(fake_sent(&f), ":after"), 1);
	fake_line(&f, "@label=4 :s.x 404 me #a :no");
	assert_string_equal(fake_events(&f), "");
	free(big);
}

static void
outbox__waits_offline_and_never_sends_twice(void **state)
{
	(void)state;
	say("early");
	assert_string_equal(fake_sent(&f), "");
	fake_register(&f, LABELS);
	fake_line(&f, "PING x");
	say("early2");
	assert_int_equal(irc_session_pending(f.session), 2);
	irc_session_disconnected(f.session);
	assert_int_equal(count(fake_events(&f), "not confirmed"), 2);
	say("late");
	fake_sent(&f);
	irc_session_start(f.session);
	fake_line(&f, ":s.x 001 me :hi");
	assert_int_equal(count(fake_sent(&f), ":late"), 1);
	assert_int_equal(irc_session_pending(f.session), 1);
}

/* The property test. */

enum { MESSAGES = 300 };

struct world {
	struct prng prng;
	int mode;		    /* 0: labels, 1: echo, 2: neither */
	struct buf answers;	    /* lines on their way to the client */
	int answered[MESSAGES + 1]; /* times, by token */
	int acknowledged[MESSAGES + 1];
	int received[MESSAGES + 1]; /* last part received */
	int rejected[MESSAGES + 1]; /* parts refused */
	uint64_t last_received;
	unsigned last_part;
};

static void
world_event(const struct irc_event *ev, void *arg)
{
	struct world *w = arg;

	assert_true(ev->token <= MESSAGES);
	if (ev->type == IRC_EV_SENT || ev->type == IRC_EV_REFUSED)
		w->answered[ev->token]++;
	if (ev->type == IRC_EV_SENT)
		w->acknowledged[ev->token]++;
	assert_int_not_equal(ev->type, IRC_EV_MESSAGE);
}

/* The server received a part: "TOKEN PART LAST"; never twice, never out of order. */
static void
world_receive(struct world *w, struct view tags, struct view text)
{
	unsigned token, part, last;
	struct view label;

	assert_int_equal(sscanf(text.p, "%u %u %u", &token, &part, &last), 3);
	assert_true(token > w->last_received ||
		    (token == w->last_received && part > w->last_part));
	if (token > w->last_received)
		assert_int_equal(part, 0);
	else
		assert_int_equal(part, w->last_part + 1);
	w->last_received = token;
	w->last_part = part;
	if (prng_below(&w->prng, 8) == 0) {
		w->rejected[token]++;
		if (w->mode == 0 && irc_tags_find(tags, "label", &label))
			buf_printf(
			    &w->answers, "@label=%.*s ", VIEW_ARG(label));
		buf_add_str(&w->answers, ":s.x 404 me #a :no\n");
		return;
	}
	w->received[token] += part == last;
	if (w->mode == 0 && irc_tags_find(tags, "label", &label))
		buf_printf(&w->answers, "@label=%.*s :me!u@h PRIVMSG #a :x\n",
		    VIEW_ARG(label));
	if (w->mode == 1)
		buf_add_str(&w->answers, ":me!u@h PRIVMSG #a :x\n");
}

static void
world_line(struct world *w, struct view line)
{
	static const char *const caps[] = { LABELS, "echo-message", "batch" };
	struct irc_msg m;

	assert_int_equal(irc_msg_parse(&m, line), 0);
	if (view_equal(m.command, VIEW("PRIVMSG")))
		world_receive(w, m.tags, m.params[1]);
	else if (view_equal(m.command, VIEW("PING")))
		buf_printf(
		    &w->answers, ":s.x PONG s.x %.*s\n", VIEW_ARG(m.params[0]));
	else if (view_equal(m.command, VIEW("CAP")) &&
		 view_equal(m.params[0], VIEW("LS")))
		buf_printf(&w->answers, ":s.x CAP * LS :%s\n", caps[w->mode]);
	else if (view_equal(m.command, VIEW("CAP")) &&
		 view_equal(m.params[0], VIEW("REQ")))
		buf_printf(&w->answers, ":s.x CAP * ACK :%.*s\n",
		    VIEW_ARG(m.params[1]));
	else if (view_equal(m.command, VIEW("CAP")))
		buf_add_str(&w->answers, ":s.x 001 me :hi\n");
}

/* The server reads and answers some lines; the client reads some answers. */
static void
world_step(struct world *w, size_t lines)
{
	struct view all, line;
	char *copy;

	for (; lines > 0 && f.sent.len > 0; lines--) {
		all = buf_view(&f.sent);
		view_cut(&all, '\n', &line);
		copy = xviewdup(line);
		buf_drain(&f.sent, line.len + 1);
		world_line(w, view_of(copy));
		free(copy);
	}
	lines = prng_below(&w->prng, 20);
	for (; lines > 0 && w->answers.len > 0; lines--) {
		all = buf_view(&w->answers);
		view_cut(&all, '\n', &line);
		copy = xviewdup(line);
		buf_drain(&w->answers, line.len + 1);
		assert_int_equal(irc_session_line(f.session, view_of(copy)), 0);
		free(copy);
	}
}

/* "TOKEN PART LAST", one line per part. */
static void
world_say(struct world *w, uint64_t token)
{
	struct buf text = { 0 };
	size_t parts = 1 + prng_below(&w->prng, 5), i;

	for (i = 0; i < parts; i++)
		buf_printf(&text, "%llu %zu %zu\n", (unsigned long long)token,
		    i, parts - 1);
	assert_int_equal(say(buf_str(&text)), token);
	buf_clear(&text);
}

static void
world_break(struct world *w)
{
	irc_session_disconnected(f.session);
	buf_reset(&f.sent);
	buf_reset(&w->answers);
	irc_session_start(f.session);
}

static void
run_world(uint64_t seed)
{
	struct world w = { .prng = { seed }, .mode = (int)(seed % 3) };
	uint64_t token = 0, i;
	int patience = 100000;

	fake_open(&f, "me");
	f.on_event = world_event;
	f.ctx = &w;
	irc_session_start(f.session);
	while (token < MESSAGES || irc_session_pending(f.session) > 0) {
		assert_true(patience-- > 0);
		if (token < MESSAGES && prng_below(&w.prng, 3) == 0)
			world_say(&w, ++token);
		if (prng_below(&w.prng, 60) == 0)
			world_break(&w);
		if (prng_below(&w.prng, 3) == 0)
			fake_wait(&f, (int64_t)prng_below(&w.prng, 3000));
		world_step(&w, prng_below(&w.prng, 30));
	}
	for (i = 1; i <= MESSAGES; i++) {
		assert_int_equal(w.answered[i], 1);
		if (!w.acknowledged[i])
			continue;
		assert_int_equal(w.received[i], 1);
		assert_int_equal(w.rejected[i], 0);
	}
	buf_clear(&w.answers);
	fake_close(&f);
}

static void
outbox__reports_each_message_once_and_in_order__whenever_the_link_breaks(
    void **state)
{
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= 60; seed++)
		run_world(seed);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(outbox__reports_the_text__as_the_server_changed_it),
		CASE(outbox__acknowledges_by_label),
		CASE(outbox__finds_the_answer__in_a_labelled_batch),
		CASE(outbox__matches_echoes_in_order__without_labels),
		CASE(outbox__sends_ping__without_echoes),
		CASE(outbox__sends_at_a_fixed_rate__without_echo),
		CASE(outbox__keeps_a_window__with_echoes),
		CASE(outbox__splits_long_text__so_that_it_fits_when_relayed),
		CASE(outbox__sends_each_line_of_a_text__as_one_message),
		CASE(outbox__drops_the_rest__when_a_part_is_refused),
		CASE(outbox__waits_offline_and_never_sends_twice),
		cmocka_unit_test(
		    outbox__reports_each_message_once_and_in_order__whenever_the_link_breaks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
