/*
 * offline_notice: tell the sender of a direct message that the recipient is offline and the message was kept, but
 * not for each message.
 */
#ifndef TCHAT_SERVER_ACCOUNT_OFFLINE_NOTICE_H
#define TCHAT_SERVER_ACCOUNT_OFFLINE_NOTICE_H

struct absent;
struct chat_applied;
struct session;

#define OFFLINE_NOTICE_TEXT \
	"is offline. Your message is kept and will be shown at the next login"

/*
 * True if the recipient is offline and the sender's session was not told recently. Records that it is told now.
 */
int	offline_notice_due(struct session *, const struct chat_applied *);
void	offline_notice_free(struct absent *);

#endif
