/*
 * guests: names for those who have none of their own.
 */
#ifndef TCHAT_SERVER_PROTO_GUESTS_H
#define TCHAT_SERVER_PROTO_GUESTS_H

struct world;

enum { GUEST_NICK = 32 };

/* A name that is free: "guest-0815". 0, or -1: there are too many guests. */
int	guest_nick(struct world *, char buf[GUEST_NICK]);

#endif
