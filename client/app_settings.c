/*
 * app_settings: a table of the settings that need action.
 */
#include "client/app_settings.h"

#include <stdlib.h>
#include <string.h>

#include "client/app_draw.h"
#include "client/app_input.h"
#include "client/app_state.h"
#include "client/app_terminal.h"
#include "client/irc/account.h"
#include "client/view/screen.h"

static void
set_colours(struct app *app)
{
	static const int colours[] = { [COLOURS_NONE] = 0,
		[COLOURS_8] = 8,
		[COLOURS_16] = 16,
		[COLOURS_256] = 256,
		[COLOURS_RGB] = 256 };
	int chosen = app->config->colours, can = screen_colours();
	int want = colours[chosen];
	const char *no_color = getenv("NO_COLOR");

	if (chosen == COLOURS_AUTO)
		want = no_color != NULL && *no_color != '\0' ? 0 : can;
	app->view.colours = want > can ? can : want;
	screen_use_rgb(chosen == COLOURS_RGB ||
		       (chosen == COLOURS_AUTO && screen_has_rgb()));
}

static void
set_mouse(struct app *app)
{
	if (app->on_screen)
		screen_set_mouse(app->config->mouse);
}

static void
set_room_list(struct app *app)
{
	app->view.rooms = (enum pane_show)app->config->room_list;
}

static void
set_member_list(struct app *app)
{
	app->view.members = (enum pane_show)app->config->member_list;
}

static void
set_split(struct app *app)
{
	app->view.split = app->config->split;
}

/* Copy what the view uses, except what a key changes too. */
static void
set_view(struct app *app)
{
	const struct client_config *config = app->config;
	struct view_state *st = &app->view;

	st->rooms_max = (int)config->room_list_width;
	st->members_max = (int)config->member_list_width;
	st->align_nicks = (enum pane_show)config->align_nicks;
	st->nick_max = (int)config->nick_width;
	st->time_format = config->time_format;
}

static void
set_nick(struct app *app)
{
	struct app_network *net;

	TAILQ_FOREACH (net, &app->networks, link)
		connection_set_nick(
		    net->connection, view_of(net->config->nick));
}

static void
set_credentials(struct app *app)
{
	struct app_network *net;

	TAILQ_FOREACH (net, &app->networks, link)
		irc_session_credentials(net->session, net->config->account,
		    net->config->password,
		    (unsigned)net->config->max_iterations);
}

static const struct setting_action {
	const char *name;
	void (*act)(struct app *);
	int at_start; /* act when the terminal is open, too */
} actions[] = {
	{ "account", set_credentials, 0 },
	{ "bind", app_input_bind, 0 },
	{ "colours", set_colours, 1 },
	{ "emoji", app_terminal_set_emoji, 0 },
	{ "max-iterations", set_credentials, 0 },
	{ "member-list", set_member_list, 1 },
	{ "mouse", set_mouse, 0 },
	{ "nick", set_nick, 0 },
	{ "password-file", set_credentials, 0 },
	{ "room-list", set_room_list, 1 },
	{ "split", set_split, 1 },
	{ "theme", app_terminal_set_theme, 1 },
};

enum { NACTIONS = sizeof(actions) / sizeof(actions[0]) };

void
app_settings_apply(struct app *app)
{
	for (size_t i = 0; i < NACTIONS; i++)
		if (actions[i].at_start)
			actions[i].act(app);
	set_view(app);
}

int
app_settings_verify(
    const char *name, const char *value, void *arg, char **cause)
{
	if (strcmp(name, "theme") == 0)
		return app_terminal_check_theme(arg, value, cause);
	return 0;
}

void
app_settings_changed(const char *name, void *arg)
{
	struct app *app = arg;

	for (size_t i = 0; i < NACTIONS; i++)
		if (strcmp(actions[i].name, name) == 0)
			actions[i].act(app);
	set_view(app);
	model_settings_changed(app->model);
	app_schedule(app);
}
