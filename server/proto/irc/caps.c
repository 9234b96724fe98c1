/*
 * caps: capability negotiation (IRCv3; checklist 1, 18 to 20).
 */
#include "common/text.h"
#include "server/proto/deliver.h"
#include "server/proto/irc/command.h"
#include "server/proto/irc/request.h"

/* Sorted by name. All names together fit in one line (checklist 18). */
static const struct cap {
	const char *name;
	unsigned bit;
} caps[] = {
	{ "batch", CAP_BATCH },
	{ "cap-notify", CAP_CAP_NOTIFY },
	{ "echo-message", CAP_ECHO_MESSAGE },
	{ "extended-join", CAP_EXTENDED_JOIN },
	{ "labeled-response", CAP_LABELED_RESPONSE },
	{ "message-tags", CAP_MESSAGE_TAGS },
	{ "multi-prefix", CAP_MULTI_PREFIX },
	{ "server-time", CAP_SERVER_TIME },
	{ "setname", CAP_SETNAME },
	{ "standard-replies", CAP_STANDARD_REPLIES },
};

enum { NCAPS = sizeof(caps) / sizeof(caps[0]) };

static const struct cap *
find_cap(struct view name)
{
	size_t i;

	for (i = 0; i < NCAPS; i++)
		if (view_equal(name, view_of(caps[i].name)))
			return &caps[i];
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
send_names(struct request *req, const char *sub, unsigned which)
{
	struct buf names = { 0 };
	size_t i;

	for (i = 0; i < NCAPS; i++) {
		if (!(caps[i].bit & which))
			continue;
		if (names.len > 0)
			buf_add_char(&names, ' ');
		buf_add_str(&names, caps[i].name);
	}
	begin(req, sub);
	reply_end(req, buf_str(&names));
	buf_clear(&names);
}

static void
hold_registration(struct request *req)
{
	if (req->session->phase == SESSION_REGISTERING)
		req->irc->negotiating = 1;
}

/* Who knows version 302 is told of changes (cap-notify) without asking. */
static void
cap_ls(struct request *req, struct view version)
{
	long long n;

	hold_registration(req);
	if (view_to_int(version, 302, 99999, &n) == 0) {
		req->irc->cap_302 = 1;
		req->irc->caps |= CAP_CAP_NOTIFY;
	}
	send_names(req, "LS", ~0U);
}

static void
cap_list(struct request *req, struct view rest)
{
	(void)rest;
	send_names(req, "LIST", req->irc->caps);
}

/* The capabilities after this request; 0 and unchanged if one can't be had. */
static int
apply_request(const struct irc_state *irc, struct view list, unsigned *result)
{
	const struct cap *cap;
	struct view word;
	int off;

	while (view_cut(&list, ' ', &word)) {
		if (word.len == 0)
			continue;
		off = *word.p == '-';
		cap = find_cap(
		    (struct view){ word.p + off, word.len - (size_t)off });
		if (cap == NULL)
			return 0;
		if (off && cap->bit == CAP_CAP_NOTIFY && irc->cap_302)
			return 0;
		if (off)
			*result &= ~cap->bit;
		else
			*result |= cap->bit;
	}
	return 1;
}

/*
 * All or nothing, and the answer repeats the text (checklist 20). What was gathered for
 * the session was gathered for its old capabilities.
 */
static void
cap_req(struct request *req, struct view list)
{
	unsigned result = req->irc->caps;
	int ok;

	hold_registration(req);
	ok = apply_request(req->irc, list, &result);
	begin(req, ok ? "ACK" : "NAK");
	if (ok && list.len > irc_space(&req->w)) {
		ok = 0;
		begin(req, "NAK");
	}
	reply_end_view(req, list);
	if (!ok)
		return;
	deliver_flush_session(req->session);
	req->irc->caps = result;
}

static void
cap_end(struct request *req, struct view rest)
{
	(void)rest;
	req->irc->negotiating = 0;
	irc_try_register(req);
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

void
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
