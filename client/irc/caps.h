/*
 * caps: what the server offers, what we request and what is on (IRCv3 capability negotiation, version 302). The
 * commands of the negotiation are in registration.c.
 */
#ifndef TCHAT_CLIENT_IRC_CAPS_H
#define TCHAT_CLIENT_IRC_CAPS_H

#include <stddef.h>

#include "common/view.h"

struct irc_session;

/* Capabilities, as bits. */
enum {
	CAP_ACCOUNT_NOTIFY = 1 << 0,
	CAP_ACCOUNT_TAG = 1 << 1,
	CAP_AWAY_NOTIFY = 1 << 2,
	CAP_BATCH = 1 << 3,
	CAP_CAP_NOTIFY = 1 << 4,
	CAP_ECHO_MESSAGE = 1 << 5,
	CAP_EXTENDED_JOIN = 1 << 6,
	CAP_INVITE_NOTIFY = 1 << 7,
	CAP_LABELED_RESPONSE = 1 << 8,
	CAP_MESSAGE_TAGS = 1 << 9,
	CAP_MULTI_PREFIX = 1 << 10,
	CAP_SERVER_TIME = 1 << 11,
	CAP_SETNAME = 1 << 12,
	CAP_STANDARD_REPLIES = 1 << 13,
	CAP_CHATHISTORY = 1 << 14,
	CAP_EVENT_PLAYBACK = 1 << 15,
	CAP_REDACTION = 1 << 16,
	CAP_READ_MARKER = 1 << 17,
	CAP_SEARCH = 1 << 18,
	CAP_MULTILINE = 1 << 19,
	CAP_CHGHOST = 1 << 20,
	CAP_REGISTRATION = 1 << 21,
	CAP_SASL = 1 << 22,
	CAP_NO_LOBBY = 1 << 23,
	CAP_VISITOR = 1 << 24
};

struct caps {
	unsigned	 offered, on;
	unsigned	 unwanted;	/* never request these; kept for all connections */
	int		 ended;		/* CAP END has been sent */
	size_t max_bytes,
	    max_lines; /* draft/multiline; max_bytes 0: do not use it */
};

struct caps *caps_new(void);
void	caps_free(struct caps *);
void	caps_reset(struct caps *); /* for a new connection */

/* True if all of these capabilities are on. */
int	caps_on(const struct irc_session *, unsigned bits);
/* True if the server keeps history; if it can search it; if it accepts several lines as one message. */
int	caps_history(const struct irc_session *);
int	caps_search(const struct irc_session *);
int	caps_multiline(const struct irc_session *);

/* Write the names of those of these capabilities that we want, separated by spaces. Returns the length. */
size_t	caps_wanted(
    const struct irc_session *, unsigned bits, char *list, size_t size);

/* The capabilities in a line of the server. */
struct caps_list {
	unsigned	 on, off;	/* off: those with '-' */
	struct view	 mechanisms;	/* the value of sasl=...; empty: none given */
};
/* Parse a list. Keeps the limits of draft/multiline. */
struct caps_list caps_parse(struct irc_session *, struct view list);

#endif
