/*
 * history: requests for old messages (IRCv3 draft/chathistory and soju.im/search).
 *
 * Each request has a number. The lines that answer it are ordinary events, oldest first, with `history` set to that
 * number. One IRC_EV_FETCHED ends each request, also if the server refuses it or lacks the capability, or if the link
 * breaks; it never comes before the function that made the request has returned.
 *
 * A message that was on the wire when the link broke may or may not have arrived: it is unconfirmed. Messages carry
 * the client tag +tchat/nonce, by which the session recognises their echoes in the history. After a reconnect, an
 * unconfirmed message stays pending until the history of its target has been fetched up to now and
 * irc_session_history_complete was called. If it was found, IRC_EV_SENT follows, and the line of history is not
 * reported; if not, it is sent again, before younger messages.
 *
 * The session refuses an unconfirmed message ("not confirmed") if the server keeps no history, if the server denies
 * access to the target's history (INVALID_TARGET), and in a conversation with one user for which the server has never
 * returned any history.
 */
#ifndef TCHAT_CLIENT_IRC_HISTORY_H
#define TCHAT_CLIENT_IRC_HISTORY_H

#include <stddef.h>
#include <stdint.h>

#include "client/irc/handler.h"
#include "common/view.h"

struct irc_event;
struct irc_session;

enum irc_feature {
	IRC_FEATURE_HISTORY,	    /* draft/chathistory */
	IRC_FEATURE_EVENT_PLAYBACK, /* with joins, parts and other events */
	IRC_FEATURE_READ_MARKER,
	IRC_FEATURE_REDACTION,
	IRC_FEATURE_SEARCH,
	IRC_FEATURE_MULTILINE /* a text of several lines is one message */
};

/* True if the server has this feature and it is on. */
int	irc_session_supports(const struct irc_session *, enum irc_feature);
/* Return how many lines a request may fetch (ISUPPORT CHATHISTORY; 100 if the server does not announce it). */
size_t	irc_session_history_limit(const struct irc_session *);

enum irc_history {
	IRC_LATEST, /* the newest; only those after `from` if it is given */
	IRC_BEFORE,
	IRC_AFTER,
	IRC_AROUND,
	IRC_BETWEEN /* uses from and to */
};

/* A place in the history: by msgid, or by time (ms), or none. */
struct irc_bound {
	struct view	 msgid;	/* empty: use the time */
	int64_t		 time;	/* 0 as well: no bound ("*") */
};

/* Request messages of a target. Limit 0: the server's limit. Returns the request's number, never 0. */
uint64_t	irc_session_history(struct irc_session *, enum irc_history,
    struct view target, struct irc_bound from, struct irc_bound to,
    size_t limit);
/* Request the rooms and users with messages in that period; each gives an IRC_EV_TARGET. */
uint64_t	irc_session_history_targets(
    struct irc_session *, int64_t from, int64_t to, size_t limit);

struct irc_search {
	struct view	 text;		/* words to find */
	struct view	 in;		/* empty: all rooms and conversations */
	struct view	 from;		/* empty: any sender */
	int64_t		 after, before;	/* ms; 0: no bound */
	size_t		 limit;		/* 0: the server's limit */
};
uint64_t	irc_session_search(struct irc_session *, const struct irc_search *);

/* True if the target has unconfirmed messages. */
int	irc_session_has_unconfirmed(const struct irc_session *, struct view target);
/* Report that all history of the target since before the break has been fetched. */
void	irc_session_history_complete(struct irc_session *, struct view target);
/*
 * Fetch the target's missed history, only to look for unconfirmed messages. For line mode, which fetches no other
 * history; call it once the room is joined again. It gives no other events than IRC_EV_SENT and IRC_EV_REFUSED.
 */
void	irc_session_check_unconfirmed(struct irc_session *, struct view target);

/*
 * For client/irc only.
 */
enum history_kind { HISTORY_MESSAGES, HISTORY_TARGETS, HISTORY_SEARCH };
struct history_request;
struct history_requests;

struct history_requests *history_requests_new(void);
void	history_requests_free(struct history_requests *);
/* Send no request for up to ten seconds: the server's next lines announce what it supports. now 0: stop waiting. */
void	history_requests_hold(struct history_requests *, int64_t now);
/*
 * Send the requests that may be sent, and end those that cannot be answered. Returns the ms until it must be
 * called again, or -1.
 */
int	history_requests_flush(struct irc_session *, int64_t now);
/* Handle the loss of the link. */
void	history_requests_disconnected(struct irc_session *);

struct history_request *history_request_find(
    struct irc_session *, uint64_t number);
/* Return the request of that kind on the wire without a label, or NULL. */
struct history_request *history_request_unlabelled(
    struct irc_session *, enum history_kind);
uint64_t	history_request_number(const struct history_request *);
/* True if an answer about that target (empty: unknown) may be this request's. */
int	history_request_fits(const struct history_request *, struct view target);
/* Set the event's room to the one whose history was requested. */
void	history_request_set_room(
    struct irc_session *, const struct history_request *, struct irc_event *);
/* Count a line of its answer. Returns 1 if the request only looks for unconfirmed messages: do not report the line. */
int	history_request_line(struct history_request *, const struct irc_event *);
/* End a request: its answer is complete, or text says why there is none. */
void	history_request_end(
    struct irc_session *, struct history_request *, struct view text);
/* Handle an error. Returns 1 if it ended a history request. code is that of a FAIL, else empty. */
int	history_refused(struct irc_session *, struct view command,
    const struct irc_event *, struct view code);

irc_handler on_chathistory;

#endif
