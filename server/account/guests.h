/*
 * guests: users without an account: their nicks, and whether they may be here.
 */
#ifndef TCHAT_SERVER_ACCOUNT_GUESTS_H
#define TCHAT_SERVER_ACCOUNT_GUESTS_H

struct server;
struct user;
struct world;

enum { GUEST_NICK = 32 };

/* A name that is free: "guest-0815". 0, or -1: there are too many guests. */
int	guest_nick(struct world *, char buf[GUEST_NICK]);

/*
 * Why a user who has just logged out may not stay as a guest (access = accounts, LOCKDOWN). NULL: they may.
 * A lockdown spares operators.
 */
const char *guests_forbidden(const struct server *, const struct user *);

#endif
