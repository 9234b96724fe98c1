/*
 * message: messages: receive them, acknowledge echoes, answer CTCP, delete messages, and mark them as read.
 */
#include "client/irc/message.h"

#include <config.h>

#include "client/irc/caps.h"
#include "client/irc/isupport.h"
#include "client/irc/outbox.h"
#include "client/irc/replay.h"
#include "client/irc/sanitize.h"
#include "client/irc/send.h"
#include "client/irc/session_state.h"
#include "client/irc/tags.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "common/text.h"

enum { CTCP_PAUSE_MS = 2000, CTCP_BURST = 3 };

#define CTCP_VERSION "tchat " PACKAGE_VERSION

/* Split "\1COMMAND text\1" into its parts. Returns 0 if it is not CTCP. */
static int
ctcp_parse(struct view *text, struct view *command)
{
	struct view rest = *text;

	if (!view_has_prefix(rest, VIEW("\001")))
		return 0;
	rest.p++;
	rest.len--;
	if (rest.len > 0 && rest.p[rest.len - 1] == '\001')
		rest.len--;
	if (!view_cut(&rest, ' ', command))
		*command = VIEW("");
	*text = rest.p == NULL ? VIEW("") : rest;
	return 1;
}

/* Allow a few replies at once, then one every two seconds, so that nobody can make us flood. */
static int
ctcp_may_answer(struct irc_session *s)
{
	int64_t now = clock_mono_ms();

	if (s->ctcp_at < now)
		s->ctcp_at = now;
	if (s->ctcp_at - now > (CTCP_BURST - 1) * CTCP_PAUSE_MS)
		return 0;
	s->ctcp_at += CTCP_PAUSE_MS;
	return 1;
}

static void
ctcp_answer(struct irc_session *s, struct view to, struct view command,
    struct view text)
{
	char line[LINE_REST_MAX];
	struct irc_writer w;
	int version = view_equal_nocase(command, VIEW("VERSION"));

	if ((!version && !view_equal_nocase(command, VIEW("PING"))) ||
	    !ctcp_may_answer(s))
		return;
	send_begin(&w, line, sizeof(line));
	irc_command(&w, "NOTICE");
	irc_param(&w, to);
	if (version)
		irc_trailing_str(&w, "\001VERSION " CTCP_VERSION "\001");
	else
		irc_trailing_fmt(
		    &w, "\001PING %.*s\001", (int)text_cut(text, 64), text.p);
	send_line(s, &w);
}

/* Handle the echo of an outbox message: acknowledge it; it is already shown. Returns 0 if it is not one. */
static int
acknowledge_echo(struct irc_session *s, struct irc_event *ev, struct view nonce,
    struct view text)
{
	struct out_part *part;

	if (!ev->self)
		return 0;
	part = outbox_by_label(s, s->label);
	if (part == NULL && nonce.len > 0)
		part = outbox_by_nonce(s, nonce);
	else if (part == NULL && caps_on(s, CAP_ECHO_MESSAGE) &&
		 !caps_on(s, CAP_LABELED_RESPONSE))
		part = outbox_by_echo(s, ev->message, ev->target);
	if (part == NULL)
		return 0;
	outbox_echo(part, text);
	outbox_acknowledged(s, part, ev);
	return 1;
}

/* Handle a CTCP that is not an action. Returns 1 if there is nothing more to do. */
static int
handle_ctcp(struct irc_session *s, const struct irc_msg *msg,
    struct irc_event *ev, struct view command, struct view text)
{
	struct irc_source source;

	ev->message = IRC_CTCP;
	if (ev->self)
		return 1;
	if (ev->history != 0)
		return 0;
	ev->type = IRC_EV_MESSAGE;
	if (s->ignores != NULL && s->ignores(ev, s->ignores_arg))
		return 0;
	irc_source_split(msg->source, &source);
	if (view_equal_nocase(msg->command, VIEW("PRIVMSG")) && ev->who.len > 0)
		ctcp_answer(s, source.nick, command, text);
	return 0;
}

static void
message(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev,
    enum irc_message kind)
{
	struct view text = irc_msg_param(msg, 1);
	struct irc_tag_wanted tags[] = { { .key = TAG_VISITOR },
		{ .key = TAG_NONCE } };
	struct view nonce, command = { 0 };

	irc_tags_find_all(msg->tags, tags, 2);
	ev->visitor = tags[0].found;
	nonce = tags[1].value;
	ev->message = kind;
	ev->target = sanitize_name(s, SANITIZE_TARGET, irc_msg_param(msg, 0));
	ev->room = isupport_room(s, ev->target);
	ev->to_self = session_is_me(s, ev->target);
	if (ev->history == 0 && replay_is_replay(s, ev))
		ev->history = IRC_REPLAYED;
	if (ctcp_parse(&text, &command)) {
		if (kind == IRC_PRIVMSG &&
		    view_equal_nocase(command, VIEW("ACTION")))
			ev->message = IRC_ACTION;
		else if (handle_ctcp(s, msg, ev, command, text))
			return;
	}
	if (outbox_confirm(s, nonce, ev, text) || s->search_only ||
	    (ev->history == 0 && acknowledge_echo(s, ev, nonce, text)))
		return;
	if (ev->message == IRC_CTCP)
		ev->object = sanitize_name(s, SANITIZE_OBJECT, command);
	ev->text = sanitize_lines(s, SANITIZE_TEXT, text);
	session_emit(s, ev, IRC_EV_MESSAGE);
}

void
on_privmsg(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	message(s, msg, ev, IRC_PRIVMSG);
}

void
on_notice(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	message(s, msg, ev, IRC_NOTICE);
}

/* WALLOPS text: to all users with mode w, most of them operators */
void
on_wallops(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view from = ev->who.len > 0 ? ev->who : msg->source;

	buf_reset(&s->words);
	buf_printf(&s->words, _("Wallops by %.*s: %.*s"), VIEW_ARG(from),
	    VIEW_ARG(irc_msg_param(msg, 0)));
	ev->text = sanitize_text(s, SANITIZE_TEXT, buf_view(&s->words));
	session_emit(s, ev, IRC_EV_INFO);
}

void
irc_session_mark_read(struct irc_session *s, struct view target, int64_t time)
{
	char line[LINE_REST_MAX], iso[CLOCK_ISO_SIZE];
	struct irc_writer w;

	if (s->phase != PHASE_ONLINE || !caps_on(s, CAP_READ_MARKER))
		return;
	clock_iso(iso, time);
	send_begin(&w, line, sizeof(line));
	irc_command(&w, "MARKREAD");
	irc_param(&w, target);
	irc_param_fmt(&w, "timestamp=%s", iso);
	send_line(s, &w);
}

/* MARKREAD target timestamp=...; "*": never read. A reply, or set by another client of the user. */
void
on_markread(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view time = irc_msg_param(msg, 1), key;

	ev->time = 0;
	if (!view_equal(time, VIEW("*")) &&
	    (!view_cut(&time, '=', &key) ||
		!view_equal(key, VIEW("timestamp")) || time.p == NULL ||
		clock_parse_iso(time, &ev->time) != 0))
		return;
	ev->target = sanitize_name(s, SANITIZE_TARGET, irc_msg_param(msg, 0));
	ev->room = isupport_room(s, ev->target);
	session_emit(s, ev, IRC_EV_READ);
}

void
irc_session_redact(struct irc_session *s, struct view target, struct view msgid,
    struct view reason)
{
	struct view params[3] = { target, msgid, reason };
	struct irc_event ev = { .time = clock_ms(),
		.object = VIEW("REDACT"),
		.origin = requests_set_origin(s->requests, 0) };

	requests_set_origin(s->requests, ev.origin);

	if (s->phase != PHASE_ONLINE)
		ev.text = view_of(_("not connected"));
	else if (!caps_on(s, CAP_REDACTION))
		ev.text = view_of(_("this server cannot delete messages"));
	else if (send_command(s, "REDACT", params, reason.len > 0 ? 3 : 2) != 0)
		ev.text = view_of(_("the reason is too long"));
	if (ev.text.len == 0)
		return;
	ev.target = sanitize_name(s, SANITIZE_TARGET, target);
	ev.room = isupport_room(s, ev.target);
	session_emit(s, &ev, IRC_EV_REFUSED);
}

/* REDACT target msgid [:reason] */
void
on_redact(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	ev->target = sanitize_name(s, SANITIZE_TARGET, irc_msg_param(msg, 0));
	ev->room = isupport_room(s, ev->target);
	ev->to_self = session_is_me(s, ev->target);
	ev->object = sanitize_name(s, SANITIZE_OBJECT, irc_msg_param(msg, 1));
	ev->text = sanitize_text(s, SANITIZE_TEXT, irc_msg_param(msg, 2));
	session_emit(s, ev, IRC_EV_REDACTED);
}
