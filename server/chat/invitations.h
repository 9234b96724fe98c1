/*
 * invitations: users who were invited to a room and have not joined it yet.
 */
#ifndef TCHAT_SERVER_CHAT_INVITATIONS_H
#define TCHAT_SERVER_CHAT_INVITATIONS_H

struct room;
struct user;

int	invitation_pending(const struct room *, const struct user *);
void	invitation_add(struct room *, struct user *);
/* Remove an invitation if there is one. */
void	invitation_drop(struct room *, struct user *);
void	invitations_drop_room(struct room *);
void	invitations_drop_user(struct user *);

#endif
