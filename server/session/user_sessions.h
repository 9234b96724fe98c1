/*
 * user_sessions: several sessions of one user: clients of one account with the same nick. They
 * are one person, who may use any of them.
 *
 * Each session is shown what the others do (deliver). Other users cannot tell which session
 * acted, or that one of several came or left.
 */
#ifndef TCHAT_SERVER_SESSION_USER_SESSIONS_H
#define TCHAT_SERVER_SESSION_USER_SESSIONS_H

#include <stddef.h>

#include "server/chat/chat.h"

struct server;
struct session;

/* Count the sessions of the user that have not ended; count those of all users of the account. */
size_t	user_sessions_count(const struct user *);
size_t	user_sessions_count_account(const struct account *);

/*
 * True if one more session may log in to the account of that name (setting sessions-max), or if
 * there is no such account.
 */
int	user_sessions_account_has_space(const struct server *, const char *account);

/*
 * Move a session to another user of the same account. It must be its user's only session and
 * have nothing in flight. The old user leaves; others see the QUIT, the session does not,
 * because its dialect tells it.
 */
void	user_sessions_move(struct session *, struct user *);
/* True if user_sessions_move may be called. */
int	user_sessions_can_move(const struct session *, const struct user *);

/*
 * Return why the session may not log in to that account (NULL: log out), or NULL if it may. The
 * account is the user's, so a session does not change it while other clients use it.
 */
const char *user_sessions_login_error(struct session *, const struct account *);

/* True if the user is logged in to the account of that name (NULL: none). */
int	user_is_logged_in_to(const struct user *, const char *account);

/* Handle a change of the user's modes (CHAT_USER_MODE). */
void	user_sessions_note_modes(const struct chat_applied *);

#endif
