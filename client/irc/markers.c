/*
 * markers: how far the user has read (IRCv3 draft/read-marker), and deleting messages (draft/message-redaction).
 */
#include "client/irc/markers.h"

#include "client/irc/caps.h"
#include "client/irc/isupport.h"
#include "client/irc/sanitize.h"
#include "client/irc/send.h"
#include "client/irc/session_state.h"
#include "common/clock.h"
#include "common/i18n.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"

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
	struct irc_event ev = { .time = clock_ms(), .object = VIEW("REDACT") };

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
