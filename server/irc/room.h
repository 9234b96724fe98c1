/*
 * room: show a room to a client that joins it.
 */
#ifndef TCHAT_SERVER_IRC_ROOM_H
#define TCHAT_SERVER_IRC_ROOM_H

struct request;
struct room;

/* Send what follows the JOIN line: topic, read marker and, unless the client opted out, names. */
void	irc_show_room(struct request *, const struct room *);
/* Join a user who has just registered to the lobby. */
void	irc_join_lobby(struct request *);

#endif
