/*
 * away: the away state of users.
 */
#ifndef TCHAT_SERVER_IRC_AWAY_H
#define TCHAT_SERVER_IRC_AWAY_H

struct buf;
struct request;
struct session;
struct user;

/* After registration: apply an AWAY that came before it (pre-away). */
void	irc_apply_away(struct request *);
/* Reply 306 or 305. */
void	irc_confirm_away(struct request *, int is_away);
/* Append the 301 that tells this session that the user is away. */
void	irc_away_notice(struct session *, const struct user *, struct buf *);
/* Append the 301 that tells this session that the account is offline. */
void	irc_offline_notice(struct session *, const char *name, struct buf *);

#endif
