/*
 * replay: history for clients without CHATHISTORY.
 */
#ifndef TCHAT_SERVER_IRC_REPLAY_H
#define TCHAT_SERVER_IRC_REPLAY_H

struct request;
struct room;

/* Send the last messages of a room that the user joined. */
void	irc_replay(struct request *, const struct room *);
/* Send them for a room that the user is in already, through another session. */
void	irc_replay_other_session(struct request *, const struct room *);
/* After a login: send the messages that came while the account was offline. */
void	irc_replay_offline_messages(struct request *);

#endif
