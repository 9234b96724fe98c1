/*
 * state: the session's inside, which the files of client/irc share; nobody else
 * includes it.
 *
 * A line goes: line.c parses it and finds what it answers -> handlers.c finds the
 * function for its command in a sorted table -> that function (presence.c, message.c,
 * register.c, numerics.c) cleans what it needs and emits typed events. Lines that tell of
 * the past go by past.c, which lets only some functions have them.
 */
#ifndef TCHAT_CLIENT_IRC_STATE_H
#define TCHAT_CLIENT_IRC_STATE_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/irc/login.h"
#include "client/irc/outbox.h"
#include "client/irc/history_request.h"
#include "client/irc/request.h"
#include "client/irc/session.h"
#include "common/buf.h"
#include "common/irc_msg.h"

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
	int		 ended;		/* CAP END was sent */
	size_t		 max_bytes, max_lines; /* draft/multiline; no bytes: not to be used */
};

/* What the server says of itself (005). */
struct isupport {
	char	 prefixes[16];		/* "@+", highest first */
	char	 prefix_modes[16];	/* "ov" */
	char	 chantypes[16];
	char	 statusmsg[16];
	char	 modes[3][64];		/* CHANMODES: lists; always, when set with an argument */
	char	*network;
	size_t	 line_max;		/* LINELEN, at most 512 */
	size_t	 history_max;		/* CHATHISTORY; 0: no limit */
	int	 told_history_max;
	int	 by_msgid;		/* MSGREFTYPES: the past can be found by msgid */
	int	 whox, tban, monitor;
	char	 extban[64];		/* kinds of masks that are no nick!user@host */
	char	 extban_begin;		/* what stands before the kind; 0: nothing */
};

enum { BATCH_ID_MAX = 64, BATCHES_MAX = 32 };

#define MULTILINE_BATCH "draft/multiline"
#define MULTILINE_CONCAT "draft/multiline-concat"

/* An open batch: what its lines answer. */
struct batch {
	char		 id[BATCH_ID_MAX];	/* "" when free */
	uint64_t	 label;			/* a message of ours */
	uint64_t	 asked;			/* a question, or IRC_REPLAYED */
	uint64_t	 request;
	int		 ends;			/* its end is the question's */
	int		 answers_request;	/* its end is the request's */
	struct multiline *lines;		/* of one message; NULL */
};

enum phase { PHASE_OFFLINE, PHASE_REGISTERING, PHASE_ONLINE };

enum sanitize_slot {
	SANITIZE_WHO, SANITIZE_USERHOST, SANITIZE_ROOM, SANITIZE_TARGET, SANITIZE_OBJECT,
	SANITIZE_TEXT, SANITIZE_MSGID, SANITIZE_SLOTS
};

/* Who was asked for (whox.c), and what came. */
struct whox {
	char	*asked;		/* NULL: nobody */
	char	*userhost;	/* NULL: nothing came yet */
	char	*account;	/* NULL: none */
};

/* nick_regain.c */
struct regain {
	char	*nick;		/* to get back; NULL: none */
	int64_t	 next;		/* mono ms: ask then */
	int	 monitored;	/* MONITOR + was sent */
	int	 trying;	/* NICK was sent */
	unsigned asked;		/* ISON was sent, and is not answered */
};

struct irc_session {
	struct irc_session_ops	 ops;
	void			*ctx;
	char			*nick, *username, *realname;
	char			*server;	/* its name; NULL: not yet known */
	char			*userhost;	/* ours, as others see it; NULL: not yet known */

	enum phase		 phase;
	int			 is_irc;	/* an IRC line has come */
	int64_t			 started, heard;	/* mono ms */
	int			 poked;		/* silence was answered by a PING */
	int			 dead;		/* IRC_EV_CLOSED was said */
	int64_t			 ctcp_at;	/* replies are paced by this */
	int64_t			 server_clock;	/* as of its latest line; 0: not known */
	int64_t			 welcomed;	/* by its clock; 0: not known */
	int64_t			 last_joined;	/* any room, by its clock */
	SLIST_HEAD(, past_room)	 rooms;
	size_t			 nrooms;

	unsigned		 no_caps;	/* never asked for */
	int			 marks_visit;	/* messages carry OUTBOX_VISITOR */
	struct caps		 caps;
	struct isupport		 isupport;
	struct batch		 batches[BATCHES_MAX];
	struct outbox		 outbox;
	struct history_requests	 questions;
	struct requests		 requests;
	struct login		 login;
	struct whox		 person;
	struct regain		 regain;

	/* The line at hand. */
	uint64_t		 label;		/* the message it answers; 0: none */
	uint64_t		 asked;		/* the question it answers; IRC_REPLAYED; 0 */
	uint64_t		 request;	/* the request it answers, by its label; 0: none */
	struct answered		 answered;	/* the request it answers, by whatever shows it */
	int			 labelled;	/* that stands on the line itself */
	int			 timed;		/* it has a server-time */
	int			 searched;	/* by a question of nobody's (catchup.c) */

	struct buf		 clean[SANITIZE_SLOTS];
	struct buf		 words;		/* for sentences being made */
};

typedef void irc_handler(struct irc_session *, const struct irc_msg *,
    struct irc_event *);

/* session.c */
int	session_has(const struct irc_session *, unsigned caps);	/* all of them */
void	session_emit(struct irc_session *, struct irc_event *,
	    enum irc_event_type);
/* Say the line is lost: IRC_EV_CLOSED, once. */
void	session_close(struct irc_session *, const char *why);

/* line.c */
/* One line, whatever it answers being known. */
void	session_run(struct irc_session *, const struct irc_msg *);

/* send.c */
void	session_begin(struct irc_writer *, char *buf, size_t size);
void	session_send(struct irc_session *, struct irc_writer *);
/*
 * Send a command with its parameters as they are: tokens that the server compares, and secrets, which
 * cleaning would change. Returns 0, or -1 if it does not fit in a line.
 */
int	session_command(struct irc_session *, const char *command,
	    const struct view *params, size_t n);

/* sanitize.c */
/* Bytes of a line of text that are shown; a longer one is cut, and says so. */
enum { SESSION_LINE_SHOWN = 16 * 1024 };
/* Cleaned; good until the next line. Names keep nothing, text keeps its formatting. */
struct view session_name(struct irc_session *, enum sanitize_slot, struct view);
struct view session_text(struct irc_session *, enum sanitize_slot, struct view);
/* The same, and line breaks stay. */
struct view session_lines(struct irc_session *, enum sanitize_slot, struct view);
/*
 * Append text of the user as it is sent: UTF-8 (bytes that are not become U+FFFD; checklist 26), without
 * NUL, CR, and the mark of a CTCP message. Line breaks stay.
 */
void	session_add_sendable(struct buf *, struct view text);
int	session_is_me(const struct irc_session *, struct view nick);
int	session_is_room(const struct irc_session *, struct view name);
/* "@#ops" gives "#ops"; what is no room gives an empty view. */
struct view session_room(const struct irc_session *, struct view target);

/* handlers.c: 1 when there was a handler. */
int	handlers_run(struct irc_session *, const struct irc_msg *,
	    struct irc_event *);
/* The same for a line of the past: only what may be told of it. */
int	handlers_past(struct irc_session *, const struct irc_msg *,
	    struct irc_event *);
/* Returns 1 if a numeric has its own handler. */
int	handlers_has_numeric(int number);
/* Is there one for this command? (no numerics) */
int	handlers_know(struct view command);
/* The i-th row's command; NULL past the end (tests). */
const char *handlers_name(size_t i);

/* numerics.c: numerics as sentences. */
void	numerics_numeric(struct irc_session *, const struct irc_msg *,
	    struct irc_event *);
int	numerics_number(size_t i);	/* of the i-th row; -1 past the end (tests) */
/* A row's words, with what the line says put into them. */
void	numerics_fill(struct buf *, const char *words, const struct irc_msg *);

/* caps.c */
void	caps_start(struct irc_session *);
/* Nothing holds registration up any more. */
void	caps_end(struct irc_session *);
irc_handler on_cap;

/* login.c */
/* Logged out for good, at least until the user logs in. */
void	login_leave(struct login *);
void	login_drop(struct login *);	/* the exchange, if there is one */
void	login_start(struct irc_session *);	/* a new connection */
void	login_offered(struct irc_session *, struct view mechanisms);
/* With what there is to log in with, if there is anything. */
void	login_begin(struct irc_session *);
/* CAP END, unless a login holds it up. */
void	login_go_on(struct irc_session *);
/* As the user wants it. */
void	login_ask(struct irc_session *, struct view account,
	    struct view password);
/* The next way there is, if it is to be gone: 1 when an exchange has begun. */
int	login_next(struct irc_session *);
/* All was tried; registration goes on. */
void	login_finish(struct irc_session *);
/* As whom: who we were, who we are told to be, or whoever has the nick. */
const char *login_name(const struct login *);
void	login_refused(struct irc_session *, int numeric, const char *why);
/* A nick was refused: 1 when it may be ours in a moment, and is asked for again then. */
int	login_hold_nick(struct irc_session *, const struct irc_event *,
	    struct view why);

/* login_exchange.c */
void	login_authenticate(struct irc_session *, const char *text);
/* Time passes; the ms until it wants to be called again, or -1. */
int	login_tick(struct irc_session *, int64_t now);
irc_handler on_authenticate;

/* login_lines.c */
irc_handler on_logged_in, on_logged_out, on_login_done,
    on_login_failed, on_mechanisms, on_account;

/* account_replies.c */
/* An answer in the standard form: 1, and words, when there are better ones for it. */
int	account_words(struct irc_session *, const struct irc_msg *);
void	account_answered(struct irc_session *, const struct irc_msg *,
	    struct view command);
irc_handler on_registered;

/* isupport.c */
void	isupport_init(struct isupport *);
void	isupport_clear(struct isupport *);
irc_handler on_isupport;
/* Emit IRC_EV_RANK for each member whose rank a MODE changes. */
void	isupport_ranks(struct irc_session *, const struct irc_msg *,
	    struct irc_event *);

/* nick_regain.c */
void	regain_clear(struct regain *);
/* Time passes; the ms until it wants to be called again, or -1. */
int	regain_tick(struct irc_session *, int64_t now);
/* Somebody quit or changed to another nick: is theirs the one to get back? */
void	regain_left(struct irc_session *, struct view nick);
/* The server refused a nick. Returns 1 if only the session had asked for it. */
int	regain_refused(struct irc_session *, struct view nick, struct view why);
/* Our nick changed: say so if it is the one to get back. */
void	regain_named(struct irc_session *);
irc_handler on_ison, on_monitored, on_monitor_full;

/* whox.c */
void	whox_clear(struct whox *);
irc_handler on_person, on_person_end;
/* An error: 1 if it is about our own question for a person, which ends by it. */
int	whox_refused(struct irc_session *, struct irc_event *);

/* batch.c */
void	batches_clear(struct irc_session *);
struct batch *batch_find(struct irc_session *, struct view id);
irc_handler on_batch;

/* multiline.c */
struct multiline *multiline_new(const struct irc_msg *opening);
void	multiline_free(struct multiline *);
int	multiline_take(struct irc_session *, const struct irc_msg *);
/* The batch is over: run its lines as one. */
void	multiline_give(struct irc_session *, const struct batch *);

/* past.c */
void	replay_clear(struct irc_session *);
void	replay_joined(struct irc_session *, const struct irc_event *);
void	replay_left(struct irc_session *, struct view room);
/* A message that came as if it were new: is it? */
int	replay_is_replay(const struct irc_session *, const struct irc_event *);
/* An error: 1 when a question ended by it. Code: of a FAIL. */
int	replay_refused(struct irc_session *, struct view command,
	    const struct irc_event *, struct view code);
void	replay_run(struct irc_session *, const struct irc_msg *,
	    struct irc_event *);
irc_handler on_chathistory;

/* markers.c */
irc_handler on_markread, on_redact;

/* register.c */
irc_handler on_error, on_fail, on_nick_refused, on_ping,
    on_pong, on_welcome, on_ack, on_host, on_quiet;

/* message.c */
irc_handler on_privmsg, on_notice;

/* presence.c */
irc_handler on_join, on_part, on_quit, on_kick, on_nick, on_topic, on_mode,
    on_away, on_invite, on_names, on_names_end, on_topic_is, on_topic_none,
    on_topic_who, on_self_away, on_self_back, on_idle, on_created, on_who;

#endif
