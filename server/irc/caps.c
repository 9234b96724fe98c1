/*
 * caps: capability negotiation (IRCv3; checklist 1, 18 to 20).
 */
#include <stdio.h>
#include <stdlib.h>

#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/deliver/deliver.h"
#include "server/irc/command.h"
#include "server/irc/event_lines.h"
#include "server/irc/irc.h"
#include "server/irc/multiline.h"
#include "server/irc/registration.h"
#include "server/irc/request.h"
#include "server/irc/sasl.h"
#include "server/irc/state.h"
#include "server/session/deferred_reply.h"
#include "server/session/server.h"

enum { CAP_VALUE_SIZE = 128 };

/* The session that asks for capabilities; NULL: the server compares settings. */
struct cap_context {
	const struct server *server;
	const struct session *session;
};

struct cap {
	const char *name;
	unsigned bit; /* CAP_* (state.h) */
	/* See cap_value. NULL: always available, without a value. */
	const char *(*value)(
	    const struct cap_context *, char buf[CAP_VALUE_SIZE]);
};

static const char *
multiline_value(const struct cap_context *w, char buf[CAP_VALUE_SIZE])
{
	const struct config *c = w->server->config;

	if (c->multiline_lines == 0)
		return NULL;
	snprintf(buf, CAP_VALUE_SIZE, "max-bytes=%lld,max-lines=%lld",
	    c->multiline_bytes, c->multiline_lines);
	return buf;
}

/* Without stored history, history capabilities are not offered. */
static const char *
history_value(const struct cap_context *w, char buf[CAP_VALUE_SIZE])
{
	buf[0] = '\0';
	return w->server->config->history == CONFIG_HISTORY_NONE ? NULL : buf;
}

/* The mechanisms stay the same while the session lasts. */
static const char *
sasl_value(const struct cap_context *w, char buf[CAP_VALUE_SIZE])
{
	buf[0] = '\0';
	if (w->session != NULL)
		irc_sasl_list(w->session, buf);
	return buf;
}

static const char *
registration_value(const struct cap_context *w, char buf[CAP_VALUE_SIZE])
{
	const struct config *c = w->server->config;

	if (c->registration == CONFIG_REGISTRATION_CLOSED)
		return NULL;
	snprintf(buf, CAP_VALUE_SIZE, "%s%s%s",
	    c->registration_early ? "before-connect" : "",
	    c->registration_early && c->registration_any_name ? "," : "",
	    c->registration_any_name ? "custom-account-name" : "");
	return buf;
}

/* Sorted by name. All names together fit in one line (checklist 18). */
static const struct cap irc_caps[] = {
	{ "account-notify", CAP_ACCOUNT_NOTIFY, NULL },
	{ "account-tag", CAP_ACCOUNT_TAG, NULL },
	{ "away-notify", CAP_AWAY_NOTIFY, NULL },
	{ "batch", CAP_BATCH, NULL },
	{ "cap-notify", CAP_CAP_NOTIFY, NULL },
	{ "chghost", CAP_CHGHOST, NULL },
	{ "draft/account-registration", CAP_ACCOUNT_REGISTRATION,
	    registration_value },
	{ "draft/channel-rename", CAP_CHANNEL_RENAME, NULL },
	{ "draft/chathistory", CAP_CHATHISTORY, history_value },
	{ "draft/event-playback", CAP_EVENT_PLAYBACK, history_value },
	{ "draft/extended-isupport", CAP_EXTENDED_ISUPPORT, NULL },
	{ "draft/message-redaction", CAP_REDACTION, history_value },
	{ "draft/multiline", CAP_MULTILINE, multiline_value },
	{ "draft/no-implicit-names", CAP_DRAFT_NO_IMPLICIT_NAMES, NULL },
	{ "draft/pre-away", CAP_PRE_AWAY, NULL },
	{ "draft/read-marker", CAP_READ_MARKER, NULL },
	{ "echo-message", CAP_ECHO_MESSAGE, NULL },
	{ "extended-join", CAP_EXTENDED_JOIN, NULL },
	{ "extended-monitor", CAP_EXTENDED_MONITOR, NULL },
	{ "invite-notify", CAP_INVITE_NOTIFY, NULL },
	{ "labeled-response", CAP_LABELED_RESPONSE, NULL },
	{ "message-tags", CAP_MESSAGE_TAGS, NULL },
	{ "multi-prefix", CAP_MULTI_PREFIX, NULL },
	{ "no-implicit-names", CAP_NO_IMPLICIT_NAMES, NULL },
	{ "sasl", CAP_SASL, sasl_value },
	{ "server-time", CAP_SERVER_TIME, NULL },
	{ "setname", CAP_SETNAME, NULL },
	{ "soju.im/search", CAP_SEARCH, history_value },
	{ "standard-replies", CAP_STANDARD_REPLIES, NULL },
	{ "tchat/no-lobby", CAP_NO_LOBBY, NULL },
	{ "tchat/visitor", CAP_VISITOR, NULL },
	{ "userhost-in-names", CAP_USERHOST_IN_NAMES, NULL },
};

enum { NCAPS = sizeof(irc_caps) / sizeof(irc_caps[0]) };

static const char *
cap_value(const struct cap *cap, const struct cap_context *context,
    char buf[CAP_VALUE_SIZE])
{
	buf[0] = '\0';
	return cap->value == NULL ? buf : cap->value(context, buf);
}

static const struct cap *
cap_find(const struct cap_context *context, struct view name)
{
	char buf[CAP_VALUE_SIZE];
	const struct cap *cap;

	for (cap = irc_caps; cap < irc_caps + NCAPS; cap++)
		if (view_equal(name, view_of(cap->name)))
			return cap_value(cap, context, buf) == NULL ? NULL
								    : cap;
	return NULL;
}

static void
begin(struct request *req, const char *sub)
{
	reply_begin(req, "CAP");
	reply_param_str(req, request_nick(req));
	reply_param_str(req, sub);
}

static void
add_word(struct buf *line, const char *name, const char *value)
{
	if (line->len > 0)
		buf_add_char(line, ' ');
	buf_add_str(line, name);
	if (value[0] != '\0')
		buf_printf(line, "=%s", value);
}

static void
send_list(struct request *req, const char *sub, struct buf *line, int more)
{
	begin(req, sub);
	if (more)
		reply_param_str(req, "*");
	reply_end(req, buf_str(line));
	buf_reset(line);
}

/* Return whether one more word would not fit in the line. */
static int
is_full(struct request *req, const char *sub, const struct buf *line,
    const char *name, const char *value)
{
	begin(req, sub);
	reply_param_str(req, "*");
	return line->len + strlen(name) + strlen(value) + sizeof(" =") - 1 >
	       irc_space(&req->w);
}

/*
 * Send the names in several lines to a client with CAP LS 302, else in one. With the longest server
 * name and nick, one line does not hold all names, and the last ones are left out.
 */
static void
send_names(struct request *req, const char *sub, unsigned which, int with_302)
{
	const struct cap_context context = { req->server, req->session };
	struct buf line = { 0 };
	char buf[CAP_VALUE_SIZE];
	const char *value;
	size_t i;

	for (i = 0; i < NCAPS; i++) {
		value = cap_value(&irc_caps[i], &context, buf);
		if (!(irc_caps[i].bit & which) || value == NULL)
			continue;
		if (!with_302)
			value = "";
		if (is_full(req, sub, &line, irc_caps[i].name, value)) {
			if (!with_302)
				break;
			send_list(req, sub, &line, 1);
		}
		add_word(&line, irc_caps[i].name, value);
	}
	send_list(req, sub, &line, 0);
	buf_clear(&line);
}

static void
hold_registration(struct request *req)
{
	if (req->session->phase == SESSION_REGISTERING)
		req->irc->negotiating = 1;
}

/* A client with version 302 gets cap-notify implicitly. */
static void
cap_ls(struct request *req, struct view version)
{
	long long n;
	int with_302 = view_to_int(version, 302, 99999, &n) == 0;

	hold_registration(req);
	if (with_302) {
		req->irc->cap_302 = 1;
		req->irc->caps |= CAP_CAP_NOTIFY;
	}
	/* One line holds no more, and our clients, which ask for these, use version 302. */
	send_names(req, "LS",
	    with_302 ? ~0U : ~(unsigned)CAP_NO_LOBBY & ~CAP_VISITOR, with_302);
}

static void
cap_list(struct request *req, struct view rest)
{
	(void)rest;
	send_names(req, "LIST", req->irc->caps, 0);
}

/* Compute the capabilities after this request. Returns 0 if one is not available. */
static int
apply_request(const struct request *req, struct view list, unsigned *result)
{
	const struct cap_context context = { req->server, req->session };
	const struct cap *cap;
	struct view word;
	int off;

	while (view_cut(&list, ' ', &word)) {
		if (word.len == 0)
			continue;
		off = *word.p == '-';
		cap = cap_find(&context,
		    (struct view){ word.p + off, word.len - (size_t)off });
		if (cap == NULL)
			return 0;
		if (off && cap->bit == CAP_CAP_NOTIFY && req->irc->cap_302)
			return 0;
		if (off)
			*result &= ~cap->bit;
		else
			*result |= cap->bit;
	}
	return 1;
}

/* Change the capabilities. Events gathered so far are still sent in the form of the old ones. */
static void
set_caps(struct session *s, unsigned result)
{
	struct irc_state *irc = s->state;

	irc->caps = result;
	if (!multiline_is_enabled(irc))
		multiline_drop(s);
	deliver_kind_changed(s);
}

/*
 * Apply all changes or none; the reply repeats the request (checklist 20).
 */
static void
cap_req(struct request *req, struct view list)
{
	unsigned result = req->irc->caps;
	int ok;

	hold_registration(req);
	ok = apply_request(req, list, &result);
	begin(req, ok ? "ACK" : "NAK");
	if (ok && list.len > irc_space(&req->w)) {
		ok = 0;
		begin(req, "NAK");
	}
	reply_end_view(req, list);
	if (!ok)
		return;
	set_caps(req->session, result);
}

static void
cap_end(struct request *req, struct view rest)
{
	(void)rest;
	req->irc->negotiating = 0;
	irc_try_register(req);
}

/* The values last announced; NULL: the capability was not available. */
struct caps_announced {
	size_t n;
	char *values[];
};

static struct caps_announced *
announced_new(void)
{
	struct caps_announced *announced = xcalloc(
	    1, sizeof(*announced) + NCAPS * sizeof(announced->values[0]));

	announced->n = NCAPS;
	return announced;
}

/* Announce a capability that is gone or has a new value (cap-notify). A request may be running. */
static void
notify(struct session *s, const struct cap *cap)
{
	const struct cap_context context = { s->server, s };
	char buf[CAP_VALUE_SIZE];
	const char *value = cap_value(cap, &context, buf);
	struct irc_state *irc = s->state;
	struct request req, *outer = irc->request;
	struct buf word = { 0 };

	if (value == NULL)
		set_caps(s, irc->caps & ~cap->bit);
	if (!(irc->caps & CAP_CAP_NOTIFY))
		return;
	request_begin(&req, s, NULL);
	irc->request = outer;
	add_word(&word, cap->name, value != NULL && irc->cap_302 ? value : "");
	send_list(&req, value != NULL ? "NEW" : "DEL", &word, 0);
	session_send(s, req.out.p, req.out.len);
	buf_clear(&req.out);
	buf_clear(&word);
}

/* Notify registered clients; the others still negotiate and will ask (checklist 1). */
static void
notify_all(struct server *server, const struct cap *cap)
{
	struct session *s, *next;

	HASH_ITER (hh, server->sessions, s, next) {
		if (session_is_listening(s) && s->dialect->format == irc_format)
			notify(s, cap);
	}
}

static int
is_same(const char *a, const char *b)
{
	return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

void
irc_reconfigured(struct server *server)
{
	struct caps_announced *announced = server->caps_announced;
	const struct cap_context context = { server, NULL };
	int first = announced == NULL;
	char buf[CAP_VALUE_SIZE];
	const char *value;
	size_t i;

	if (first)
		announced = server->caps_announced = announced_new();
	for (i = 0; i < announced->n; i++) {
		value = cap_value(&irc_caps[i], &context, buf);
		if (is_same(announced->values[i], value))
			continue;
		xreplace(&announced->values[i], value);
		if (!first)
			notify_all(server, &irc_caps[i]);
	}
}

void
irc_server_clear(struct server *server)
{
	struct caps_announced *announced = server->caps_announced;
	size_t i;

	for (i = 0; i < announced->n; i++)
		free(announced->values[i]);
	free(announced);
}

static const struct {
	const char *name;
	void (*handler)(struct request *, struct view);
} subcommands[] = {
	{ "END", cap_end },
	{ "LIST", cap_list },
	{ "LS", cap_ls },
	{ "REQ", cap_req },
};

static void
cmd_cap(struct request *req)
{
	struct view sub = request_param(req, 0);
	size_t i;

	for (i = 0; i < sizeof(subcommands) / sizeof(subcommands[0]); i++) {
		if (view_equal_nocase(sub, view_of(subcommands[i].name))) {
			subcommands[i].handler(req, request_param(req, 1));
			return;
		}
	}
	reply_about(req, "410", sub, "Invalid CAP command");
}

const struct irc_command irc_caps_commands[] = {
	{ "CAP", cmd_cap, ANY_STATE, 1, 2, 1, COMMAND_NO_ROOM,
	    N_("LS [302], LIST, REQ :names, END"),
	    N_("Lists the extensions of the protocol, and enables them.") },
	{ .name = NULL },
};
