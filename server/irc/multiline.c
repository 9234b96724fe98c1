/*
 * multiline: gathering the lines of a client's batch (IRCv3 draft/multiline).
 */
#include "server/irc/multiline.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/xmalloc.h"
#include "server/config.h"
#include "server/irc/command.h"
#include "server/irc/multiline_impl.h"
#include "server/irc/request.h"
#include "server/net/net.h"

void
multiline_drop(struct session *s)
{
	struct irc_state *irc = s->state;
	struct multiline *m = irc->multiline;

	if (m == NULL)
		return;
	irc->multiline = NULL;
	wheel_cancel(net_wheel(s->server->net), &m->timer);
	buf_clear(&m->text);
	free(m->id);
	free(m->label);
	free(m->target);
	free(m->tags);
	free(m);
}

/* The reply is said; the rest of the batch is passed over. */
static void
end_failed(struct request *req, struct multiline *m)
{
	req->label = view_of(m->label);
	request_end(req);
	m->failed = 1;
	buf_clear(&m->text);
}

static void
fail_batch(struct request *req, struct multiline *m, const char *code,
    struct view about, const char *text)
{
	reply_fail(req, "BATCH", code, about, text);
	end_failed(req, m);
}

static void
fail_limit(
    struct request *req, struct multiline *m, const char *code, long long limit)
{
	char number[24];

	snprintf(number, sizeof(number), "%lld", limit);
	fail_batch(req, m, code, view_of(number), "Your message is too long");
}

/* The targets of the batch and of the line. */
static void
fail_target(struct request *req, struct multiline *m)
{
	reply_begin(req, "FAIL");
	reply_param_str(req, "BATCH");
	reply_param_str(req, "MULTILINE_INVALID_TARGET");
	reply_param_str(req, m->target);
	reply_param(req, request_param(req, 0));
	reply_end(req, "A line goes elsewhere than its batch");
	end_failed(req, m);
}

static void
fail_utf8(struct request *req, struct multiline *m)
{
	reply_fail(req, req->command[0] == '\0' ? "*" : req->command,
	    "INVALID_UTF8", VIEW(""), "Your line is not valid UTF-8");
	end_failed(req, m);
}

static void
fail_unopened(struct request *req)
{
	reply_fail(req, "BATCH", "MULTILINE_INVALID", VIEW(""),
	    "There is no such batch open");
}

static void
timeout_cb(struct wheel_timer *timer, void *ctx)
{
	struct multiline *m = ctx;
	struct session *s = m->session;
	struct request req;

	if (s->inflight > 0) { /* its answers come first */
		wheel_set(net_wheel(s->server->net), timer, 1, timeout_cb, m);
		return;
	}
	if (session_is_listening(s) && !m->failed) {
		request_begin(&req, s, NULL);
		fail_batch(&req, m, "TIMEOUT", view_of(m->id),
		    "Your batch was not closed in time");
	}
	multiline_drop(s);
}

static void
watch(struct multiline *m)
{
	const struct server *server = m->session->server;

	wheel_set(net_wheel(server->net), &m->timer,
	    (unsigned)server->config->multiline_seconds, timeout_cb, m);
}

static void
add_line(struct multiline *m, struct request *req)
{
	struct view text = request_param(req, 1);
	int on = multiline_goes_on(m, req->msg);

	if (m->lines > 0)
		buf_add_char(&m->text, on ? CHAT_LINE_GOES_ON : CHAT_LINE_END);
	buf_add_view(&m->text, text);
	m->command = req->command;
	m->bytes += text.len + (m->lines > 0 && !on);
	m->lines++;
	if (text.len > 0)
		m->said = 1;
	watch(m);
}

void
multiline_take(struct request *req, const struct irc_command *cmd)
{
	struct multiline *m = multiline_of_line(req->session, req->msg);
	const struct config *c = req->server->config;

	req->label = (struct view){ NULL, 0 };
	if (m == NULL) {
		fail_unopened(req);
		return;
	}
	switch (multiline_check_line(m, cmd, req->msg)) {
	case GOOD:
		add_line(m, req);
		break;
	case PASSED_OVER:
		break;
	case INVALID:
		fail_batch(req, m, "MULTILINE_INVALID", VIEW(""),
		    "This line has no place in a multiline message");
		break;
	case INVALID_TARGET:
		fail_target(req, m);
		break;
	case INVALID_UTF8:
		fail_utf8(req, m);
		break;
	case MAX_BYTES:
		fail_limit(req, m, "MULTILINE_MAX_BYTES", c->multiline_bytes);
		break;
	case MAX_LINES:
		fail_limit(req, m, "MULTILINE_MAX_LINES", c->multiline_lines);
		break;
	}
}

static void
open_batch(struct request *req)
{
	char tags[LINE_TAGS_CLIENT];
	struct multiline *m;

	multiline_drop(req->session);
	m = xcalloc(1, sizeof(*m));
	m->session = req->session;
	m->id = xviewdup(multiline_id(req->msg, '+'));
	m->label = req->label.p != NULL ? xviewdup(req->label) : NULL;
	m->target = xviewdup(request_param(req, 2));
	m->tags = xviewdup(irc_client_tags(req, tags));
	req->irc->multiline = m;
	req->answered = 1; /* by what becomes of it */
	watch(m);
}

static void
close_batch(struct request *req, struct multiline *m)
{
	enum multiline_verdict v = multiline_check_closing(m);

	req->label = (struct view){ NULL, 0 };
	if (v == INVALID) {
		fail_batch(req, m, "MULTILINE_INVALID", VIEW(""),
		    "Your message has no text");
	} else if (v == GOOD) {
		req->label = view_of(m->label);
		req->command = m->command;
		irc_message_say(req, multiline_kind(m), view_of(m->target),
		    buf_view(&m->text), view_of(m->tags));
		request_end(req);
	}
	multiline_drop(req->session);
}

static void
refuse_opening(struct request *req)
{
	const struct irc_msg *msg = req->msg;
	struct view type = request_param(req, 1);

	if (multiline_id(msg, '+').len > 0 && type.len > 0 &&
	    !view_equal(type, VIEW(BATCH_TYPE)))
		reply_fail(req, "BATCH", "UNKNOWN_TYPE", type,
		    "Clients send no batches of this type");
	else
		reply_fail(req, "BATCH", "MULTILINE_INVALID", VIEW(""),
		    "No batch can be opened like this, or one is open");
}

/* Without the capabilities there is no such command. */
void
cmd_batch(struct request *req)
{
	struct view id = multiline_id(req->msg, '-'), outer;
	struct multiline *m;

	if (!multiline_speaks(req->irc)) {
		reply_about(req, "421", VIEW("BATCH"), "Unknown command");
	} else if (irc_tags_find(req->msg->tags, "batch", &outer)) {
		multiline_take(req, irc_command_find(VIEW("BATCH")));
	} else if (id.len > 0) {
		m = multiline_find(req->session, id);
		if (m != NULL)
			close_batch(req, m);
		else
			fail_unopened(req);
	} else if (multiline_may_open(req->session, req->msg)) {
		open_batch(req);
	} else {
		refuse_opening(req);
	}
}
