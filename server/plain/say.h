/*
 * say: send messages.
 */
#ifndef TCHAT_SERVER_PLAIN_SAY_H
#define TCHAT_SERVER_PLAIN_SAY_H

#include "common/view.h"

struct session;

/* Clean a text, split it into as many messages as needed, and send them. The user is told of a refusal. */
void	plain_say(struct session *, struct view target, struct view text);

/* The commands /msg and /me. */
void	plain_msg(struct session *, struct view args);
void	plain_me(struct session *, struct view args);

#endif
