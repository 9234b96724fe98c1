/*
 * moderate: the commands of a room's operators, except bans.
 */
#ifndef TCHAT_SERVER_PLAIN_MODERATE_H
#define TCHAT_SERVER_PLAIN_MODERATE_H

#include "common/view.h"

struct session;

void	plain_kick(struct session *, struct view args);
void	plain_invite(struct session *, struct view args);
void	plain_rename(struct session *, struct view args);
void	plain_op(struct session *, struct view args);
void	plain_deop(struct session *, struct view args);
void	plain_voice(struct session *, struct view args);
void	plain_devoice(struct session *, struct view args);
void	plain_mode(struct session *, struct view args);

#endif
