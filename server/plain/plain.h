/*
 * plain: the dialect for users of nc and telnet, and for shell scripts.
 * The server sends what the user types to the user's current room. A line that begins with '/' is a
 * command; a line that begins with "//" is a message that begins with '/'.
 *
 * The user sees one line for each event:
 *	<ana> hello			a message in the current room
 *	#tea <ana> hello		a message in another room that the user is in
 *	* ana waves			an action; every line that is not a message also begins with "* "
 *	-ana- hello			a notice
 *	[ana] hello			a direct message from ana
 *	[-> ana] hello			a direct message that the user sent to ana
 *
 * plain_add_line (event_text.h) removes control characters from everything that is sent to a plain peer.
 */
#ifndef TCHAT_SERVER_PLAIN_PLAIN_H
#define TCHAT_SERVER_PLAIN_PLAIN_H

struct conn;
struct server;

/* Make a session for a new connection, and set the connection's handler. */
void	plain_opened(struct server *, struct conn *);

#endif
