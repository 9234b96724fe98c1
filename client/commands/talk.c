/*
 * talk: the commands that say something or ask about people.
 */
#include "client/app_commands.h"
#include "client/app_state.h"
#include "client/commands/parse.h"
#include "common/names.h"

static int
say(struct app *app, enum irc_message message, struct view text)
{
	struct buffer *b = app->model->active;

	if (b->kind == BUFFER_SERVER)
		return app_fail(app, "Join a room first: /join ROOM");
	if (b->kind == BUFFER_ROOM && !b->joined &&
	    app->model->state == LINK_ONLINE)
		return app_fail(
		    app, "You are not in %s: /join %s", b->name, b->name);
	app_say(app, b, message, text);
	return 0;
}

int
app_run_say(struct app *app, const struct command *c)
{
	return say(app, IRC_SAID, c->text);
}

int
app_run_me(struct app *app, const struct command *c)
{
	return say(app, IRC_ACTION, c->args[0]);
}

/* Where messages to a target stand; a room's only if it is open. */
static struct buffer *
target_buffer(struct app *app, struct view target)
{
	struct buffer *b = model_find(app->model, target);

	if (b == NULL && !name_is_room(target))
		b = model_open(app->model, BUFFER_QUERY, target);
	return b;
}

static int
send_to(struct app *app, const struct command *c, enum irc_message message)
{
	struct buffer *b;

	if (!name_is_room(c->args[0]) && !nick_valid(c->args[0]))
		return app_fail(
		    app, "\"%.*s\" is not a nick", VIEW_ARG(c->args[0]));
	b = target_buffer(app, c->args[0]);
	if (b == NULL)
		return app_fail(app, "Join %.*s first", VIEW_ARG(c->args[0]));
	app_say(app, b, message, c->args[1]);
	return 0;
}

int
app_run_msg(struct app *app, const struct command *c)
{
	return send_to(app, c, IRC_SAID);
}

int
app_run_notice(struct app *app, const struct command *c)
{
	return send_to(app, c, IRC_NOTICE);
}

int
app_run_query(struct app *app, const struct command *c)
{
	if (!nick_valid(c->args[0]))
		return app_fail(
		    app, "\"%.*s\" is not a nick", VIEW_ARG(c->args[0]));
	app_activate(app, model_open(app->model, BUFFER_QUERY, c->args[0]));
	if (c->nargs > 1)
		app_say(app, app->model->active, IRC_SAID, c->args[1]);
	return 0;
}

int
app_run_nick(struct app *app, const struct command *c)
{
	if (!nick_valid(c->args[0]))
		return app_fail(
		    app, "\"%.*s\" is not a nick", VIEW_ARG(c->args[0]));
	connection_nick(app->online, c->args[0]);
	return 0;
}

int
app_run_away(struct app *app, const struct command *c)
{
	return app_send_command(app, "AWAY", c->args, (size_t)c->nargs);
}

int
app_run_who(struct app *app, const struct command *c)
{
	struct view mask = c->nargs > 0 ? c->args[0] : app_room_of(app, c);

	return mask.len == 0 ? -1 : app_send_command(app, "WHO", &mask, 1);
}

int
app_run_whois(struct app *app, const struct command *c)
{
	return app_send_command(app, "WHOIS", c->args, 1);
}

int
app_run_quote(struct app *app, const struct command *c)
{
	if (irc_session_raw(app_session(app), c->args[0]) == 0)
		return 0;
	return app_fail(app, "The text must be one line of at most 510 bytes");
}
