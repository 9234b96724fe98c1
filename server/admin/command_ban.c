/*
 * command_ban: who is kept out of the server, by the command line.
 */
#include "common/xmalloc.h"
#include "server/admin/ask_server.h"
#include "server/admin/command.h"

enum { REASON_AT = 3 /* add, mask, time */ };

int
tool_ban(const struct tool_options *o, char **cause)
{
	if (o->nwords == 0) {
		ask_server_usage("ban");
		return cause_set(cause, "ban: what is to be done?");
	}
	return ask_server_words(o, REASON_AT, cause);
}
