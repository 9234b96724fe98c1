/*
 * offline_accounts: messages to accounts without an online user. They are stored and shown when
 * the user comes back. If the account is online under another nick, the message goes there.
 */
#include "server/chat/account.h"
#include "server/chat/world.h"

int
offline_account_find(struct world *w, struct view name,
    struct account **account, struct user **user)
{
	struct account *a = world_find_account(w, name);

	*user = NULL;
	*account = a;
	if (a == NULL || !w->limits.offline_messages)
		return 0;
	*user = LIST_FIRST(&a->users);
	return 1;
}

enum refusal
offline_account_check(
    const struct world *w, const struct user *from, const struct account *to)
{
	if (from->account == NULL &&
	    to->from_guests >= (unsigned)w->limits.absent_from_guests)
		return CHAT_OFFLINE_FULL;
	return CHAT_OK;
}

void
offline_account_count(const struct user *from, struct account *to)
{
	if (from->account == NULL)
		to->from_guests++;
}
