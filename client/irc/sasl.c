/*
 * sasl: a gsasl session and its callback, and one thread per long step. The side that ends last, thread or caller,
 * frees everything.
 */
#include "client/irc/sasl.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <gsasl.h>

#include "common/i18n.h"
#include "common/thread.h"
#include "common/view.h"
#include "common/xmalloc.h"

struct sasl {
	enum sasl_mechanism mechanism;
	Gsasl *library;
	Gsasl_session *session;
	char *account, *password;
	unsigned iterations_most;
	char *
	    refused; /* why we did not send the password; NULL: we did not refuse */
	int done;
};

static const char *const names[SASL_MECHANISMS] = {
	[SASL_EXTERNAL] = "EXTERNAL",
	[SASL_SCRAM] = "SCRAM-SHA-256",
	[SASL_PLAIN] = "PLAIN",
};

const char *
sasl_name(enum sasl_mechanism m)
{
	return names[m];
}

void
sasl_wipe(char **text)
{
	if (*text != NULL)
		explicit_bzero(*text, strlen(*text));
	free(*text);
	*text = NULL;
}

/* With few iterations, a fake server could guess the password from our proof; too many would take forever. */
static int
check_iterations(struct sasl *s)
{
	const char *text = gsasl_property_fast(s->session, GSASL_SCRAM_ITER);
	long long n;

	if (text == NULL || view_to_int(view_of(text), 1, INT64_MAX, &n) != 0)
		n = 0;
	if (n >= SASL_ITERATIONS_LEAST && n <= s->iterations_most)
		return GSASL_OK;
	free(s->refused);
	if (n < SASL_ITERATIONS_LEAST)
		xasprintf(&s->refused,
		    _("the server protects passwords too weakly (%lld "
		      "iterations; the minimum is %d), so your password was "
		      "not sent"),
		    n, SASL_ITERATIONS_LEAST);
	else
		xasprintf(&s->refused,
		    _("the server asks for %lld iterations; the maximum is %u "
		      "(max-iterations in tchat.conf), so your password was "
		      "not sent"),
		    n, s->iterations_most);
	return GSASL_NO_PASSWORD;
}

static int
answer_cb(Gsasl *library, Gsasl_session *session, Gsasl_property property)
{
	struct sasl *s = gsasl_callback_hook_get(library);

	switch (property) {
	case GSASL_AUTHID:
		return gsasl_property_set(session, property, s->account);
	case GSASL_AUTHZID: /* for PLAIN and SCRAM: the account itself */
		return gsasl_property_set(session, property,
		    s->mechanism == SASL_EXTERNAL ? s->account : NULL);
	case GSASL_PASSWORD:
		if (s->mechanism == SASL_SCRAM &&
		    check_iterations(s) != GSASL_OK)
			return GSASL_NO_PASSWORD;
		return gsasl_property_set(session, property, s->password);
	default:
		return GSASL_NO_CALLBACK;
	}
}

struct sasl *
sasl_new(enum sasl_mechanism m, const char *account, const char *password,
    unsigned iterations_most, char **cause)
{
	struct sasl *s = xcalloc(1, sizeof(*s));
	int rc;

	s->mechanism = m;
	s->account = xstrdup(account);
	s->password = xstrdup(password == NULL ? "" : password);
	s->iterations_most = iterations_most;
	rc = gsasl_init(&s->library);
	if (rc == GSASL_OK) {
		gsasl_callback_set(s->library, answer_cb);
		gsasl_callback_hook_set(s->library, s);
		rc = gsasl_client_start(s->library, names[m], &s->session);
	}
	if (rc == GSASL_OK)
		return s;
	cause_set(cause, _("the login method %s cannot be used: %s"), names[m],
	    gsasl_strerror(rc));
	sasl_free(s);
	return NULL;
}

void
sasl_free(struct sasl *s)
{
	if (s == NULL)
		return;
	if (s->session != NULL)
		gsasl_finish(s->session);
	if (s->library != NULL)
		gsasl_done(s->library);
	free(s->account);
	sasl_wipe(&s->password);
	free(s->refused);
	free(s);
}

static int
refuse(struct sasl *s, int rc, char **cause)
{
	if (s->refused != NULL)
		return cause_set(cause, "%s", s->refused);
	if (s->mechanism == SASL_SCRAM && rc == GSASL_AUTHENTICATION_ERROR)
		return cause_set(cause,
		    _("the server did not prove that it knows your password: "
		      "it may be an impostor"));
	if (rc == GSASL_SASLPREP_ERROR)
		return cause_set(
		    cause, _("the account name or password has a forbidden "
			     "character (a control character, for example)"));
	return cause_set(cause, _("the server sent an invalid %s message (%s)"),
	    names[s->mechanism], gsasl_strerror(rc));
}

int
sasl_step(struct sasl *s, const char *in, char **out, char **cause)
{
	int rc;

	*out = NULL;
	if (s->done) { /* no message is left to send */
		if (*in != '\0')
			return refuse(s, GSASL_MECHANISM_PARSE_ERROR, cause);
		*out = xstrdup("");
		return 0;
	}
	rc = gsasl_step64(s->session, in, out);
	if (rc == GSASL_OK || rc == GSASL_NEEDS_MORE) {
		s->done = rc == GSASL_OK;
		return 0;
	}
	sasl_wipe(out);
	return refuse(s, rc, cause);
}

int
sasl_is_done(const struct sasl *s)
{
	return s->done;
}

enum { WORKING, DONE, ABANDONED };

struct sasl_work {
	atomic_int state;
	struct sasl *sasl;
	char *in;
	int rc;
	char *out, *cause;
};

static void
work_free(struct sasl_work *w)
{
	free(w->in);
	sasl_wipe(&w->out);
	free(w->cause);
	free(w);
}

static void *
work(void *arg)
{
	struct sasl_work *w = arg;

	w->rc = sasl_step(w->sasl, w->in, &w->out, &w->cause);
	if (atomic_exchange(&w->state, DONE) == ABANDONED) {
		sasl_free(w->sasl);
		work_free(w);
	}
	return NULL;
}

struct sasl_work *
sasl_work_start(struct sasl *sasl, const char *in)
{
	struct sasl_work *w = xcalloc(1, sizeof(*w));

	atomic_init(&w->state, WORKING);
	w->sasl = sasl;
	w->in = xstrdup(in);
	if (thread_start(NULL, work, w) == 0)
		return w;
	work_free(w);
	return NULL;
}

int
sasl_work_is_done(const struct sasl_work *w)
{
	return atomic_load(&w->state) == DONE;
}

int
sasl_work_end(struct sasl_work *w, char **out, char **cause)
{
	int rc = w->rc;

	*out = w->out;
	*cause = w->cause;
	w->out = w->cause = NULL;
	work_free(w);
	return rc;
}

void
sasl_work_abandon(struct sasl_work *w)
{
	if (atomic_exchange(&w->state, ABANDONED) == WORKING)
		return; /* the thread frees it */
	sasl_free(w->sasl);
	work_free(w);
}
