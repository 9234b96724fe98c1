/*
 * irc_view: what a client, of which no capability but multi-prefix matters here, knows by the
 * lines it was sent: its nick, the rooms it is in, who is there with what rank, and their topics.
 */
#ifndef TCHAT_TESTS_SUPPORT_IRC_VIEW_H
#define TCHAT_TESTS_SUPPORT_IRC_VIEW_H

#include "common/buf.h"
#include "common/view.h"

enum { IRC_VIEW_ROOMS = 8, IRC_VIEW_PEOPLE = 16, IRC_VIEW_NAME = 64 };

struct irc_view_member {
	char	 nick[IRC_VIEW_NAME];
	unsigned ranks;		/* a bit each */
};

struct irc_view_room {
	char	 name[IRC_VIEW_NAME];
	char	 topic[IRC_VIEW_NAME];
	struct irc_view_member people[IRC_VIEW_PEOPLE];
	size_t	 n;
	int	 is_named;	/* 366 has come: all are known */
};

struct irc_view {
	char	 nick[IRC_VIEW_NAME];
	int	 is_away;
	struct irc_view_room rooms[IRC_VIEW_ROOMS];
	size_t	 n;
	struct buf said;	/* PRIVMSG, a line each: who, where, what */
	int	 strangers;	/* of these, in rooms by people who are not in them */
};

void	irc_view_init(struct irc_view *, const char *nick);
void	irc_view_clear(struct irc_view *);
/* A line without its end. */
void	irc_view_line(struct irc_view *, const char *line);
/* All of it but what was said as text, the same for the same state. */
void	irc_view_print(const struct irc_view *, struct buf *);

struct world;
/* The same text as it should be for the user of that nick. */
void	irc_view_expect(struct world *, const char *nick, struct buf *);

#endif
