/*
 * app: creates the parts of the full screen and connects them, opens the screen, handles signals.
 */
#include "client/app.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/app_attention.h"
#include "client/app_buffers.h"
#include "client/app_commands.h"
#include "client/app_connection.h"
#include "client/app_draw.h"
#include "client/app_edit.h"
#include "client/app_events.h"
#include "client/app_hint.h"
#include "client/app_input.h"
#include "client/app_pager.h"
#include "client/app_paste.h"
#include "client/app_saved.h"
#include "client/app_settings.h"
#include "client/app_state.h"
#include "client/app_terminal.h"
#include "client/commands/ban_commands.h"
#include "client/config/live_settings.h"
#include "client/input/spelling.h"
#include "client/model/pager.h"
#include "client/notifier.h"
#include "client/view/canvas.h"
#include "client/view/screen.h"
#include "common/buf.h"
#include "common/i18n.h"
#include "common/streams.h"
#include "common/text.h"
#include "common/xmalloc.h"

static void
signal_cb(evutil_socket_t sig, short what, void *arg)
{
	struct app *app = arg;

	(void)what;
	switch (sig) {
	case SIGWINCH:
		app_resize(app);
		break;
	case SIGCONT:
		if (app->on_screen)
			app_redraw(app);
		break;
	case SIGINT:
		if (app_edit_is_running(app))
			break; /* Ctrl-C in the editor is for the editor */
			       /* FALLTHROUGH */
	default:
		if (!app_network_active(app)->was_online)
			app->status = 128 + (int)sig;
		app_quit(app, VIEW(""));
		break;
	}
}

static void
catch_signals(struct app *app)
{
	static const int which[APP_SIGNALS] = { SIGWINCH, SIGCONT, SIGINT,
		SIGTERM, SIGHUP };
	size_t i;

	for (i = 0; i < APP_SIGNALS; i++) {
		app->signals[i] =
		    evsignal_new(app->base, which[i], signal_cb, app);
		event_add(app->signals[i], NULL);
	}
}

/* Take over the terminal. Returns 0, or -1 if it is not usable. */
static int
open_screen(struct app *app)
{
	if (screen_open(app->config->mouse, &app->exit_message) != 0) {
		app->status = 1;
		return -1;
	}
	app->on_screen = 1;
	app_terminal_look(app);
	app_settings_apply(app);
	app_input_open(app);
	app_terminal_ask(app);
	app_resize(app);
	return 0;
}

/* Every second while the client waits for the next attempt to connect. */
static void
countdown_cb(evutil_socket_t fd, short what, void *arg)
{
	struct app_network *net = arg;

	(void)fd, (void)what;
	net->app->model->dirty |= DIRTY_STATUS;
	app_schedule(net->app);
	if (net->network->state != LINK_WAITING)
		event_del(net->countdown);
}

static void
go_to_result(struct buffer *b, const struct line *line, void *arg)
{
	struct app_network *net = arg;

	app_activate(net->app, b);
	app_draw(net->app); /* so that the size of the pane is known */
	scrollback_go_to(net->scrollback, b, line);
}

static void
redraw_cb(void *arg)
{
	struct app_network *net = arg;

	app_redraw(net->app);
}

static void
show_answer(struct pager *p, struct buffer *b, void *arg)
{
	app_pager_show_answer(((struct app_network *)arg)->app, p, b);
}

/* Create the parts that act on the session and the model. */
static void
make_parts(struct app_network *net)
{
	static const struct message_search_ops search_ops = { go_to_result,
		redraw_cb };
	static const struct answer_pages_ops answer_pages_ops = { show_answer };
	const struct client_config *config = net->config;
	struct view_state *view = &net->app->view;
	struct irc_session *session = connection_session(net->connection);

	net->session = session;
	net->answer_pages = answer_pages_new(
	    config, net->network, view, session, &answer_pages_ops, net);
	net->scrollback = scrollback_new(net->network, view, session);
	net->targets = targets_new(net->network, session, net->scrollback);
	net->search = message_search_new(
	    net->network, view, session, net->scrollback, &search_ops, net);
	net->read_markers =
	    read_markers_new(net->app->base, net->network, session);
	net->rooms =
	    rooms_new(net->network, session, net->scrollback, &config->rooms);
	net->own_messages =
	    own_messages_new(net->network, session, net->scrollback);
}

/* Add the network that the settings describe to the app and to its model. */
static void
new_network(struct app *app, const struct client_config *config)
{
	static const struct connection_ops ops = { app_event, app_link_state,
		app_may_read, app_notice, app_new_server };
	struct app_network *net = xcalloc(1, sizeof(*net));
	struct buf host = { 0 };

	net->app = app;
	net->config = config;
	text_clean(&host, view_of(config->host), 0);
	net->network = model_add_network(app->model, config, buf_str(&host));
	if (config->section != NULL)
		model_rename(
		    app->model, net->network->server, view_of(config->section));
	buf_clear(&host);
	net->network->nick = xstrdup(config->nick);
	net->connection = connection_new(app->base, config, &ops, net);
	app_commands_init(net);
	make_parts(net);
	app_attention_init(net);
	net->saved = saved_state_new(config, net->state_files, net->network);
	net->countdown =
	    event_new(app->base, -1, EV_PERSIST, countdown_cb, net);
	TAILQ_INSERT_TAIL(&app->networks, net, link);
}

static void
free_network(struct app_network *net)
{
	TAILQ_REMOVE(&net->app->networks, net, link);
	event_free(net->countdown);
	saved_state_free(net->saved);
	connection_free(net->connection);
	own_messages_free(net->own_messages);
	rooms_free(net->rooms);
	answer_pages_free(net->answer_pages);
	read_markers_free(net->read_markers);
	message_search_free(net->search);
	targets_free(net->targets);
	scrollback_free(net->scrollback);
	bans_clear(&net->commands);
	app_attention_free(net);
	free(net);
}

struct app *
app_new(struct event_base *base, const struct client_config *config)
{
	struct app *app = xcalloc(1, sizeof(*app));

	app->base = base;
	app->config = config;
	app->model = model_new(config, (size_t)config->scrollback);
	TAILQ_INIT(&app->networks);
	view_state_init(&app->view);
	app_settings_apply(app);
	app->canvas = canvas_new(80, 24);
	app->frame = event_new(base, -1, 0, app_frame_cb, app);
	app->save_timer = event_new(base, -1, 0, app_saved_cb, app);
	app->text_moves = 1;
	app->notifier = app_attention_notifier(app);
	new_network(app, config);
	live_settings_watch(config, app_settings_changed, app);
	live_settings_verify(config, app_settings_verify, app);
	if (config->locale_replaced)
		model_info(app->model, app->model->active,
		    _("The locale is not UTF-8. tchat uses C.UTF-8 for text."));
	return app;
}

void
app_free(struct app *app)
{
	struct app_network *net;
	size_t i;

	app_edit_stop(app);
	app_input_close(app);
	for (i = 0; i < APP_SIGNALS; i++)
		if (app->signals[i] != NULL)
			event_free(app->signals[i]);
	while ((net = TAILQ_FIRST(&app->networks)) != NULL)
		free_network(net);
	event_free(app->frame);
	event_free(app->save_timer);
	notifier_free(app->notifier);
	pager_free(app->closed_page);
	canvas_free(app->canvas);
	model_free(app->model);
	secret_field_clear(&app->password);
	buf_clear(&app->masked);
	free(app->marks);
	spelling_free(app->spelling);
	buf_clear(&app->trust_typed);
	buf_clear(&app->paste);
	buf_clear(&app->paste_question);
	free(app->retry_key);
	free(app->gap_key);
	free(app->fold_key);
	free(app->bottom_key);
	free(app->exit_message);
	free(app);
}

/* Print why tchat ended, or which messages were not sent. */
static void
print_exit_message(struct app *app)
{
	if (app->exit_message == NULL)
		app->exit_message = connection_unsent_words(
		    app_network_active(app)->connection);
	if (app->exit_message != NULL)
		streams_complain("tchat", app->exit_message);
}

/* Connect only now that the terminal is known to work, so that others do not see a client that fails. */
static void
connect_first(struct app *app)
{
	struct app_network *net;

	app_hint_open(app);
	TAILQ_FOREACH (net, &app->networks, link) {
		model_info(app->model, net->network->server,
		    _("Connecting to %s port %lld. Ctrl-C quits."),
		    net->network->host, net->config->port);
		app_draw(app);
		connection_open(net->connection);
	}
}

int
app_run(struct event_base *base, const struct client_config *config)
{
	struct app *app = app_new(base, config);
	int status;

	catch_signals(app);
	app_input_prepare(app);
	if (open_screen(app) == 0) {
		connect_first(app);
		event_base_dispatch(base);
		app_paste_edit(app); /* it becomes part of the draft */
		app_saved_finish(app);
		screen_close();
	}
	print_exit_message(app);
	status = app->status;
	app_free(app);
	return status;
}
