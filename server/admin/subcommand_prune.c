/*
 * subcommand_prune: delete history that is older than history-days, whether the server trusts its clock or not.
 */
#include "server/admin/ask_server.h"
#include "server/admin/subcommand.h"

int
subcommand_prune(const struct subcommand_options *o, char **cause)
{
	const char *words[] = { "prune", "history" };

	return ask_server(o, words, 2, cause);
}
