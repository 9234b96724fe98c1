/*
 * subcommand_forget: delete the messages of a nick and print their number. If the name is an account's, the account is
 * deleted first (by the running server, if any), so that it sends nothing more.
 */
#include <stdio.h>

#include "common/names.h"
#include "common/xmalloc.h"
#include "server/admin/ask_server.h"
#include "server/admin/subcommand.h"
#include "server/store/archive.h"

static int
drop_account(
    const struct subcommand_options *o, struct archive *a, char **cause)
{
	const char *words[] = { "account", "drop", o->argument };
	int rc = archive_has_account(a, o->argument, cause);

	if (rc == 1)
		rc = ask_server(o, words, 3, cause);
	return rc;
}

int
subcommand_forget(const struct subcommand_options *o, char **cause)
{
	struct archive *a;
	size_t n = 0;
	int rc;

	if (!nick_valid(view_of(o->argument)))
		return cause_set(
		    cause, "\"%s\" is not a valid nick", o->argument);
	a = archive_open(o->database, ARCHIVE_CHANGE, cause);
	if (a == NULL)
		return -1;
	rc = drop_account(o, a, cause);
	if (rc == 0)
		rc = archive_forget(a, o->argument, &n, cause);
	archive_close(a);
	if (rc != 0 && n == 0)
		return -1;
	printf("%zu forgotten\n", n);
	return rc;
}
