/*
 * irc_view: what a client with only multi-prefix knows from the lines it was sent: its nick, its
 * rooms, their members with ranks, and their topics.
 */
#ifndef TCHAT_TESTS_SUPPORT_IRC_VIEW_H
#define TCHAT_TESTS_SUPPORT_IRC_VIEW_H

#include "common/buf.h"
#include "common/view.h"

enum { IRC_VIEW_ROOMS = 8, IRC_VIEW_PEOPLE = 16, IRC_VIEW_NAME = 64 };

struct irc_view_member {
	char		 nick[IRC_VIEW_NAME];
	unsigned	 ranks;	/* bits */
};

struct irc_view_room {
	char			 name[IRC_VIEW_NAME];
	char			 topic[IRC_VIEW_NAME];
	struct irc_view_member	 people[IRC_VIEW_PEOPLE];
	size_t			 n;
	int			 is_named;	/* 366 has arrived: all members are known */
};

struct irc_view {
	char			 nick[IRC_VIEW_NAME];
	int			 is_away;
	struct irc_view_room	 rooms[IRC_VIEW_ROOMS];
	size_t			 n;
	struct buf		 said;		/* PRIVMSG, one per line: sender, target, text */
	int			 strangers;	/* messages in rooms by users who are not members */
};

void	irc_view_init(struct irc_view *, const char *nick);
void	irc_view_clear(struct irc_view *);
/* Process a line without its end. */
void	irc_view_line(struct irc_view *, const char *line);
/* Return the state without messages as text; equal states give equal text. */
void	irc_view_print(const struct irc_view *, struct buf *);

struct world;
/* Return the same text as it should be for the user with this nick. */
void	irc_view_expect(struct world *, const char *nick, struct buf *);

#endif
