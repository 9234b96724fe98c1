/*
 * hash_password: a password is read where nobody sees it, and its hash printed.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/password.h"
#include "server/tools/ask_password.h"
#include "server/tools/tool.h"

int
tool_hash_password(const struct tool_options *o, char **cause)
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
	rc = puts(hash) == EOF || fflush(stdout) != 0 ? -1 : 0;
	free(hash);
	return rc == 0 ? 0 : cause_set(cause, "stdout: %s", strerror(errno));
}
