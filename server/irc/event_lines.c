/*
 * event_lines: turn events into IRC lines for each kind of recipient. A kind is the set of capabilities
 * on which the bytes depend. A client gets only the tags that it asked for (checklist 21).
 */
#include "server/irc/event_lines.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/irc_msg.h"
#include "common/linebuf.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/account/offline_notice.h"
#include "server/irc/away.h"
#include "server/irc/labels.h"
#include "server/irc/multiline.h"
#include "server/irc/request.h"
#include "server/irc/state.h"
#include "server/irc/user.h"
#include "server/session/session.h"
#include "server/store/retention.h"

enum { CTCP_MARK = '\001' };

enum {
	KIND_CAPS = CAP_MESSAGE_TAGS | CAP_SERVER_TIME | CAP_EXTENDED_JOIN |
		    CAP_SETNAME | CAP_AWAY_NOTIFY | CAP_MULTILINE |
		    CAP_INVITE_NOTIFY | CAP_CHANNEL_RENAME | CAP_REDACTION |
		    CAP_ACCOUNT_NOTIFY | CAP_ACCOUNT_TAG | CAP_CHGHOST
};

uint32_t
irc_kind(const struct session *s, const struct room *room)
{
	const struct irc_state *irc = s->state;
	uint32_t kind = irc->caps & KIND_CAPS;

	(void)room;
	if (!multiline_is_enabled(irc))
		kind &= ~(uint32_t)CAP_MULTILINE;
	return kind;
}

/* Return whether the event is shown when the store has committed it, not at once. */
static int
is_settled(const struct chat_event *e)
{
	return e->type == CHAT_MESSAGE || e->type == CHAT_TOPIC ||
	       e->type == CHAT_REDACT;
}

/* Return whether clients may refer to the event by its id: only if the history may hold it. */
static int
has_id(const struct chat_event *e)
{
	return e->id.s[0] != '\0' &&
	       (is_settled(e) || retention_of(e) != RETENTION_NONE);
}

/* Write the tags that this kind of recipient gets with the event. */
static void
put_tags(struct irc_writer *w, const struct chat_event *e, uint32_t kind)
{
	char time[CLOCK_ISO_SIZE];

	if (kind & CAP_SERVER_TIME) {
		clock_iso(time, e->time);
		irc_tag(w, "time", view_of(time));
	}
	/* ACCOUNT already names the account; no account tag. */
	if ((kind & CAP_ACCOUNT_TAG) && e->account != NULL &&
	    e->type != CHAT_ACCOUNT)
		irc_tag(w, "account", view_of(e->account));
	if (kind & CAP_MESSAGE_TAGS) {
		if (e->bot)
			irc_tag(w, "bot", view_of(NULL));
		if (has_id(e))
			irc_tag(w, "msgid", view_of(e->id.s));
		if (e->tags != NULL)
			irc_tags_raw(w, view_of(e->tags));
	}
}

/* Write the last parameter, cut if it does not fit (checklist 14). */
static void
put_text(struct irc_writer *w, const char *text)
{
	struct view v = view_of(text);

	v.len = text_cut(v, irc_space(w));
	irc_trailing(w, v);
}

/*
 * Write the text of a message, cut if it does not fit. A CTCP message, such as an action, keeps the
 * mark at its end.
 */
static void
put_said(struct irc_writer *w, const char *text)
{
	struct view v = view_of(text);
	char cut[LINE_REST_MAX];

	if (v.len <= irc_space(w) || v.p[0] != CTCP_MARK ||
	    v.p[v.len - 1] != CTCP_MARK) {
		put_text(w, text);
		return;
	}
	v.len = text_cut(v, irc_space(w) - 1);
	memcpy(cut, v.p, v.len);
	cut[v.len++] = CTCP_MARK;
	irc_trailing(w, (struct view){ cut, v.len });
}

/* Write the room or nick that a message is sent to, with its STATUSMSG prefix. */
static void
put_target(struct irc_writer *w, const struct chat_event *e)
{
	irc_param_fmt(w, "%s%s", e->status == NULL ? "" : e->status, e->target);
}

static void
put_join(struct irc_writer *w, const struct chat_event *e, uint32_t kind)
{
	irc_command(w, "JOIN");
	irc_param_str(w, e->target);
	if (kind & CAP_EXTENDED_JOIN) {
		irc_param_str(w, e->account != NULL ? e->account : "*");
		put_text(w, e->realname);
	}
}

static void
put_message(struct irc_writer *w, const struct chat_event *e)
{
	static const char *const commands[] = { [CHAT_PRIVMSG] = "PRIVMSG",
		[CHAT_NOTICE] = "NOTICE",
		[CHAT_TAGMSG] = "TAGMSG" };

	irc_command(w, commands[e->kind]);
	put_target(w, e);
	if (e->text != NULL)
		put_said(w, e->text);
}

static void
put_with_text(struct irc_writer *w, const char *command, const char *target,
    const char *text)
{
	irc_command(w, command);
	if (target != NULL)
		irc_param_str(w, target);
	if (text != NULL)
		put_text(w, text);
}

/* Without a reason, KICK gives the nick of the operator (checklist 32). */
static void
put_kick(struct irc_writer *w, const struct chat_event *e)
{
	irc_command(w, "KICK");
	irc_param_str(w, e->target);
	irc_param_str(w, e->victim);
	put_text(w, e->reason != NULL ? e->reason : e->nick);
}

static void
put_room_mode(struct irc_writer *w, const struct chat_event *e)
{
	struct view args = view_of(e->mode_args), arg;

	irc_command(w, "MODE");
	irc_param_str(w, e->target);
	irc_param_str(w, e->mode_letters);
	while (args.len > 0 && view_cut(&args, ' ', &arg))
		irc_param(w, arg);
}

static void
put_invite(struct irc_writer *w, const struct chat_event *e)
{
	irc_command(w, "INVITE");
	irc_param_str(w, e->invited);
	irc_param_str(w, e->target);
}

static void
put_rename(struct irc_writer *w, const struct chat_event *e)
{
	irc_command(w, "RENAME");
	irc_param_str(w, e->target);
	irc_param_str(w, e->new_name);
	put_text(w, e->reason != NULL ? e->reason : "");
}

/* Without a reason, the parameter is left out (checklist 65). */
static void
put_redact(struct irc_writer *w, const struct chat_event *e)
{
	irc_command(w, "REDACT");
	irc_param_str(w, e->target);
	irc_param_str(w, e->message_id);
	if (e->reason != NULL)
		put_text(w, e->reason);
}

/* "MODE nick +B-i" */
static void
put_user_mode(struct irc_writer *w, const struct chat_event *e)
{
	char on[USER_MODES_MAX], off[USER_MODES_MAX];

	irc_user_letters(e->on, on);
	irc_user_letters(e->off, off);
	irc_command(w, "MODE");
	irc_param_str(w, e->nick);
	irc_param_fmt(w, "%s%s%s%s", on[0] != '\0' ? "+" : "", on,
	    off[0] != '\0' ? "-" : "", off);
}

/* IRCv3 chghost. */
static void
put_host(struct irc_writer *w, const struct chat_event *e)
{
	irc_command(w, "CHGHOST");
	irc_param_str(w, e->username);
	irc_param_str(w, e->new_host);
}

/* Write the command and its parameters. Returns 0 if this kind of recipient gets no line. */
static int
put_event(struct irc_writer *w, const struct chat_event *e, uint32_t kind)
{
	switch (e->type) {
	case CHAT_JOIN:
		put_join(w, e, kind);
		return 1;
	case CHAT_PART:
		put_with_text(w, "PART", e->target, e->reason);
		return 1;
	case CHAT_QUIT:
		put_with_text(w, "QUIT", NULL, e->reason);
		return 1;
	case CHAT_NICK:
		put_with_text(w, "NICK", e->new_nick, NULL);
		return 1;
	case CHAT_SETNAME:
		put_with_text(w, "SETNAME", NULL, e->new_realname);
		return (kind & CAP_SETNAME) != 0;
	case CHAT_TOPIC:
		put_with_text(w, "TOPIC", e->target, e->topic);
		return 1;
	case CHAT_MESSAGE:
		put_message(w, e);
		return e->kind != CHAT_TAGMSG || (kind & CAP_MESSAGE_TAGS);
	case CHAT_USER_MODE:
		put_user_mode(w, e);
		return 1;
	case CHAT_KILL:
		put_with_text(w, "KILL", e->victim, e->reason);
		return 1;
	case CHAT_WALLOPS:
		put_with_text(w, "WALLOPS", NULL, e->text);
		return 1;
	case CHAT_AWAY:
		put_with_text(w, "AWAY", NULL, e->away_message);
		return (kind & CAP_AWAY_NOTIFY) != 0;
	case CHAT_KICK:
		put_kick(w, e);
		return 1;
	case CHAT_MODE:
		put_room_mode(w, e);
		return 1;
	case CHAT_INVITE:
		put_invite(w, e);
		return (kind & CAP_INVITE_NOTIFY) != 0;
	case CHAT_RENAME:
		put_rename(w, e);
		return (kind & CAP_CHANNEL_RENAME) != 0;
	case CHAT_REDACT:
		put_redact(w, e);
		return (kind & CAP_REDACTION) != 0;
	case CHAT_ACCOUNT:
		put_with_text(w, "ACCOUNT",
		    e->new_account != NULL ? e->new_account : "*", NULL);
		return (kind & CAP_ACCOUNT_NOTIFY) != 0;
	case CHAT_HOST:
		put_host(w, e);
		return (kind & CAP_CHGHOST) != 0;
	case CHAT_NEW_USER:
	case CHAT_FORGET_CLOSED:
		break;
	}
	return 0;
}

static void
put_source(struct irc_writer *w, const struct chat_event *e)
{
	if (chat_event_is_by_server(e))
		irc_source(w, view_of(e->nick));
	else
		irc_source_user(w, e->nick, e->username, e->host);
}

/* After the JOIN of a user who is away, add AWAY (IRCv3 away-notify). */
static void
add_away(const struct chat_applied *a, uint32_t kind, struct buf *out)
{
	char line[LINE_TAGS_SERVER + LINE_REST_MAX];
	const struct chat_event *e = a->event;
	struct irc_writer w;

	if (!(kind & CAP_AWAY_NOTIFY) || e->type != CHAT_JOIN ||
	    a->user == NULL || a->user->away == NULL)
		return;
	irc_begin(&w, line, sizeof(line), LINE_TAGS_SERVER);
	put_tags(&w, e, kind);
	irc_source_user(&w, e->nick, e->username, e->host);
	put_with_text(&w, "AWAY", NULL, a->user->away);
	buf_add(out, line, irc_end(&w));
}

/* Append the event as one line, or two. */
static void
format_line(const struct chat_applied *a, uint32_t kind, struct buf *out)
{
	char line[LINE_TAGS_SERVER + LINE_REST_MAX];
	const struct chat_event *e = a->event;
	struct irc_writer w;

	if (e->type == CHAT_INVITE && a->room == NULL)
		kind |=
		    CAP_INVITE_NOTIFY; /* this recipient is the invited user */
	irc_begin(&w, line, sizeof(line), LINE_TAGS_SERVER);
	put_tags(&w, e, kind);
	put_source(&w, e);
	if (put_event(&w, e, kind))
		buf_add(out, line, irc_end(&w));
	add_away(a, kind, out);
}

/* Longer client tags are on the first plain line only. */
enum { REPEATED_TAGS_MAX = 512 };

static void
put_batch(const struct chat_event *e, char sign, uint32_t kind, struct buf *out)
{
	char line[LINE_TAGS_SERVER + LINE_REST_MAX];
	struct irc_writer w;

	irc_begin(&w, line, sizeof(line), LINE_TAGS_SERVER);
	if (sign == '+')
		put_tags(&w, e, kind);
	irc_source_user(&w, e->nick, e->username, e->host);
	irc_command(&w, "BATCH");
	irc_param_fmt(&w, "%cm%llu", sign, (unsigned long long)e->seq);
	if (sign == '+') {
		irc_param_str(&w, "draft/multiline");
		put_target(&w, e);
	}
	buf_add(out, line, irc_end(&w));
}

/* Write one piece as a message of its own, otherwise like the event. */
static void
put_piece(const struct chat_applied *a, const struct chat_event *like,
    struct view piece, uint32_t kind, struct buf *out)
{
	struct chat_event one = *like;
	struct chat_applied applied = *a;

	one.text = xviewdup(piece);
	applied.event = &one;
	format_line(&applied, kind, out);
	free(one.text);
}

/* The batch has the tags of the event; a line has only the batch tag. */
static void
put_as_batch(const struct chat_applied *a, uint32_t kind, struct buf *out)
{
	const struct chat_event *e = a->event;
	struct chat_lines l;

	put_batch(e, '+', kind, out);
	chat_lines_begin(&l, view_of(e->text));
	while (chat_lines_next(&l)) {
		buf_printf(out, "@batch=m%llu%s ", (unsigned long long)e->seq,
		    l.goes_on ? ";draft/multiline-concat" : "");
		put_piece(a, e, l.piece, 0, out);
	}
	put_batch(e, '-', kind, out);
}

/* Leave out empty lines; only the first message has the id. */
static void
put_as_messages(const struct chat_applied *a, uint32_t kind, struct buf *out)
{
	struct chat_event like = *a->event;
	struct chat_lines l;

	chat_lines_begin(&l, view_of(a->event->text));
	while (chat_lines_next(&l)) {
		if (l.piece.len == 0)
			continue;
		put_piece(a, &like, l.piece, kind, out);
		like.id.s[0] = '\0';
		if (like.tags != NULL && strlen(like.tags) > REPEATED_TAGS_MAX)
			like.tags = NULL;
	}
}

static void
format_multiline(const struct chat_applied *a, uint32_t kind, struct buf *out)
{
	if (kind & CAP_MULTILINE)
		put_as_batch(a, kind, out);
	else
		put_as_messages(a, kind, out);
}

void
irc_format(struct server *server, const struct chat_applied *a, uint32_t kind,
    struct buf *out)
{
	(void)server;
	if (chat_event_has_lines(a->event))
		format_multiline(a, kind, out);
	else
		format_line(a, kind, out);
}

/* A rank that the server gives on joining: NAMES, which follows, shows it. */
static int
is_shown_by_names(const struct chat_event *e)
{
	return e->type == CHAT_MODE && chat_event_is_by_server(e);
}

/*
 * Return whether the author gets its own event. Messages are echoed only with echo-message (IRCv3);
 * INVITE is answered by 341.
 */
static int
is_echoed(const struct irc_state *irc, const struct chat_event *e)
{
	if (e->type == CHAT_INVITE || is_shown_by_names(e))
		return 0;
	return e->type != CHAT_MESSAGE || (irc->caps & CAP_ECHO_MESSAGE);
}

static void
answer_kept(struct session *s, const struct chat_event *e, struct view lines,
    size_t n, struct buf *out)
{
	struct labeled_reply *p = labeled_reply_find(s->state, e->token);

	if (p != NULL) {
		labeled_reply_add(s, p, lines, n, out);
		labeled_reply_settled(s, p, out);
	} else {
		buf_add_view(out, lines);
	}
}

/* Return whether the message gets a 301: it is a direct message, not a NOTICE, to a user who is away. */
static int
meets_away(const struct chat_applied *a)
{
	return a->event->type == CHAT_MESSAGE &&
	       a->event->kind == CHAT_PRIVMSG && a->room == NULL &&
	       a->target != NULL && a->target->away != NULL;
}

/*
 * Presence events happen within their request and are among its replies. The author does not get its
 * own AWAY (checklist 44).
 */
void
irc_format_own(struct server *server, const struct chat_applied *a,
    struct session *s, struct buf *out)
{
	struct irc_state *irc = s->state;
	struct buf line = { 0 };
	size_t n;

	if (is_echoed(irc, a->event))
		irc_format(server, a,
		    irc_kind(s, a->room) & ~(uint32_t)CAP_AWAY_NOTIFY, &line);
	n = line.len > 0;
	if (meets_away(a)) {
		irc_away_notice(s, a->target, &line);
		n++;
	} else if (offline_notice_due(s, a)) {
		irc_offline_notice(s, a->event->target, &line);
		n++;
	}
	if (is_settled(a->event))
		answer_kept(s, a->event, buf_view(&line), n, out);
	else if (irc->request != NULL)
		reply_line(irc->request, buf_view(&line));
	else
		buf_add_view(out, buf_view(&line));
	buf_clear(&line);
}
