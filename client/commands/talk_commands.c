/*
 * talk_commands: commands that send messages, and that ask about users.
 */
#include "client/commands/context.h"
#include "client/commands/table.h"
#include "client/connection/connection.h"
#include "client/irc/session.h"
#include "common/i18n.h"

static int
run_me(struct command_context *x, const struct command *c)
{
	return x->ops->say(IRC_ACTION, c->args[0], x->ctx);
}

static int
run_msg(struct command_context *x, const struct command *c)
{
	return x->ops->say_to(c->args[0], IRC_PRIVMSG, c->args[1], x->ctx);
}

static int
run_notice(struct command_context *x, const struct command *c)
{
	return x->ops->say_to(c->args[0], IRC_NOTICE, c->args[1], x->ctx);
}

static int
run_query(struct command_context *x, const struct command *c)
{
	if (x->ops->open_query(c->args[0], x->ctx) != 0)
		return -1;
	return c->nargs < 2 ? 0 : x->ops->say(IRC_PRIVMSG, c->args[1], x->ctx);
}

static int
run_nick(struct command_context *x, const struct command *c)
{
	if (!nick_valid(c->args[0]))
		return command_fail(x, _("\"%.*s\" is not a valid nick."),
		    VIEW_ARG(c->args[0]));
	connection_set_nick(x->connection, c->args[0]);
	return 0;
}

static int
run_who(struct command_context *x, const struct command *c)
{
	struct view mask = c->nargs > 0 ? c->args[0] : command_room(x, c);

	return mask.len == 0 ? -1 : command_send(x, "WHO", &mask, 1);
}

static int
run_quote(struct command_context *x, const struct command *c)
{
	if (irc_session_raw(command_session(x), c->args[0]) == 0)
		return 0;
	return command_fail(
	    x, _("The text must be one line of at most 510 bytes."));
}

/* clang-format off */
const struct command_row talk_commands[] = {
	{ "away", command_send_args, "AWAY", 0, 1, { ARG_TEXT },
	    "[REASON]", N_("mark yourself away; without a reason: no longer away"), 0, 0 },
	{ "me", run_me, NULL, 1, 1, { ARG_TEXT },
	    "ACTION", N_("send an action"),
	    COMMAND_OFFLINE | COMMAND_LINES, 0 },
	{ "msg", run_msg, NULL, 2, 2, { ARG_TARGET, ARG_TEXT },
	    "NICK|ROOM TEXT", N_("send a message to a user or a room"),
	    COMMAND_OFFLINE | COMMAND_LINES, SECRET_MESSAGE },
	{ "nick", run_nick, NULL, 1, 1, { ARG_NONE },
	    "NICK", N_("change your nick"), COMMAND_OFFLINE, 0 },
	{ "notice", run_notice, NULL, 2, 2, { ARG_TARGET, ARG_TEXT },
	    "NICK|ROOM TEXT",
	    N_("send a notice: a message that programs do not answer"),
	    COMMAND_OFFLINE | COMMAND_LINES, SECRET_MESSAGE },
	{ "q", run_query, NULL, 1, 2, { ARG_NICK, ARG_TEXT },
	    "NICK [TEXT]", N_("the same as /query"),
	    COMMAND_OFFLINE | COMMAND_LINES, SECRET_MESSAGE },
	{ "query", run_query, NULL, 1, 2, { ARG_NICK, ARG_TEXT },
	    "NICK [TEXT]", N_("open a query with a user"),
	    COMMAND_OFFLINE | COMMAND_LINES, SECRET_MESSAGE },
	{ "quote", run_quote, NULL, 1, 1, { ARG_TEXT },
	    "LINE", N_("send a raw protocol line"), 0, SECRET_PROTOCOL },
	{ "who", run_who, NULL, 0, 1, { ARG_TARGET },
	    "[ROOM|NICK|MASK]", N_("list users with user name and host"), 0, 0 },
	{ "whois", command_send_args, "WHOIS", 1, 1, { ARG_NICK },
	    "NICK", N_("show information about a user"), 0, 0 },
	{ .name = NULL }
};
/* clang-format on */
