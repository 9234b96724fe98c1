/*
 * subcommand_backup: copy the database into a new file, whether the server runs or not.
 */
#include "server/admin/subcommand.h"
#include "server/store/archive.h"

int
subcommand_backup(const struct subcommand_options *o, char **cause)
{
	struct archive *a = archive_open(o->database, ARCHIVE_READ, cause);
	int rc;

	if (a == NULL)
		return -1;
	rc = archive_copy(a, o->argument, cause);
	archive_close(a);
	return rc;
}
