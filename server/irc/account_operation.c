/*
 * account_operation: reply that an account operation failed.
 */
#include "server/irc/account_operation.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/irc/request.h"

void
irc_operation_fail(struct request *req, const char *command,
    enum operation_result no, struct view about)
{
	char *text;

	if (no == OPERATION_WEAK_PASSWORD)
		xasprintf(&text,
		    _("The password is too short. It needs %lld bytes or more"),
		    req->server->config->password_min);
	else
		text = xstrdup(operation_text(no));
	reply_fail(req, command, operation_code(no), about, text);
	free(text);
}
