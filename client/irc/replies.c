/*
 * replies: errors and other replies to what we sent.
 */
#include "client/irc/replies.h"

#include "client/irc/account.h"
#include "client/irc/caps.h"
#include "client/irc/history.h"
#include "client/irc/isupport.h"
#include "client/irc/numerics.h"
#include "client/irc/outbox.h"
#include "client/irc/sanitize.h"
#include "client/irc/session_state.h"
#include "client/irc/whox.h"
#include "common/irc_msg.h"

/* 400 to 599 are errors (RFC 2812 5.2), and so are some later ones. */
static int
is_error(int n)
{
	return (n >= 400 && n <= 599 && n != 422) || n == 696 || n == 691 ||
	       (n >= 902 && n <= 907);
}

/* Return the oldest message to that target on the wire; NULL if the error is about a command sent before it. */
static struct out_part *
part_to(struct irc_session *s, struct view target)
{
	struct out_part *part = outbox_by_target(s, target);

	if (part != NULL && s->answered.sent != 0 &&
	    s->answered.sent < outbox_part_sent(part))
		return NULL;
	return part;
}

/* Return the message part that this line refuses, or NULL. */
static struct out_part *
refused_part(struct irc_session *s, const struct irc_msg *msg, int n)
{
	if (s->label != 0)
		return outbox_by_label(s, s->label);
	if (s->request != 0 || caps_on(s, CAP_LABELED_RESPONSE))
		return NULL;
	switch (n) {
	case 401:
	case 403:
	case 404:
	case 408:
	case 415:
	case 477:
	case 489:
	case 492:
	case 531:
		return part_to(s, irc_msg_param(msg, 1));
	case 412:
	case 417:
		return outbox_oldest(s);
	default:
		return NULL;
	}
}

/* If there are at least three parameters, the second says what the reply is about. */
static void
set_about(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	if (msg->nparams < 3)
		return;
	ev->object = sanitize_name(s, SANITIZE_OBJECT, msg->params[1]);
	ev->room = isupport_room(s, ev->object);
}

/*
 * Without labels and echoes we cannot know which of several messages on the wire was refused, so all of them to that
 * target are.
 */
static void
refuse(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev,
    struct out_part *part)
{
	struct irc_event again = *ev;

	outbox_refused(s, part, ev);
	if (s->label != 0 || caps_on(s, CAP_ECHO_MESSAGE))
		return;
	while ((part = refused_part(s, msg, again.numeric)) != NULL) {
		*ev = again;
		outbox_refused(s, part, ev);
	}
}

void
replies_numeric(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct out_part *part;
	long long n;

	if (view_to_int(msg->command, 1, 999, &n) != 0)
		return;
	ev->numeric = (int)n;
	set_about(s, msg, ev);
	buf_reset(&s->words);
	numerics_sentence(&s->words, msg, ev->numeric);
	ev->text = sanitize_text(s, SANITIZE_TEXT, buf_view(&s->words));
	buf_reset(&s->label_words);
	buf_reset(&s->detail_words);
	numerics_columns(&s->label_words, &s->detail_words, msg, ev->numeric);
	ev->label = sanitize_text(s, SANITIZE_LABEL, buf_view(&s->label_words));
	ev->detail =
	    sanitize_text(s, SANITIZE_DETAIL, buf_view(&s->detail_words));
	if (!is_error(ev->numeric)) {
		session_emit(s, ev, IRC_EV_INFO);
		return;
	}
	if (whox_refused(s, ev) ||
	    history_refused(s, irc_msg_param(msg, 1), ev, VIEW("")))
		return;
	part = refused_part(s, msg, ev->numeric);
	if (part != NULL)
		refuse(s, msg, ev, part);
	else
		session_emit(s, ev, IRC_EV_REFUSED);
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

/* NOTE TBAN SET room mask ... follows a MODE that has told the same in words. */
static int
repeats_ban_time(const struct irc_session *s, const struct irc_msg *msg)
{
	return s->told_ban_time &&
	       view_equal_nocase(msg->command, VIEW("NOTE")) &&
	       view_equal_nocase(irc_msg_param(msg, 0), VIEW("TBAN")) &&
	       view_equal_nocase(irc_msg_param(msg, 1), VIEW("SET"));
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
	ev->object = sanitize_name(
	    s, SANITIZE_OBJECT, msg->nparams > 3 ? msg->params[2] : command);
	ev->room = isupport_room(s, ev->object);
	ev->text = account_sentence(s, msg)
		       ? sanitize_text(s, SANITIZE_TEXT, buf_view(&s->words))
		       : sanitize_text(s, SANITIZE_TEXT,
			     irc_msg_param(msg, msg->nparams - 1));
	account_answered(s, msg, command);
	if (repeats_ban_time(s, msg))
		s->told_ban_time = 0;
	else if (!fail)
		session_emit(s, ev, IRC_EV_INFO);
	else if (whox_refused(s, ev) ||
		 history_refused(s, command, ev, irc_msg_param(msg, 1)))
		return;
	else if (part != NULL)
		outbox_refused(s, part, ev);
	else
		session_emit(s, ev, IRC_EV_REFUSED);
}
