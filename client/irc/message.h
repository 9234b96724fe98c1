/*
 * message: PRIVMSG and NOTICE, from others and as echoes of our own, and CTCP in them (modern.ircdocs.horse/ctcp).
 */
#ifndef TCHAT_CLIENT_IRC_MESSAGE_H
#define TCHAT_CLIENT_IRC_MESSAGE_H

#include "client/irc/handler.h"

irc_handler on_notice, on_privmsg;

#endif
