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
	PAIR_GUEST = CHAT_GUEST,
	PAIR_PARTY = NAME_FOLDED + 1,
	PAIR_KEY = 2 * PAIR_PARTY
};

/* Who it is by account (NULL: none) and nick. 0, or -1: no such name can be. */
int	pair_party(char party[PAIR_PARTY], const char *account, struct view nick);
int	pair_is_guest(const char *party);

/* Both in the order of bytes, a space between; somebody with themselves is a pair, too. */
void	pair_key(char key[PAIR_KEY], const char *a, const char *b);
/* Of a direct message, or of what takes one back. 0, or -1. */
int	pair_of_event(char key[PAIR_KEY], const struct chat_event *);

/* The first of two parties in a key and the second. 0, or -1: it is none. */
int	pair_split(struct view key, struct view *a, struct view *b);
int	pair_has(struct view key, const char *party);
/* The pair when that account is no more: 1; 0: nobody is left who could read it. */
int	pair_without(char key[PAIR_KEY], const char *of, const char *account);
/* Does a pair look like this? For what comes from outside. */
int	pair_valid(struct view key);

/* Is it about two people, and no room's? */
int	pair_is_direct(const struct chat_event *);

#endif
