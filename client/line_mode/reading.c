/*
 * reading: joins the rooms that are read, and ends when all is printed, or nobody reads the output.
 */
#include "client/line_mode/reading.h"

#include <sys/stat.h>

#include <poll.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/irc/history.h"
#include "client/irc/session.h"
#include "client/line_mode/attention.h"
#include "client/line_mode/output.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/xmalloc.h"

static void
render(struct buf *out, const struct irc_event *ev, void *arg)
{
	struct line_mode *p = arg;

	if (p->json || !line_mode_hides(p, ev))
		line_mode_render(p, out, ev);
}

static void
put(int64_t time, struct view line, void *arg)
{
	line_mode_put(arg, time, line);
}

static void
warn(const char *text, void *arg)
{
	(void)arg;
	line_mode_complain("%s", text);
}

static void
fail(const char *why, void *arg)
{
	line_mode_complain("%s", why);
	line_mode_finish(arg, READING_FAILED);
}

static void
done(void *arg)
{
	struct line_mode *p = arg;

	line_mode_finish(p, line_mode_result(p));
}

/* The program that reads our output has ended (head, for example): nothing is left to do. */
static void
output_cb(evutil_socket_t fd, short what, void *arg)
{
	struct pollfd out = { .fd = fd };
	struct line_mode *p = arg;

	(void)what;
	if (poll(&out, 1, 0) == 1 && (out.revents & (POLLERR | POLLHUP)))
		line_mode_finish(p, 0);
	else
		event_del(p->watch_output);
}

/* A pipe without a reader gives an error event, also if nothing is written. */
static void
watch_output(struct line_mode *p)
{
	struct stat st;

	if (fstat(STDOUT_FILENO, &st) != 0 || !S_ISFIFO(st.st_mode))
		return;
	p->watch_output = event_new(
	    p->base, STDOUT_FILENO, EV_READ | EV_PERSIST, output_cb, p);
	event_add(p->watch_output, NULL);
}

static int
parse_limit(const char *text, struct reader_limit *limit, char **cause)
{
	return text == NULL ? 0 : reader_limit_parse(limit, text, cause);
}

int
reading_init(struct line_mode *p, char **cause)
{
	static const struct reader_ops ops = { render, put, warn, fail, done };
	const struct client_config *c = p->config;
	size_t i;

	if (c->follow && c->until != NULL)
		return cause_set(
		    cause, _("--follow and --until do not go together"));
	if (c->commands)
		return cause_set(cause,
		    _("--commands does not go with --follow, --since and "
		      "--until, which do not read the input"));
	reader_init(&p->reader, p->session, &ops, p);
	p->reader.follows = c->follow;
	if (parse_limit(c->since, &p->reader.since, cause) != 0 ||
	    parse_limit(c->until, &p->reader.until, cause) != 0)
		return -1;
	for (i = 0; i < p->rooms.n; i++)
		reader_add(&p->reader, view_of(p->rooms.v[i]));
	for (i = 0; i < c->to.n; i++)
		reader_add(&p->reader, view_of(c->to.v[i]));
	irc_session_visit(p->session);
	irc_session_skip_playback(p->session);
	watch_output(p);
	return 0;
}

void
reading_clear(struct line_mode *p)
{
	reader_clear(&p->reader);
	if (p->watch_output != NULL)
		event_free(p->watch_output);
}

/* Users need not be joined. */
void
reading_welcome(struct line_mode *p)
{
	struct view *names = xcalloc(p->rooms.n + 1, sizeof(*names));
	size_t i;

	for (i = 0; i < p->rooms.n; i++)
		names[i] = view_of(p->rooms.v[i]);
	connection_join(p->connection, names, i);
	free(names);
	for (i = 0; i < p->config->to.n; i++)
		reader_start(
		    &p->reader, view_of(p->config->to.v[i]), clock_ms());
}

/* Without -r and -t, the room that the server joins us to is read: the lobby. */
static void
on_joined(struct line_mode *p, const struct irc_event *ev)
{
	char *room;

	if (p->reader.places == NULL) {
		room = xviewdup(ev->room);
		string_list_add(&p->rooms, room);
		reader_add(&p->reader, ev->room);
		free(room);
	}
	reader_start(&p->reader, ev->room, ev->time);
}

static void
on_left(struct line_mode *p, const struct irc_event *ev)
{
	if (!reader_has(&p->reader, ev->room))
		return;
	line_mode_complain(_("You are no longer in %.*s."), VIEW_ARG(ev->room));
	line_mode_finish(p, READING_FAILED);
}

static void
on_refused(struct line_mode *p, const struct irc_event *ev)
{
	line_mode_complain("%.*s", VIEW_ARG(ev->text));
	if (name_is_room(ev->object) && reader_has(&p->reader, ev->object))
		line_mode_finish(p, READING_FAILED);
}

void
reading_has_no_room(struct line_mode *p)
{
	if (p->reader.places != NULL)
		return;
	line_mode_complain(_("The server did not join you to a room. Choose "
			     "one with -r."));
	line_mode_finish(p, READING_FAILED);
}

int
reading_event(struct line_mode *p, const struct irc_event *ev)
{
	const char *nick = irc_session_my_nick(p->session);

	if (ev->history != 0 || ev->type == IRC_EV_MESSAGE) {
		reader_event(&p->reader, ev);
		return 1;
	}
	switch (ev->type) {
	case IRC_EV_WELCOME:
	case IRC_EV_NICK_IN_USE:
		return 0;
	case IRC_EV_JOIN:
		if (ev->self)
			on_joined(p, ev);
		break;
	case IRC_EV_PART:
		if (ev->self)
			on_left(p, ev);
		break;
	case IRC_EV_KICK:
		if (name_equal(ev->object, view_of(nick)))
			on_left(p, ev);
		break;
	case IRC_EV_REFUSED:
		on_refused(p, ev);
		break;
	default:
		break;
	}
	return 1;
}
