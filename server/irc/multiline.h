/*
 * multiline: messages of several lines, which a client sends as a batch and which are one
 * event when it is closed. IRCv3 draft/multiline; checklist 66.
 *
 * A session has at most one batch open, bounded in lines, bytes and time. What is wrong with it
 * is answered once, under the label of its opening, and then what is left of it is passed over.
 */
#ifndef TCHAT_SERVER_IRC_MULTILINE_H
#define TCHAT_SERVER_IRC_MULTILINE_H

struct buf;
struct chat_applied;
struct config;
struct irc_command;
struct irc_msg;
struct irc_state;
struct multiline;
struct request;
struct server;
struct session;

/* Has this session the capabilities for it? */
int	multiline_speaks(const struct irc_state *);

/* Is this line part of a batch, or BATCH itself, by a session that speaks it? */
int	multiline_concerns(const struct session *, const struct irc_command *,
	    const struct irc_msg *);
/* Would such a line be taken without an answer, or with one that comes when it is settled? */
int	multiline_passes(const struct session *, const struct irc_command *,
	    const struct irc_msg *);
/* Take a line of a batch (not BATCH itself); cmd may be NULL. */
void	multiline_take(struct request *, const struct irc_command *);

/* Forget an open batch, if there is one. */
void	multiline_drop(struct session *);

/* A message of several lines as this kind of reader sees it. */
void	multiline_format(struct server *, const struct chat_applied *, unsigned kind,
	    struct buf *out);

#endif
