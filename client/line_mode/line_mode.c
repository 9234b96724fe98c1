/*
 * line_mode: line mode. Input is read no faster than the server takes it, so nothing piles
 * up; lines wait until their room is joined.
 */
#include "client/line_mode/line_mode.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/line_mode/line_mode_state.h"
#include "common/streams.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	READ_MAX = 16 * 1024,
	LINE_MAX_BYTES = 64 * 1024, /* longer ones are said in several */
	UNSENT_MAX = 64,	    /* then the input waits */
};

void
line_mode_complain(const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	xvasprintf(&text, fmt, ap);
	va_end(ap);
	streams_complain("tchat", text);
	free(text);
}

/*
 * Write to standard output. When that fails, report it once and print nothing more; what a
 * program pipes in is still sent. A user who types sees nothing any more, so that ends the program.
 */
void
line_mode_write(struct line_mode *p, struct view text)
{
	if (text.len == 0 || p->output_failed)
		return;
	if (streams_print(text) == 0 && fflush(stdout) == 0)
		return;
	p->output_failed = 1;
	line_mode_complain(
	    "cannot write to standard output: %s", strerror(errno));
	if (p->interactive)
		line_mode_finish(p, 1);
}

/* The exit status when all input was handled. */
int
line_mode_result(const struct line_mode *p)
{
	return p->refused > 0 || p->output_failed ? 1 : 0;
}

static void
closed_cb(void *arg)
{
	struct line_mode *p = arg;

	event_base_loopbreak(p->base);
}

void
line_mode_finish(struct line_mode *p, int status)
{
	if (p->quitting)
		return;
	p->quitting = 1;
	p->status = status;
	event_del(p->input);
	connection_quit(p->online, VIEW(""), closed_cb, p);
}

static int
may_say(const struct line_mode *p)
{
	return (p->joined || p->interactive || line_mode_visit_may_say(p)) &&
	       !p->quitting &&
	       irc_session_unsent(connection_session(p->online)) < UNSENT_MAX;
}

void
line_mode_turn_to(struct line_mode *p, struct view target, int joined)
{
	free(p->room);
	p->room = xviewdup(target);
	p->joined = joined;
}

void
line_mode_say(struct line_mode *p, enum irc_message message, struct view text)
{
	uint64_t token;

	if (p->room != NULL && (p->joined || line_mode_visit_may_say(p))) {
		token = irc_session_say(connection_session(p->online), message,
		    view_of(p->room), text);
		line_mode_visit_said(p, token, text);
	} else
		line_mode_complain("join a room first: /join ROOM");
}

/* Send piped input as it is, never as a command: a line of a log may begin with a slash. */
static void
take_line(struct line_mode *p, struct view line)
{
	if (line.len > 0 && line.p[line.len - 1] == '\r')
		line.len--;
	if (line_mode_account_answer(p, line))
		explicit_bzero(p->in.p + (line.p - p->in.p), line.len);
	else if (p->interactive && line.len > 0)
		line_mode_enter(p, line);
	else
		line_mode_say(p, IRC_SAID, line);
}

/* The bytes of the next whole line in what was read; 0: none yet. */
static size_t
whole_line(const struct line_mode *p, size_t from, size_t *skip)
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
say_lines(struct line_mode *p)
{
	size_t from = 0, n, skip;

	while (may_say(p)) {
		n = whole_line(p, from, &skip);
		if (n + skip == 0)
			break;
		take_line(p, (struct view){ p->in.p + from, n });
		from += n + skip;
	}
	buf_drain(&p->in, from);
}

/* Go on with the input if there is room for it; end when all is done. */
void
line_mode_proceed(struct line_mode *p)
{
	struct irc_session *s = connection_session(p->online);

	if (p->quitting)
		return;
	if (irc_session_registered(s))
		say_lines(p);
	else if (!p->ended && p->in.len < LINE_MAX_BYTES)
		return; /* read ahead, if it was begun */
	if (irc_session_registered(s) && p->ended && p->in.len == 0 &&
	    p->trial == NULL && irc_session_unsent(s) == 0)
		line_mode_finish(p, line_mode_result(p));
	else if (p->ended || p->in.len >= LINE_MAX_BYTES)
		event_del(p->input);
	else
		event_add(p->input, NULL);
}

static void
input_cb(evutil_socket_t fd, short what, void *arg)
{
	struct line_mode *p = arg;
	ssize_t n;

	(void)what;
	n = read(fd, buf_reserve(&p->in, READ_MAX), READ_MAX);
	if (n > 0)
		p->in.len += (size_t)n;
	else if (n == 0 || (errno != EINTR && errno != EAGAIN))
		p->ended = 1;
	line_mode_proceed(p);
}

static void
lobby_cb(evutil_socket_t fd, short what, void *arg)
{
	struct line_mode *p = arg;

	(void)fd, (void)what;
	if (p->room != NULL || p->in.len == 0 || p->interactive)
		return;
	line_mode_complain(
	    "the server did not join you to a room: choose one with -r");
	line_mode_finish(p, 1);
}

static void
signal_cb(evutil_socket_t sig, short what, void *arg)
{
	struct line_mode *p = arg;

	(void)what;
	if (p->quitting)
		event_base_loopbreak(p->base);
	line_mode_finish(p, 128 + (int)sig);
}

static void
catch_signals(struct line_mode *p)
{
	static const int which[] = { SIGINT, SIGTERM, SIGHUP };
	size_t i;

	for (i = 0; i < 3; i++) {
		p->signals[i] = evsignal_new(p->base, which[i], signal_cb, p);
		event_add(p->signals[i], NULL);
	}
}

static void
line_mode_clear(struct line_mode *p)
{
	size_t i;

	line_mode_account_end(p);
	for (i = 0; i < 3; i++)
		event_free(p->signals[i]);
	event_free(p->input);
	event_free(p->lobby);
	event_free(p->slow);
	line_mode_visit_clear(p);
	free(p->step);
	connection_free(p->online);
	buf_clear(&p->in);
	buf_clear(&p->out);
	buf_clear(&p->names);
	line_mode_past_clear(p);
	free(p->room);
}

/* Ended by /quit, a signal or a break: say what became of the last messages and of input not sent. */
static void
tell_unsent(struct line_mode *p)
{
	char *words =
	    p->told_unsent ? NULL : connection_unsent_words(p->online);
	int is_cut = words != NULL || p->told_unsent || p->status > 128;

	if (words != NULL)
		line_mode_complain("%s", words);
	if (is_cut && !p->interactive && p->in.len > 0)
		line_mode_complain("The rest of the input was not sent.");
	if (words != NULL && p->status == 0)
		p->status = 1;
	free(words);
}

int
line_mode_run(struct event_base *base, const struct client_config *config)
{
	static const struct connection_ops ops = { .event = line_mode_event,
		.state = line_mode_link_state,
		.notice = line_mode_notice };
	struct line_mode p = { .base = base,
		.config = config,
		.interactive = isatty(STDIN_FILENO) };

	if (config->rooms.n > 0)
		p.room = xstrdup(config->rooms.v[config->rooms.n - 1]);
	p.input =
	    event_new(base, STDIN_FILENO, EV_READ | EV_PERSIST, input_cb, &p);
	p.lobby = evtimer_new(base, lobby_cb, &p);
	p.slow = evtimer_new(base, line_mode_slow_cb, &p);
	p.online = connection_new(base, config, &ops, &p);
	line_mode_visit_init(&p);
	catch_signals(&p);
	connection_open(p.online);
	event_base_dispatch(base);
	tell_unsent(&p);
	line_mode_clear(&p);
	return p.status;
}
