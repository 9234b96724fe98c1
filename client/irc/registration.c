/*
 * registration: registering the connection (capabilities, welcome), and lines about the connection itself.
 */
#include "client/irc/registration.h"

#include <stdlib.h>
#include <string.h>

#include "client/irc/caps.h"
#include "client/irc/history.h"
#include "client/irc/lag.h"
#include "client/irc/login.h"
#include "client/irc/outbox.h"
#include "client/irc/replay.h"
#include "client/irc/sanitize.h"
#include "client/irc/send.h"
#include "client/irc/session_state.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "common/xmalloc.h"

static void
send_cap(struct irc_session *s, const char *sub, const char *arg)
{
	struct view params[2] = { view_of(sub), view_of(arg) };

	send_command(s, "CAP", params, 2);
}

void
registration_start(struct irc_session *s)
{
	char line[LINE_REST_MAX];
	struct irc_writer w;

	send_cap(s, "LS", "302");
	send_nick(s, view_of(s->nick));
	send_begin(&w, line, sizeof(line));
	irc_command(&w, "USER");
	irc_param_str(&w, s->username);
	irc_param_str(&w, "0");
	irc_param_str(&w, "*");
	irc_trailing_str(&w, s->realname[0] != '\0' ? s->realname : s->nick);
	send_line(s, &w);
}

/* One REQ requests everything that is both wanted and offered. */
static void
request_caps(struct irc_session *s, unsigned bits)
{
	char list[LINE_REST_MAX];

	if (caps_wanted(s, bits, list, sizeof(list)) > 0)
		send_cap(s, "REQ", list);
	else
		login_continue(s);
}

/* CAP nick subcommand [*] :list; with "*" another line follows. */
void
on_cap(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view sub = irc_msg_param(msg, 1);
	int is_ls = view_equal_nocase(sub, VIEW("LS"));
	int more = is_ls && msg->nparams > 3;
	struct caps_list list = caps_parse(s, irc_msg_param(msg, more ? 3 : 2));
	struct caps *caps = s->caps;

	(void)ev;
	if (list.mechanisms.len > 0)
		login_offered(s, list.mechanisms);
	if (is_ls) {
		caps->offered |= list.on;
		if (!more)
			request_caps(s, caps->offered);
	} else if (view_equal_nocase(sub, VIEW("ACK"))) {
		caps->on = (caps->on | list.on) & ~list.off;
		if (list.on & CAP_SASL)
			login_begin(s);
		login_continue(s);
	} else if (view_equal_nocase(sub, VIEW("NAK"))) {
		login_continue(s);
	} else if (view_equal_nocase(sub, VIEW("NEW"))) {
		if ((list.on & ~caps->on) != 0)
			request_caps(s, list.on & ~caps->on);
		caps->offered |= list.on;
	} else if (view_equal_nocase(sub, VIEW("DEL"))) {
		caps->on &= ~list.on;
		caps->offered &= ~list.on;
	}
}

/* Handles replies that are not worth showing. */
void
on_quiet(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	(void)s, (void)msg, (void)ev;
}

/* Handles the end of a reply of several lines, which is an event without a text. */
void
on_end(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	long long numeric = 0;

	view_to_int(msg->command, 1, 999, &numeric);
	ev->numeric = (int)numeric;
	session_emit(s, ev, IRC_EV_INFO);
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
	replay_registered(s->replay, s->timed ? ev->time : 0);
	history_requests_hold(s->history_requests, clock_mono_ms());
	ev->who = sanitize_name(s, SANITIZE_WHO, view_of(s->nick));
	ev->self = 1;
	ev->text = sanitize_text(s, SANITIZE_TEXT, irc_msg_param(msg, 1));
	ev->numeric = 1;
	session_emit(s, ev, IRC_EV_WELCOME);
	outbox_reconnected(s);
}

void
on_ping(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view token = irc_msg_param(msg, msg->nparams - 1);

	(void)ev;
	send_exact(s, "PONG", &token, 1);
}

void
on_pong(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view token = irc_msg_param(msg, msg->nparams - 1);
	long long request;

	(void)ev;
	if (lag_pong(s, token, clock_mono_ms()))
		return;
	if (!view_has_prefix(token, VIEW(SEND_PING_PREFIX))) {
		outbox_pong(s, token);
		return;
	}
	token.p += sizeof(SEND_PING_PREFIX) - 1;
	token.len -= sizeof(SEND_PING_PREFIX) - 1;
	if (view_to_int(token, 1, INT64_MAX, &request) == 0)
		session_end_request(s, (uint64_t)request);
}

void
on_error(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view text = sanitize_name(
	    s, SANITIZE_TEXT, irc_msg_param(msg, msg->nparams - 1));

	(void)ev;
	buf_reset(&s->words);
	buf_printf(&s->words, _("the server closed the connection: %.*s"),
	    VIEW_ARG(text));
	session_close(s, buf_str(&s->words));
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
