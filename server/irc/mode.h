/*
 * mode: the letters of room modes and ranks, and a reply that TBAN shares.
 */
#ifndef TCHAT_SERVER_IRC_MODE_H
#define TCHAT_SERVER_IRC_MODE_H

#include "common/view.h"

struct request;
struct room;

/* Reply 478: the room's list of that letter is full. */
void	irc_list_full(struct request *, const struct room *, struct view letter);

/* ISUPPORT MODES: changes with an argument in one command. */
enum { IRC_MODES_MAX = 20, ROOM_LETTERS_MAX = 32 };
/* Write the letters of all room modes, or of those that can have an argument. */
void	irc_room_letters(char out[ROOM_LETTERS_MAX], int with_argument);
/* Write the letters in the groups of ISUPPORT CHANMODES. */
void	irc_chanmodes(char out[ROOM_LETTERS_MAX]);

/* Return the prefixes of a member's ranks: all, highest first, or only the highest. */
const char *irc_prefixes(unsigned ranks, int all);

#endif
