/*
 * register: welcome, ping, host changes and disconnection; standard replies (FAIL, WARN, NOTE).
 */
#include <stdlib.h>

#include "client/irc/state.h"
#include "common/clock.h"
#include "common/xmalloc.h"

/* Handles replies that are not worth showing. */
void
on_quiet(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	(void)s, (void)msg, (void)ev;
}

/* 001: its first parameter is our nick as the server knows it. Many servers end the text with our nick!user@host. */
void
on_welcome(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view nick = irc_msg_param(msg, 0), text, word, last = { 0 };
	struct irc_source mask;

	if (nick.len > 0) {
		free(s->nick);
		s->nick = xviewdup(nick);
	}
	text = irc_msg_param(msg, 1);
	while (view_cut(&text, ' ', &word))
		last = word;
	irc_source_split(last, &mask);
	if (mask.user.len > 0 && mask.host.len > 0 &&
	    view_equal(mask.nick, nick)) {
		free(s->userhost);
		s->userhost = xviewdup((struct view){
		    mask.user.p, (size_t)(last.p + last.len - mask.user.p) });
	}
	s->phase = PHASE_ONLINE;
	s->welcomed = s->last_joined = s->timed ? ev->time : 0;
	history_requests_hold(&s->questions, clock_mono_ms());
	ev->who = session_name(s, SANITIZE_WHO, view_of(s->nick));
	ev->self = 1;
	ev->text = session_text(s, SANITIZE_TEXT, irc_msg_param(msg, 1));
	ev->numeric = 1;
	session_emit(s, ev, IRC_EV_WELCOME);
	outbox_reconnected(s);
}

/* The nick is registered: perhaps to the user. */
static void
reserved(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	ev->object = session_name(s, SANITIZE_OBJECT, irc_msg_param(msg, 1));
	buf_reset(&s->words);
	buf_printf(&s->words, "%.*s is registered: if it is yours, /login %.*s",
	    VIEW_ARG(ev->object), VIEW_ARG(ev->object));
	ev->text = session_text(s, SANITIZE_TEXT, buf_view(&s->words));
	session_emit(s, ev, IRC_EV_REFUSED);
}

/* Before registration another nick must be found; afterwards the change is just refused. */
void
on_nick_refused(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	long long n;

	struct view why = irc_msg_param(msg, msg->nparams - 1);

	if (s->phase == PHASE_ONLINE &&
	    regain_refused(s, irc_msg_param(msg, 1), why))
		return;
	if (s->phase == PHASE_ONLINE && irc_nick_is_reserved(why)) {
		reserved(s, msg, ev);
		return;
	}
	if (s->phase == PHASE_ONLINE) {
		numerics_numeric(s, msg, ev);
		return;
	}
	if (view_to_int(msg->command, 1, 999, &n) == 0)
		ev->numeric = (int)n;
	if (login_hold_nick(s, ev, why))
		return;
	ev->object = session_name(s, SANITIZE_OBJECT, view_of(s->nick));
	ev->text = session_text(s, SANITIZE_TEXT, why);
	session_emit(s, ev, IRC_EV_NICK_IN_USE);
}

void
on_ping(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view token = irc_msg_param(msg, msg->nparams - 1);

	(void)ev;
	session_command(s, "PONG", &token, 1);
}

void
on_pong(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	(void)ev;
	outbox_pong(s, irc_msg_param(msg, msg->nparams - 1));
}

void
on_error(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	(void)ev;
	buf_reset(&s->words);
	buf_add_str(&s->words, "the server closed the connection: ");
	buf_add_view(&s->words, session_name(s, SANITIZE_TEXT,
				    irc_msg_param(msg, msg->nparams - 1)));
	session_close(s, buf_str(&s->words));
}

/* A labelled command without an answer: our message is acknowledged. */
void
on_ack(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct out_part *part = outbox_by_label(s, s->label);

	(void)msg, (void)ev;
	if (part != NULL)
		outbox_acknowledged(s, part, NULL);
}

/*
 * FAIL command code [context...] :text (IRCv3 standard-replies). Without a label, a FAIL about a message is about
 * the oldest one on the wire.
 */
void
on_fail(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view command = irc_msg_param(msg, 0);
	int fail = view_equal_nocase(msg->command, VIEW("FAIL"));
	struct out_part *part = outbox_by_label(s, s->label);

	if (part == NULL && fail && s->label == 0 && s->request == 0 &&
	    (view_equal_nocase(command, VIEW("PRIVMSG")) ||
		view_equal_nocase(command, VIEW("NOTICE")) ||
		view_equal_nocase(command, VIEW("BATCH"))))
		part = outbox_oldest(s);
	ev->object = session_name(
	    s, SANITIZE_OBJECT, msg->nparams > 3 ? msg->params[2] : command);
	ev->room = session_room(s, ev->object);
	ev->text = account_words(s, msg)
		       ? session_text(s, SANITIZE_TEXT, buf_view(&s->words))
		       : session_text(s, SANITIZE_TEXT,
			     irc_msg_param(msg, msg->nparams - 1));
	account_answered(s, msg, command);
	if (!fail)
		session_emit(s, ev, IRC_EV_INFO);
	else if (whox_refused(s, ev) ||
		 replay_refused(s, command, ev, irc_msg_param(msg, 1)))
		return;
	else if (part != NULL)
		outbox_refused(s, part, ev);
	else
		session_emit(s, ev, IRC_EV_REFUSED);
}

/* CHGHOST user host; 396 nick [user@]host: our host as others see it changed. */
void
on_host(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	char *old = s->userhost;
	struct view host = irc_msg_param(msg, 1);

	if (view_equal_nocase(msg->command, VIEW("396"))) {
		if (host.len > 0 && memchr(host.p, '@', host.len) != NULL)
			s->userhost = xviewdup(host);
		else
			s->userhost = NULL;
	} else if (ev->self) {
		xasprintf(&s->userhost, "%.*s@%.*s",
		    VIEW_ARG(irc_msg_param(msg, 0)), VIEW_ARG(host));
	} else {
		return;
	}
	free(old);
}
