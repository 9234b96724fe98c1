/*
 * send: send messages through the outbox, and commands at once, each as a whole line.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "client/irc/state.h"
#include "common/clock.h"
#include "common/linebuf.h"
#include "common/xmalloc.h"

/* During registration, 001 says which nick the server accepted. */
void
irc_session_nick(struct irc_session *s, struct view nick)
{
	char *copy = xviewdup(nick);

	if (s->phase != PHASE_ONLINE) {
		free(s->nick);
		s->nick = xstrdup(copy);
	}
	if (s->phase != PHASE_OFFLINE)
		irc_session_command(
		    s, "NICK", &(struct view){ copy, strlen(copy) }, 1);
	free(copy);
}

uint64_t
irc_session_say(struct irc_session *s, enum irc_message kind,
    struct view target, struct view text)
{
	uint64_t token = outbox_add(s, kind, target, text);

	outbox_flush(s, clock_mono_ms());
	return token;
}

size_t
irc_session_fits(const struct irc_session *s, enum irc_message kind,
    struct view target, struct view text)
{
	return outbox_fits(s, kind, target, text);
}

size_t
irc_session_unsent(const struct irc_session *s)
{
	return s->outbox.nmessages;
}

uint64_t
irc_session_origin(struct irc_session *s, uint64_t origin)
{
	uint64_t before = s->requests.origin;

	s->requests.origin = origin;
	return before;
}

/* Record the command if its answer belongs to a place, and label it if the server has labels. */
static uint64_t
begin_request(struct irc_session *s, struct irc_writer *w, const char *command,
    const struct view *params, size_t n)
{
	char label[24];
	int labelled = session_has(s, CAP_LABELED_RESPONSE) &&
		       request_takes_label(command);
	uint64_t number =
	    s->phase != PHASE_ONLINE
		? 0
		: request_new(s, view_of(command), params, n, labelled);

	if (number != 0 && labelled) {
		snprintf(
		    label, sizeof(label), "c%llu", (unsigned long long)number);
		irc_tag(w, "label", view_of(label));
	}
	return number;
}

void
irc_session_stop(struct irc_session *s)
{
	s->outbox.stopped = 1;
}

static size_t
count_lines(struct view text)
{
	size_t n = 1;

	for (; text.len > 0; text.p++, text.len--)
		n += *text.p == '\n';
	return n;
}

void
irc_session_unanswered(const struct irc_session *s, struct irc_unsent *unsent)
{
	const struct out_message *m;

	*unsent = (struct irc_unsent){ 0 };
	TAILQ_FOREACH (m, &s->outbox.queue, link) {
		if (m->begun)
			continue;
		unsent->waiting++;
		unsent->lines += count_lines(buf_view(&m->text));
	}
	unsent->on_wire = s->outbox.nmessages - unsent->waiting;
}

int
session_command(struct irc_session *s, const char *command,
    const struct view *params, size_t n)
{
	char line[LINE_TAGS_CLIENT + LINE_REST_MAX];
	struct irc_writer w;
	uint64_t request;
	size_t i, len;

	session_begin(&w, line, sizeof(line));
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
		request_end(s, request);
		return -1;
	}
	s->ops.send((struct view){ line, len }, s->ctx);
	return 0;
}

/* Append the parameters to `out`, each cleaned, and set `views` to them. */
static void
clean_params(
    struct buf *out, struct view *views, const struct view *params, size_t n)
{
	size_t ends[IRC_PARAMS_MAX], i, begin = 0;

	for (i = 0; i < n; i++) {
		session_add_sendable(out, params[i]);
		ends[i] = out->len;
	}
	buf_str(out);
	for (i = 0; i < n; begin = ends[i++])
		views[i] = (struct view){ out->p + begin, ends[i] - begin };
}

int
irc_session_command(struct irc_session *s, const char *command,
    const struct view *params, size_t n)
{
	struct view views[IRC_PARAMS_MAX];
	struct buf clean = { 0 };
	int rc;

	assert(n <= IRC_PARAMS_MAX);
	clean_params(&clean, views, params, n);
	rc = session_command(s, command, views, n);
	buf_clear(&clean);
	return rc;
}

int
irc_session_raw(struct irc_session *s, struct view line)
{
	char out[LINE_REST_MAX];
	struct irc_msg msg;

	if (line.len == 0 || line.len > LINE_REST_MAX - 2 ||
	    memchr(line.p, '\n', line.len) != NULL ||
	    memchr(line.p, '\r', line.len) != NULL ||
	    memchr(line.p, '\0', line.len) != NULL)
		return -1;
	memcpy(out, line.p, line.len);
	memcpy(out + line.len, "\r\n", 2);
	if (s->phase == PHASE_ONLINE && irc_msg_parse(&msg, line) == 0)
		request_new(s, msg.command, msg.params, (size_t)msg.nparams, 0);
	s->ops.send((struct view){ out, line.len + 2 }, s->ctx);
	return 0;
}

void
irc_session_quit(struct irc_session *s, struct view reason)
{
	if (s->phase != PHASE_OFFLINE)
		irc_session_command(s, "QUIT", &reason, reason.len > 0);
}

void
session_begin(struct irc_writer *w, char *buf, size_t size)
{
	irc_begin(w, buf, size, LINE_TAGS_CLIENT);
}

void
session_send(struct irc_session *s, struct irc_writer *w)
{
	size_t len = irc_end(w);

	if (len > 0)
		s->ops.send((struct view){ w->buf, len }, s->ctx);
}
