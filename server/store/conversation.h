/*
 * conversation: the key under which direct messages are stored: the two parties. A party is an
 * account's folded name, or '~' and the folded nick of a user without an account. So a user who
 * registers a nick does not get the messages that others exchanged under it, and two accounts have
 * one history, whatever nicks they used.
 *
 * Neither parties nor rooms contain a space, so a key is never taken for a room.
 */
#ifndef TCHAT_SERVER_STORE_CONVERSATION_H
#define TCHAT_SERVER_STORE_CONVERSATION_H

#include "common/names.h"
#include "common/view.h"
#include "server/chat/event.h"

enum {
	CONVERSATION_GUEST = CHAT_GUEST,
	CONVERSATION_PARTY = NAME_FOLDED + 1,
	CONVERSATION_KEY = 2 * CONVERSATION_PARTY
};

/*
 * Makes the party of an account (NULL: none) and nick. Returns 0, or -1 if the name is not valid.
 */
int	conversation_party(char party[CONVERSATION_PARTY], const char *account, struct view nick);
int	conversation_is_guest(const char *party);

/*
 * Makes the key: both parties in byte order with a space between. A user and themselves make a key
 * too.
 */
void	conversation_key(char key[CONVERSATION_KEY], const char *a, const char *b);
/* Makes the key of a direct message or of its redaction. Returns 0 or -1. */
int	conversation_of_event(char key[CONVERSATION_KEY], const struct chat_event *);

/* Splits a key into its first and second party. Returns 0, or -1 if it is not a key. */
int	conversation_split(struct view key, struct view *a, struct view *b);
int	conversation_includes(struct view key, const char *party);
/*
 * Makes the key that replaces `of` when the account is deleted. Returns 1, or 0 if nobody is left
 * who can read the conversation.
 */
int	conversation_after_deletion(char key[CONVERSATION_KEY], const char *of, const char *account);
/* Checks a key that comes from outside. */
int	conversation_valid(struct view key);

/* True if the event belongs to a conversation, not to a room. */
int	conversation_is_direct(const struct chat_event *);

#endif
