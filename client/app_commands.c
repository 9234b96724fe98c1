/*
 * app_commands: entered lines carried out; a function per command, found by a
 * table. -1 keeps the line in the input: what was wrong has been said.
 */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "client/app_state.h"
#include "client/input/commands.h"
#include "common/names.h"
#include "common/text.h"
#include "common/xmalloc.h"

typedef int command_run(struct app *, const struct command *);

static int fail(struct app *, const char *, ...)
    __attribute__((format(printf, 2, 3)));

static int
fail(struct app *app, const char *fmt, ...)
{
	struct buf clean = { 0 };
	va_list ap;
	char *text;

	va_start(ap, fmt);
	xvasprintf(&text, fmt, ap);
	va_end(ap);
	text_clean(&clean, view_of(text), TEXT_SHOW);
	model_error(app->model, app->model->active, "%s", buf_str(&clean));
	buf_clear(&clean);
	free(text);
	return -1;
}

static int
send_command(
    struct app *app, const char *name, const struct view *params, size_t n)
{
	if (irc_session_command(app_session(app), name, params, n) == 0)
		return 0;
	return fail(app, "that is too long for one line");
}

/* The room named, or the one looked at; an empty view after saying what is missing. */
static struct view
room_of(struct app *app, const struct command *c)
{
	if (c->room.len > 0)
		return c->room;
	if (app->model->active->kind == BUFFER_ROOM)
		return view_of(app->model->active->name);
	fail(app, "join a room first: /join ROOM");
	return VIEW("");
}

static int
say(struct app *app, enum irc_message message, struct view text)
{
	struct buffer *b = app->model->active;

	if (b->kind == BUFFER_SERVER)
		return fail(app, "join a room first: /join ROOM");
	if (b->kind == BUFFER_ROOM && !b->joined &&
	    app->model->state == LINK_ONLINE)
		return fail(
		    app, "you are not in %s: /join %s", b->name, b->name);
	app_say(app, b, message, text);
	return 0;
}

static int
run_say(struct app *app, const struct command *c)
{
	return say(app, IRC_SAID, c->text);
}

static int
run_me(struct app *app, const struct command *c)
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
		return fail(
		    app, "\"%.*s\" cannot be a nick", VIEW_ARG(c->args[0]));
	b = target_buffer(app, c->args[0]);
	if (b == NULL)
		return fail(app, "join %.*s first", VIEW_ARG(c->args[0]));
	app_say(app, b, message, c->args[1]);
	return 0;
}

static int
run_msg(struct app *app, const struct command *c)
{
	return send_to(app, c, IRC_SAID);
}

static int
run_notice(struct app *app, const struct command *c)
{
	return send_to(app, c, IRC_NOTICE);
}

static int
run_query(struct app *app, const struct command *c)
{
	if (!nick_valid(c->args[0]))
		return fail(
		    app, "\"%.*s\" cannot be a nick", VIEW_ARG(c->args[0]));
	app_activate(app, model_open(app->model, BUFFER_QUERY, c->args[0]));
	if (c->nargs > 1)
		app_say(app, app->model->active, IRC_SAID, c->args[1]);
	return 0;
}

/* The room comes into view at once: nothing moves later, under the fingers. */
static int
run_join(struct app *app, const struct command *c)
{
	struct view params[2] = { { NULL, 0 }, c->args[1] };
	char *text = xviewdup(c->args[0]), *cause = NULL, *name;
	struct buffer *b;
	int rc = 0;

	name = client_room_name(text, &cause);
	free(text);
	if (name == NULL) {
		fail(app, "%s", cause);
		free(cause);
		return -1;
	}
	b = model_open(app->model, BUFFER_ROOM, view_of(name));
	app_activate(app, b);
	params[0] = view_of(name);
	if (!b->joined)
		rc = send_command(app, "JOIN", params, (size_t)c->nargs);
	free(name);
	return rc;
}

static int
run_part(struct app *app, const struct command *c)
{
	struct view params[2] = { room_of(app, c), c->args[0] };

	if (params[0].len == 0)
		return -1;
	return send_command(app, "PART", params, 1 + (size_t)c->nargs);
}

static int
run_close(struct app *app, const struct command *c)
{
	struct buffer *b = app->model->active;
	struct view name;

	if (c->nargs > 0)
		b = model_find(app->model, c->args[0]);
	if (b == NULL)
		return fail(
		    app, "nothing called %.*s is open", VIEW_ARG(c->args[0]));
	if (b->kind == BUFFER_SERVER)
		return fail(app, "the server's own page stays; /quit ends all");
	name = view_of(b->name);
	if (b->joined)
		send_command(app, "PART", &name, 1);
	app_close(app, b);
	return 0;
}

static int
run_nick(struct app *app, const struct command *c)
{
	if (!nick_valid(c->args[0]))
		return fail(
		    app, "\"%.*s\" cannot be a nick", VIEW_ARG(c->args[0]));
	online_nick(app->online, c->args[0]);
	return 0;
}

static int
run_topic(struct app *app, const struct command *c)
{
	struct view params[2] = { room_of(app, c), c->args[0] };

	if (params[0].len == 0)
		return -1;
	return send_command(app, "TOPIC", params, 1 + (size_t)c->nargs);
}

static int
run_names(struct app *app, const struct command *c)
{
	struct view room = room_of(app, c);
	const struct roster_member *m;
	struct buf names = { 0 };
	struct buffer *b;
	size_t i;

	if (room.len == 0)
		return -1;
	b = model_find(app->model, room);
	if (b == NULL || !b->joined)
		return fail(app, "you are not in %.*s", VIEW_ARG(room));
	for (i = 0; i < b->roster.n; i++) {
		m = roster_at(&b->roster, i);
		buf_printf(&names, " %.1s%s", m->prefix, m->nick);
	}
	model_info(app->model, app->model->active, "%zu in %s:%s", b->roster.n,
	    b->name, buf_str(&names));
	buf_clear(&names);
	return 0;
}

static int
run_who(struct app *app, const struct command *c)
{
	struct view mask = c->nargs > 0 ? c->args[0] : room_of(app, c);

	return mask.len == 0 ? -1 : send_command(app, "WHO", &mask, 1);
}

static int
run_whois(struct app *app, const struct command *c)
{
	return send_command(app, "WHOIS", c->args, 1);
}

static int
run_away(struct app *app, const struct command *c)
{
	return send_command(app, "AWAY", c->args, (size_t)c->nargs);
}

static int
run_kick(struct app *app, const struct command *c)
{
	struct view params[3] = { room_of(app, c), c->args[0], c->args[1] };

	if (params[0].len == 0)
		return -1;
	return send_command(app, "KICK", params, 1 + (size_t)c->nargs);
}

/* A nick alone is banned under whatever user and host. */
static int
run_ban(struct app *app, const struct command *c)
{
	struct view params[3] = { room_of(app, c), VIEW("+b"), c->args[0] };
	struct view who = c->args[0];
	char *mask;
	int rc;

	if (params[0].len == 0)
		return -1;
	if (!nick_valid(who))
		return send_command(app, "MODE", params, 3);
	xasprintf(&mask, "%.*s!*@*", VIEW_ARG(who));
	params[2] = view_of(mask);
	rc = send_command(app, "MODE", params, 3);
	free(mask);
	return rc;
}

static int
run_invite(struct app *app, const struct command *c)
{
	struct view params[2] = { c->args[0], c->args[1] };

	if (c->nargs < 2)
		params[1] = room_of(app, c);
	if (params[1].len == 0)
		return -1;
	return send_command(app, "INVITE", params, 2);
}

static int
run_list(struct app *app, const struct command *c)
{
	return send_command(app, "LIST", c->args, (size_t)c->nargs);
}

/* "+ov ann bo": each word is a parameter. */
static int
run_mode(struct app *app, const struct command *c)
{
	struct view params[12] = { room_of(app, c) }, rest = c->args[0], word;
	size_t n = 1;

	if (params[0].len == 0)
		return -1;
	while (c->nargs > 0 && n < 12 && view_cut(&rest, ' ', &word))
		if (word.len > 0)
			params[n++] = word;
	return send_command(app, "MODE", params, n);
}

static int
run_clear(struct app *app, const struct command *c)
{
	(void)c;
	buffer_clear_lines(app->model->active);
	app->model->dirty = DIRTY_ALL;
	return 0;
}

static int
run_help(struct app *app, const struct command *c)
{
	app_help(app, c->nargs > 0 ? c->args[0] : VIEW(""));
	return 0;
}

static int
run_quit(struct app *app, const struct command *c)
{
	app_quit(app, c->nargs > 0 ? c->args[0] : VIEW(""));
	return 0;
}

static int
run_quote(struct app *app, const struct command *c)
{
	if (irc_session_raw(app_session(app), c->args[0]) == 0)
		return 0;
	return fail(app, "that is not one line of at most 510 bytes");
}

enum {
	OFFLINE_NO,
	OFFLINE_YES /* also without a connection: it waits, or needs none */
};

static const struct {
	command_run *run;
	int offline;
} commands[] = {
	[COMMAND_SAY] = { run_say, OFFLINE_YES },
	[COMMAND_AWAY] = { run_away, OFFLINE_NO },
	[COMMAND_BAN] = { run_ban, OFFLINE_NO },
	[COMMAND_CLEAR] = { run_clear, OFFLINE_YES },
	[COMMAND_CLOSE] = { run_close, OFFLINE_YES },
	[COMMAND_HELP] = { run_help, OFFLINE_YES },
	[COMMAND_INVITE] = { run_invite, OFFLINE_NO },
	[COMMAND_JOIN] = { run_join, OFFLINE_NO },
	[COMMAND_KICK] = { run_kick, OFFLINE_NO },
	[COMMAND_LIST] = { run_list, OFFLINE_NO },
	[COMMAND_ME] = { run_me, OFFLINE_YES },
	[COMMAND_MODE] = { run_mode, OFFLINE_NO },
	[COMMAND_MSG] = { run_msg, OFFLINE_YES },
	[COMMAND_NAMES] = { run_names, OFFLINE_NO },
	[COMMAND_NICK] = { run_nick, OFFLINE_YES },
	[COMMAND_NOTICE] = { run_notice, OFFLINE_YES },
	[COMMAND_PART] = { run_part, OFFLINE_NO },
	[COMMAND_QUERY] = { run_query, OFFLINE_YES },
	[COMMAND_QUIT] = { run_quit, OFFLINE_YES },
	[COMMAND_QUOTE] = { run_quote, OFFLINE_NO },
	[COMMAND_TOPIC] = { run_topic, OFFLINE_NO },
	[COMMAND_WHO] = { run_who, OFFLINE_NO },
	[COMMAND_WHOIS] = { run_whois, OFFLINE_NO },
};

int
app_enter(struct app *app, struct view line)
{
	struct command c;
	char *cause = NULL;
	int rc;

	if (line.len == 0)
		return 0;
	if (command_parse(line, &c, &cause) != 0) {
		rc = fail(app, "%s", cause);
		free(cause);
	} else if (!commands[c.id].offline &&
		   app->model->state != LINK_ONLINE) {
		rc = fail(app, "/%s has to wait: there is no connection",
		    c.entry->name);
	} else {
		rc = commands[c.id].run(app, &c);
	}
	app_schedule(app);
	return rc;
}
