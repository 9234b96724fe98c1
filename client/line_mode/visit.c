/*
 * visit: line mode fed by a program, with -r. Such a client mostly says a line or two and
 * ends: a job of cron. If it joined the room, everyone would read of its coming and going every
 * five minutes. So it first tries to send without joining: servers allow that in rooms without
 * mode n, and ours to an account with a rank in the room (tchat-protocol(7), "Visitors").
 *
 * The client sends the first message alone. If the server refuses it, the client joins and sends
 * it again. If the input goes on for a second, the client joins as well, because someone may read its
 * output.
 */
#include <sys/stat.h>

#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/line_mode/line_mode_state.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum { STAY_SECONDS = 1 };

/* Everyone sees this JOIN, and the QUIT later; the messages ask clients to hide both. */
static void
join_marked(struct line_mode *p)
{
	irc_session_mark_visit(connection_session(p->online));
	line_mode_join_rooms(p);
}

static void
stay_cb(evutil_socket_t fd, short what, void *arg)
{
	struct line_mode *p = arg;

	(void)fd, (void)what;
	if (!p->ended && !p->quitting && !p->joined)
		join_marked(p);
}

void
line_mode_visit_init(struct line_mode *p)
{
	p->stay = evtimer_new(p->base, stay_cb, p);
	if (p->interactive || p->room == NULL ||
	    !name_is_room(view_of(p->room)))
		return;
	irc_session_visit(connection_session(p->online));
	event_add(p->input, NULL); /* does it end at once? */
}

/* Is standard output /dev/null? Then nobody reads what happens in the room. */
static int
is_output_discarded(void)
{
	struct stat out, null;

	return fstat(STDOUT_FILENO, &out) == 0 && S_ISCHR(out.st_mode) &&
	       stat("/dev/null", &null) == 0 && out.st_rdev == null.st_rdev;
}

int
line_mode_visit_begin(struct line_mode *p)
{
	const struct timeval stay = { STAY_SECONDS, 0 };

	if (p->interactive || p->config->rooms.n == 0 ||
	    !name_is_room(view_of(p->room)))
		return 0;
	p->visit = VISIT_TRYING;
	p->one_shot = p->ended;
	if (!p->ended && !is_output_discarded())
		event_add(p->stay, &stay);
	return 1;
}

int
line_mode_visit_may_say(const struct line_mode *p)
{
	return p->visit == VISIT_ALLOWED ||
	       (p->visit == VISIT_TRYING && p->trial == NULL);
}

void
line_mode_visit_said(struct line_mode *p, uint64_t token, struct view text)
{
	if (p->joined || p->visit != VISIT_TRYING || token == 0)
		return;
	p->trial = xviewdup(text);
	p->trial_token = token;
}

void
line_mode_visit_sent(struct line_mode *p, uint64_t token)
{
	if (p->trial == NULL || token != p->trial_token)
		return;
	xreplace(&p->trial, NULL);
	p->visit = VISIT_ALLOWED;
}

size_t
line_mode_visit_waiting(const struct line_mode *p)
{
	return p->trial != NULL && p->trial_token == 0;
}

int
line_mode_visit_refused(struct line_mode *p, uint64_t token)
{
	if (p->trial == NULL || token != p->trial_token)
		return 0;
	p->visit = VISIT_NO;
	p->trial_token = 0;
	event_del(p->stay);
	join_marked(p);
	return 1;
}

void
line_mode_visit_joined(struct line_mode *p)
{
	char *text = p->trial;

	if (!line_mode_visit_waiting(p))
		return;
	p->trial = NULL;
	line_mode_say(p, IRC_SAID, view_of(text));
	free(text);
}

void
line_mode_visit_clear(struct line_mode *p)
{
	event_free(p->stay);
	free(p->trial);
}
