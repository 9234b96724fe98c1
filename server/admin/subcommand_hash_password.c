/*
 * subcommand_hash_password: read a password without echo, and print its hash.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/admin/ask_password.h"
#include "server/admin/subcommand.h"
#include "server/auth/password.h"

int
subcommand_hash_password(const struct subcommand_options *o, char **cause)
{
	char line[ASKED_SIZE], *hash = NULL;
	int rc;

	(void)o;
	rc = ask_password(line, cause);
	if (rc == 0)
		hash = password_hash(line, cause);
	explicit_bzero(line, sizeof(line));
	if (hash == NULL)
		return -1;
	puts(hash);
	free(hash);
	return 0;
}
