/*
 * user_sessions: the sessions of one user among each other. They are clients of one account
 * with the same nick: one person, who may use any of them for whatever the person may do.
 *
 * So what one of them does, all others are shown (deliver), and to everybody else it makes
 * no difference which it was, nor that one of several comes or goes.
 */
#ifndef TCHAT_SERVER_SESSION_USER_SESSIONS_H
#define TCHAT_SERVER_SESSION_USER_SESSIONS_H

#include <stddef.h>

#include "server/chat/chat.h"

struct server;
struct session;

/* Sessions of the user that have not ended; of all who are logged in to the account. */
size_t	user_sessions_count(const struct user *);
size_t	user_sessions_count_account(const struct account *);

/*
 * May one more session come in that is logged in to the account of that name (setting
 * sessions-max)? Always if there is no such account.
 */
int	user_sessions_account_has_space(const struct server *, const char *account);

/*
 * The session of somebody who is in already, by it alone and with nothing in flight, is that
 * user's from now on: both are of one account. Who it was leaves; others are told, the session is
 * not, as how it looks from there is its dialect's.
 */
void	user_sessions_move(struct session *, struct user *);
/* Has the session's user nothing but this session, and is u another one of the same account? */
int	user_sessions_can_move(const struct session *, const struct user *);

/*
 * Why the session may not log in to that account (NULL: log out); NULL: it may. The account is
 * the user's, and is not changed under the other clients.
 */
const char *user_sessions_login_error(struct session *, const struct account *);

/* Is that user somebody logged in to the account of that name (NULL: none)? */
int	user_is_logged_in_to(const struct user *, const char *account);

/*
 * That session has gone, others of the user stay. An operator stays one by the sessions
 * that said OPER: with the last of them the mode goes.
 */
void	user_sessions_note_ended(const struct session *, struct user *);
/* Modes of the user have changed (CHAT_USER_MODE). */
void	user_sessions_note_modes(const struct chat_applied *);

#endif
