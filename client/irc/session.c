/*
 * session: the life of a session, and the way of each line in and out.
 */
#include "client/irc/session.h"

#include <stdlib.h>

#include "client/irc/state.h"
#include "common/clock.h"
#include "common/linebuf.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	SILENCE_MS =
	    60000, /* then a PING asks; after as long again it is dead */
	REGISTER_MS = 60000
};

struct irc_session *
irc_session_new(const struct irc_session_ops *ops, const char *nick,
    const char *username, const char *realname, void *ctx)
{
	struct irc_session *s = xcalloc(1, sizeof(*s));

	s->ops = *ops;
	s->ctx = ctx;
	s->nick = xstrdup(nick);
	s->username = xstrdup(username);
	s->realname = xstrdup(realname);
	isupport_init(&s->isupport);
	outbox_init(&s->outbox);
	questions_init(&s->questions);
	return s;
}

void
irc_session_free(struct irc_session *s)
{
	int i;

	if (s == NULL)
		return;
	batches_clear(s);
	past_clear(s);
	outbox_clear(&s->outbox);
	questions_clear(&s->questions);
	isupport_clear(&s->isupport);
	for (i = 0; i < CLEAN_SLOTS; i++)
		buf_clear(&s->clean[i]);
	buf_clear(&s->words);
	free(s->nick);
	free(s->username);
	free(s->realname);
	free(s->userhost);
	free(s->server);
	free(s);
}

/* What one connection taught is not known of the next. */
static void
forget(struct irc_session *s)
{
	xreplace(&s->userhost, NULL);
	xreplace(&s->server, NULL);
	s->caps = (struct caps){ 0 };
	isupport_clear(&s->isupport);
	isupport_init(&s->isupport);
	batches_clear(s);
	past_clear(s);
	s->is_irc = s->poked = s->dead = 0;
	s->ctcp_at = 0;
	s->label = s->asked = 0;
}

void
irc_session_start(struct irc_session *s)
{
	char line[LINE_REST_MAX];
	struct irc_writer w;

	forget(s);
	s->phase = PHASE_REGISTERING;
	s->started = s->heard = clock_mono_ms();
	caps_start(s);
	irc_session_nick(s, view_of(s->nick));
	session_begin(&w, line, sizeof(line));
	irc_command(&w, "USER");
	irc_param_str(&w, s->username);
	irc_param_str(&w, "0");
	irc_param_str(&w, "*");
	irc_trailing_str(&w, s->realname[0] != '\0' ? s->realname : s->nick);
	session_send(s, &w);
}

int
irc_session_lost(struct irc_session *s)
{
	int has_history;

	if (s->phase == PHASE_OFFLINE)
		return -1;
	has_history = s->phase == PHASE_REGISTERING ||
		      irc_session_able(s, IRC_ABLE_HISTORY);
	s->phase = PHASE_OFFLINE;
	outbox_lost(s, has_history);
	questions_lost(s);
	return 0;
}

/* A label names a message of ours, or with a "q" a question. */
static int
take_label(struct irc_session *s, struct view value)
{
	int is_question = view_has_prefix(value, VIEW("q"));
	long long n;

	value.p += is_question;
	value.len -= (size_t)is_question;
	if (view_to_int(value, 1, INT64_MAX, &n) != 0)
		return 0;
	if (is_question)
		s->asked = (uint64_t)n;
	else
		s->label = (uint64_t)n;
	return 1;
}

/* The label may stand on the line, or on the batch it is in. */
static void
find_answered(struct irc_session *s, const struct irc_msg *msg)
{
	const struct batch *b;
	struct view value;

	s->label = s->asked = 0;
	s->labelled =
	    irc_tags_find(msg->tags, "label", &value) && take_label(s, value);
	if (s->labelled || !irc_tags_find(msg->tags, "batch", &value))
		return;
	b = batch_find(s, value);
	if (b == NULL)
		return;
	s->label = b->label;
	s->asked = b->asked;
}

/* The server's name stands on its first line; others' have a dot, nicks have none. */
static int
is_server(struct irc_session *s, struct view source)
{
	size_t i;

	if (source.len == 0)
		return 1;
	for (i = 0; i < source.len; i++)
		if (source.p[i] == '!' || source.p[i] == '@')
			return 0;
	if (s->server == NULL)
		s->server = xviewdup(source);
	return view_equal(source, view_of(s->server)) ||
	       memchr(source.p, '.', source.len) != NULL;
}

static void
begin_event(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct irc_source source;
	struct view value;

	*ev = (struct irc_event){ 0 };
	s->timed = irc_tags_find(msg->tags, "time", &value) &&
		   clock_parse_iso(value, &ev->time) == 0;
	if (!s->timed)
		ev->time = clock_ms();
	else if (s->asked == 0 && ev->time > s->server_clock)
		s->server_clock = ev->time;
	if (irc_tags_find(msg->tags, "msgid", &value))
		ev->msgid = session_name(s, CLEAN_MSGID, value);
	irc_source_split(msg->source, &source);
	if (is_server(s, msg->source))
		return;
	ev->who = session_name(s, CLEAN_WHO, source.nick);
	ev->self = session_is_me(s, ev->who);
	if (source.nick.len < msg->source.len)
		ev->userhost = session_name(s, CLEAN_USERHOST,
		    (struct view){ source.nick.p + source.nick.len + 1,
			msg->source.len - source.nick.len - 1 });
}

/* IRC speaks with a source, or with one of its few bare commands. */
static int
looks_like_irc(const struct irc_msg *msg)
{
	return msg->source.len > 0 || handlers_know(msg->command);
}

void
session_run(struct irc_session *s, const struct irc_msg *msg)
{
	struct irc_event ev;

	begin_event(s, msg, &ev);
	if (s->asked != 0)
		past_run(s, msg, &ev);
	else if (!handlers_run(s, msg, &ev))
		answers_numeric(s, msg, &ev);
}

int
irc_session_line(struct irc_session *s, struct view line)
{
	struct irc_msg msg;

	if (s->phase == PHASE_OFFLINE)
		return 0;
	if (irc_msg_parse(&msg, line) != 0)
		return s->is_irc ? 0 : -1;
	if (!s->is_irc && !looks_like_irc(&msg))
		return -1;
	s->is_irc = 1;
	s->heard = clock_mono_ms();
	s->poked = 0;
	if (!view_has_prefix(msg.command, VIEW("00")))
		questions_hold(&s->questions, 0);
	find_answered(s, &msg);
	if (!multiline_take(s, &msg))
		session_run(s, &msg);
	s->label = s->asked = 0;
	outbox_flush(s, clock_mono_ms());
	questions_flush(s, clock_mono_ms());
	return 0;
}

static void
poke(struct irc_session *s)
{
	struct view token = VIEW("tchat");

	s->poked = 1;
	s->heard = clock_mono_ms();
	irc_session_command(s, "PING", &token, 1);
}

/* Is the server still there? The ms until the question comes up again. */
static int
check_alive(struct irc_session *s, int64_t now)
{
	int64_t left;

	if (s->phase == PHASE_REGISTERING && now - s->started >= REGISTER_MS &&
	    s->heard == s->started) {
		session_close(s, "the server does not answer");
		return -1;
	}
	left = s->heard + SILENCE_MS - now;
	if (left > 0)
		return (int)left;
	if (s->poked) {
		session_close(s, "the server no longer answers");
		return -1;
	}
	if (s->phase == PHASE_ONLINE)
		poke(s);
	else
		s->heard = now;
	return SILENCE_MS;
}

/* The lesser span; -1 is none. */
static int
sooner(int a, int b)
{
	return a < 0 || (b >= 0 && b < a) ? b : a;
}

int
irc_session_tick(struct irc_session *s, int64_t now)
{
	int next = questions_flush(s, now);

	if (s->phase == PHASE_OFFLINE || s->dead)
		return next;
	next = sooner(next, outbox_flush(s, now));
	return sooner(next, check_alive(s, now));
}

int
irc_session_registered(const struct irc_session *s)
{
	return s->phase == PHASE_ONLINE;
}

const char *
irc_session_my_nick(const struct irc_session *s)
{
	return s->nick;
}

/* Before registration the server tells us by 001 which one it took. */
void
irc_session_nick(struct irc_session *s, struct view nick)
{
	char *copy = xviewdup(nick);

	if (s->phase != PHASE_ONLINE) {
		free(s->nick);
		s->nick = xstrdup(copy);
	}
	if (s->phase != PHASE_OFFLINE)
		irc_session_command(
		    s, "NICK", &(struct view){ copy, strlen(copy) }, 1);
	free(copy);
}

uint64_t
irc_session_say(struct irc_session *s, enum irc_message kind,
    struct view target, struct view text)
{
	uint64_t token = outbox_add(s, kind, target, text);

	outbox_flush(s, clock_mono_ms());
	return token;
}

size_t
irc_session_unsent(const struct irc_session *s)
{
	return s->outbox.nmessages;
}

int
irc_session_command(struct irc_session *s, const char *command,
    const struct view *params, size_t n)
{
	char line[LINE_REST_MAX];
	struct irc_writer w;
	size_t i, len;

	session_begin(&w, line, sizeof(line));
	irc_command(&w, command);
	for (i = 0; i < n; i++) {
		if (i == n - 1 &&
		    (params[i].len == 0 || *params[i].p == ':' ||
			memchr(params[i].p, ' ', params[i].len) != NULL))
			irc_trailing(&w, params[i]);
		else
			irc_param(&w, params[i]);
	}
	len = irc_end(&w);
	if (len == 0)
		return -1;
	s->ops.send((struct view){ line, len }, s->ctx);
	return 0;
}

int
irc_session_raw(struct irc_session *s, struct view line)
{
	char out[LINE_REST_MAX];

	if (line.len == 0 || line.len > LINE_REST_MAX - 2 ||
	    memchr(line.p, '\n', line.len) != NULL ||
	    memchr(line.p, '\r', line.len) != NULL ||
	    memchr(line.p, '\0', line.len) != NULL)
		return -1;
	memcpy(out, line.p, line.len);
	memcpy(out + line.len, "\r\n", 2);
	s->ops.send((struct view){ out, line.len + 2 }, s->ctx);
	return 0;
}

void
irc_session_quit(struct irc_session *s, struct view reason)
{
	if (s->phase != PHASE_OFFLINE)
		irc_session_command(s, "QUIT", &reason, reason.len > 0);
}

const char *
irc_session_network(const struct irc_session *s)
{
	return s->isupport.network;
}

const char *
irc_session_prefixes(const struct irc_session *s)
{
	return s->isupport.prefixes;
}

int
session_has(const struct irc_session *s, unsigned caps)
{
	return (s->caps.on & caps) == caps;
}

void
session_emit(
    struct irc_session *s, struct irc_event *ev, enum irc_event_type type)
{
	ev->type = type;
	s->ops.event(ev, s->ctx);
}

void
session_begin(struct irc_writer *w, char *buf, size_t size)
{
	irc_begin(w, buf, size, LINE_TAGS_CLIENT);
}

void
session_send(struct irc_session *s, struct irc_writer *w)
{
	size_t len = irc_end(w);

	if (len > 0)
		s->ops.send((struct view){ w->buf, len }, s->ctx);
}

/* Most is plain ASCII, and stays where it is. */
static int
is_clean(struct view v)
{
	size_t i;

	for (i = 0; i < v.len; i++)
		if (v.p[i] < ' ' || v.p[i] > '~')
			return 0;
	return 1;
}

static struct view
clean(struct irc_session *s, enum clean_slot slot, struct view v, int flags)
{
	if (is_clean(v))
		return v;
	buf_reset(&s->clean[slot]);
	text_clean(&s->clean[slot], v, flags);
	return buf_view(&s->clean[slot]);
}

struct view
session_name(struct irc_session *s, enum clean_slot slot, struct view v)
{
	return clean(s, slot, v, 0);
}

struct view
session_text(struct irc_session *s, enum clean_slot slot, struct view v)
{
	return clean(s, slot, v, TEXT_KEEP_FORMAT);
}

struct view
session_lines(struct irc_session *s, enum clean_slot slot, struct view v)
{
	struct view line;
	int n = 0;

	if (is_clean(v))
		return v;
	buf_reset(&s->clean[slot]);
	while (view_cut(&v, '\n', &line)) {
		if (n++ > 0)
			buf_add_char(&s->clean[slot], '\n');
		text_clean(&s->clean[slot], line, TEXT_KEEP_FORMAT);
	}
	return buf_view(&s->clean[slot]);
}

int
session_is_me(const struct irc_session *s, struct view nick)
{
	return nick.len > 0 && name_equal(nick, view_of(s->nick));
}

int
session_is_room(const struct irc_session *s, struct view name)
{
	return name.len > 0 && *name.p != '\0' &&
	       strchr(s->isupport.chantypes, *name.p) != NULL;
}

struct view
session_room(const struct irc_session *s, struct view target)
{
	while (target.len > 1 && !session_is_room(s, target) &&
	       strchr(s->isupport.statusmsg, *target.p) != NULL) {
		target.p++;
		target.len--;
	}
	return session_is_room(s, target) ? target : (struct view){ "", 0 };
}

void
session_close(struct irc_session *s, const char *why)
{
	struct irc_event ev = { .time = clock_ms(), .text = view_of(why) };

	if (s->dead)
		return;
	s->dead = 1;
	session_emit(s, &ev, IRC_EV_CLOSED);
}
