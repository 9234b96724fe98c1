/*
 * oper_commands: commands of server operators, and questions about the server.
 */
#include <stdlib.h>

#include "client/commands/account_commands.h"
#include "client/commands/context.h"
#include "client/commands/table.h"
#include "client/irc/session.h"
#include "common/duration.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

#define TEN_YEARS (10 * 365 * 86400LL) /* seconds */

/* The name is that of an operator in the server's settings, often the nick. */
static int
run_oper(struct command_context *x, const struct command *c)
{
	struct view params[2] = { c->args[0], c->args[1] };

	if (c->nargs < 1)
		params[0] = view_of(irc_session_my_nick(command_session(x)));
	if (c->nargs < 2)
		return account_ask_oper(x, params[0]);
	return command_send(x, "OPER", params, 2);
}

/* Every server wants a reason. */
static int
run_kill(struct command_context *x, const struct command *c)
{
	struct view params[2] = { c->args[0], c->args[1] };

	if (c->nargs < 2)
		params[1] = view_of(_("no reason given"));
	return command_send(x, "KILL", params, 2);
}

/*
 * Send "[time] mask [reason]", from "MASK [TIME] [REASON]", as /ban has it. tchat-server takes times such as 2h; other
 * servers count minutes.
 */
static int
run_server_ban(struct command_context *x, const struct command *c)
{
	struct view rest = c->args[1], reason = rest, time = VIEW(""), word;
	struct view params[3];
	char *minutes = NULL;
	long long seconds;
	size_t n = 0;
	int rc;

	if (view_cut(&rest, ' ', &word) && word.len > 0 && *word.p >= '0' &&
	    *word.p <= '9' && duration_parse(word, TEN_YEARS, &seconds) == 0) {
		reason = rest.p != NULL ? rest : VIEW("");
		time = word;
		if (!irc_session_has_timed_bans(command_session(x))) {
			xasprintf(&minutes, "%lld", (seconds + 59) / 60);
			time = view_of(minutes);
		}
	}
	if (time.len > 0)
		params[n++] = time;
	params[n++] = c->args[0];
	if (reason.len > 0)
		params[n++] = reason;
	rc = command_send(x, c->row->word, params, n);
	free(minutes);
	return rc;
}

/* clang-format off */
const struct command_row oper_commands[] = {
	{ "dline", run_server_ban, "DLINE", 1, 2, { ARG_NONE, ARG_TEXT },
	    "ADDRESS [TIME] [REASON]",
	    N_("ban an address or a range from the server, for good or for a time such as 10m, 2h, 7d"), 0, 0 },
	{ "kill", run_kill, NULL, 1, 2, { ARG_NICK, ARG_TEXT },
	    "NICK [REASON]", N_("disconnect a user from the server"), 0, 0 },
	{ "kline", run_server_ban, "KLINE", 1, 2, { ARG_NICK, ARG_TEXT },
	    "MASK [TIME] [REASON]",
	    N_("ban users from the server by a mask, or by a:ACCOUNT, for good or for a time such as 10m, 2h, 7d"), 0, 0 },
	{ "motd", command_send_args, "MOTD", 0, 0, { ARG_NONE },
	    "", N_("show the server's message of the day"), 0, 0 },
	{ "oper", run_oper, NULL, 0, 2, { ARG_NONE, ARG_TEXT },
	    "[NAME [PASSWORD]]",
	    N_("become a server operator; asks for the password if you leave it out"), 0, SECRET_SECOND },
	{ "rehash", command_send_args, "REHASH", 0, 0, { ARG_NONE },
	    "", N_("make the server read its settings again"), 0, 0 },
	{ "stats", command_send_args, "STATS", 0, 1, { ARG_TEXT },
	    "[LETTER]", N_("show statistics of the server; k and d: its bans"), 0, 0 },
	{ "undline", command_send_args, "UNDLINE", 1, 1, { ARG_NONE },
	    "ADDRESS", N_("remove a ban of /dline"), 0, 0 },
	{ "unkline", command_send_args, "UNKLINE", 1, 1, { ARG_NONE },
	    "MASK", N_("remove a ban of /kline"), 0, 0 },
	{ "wallops", command_send_args, "WALLOPS", 1, 1, { ARG_TEXT },
	    "TEXT", N_("send a message to all users with mode w, such as server operators"), 0, 0 },
	{ .name = NULL }
};
/* clang-format on */
