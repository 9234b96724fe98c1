/*
 * state: the internals of a session, shared by the files of client/irc; no other file includes it.
 *
 * How a line is processed: line.c parses it and finds the request that it answers; handlers.c looks its command
 * up in a sorted table; the handler (presence.c, message.c, register.c, numerics.c) cleans the text it needs and
 * emits typed events. Lines of history go through replay.c, which passes them only to some handlers.
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
	int		 ended;		/* CAP END has been sent */
	size_t		 max_bytes, max_lines; /* draft/multiline; max_bytes 0: do not use it */
};

/* What the server announces about itself (005). */
struct isupport {
	char	 prefixes[16];		/* "@+", highest first */
	char	 prefix_modes[16];	/* "ov" */
	char	 chantypes[16];
	char	 statusmsg[16];
	char	 modes[3][64];		/* CHANMODES: lists; modes that always, or only when set, have an argument */
	char	*network;
	size_t	 line_max;		/* LINELEN, at most 512 */
	size_t	 history_max;		/* CHATHISTORY; 0: no limit */
	int	 told_history_max;
	int	 by_msgid;		/* MSGREFTYPES: history requests may use msgids */
	int	 whox, tban, monitor;
	char	 extban[64];		/* kinds of masks other than nick!user@host */
	char	 extban_begin;		/* the character before the kind; 0: none */
};

enum { BATCH_ID_MAX = 64, BATCHES_MAX = 32 };

#define MULTILINE_BATCH "draft/multiline"
#define MULTILINE_CONCAT "draft/multiline-concat"

/* An open batch, and what its lines answer. */
struct batch {
	char		 id[BATCH_ID_MAX];	/* "" if the entry is free */
	uint64_t	 label;			/* of our message that it answers */
	uint64_t	 asked;			/* number of the history request, or IRC_REPLAYED */
	uint64_t	 request;
	int		 ends;			/* the history request ends with it */
	int		 answers_request;	/* the request ends with it */
	struct multiline *lines;		/* the lines of a multiline message; NULL: not one */
};

enum phase { PHASE_OFFLINE, PHASE_REGISTERING, PHASE_ONLINE };

enum sanitize_slot {
	SANITIZE_WHO, SANITIZE_USERHOST, SANITIZE_ROOM, SANITIZE_TARGET, SANITIZE_OBJECT,
	SANITIZE_TEXT, SANITIZE_MSGID, SANITIZE_SLOTS
};

/* The user requested with irc_session_ask_person, and the reply so far (whox.c). */
struct whox {
	char	*asked;		/* NULL: no request */
	char	*userhost;	/* NULL: no reply yet */
	char	*account;	/* NULL: not logged in */
};

/* nick_regain.c */
struct regain {
	char	*nick;		/* the nick to regain; NULL: none */
	int64_t	 next;		/* mono ms: when to ask again */
	int	 monitored;	/* MONITOR + has been sent */
	int	 trying;	/* NICK has been sent */
	unsigned asked;		/* number of ISON commands without a reply */
};

struct irc_session {
	struct irc_session_ops	 ops;
	void			*ctx;
	char			*nick, *username, *realname;
	char			*server;	/* its name; NULL: unknown */
	char			*userhost;	/* ours, as others see it; NULL: unknown */

	enum phase		 phase;
	int			 is_irc;	/* an IRC line has arrived */
	int64_t			 started, heard;	/* mono ms */
	int			 poked;		/* a PING was sent because the server was silent */
	int			 dead;		/* IRC_EV_CLOSED has been emitted */
	int64_t			 ctcp_at;	/* limits the rate of CTCP replies */
	int64_t			 server_clock;	/* the server's time in its latest line; 0: unknown */
	int64_t			 welcomed;	/* by the server's clock; 0: unknown */
	int64_t			 last_joined;	/* when we last joined a room, by the server's clock */
	SLIST_HEAD(, past_room)	 rooms;
	size_t			 nrooms;

	unsigned		 no_caps;	/* capabilities never to request */
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

	/* The line being processed. */
	uint64_t		 label;		/* the message that it answers; 0: none */
	uint64_t		 asked;		/* the history request that it answers; IRC_REPLAYED; 0: none */
	uint64_t		 request;	/* the request that it answers, by its label; 0: none */
	struct answered		 answered;	/* the request that it answers, however it was matched */
	int			 labelled;	/* the label is on the line itself */
	int			 timed;		/* the line has a server-time */
	int			 searched;	/* it answers a request of catchup.c, so it is not reported */

	struct buf		 clean[SANITIZE_SLOTS];
	struct buf		 words;		/* for building sentences */
};

typedef void irc_handler(struct irc_session *, const struct irc_msg *,
    struct irc_event *);

/* session.c */
int	session_has(const struct irc_session *, unsigned caps);	/* true if all of them are on */
void	session_emit(struct irc_session *, struct irc_event *,
	    enum irc_event_type);
/* Report that the connection is lost: IRC_EV_CLOSED, once. */
void	session_close(struct irc_session *, const char *why);

/* line.c */
/* Process one line, once the request that it answers is known. */
void	session_process(struct irc_session *, const struct irc_msg *);

/* send.c */
void	session_begin(struct irc_writer *, char *buf, size_t size);
void	session_send(struct irc_session *, struct irc_writer *);
/*
 * Send a command with its parameters unchanged: tokens that the server compares, and secrets, which cleaning
 * would change. Returns 0, or -1 if it does not fit in a line.
 */
int	session_command(struct irc_session *, const char *command,
	    const struct view *params, size_t n);

/* sanitize.c */
/* How many bytes of a line of text are shown; a longer text is cut and marked as cut. */
enum { SESSION_LINE_SHOWN = 16 * 1024 };
/* Return cleaned text, valid until the next line. Names keep no formatting, text does. */
struct view session_name(struct irc_session *, enum sanitize_slot, struct view);
struct view session_text(struct irc_session *, enum sanitize_slot, struct view);
/* Like session_text, but keep line breaks. */
struct view session_lines(struct irc_session *, enum sanitize_slot, struct view);
/*
 * Append text of the user in the form in which it is sent: valid UTF-8 (other bytes become U+FFFD; checklist 26)
 * without NUL, CR, and CTCP marks. Keeps line breaks.
 */
void	session_add_sendable(struct buf *, struct view text);
int	session_is_me(const struct irc_session *, struct view nick);
int	session_is_room(const struct irc_session *, struct view name);
/* Return the room of a target: "#ops" for "@#ops", an empty view if it is not a room. */
struct view session_room(const struct irc_session *, struct view target);

/* handlers.c: run the line's handler. Returns 1 if there is one. */
int	handlers_run(struct irc_session *, const struct irc_msg *,
	    struct irc_event *);
/* The same for a line of history: runs only the handlers that accept history. */
int	handlers_past(struct irc_session *, const struct irc_msg *,
	    struct irc_event *);
/* Return 1 if a numeric has a handler of its own. */
int	handlers_has_numeric(int number);
/* True if this command (not a numeric) has a handler. */
int	handlers_know(struct view command);
/* For tests: the command of row i; NULL past the end. */
const char *handlers_name(size_t i);

/* numerics.c: turn numerics into sentences. */
void	numerics_numeric(struct irc_session *, const struct irc_msg *,
	    struct irc_event *);
int	numerics_number(size_t i);	/* for tests: the numeric of row i; -1 past the end */
/* Append a row's sentence with the line's parameters filled in. */
void	numerics_fill(struct buf *, const char *words, const struct irc_msg *);

/* caps.c */
void	caps_start(struct irc_session *);
/* Continue registration: nothing delays it any more. */
void	caps_end(struct irc_session *);
irc_handler on_cap;

/* login.c */
/* Log out, until the user logs in again. */
void	login_log_out(struct login *);
void	login_drop(struct login *);	/* end the exchange, if there is one */
void	login_start(struct irc_session *);	/* on a new connection */
void	login_offered(struct irc_session *, struct view mechanisms);
/* Start a login with our key or password, if we have either. */
void	login_begin(struct irc_session *);
/* Send CAP END, unless a login is still running. */
void	login_continue(struct irc_session *);
/* Start the login that the user asked for. */
void	login_ask(struct irc_session *, struct view account,
	    struct view password);
/* Start the next login method that is possible. Returns 1 if an exchange began. */
int	login_next(struct irc_session *);
/* End the login attempts and continue registration. */
void	login_finish(struct irc_session *);
/* Return the account to log in to: the one we were logged in to, the one that the user set, or our nick. */
const char *login_name(const struct login *);
void	login_refused(struct irc_session *, int numeric, const char *why);
/* Handle a refused nick during a login. Returns 1 if it may become ours soon; it is requested again then. */
int	login_hold_nick(struct irc_session *, const struct irc_event *,
	    struct view why);

/* login_exchange.c */
void	login_authenticate(struct irc_session *, const char *text);
/* Do timed work. Returns the ms until it must be called again, or -1. */
int	login_tick(struct irc_session *, int64_t now);
irc_handler on_authenticate;

/* login_lines.c */
irc_handler on_logged_in, on_logged_out, on_login_done,
    on_login_failed, on_mechanisms, on_account;

/* account_replies.c */
/* Process a reply of the standard-replies form. Returns 1 if it has set a better sentence for it. */
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
/* Do timed work. Returns the ms until it must be called again, or -1. */
int	regain_tick(struct irc_session *, int64_t now);
/* Handle a user who quit or changed nick: it may be the nick to regain. */
void	regain_left(struct irc_session *, struct view nick);
/* The server refused a nick. Returns 1 if only the session had asked for it. */
int	regain_refused(struct irc_session *, struct view nick, struct view why);
/* Handle a change of our nick: report it if it is the one to regain. */
void	regain_named(struct irc_session *);
irc_handler on_ison, on_monitored, on_monitor_full;

/* whox.c */
void	whox_clear(struct whox *);
irc_handler on_person, on_person_end;
/* Handle an error. Returns 1 if it answers our own WHOX request, which it ends. */
int	whox_refused(struct irc_session *, struct irc_event *);

/* batch.c */
void	batches_clear(struct irc_session *);
struct batch *batch_find(struct irc_session *, struct view id);
irc_handler on_batch;

/* multiline.c */
struct multiline *multiline_new(const struct irc_msg *opening);
void	multiline_free(struct multiline *);
int	multiline_add(struct irc_session *, const struct irc_msg *);
/* Process the lines of a finished batch as one message. */
void	multiline_finish(struct irc_session *, const struct batch *);

/* replay.c */
void	replay_clear(struct irc_session *);
void	replay_joined(struct irc_session *, const struct irc_event *);
void	replay_left(struct irc_session *, struct view room);
/* True if a message that looks new is a replay of history. */
int	replay_is_replay(const struct irc_session *, const struct irc_event *);
/* Handle an error. Returns 1 if it ended a history request. code is that of a FAIL, else empty. */
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
