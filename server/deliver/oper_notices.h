/*
 * oper_notices: what all operators of the server are told.
 */
#ifndef TCHAT_SERVER_DELIVER_OPER_NOTICES_H
#define TCHAT_SERVER_DELIVER_OPER_NOTICES_H

struct server;
struct user;

/* A sentence to all of them but one (NULL: but nobody), by each of their sessions that said OPER. */
void	oper_notice(struct server *, const struct user *but,
	    const char *text);

#endif
