/*
 * rename: the function of the dialect's vtable for renamed rooms.
 */
#ifndef TCHAT_SERVER_IRC_RENAME_H
#define TCHAT_SERVER_IRC_RENAME_H

struct chat_applied;
struct session;

/* Show a client without channel-rename that it left the old room and joined the new one. */
void	irc_renamed(struct session *, const struct chat_applied *);

#endif
