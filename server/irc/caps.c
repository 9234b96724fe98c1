/*
 * caps: capability negotiation (IRCv3; checklist 1, 18 to 20).
 */
#include <stdlib.h>

#include "common/text.h"
#include "common/xmalloc.h"
#include "server/config.h"
#include "server/deliver/deliver.h"
#include "server/irc/caps_table.h"
#include "server/irc/command.h"
#include "server/irc/later.h"
#include "server/irc/multiline.h"
#include "server/irc/request.h"

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

/* Would one more word leave no place for the line's own text? */
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
 * In several lines where 302 was said. For those who know no other way in one: with the longest
 * of names of server and user it does not hold all, and they are not told of the last.
 */
static void
send_names(struct request *req, const char *sub, unsigned which, int with_302)
{
	const struct cap_whose whose = { req->server, req->session };
	struct buf line = { 0 };
	char buf[CAP_VALUE_SIZE];
	const char *value;
	size_t i;

	for (i = 0; i < irc_ncaps; i++) {
		value = cap_value(&irc_caps[i], &whose, buf);
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

/* Who knows version 302 is told of changes (cap-notify) without asking. */
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
	/* One line holds no more; who asks for these knows version 302. */
	send_names(req, "LS",
	    with_302 ? ~0U : ~(unsigned)CAP_NO_LOBBY & ~CAP_VISITOR, with_302);
}

static void
cap_list(struct request *req, struct view rest)
{
	(void)rest;
	send_names(req, "LIST", req->irc->caps, 0);
}

/* The capabilities after this request; 0 and unchanged if one can't be had. */
static int
apply_request(const struct request *req, struct view list, unsigned *result)
{
	const struct cap_whose whose = { req->server, req->session };
	const struct cap *cap;
	struct view word;
	int off;

	while (view_cut(&list, ' ', &word)) {
		if (word.len == 0)
			continue;
		off = *word.p == '-';
		cap = cap_find(&whose,
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

/* What was gathered for the session until now was gathered for its old capabilities. */
static void
set_caps(struct session *s, unsigned result)
{
	struct irc_state *irc = s->state;

	irc->caps = result;
	if (!multiline_speaks(irc))
		multiline_drop(s);
	deliver_kind_changed(s);
}

/*
 * All or nothing, and the answer repeats the text (checklist 20).
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

/* What was last told of each capability's value; NULL: it was not to be had. */
struct caps_told {
	size_t n;
	char *values[];
};

static struct caps_told *
told_new(void)
{
	struct caps_told *told =
	    xcalloc(1, sizeof(*told) + irc_ncaps * sizeof(told->values[0]));

	told->n = irc_ncaps;
	return told;
}

/* Of one that has gone or has another value (cap-notify). Within a request, too. */
static void
notify(struct session *s, const struct cap *cap)
{
	const struct cap_whose whose = { s->server, s };
	char buf[CAP_VALUE_SIZE];
	const char *value = cap_value(cap, &whose, buf);
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

/* Those still negotiating ask again (checklist 1). */
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
	struct caps_told *told = server->caps_told;
	const struct cap_whose whose = { server, NULL };
	int first = told == NULL;
	char buf[CAP_VALUE_SIZE];
	const char *value;
	size_t i;

	if (first)
		told = server->caps_told = told_new();
	for (i = 0; i < told->n; i++) {
		value = cap_value(&irc_caps[i], &whose, buf);
		if (is_same(told->values[i], value))
			continue;
		xreplace(&told->values[i], value);
		if (!first)
			notify_all(server, &irc_caps[i]);
	}
}

void
irc_server_clear(struct server *server)
{
	struct caps_told *told = server->caps_told;
	size_t i;

	for (i = 0; i < told->n; i++)
		free(told->values[i]);
	free(told);
	more_forget(server);
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
