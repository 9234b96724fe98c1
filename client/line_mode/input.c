/*
 * input: reads the input, sends it, and runs commands.
 */
#include "client/line_mode/input.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/commands/account_commands.h"
#include "client/irc/session.h"
#include "client/line_mode/print.h"
#include "common/i18n.h"
#include "common/streams.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	READ_MAX = 16 * 1024,
	LINE_MAX_BYTES =
	    64 * 1024,	 /* longer lines are sent as several messages */
	UNSENT_MAX = 64, /* unconfirmed messages; then the input waits */
};

/*
 * Write to standard output. If that fails, report it once and print nothing more, but send the
 * rest of piped input. For a user who types it ends the program, because they see nothing any more.
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
	    _("Cannot write to standard output: %s"), strerror(errno));
	if (p->interactive)
		line_mode_finish(p, 1);
}

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

static void
quit_with(struct line_mode *p, int status, struct view reason)
{
	if (p->quitting)
		return;
	p->quitting = 1;
	p->status = status;
	event_del(p->input);
	visit_stop_waiting(&p->visit);
	connection_quit(p->connection, reason, closed_cb, p);
}

void
line_mode_finish(struct line_mode *p, int status)
{
	quit_with(p, status, VIEW(""));
}

/* Send lines to that room or nick from now on. */
static void
turn_to(struct line_mode *p, struct view target, int joined)
{
	free(p->room);
	p->room = xviewdup(target);
	p->joined = joined;
}

int
line_mode_say(struct line_mode *p, enum irc_message message, struct view text)
{
	uint64_t token;

	if (p->room == NULL || (!p->joined && !visit_may_say(&p->visit)))
		return command_fail(
		    &p->commands, _("Join a room first: /join ROOM"));
	token = irc_session_say(
	    connection_session(p->connection), message, view_of(p->room), text);
	if (!p->joined)
		visit_said(&p->visit, token, text);
	return 0;
}

/* Commands: see command_ops. */

static void
show_error(const char *text, void *arg)
{
	(void)arg;
	line_mode_complain("%s", text);
}

static void
show_line(const char *text, void *arg)
{
	struct line_mode *p = arg;

	buf_reset(&p->out);
	buf_printf(&p->out, "%s\n", text);
	line_mode_write(p, buf_view(&p->out));
}

static struct view
target(void *arg)
{
	const struct line_mode *p = arg;

	return view_of(p->room);
}

static int
say(enum irc_message message, struct view text, void *arg)
{
	return line_mode_say(arg, message, text);
}

static int
say_to(struct view name, enum irc_message message, struct view text, void *arg)
{
	struct line_mode *p = arg;

	irc_session_say(connection_session(p->connection), message, name, text);
	return 0;
}

static int
open_room(struct view room, void *arg)
{
	turn_to(arg, room, 0);
	return 1;
}

/* Nothing has to be joined to write to a user. */
static int
open_query(struct view nick, void *arg)
{
	turn_to(arg, nick, 1);
	return 0;
}

static void
quit(struct view reason, void *arg)
{
	quit_with(arg, 0, reason);
}

static void
set_echo(int on)
{
	struct termios t;

	if (tcgetattr(STDIN_FILENO, &t) == -1)
		return;
	if (on)
		t.c_lflag |= ECHO;
	else
		t.c_lflag &= ~(tcflag_t)ECHO;
	tcsetattr(STDIN_FILENO, TCSANOW, &t);
}

/* The next line is the password. */
static void
ask_password(void *arg)
{
	struct line_mode *p = arg;

	set_echo(0);
	p->silent = 1;
	fputs(account_prompt(&p->commands.asking), stderr);
	fflush(stderr);
}

static void
end_prompt(struct line_mode *p)
{
	if (!p->silent)
		return;
	p->silent = 0;
	set_echo(1);
	fputc('\n', stderr);
}

static int
may_say(const struct line_mode *p)
{
	return (p->joined || p->interactive || visit_may_say(&p->visit)) &&
	       !p->quitting &&
	       irc_session_pending(connection_session(p->connection)) <
		   UNSENT_MAX;
}

/* Send piped input as it is, never as a command: a line of a log may begin with a slash. */
static void
take_line(struct line_mode *p, struct view line)
{
	struct command c;

	if (line.len > 0 && line.p[line.len - 1] == '\r')
		line.len--;
	if (p->commands.asking.what != ASK_NOTHING) {
		end_prompt(p);
		account_answer(&p->commands, line);
		explicit_bzero(p->in.p + (line.p - p->in.p), line.len);
	} else if (p->interactive && line.len > 0)
		command_run(&p->commands, line, &c);
	else
		line_mode_say(p, IRC_PRIVMSG, line);
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

void
line_mode_proceed(struct line_mode *p)
{
	struct irc_session *s = connection_session(p->connection);

	if (p->quitting)
		return;
	if (irc_session_registered(s))
		say_lines(p);
	else if (!p->ended && p->in.len < LINE_MAX_BYTES)
		return; /* not registered: read ahead, if reading has begun */
	if (irc_session_registered(s) && p->ended && p->in.len == 0 &&
	    p->visit.trial == NULL && irc_session_pending(s) == 0)
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
	if (p->ended)
		visit_stop_waiting(&p->visit);
	line_mode_proceed(p);
}

void
line_mode_input_init(struct line_mode *p)
{
	static const struct command_ops ops = { .error = show_error,
		.print = show_line,
		.target = target,
		.say = say,
		.say_to = say_to,
		.open_room = open_room,
		.open_query = open_query,
		.ask_password = ask_password,
		.quit = quit };

	p->input =
	    event_new(p->base, STDIN_FILENO, EV_READ | EV_PERSIST, input_cb, p);
	command_context_init(&p->commands, &ops, p, p->connection, NULL);
}

void
line_mode_input_clear(struct line_mode *p)
{
	end_prompt(p);
	event_free(p->input);
	buf_clear(&p->in);
	buf_clear(&p->out);
	free(p->room);
}
