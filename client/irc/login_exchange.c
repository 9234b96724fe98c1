/*
 * login_exchange: the messages of a login: AUTHENTICATE, its chunks, and its deadline.
 */
#include <stdlib.h>
#include <string.h>

#include "client/irc/sasl_work.h"
#include "client/irc/state.h"
#include "common/clock.h"
#include "common/xmalloc.h"

enum {
	CHUNK = 400,
	SAID_MAX = 16 * CHUNK, /* bytes from the server in one step */
	LOGIN_MS = 15000,
	WORK_MS = 10 /* how often to check for the result */
};

void
login_authenticate(struct irc_session *s, const char *text)
{
	struct view param = view_of(text);

	s->login.deadline = clock_mono_ms() + LOGIN_MS;
	irc_session_command(s, "AUTHENTICATE", &param, 1);
}

/* Send in chunks; the last is shorter than a full one, and "+" if it is empty. */
static void
send_response(struct irc_session *s, const char *text)
{
	struct view rest = view_of(text), chunk;

	do {
		chunk = rest;
		if (chunk.len > CHUNK)
			chunk.len = CHUNK;
		rest.p += chunk.len;
		rest.len -= chunk.len;
		s->login.deadline = clock_mono_ms() + LOGIN_MS;
		irc_session_command(
		    s, "AUTHENTICATE", chunk.len > 0 ? &chunk : &VIEW("+"), 1);
	} while (chunk.len == CHUNK);
}

/* Abort the exchange: the server replies with 906 or 904. */
static void
abort_login(struct irc_session *s, char *cause)
{
	free(s->login.why);
	s->login.why = cause;
	login_authenticate(s, "*");
}

static void
stepped(struct irc_session *s, int rc, char *out, char *cause)
{
	if (rc != 0)
		abort_login(s, cause);
	else
		send_response(s, out);
	sasl_wipe(out);
}

static void
end_work(struct irc_session *s)
{
	char *out, *cause;
	int rc = sasl_work_end(s->login.work, &out, &cause);

	s->login.work = NULL;
	stepped(s, rc, out, cause);
}

/* A step of SCRAM may take long, so it runs in a thread. */
static void
step(struct irc_session *s)
{
	struct login *l = &s->login;
	char *out = NULL, *cause = NULL;
	int rc;

	if (l->mechanism == SASL_SCRAM && l->in.len > 0)
		l->work = sasl_work_start(l->sasl, buf_str(&l->in));
	if (l->work != NULL && s->ops.wake != NULL)
		s->ops.wake(s->ctx);
	if (l->work == NULL) {
		rc = sasl_step(l->sasl, buf_str(&l->in), &out, &cause);
		stepped(s, rc, out, cause);
	}
	buf_reset(&l->in);
}

int
login_tick(struct irc_session *s, int64_t now)
{
	struct login *l = &s->login;

	if (l->sasl == NULL)
		return -1;
	if (l->work != NULL && !sasl_work_is_done(l->work))
		return WORK_MS;
	if (l->work != NULL)
		end_work(s);
	if (now < l->deadline)
		return (int)(l->deadline - now);
	if (l->asked || l->way == LOGIN_PASSWORD)
		login_refused(s, 0,
		    "no reply to the login: you are a guest. Try again with "
		    "/login");
	login_authenticate(s, "*");
	login_finish(s);
	return -1;
}

void
on_authenticate(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view chunk = irc_msg_param(msg, 0);
	struct login *l = &s->login;
	int is_last = chunk.len < CHUNK;

	(void)ev;
	if (l->sasl == NULL || l->work != NULL || l->why != NULL)
		return;
	if (!view_equal(chunk, VIEW("+")))
		buf_add_view(&l->in, chunk);
	if (l->in.len > SAID_MAX)
		abort_login(
		    s, xstrdup("the server's login message is too long"));
	else if (is_last)
		step(s);
}
