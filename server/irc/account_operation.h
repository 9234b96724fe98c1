/*
 * account_operation: run a client's account operation (server/account/operation.h) and reply when it
 * is done. The session takes no further line until then (deferred_reply.h).
 */
#ifndef TCHAT_SERVER_IRC_ACCOUNT_OPERATION_H
#define TCHAT_SERVER_IRC_ACCOUNT_OPERATION_H

#include "common/view.h"
#include "server/account/operation.h"

struct request;

/* Reply to the result. req is NULL if the session is gone. */
typedef void irc_operation_fn(struct server *, struct request *, enum operation_result,
    const struct operation *);

/* Start the operation and call the function with its result. Takes ownership of the operation. */
void	irc_operation(struct request *, struct operation *, irc_operation_fn *);

/* Reply FAIL command, with the code and text of the result. */
void	irc_operation_fail(struct request *, const char *command, enum operation_result,
	    struct view about);

#endif
