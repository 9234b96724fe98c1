/*
 * replies: errors and other replies to what we sent: numerics without a handler of their own, FAIL, WARN, NOTE, ACK.
 * An error may refuse a message, or end a history request or a WHOX request; else it is shown.
 */
#ifndef TCHAT_CLIENT_IRC_REPLIES_H
#define TCHAT_CLIENT_IRC_REPLIES_H

#include "client/irc/handler.h"

/* A numeric without a handler: emit its sentence. */
irc_handler replies_numeric;
irc_handler on_ack, on_fail;

#endif
