/*
 * account: the commands about accounts.
 */
#ifndef TCHAT_SERVER_PLAIN_ACCOUNT_H
#define TCHAT_SERVER_PLAIN_ACCOUNT_H

#include "common/view.h"

struct session;

void	plain_register(struct session *, struct view args);
void	plain_login(struct session *, struct view args);
void	plain_logout(struct session *, struct view args);

#endif
