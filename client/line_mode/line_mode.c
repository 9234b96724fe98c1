/*
 * line_mode: puts line mode together, and runs it.
 */
#include "client/line_mode/line_mode.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/line_mode/events.h"
#include "client/line_mode/print.h"
#include "common/i18n.h"

enum { SIGNALS = 3 };

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
catch_signals(struct line_mode *p, struct event *signals[SIGNALS])
{
	static const int which[SIGNALS] = { SIGINT, SIGTERM, SIGHUP };
	size_t i;

	for (i = 0; i < SIGNALS; i++) {
		signals[i] = evsignal_new(p->base, which[i], signal_cb, p);
		event_add(signals[i], NULL);
	}
}

/* After /quit, a signal or a break: report messages that are not confirmed, and input that was not sent. */
static void
tell_unsent(struct line_mode *p)
{
	char *words =
	    p->told_unsent ? NULL : connection_unsent_words(p->online);
	int is_cut = words != NULL || p->told_unsent || p->status > 128;

	if (words != NULL)
		line_mode_complain("%s", words);
	if (is_cut && !p->interactive && p->in.len > 0)
		line_mode_complain(_("The rest of the input was not sent."));
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
	struct event *signals[SIGNALS];
	size_t i;

	p.online = connection_new(base, config, &ops, &p);
	visit_init(&p.visit, base, connection_session(p.online),
	    line_mode_join_rooms, &p);
	missed_init(&p.missed, connection_session(p.online));
	line_mode_input_init(&p);
	line_mode_events_init(&p);
	catch_signals(&p, signals);
	connection_open(p.online);
	event_base_dispatch(base);
	tell_unsent(&p);

	for (i = 0; i < SIGNALS; i++)
		event_free(signals[i]);
	line_mode_events_clear(&p);
	line_mode_input_clear(&p);
	missed_clear(&p.missed);
	visit_clear(&p.visit);
	connection_free(p.online);
	return p.status;
}
