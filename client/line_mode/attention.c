/*
 * attention: the rules of the network in line mode.
 */
#include "client/line_mode/attention.h"

#include <stdlib.h>
#include <unistd.h>

#include "client/commands/attention_store.h"
#include "client/config/live_settings.h"
#include "client/irc/session.h"
#include "client/line_mode/print.h"

int
line_mode_hides(struct line_mode *p, const struct irc_event *ev)
{
	attention_store_end(p->attention_store);
	return attention_hides(&p->attention, ev) != 0;
}

int
line_mode_mentions(struct line_mode *p, const struct irc_event *ev)
{
	char *cause;
	int mention;

	if (ev->type != IRC_EV_MESSAGE || ev->self || ev->who.len == 0)
		return 0;
	attention_use_settings(&p->attention, p->config);
	mention = attention_is_mention(&p->attention, p->config, ev,
	    irc_session_my_nick(p->session), &cause);
	if (cause != NULL)
		line_mode_complain("%s", cause);
	free(cause);
	return mention;
}

static int
is_alert(struct line_mode *p, const struct irc_event *ev, struct view room)
{
	if (ev->type != IRC_EV_MESSAGE || ev->self || ev->who.len == 0)
		return 0;
	switch (attention_level(&p->attention, p->config, room)) {
	case LEVEL_ALL:
		return 1;
	case LEVEL_MENTIONS:
		return line_mode_mentions(p, ev);
	case LEVEL_NOTHING:
		break;
	}
	return 0;
}

/* Not through streams_print, which escapes control characters. */
void
line_mode_ring(struct line_mode *p, const struct irc_event *ev)
{
	struct view room = ev->room.len > 0 ? ev->room : ev->who;

	if (p->json || p->output_failed || ev->history != 0 ||
	    !client_config_room(p->config, room)->bell ||
	    !isatty(STDOUT_FILENO) || !is_alert(p, ev, room))
		return;
	if (write(STDOUT_FILENO, "\a", 1) == -1)
		return; /* the next line reports it */
}
