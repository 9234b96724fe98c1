/*
 * conversation: what direct messages stand under in history: the two who talk. Each is a party: an
 * account by its folded name, or '~' and the folded nick of somebody who had none. So
 * who registers a nick has nothing of what was said under it before (checklist 62), and an
 * account has one history with another, whatever nicks they had.
 *
 * No party has a space in it, and no room has, so that a pair is never taken for a room.
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

/* Who it is by account (NULL: none) and nick. 0, or -1: no such name can be. */
int	conversation_party(char party[CONVERSATION_PARTY], const char *account, struct view nick);
int	conversation_is_guest(const char *party);

/* Both in the order of bytes, a space between; somebody with themselves is a pair, too. */
void	conversation_key(char key[CONVERSATION_KEY], const char *a, const char *b);
/* Of a direct message, or of what takes one back. 0, or -1. */
int	conversation_of_event(char key[CONVERSATION_KEY], const struct chat_event *);

/* The first of two parties in a key and the second. 0, or -1: it is none. */
int	conversation_split(struct view key, struct view *a, struct view *b);
int	conversation_has(struct view key, const char *party);
/* The pair when that account is no more: 1; 0: nobody is left who could read it. */
int	conversation_without(char key[CONVERSATION_KEY], const char *of, const char *account);
/* Does a pair look like this? For what comes from outside. */
int	conversation_valid(struct view key);

/* Is it about two people, and no room's? */
int	conversation_is_direct(const struct chat_event *);

#endif
