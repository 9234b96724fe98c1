/*
 * prune: delete history that is older than history-days, whether the server trusts its clock or not.
 */
#include "server/tools/ask_server.h"
#include "server/tools/tool.h"

int
tool_prune(const struct tool_options *o, char **cause)
{
	const char *words[] = { "prune", "history" };

	return ask_server(o, words, 2, cause);
}
