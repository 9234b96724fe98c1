/*
 * state: the IRC dialect's part of a session.
 */
#ifndef TCHAT_SERVER_IRC_STATE_H
#define TCHAT_SERVER_IRC_STATE_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

struct irc_sasl;
struct multiline;
struct labeled_reply;
struct request;

/* Capabilities, one bit each (caps.c). */
enum {
	CAP_BATCH = 1 << 0,
	CAP_CAP_NOTIFY = 1 << 1,
	CAP_ECHO_MESSAGE = 1 << 2,
	CAP_EXTENDED_JOIN = 1 << 3,
	CAP_LABELED_RESPONSE = 1 << 4,
	CAP_MESSAGE_TAGS = 1 << 5,
	CAP_MULTI_PREFIX = 1 << 6,
	CAP_SERVER_TIME = 1 << 7,
	CAP_SETNAME = 1 << 8,
	CAP_STANDARD_REPLIES = 1 << 9,
	CAP_SASL = 1 << 10,
	CAP_ACCOUNT_NOTIFY = 1 << 11,
	CAP_ACCOUNT_TAG = 1 << 12,
	CAP_CHGHOST = 1 << 13,
	CAP_ACCOUNT_REGISTRATION = 1 << 14,
	CAP_NO_LOBBY = 1 << 15,
	CAP_CHANNEL_RENAME = 1 << 16,
	CAP_INVITE_NOTIFY = 1 << 17,
	CAP_NO_IMPLICIT_NAMES = 1 << 18,
	CAP_DRAFT_NO_IMPLICIT_NAMES = 1 << 19,
	CAP_AWAY_NOTIFY = 1 << 20,
	CAP_EXTENDED_MONITOR = 1 << 21,
	CAP_PRE_AWAY = 1 << 22,
	CAP_USERHOST_IN_NAMES = 1 << 23,
	CAP_MULTILINE = 1 << 24,
	CAP_EXTENDED_ISUPPORT = 1 << 25,
	CAP_CHATHISTORY = 1 << 26,
	CAP_EVENT_PLAYBACK = 1 << 27,
	CAP_READ_MARKER = 1 << 28,
	CAP_REDACTION = 1 << 29,
	CAP_SEARCH = 1 << 30
};
/* Bit 31 does not fit in an enum, whose values are int. */
#define CAP_VISITOR (1u << 31)

struct irc_state {
	unsigned		 caps;
	int			 cap_302;	/* the client sent CAP LS 302 */
	int			 negotiating;	/* between CAP LS or REQ and CAP END */
	/* Only until registration is complete. */
	char			*nick;
	char			*refused_nick;	/* last requested, but in use */
	char			*username;
	char			*realname;
	char			*password;
	char			*away;		/* AWAY before registration (pre-away) */
	char			*account;	/* name of the account logged in to */
	/* The request that is running now, and those to be answered later. */
	struct request		*request;
	LIST_HEAD(, labeled_reply) labeled_replies;
	int64_t			 moved;		/* clock_mono_ms when its queue last drained */
	uint64_t		 last_token;
	uint64_t		 last_batch;
	struct multiline	*multiline;	/* the open batch, or NULL */
	unsigned		 oper_failures;	/* wrong OPER passwords */
	unsigned		 login_failures;
	struct irc_sasl		*sasl;		/* the SASL exchange in progress (sasl.h), or NULL */
	unsigned		 overlong;	/* 417s to send when nothing is in flight */
	int64_t			 pinged;	/* clock_mono_ms of an unanswered PING; 0 */
};

#endif
