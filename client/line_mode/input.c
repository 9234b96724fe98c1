/*
 * input: reads the input and cuts it into lines.
 */
#include "client/line_mode/input.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/irc/session.h"
#include "client/line_mode/commands.h"
#include "client/line_mode/output.h"
#include "common/text.h"

enum {
	READ_MAX = 16 * 1024,
	LINE_MAX_BYTES =
	    64 *
	    1024, /* of text: longer lines are sent as several messages; other lines are refused */
	UNSENT_MAX = 64, /* unconfirmed messages; then the input waits */
	COMMANDS_MAX =
	    32, /* commands that are not done; then the input waits */
};

/* A typed command may need the room that a visitor has not joined: then join it first. */
static int
must_join_first(struct line_mode *p, struct view line)
{
	if (p->kind != INPUT_TYPED || p->joined || p->visit.state == VISIT_NO ||
	    !line_mode_needs_room(line))
		return 0;
	visit_stay(&p->visit);
	return 1;
}

static int
may_take(const struct line_mode *p)
{
	if (p->quitting || p->answers.n >= COMMANDS_MAX ||
	    irc_session_pending(p->session) >= UNSENT_MAX)
		return 0;
	if (p->interactive || p->commands.asking.what != ASK_NOTHING)
		return 1;
	if (!irc_session_registered(p->session))
		return 0;
	return p->joined || visit_may_say(&p->visit) ||
	       (p->kind != INPUT_TEXT && p->ready);
}

/* Run a line. Returns 0 if it must wait. */
static int
take_line(struct line_mode *p, struct view line)
{
	if (line.len > 0 && line.p[line.len - 1] == '\r')
		line.len--;
	if (p->commands.asking.what != ASK_NOTHING) {
		line_mode_answer_password(p, line);
		explicit_bzero(p->in.p + (line.p - p->in.p), line.len);
		return 1;
	}
	if (must_join_first(p, line))
		return 0;
	p->line_number++;
	if (p->kind != INPUT_TEXT && line.len > LINE_MAX_BYTES)
		line_mode_refuse_line(p, LINE_MAX_BYTES);
	else
		line_mode_run_line(p, line);
	return 1;
}

/* Drop the rest of a line that was refused. */
static void
skip_line(struct line_mode *p)
{
	const char *end = memchr(buf_str(&p->in), '\n', p->in.len);

	if (end != NULL) {
		p->skipping = 0;
		buf_drain(&p->in, (size_t)(end - p->in.p) + 1);
	} else {
		buf_reset(&p->in);
	}
}

/* The buffer is full without a line end: refuse the line, unless it is text, which is sent in pieces. */
static void
refuse_endless(struct line_mode *p)
{
	if (p->kind == INPUT_TEXT || p->skipping ||
	    p->in.len < LINE_MAX_BYTES ||
	    memchr(p->in.p, '\n', p->in.len) != NULL)
		return;
	p->line_number++;
	p->skipping = 1;
	line_mode_refuse_line(p, LINE_MAX_BYTES);
}

/* Return the length of the next whole line; with *skip it is 0 if there is none yet. *skip: 1 if a line end follows. */
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
	if (left >= LINE_MAX_BYTES && p->kind == INPUT_TEXT)
		return text_split((struct view){ start, left }, left - 4);
	return p->ended ? left : 0;
}

static void
take_lines(struct line_mode *p)
{
	size_t from = 0, n, skip;

	p->taking = 1;
	while (may_take(p)) {
		n = whole_line(p, from, &skip);
		if (n + skip == 0 ||
		    !take_line(p, (struct view){ p->in.p + from, n }))
			break;
		from += n + skip;
	}
	buf_drain(&p->in, from);
	p->taking = 0;
}

/* True if all input was sent, and the server has answered all of it. */
static int
is_finished(const struct line_mode *p)
{
	if (!p->ended || p->in.len > 0 || p->visit.trial != NULL ||
	    p->answers.n > 0 || irc_session_pending(p->session) > 0)
		return 0;
	return p->interactive || irc_session_registered(p->session);
}

void
line_mode_proceed(struct line_mode *p)
{
	int registered = irc_session_registered(p->session), full;

	if (p->quitting || p->taking || p->reads)
		return;
	if (p->skipping)
		skip_line(p);
	take_lines(p);
	refuse_endless(p);
	full = p->in.len >= LINE_MAX_BYTES && !p->skipping;
	if (p->quitting)
		return;
	if (is_finished(p))
		line_mode_finish(p, line_mode_result(p));
	else if (p->ended || full)
		event_del(p->input);
	else if (registered || p->interactive)
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
	if (p->ended)
		visit_stop_waiting(&p->visit);
	line_mode_proceed(p);
}

void
line_mode_input_init(struct line_mode *p)
{
	p->input =
	    event_new(p->base, STDIN_FILENO, EV_READ | EV_PERSIST, input_cb, p);
}

void
line_mode_input_clear(struct line_mode *p)
{
	line_mode_end_prompt(p);
	event_free(p->input);
	buf_clear(&p->in);
}
