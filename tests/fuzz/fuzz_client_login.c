/*
 * fuzz_client_login: whatever a server sends while the client logs in with a key or a password, the
 * client sends whole lines, sends the password only where it may, and finishes.
 * Input: a byte of flags (1: encrypted, with a key), then the server's lines.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/irc/account.h"
#include "client/irc/session.h"
#include "common/buf.h"
#include "common/clock.h"

int LLVMFuzzerTestOneInput(const uint8_t *, size_t);

enum { LINES_MAX = 200, LINE_MAX_BYTES = 512, ROUNDS = 4096, TICKS = 50000 };

static int64_t now;
static int ended;  /* CAP END was sent */
static int closed; /* or is not necessary */
static int encrypted;

static void
require(int truth)
{
	if (!truth)
		abort();
}

static int64_t
fuzz_clock(void)
{
	return now;
}

static void
send_cb(struct view bytes, void *ctx)
{
	/* NUL bo NUL pw, as in PLAIN */
	static const char plain[] = "AUTHENTICATE AGJvAHB3\r\n";
	size_t n = sizeof(plain) - 1;

	(void)ctx;
	require(bytes.len > 2 && bytes.len <= LINE_MAX_BYTES &&
		memcmp(bytes.p + bytes.len - 2, "\r\n", 2) == 0);
	require(encrypted || bytes.len < n || memcmp(bytes.p, plain, n) != 0);
	if (view_equal(bytes, VIEW("CAP END\r\n"))) {
		require(!ended);
		ended = 1;
	}
}

static void
event_cb(const struct irc_event *ev, void *ctx)
{
	(void)ctx;
	require(ev->type != IRC_EV_LOGIN || ev->self);
	if (ev->type == IRC_EV_CLOSED)
		closed = 1;
}

static void
hear(struct irc_session *s, struct view rest)
{
	struct view line;
	int n = 0;

	irc_session_line(s, VIEW(":s CAP * LS :sasl=EXTERNAL,SCRAM-SHA-256"));
	irc_session_line(s, VIEW(":s CAP * ACK :sasl"));
	while (n++ < LINES_MAX && view_cut(&rest, '\n', &line)) {
		irc_session_line(s, line);
		irc_session_tick(s, now);
	}
}

/* Let time pass until nothing is awaited; hashing, in its thread, takes real time. */
static void
wait_for_end(struct irc_session *s)
{
	struct timespec pause = { 0, 100000 };
	int due;

	for (int i = 0; i < TICKS && !ended && !closed; i++) {
		due = irc_session_tick(s, now);
		if (due == 10)
			nanosleep(&pause, NULL);
		else
			now += 100;
	}
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct irc_session_ops ops = { send_cb, event_cb, NULL };
	struct irc_security secure = { 0 };
	struct irc_session *s;

	if (size == 0)
		return 0;
	now = INT64_C(1000000000000);
	clock_set(fuzz_clock);
	ended = closed = 0;
	encrypted = data[0] & 1;
	secure.encrypted = secure.has_key = encrypted;
	s = irc_session_new(&ops, "me", "user", "name", NULL);
	irc_session_credentials(s, "bo", "pw", ROUNDS);
	irc_session_secure(s, &secure);
	irc_session_start(s);
	hear(s, (struct view){ (const char *)data + 1, size - 1 });
	wait_for_end(s);
	require(ended || closed);
	irc_session_free(s);
	clock_set(NULL);
	return 0;
}
