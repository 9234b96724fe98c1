/*
 * app_attention: connects the rules of a network with its model, its state file and the settings.
 */
#include "client/app_attention.h"

#include "client/app_draw.h"
#include "client/app_state.h"
#include "client/commands/attention_store.h"
#include "client/notifier.h"
#include "client/view/screen.h"
#include "common/text.h"

static void
ignore_ended_cb(unsigned id, void *arg)
{
	struct app_network *net = arg;

	model_end_ignore(net->network, id);
	app_schedule(net->app);
}

static void
levels_changed_cb(void *arg)
{
	struct app_network *net = arg;

	model_level_changed(net->network);
	app_schedule(net->app);
}

static void
print_cb(const char *text, void *arg)
{
	struct app_network *net = arg;

	model_info(net->app->model, net->network->server, "%s", text);
	app_schedule(net->app);
}

static void
report_cb(const char *text, void *arg)
{
	struct app_network *net = arg;

	model_error(net->app->model, net->network->server, "%s", text);
}

/* Notifications. */

static void
bell_cb(void *arg)
{
	(void)arg;
	screen_bell();
}

static void
terminal_cb(struct view bytes, void *arg)
{
	(void)arg;
	screen_send(bytes);
}

static void
program_failed_cb(const char *text, void *arg)
{
	struct app *app = arg;
	struct buf clean = { 0 };

	text_clean(&clean, view_of(text), TEXT_SHOW);
	model_error(app->model, model_network(app->model)->server, "%s",
	    buf_str(&clean));
	buf_clear(&clean);
	app_schedule(app);
}

struct notifier *
app_attention_notifier(struct app *app)
{
	static const struct notifier_ops ops = { bell_cb, terminal_cb,
		program_failed_cb };

	return notifier_new(app->base, app->config, app->model, &ops, app);
}

/* The rules of a network. */

static int
ignores_cb(const struct irc_event *ev, void *arg)
{
	struct network *n = arg;

	return attention_hides(&n->attention, ev) != 0;
}

void
app_attention_init(struct app_network *net)
{
	static const struct attention_store_ops ops = { ignore_ended_cb,
		levels_changed_cb, print_cb };

	net->state_files = state_files_new(
	    net->config, view_of(net->network->key), report_cb, net);
	net->attention = attention_store_new(net->app->base, net->config,
	    &net->network->attention, net->state_files, &ops, net);
	net->commands.attention = net->attention;
	irc_session_set_ignores(net->session, ignores_cb, net->network);
	app_attention_update(net);
}

void
app_attention_free(struct app_network *net)
{
	state_files_wait(net->state_files);
	attention_store_free(net->attention);
	state_files_free(net->state_files);
}

void
app_attention_update(struct app_network *net)
{
	attention_store_end(net->attention);
	attention_use_settings(&net->network->attention, net->config);
}
