/*
 * app: wiring: what the controller is made of, how it begins and how it ends.
 */
#include "client/app.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <event2/event.h>

#include "client/app_state.h"
#include "client/commands/ban_commands.h"
#include "client/view/canvas.h"
#include "client/view/screen.h"
#include "common/buf.h"
#include "common/clock.h"
#include "common/streams.h"
#include "common/text.h"
#include "common/xmalloc.h"

struct irc_session *
app_session(struct app *app)
{
	return connection_session(app->online);
}

void
app_activate(struct app *app, struct buffer *b)
{
	if (b == NULL || b == app->model->active)
		return;
	app_input_save(app);
	model_activate(app->model, b);
	app_input_load(app);
	if (b->kind == BUFFER_QUERY && b->past == PAST_UNKNOWN)
		scrollback_resume(app->scrollback, b);
	app_schedule(app);
}

void
app_close(struct app *app, struct buffer *b)
{
	int active = b == app->model->active;

	scrollback_close(app->scrollback, b);
	editor_drop_undo(b);
	model_close(app->model, b);
	if (active)
		app_input_load(app);
	app_schedule(app);
}

static void
closed_cb(void *arg)
{
	struct app *app = arg;

	event_base_loopbreak(app->base);
}

/* The second time it ends without waiting for the server. */
void
app_quit(struct app *app, struct view reason)
{
	struct irc_pending unsent;

	if (app->quitting) {
		event_base_loopbreak(app->base);
		return;
	}
	app->quitting = 1;
	connection_quit(app->online, reason, closed_cb, app);
	irc_session_count_pending(app_session(app), &unsent);
	if (unsent.on_wire > 0 && app->model->state == LINK_ONLINE)
		model_info(app->model, app->model->active,
		    "Waiting until the server confirms %zu message%s. Ctrl-C "
		    "ends tchat now.",
		    unsent.on_wire, unsent.on_wire == 1 ? "" : "s");
	else
		model_info(app->model, app->model->active,
		    "Closing the connection. Ctrl-C ends tchat now.");
	app_schedule(app);
}

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
			screen_redraw();
		app_resize(app);
		break;
	default:
		if (!app->back)
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

/* From here on the terminal is ours. */
void
app_open_screen(struct app *app)
{
	char *cause = NULL;

	if (app->on_screen || app->input == NULL || app->quitting)
		return;
	if (screen_open(app->config->mouse, &cause) != 0) {
		free(app->farewell);
		app->farewell = cause;
		app->status = 1;
		app_quit(app, VIEW(""));
		return;
	}
	app->on_screen = 1;
	app->view.colours = choose_colours(app->config);
	app_input_open(app);
	app_resize(app);
}

static void
second_cb(evutil_socket_t fd, short what, void *arg)
{
	struct app *app = arg;

	(void)fd, (void)what;
	app->model->dirty |= DIRTY_STATUS;
	app_schedule(app);
	if (app->model->state != LINK_WAITING)
		event_del(app->second);
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
redraw(void *arg)
{
	screen_redraw();
	app_resize(arg);
}

static void
make_history(struct app *app)
{
	static const struct message_search_ops search_ops = { go_to_result,
		redraw };
	struct irc_session *session = app_session(app);

	app->scrollback = scrollback_new(app->model, &app->view, session,
	    (size_t)app->config->history_lines);
	app->targets = targets_new(app->model, session, app->scrollback);
	app->search = message_search_new(
	    app->model, &app->view, session, app->scrollback, &search_ops, app);
	app->read_markers = read_markers_new(app->base, app->model, session);
}

struct app *
app_new(struct event_base *base, const struct client_config *config)
{
	static const struct connection_ops ops = { app_event, app_link_state,
		app_may_read, app_notice };
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
		    "The locale is not UTF-8. tchat uses C.UTF-8 for text.");
	view_state_init(&app->view);
	app->view.rooms = (enum pane_show)config->room_list;
	app->view.members = (enum pane_show)config->member_list;
	app->view.time_format = config->time_format;
	app->canvas = canvas_new(80, 24);
	app->online = connection_new(base, config, &ops, app);
	app_commands_init(app);
	make_history(app);
	app->frame = event_new(base, -1, 0, app_frame_cb, app);
	app->second = event_new(base, -1, EV_PERSIST, second_cb, app);
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
	event_free(app->second);
	connection_free(app->online);
	read_markers_free(app->read_markers);
	message_search_free(app->search);
	targets_free(app->targets);
	scrollback_free(app->scrollback);
	bans_clear(&app->commands);
	canvas_free(app->canvas);
	model_free(app->model);
	secret_field_clear(&app->typed);
	buf_clear(&app->masked);
	buf_clear(&app->trust_typed);
	free(app->listing);
	buf_clear(&app->notices);
	free(app->retry_key);
	free(app->gap_key);
	free(app->farewell);
	free(app);
}

static void
say_farewell(struct app *app)
{
	if (app->farewell == NULL)
		app->farewell = connection_unsent_words(app->online);
	if (app->farewell != NULL)
		streams_complain("tchat", app->farewell);
}

/* The terminal can show us: now others may see us. */
static void
connect_first(struct app *app)
{
	model_info(app->model, app->model->server,
	    "Connecting to %s port %lld. Ctrl-C or /quit ends the program.",
	    app->model->host, app->config->port);
	app_draw(app);
	connection_open(app->online);
}

int
app_run(struct event_base *base, const struct client_config *config)
{
	struct app *app = app_new(base, config);
	int status;

	catch_signals(app);
	app_input_prepare(app);
	app_open_screen(app);
	if (app->on_screen) {
		connect_first(app);
		event_base_dispatch(base);
		screen_close();
	}
	say_farewell(app);
	status = app->status;
	app_free(app);
	return status;
}
