/*
 * commands: the slash commands in line mode, for who types there. Most are one
 * command of the protocol with the same arguments; a table says which.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/commands/parse.h"
#include "client/line_mode/line_mode_state.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum shape {
	SHAPE_NONE,  /* not in line mode */
	SHAPE_ARGS,  /* the arguments as they are */
	SHAPE_ROOM,  /* the room before them */
	SHAPE_WORDS, /* the room, then each word of the argument */
	SHAPE_FUNCTION
};

typedef void line_mode_run_command(struct line_mode *, const struct command *);

static void
run_say(struct line_mode *p, const struct command *c)
{
	line_mode_say(p, IRC_SAID, c->text);
}

static void
run_me(struct line_mode *p, const struct command *c)
{
	line_mode_say(p, IRC_ACTION, c->args[0]);
}

static void
run_msg(struct line_mode *p, const struct command *c)
{
	irc_session_say(connection_session(p->online),
	    c->id == COMMAND_NOTICE ? IRC_NOTICE : IRC_SAID, c->args[0],
	    c->args[1]);
}

static void
run_query(struct line_mode *p, const struct command *c)
{
	line_mode_turn_to(p, c->args[0], 1);
	if (c->nargs > 1)
		line_mode_say(p, IRC_SAID, c->args[1]);
}

static void
run_join(struct line_mode *p, const struct command *c)
{
	struct view params[2] = { { NULL, 0 }, c->args[1] };
	char *text = xviewdup(c->args[0]), *cause = NULL, *name;

	name = client_room_name(text, &cause);
	free(text);
	if (name == NULL) {
		line_mode_complain("%s", cause);
		free(cause);
		return;
	}
	params[0] = view_of(name);
	line_mode_turn_to(p, params[0], 0);
	irc_session_command(
	    connection_session(p->online), "JOIN", params, (size_t)c->nargs);
	free(name);
}

static void
run_nick(struct line_mode *p, const struct command *c)
{
	if (nick_valid(c->args[0]))
		connection_nick(p->online, c->args[0]);
	else
		line_mode_complain(
		    "\"%.*s\" is not a nick", VIEW_ARG(c->args[0]));
}

static void
run_invite(struct line_mode *p, const struct command *c)
{
	struct view params[2] = { c->args[0], c->args[1] };

	if (c->nargs < 2)
		params[1] = view_of(p->room != NULL ? p->room : "*");
	irc_session_command(connection_session(p->online), "INVITE", params, 2);
}

static void
run_quit(struct line_mode *p, const struct command *c)
{
	(void)c;
	line_mode_finish(p, 0);
}

static void
run_quote(struct line_mode *p, const struct command *c)
{
	if (irc_session_raw(connection_session(p->online), c->args[0]) != 0)
		line_mode_complain(
		    "the text must be one line of at most 510 bytes");
}

static void run_help(struct line_mode *, const struct command *);

static const struct {
	enum shape shape;
	const char *name;
	line_mode_run_command *run;
} commands[COMMAND_WHOIS + 1] = {
	[COMMAND_SAY] = { SHAPE_FUNCTION, NULL, run_say },
	[COMMAND_ACCOUNT] = { SHAPE_FUNCTION, NULL, line_mode_account },
	[COMMAND_AWAY] = { SHAPE_ARGS, "AWAY", NULL },
	[COMMAND_HELP] = { SHAPE_FUNCTION, NULL, run_help },
	[COMMAND_INVITE] = { SHAPE_FUNCTION, NULL, run_invite },
	[COMMAND_JOIN] = { SHAPE_FUNCTION, NULL, run_join },
	[COMMAND_KICK] = { SHAPE_ROOM, "KICK", NULL },
	[COMMAND_LIST] = { SHAPE_ARGS, "LIST", NULL },
	[COMMAND_LOGIN] = { SHAPE_FUNCTION, NULL, line_mode_account },
	[COMMAND_LOGOUT] = { SHAPE_FUNCTION, NULL, line_mode_account },
	[COMMAND_ME] = { SHAPE_FUNCTION, NULL, run_me },
	[COMMAND_MODE] = { SHAPE_WORDS, "MODE", NULL },
	[COMMAND_MSG] = { SHAPE_FUNCTION, NULL, run_msg },
	[COMMAND_NAMES] = { SHAPE_ROOM, "NAMES", NULL },
	[COMMAND_NICK] = { SHAPE_FUNCTION, NULL, run_nick },
	[COMMAND_NOTICE] = { SHAPE_FUNCTION, NULL, run_msg },
	[COMMAND_PART] = { SHAPE_ROOM, "PART", NULL },
	[COMMAND_QUERY] = { SHAPE_FUNCTION, NULL, run_query },
	[COMMAND_QUIT] = { SHAPE_FUNCTION, NULL, run_quit },
	[COMMAND_QUOTE] = { SHAPE_FUNCTION, NULL, run_quote },
	[COMMAND_REGISTER] = { SHAPE_FUNCTION, NULL, line_mode_account },
	[COMMAND_TOPIC] = { SHAPE_ROOM, "TOPIC", NULL },
	[COMMAND_WHO] = { SHAPE_ARGS, "WHO", NULL },
	[COMMAND_WHOIS] = { SHAPE_ARGS, "WHOIS", NULL },
};

static void
run_help(struct line_mode *p, const struct command *c)
{
	const struct command_entry *all;
	size_t i, n;

	(void)c;
	buf_reset(&p->out);
	all = commands_all(&n);
	for (i = 0; i < n; i++)
		if (commands[all[i].id].shape != SHAPE_NONE)
			buf_printf(&p->out, "/%s %s: %s\n", all[i].name,
			    all[i].usage, all[i].help);
	line_mode_write(p, buf_view(&p->out));
}

/* The room named, or the one talked in. */
static void
run_in_room(struct line_mode *p, const struct command *c, int words)
{
	struct view params[12], rest = c->args[0], word;
	size_t n = 1;
	int i;

	params[0] = c->room;
	if (c->room.len == 0 && p->room != NULL)
		params[0] = view_of(p->room);
	if (!name_is_room(params[0])) {
		line_mode_complain("join a room first: /join ROOM");
		return;
	}
	for (i = 0; !words && i < c->nargs; i++)
		params[n++] = c->args[i];
	while (words && c->nargs > 0 && n < 12 && view_cut(&rest, ' ', &word))
		if (word.len > 0)
			params[n++] = word;
	irc_session_command(
	    connection_session(p->online), commands[c->id].name, params, n);
}

void
line_mode_enter(struct line_mode *p, struct view line)
{
	struct command c;
	char *cause = NULL;

	if (command_parse(line, &c, &cause) != 0) {
		line_mode_complain("%s", cause);
		free(cause);
		return;
	}
	switch (commands[c.id].shape) {
	case SHAPE_NONE:
		line_mode_complain(
		    "/%s does not work in line mode", c.entry->name);
		break;
	case SHAPE_ARGS:
		irc_session_command(connection_session(p->online),
		    commands[c.id].name, c.args, (size_t)c.nargs);
		break;
	case SHAPE_ROOM:
	case SHAPE_WORDS:
		run_in_room(p, &c, commands[c.id].shape == SHAPE_WORDS);
		break;
	case SHAPE_FUNCTION:
		commands[c.id].run(p, &c);
		break;
	}
}
