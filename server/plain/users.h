/*
 * users: the commands about users.
 */
#ifndef TCHAT_SERVER_PLAIN_USERS_H
#define TCHAT_SERVER_PLAIN_USERS_H

#include "common/view.h"

struct session;

void	plain_nick(struct session *, struct view args);
void	plain_whois(struct session *, struct view args);
void	plain_away(struct session *, struct view args);

#endif
