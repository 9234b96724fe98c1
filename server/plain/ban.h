/*
 * ban: the commands that ban and mute.
 */
#ifndef TCHAT_SERVER_PLAIN_BAN_H
#define TCHAT_SERVER_PLAIN_BAN_H

#include "common/view.h"

struct session;

void	plain_ban(struct session *, struct view args);
void	plain_mute(struct session *, struct view args);
void	plain_unban(struct session *, struct view args);
void	plain_unmute(struct session *, struct view args);

#endif
