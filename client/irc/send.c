/*
 * send: write lines and commands of the protocol.
 */
#include "client/irc/send.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/irc/caps.h"
#include "client/irc/request.h"
#include "client/irc/sanitize.h"
#include "client/irc/session_state.h"
#include "common/linebuf.h"
#include "common/xmalloc.h"

void
send_begin(struct irc_writer *w, char *buf, size_t size)
{
	irc_begin(w, buf, size, LINE_TAGS_CLIENT);
}

void
send_line(struct irc_session *s, struct irc_writer *w)
{
	size_t len = irc_end(w);

	if (len > 0)
		s->send((struct view){ w->buf, len }, s->ctx);
}

/* Record the command if its answer belongs to a place, and label it if the server has labels. */
static uint64_t
begin_request(struct irc_session *s, struct irc_writer *w, const char *command,
    const struct view *params, size_t n)
{
	char label[24];
	int labelled =
	    caps_on(s, CAP_LABELED_RESPONSE) && request_takes_label(command);
	uint64_t number = s->phase != PHASE_ONLINE
			      ? 0
			      : request_new(s->requests, view_of(command),
				    params, n, labelled);

	if (number != 0)
		session_wake(s);
	if (number != 0 && labelled) {
		snprintf(
		    label, sizeof(label), "c%llu", (unsigned long long)number);
		irc_tag(w, "label", view_of(label));
	}
	return number;
}

/* A command without a label: the PONG of a PING after it shows that it was answered. */
static void
send_ping(struct irc_session *s, uint64_t request)
{
	char line[sizeof("PING \r\n" SEND_PING_PREFIX) + 24];
	int n;

	if (!s->watches_answers || request == 0)
		return;
	n = snprintf(line, sizeof(line), "PING " SEND_PING_PREFIX "%llu\r\n",
	    (unsigned long long)request);
	s->send((struct view){ line, (size_t)n }, s->ctx);
}

int
send_exact(struct irc_session *s, const char *command,
    const struct view *params, size_t n)
{
	char line[LINE_TAGS_CLIENT + LINE_REST_MAX];
	struct irc_writer w;
	uint64_t request;
	size_t i, len;

	send_begin(&w, line, sizeof(line));
	request = begin_request(s, &w, command, params, n);
	irc_command(&w, command);
	for (i = 0; i < n; i++) {
		if (i == n - 1 &&
		    (params[i].len == 0 || *params[i].p == ':' ||
			memchr(params[i].p, ' ', params[i].len) != NULL))
			irc_trailing(&w, params[i]);
		else
			irc_param(&w, params[i]);
	}
	len = irc_end(&w);
	if (len == 0) {
		request_end(s->requests, request);
		return -1;
	}
	s->send((struct view){ line, len }, s->ctx);
	if (!caps_on(s, CAP_LABELED_RESPONSE))
		send_ping(s, request);
	return 0;
}

/* Append the parameters to `out`, each cleaned, and set `views` to them. */
static void
clean_params(
    struct buf *out, struct view *views, const struct view *params, size_t n)
{
	size_t ends[IRC_PARAMS_MAX], i, begin = 0;

	for (i = 0; i < n; i++) {
		sanitize_add_sendable(out, params[i]);
		ends[i] = out->len;
	}
	buf_str(out);
	for (i = 0; i < n; begin = ends[i++])
		views[i] = (struct view){ out->p + begin, ends[i] - begin };
}

int
send_command(struct irc_session *s, const char *command,
    const struct view *params, size_t n)
{
	struct view views[IRC_PARAMS_MAX];
	struct buf clean = { 0 };
	int rc;

	assert(n <= IRC_PARAMS_MAX);
	clean_params(&clean, views, params, n);
	rc = send_exact(s, command, views, n);
	buf_clear(&clean);
	return rc;
}

int
send_raw(struct irc_session *s, struct view line)
{
	char out[LINE_REST_MAX];
	struct irc_msg msg;
	uint64_t request = 0;

	if (line.len == 0 || line.len > LINE_REST_MAX - 2 ||
	    memchr(line.p, '\n', line.len) != NULL ||
	    memchr(line.p, '\r', line.len) != NULL ||
	    memchr(line.p, '\0', line.len) != NULL)
		return -1;
	memcpy(out, line.p, line.len);
	memcpy(out + line.len, "\r\n", 2);
	if (s->phase == PHASE_ONLINE && irc_msg_parse(&msg, line) == 0)
		request = request_new(s->requests, msg.command, msg.params,
		    (size_t)msg.nparams, 0);
	s->send((struct view){ out, line.len + 2 }, s->ctx);
	send_ping(s, request);
	return 0;
}

void
send_nick(struct irc_session *s, struct view nick)
{
	char *copy = xviewdup(nick);

	if (s->phase != PHASE_ONLINE) {
		free(s->nick);
		s->nick = xstrdup(copy);
	}
	if (s->phase != PHASE_OFFLINE)
		send_command(
		    s, "NICK", &(struct view){ copy, strlen(copy) }, 1);
	free(copy);
}
