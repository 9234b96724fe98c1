/*
 * client_tags: the client-only tags ("+") of a line, of which some are relayed to others (IRCv3
 * message-tags; checklist 22).
 */
#ifndef TCHAT_SERVER_IRC_CLIENT_TAGS_H
#define TCHAT_SERVER_IRC_CLIENT_TAGS_H

#include "common/view.h"

struct request;

/* Write the tags to relay to buf, which has LINE_TAGS_CLIENT bytes, and return them. */
struct view irc_client_tags(const struct request *, char *buf);
/* Return whether the settings (CLIENTTAGDENY) deny one of the client-only tags. */
int	irc_denies_a_tag(const struct request *);

#endif
