/*
 * guests: four digits, and more when names of four are getting rare.
 */
#include "server/proto/guests.h"

#include <stdio.h>

#include "common/msgid.h"
#include "server/chat/account.h"
#include "server/chat/chat.h"

enum { NAME_TRIES = 200 };

int
guest_nick(struct world *w, char buf[GUEST_NICK])
{
	int i;

	for (i = 0; i < NAME_TRIES; i++) {
		snprintf(buf, GUEST_NICK, "guest-%04u",
		    random_below(i < NAME_TRIES / 2 ? 10000 : 100000000));
		if (world_find_user(w, view_of(buf)) == NULL &&
		    world_find_account(w, view_of(buf)) == NULL)
			return 0;
	}
	return -1;
}
