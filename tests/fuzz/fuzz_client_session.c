/*
 * fuzz_client_session: whatever a server sends and the user does, the client sends whole valid lines,
 * reports only clean text, and reports the end of each message at most once and the end of each
 * request exactly once.
 * Input: a byte of flags (1: registered, with all capabilities, in #a), then lines of the server. A
 * line that begins with 0x01 is an action of the user: see act().
 */
#include <string.h>

#include "client/irc/account.h"
#include "client/irc/history.h"
#include "client/irc/message.h"
#include "client/irc/session.h"
#include "common/buf.h"
#include "common/clock.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "common/random.h"
#include "common/text.h"
#include "tests/fuzz/fuzz.h"

enum { LINES_MAX = 400, QUESTIONS_MAX = 256, TOKENS_MAX = 1024 };

static const char *const welcome[] = {
	":s CAP * LS * :account-notify account-tag away-notify batch "
	"cap-notify",
	":s CAP * LS * :chghost draft/account-registration draft/chathistory "
	"draft/event-playback draft/message-redaction "
	"draft/multiline=max-bytes=300,max-lines=5",
	":s CAP * LS :draft/read-marker echo-message extended-join "
	"invite-notify "
	"labeled-response message-tags multi-prefix server-time setname "
	"soju.im/search standard-replies",
	":s CAP * ACK :account-notify account-tag away-notify batch cap-notify "
	"chghost draft/account-registration draft/chathistory "
	"draft/event-playback draft/message-redaction draft/multiline "
	"draft/read-marker echo-message extended-join invite-notify "
	"labeled-response message-tags multi-prefix server-time setname "
	"soju.im/search standard-replies",
	":s 001 me :Welcome me!u@h",
	":s 005 me PREFIX=(ov)@+ CHANMODES=b,k,l,imnst CHANTYPES=# NETWORK=net "
	"CHATHISTORY=50 WHOX EXTBAN=,am ACCOUNTEXTBAN=a TBAN :are supported",
	":s 422 me :no motd",
	":me!u@h JOIN #a * :Me",
	":s 353 me = #a :@me +bo al",
	":s 366 me #a :End",
};

struct watch {
	struct irc_session *session;
	uint64_t asked[QUESTIONS_MAX]; /* ids of requests */
	unsigned char ends[QUESTIONS_MAX];
	size_t nasked;
	int asking;		   /* within a call that starts a request */
	uint64_t done[TOKENS_MAX]; /* messages whose result was reported */
	size_t ndone;
};

static int64_t now;

static int64_t
fuzz_clock(void)
{
	return now;
}

static void
send_cb(struct view bytes, void *ctx)
{
	struct view line;
	struct irc_msg m;
	size_t tags;

	(void)ctx;
	require(bytes.len > 0 && bytes.p[bytes.len - 1] == '\n');
	while (bytes.len > 0 && view_cut(&bytes, '\n', &line)) {
		require(line.len > 1 && line.p[line.len - 1] == '\r');
		line.len--;
		require(memchr(line.p, '\r', line.len) == NULL &&
			memchr(line.p, '\0', line.len) == NULL);
		require(irc_msg_parse(&m, line) == 0);
		tags = m.tags.len > 0 ? m.tags.len + 2 : 0;
		require(tags <= LINE_TAGS_CLIENT &&
			line.len - tags + 2 <= LINE_REST_MAX);
	}
}

/* No control that a terminal would obey; formatting only in texts. */
static void
check_clean(struct view v, int is_text)
{
	struct buf clean = { 0 };
	struct view line;

	if (v.len == 0)
		return;
	require(text_utf8_valid(v));
	if (!is_text)
		require(memchr(v.p, '\n', v.len) == NULL);
	while (view_cut(&v, '\n', &line)) {
		buf_reset(&clean);
		text_clean(&clean, line, is_text ? TEXT_KEEP_FORMAT : 0);
		require(view_equal(buf_view(&clean), line));
	}
	buf_clear(&clean);
}

static void
check_token(struct watch *w, uint64_t token)
{
	for (size_t i = 0; i < w->ndone; i++)
		require(w->done[i] != token);
	if (w->ndone < TOKENS_MAX)
		w->done[w->ndone++] = token;
}

/* A request ends once, and not before the call that started it has returned. */
static void
check_fetched(struct watch *w, uint64_t asked)
{
	size_t i = 0;

	while (i < w->nasked && w->asked[i] != asked)
		i++;
	require(!w->asking && i < w->nasked);
	require(w->ends[i]++ == 0);
}

static void
event_cb(const struct irc_event *ev, void *ctx)
{
	struct watch *w = ctx;

	require(ev->type <= IRC_EV_CLOSED);
	check_clean(ev->who, 0);
	check_clean(ev->userhost, 0);
	check_clean(ev->room, 0);
	check_clean(ev->target, 0);
	check_clean(ev->object, 0);
	check_clean(ev->msgid, 0);
	check_clean(ev->text, 1);
	if ((ev->type == IRC_EV_SENT || ev->type == IRC_EV_REFUSED) &&
	    ev->token != 0)
		check_token(w, ev->token);
	if (ev->type == IRC_EV_FETCHED)
		check_fetched(w, ev->history);
}

static void
did_ask(struct watch *w, uint64_t number)
{
	w->asking = 0;
	require(number != 0);
	w->asked[w->nasked++] = number;
}

static void
ask(struct watch *w, char what, struct view rest)
{
	struct irc_bound from = { 0 }, to = { .time = now };
	struct irc_search search = { .text = rest, .in = VIEW("#a") };
	enum irc_history how =
	    rest.len > 0 ? (enum irc_history)((unsigned char)rest.p[0] % 5)
			 : IRC_LATEST;

	if (w->nasked == QUESTIONS_MAX)
		return;
	if (rest.len > 1)
		from.msgid = (struct view){ rest.p + 1, rest.len - 1 };
	w->asking = 1;
	if (what == 'h')
		did_ask(w,
		    irc_session_history(w->session, how,
			rest.len % 2 ? VIEW("#a") : VIEW("bo"), from, to, 5));
	else if (what == 't')
		did_ask(w, irc_session_history_targets(w->session, 1, now, 9));
	else
		did_ask(w, irc_session_search(w->session, &search));
}

static void
wait_ms(struct watch *w, int64_t ms)
{
	int64_t end = now + ms;
	int due, turns = 0;

	while (now < end && turns++ < 1000) {
		due = irc_session_tick(w->session, now);
		now = due < 0 || now + due > end ? end
						 : now + (due > 0 ? due : 1);
	}
	now = end;
	irc_session_tick(w->session, now);
}

/* An action of the user, by its letter; rest is its text. */
static void
act(struct watch *w, char what, struct view rest)
{
	struct irc_session *s = w->session;
	struct view params[3] = { VIEW("#a"), VIEW("bo"), rest };

	switch (what) {
	case 's':
		irc_session_say(s, IRC_PRIVMSG, VIEW("#a"), rest);
		irc_session_say(s, IRC_PRIVMSG, VIEW("bo"), VIEW("a\nb\n\nc"));
		break;
	case 'a':
		irc_session_say(s, IRC_ACTION, VIEW("bo"), rest);
		break;
	case 'c':
		irc_session_say(s, IRC_CTCP, VIEW("bo"), rest);
		break;
	case 'h':
	case 't':
	case 'f':
		ask(w, what, rest);
		break;
	case 'm':
		irc_session_mark_read(s, VIEW("#a"), now);
		break;
	case 'r':
		irc_session_redact(s, VIEW("#a"), rest, VIEW("why"));
		break;
	case 'p':
		irc_session_whox(s, rest);
		break;
	case 'n':
		irc_session_nick(s, rest);
		break;
	case 'q':
		if (rest.len > 0 && rest.p[0] >= 'A' && rest.p[0] <= 'Z')
			irc_session_raw(s, rest);
		irc_session_command(s, "KICK", params, 3);
		break;
	case 'u':
		irc_session_history_complete(s, VIEW("#a"));
		irc_session_check_unconfirmed(s, VIEW("bo"));
		break;
	case 'l':
		irc_session_disconnected(s);
		irc_session_start(s);
		break;
	case 'w':
		wait_ms(w, 150);
		break;
	case 'W':
		wait_ms(w, 70000);
		break;
	default:
		break;
	}
}

static void
play(struct watch *w, struct view script)
{
	struct buf typed = { 0 };
	struct view line;
	int n = 0;

	while (n++ < LINES_MAX && view_cut(&script, '\n', &line)) {
		if (line.len > 1 && line.p[0] == '\001') {
			/* The user types valid UTF-8. */
			buf_reset(&typed);
			text_clean(&typed,
			    (struct view){ line.p + 2, line.len - 2 },
			    TEXT_KEEP_FORMAT);
			act(w, line.p[1], view_of(buf_str(&typed)));
		} else if (line.len > 0 &&
			   memchr(line.p, '\0', line.len) == NULL)
			irc_session_line(w->session, line);
	}
	buf_clear(&typed);
}

/* Without a link each request ends, once. */
static void
check_end(struct watch *w)
{
	irc_session_disconnected(w->session);
	irc_session_tick(w->session, now);
	for (size_t i = 0; i < w->nasked; i++)
		require(w->ends[i] == 1);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const struct irc_session_ops ops = { send_cb, event_cb, NULL };
	struct watch w = { .nasked = 0 };
	size_t i;

	if (size < 1)
		return 0;
	now = INT64_C(1000000000000);
	clock_set(fuzz_clock);
	random_seed(1);
	w.session = irc_session_new(&ops, "me", "user", "A Name", &w);
	irc_session_start(w.session);
	if (data[0] & 1)
		for (i = 0; i < sizeof(welcome) / sizeof(welcome[0]); i++)
			irc_session_line(w.session, view_of(welcome[i]));
	play(&w, (struct view){ (const char *)data + 1, size - 1 });
	check_end(&w);
	irc_session_free(w.session);
	random_seed(0);
	clock_set(NULL);
	return 0;
}
