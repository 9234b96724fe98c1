/*
 * sasl_scram: SCRAM-SHA-256 (RFC 5802, RFC 7677) with GNU gsasl. gsasl asks for the account's salt and keys when it
 * has read the name; none of that is slow.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/xmalloc.h"
#include "server/account/sasl_impl.h"

static void
set_base64(Gsasl_session *session, Gsasl_property prop,
    const unsigned char *bytes, size_t n)
{
	char *text = NULL;
	size_t len = 0;

	if (gsasl_base64_to((const char *)bytes, n, &text, &len) == GSASL_OK)
		gsasl_property_set(session, prop, text);
	gsasl_free(text);
}

static void
set_verifier(Gsasl_session *session, const struct account_verifier *v)
{
	char iterations[16];

	snprintf(iterations, sizeof(iterations), "%u", v->iterations);
	gsasl_property_set(session, GSASL_SCRAM_ITER, iterations);
	set_base64(session, GSASL_SCRAM_SALT, v->salt, v->salt_len);
	set_base64(session, GSASL_SCRAM_STOREDKEY, v->stored_key, ACCOUNT_HASH);
	set_base64(session, GSASL_SCRAM_SERVERKEY, v->server_key, ACCOUNT_HASH);
}

/* gsasl asks for the iteration count first; the name is known by then. */
static int
on_property(Gsasl *gsasl, Gsasl_session *session, Gsasl_property prop)
{
	struct sasl *s = gsasl_session_hook_get(session);
	const char *name;

	(void)gsasl;
	if (prop != GSASL_SCRAM_ITER || s == NULL)
		return GSASL_NO_CALLBACK;
	name = gsasl_property_fast(session, GSASL_AUTHID);
	if (name == NULL || sasl_claim(s, view_of(name)) != 0)
		return GSASL_AUTHENTICATION_ERROR;
	set_verifier(session, &s->verifier);
	return GSASL_OK;
}

void
scram_init(struct sasls *shared)
{
	if (gsasl_init(&shared->gsasl) == GSASL_OK)
		gsasl_callback_set(shared->gsasl, on_property);
	else
		shared->gsasl = NULL;
}

int
scram_begin(struct sasl *s)
{
	if (s->shared->gsasl == NULL ||
	    gsasl_server_start(s->shared->gsasl, "SCRAM-SHA-256", &s->scram) !=
		GSASL_OK)
		return -1;
	gsasl_session_hook_set(s->scram, s);
	return 0;
}

/* The client's proof was right, and the server's signature is in out: the client answers with an empty message
 * (checklist 57). */
static enum sasl_next
prove(struct sasl *s)
{
	const char *authzid = gsasl_property_fast(s->scram, GSASL_AUTHZID);

	if (s->name == NULL || !sasl_is_for_itself(s, view_of(authzid)))
		return sasl_fail(s, NULL);
	s->proven = 1;
	return SASL_SAY;
}

/*
 * True if the client asks for channel binding, which only SCRAM-SHA-256-PLUS has (RFC 5802 section 6). The server
 * does not offer that, but gsasl accepts it. No other message begins like this.
 */
static int
wants_binding(struct view in)
{
	return view_has_prefix(in, VIEW("p="));
}

enum sasl_next
scram_step(struct sasl *s, struct view in, struct buf *out)
{
	char *said = NULL;
	size_t n = 0;
	int rc;

	if (s->proven)
		return in.len == 0 ? sasl_checked(s, 1) : sasl_fail(s, NULL);
	if (in.len == 0 || wants_binding(in))
		return sasl_fail(s, NULL);
	rc = gsasl_step(s->scram, in.p, in.len, &said, &n);
	if (rc == GSASL_OK || rc == GSASL_NEEDS_MORE)
		buf_add(out, said, n);
	gsasl_free(said);
	if (rc == GSASL_OK)
		return prove(s);
	return rc == GSASL_NEEDS_MORE ? SASL_SAY : sasl_fail(s, NULL);
}

void
scram_end(struct sasl *s)
{
	if (s->scram != NULL)
		gsasl_finish(s->scram);
	s->scram = NULL;
}
