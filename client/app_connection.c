/*
 * app_connection: what the full screen does when the connection begins, ends or is refused, and when
 * the user quits.
 */
#include "client/app_connection.h"

#include <stdlib.h>
#include <string.h>

#include <event2/event.h>

#include "client/app_buffers.h"
#include "client/app_draw.h"
#include "client/app_saved.h"
#include "client/app_state.h"
#include "client/app_trust.h"
#include "client/commands/ban_commands.h"
#include "client/config/recent_servers.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

void
app_notice(const char *text, void *arg)
{
	struct app_network *net = arg;

	rooms_notice(net->rooms, text);
	app_schedule(net->app);
}

/* In the server's window only: it must not push the first room's messages away. */
void
app_new_server(const char *text, void *arg)
{
	struct app_network *net = arg;
	struct view rest = view_of(text), line;

	while (view_cut(&rest, '\n', &line))
		model_info(net->app->model, net->network->server, "%.*s",
		    VIEW_ARG(line));
	app_schedule(net->app);
}

/* Join the rooms that the user named, if this is the first connection, and those that the user was in. */
static void
join_rooms(struct app_network *net)
{
	const struct string_list *rooms = &net->config->rooms;
	struct view *names;
	struct buffer *b;
	size_t i, n = 0;

	names =
	    xcalloc(rooms->n + net->app->model->nbuffers, sizeof(struct view));
	for (i = 0; !net->was_online && i < rooms->n; i++)
		names[n++] = view_of(rooms->v[i]);
	NETWORK_FOREACH (b, net->network)
		if (b->kind == BUFFER_ROOM && b->rejoin)
			names[n++] = view_of(b->name);
	connection_join(net->connection, names, n);
	free(names);
}

/* Report that the user has another nick than wanted; by a notice, because no room is open yet. */
static void
report_other_nick(struct app_network *net, const char *wanted)
{
	char *text;

	if (connection_nick_is_reserved(net->connection))
		xasprintf(&text,
		    _("%s is registered. If it is yours: /login. You are %s "
		      "now."),
		    wanted, net->network->nick);
	else
		xasprintf(&text, _("The nick %s is in use. You are %s now."),
		    wanted, net->network->nick);
	app_notice(text, net);
	free(text);
}

/* Open a query with each user of -t. Show the first one if the user named no room. */
static void
open_queries(struct app_network *net)
{
	const struct string_list *to = &net->config->to;
	struct buffer *b;
	size_t i;

	for (i = 0; i < to->n; i++) {
		b = model_open(net->network, BUFFER_QUERY, view_of(to->v[i]));
		if (i == 0 && net->config->rooms.n == 0)
			app_activate(net->app, b);
	}
}

/* Offer the server at the next start without a host. */
static void
remember_server(struct app_network *net)
{
	char *cause = NULL, *text;

	if (recent_servers_add(net->config, &cause) == 0)
		return;
	xasprintf(&text, _("Not saved for the next start: %s"), cause);
	model_error(net->app->model, net->network->server, "%s", text);
	free(text);
	free(cause);
}

void
app_on_welcome(struct app_network *net, const struct irc_event *ev)
{
	struct model *m = net->app->model;
	const char *wanted = connection_wanted_nick(net->connection);

	rooms_on_welcome(net->rooms, ev);
	net->offline_reported = 0;
	bans_clear(&net->commands);
	if (ev->text.len > 0)
		model_info(m, net->network->server, "%.*s", VIEW_ARG(ev->text));
	if (net->was_online)
		model_info(m, model_active_of(net->network), _("Reconnected"));
	if (strcmp(net->network->nick, wanted) != 0)
		report_other_nick(net, wanted);
	join_rooms(net);
	if (!net->was_online)
		open_queries(net);
	own_messages_on_welcome(net->own_messages);
	targets_request(net->targets, ev->time, net->was_online);
	if (!net->was_online)
		remember_server(net);
	net->was_online = 1;
}

void
app_on_nick_in_use(struct app_network *net, const struct irc_event *ev)
{
	struct model *m = net->app->model;
	struct buffer *b = model_active_of(net->network);

	if (connection_nick_is_reserved(net->connection)) {
		/* Log in under another nick, so that the user can type /login. */
		connection_next_nick(net->connection, ev);
		return;
	}
	if (ev->numeric == 433)
		model_error(m, b,
		    _("The nick %.*s is in use. Choose another: /nick NAME"),
		    VIEW_ARG(ev->object));
	else
		model_error(m, b,
		    _("The server refused the nick %.*s (%.*s). Choose "
		      "another: /nick NAME"),
		    VIEW_ARG(ev->object), VIEW_ARG(ev->text));
}

/* The connection was lost; the client tries again in so many ms. */
static void
on_disconnect(struct app_network *net, const char *reason, int ms)
{
	struct timeval second = { 1, 0 };

	net->network->retry_at = clock_mono_ms() + ms;
	xreplace(&net->network->link_reason, reason);
	event_add(net->countdown, &second);
	if (net->offline_reported)
		return; /* show further failures in the status line only */
	net->offline_reported = 1;
	rooms_on_disconnect(net->rooms, reason);
}

void
app_link_state(enum link_state state, const char *reason, int ms, void *arg)
{
	struct app_network *net = arg;
	struct app *app = net->app;

	net->network->state = state;
	net->network->encrypted = connection_is_encrypted(net->connection);
	if (state != LINK_ONLINE) {
		xreplace(&net->network->account, NULL);
		xreplace(&net->network->waiting, NULL);
		net->network->lag = 0;
	}
	app->model->dirty |= DIRTY_STATUS;
	if (state == LINK_CONNECTING || state == LINK_REGISTERING)
		xreplace(&net->network->link_reason, reason);
	if (state == LINK_WAITING || state == LINK_OFFLINE)
		answer_pages_flush(net->answer_pages);
	if (state == LINK_WAITING) {
		on_disconnect(net, reason, ms);
	} else if (state == LINK_OFFLINE && net->was_online) {
		app_explain_refusal(net, reason);
	} else if (state == LINK_OFFLINE) {
		app->status = 1;
		xreplace(&app->exit_message, reason);
		event_base_loopbreak(app->base);
	}
	own_messages_update_count(net->own_messages);
	app_schedule(app);
}

static void
closed_cb(void *arg)
{
	struct app *app = arg;

	event_base_loopbreak(app->base);
}

void
app_quit(struct app *app, struct view reason)
{
	struct model *m = app->model;
	struct app_network *net = app_network_active(app);
	struct irc_pending pending;

	if (app->quitting) {
		event_base_loopbreak(app->base);
		return;
	}
	app->quitting = 1;
	app_saved_cb(-1, 0, app);
	connection_quit(net->connection, reason, closed_cb, app);
	irc_session_count_pending(net->session, &pending);
	if (pending.on_wire > 0 && net->network->state == LINK_ONLINE)
		model_info(m, m->active,
		    ngettext("Waiting until the server confirms %zu message. "
			     "Ctrl-C ends tchat now.",
			"Waiting until the server confirms %zu messages. "
			"Ctrl-C ends tchat now.",
			pending.on_wire),
		    pending.on_wire);
	else
		model_info(m, m->active,
		    _("Closing the connection. Ctrl-C ends tchat now."));
	app_schedule(app);
}
