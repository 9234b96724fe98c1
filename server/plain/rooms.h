/*
 * rooms: the commands about rooms.
 */
#ifndef TCHAT_SERVER_PLAIN_ROOMS_H
#define TCHAT_SERVER_PLAIN_ROOMS_H

#include "common/view.h"

struct session;

void	plain_join(struct session *, struct view args);
void	plain_leave(struct session *, struct view args);
void	plain_topic(struct session *, struct view args);
void	plain_rooms(struct session *, struct view args);
void	plain_who(struct session *, struct view args);

#endif
