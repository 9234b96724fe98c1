/*
 * offline_notice: that a message was kept for somebody who is not here is said to its writer, now and
 * then and not at each.
 */
#ifndef TCHAT_SERVER_ACCOUNT_OFFLINE_NOTICE_H
#define TCHAT_SERVER_ACCOUNT_OFFLINE_NOTICE_H

struct absent;
struct chat_applied;
struct session;

#define OFFLINE_NOTICE_TEXT \
	"is not here: your message is kept and will be shown on return"

/*
 * Did this go to who is not here, and was that not said to the session about them lately? It
 * counts as said then.
 */
int	offline_notice_due(struct session *, const struct chat_applied *);
void	offline_notice_free(struct absent *);

#endif
