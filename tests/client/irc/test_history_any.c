/*
 * history, by property: for any lines in any order, and any calls made from callbacks, each request ends exactly
 * once.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/irc/history.h"
#include "client/irc/message.h"
#include "tests/support/irc_fake.h"
#include "tests/support/prng.h"
#include "tests/support/test.h"

enum { STEPS = 600, QUESTIONS = 4 * STEPS, NESTED = 3 };

struct world {
	struct prng prng;
	char nonce[64]; /* of a sent request */
	unsigned ends[QUESTIONS];
	unsigned asked;
	int depth; /* nested calls from callbacks */
	int quiet; /* make no more of them */
};

static struct irc_fake f;

#define PICK(w, list) \
	(list)[prng_below(&(w)->prng, sizeof(list) / sizeof((list)[0]))]

static const char *const targets[] = { "#a", "#b", "bo", "\xc3\x84nn" };

static const char *const caps[] = {
	("batch draft/chathistory echo-message labeled-response message-tags "
	 "server-time draft/multiline soju.im/search draft/message-redaction"),
	"batch draft/chathistory echo-message message-tags server-time",
	"batch draft/chathistory draft/multiline message-tags",
	"batch",
};

static void
ask(struct world *w, struct view target)
{
	struct irc_bound b = { .time = prng_below(&w->prng, 2) };
	struct irc_search search = { .text = VIEW("a b"), .in = target };

	if (prng_below(&w->prng, 2) == 0)
		b.msgid = VIEW("m1");
	w->asked++;
	if (prng_below(&w->prng, 4) == 0)
		irc_session_search(f.session, &search);
	else if (prng_below(&w->prng, 4) == 0)
		irc_session_history_targets(f.session, 1, 2, 5);
	else
		irc_session_history(f.session,
		    (enum irc_history)prng_below(&w->prng, 5), target, b, b,
		    prng_below(&w->prng, 10));
}

static void
act(struct world *w)
{
	struct view target = view_of(PICK(w, targets));

	switch (prng_below(&w->prng, 7)) {
	case 0:
		irc_session_say(
		    f.session, IRC_PRIVMSG, target, VIEW("a\nb\n\nc"));
		break;
	case 1:
		irc_session_say(f.session, IRC_ACTION, target, VIEW("hi"));
		break;
	case 2:
		irc_session_history_complete(f.session, target);
		break;
	case 3:
		irc_session_check_unconfirmed(f.session, target);
		break;
	case 4:
		irc_session_redact(f.session, target, VIEW("m1"), VIEW("r"));
		break;
	default:
		ask(w, target);
		break;
	}
}

static void
world_event(const struct irc_event *ev, void *arg)
{
	struct world *w = arg;

	if (ev->type == IRC_EV_FETCHED) {
		assert_true(ev->history < QUESTIONS);
		w->ends[ev->history]++;
	}
	if (w->quiet || w->depth == NESTED || prng_below(&w->prng, 6) != 0)
		return;
	w->depth++;
	act(w);
	w->depth--;
}

static void
add_tags(struct world *w, struct buf *b)
{
	struct prng *p = &w->prng;

	buf_add_str(b, "@x");
	if (prng_below(p, 2) == 0)
		buf_printf(b, ";label=%s%u", prng_below(p, 2) ? "q" : "",
		    1 + (unsigned)prng_below(p, 60));
	if (prng_below(p, 2) == 0)
		buf_printf(b, ";batch=b%u", (unsigned)prng_below(p, 6));
	if (prng_below(p, 2) == 0)
		buf_printf(b, ";time=2001-09-09T01:%02u:40.000Z",
		    (unsigned)prng_below(p, 60));
	if (prng_below(p, 3) == 0)
		buf_printf(b, ";+tchat/nonce=%s", w->nonce);
	if (prng_below(p, 5) == 0)
		buf_add_str(b, ";draft/multiline-concat");
}

/* "%s" stands for a target, "%u" for a small number. */
static void
add_command(struct world *w, struct buf *b)
{
	static const char *const types[] = { "chathistory", "draft/multiline",
		"labeled-response", "draft/chathistory-targets",
		"soju.im/search", "znc.in/playback", "netsplit" };
	static const char *const refused[] = { "CHATHISTORY", "SEARCH", "BATCH",
		"PRIVMSG" };
	static const char *const plain[] = { "PRIVMSG %s :hi", "PRIVMSG %s :hi",
		"NOTICE %s :\001b\001", "JOIN %s", "PART %s", "ACK", "NICK x",
		"404 me %s :no", "421 me CHATHISTORY %s",
		"CHATHISTORY TARGETS %s 2001-09-09T01:46:40.000Z",
		"REDACT %s m1" };
	const char *target = PICK(w, targets), *at, *row;
	unsigned n = (unsigned)prng_below(&w->prng, 6);

	switch (prng_below(&w->prng, 6)) {
	case 0:
		buf_printf(b, "BATCH +b%u %s %s", n, PICK(w, types), target);
		break;
	case 1:
		buf_printf(b, "BATCH -b%u", n);
		break;
	case 2:
		buf_printf(b, "FAIL %s %s LATEST %s :no", PICK(w, refused),
		    n < 3 ? "INVALID_TARGET" : "X", target);
		break;
	default:
		row = PICK(w, plain);
		at = strchr(row, '%');
		buf_printf(b, "%.*s%s%s", (int)strcspn(row, "%"), row,
		    at == NULL ? "" : target, at == NULL ? "" : at + 2);
		break;
	}
}

static void
come(struct world *w)
{
	static const char *const sources[] = { "me!u@h", "bo!u@h", "s.x" };
	struct buf b = { 0 };

	add_tags(w, &b);
	buf_printf(&b, " :%s ", PICK(w, sources));
	add_command(w, &b);
	fake_line(&f, "%s", buf_str(&b));
	buf_clear(&b);
}

static void
start(struct world *w)
{
	const char *list = PICK(w, caps);

	irc_session_start(f.session);
	fake_line(
	    &f, ":s.x CAP * LS * :draft/multiline=max-bytes=40,max-lines=2");
	fake_line(&f, ":s.x CAP * LS :%s", list);
	fake_line(&f, ":s.x CAP * ACK :%s", list);
	fake_line(&f, ":s.x 001 me :hi");
}

static void
note_nonce(struct world *w)
{
	const char *at = strstr(buf_str(&f.sent), "+tchat/nonce=");

	if (at != NULL) {
		at += strlen("+tchat/nonce=");
		snprintf(w->nonce, sizeof(w->nonce), "%.*s",
		    (int)strcspn(at, "; "), at);
	}
	buf_reset(&f.sent);
}

static void
step(struct world *w)
{
	unsigned r = (unsigned)prng_below(&w->prng, 100);

	if (r < 70) {
		come(w);
	} else if (r < 90) {
		act(w);
	} else if (r < 96) {
		fake_wait(&f, (int64_t)prng_below(&w->prng, 3000));
	} else if (r < 98) {
		note_nonce(w);
	} else {
		irc_session_disconnected(f.session);
		if (r == 98)
			act(w);
		start(w);
	}
}

static void
run_world(uint64_t seed)
{
	struct world w = { .prng = { seed } };
	unsigned i, sum = 0;

	fake_open(&f, "me");
	f.nonces = 1;
	f.on_event = world_event;
	f.ctx = &w;
	start(&w);
	for (i = 0; i < STEPS; i++) {
		step(&w);
		buf_reset(&f.events);
	}
	w.quiet = 1;
	irc_session_disconnected(f.session);
	fake_wait(&f, 1);
	for (i = 0; i < QUESTIONS; i++) {
		assert_true(w.ends[i] <= 1);
		sum += w.ends[i];
	}
	assert_int_equal(sum, w.asked);
	fake_close(&f);
}

static void
history__ends_each_request_once__whatever_lines_come(void **state)
{
	uint64_t seed;

	(void)state;
	for (seed = 1; seed <= 200; seed++)
		run_world(seed);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    history__ends_each_request_once__whatever_lines_come),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
