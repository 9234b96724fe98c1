/*
 * handler: the functions that process a line of one command or numeric. Each module declares its own;
 * client/irc/dispatch.c has the table of all.
 */
#ifndef TCHAT_CLIENT_IRC_HANDLER_H
#define TCHAT_CLIENT_IRC_HANDLER_H

struct irc_event;
struct irc_msg;
struct irc_session;

/* Process a line. The event has its time, msgid, source and origin already. */
typedef void irc_handler(
    struct irc_session *, const struct irc_msg *, struct irc_event *);

/*
 * Process a numeric that may answer a request of the module. Returns 0 if it does not: then it is shown like
 * numerics without a handler.
 */
typedef int irc_claimer(
    struct irc_session *, const struct irc_msg *, struct irc_event *);

#endif
