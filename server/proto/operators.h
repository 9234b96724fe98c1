/*
 * operators: what all operators of the server are told.
 */
#ifndef TCHAT_SERVER_PROTO_OPERATORS_H
#define TCHAT_SERVER_PROTO_OPERATORS_H

struct server;
struct user;

/* A sentence to all of them but one (NULL: but nobody), by each of their sessions that said OPER. */
void	operators_tell(struct server *, const struct user *but,
	    const char *text);

#endif
