/*
 * markread: show read markers.
 */
#ifndef TCHAT_SERVER_IRC_MARKREAD_H
#define TCHAT_SERVER_IRC_MARKREAD_H

struct request;
struct room;

/* Send the user's read marker of that room, if the client has the capability. */
void	irc_show_marker(struct request *, const struct room *);

#endif
