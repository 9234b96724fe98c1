/*
 * app_events: applies session events to the model; a table has the function for each type.
 */
#include "client/app_events.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "client/app_attention.h"
#include "client/app_buffers.h"
#include "client/app_connection.h"
#include "client/app_draw.h"
#include "client/app_hint.h"
#include "client/app_saved.h"
#include "client/app_state.h"
#include "client/commands/ban_commands.h"
#include "client/model/event_buffer.h"
#include "common/xmalloc.h"

static void
on_invited(struct app_network *net, const struct irc_event *ev)
{
	event_add_line(net->app->model, model_active_of(net->network), ev);
}

/* Numerics that a server sends to every client that connects belong in the server's window. */
static int
is_greeting(int numeric)
{
	return (numeric >= 1 && numeric <= 5) ||
	       (numeric >= 250 && numeric <= 266) || numeric == 372 ||
	       numeric == 375;
}

/* Facts about the server that it sends with its greeting, and that nobody asked for. */
static int
is_statistic(const struct irc_event *ev)
{
	return ev->origin == 0 &&
	       (ev->numeric == 2 || ev->numeric == 3 || ev->numeric == 422 ||
		   (ev->numeric >= 250 && ev->numeric <= 266));
}

static void
on_info(struct app_network *net, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(net->network, ev->room);

	if ((ev->numeric == 333 && b != NULL && b->same_topic) ||
	    is_statistic(ev))
		return;
	if (answer_pages_take(net->answer_pages, ev))
		return;
	if (is_greeting(ev->numeric))
		b = net->network->server;
	event_add_line(
	    net->app->model, event_buffer_reply(net->network, ev, b), ev);
}

/* A refusal before the welcome, such as a failed login: show it in the first room too. */
static void
refused_early(struct app_network *net, const struct irc_event *ev)
{
	char *text = xviewdup(ev->text);

	app_notice(text, net);
	free(text);
}

static void
on_refused(struct app_network *net, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(net->network, ev->room);

	if (ev->token != 0)
		own_messages_on_refused(net->own_messages, ev);
	else if (net->network->state == LINK_REGISTERING)
		refused_early(net, ev);
	else
		event_add_line(net->app->model,
		    event_buffer_reply(net->network, ev, b), ev);
}

/* The end of a history request: give it to the part that sent the request. */
static void
on_fetched(struct app_network *net, const struct irc_event *ev)
{
	if (!scrollback_on_fetched(net->scrollback, ev) &&
	    !targets_on_fetched(net->targets, ev))
		message_search_on_fetched(net->search, ev);
}

static void
on_target(struct app_network *net, const struct irc_event *ev)
{
	targets_on_target(net->targets, ev);
}

static void
on_read(struct app_network *net, const struct irc_event *ev)
{
	struct buffer *b = event_buffer_find(net->network, ev->target);

	if (b != NULL)
		read_markers_on_read(net->read_markers, b, ev);
	else
		targets_on_read(net->targets, ev);
}

static void
on_redacted(struct app_network *net, const struct irc_event *ev)
{
	event_redact(net->network, ev);
}

/* A line of history: give it to the part that requested it. */
static void
on_history(struct app_network *net, const struct irc_event *ev)
{
	if (!scrollback_on_event(net->scrollback, ev))
		message_search_on_event(net->search, ev);
}

static void
on_sent(struct app_network *net, const struct irc_event *ev)
{
	own_messages_on_sent(net->own_messages, ev);
}

static void
on_whox(struct app_network *net, const struct irc_event *ev)
{
	bans_on_whox(&net->commands, ev);
}

static void
on_answered(struct app_network *net, const struct irc_event *ev)
{
	answer_pages_on_answered(net->answer_pages, ev);
}

static void
on_login(struct app_network *net, const struct irc_event *ev)
{
	struct model *m = net->app->model;
	struct buffer *b =
	    ev->on ? model_active_of(net->network) : net->network->server;

	free(net->network->account);
	net->network->account =
	    ev->object.len > 0 ? xviewdup(ev->object) : NULL;
	m->dirty |= DIRTY_STATUS;
	event_add_line(m, event_buffer_reply(net->network, ev, b), ev);
}

static void
on_lag(struct app_network *net, const struct irc_event *ev)
{
	net->network->lag = ev->lag;
	net->app->model->dirty |= DIRTY_STATUS;
}

static void
on_waiting(struct app_network *net, const struct irc_event *ev)
{
	free(net->network->waiting);
	net->network->waiting =
	    ev->object.len > 0 ? xviewdup(ev->object) : NULL;
	net->app->model->dirty |= DIRTY_STATUS;
}

/* Each type of event has at most one handler. */
static const struct {
	void (*network)(struct app_network *, const struct irc_event *);
	rooms_handler *rooms;
} handlers[] = {
	[IRC_EV_WELCOME] = { .network = app_on_welcome },
	[IRC_EV_NICK_IN_USE] = { .network = app_on_nick_in_use },
	[IRC_EV_JOIN] = { .rooms = rooms_on_join },
	[IRC_EV_PART] = { .rooms = rooms_on_part },
	[IRC_EV_QUIT] = { .rooms = rooms_on_quit },
	[IRC_EV_KICK] = { .rooms = rooms_on_kick },
	[IRC_EV_NICK] = { .rooms = rooms_on_nick },
	[IRC_EV_MESSAGE] = { .rooms = rooms_on_message },
	[IRC_EV_TOPIC] = { .rooms = rooms_on_topic },
	[IRC_EV_MODE] = { .rooms = rooms_on_mode },
	[IRC_EV_RANK] = { .rooms = rooms_on_rank },
	[IRC_EV_NAMES] = { .rooms = rooms_on_names },
	[IRC_EV_NAMES_END] = { .rooms = rooms_on_names_end },
	[IRC_EV_AWAY] = { .rooms = rooms_on_away },
	[IRC_EV_INVITED] = { .network = on_invited },
	[IRC_EV_INFO] = { .network = on_info },
	[IRC_EV_REFUSED] = { .network = on_refused },
	[IRC_EV_SENT] = { .network = on_sent },
	[IRC_EV_REDACTED] = { .network = on_redacted },
	[IRC_EV_READ] = { .network = on_read },
	[IRC_EV_TARGET] = { .network = on_target },
	[IRC_EV_FETCHED] = { .network = on_fetched },
	[IRC_EV_WHOX] = { .network = on_whox },
	[IRC_EV_LOGIN] = { .network = on_login },
	[IRC_EV_ANSWERED] = { .network = on_answered },
	[IRC_EV_LAG] = { .network = on_lag },
	[IRC_EV_WAITING] = { .network = on_waiting },
	[IRC_EV_CLOSED] = { 0 }, /* the connection handles it */
};

static_assert(sizeof(handlers) / sizeof(handlers[0]) == IRC_EV_CLOSED + 1,
    "a row for each type of event");

/* True for an event from history: it is shown, but does not change the state of rooms. */
static int
is_past(const struct irc_event *ev)
{
	return ev->history != 0 && ev->type != IRC_EV_SENT &&
	       ev->type != IRC_EV_TARGET && ev->type != IRC_EV_FETCHED &&
	       ev->type != IRC_EV_REFUSED;
}

/* The network's name comes soon after the welcome. */
static void
update_name(struct app_network *net)
{
	const char *name = irc_session_network(net->session);

	if (name == NULL || (net->network->name != NULL &&
				strcmp(name, net->network->name) == 0))
		return;
	xreplace(&net->network->name, name);
	view_state_measure(&net->app->view);
	net->app->model->dirty |= DIRTY_ROOMS | DIRTY_TOPIC | DIRTY_STATUS;
}

void
app_event(const struct irc_event *ev, void *arg)
{
	struct app_network *net = arg;
	const struct buffer *active = net->app->model->active;

	app_attention_update(net);
	update_name(net);
	targets_on_event(net->targets, ev);
	if (is_past(ev))
		on_history(net, ev);
	else if (handlers[ev->type].rooms != NULL)
		handlers[ev->type].rooms(net->rooms, ev);
	else if (handlers[ev->type].network != NULL)
		handlers[ev->type].network(net, ev);
	app_hint_on_event(net, ev);
	if (net->app->model->active != active)
		app_moved(net->app);
	app_saved_read(net->app);
	app_schedule(net->app);
}
