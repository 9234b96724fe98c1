/*
 * app_commands: entered lines carried out; a function per command, found by a
 * table. -1 keeps the line in the input: what was wrong has been said.
 */
#include "client/app_commands.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "client/app_state.h"
#include "client/commands/parse.h"
#include "common/text.h"
#include "common/xmalloc.h"

int
app_fail(struct app *app, const char *fmt, ...)
{
	struct buf clean = { 0 };
	va_list ap;
	char *text;

	va_start(ap, fmt);
	xvasprintf(&text, fmt, ap);
	va_end(ap);
	text_clean(&clean, view_of(text), TEXT_SHOW);
	model_error(app->model, app->model->active, "%s", buf_str(&clean));
	scroll_to_newest(app->model); /* a reader of older lines must see it */
	buf_clear(&clean);
	free(text);
	return -1;
}

int
app_send_command(
    struct app *app, const char *name, const struct view *params, size_t n)
{
	if (irc_session_command(app_session(app), name, params, n) == 0)
		return 0;
	return app_fail(app, "The command is too long for one line");
}

uint64_t
app_ask_from(struct app *app, uint64_t buffer_id)
{
	return irc_session_origin(app_session(app), buffer_id);
}

struct view
app_room_of(struct app *app, const struct command *c)
{
	if (c->room.len > 0)
		return c->room;
	if (app->model->active->kind == BUFFER_ROOM)
		return view_of(app->model->active->name);
	app_fail(app, "Join a room first: /join ROOM");
	return VIEW("");
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

enum {
	OFFLINE_NO,
	OFFLINE_YES /* also without a connection: it waits, or needs none */
};

static const struct {
	app_command *run;
	int offline;
} commands[] = {
	[COMMAND_SAY] = { app_run_say, OFFLINE_YES },
	[COMMAND_ACCOUNT] = { app_run_account, OFFLINE_NO },
	[COMMAND_AWAY] = { app_run_away, OFFLINE_NO },
	[COMMAND_BAN] = { app_run_ban, OFFLINE_NO },
	[COMMAND_CLEAR] = { run_clear, OFFLINE_YES },
	[COMMAND_CLOSE] = { app_run_close, OFFLINE_YES },
	[COMMAND_DEOP] = { app_run_rank, OFFLINE_NO },
	[COMMAND_DEVOICE] = { app_run_rank, OFFLINE_NO },
	[COMMAND_HELP] = { run_help, OFFLINE_YES },
	[COMMAND_INVITE] = { app_run_invite, OFFLINE_NO },
	[COMMAND_JOIN] = { app_run_join, OFFLINE_NO },
	[COMMAND_KICK] = { app_run_kick, OFFLINE_NO },
	[COMMAND_LAST] = { app_run_last, OFFLINE_YES },
	[COMMAND_LIST] = { app_run_list, OFFLINE_NO },
	[COMMAND_LOGIN] = { app_run_account, OFFLINE_NO },
	[COMMAND_LOGOUT] = { app_run_account, OFFLINE_NO },
	[COMMAND_ME] = { app_run_me, OFFLINE_YES },
	[COMMAND_MODE] = { app_run_mode, OFFLINE_NO },
	[COMMAND_MSG] = { app_run_msg, OFFLINE_YES },
	[COMMAND_MUTE] = { app_run_ban, OFFLINE_NO },
	[COMMAND_NAMES] = { app_run_names, OFFLINE_NO },
	[COMMAND_NICK] = { app_run_nick, OFFLINE_YES },
	[COMMAND_NOTICE] = { app_run_notice, OFFLINE_YES },
	[COMMAND_OP] = { app_run_rank, OFFLINE_NO },
	[COMMAND_PART] = { app_run_part, OFFLINE_NO },
	[COMMAND_QUERY] = { app_run_query, OFFLINE_YES },
	[COMMAND_QUIT] = { run_quit, OFFLINE_YES },
	[COMMAND_QUOTE] = { app_run_quote, OFFLINE_NO },
	[COMMAND_RECONNECT] = { app_run_reconnect, OFFLINE_YES },
	[COMMAND_REDACT] = { app_run_redact, OFFLINE_NO },
	[COMMAND_REGISTER] = { app_run_account, OFFLINE_NO },
	[COMMAND_SEARCH] = { app_run_search, OFFLINE_NO },
	[COMMAND_TOPIC] = { app_run_topic, OFFLINE_NO },
	[COMMAND_TRUST] = { app_run_trust, OFFLINE_YES },
	[COMMAND_UNBAN] = { app_run_ban, OFFLINE_NO },
	[COMMAND_UNMUTE] = { app_run_ban, OFFLINE_NO },
	[COMMAND_UNREAD] = { app_run_unread, OFFLINE_YES },
	[COMMAND_VOICE] = { app_run_rank, OFFLINE_NO },
	[COMMAND_WHO] = { app_run_who, OFFLINE_NO },
	[COMMAND_WHOIS] = { app_run_whois, OFFLINE_NO },
};

/*
 * The input is cleared after a failed command too: Up brings the command back. It stays there if
 * the history does not keep it (it has a password), or if the user must remove line breaks.
 */
static int
stays(struct app *app, struct view line, const struct command *c, size_t *point)
{
	size_t at;

	*point = c->break_at != 0 ? c->break_at : line.len;
	return c->break_at != 0 || app_is_secret(app, line, &at);
}

static int
run(struct app *app, struct view line, struct command *c)
{
	char *cause = NULL;
	int rc;

	if (command_parse(line, c, &cause) != 0) {
		rc = app_fail(app, "%s", cause);
		free(cause);
		return rc;
	}
	if (c->id == COMMAND_SAY && command_is_secret(line))
		return app_fail(app, "Not sent: one line is a command with a "
				     "password. Send that "
				     "line alone.");
	if (!commands[c->id].offline && app->model->state != LINK_ONLINE)
		return app_fail(app, "Not connected: /%s needs a connection",
		    c->entry->name);
	return commands[c->id].run(app, c);
}

int
app_enter(struct app *app, struct view line, size_t *point)
{
	struct command c = { 0 };
	int rc;

	if (line.len == 0)
		return 0;
	app_ask_from(app, app->model->active->id);
	rc = run(app, line, &c);
	app_ask_from(app, 0);
	app_schedule(app);
	return rc != 0 && stays(app, line, &c, point);
}
