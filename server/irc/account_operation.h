/*
 * account_operation: what an IRC client wishes about an account (server/account/operation.h), answered when it
 * is done; the session takes no line until then (later.h).
 */
#ifndef TCHAT_SERVER_IRC_ACCOUNT_OPERATION_H
#define TCHAT_SERVER_IRC_ACCOUNT_OPERATION_H

#include "common/view.h"
#include "server/account/operation.h"

struct request;

/* Reply; if the session is gone, req is NULL: there is nobody to reply to. */
typedef void irc_operation_fn(struct server *, struct request *, enum operation_result,
    const struct operation *);

/* The wish is ours from now on. */
void	irc_operation(struct request *, struct operation *, irc_operation_fn *);

/* FAIL command, with the result's code and text. */
void	irc_operation_fail(struct request *, const char *command, enum operation_result,
	    struct view about);

#endif
