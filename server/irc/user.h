/*
 * user: the modes of users.
 */
#ifndef TCHAT_SERVER_IRC_USER_H
#define TCHAT_SERVER_IRC_USER_H

#include <stddef.h>

#include "common/view.h"

struct request;

/* MODE of a nick; an empty change asks for the modes. */
void	irc_user_mode(struct request *, struct view nick, struct view change);
/* Write the letters of these user modes, NUL-terminated, to buf; return their number. */
enum { USER_MODES_MAX = 8 };
size_t	irc_user_letters(unsigned modes, char buf[USER_MODES_MAX]);

#endif
