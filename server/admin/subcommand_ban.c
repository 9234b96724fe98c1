/*
 * subcommand_ban: the command "ban".
 */
#include "common/xmalloc.h"
#include "server/admin/ask_server.h"
#include "server/admin/subcommand.h"

enum { REASON_AT = 3 /* add, mask, time */ };

int
subcommand_ban(const struct subcommand_options *o, char **cause)
{
	if (o->nwords == 0) {
		ask_server_usage("ban");
		return cause_set(cause, "ban: command missing");
	}
	return ask_server_words(o, REASON_AT, cause);
}
