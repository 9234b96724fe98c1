/*
 * oper_notices: notices to all server operators.
 */
#ifndef TCHAT_SERVER_DELIVER_OPER_NOTICES_H
#define TCHAT_SERVER_DELIVER_OPER_NOTICES_H

struct server;
struct user;

/* Send a sentence to all operators except one (NULL: to all), to each session that used OPER. */
void	oper_notice(struct server *, const struct user *but,
	    const char *text);

#endif
