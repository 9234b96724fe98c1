/*
 * server_bans: what STATS shows of server bans.
 */
#ifndef TCHAT_SERVER_IRC_SERVER_BANS_H
#define TCHAT_SERVER_IRC_SERVER_BANS_H

struct request;

/* Reply to STATS k (user masks), or STATS d (address ranges). */
void	irc_show_bans(struct request *, int ranges);

#endif
