/*
 * request: gather the replies of a request, and write replies that many commands use.
 */
#include "server/irc/request.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/irc/labels.h"
#include "server/session/deferred_reply.h"

enum { TEXT_SPACE = 64 }; /* reserved for the text after the parameters */

static void
find_label(struct request *req)
{
	struct view label;

	if (!(req->irc->caps & CAP_LABELED_RESPONSE) || req->msg == NULL ||
	    !irc_tags_find(req->msg->tags, "label", &label))
		return;
	if (label.len > 0 && label.len <= LABEL_MAX && text_utf8_valid(label))
		req->label = label;
}

/* Set the fields one by one: clearing the whole struct, with its line, would cost more. */
void
request_begin(struct request *req, struct session *s, const struct irc_msg *msg)
{
	req->session = s;
	req->server = s->server;
	req->irc = s->state;
	req->msg = msg;
	req->command = "";
	req->label = (struct view){ NULL, 0 };
	req->token = ++req->irc->last_token;
	req->answered = 0;
	req->batch = 0;
	req->out = (struct buf){ 0 };
	req->nreplies = 0;
	req->irc->request = req;
	find_label(req);
}

static struct labeled_reply *
labeled_reply_of(const struct request *req)
{
	return req->label.p == NULL ? NULL
				    : labeled_reply_find(req->irc, req->token);
}

void
request_keep_label(struct request *req, int how)
{
	if (req->label.p == NULL || labeled_reply_of(req) != NULL)
		return;
	labeled_reply_new(req->irc, req->token, req->label, how);
	req->answered = 1;
}

static void
answer(struct request *req, struct buf *out)
{
	struct labeled_reply *p = labeled_reply_of(req);

	if (p != NULL) {
		labeled_reply_add(
		    req->session, p, buf_view(&req->out), req->nreplies, out);
		labeled_reply_close(req->session, p, out);
	} else if (req->label.p != NULL && !req->answered) {
		labels_answer(req->session, req->label, buf_view(&req->out),
		    req->nreplies, out);
	} else {
		buf_add_view(out, buf_view(&req->out));
	}
}

void
request_end(struct request *req)
{
	struct buf out = { 0 };

	if (req->irc->request != req)
		return;
	if (req->label.p == NULL) {
		session_send(req->session, req->out.p, req->out.len);
	} else {
		answer(req, &out);
		session_send(req->session, out.p, out.len);
		buf_clear(&out);
	}
	buf_clear(&req->out);
	req->irc->request = NULL;
}

void
request_expect(struct request *req, int last)
{
	struct labeled_reply *p = labeled_reply_of(req);
	struct buf out = { 0 };

	if (p == NULL)
		return;
	labeled_reply_add(
	    req->session, p, buf_view(&req->out), req->nreplies, &out);
	session_send(req->session, out.p, out.len);
	buf_clear(&out);
	buf_reset(&req->out);
	req->nreplies = 0;
	labeled_reply_expect(p, last);
}

void
request_unexpect(struct request *req)
{
	struct labeled_reply *p = labeled_reply_of(req);

	if (p != NULL)
		labeled_reply_unexpect(p);
}

struct view
request_param(const struct request *req, int n)
{
	struct view v = irc_msg_param(req->msg, n);

	return v.p == NULL ? VIEW("") : v;
}

struct room *
request_room(const struct request *req, struct view name)
{
	return world_find_room_for(
	    req->server->world, name, req->session->user);
}

const char *
request_nick(const struct request *req)
{
	return req->session->user != NULL ? req->session->user->nick : "*";
}

void
reply_begin(struct request *req, const char *command)
{
	irc_begin(&req->w, req->line, sizeof(req->line), LINE_TAGS_SERVER);
	irc_source(&req->w, view_of(req->server->config->name));
	irc_command(&req->w, command);
	if (isdigit((unsigned char)command[0]))
		irc_param_str(&req->w, request_nick(req));
}

void
reply_param(struct request *req, struct view v)
{
	size_t space = irc_space(&req->w);

	space = space > TEXT_SPACE ? space - TEXT_SPACE : 0;
	v.len = text_cut(v, space);
	irc_param(&req->w, v);
}

void
reply_param_str(struct request *req, const char *s)
{
	reply_param(req, view_of(s));
}

void
reply_param_int(struct request *req, long long n)
{
	irc_param_fmt(&req->w, "%lld", n);
}

void
reply_line(struct request *req, struct view line)
{
	if (line.len == 0)
		return;
	if (req->batch != 0)
		buf_printf(&req->out, "@batch=%llu%c",
		    (unsigned long long)req->batch, *line.p == '@' ? ';' : ' ');
	if (req->batch != 0 && *line.p == '@') {
		line.p++;
		line.len--;
	}
	buf_add_view(&req->out, line);
	if (req->batch == 0)
		req->nreplies++;
}

void
reply_open_batch(struct request *req, const char *type)
{
	reply_open_batch_about(req, type, VIEW(""));
}

void
reply_open_batch_about(struct request *req, const char *type, struct view about)
{
	uint64_t batch = ++req->irc->last_batch;

	reply_begin(req, "BATCH");
	irc_param_fmt(&req->w, "+%llu", (unsigned long long)batch);
	reply_param_str(req, type);
	if (about.len > 0)
		reply_param(req, about);
	reply_end(req, NULL);
	req->batch = batch;
}

/* Not counted in nreplies: the batch is one reply, which its opening has counted. */
void
reply_batch_end(struct request *req, uint64_t batch)
{
	buf_printf(&req->out, ":%s BATCH -%llu\r\n", req->server->config->name,
	    (unsigned long long)batch);
}

void
reply_close_batch(struct request *req)
{
	reply_batch_end(req, req->batch);
	req->batch = 0;
}

void
reply_line_in(struct request *req, uint64_t batch, struct view line)
{
	uint64_t outer = req->batch;

	req->batch = batch;
	reply_line(req, line);
	req->batch = outer;
}

void
reply_end_view(struct request *req, struct view text)
{
	if (text.p != NULL) {
		text.len = text_cut(text, irc_space(&req->w));
		irc_trailing(&req->w, text);
	}
	reply_line(req, (struct view){ req->line, irc_end(&req->w) });
}

void
reply_end(struct request *req, const char *text)
{
	reply_end_view(req, view_of(text));
}

void
reply_text(struct request *req, const char *numeric, const char *text)
{
	reply_begin(req, numeric);
	reply_end(req, text);
}

void
reply_about(struct request *req, const char *numeric, struct view about,
    const char *text)
{
	reply_begin(req, numeric);
	reply_param(req, about);
	reply_end(req, text);
}

void
reply_fail(struct request *req, const char *command, const char *code,
    struct view about, const char *text)
{
	reply_begin(req, "FAIL");
	reply_param_str(req, command);
	reply_param_str(req, code);
	if (about.len > 0)
		reply_param(req, about);
	reply_end(req, text);
}

/* Numeric and text of each refusal; NULL: no numeric. */
static const struct {
	const char *numeric, *text;
} refusals[] = {
	[CHAT_OK] = { NULL, NULL },
	[CHAT_ALREADY] = { NULL, NULL },
	[CHAT_BAD_NICK] = { "432", N_("That is not a valid nick") },
	[CHAT_NICK_TAKEN] = { "433", N_("That nick is in use") },
	[CHAT_NICK_FORBIDDEN] = { "432",
	    N_("That nick is reserved. Choose another") },
	[CHAT_NICK_LOOKS_LIKE] = { "433",
	    N_("That nick looks like another user's. Choose another") },
	[CHAT_ROOM_LOOKS_LIKE] = { "403", N_("That name looks like the name of "
					     "another room. Choose another") },
	[CHAT_NICK_RESERVED] = { "433", N_("That nick is registered. Log in to "
					   "its account, or choose another") },
	[CHAT_NICK_TOO_FAST] = { "438",
	    N_("You are changing your nick too often. Wait a moment and try "
	       "again") },
	[CHAT_TOO_FAST] = { NULL, NULL }, /* about the command: see below */
	[CHAT_TARGETS_TOO_FAST] = { "439",
	    N_("You are writing to too many new people. Wait a moment, or log "
	       "in") },
	[CHAT_BAD_ROOM] = { "403", N_("That is not a valid room name") },
	[CHAT_NO_ROOM] = { "403", N_("No such room") },
	[CHAT_NO_NICK] = { "401", N_("No such nick or room") },
	[CHAT_OFFLINE_FULL] = { "401",
	    N_("That user is offline, and your message was not kept: the "
	       "server keeps only a few from users who are not logged in") },
	[CHAT_NOT_MEMBER] = { "442", N_("You are not in that room") },
	[CHAT_NOT_OP] = { "482", N_("You are not an operator of that room") },
	[CHAT_NOT_OPERATOR] = { "481",
	    N_("You are not an operator of this server") },
	[CHAT_TOO_MANY_ROOMS] = { "405", N_("You have joined too many rooms") },
	[CHAT_ROOM_FULL] = { "471", N_("Cannot join room (it is full)") },
	[CHAT_NO_OUTSIDE] = { "404",
	    N_("Cannot send to room (join it first)") },
	[CHAT_MODERATED] = { "404", N_("Cannot send to room (it is moderated; "
				       "ask an operator to give you voice)") },
	[CHAT_SILENCED] = { "404",
	    N_("Cannot send to room (you are banned or muted)") },
	[CHAT_NO_CTCP] = { "404", N_("Cannot send to room (it blocks CTCP)") },
	[CHAT_SPEAKERS_NEED_ACCOUNT] = { "404",
	    N_("Cannot send to room (you need to be logged in)") },
	[CHAT_NO_TEXT] = { "412", N_("No text to send") },
	[CHAT_TARGET_NOT_MEMBER] = { "441",
	    N_("That user is not in that room") },
	[CHAT_TARGET_IS_MEMBER] = { "443", N_("is already in that room") },
	[CHAT_BANNED] = { "474", N_("Cannot join room (you are banned)") },
	[CHAT_BAD_KEY] = { "475", N_("Cannot join room (wrong key)") },
	[CHAT_INVITE_ONLY] = { "473", N_("Cannot join room (invite only)") },
	[CHAT_NEEDS_ACCOUNT] = { "477",
	    N_("Cannot join room (you need to be logged in)") },
	[CHAT_BAD_MODE] = { "472", N_("is not a room mode") },
	[CHAT_BAD_ARG] = { "696", N_("Invalid mode parameter") },
	[CHAT_LIST_FULL] = { "478", N_("The list of the room is full") },
	[CHAT_ROOM_TAKEN] = { NULL, NULL }, /* RENAME has a FAIL for it */
	[CHAT_NOT_FOUNDER] = { "482",
	    N_("Only the founder of the room may do that") },
	[CHAT_IS_FOUNDER] = { "482",
	    N_("That user is the founder of the room") },
	[CHAT_NOT_LOGGED_IN] = { "482",
	    N_("Only a logged-in user can be a founder") },
	[CHAT_OWNS_TOO_MANY] = { "482",
	    N_("That user is the founder of too many rooms") },
};

/* Refuse a message in slow mode, with the time to wait. */
static void
refuse_slow_mode(struct request *req, struct view room)
{
	long long left =
	    chat_slow_mode_left(req->server->world, req->session->user, room);

	reply_begin(req, "404");
	reply_param(req, room);
	irc_trailing_fmt(&req->w,
	    ngettext("Cannot send to room (slow mode: wait %lld second)",
		"Cannot send to room (slow mode: wait %lld seconds)",
		(unsigned long)left),
	    left);
	reply_end(req, NULL);
}

void
reply_refusal(struct request *req, enum refusal no, struct view about)
{
	if (no == CHAT_STORE_FAILED)
		reply_fail(req, req->command, "NOT_STORED", about,
		    _("Your message could not be saved, so nobody saw it. Try "
		      "again later"));
	else if (no == CHAT_TOO_FAST)
		reply_about(req, "263", view_of(req->command),
		    _("You are doing this too often, so nothing was done. Wait "
		      "a moment and try again"));
	else if (no == CHAT_SLOW_MODE)
		refuse_slow_mode(req, about);
	else if (no == CHAT_NO_TEXT || no == CHAT_NOT_OPERATOR)
		reply_text(req, refusals[no].numeric, _(refusals[no].text));
	else if (refusals[no].numeric != NULL)
		reply_about(
		    req, refusals[no].numeric, about, _(refusals[no].text));
}

void
reply_refusal_of(
    struct request *req, enum refusal no, struct view nick, struct view room)
{
	if (no == CHAT_NO_NICK) {
		reply_refusal(req, no, nick);
	} else if (no == CHAT_TARGET_NOT_MEMBER ||
		   no == CHAT_TARGET_IS_MEMBER) {
		reply_begin(req, refusals[no].numeric);
		reply_param(req, nick);
		reply_param(req, room);
		reply_end(req, _(refusals[no].text));
	} else {
		reply_refusal(req, no, room);
	}
}

void
reply_operation_fail(struct request *req, const char *command,
    enum operation_result no, struct view about)
{
	char *text;

	if (no == OPERATION_WEAK_PASSWORD)
		xasprintf(&text,
		    _("The password is too short. It needs %lld bytes or more"),
		    req->server->config->password_min);
	else
		text = xstrdup(operation_text(no));
	reply_fail(req, command, operation_code(no), about, text);
	free(text);
}

void
reply_notice(struct request *req, const char *text)
{
	reply_begin(req, "NOTICE");
	reply_param_str(req, request_nick(req));
	reply_end(req, text);
}

static void
reply_error(struct request *req, const char *reason)
{
	irc_begin(&req->w, req->line, sizeof(req->line), LINE_TAGS_SERVER);
	irc_command(&req->w, "ERROR");
	reply_end(req, reason);
}

void
request_close(struct request *req, const char *error, const char *reason)
{
	reply_error(req, error);
	request_end(req);
	session_end(req->session, reason, 0);
}

void
request_close_link(struct request *req, const char *why)
{
	char *error;

	xasprintf(&error, "Closing Link (%s)", why);
	request_close(req, error, why);
	free(error);
}

void
irc_close(struct session *s, const char *reason)
{
	struct request req;

	request_begin(&req, s, NULL);
	request_close(&req, reason, reason);
}

void
irc_close_banned(struct session *s, const char *why)
{
	struct request req;

	request_begin(&req, s, NULL);
	reply_text(&req, "465", why);
	request_close(&req, why, "Banned");
}

static uint64_t
defer(void *request, int how)
{
	struct request *req = request;

	request_keep_label(req, how);
	request_expect(req, 1);
	return req->token;
}

static void *
resume(struct session *s)
{
	struct request *req = xmalloc(sizeof(*req));

	request_begin(req, s, NULL);
	return req;
}

/* Send what the request gathered as part of the reply to an earlier request, with the label of that. */
static void
send_part(void *request, uint64_t token, int last)
{
	struct request *req = request;
	struct labeled_reply *p = labeled_reply_find(req->irc, token);
	struct buf out = { 0 };

	if (p != NULL) {
		if (last)
			labeled_reply_last_part(p);
		labeled_reply_add(
		    req->session, p, buf_view(&req->out), req->nreplies, &out);
		if (last)
			labeled_reply_settled(req->session, p, &out);
		buf_reset(&req->out);
		buf_add_view(&req->out, buf_view(&out));
		buf_clear(&out);
	}
	request_end(req);
	free(req);
}

static size_t
written(const void *request)
{
	return ((const struct request *)request)->out.len;
}

static int
is_command(const void *request)
{
	return ((const struct request *)request)->msg != NULL;
}

const struct deferred_ops irc_deferred_ops = {
	.defer = defer,
	.resume = resume,
	.send = send_part,
	.written = written,
	.is_command = is_command,
};
