/*
 * pipe: line mode. Input is read no faster than the server takes it, so nothing piles
 * up; lines wait until their room is joined.
 */
#include "client/pipe.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/online.h"
#include "client/pipe_print.h"
#include "common/buf.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	READ_MAX = 16 * 1024,
	LINE_MAX_BYTES = 64 * 1024, /* longer ones are said in several */
	UNSENT_MAX = 64,	    /* then the input waits */
	LOBBY_SECONDS = 5	    /* for a room that we did not name */
};

struct pipe {
	struct event_base *base;
	const struct client_config *config;
	struct online *online;
	struct event *input, *lobby, *signals[3];
	struct buf in; /* read, not yet said */
	struct buf out;
	int ended;  /* no more input */
	char *room; /* to say it in; NULL: not yet known */
	int joined;
	unsigned refused;
	int status;
	int quitting;
};

static void complain(const char *, ...) __attribute__((format(printf, 1, 2)));

/* What came from the network is in there: cleaned before it is shown. */
static void
complain(const char *fmt, ...)
{
	struct buf clean = { 0 };
	va_list ap;
	char *text;

	va_start(ap, fmt);
	xvasprintf(&text, fmt, ap);
	va_end(ap);
	text_clean(&clean, view_of(text), TEXT_SHOW);
	fprintf(stderr, "tchat: %s\n", buf_str(&clean));
	buf_clear(&clean);
	free(text);
}

static void
closed_cb(void *arg)
{
	struct pipe *p = arg;

	event_base_loopbreak(p->base);
}

/* Say good-bye and end with that status; the first reason to end counts. */
static void
finish(struct pipe *p, int status)
{
	if (p->quitting)
		return;
	p->quitting = 1;
	p->status = status;
	event_del(p->input);
	online_quit(p->online, VIEW(""), closed_cb, p);
}

static int
may_say(const struct pipe *p)
{
	return p->joined && !p->quitting &&
	       irc_session_unsent(online_session(p->online)) < UNSENT_MAX;
}

static void
say(struct pipe *p, struct view line)
{
	if (line.len > 0 && line.p[line.len - 1] == '\r')
		line.len--;
	irc_session_say(
	    online_session(p->online), IRC_SAID, view_of(p->room), line);
}

/* The bytes of the next whole line in what was read; 0: none yet. */
static size_t
whole_line(const struct pipe *p, size_t from, size_t *skip)
{
	const char *start = p->in.p + from, *end;
	size_t left = p->in.len - from;

	*skip = 0;
	end = left == 0 ? NULL : memchr(start, '\n', left);
	if (end != NULL) {
		*skip = 1;
		return (size_t)(end - start);
	}
	if (left >= LINE_MAX_BYTES)
		return text_split((struct view){ start, left }, left - 4);
	return p->ended ? left : 0;
}

static void
say_lines(struct pipe *p)
{
	size_t from = 0, n, skip;

	while (may_say(p)) {
		n = whole_line(p, from, &skip);
		if (n + skip == 0)
			break;
		say(p, (struct view){ p->in.p + from, n });
		from += n + skip;
	}
	buf_drain(&p->in, from);
}

/* Go on with the input if there is room for it; end when all is done. */
static void
proceed(struct pipe *p)
{
	struct irc_session *s = online_session(p->online);

	if (p->quitting || !irc_session_registered(s))
		return;
	say_lines(p);
	if (p->ended && p->in.len == 0 && irc_session_unsent(s) == 0)
		finish(p, p->refused > 0 ? 1 : 0);
	else if (p->ended || p->in.len >= LINE_MAX_BYTES)
		event_del(p->input);
	else
		event_add(p->input, NULL);
}

static void
input_cb(evutil_socket_t fd, short what, void *arg)
{
	struct pipe *p = arg;
	ssize_t n;

	(void)what;
	n = read(fd, buf_reserve(&p->in, READ_MAX), READ_MAX);
	if (n > 0)
		p->in.len += (size_t)n;
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		p->ended = 1;
	proceed(p);
}

static void
lobby_cb(evutil_socket_t fd, short what, void *arg)
{
	struct pipe *p = arg;

	(void)fd, (void)what;
	if (p->room != NULL || p->in.len == 0)
		return;
	complain("the server puts us in no room: name one with -r");
	finish(p, 1);
}

static void
on_welcome(struct pipe *p)
{
	const struct setting_list *rooms = &p->config->rooms;
	struct irc_session *s = online_session(p->online);
	struct timeval wait = { LOBBY_SECONDS, 0 };
	struct view *names;
	size_t i;

	if (strcmp(irc_session_my_nick(s), online_wanted(p->online)) != 0)
		complain("the nick %s is taken: you are %s",
		    online_wanted(p->online), irc_session_my_nick(s));
	names = xcalloc(rooms->n + 1, sizeof(*names));
	for (i = 0; i < rooms->n; i++)
		names[i] = view_of(rooms->v[i]);
	online_join(p->online, names, rooms->n);
	free(names);
	if (p->room == NULL)
		event_add(p->lobby, &wait);
	proceed(p);
}

/* Without -r the first room it is: the lobby, where the server puts everyone. */
static void
on_joined(struct pipe *p, struct view room)
{
	if (p->room == NULL)
		p->room = xviewdup(room);
	if (!name_equal(room, view_of(p->room)))
		return;
	p->joined = 1;
	proceed(p);
}

static void
on_refused(struct pipe *p, const struct irc_event *ev)
{
	if (ev->token != 0) {
		p->refused++;
		complain("not said: %.*s", VIEW_ARG(ev->text));
		proceed(p);
		return;
	}
	complain("%.*s", VIEW_ARG(ev->text));
	if (!p->joined && p->room != NULL && ev->object.len > 0 &&
	    name_equal(ev->object, view_of(p->room)))
		finish(p, 1);
}

static void
on_left(struct pipe *p, const struct irc_event *ev)
{
	if (p->room == NULL || !name_equal(ev->room, view_of(p->room)))
		return;
	p->joined = 0;
	complain("no longer in %s", p->room);
	finish(p, 1);
}

static void
print(struct pipe *p, const struct irc_event *ev)
{
	buf_reset(&p->out);
	pipe_print(&p->out, ev, p->config->time_format, 0);
	if (p->out.len == 0)
		return;
	fwrite(p->out.p, 1, p->out.len, stdout);
	if (fflush(stdout) != 0)
		finish(p, 1);
}

static void
event_cb(const struct irc_event *ev, void *arg)
{
	struct pipe *p = arg;

	switch (ev->type) {
	case IRC_EV_WELCOME:
		on_welcome(p);
		break;
	case IRC_EV_NICK_IN_USE:
		complain("the nick %s cannot be had: %.*s; name another with "
			 "-n",
		    online_wanted(p->online), VIEW_ARG(ev->text));
		finish(p, 1);
		break;
	case IRC_EV_SENT:
		proceed(p);
		break;
	case IRC_EV_REFUSED:
		on_refused(p, ev);
		break;
	default:
		print(p, ev);
		if (ev->type == IRC_EV_JOIN && ev->self)
			on_joined(p, ev->room);
		else if ((ev->type == IRC_EV_PART && ev->self) ||
			 (ev->type == IRC_EV_KICK &&
			     name_equal(
				 ev->object, view_of(irc_session_my_nick(
						 online_session(p->online))))))
			on_left(p, ev);
		break;
	}
}

/* Refusals of what was on the wire were counted before this comes. */
static void
on_break(struct pipe *p, const char *reason, int ms)
{
	size_t n = p->refused + irc_session_unsent(online_session(p->online));

	p->joined = 0;
	event_del(p->input);
	if (n > 0 || p->in.len > 0) {
		complain("%s; %zu message%s not confirmed", reason, n,
		    n == 1 ? "" : "s");
		finish(p, 1);
	} else if (p->ended) {
		finish(p, 0);
	} else {
		complain("%s; trying again in %d s", reason, (ms + 999) / 1000);
	}
}

static void
state_cb(enum link_state state, const char *reason, int ms, void *arg)
{
	struct pipe *p = arg;

	if (state == LINK_OFFLINE) {
		complain("%s", reason);
		finish(p, 1);
	} else if (state == LINK_WAITING) {
		on_break(p, reason, ms);
	}
}

static void
signal_cb(evutil_socket_t sig, short what, void *arg)
{
	struct pipe *p = arg;

	(void)what;
	if (p->quitting)
		event_base_loopbreak(p->base);
	finish(p, 128 + (int)sig);
}

static void
catch_signals(struct pipe *p)
{
	static const int which[] = { SIGINT, SIGTERM, SIGHUP };
	size_t i;

	for (i = 0; i < 3; i++) {
		p->signals[i] = evsignal_new(p->base, which[i], signal_cb, p);
		event_add(p->signals[i], NULL);
	}
}

static void
pipe_clear(struct pipe *p)
{
	size_t i;

	for (i = 0; i < 3; i++)
		event_free(p->signals[i]);
	event_free(p->input);
	event_free(p->lobby);
	online_free(p->online);
	buf_clear(&p->in);
	buf_clear(&p->out);
	free(p->room);
}

int
pipe_run(struct event_base *base, const struct client_config *config)
{
	static const struct online_ops ops = { .event = event_cb,
		.state = state_cb };
	struct pipe p = { .base = base, .config = config };

	if (config->rooms.n > 0)
		p.room = xstrdup(config->rooms.v[config->rooms.n - 1]);
	p.input =
	    event_new(base, STDIN_FILENO, EV_READ | EV_PERSIST, input_cb, &p);
	p.lobby = evtimer_new(base, lobby_cb, &p);
	p.online = online_new(base, config, &ops, &p);
	catch_signals(&p);
	online_connect(p.online);
	event_base_dispatch(base);
	pipe_clear(&p);
	return p.status;
}
