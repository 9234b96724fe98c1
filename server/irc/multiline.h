/*
 * multiline: messages of several lines. A client sends the lines as a batch, which becomes one event
 * when the client closes it (IRCv3 draft/multiline; checklist 66).
 *
 * A session has at most one open batch, which has limits in lines, bytes and time. The first error
 * in a batch is answered with the label of its opening; the rest of the batch is ignored.
 */
#ifndef TCHAT_SERVER_IRC_MULTILINE_H
#define TCHAT_SERVER_IRC_MULTILINE_H

struct irc_command;
struct irc_msg;
struct irc_state;
struct request;
struct session;

/* Return whether the client has the capabilities for multiline batches. */
int	multiline_is_enabled(const struct irc_state *);

/* Return whether this line is BATCH or part of a batch, and the client has the capabilities. */
int	multiline_concerns(
	    const struct session *, const struct irc_command *, const struct irc_msg *);
/* Return whether such a line would be accepted without an immediate reply. */
int	multiline_is_acceptable(
	    const struct session *, const struct irc_command *, const struct irc_msg *);
/* Add a line to its batch (not BATCH itself); cmd may be NULL. */
void	multiline_add_line(struct request *, const struct irc_command *);

/* Free the session's open batch, if there is one. */
void	multiline_drop(struct session *);

#endif
