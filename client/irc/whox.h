/*
 * whox: request a user's host and account with WHO and fields (WHOX). Our token distinguishes the reply from one that
 * the user asked for.
 */
#ifndef TCHAT_CLIENT_IRC_WHOX_H
#define TCHAT_CLIENT_IRC_WHOX_H

#include "client/irc/handler.h"
#include "common/view.h"

struct whox;

struct whox *whox_new(void);
void	whox_free(struct whox *);
void	whox_reset(struct whox *); /* for a new connection */

/* Request a user's host and account. Returns -1 if the server has no WHOX, or another such request is waiting. */
int	whox_request(struct irc_session *, struct view nick);
/* Handle an error. Returns 1 if it answers our own WHOX request, which it ends. */
int	whox_refused(struct irc_session *, struct irc_event *);

irc_claimer on_whox;
irc_handler on_who_end;

#endif
