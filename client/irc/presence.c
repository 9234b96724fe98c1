/*
 * presence: turn lines about users and rooms into events.
 */
#include "client/irc/presence.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "client/irc/isupport.h"
#include "client/irc/mode_words.h"
#include "client/irc/nick.h"
#include "client/irc/replay.h"
#include "client/irc/sanitize.h"
#include "client/irc/session_state.h"
#include "client/irc/tags.h"
#include "common/duration.h"
#include "common/i18n.h"
#include "common/irc_msg.h"
#include "common/xmalloc.h"

enum { NAMES_MAX = 2000 }; /* names per line; 512 bytes hold 200 */

static void
set_room(struct irc_session *s, struct irc_event *ev, struct view room)
{
	ev->room = sanitize_name(s, SANITIZE_ROOM, room);
}

static void
set_object(struct irc_session *s, struct irc_event *ev, struct view object)
{
	ev->object = sanitize_name(s, SANITIZE_OBJECT, object);
}

static void
set_text(struct irc_session *s, struct irc_event *ev, struct view text)
{
	ev->text = sanitize_text(s, SANITIZE_TEXT, text);
}

/* JOIN room [account :real name] (extended-join). Our own one shows our host as others see it: it limits the length of parts. */
void
on_join(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view account = irc_msg_param(msg, 1);

	if (account.len > 0 && !view_equal(account, VIEW("*")))
		ev->account = sanitize_name(s, SANITIZE_ACCOUNT, account);
	if (ev->self && ev->userhost.len > 0 && ev->history == 0) {
		free(s->userhost);
		s->userhost = xviewdup(ev->userhost);
	}
	set_room(s, ev, irc_msg_param(msg, 0));
	if (ev->self && ev->history == 0)
		replay_joined(s, ev);
	session_emit(s, ev, IRC_EV_JOIN);
}

void
on_part(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	set_room(s, ev, irc_msg_param(msg, 0));
	set_text(s, ev, irc_msg_param(msg, 1));
	if (ev->self && ev->history == 0)
		replay_left(s, ev->room);
	session_emit(s, ev, IRC_EV_PART);
}

void
on_quit(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	set_text(s, ev, irc_msg_param(msg, 0));
	session_emit(s, ev, IRC_EV_QUIT);
	if (ev->history == 0)
		nick_regain_left(s, ev->who);
}

void
on_kick(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	set_room(s, ev, irc_msg_param(msg, 0));
	set_object(s, ev, irc_msg_param(msg, 1));
	set_text(s, ev, irc_msg_param(msg, 2));
	if (ev->history == 0 && session_is_me(s, ev->object))
		replay_left(s, ev->room);
	session_emit(s, ev, IRC_EV_KICK);
}

void
on_nick(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view nick = irc_msg_param(msg, 0);

	if (nick.len == 0)
		return;
	if (ev->self && ev->history == 0) {
		free(s->nick);
		s->nick = xviewdup(nick);
	}
	set_object(s, ev, nick);
	session_emit(s, ev, IRC_EV_NICK);
	if (ev->history == 0 && ev->self)
		nick_regain_changed(s);
	else if (ev->history == 0)
		nick_regain_left(s, ev->who);
}

void
on_topic(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	set_room(s, ev, irc_msg_param(msg, 0));
	set_text(s, ev, irc_msg_param(msg, 1));
	session_emit(s, ev, IRC_EV_TOPIC);
}

void
on_topic_is(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	ev->numeric = 332;
	ev->who = VIEW("");
	set_room(s, ev, irc_msg_param(msg, 1));
	set_text(s, ev, irc_msg_param(msg, 2));
	session_emit(s, ev, IRC_EV_TOPIC);
}

void
on_topic_none(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	ev->numeric = 331;
	ev->who = VIEW("");
	set_room(s, ev, irc_msg_param(msg, 1));
	session_emit(s, ev, IRC_EV_TOPIC);
}

/* Emits the letters and arguments as one text, then the rank changes. */
void
on_mode(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	int i;

	ev->target = sanitize_name(s, SANITIZE_TARGET, irc_msg_param(msg, 0));
	ev->room = isupport_room(s, ev->target);
	ev->to_self = session_is_me(s, ev->target);
	buf_reset(&s->words);
	for (i = 1; i < msg->nparams; i++) {
		if (i > 1)
			buf_add_char(&s->words, ' ');
		buf_add_view(&s->words, msg->params[i]);
	}
	ev->text = sanitize_name(s, SANITIZE_TEXT, buf_view(&s->words));
	buf_reset(&s->detail_words);
	if (ev->room.len > 0)
		mode_words(&s->detail_words, s,
		    ev->who.len > 0 ? ev->who : msg->source, msg);
	ev->detail =
	    sanitize_lines(s, SANITIZE_DETAIL, buf_view(&s->detail_words));
	if (ev->self && ev->history == 0)
		s->told_ban_time = irc_tags_find(
		    msg->tags, TAG_BAN_SECONDS, &(struct view){ NULL, 0 });
	session_emit(s, ev, IRC_EV_MODE);
	if (ev->room.len > 0 && ev->history == 0)
		isupport_ranks(s, msg, ev);
}

void
on_away(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	set_text(s, ev, irc_msg_param(msg, 0));
	session_emit(s, ev, IRC_EV_AWAY);
}

static void
self_away(
    struct irc_session *s, struct irc_event *ev, int numeric, struct view text)
{
	ev->numeric = numeric;
	ev->who = sanitize_name(s, SANITIZE_WHO, view_of(s->nick));
	ev->self = 1;
	ev->text = text;
	session_emit(s, ev, IRC_EV_AWAY);
}

void
on_self_away(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	(void)msg;
	self_away(s, ev, 306, VIEW("away"));
}

void
on_self_back(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	(void)msg;
	self_away(s, ev, 305, VIEW(""));
}

void
on_invite(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	set_object(s, ev, irc_msg_param(msg, 0));
	set_room(s, ev, irc_msg_param(msg, 1));
	ev->to_self = session_is_me(s, ev->object);
	session_emit(s, ev, IRC_EV_INVITED);
}

/* Emit a member from "@+nick!user@host": all prefixes, then the nick. */
static void
emit_member(struct irc_session *s, struct irc_event *ev, struct view entry)
{
	struct irc_source source;
	size_t n = 0;

	while (n < entry.len && entry.p[n] != '\0' &&
	       strchr(s->isupport->prefixes, entry.p[n]) != NULL)
		n++;
	ev->text = (struct view){ entry.p, n };
	irc_source_split((struct view){ entry.p + n, entry.len - n }, &source);
	if (source.nick.len == 0)
		return;
	set_object(s, ev, source.nick);
	session_emit(s, ev, IRC_EV_NAMES);
}

/* 353 nick symbol room :names */
void
on_names(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view names = irc_msg_param(msg, 3), entry;
	int left = NAMES_MAX;

	ev->numeric = 353;
	set_room(s, ev, irc_msg_param(msg, 2));
	while (left > 0 && view_cut(&names, ' ', &entry)) {
		if (entry.len == 0)
			continue;
		emit_member(s, ev, entry);
		left--;
	}
}

void
on_names_end(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	ev->numeric = 366;
	set_room(s, ev, irc_msg_param(msg, 1));
	session_emit(s, ev, IRC_EV_NAMES_END);
}

enum { DATE_SIZE = 64 };

/* Write a date; "" if the text is not a time. */
static void
format_date(char date[DATE_SIZE], struct view seconds)
{
	struct tm tm;
	long long n;
	time_t t;

	date[0] = '\0';
	if (view_to_int(seconds, 0, INT32_MAX * 1000LL, &n) != 0)
		return;
	t = (time_t)n;
	if (localtime_r(&t, &tm) != NULL)
		strftime(date, DATE_SIZE, "%Y-%m-%d %H:%M", &tm);
}

static void
begin_words(struct irc_session *s)
{
	buf_reset(&s->words);
	buf_reset(&s->label_words);
	buf_reset(&s->detail_words);
}

/* Emit s->words as a sentence, and s->label_words and s->detail_words, which begin_words emptied, as columns. */
static void
emit_words(struct irc_session *s, struct irc_event *ev, int numeric)
{
	ev->numeric = numeric;
	set_text(s, ev, buf_view(&s->words));
	ev->label = sanitize_text(s, SANITIZE_LABEL, buf_view(&s->label_words));
	ev->detail =
	    sanitize_text(s, SANITIZE_DETAIL, buf_view(&s->detail_words));
	session_emit(s, ev, IRC_EV_INFO);
}

/* 333 nick room setter time */
void
on_topic_who(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	char date[DATE_SIZE];
	struct irc_source by;

	set_room(s, ev, irc_msg_param(msg, 1));
	irc_source_split(irc_msg_param(msg, 2), &by);
	format_date(date, irc_msg_param(msg, 3));
	begin_words(s);
	if (date[0] != '\0')
		buf_printf(&s->words,
		    _("The topic of %.*s was set by %.*s on %s"),
		    VIEW_ARG(ev->room), VIEW_ARG(by.nick), date);
	else
		buf_printf(&s->words, _("The topic of %.*s was set by %.*s"),
		    VIEW_ARG(ev->room), VIEW_ARG(by.nick));
	emit_words(s, ev, 333);
}

/* 329 nick room time */
void
on_created(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	char date[DATE_SIZE];

	set_room(s, ev, irc_msg_param(msg, 1));
	format_date(date, irc_msg_param(msg, 2));
	begin_words(s);
	if (date[0] != '\0')
		buf_printf(&s->words, _("%.*s was created on %s"),
		    VIEW_ARG(ev->room), date);
	emit_words(s, ev, 329);
}

/* 367 nick room mask [setter time] */
void
on_ban_entry(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	char date[DATE_SIZE];
	struct irc_source by;
	int mutes;

	set_room(s, ev, irc_msg_param(msg, 1));
	ev->object = ev->room;
	irc_source_split(irc_msg_param(msg, 3), &by);
	format_date(date, irc_msg_param(msg, 4));
	begin_words(s);
	mutes = mode_words_mask(&s->label_words, s, irc_msg_param(msg, 2));
	if (date[0] != '\0')
		buf_printf(&s->detail_words,
		    mutes ? _("muted by %.*s on %s")
			  : _("banned by %.*s on %s"),
		    VIEW_ARG(by.nick), date);
	else
		buf_add_str(&s->detail_words, mutes ? _("muted") : _("banned"));
	buf_printf(&s->words, "%.*s: %.*s: %.*s", VIEW_ARG(ev->room),
	    VIEW_ARG(buf_view(&s->label_words)),
	    VIEW_ARG(buf_view(&s->detail_words)));
	emit_words(s, ev, 367);
}

/* 317 nick who idle signon :text */
void
on_idle(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	char span[DURATION_SIZE], date[DATE_SIZE] = "";
	long long idle = 0;

	set_object(s, ev, irc_msg_param(msg, 1));
	view_to_int(irc_msg_param(msg, 2), 0, INT32_MAX, &idle);
	duration_text(span, idle);
	if (msg->nparams > 4)
		format_date(date, msg->params[3]);
	begin_words(s);
	if (date[0] != '\0')
		buf_printf(&s->words,
		    _("%.*s has been idle for %s, connected since %s"),
		    VIEW_ARG(ev->object), span, date);
	else
		buf_printf(&s->words, _("%.*s has been idle for %s"),
		    VIEW_ARG(ev->object), span);
	buf_add_str(&s->label_words, _("idle"));
	if (date[0] != '\0')
		buf_printf(
		    &s->detail_words, _("%s, connected since %s"), span, date);
	else
		buf_add_str(&s->detail_words, span);
	emit_words(s, ev, 317);
}

/* 352 nick room user host server who flags :hops real name */
void
on_who(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view room = irc_msg_param(msg, 1), user = irc_msg_param(msg, 2);
	struct view host = irc_msg_param(msg, 3), nick = irc_msg_param(msg, 5);
	int away = view_has_prefix(irc_msg_param(msg, 6), VIEW("G"));
	struct view real = irc_msg_param(msg, 7), hops;

	if (!view_cut(&real, ' ', &hops) || real.p == NULL)
		real = VIEW("");
	set_object(s, ev, nick);
	begin_words(s);
	if (isupport_is_room(s, room))
		buf_printf(&s->words,
		    away ? _("%.*s is %.*s@%.*s (%.*s) in %.*s, away")
			 : _("%.*s is %.*s@%.*s (%.*s) in %.*s"),
		    VIEW_ARG(nick), VIEW_ARG(user), VIEW_ARG(host),
		    VIEW_ARG(real), VIEW_ARG(room));
	else
		buf_printf(&s->words,
		    away ? _("%.*s is %.*s@%.*s (%.*s), away")
			 : _("%.*s is %.*s@%.*s (%.*s)"),
		    VIEW_ARG(nick), VIEW_ARG(user), VIEW_ARG(host),
		    VIEW_ARG(real));
	buf_add_view(&s->label_words, nick);
	buf_printf(&s->detail_words,
	    away ? _("%.*s@%.*s (%.*s), away") : _("%.*s@%.*s (%.*s)"),
	    VIEW_ARG(user), VIEW_ARG(host), VIEW_ARG(real));
	emit_words(s, ev, 352);
}
