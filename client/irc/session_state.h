/*
 * session_state: what the modules of client/irc share: the state of the session itself and of the line that is being
 * processed. Only client/irc includes it. Each module owns its own state, which its header describes.
 *
 * How a line is processed: dispatch.c finds the request that the line answers and looks its command up in a sorted
 * table; the handler (presence.c, message.c, registration.c and others) sanitizes the text that it needs and emits
 * typed events. A line of history passes only to handlers that accept history.
 *
 * Modules call only modules below them: session, dispatch, the modules of handlers, login, outbox and history_request,
 * send, caps and isupport, session_state. What a lower module must tell a higher one goes through a callback.
 */
#ifndef TCHAT_CLIENT_IRC_SESSION_STATE_H
#define TCHAT_CLIENT_IRC_SESSION_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "client/irc/event.h"
#include "client/irc/request.h"
#include "common/buf.h"

enum phase { PHASE_OFFLINE, PHASE_REGISTERING, PHASE_ONLINE };

struct irc_session {
	/* The callbacks of client/irc/session.h. */
	void			(*send)(struct view bytes, void *ctx);
	void			(*event)(const struct irc_event *, void *ctx);
	void			(*wake)(void *ctx);
	int			(*ignores)(const struct irc_event *, void *arg);	/* or NULL */
	void			*ignores_arg;
	void			*ctx;

	char			*nick, *username, *realname;
	char			*server;	/* its name; NULL: unknown */
	char			*userhost;	/* ours, as others see it; NULL: unknown */

	enum phase		 phase;
	int			 is_irc;		/* an IRC line has arrived */
	int64_t			 started, heard;	/* mono ms */
	int			 ping_sent;		/* because the server was silent */
	int			 closed;		/* IRC_EV_CLOSED has been emitted */
	int64_t			 ctcp_at;		/* limits the rate of CTCP replies */
	int64_t			 server_clock;		/* time of the latest line; 0: unknown */
	int			 told_ban_time;	/* our own timed ban was reported, with its time */
	int			 marks_visit;		/* messages carry TAG_VISITOR */
	int			 watches_answers;	/* emit IRC_EV_ANSWERED */
	char			*waiting;		/* the command reported by IRC_EV_WAITING; NULL: none */

	struct batches		*batches;
	struct caps		*caps;
	struct history_requests	*history_requests;
	struct isupport		*isupport;
	struct lag		*lag;
	struct login		*login;
	struct nick_regain	*regain;
	struct outbox		*outbox;
	struct replay		*replay;
	struct requests		*requests;
	struct sanitizer	*sanitizer;
	struct whox		*whox;

	/*
	 * The line being processed: what it answers, by its label. 0: nothing.
	 */
	uint64_t		 label;		/* a message */
	uint64_t		 history;	/* a history request; or IRC_REPLAYED */
	uint64_t		 request;	/* a command */
	struct answered		 answered;	/* a command, however it was matched */
	int			 labelled;	/* the label is on the line itself */
	int			 timed;		/* the line has a server-time */
	int			 search_only;	/* the line only answers a search for unconfirmed messages; it is not reported */
	struct buf		 words;		/* for building sentences */
	struct buf		 label_words, detail_words;	/* and columns */
};

void	session_emit(
    struct irc_session *, struct irc_event *, enum irc_event_type);
/* Report that the connection is lost: IRC_EV_CLOSED, once. */
void	session_close(struct irc_session *, const char *why);
/* Remove a request: its answer is complete. Report it if no other request of its origin is left. */
void	session_end_request(struct irc_session *, uint64_t number);
/* Ask for a tick soon. */
void	session_wake(struct irc_session *);
int	session_is_me(const struct irc_session *, struct view nick);

#endif
