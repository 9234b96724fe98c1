/*
 * account_operation: reply that an account operation (server/account/operation.h) failed.
 */
#ifndef TCHAT_SERVER_IRC_ACCOUNT_OPERATION_H
#define TCHAT_SERVER_IRC_ACCOUNT_OPERATION_H

#include "common/view.h"
#include "server/account/operation.h"

struct request;

/* Reply FAIL command, with the code and text of the result. */
void	irc_operation_fail(struct request *, const char *command, enum operation_result,
	    struct view about);

#endif
