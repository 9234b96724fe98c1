/*
 * app: creates the parts of the full screen and connects them, opens the screen, handles signals.
 */
#include "client/app.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/app_buffers.h"
#include "client/app_commands.h"
#include "client/app_connection.h"
#include "client/app_draw.h"
#include "client/app_events.h"
#include "client/app_input.h"
#include "client/app_state.h"
#include "client/app_terminal.h"
#include "client/commands/ban_commands.h"
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
	default:
		if (!app->was_online)
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

static int
choose_colours(const struct client_config *config)
{
	static const int colours[] = { [COLOURS_NONE] = 0,
		[COLOURS_8] = 8,
		[COLOURS_16] = 16,
		[COLOURS_256] = 256 };
	int can = screen_colours();

	if (config->colours == COLOURS_AUTO || colours[config->colours] > can)
		return can;
	return colours[config->colours];
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
	app->view.colours = choose_colours(app->config);
	app_input_open(app);
	app_terminal_ask(app);
	app_resize(app);
	return 0;
}

/* Every second while the client waits for the next attempt to connect. */
static void
countdown_cb(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;

	(void)fd, (void)what;
	app->model->dirty |= DIRTY_STATUS;
	app_schedule(app);
	if (app->model->state != LINK_WAITING)
		event_del(app->countdown);
}

static void
go_to_result(struct buffer *b, const struct line *line, void *arg)
{
	struct app *app = arg;

	app_activate(app, b);
	app_draw(app); /* so that the size of the pane is known */
	scrollback_go_to(app->scrollback, b, line);
}

static void
redraw_cb(void *arg)
{
	app_redraw(arg);
}

/* Create the parts that act on the session and the model. */
static void
make_parts(struct app *app)
{
	static const struct message_search_ops search_ops = { go_to_result,
		redraw_cb };
	struct irc_session *session = connection_session(app->connection);

	app->session = session;
	app->scrollback = scrollback_new(app->model, &app->view, session,
	    (size_t)app->config->history_lines);
	app->targets = targets_new(app->model, session, app->scrollback);
	app->search = message_search_new(
	    app->model, &app->view, session, app->scrollback, &search_ops, app);
	app->read_markers = read_markers_new(app->base, app->model, session);
	app->rooms = rooms_new(
	    app->model, session, app->scrollback, &app->config->rooms);
	app->own_messages =
	    own_messages_new(app->model, session, app->scrollback);
}

struct app *
app_new(struct event_base *base, const struct client_config *config)
{
	static const struct connection_ops ops = { app_event, app_link_state,
		app_may_read, app_notice, app_new_server };
	struct app *app = xcalloc(1, sizeof(*app));
	struct buf host = { 0 };

	app->base = base;
	app->config = config;
	text_clean(&host, view_of(config->host), 0);
	app->model = model_new(buf_str(&host), (size_t)config->scrollback);
	buf_clear(&host);
	app->model->nick = xstrdup(config->nick);
	if (config->locale_replaced)
		model_info(app->model, app->model->server,
		    _("The locale is not UTF-8. tchat uses C.UTF-8 for text."));
	view_state_init(&app->view);
	app->view.rooms = (enum pane_show)config->room_list;
	app->view.members = (enum pane_show)config->member_list;
	app->view.time_format = config->time_format;
	app->canvas = canvas_new(80, 24);
	app->connection = connection_new(base, config, &ops, app);
	app_commands_init(app);
	make_parts(app);
	app->frame = event_new(base, -1, 0, app_frame_cb, app);
	app->countdown = event_new(base, -1, EV_PERSIST, countdown_cb, app);
	return app;
}

void
app_free(struct app *app)
{
	size_t i;

	app_input_close(app);
	for (i = 0; i < APP_SIGNALS; i++)
		if (app->signals[i] != NULL)
			event_free(app->signals[i]);
	event_free(app->frame);
	event_free(app->countdown);
	connection_free(app->connection);
	own_messages_free(app->own_messages);
	rooms_free(app->rooms);
	read_markers_free(app->read_markers);
	message_search_free(app->search);
	targets_free(app->targets);
	scrollback_free(app->scrollback);
	bans_clear(&app->commands);
	canvas_free(app->canvas);
	model_free(app->model);
	secret_field_clear(&app->password);
	buf_clear(&app->masked);
	buf_clear(&app->trust_typed);
	free(app->retry_key);
	free(app->gap_key);
	free(app->exit_message);
	free(app);
}

/* Print why tchat ended, or which messages were not sent. */
static void
print_exit_message(struct app *app)
{
	if (app->exit_message == NULL)
		app->exit_message = connection_unsent_words(app->connection);
	if (app->exit_message != NULL)
		streams_complain("tchat", app->exit_message);
}

/* Connect only now that the terminal is known to work, so that others do not see a client that fails. */
static void
connect_first(struct app *app)
{
	model_info(app->model, app->model->server,
	    _("Connecting to %s port %lld. Ctrl-C or /quit ends the program."),
	    app->model->host, app->config->port);
	app_draw(app);
	connection_open(app->connection);
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
		screen_close();
	}
	print_exit_message(app);
	status = app->status;
	app_free(app);
	return status;
}
