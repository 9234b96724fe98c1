/*
 * irc_fake: the server's side of a session, played by a test.
 */
#include "tests/support/irc_fake.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "common/xmalloc.h"

static int64_t now;

static int64_t
fake_clock(void)
{
	return now;
}

static const char *const names[] = {
	[IRC_EV_WELCOME] = "WELCOME",
	[IRC_EV_NICK_IN_USE] = "NICK_IN_USE",
	[IRC_EV_JOIN] = "JOIN",
	[IRC_EV_PART] = "PART",
	[IRC_EV_QUIT] = "QUIT",
	[IRC_EV_KICK] = "KICK",
	[IRC_EV_NICK] = "NICK",
	[IRC_EV_MESSAGE] = "MESSAGE",
	[IRC_EV_TOPIC] = "TOPIC",
	[IRC_EV_MODE] = "MODE",
	[IRC_EV_RANK] = "RANK",
	[IRC_EV_NAMES] = "NAMES",
	[IRC_EV_NAMES_END] = "NAMES_END",
	[IRC_EV_AWAY] = "AWAY",
	[IRC_EV_INVITED] = "INVITED",
	[IRC_EV_INFO] = "INFO",
	[IRC_EV_REFUSED] = "REFUSED",
	[IRC_EV_SENT] = "SENT",
	[IRC_EV_REDACTED] = "REDACTED",
	[IRC_EV_READ] = "READ",
	[IRC_EV_TARGET] = "TARGET",
	[IRC_EV_FETCHED] = "FETCHED",
	[IRC_EV_LOGIN] = "LOGIN",
	[IRC_EV_ANSWERED] = "ANSWERED",
	[IRC_EV_LAG] = "LAG",
	[IRC_EV_WAITING] = "WAITING",
	[IRC_EV_CLOSED] = "CLOSED",
};

static void
add_field(struct buf *b, const char *name, struct view v)
{
	if (v.len > 0)
		buf_printf(b, " %s=%.*s", name, VIEW_ARG(v));
}

static void
note(struct buf *b, const struct irc_event *ev)
{
	static const char *const kinds[] = { "", " action", " notice",
		" ctcp" };

	buf_add_str(b, names[ev->type]);
	if (ev->token != 0)
		buf_printf(b, " %llu", (unsigned long long)ev->token);
	if (ev->type == IRC_EV_MESSAGE)
		buf_add_str(b, kinds[ev->message]);
	if (ev->type == IRC_EV_RANK)
		buf_add_str(b, ev->on ? " on" : " off");
	if ((ev->type == IRC_EV_LOGIN || ev->type == IRC_EV_SENT) && ev->on)
		buf_add_str(b, " on");
	if (ev->history == IRC_REPLAYED)
		buf_add_str(b, " replayed");
	else if (ev->history != 0)
		buf_printf(b, " history=%llu", (unsigned long long)ev->history);
	if (ev->type == IRC_EV_FETCHED)
		buf_printf(b, " n=%zu", ev->fetched);
	if (ev->type == IRC_EV_READ || ev->type == IRC_EV_TARGET)
		buf_printf(b, " time=%lld", (long long)ev->time);
	buf_add_str(b, ev->self ? " self" : "");
	buf_add_str(b, ev->to_self ? " to_self" : "");
	if (ev->type == IRC_EV_LAG)
		buf_printf(b, " lag=%lld", (long long)ev->lag);
	if (ev->type == IRC_EV_ANSWERED)
		buf_printf(b, " origin=%llu", (unsigned long long)ev->origin);
	add_field(b, "who", ev->who);
	add_field(b, "account", ev->account);
	add_field(b, "room", ev->room);
	if (ev->token == 0 && !view_equal(ev->target, ev->room))
		add_field(b, "target", ev->target);
	add_field(b, "object", ev->object);
	add_field(b, "text", ev->text);
	add_field(b, "msgid", ev->msgid);
	buf_add_char(b, '\n');
}

/* Nonces are random, and most tests leave them out. Return the length of a nonce at p, or 0. */
static size_t
nonce_length(const struct irc_fake *f, const char *p, const char *end)
{
	static const char tag[] = ";+tchat/nonce=";
	const char *at = p;

	if (f->nonces || (*p != ';' && *p != '@') ||
	    (size_t)(end - p) < sizeof(tag) ||
	    memcmp(p + 1, tag + 1, sizeof(tag) - 2) != 0)
		return 0;
	while (at < end && *at != ' ')
		at++;
	return (size_t)(at - p) + (*p == '@');
}

static void
send_cb(struct view bytes, void *arg)
{
	struct irc_fake *f = arg;
	const char *end = bytes.p + bytes.len, *p = bytes.p;

	while (p < end) {
		p += nonce_length(f, p, end);
		if (*p != '\r')
			buf_add_char(&f->sent, *p);
		p++;
	}
}

static void
event_cb(const struct irc_event *ev, void *arg)
{
	struct irc_fake *f = arg;

	note(&f->events, ev);
	if (f->on_event != NULL)
		f->on_event(ev, f->ctx);
}

void
fake_open(struct irc_fake *f, const char *nick)
{
	static const struct irc_session_ops ops = { send_cb, event_cb, NULL };

	now = INT64_C(1000000000000);
	clock_set(fake_clock);
	*f = (struct irc_fake){ 0 };
	f->session = irc_session_new(&ops, nick, "user", "A Name", f);
}

void
fake_close(struct irc_fake *f)
{
	irc_session_free(f->session);
	buf_clear(&f->sent);
	buf_clear(&f->events);
	clock_set(NULL);
}

void
fake_wait(struct irc_fake *f, int64_t ms)
{
	int64_t end = now + ms;
	int due;

	while (now < end) {
		due = irc_session_tick(f->session, now);
		now = due < 0 || now + due > end ? end
						 : now + (due > 0 ? due : 1);
	}
	irc_session_tick(f->session, now);
}

int
fake_line(struct irc_fake *f, const char *fmt, ...)
{
	va_list ap;
	char *line;
	int rc;

	va_start(ap, fmt);
	xvasprintf(&line, fmt, ap);
	va_end(ap);
	rc = irc_session_line(f->session, view_of(line));
	free(line);
	return rc;
}

void
fake_register(struct irc_fake *f, const char *caps)
{
	irc_session_start(f->session);
	fake_line(f, ":s.x CAP * LS :%s", caps);
	fake_line(f, ":s.x CAP * ACK :%s", caps);
	fake_line(f, ":s.x 001 me :Welcome me!user@host.x");
	buf_reset(&f->sent);
	buf_reset(&f->events);
}

static const char *
take(struct buf *b, size_t from)
{
	static char *text[2];
	static int which;

	which = !which;
	free(text[which]);
	text[which] = xstrdup(buf_str(b) + from);
	buf_reset(b);
	return text[which];
}

const char *
fake_sent(struct irc_fake *f)
{
	return take(&f->sent, 0);
}

const char *
fake_events(struct irc_fake *f)
{
	return take(&f->events, 0);
}
