/*
 * sasl: the mechanisms and their shared parts. PLAIN and EXTERNAL are one message each and do not use gsasl: it would
 * prepare the password in its own way (server/auth/verifier.c says why that is wrong) and keep copies of it.
 */
#include "server/account/sasl.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <gsasl.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "common/buf.h"
#include "common/i18n.h"
#include "common/names.h"
#include "common/random.h"
#include "common/xmalloc.h"
#include "server/auth/verifier.h"
#include "server/chat/account.h"

struct sasl_mechanism {
	const char *name;
	int (*is_offered)(const struct sasl_peer *);
	int (*begin)(struct sasl *); /* NULL: nothing to prepare */
	enum sasl_next (*step)(struct sasl *, struct view, struct buf *);
};

struct sasl_context {
	struct world *world;
	Gsasl *gsasl;
	unsigned char key[SASL_KEY];
};

struct sasl {
	struct sasl_context *shared;
	const struct sasl_mechanism *mechanism;
	unsigned iterations;
	char *digest;
	char *name;	/* of the account, as the client spelt it */
	char *password; /* PLAIN: the password to check */
	struct account_verifier verifier; /* of the named account, or made up */
	char *why;
	Gsasl_session *scram;
	int proven; /* SCRAM: only the client's final empty message is missing */
};

/* Compute a keyed hash of a purpose, an iteration count and a folded name. */
static void
hash_name(const struct sasl_context *shared, const char *what,
    unsigned iterations, const char *name, unsigned char hash[EVP_MAX_MD_SIZE])
{
	char *text;
	int n = xasprintf(&text, "%s %u %s", what, iterations, name);

	HMAC(EVP_sha256(), shared->key, sizeof(shared->key),
	    (const unsigned char *)text, (size_t)n, hash, NULL);
	free(text);
}

/* The choice of an iteration count for a name. */
struct pick {
	const struct sasl_context *shared;
	const char *name;
	unsigned iterations;
	double score;
};

/*
 * Rendezvous hashing, weighted by the number of accounts: when a count gains accounts, names move to it
 * and nowhere else. On a real account, a new count means a new password, so this looks the same.
 */
static void
score_count(unsigned iterations, size_t accounts, void *ctx)
{
	unsigned char hash[EVP_MAX_MD_SIZE];
	struct pick *p = ctx;
	uint64_t n = 0;
	double score;
	int i;

	hash_name(p->shared, "count", iterations, p->name, hash);
	for (i = 0; i < 6; i++)
		n = n << 8 | hash[i];
	score = log(((double)n + 0.5) / (double)((uint64_t)1 << 48)) /
		(double)accounts;
	if (p->score < score) {
		p->score = score;
		p->iterations = iterations;
	}
}

void
sasl_fake_verifier(const struct sasl_context *shared, struct view name,
    unsigned iterations, struct account_verifier *v)
{
	unsigned char salt[EVP_MAX_MD_SIZE];
	char folded[NAME_FOLDED], *own = xviewdup(name);
	struct pick pick = { shared, own, iterations, -INFINITY };

	if (name_fold(folded, sizeof(folded), name) > 0)
		pick.name = folded;
	world_each_iterations(shared->world, score_count, &pick);
	*v = (struct account_verifier){ .iterations = pick.iterations,
		.salt_len = VERIFIER_SALT };
	hash_name(shared, "salt", pick.iterations, pick.name, salt);
	memcpy(v->salt, salt, v->salt_len);
	random_bytes(v->stored_key, sizeof(v->stored_key));
	random_bytes(v->server_key, sizeof(v->server_key));
	free(own);
}

/*
 * Set the account name and s->verifier: the account's, or a made-up one that no password matches. Returns -1 if the
 * name is empty or far too long.
 */
static int
claim(struct sasl *s, struct view name)
{
	const struct account *a;

	if (name.len == 0 || name.len > SASL_NAME_MAX)
		return -1;
	free(s->name);
	s->name = xviewdup(name);
	a = sasl_account(s);
	if (a != NULL && a->verifier.iterations > 0)
		s->verifier = a->verifier;
	else
		sasl_fake_verifier(
		    s->shared, name, s->iterations, &s->verifier);
	return 0;
}

/* True if the authzid is empty or the same as the name: the client asks to act for itself. */
static int
is_for_itself(const struct sasl *s, struct view authzid)
{
	return authzid.len == 0 || name_equal(authzid, view_of(s->name));
}

static enum sasl_next
fail(struct sasl *s, const char *why)
{
	xreplace(&s->why, why);
	return SASL_FAILED;
}

/* Finish a successful exchange; it still fails if the account was deleted or suspended. */
static enum sasl_next
finish(struct sasl *s)
{
	const struct account *a = sasl_account(s);

	if (a == NULL)
		return fail(s, NULL);
	if (a->suspended == NULL)
		return SASL_DONE;
	free(s->why);
	xasprintf(&s->why, _("This account is suspended: %s"), a->suspended);
	return SASL_FAILED;
}

/* The peer knew the password; check that it has not been changed meanwhile. */
enum sasl_next
sasl_checked(struct sasl *s, int fits)
{
	const struct account *a = sasl_account(s);

	if (!fits || a == NULL ||
	    memcmp(a->verifier.stored_key, s->verifier.stored_key,
		ACCOUNT_HASH) != 0)
		return fail(s, NULL);
	return finish(s);
}

static int
has_nul(struct view v)
{
	return v.len > 0 && memchr(v.p, '\0', v.len) != NULL;
}

/* RFC 4616 section 2: authzid NUL authcid NUL passwd. Checklist 55, 57. */
static enum sasl_next
plain_step(struct sasl *s, struct view in, struct buf *out)
{
	struct view authzid, name, rest = in;

	(void)out;
	if (!has_nul(in))
		return fail(s, NULL);
	view_cut(&rest, '\0', &authzid);
	if (!has_nul(rest))
		return fail(s, NULL);
	view_cut(&rest, '\0', &name);
	if (rest.len == 0 || has_nul(rest) || claim(s, name) != 0 ||
	    !is_for_itself(s, authzid))
		return fail(s, NULL);
	s->password = xviewdup(rest);
	return SASL_CHECK;
}

/* The message is the authzid, which names the account. If it is empty: the account that has the key bound. */
static enum sasl_next
external_step(struct sasl *s, struct view in, struct buf *out)
{
	const struct world *w = s->shared->world;
	const struct account *a = NULL;

	(void)out;
	if (in.len == 0)
		a = world_account_by_key(w, s->digest, in);
	else if (in.len <= SASL_NAME_MAX)
		a = world_account_with_key(w, s->digest, in);
	if (a == NULL)
		return fail(
		    s, _("This certificate belongs to no such account"));
	xreplace(&s->name, a->name);
	return finish(s);
}

/*
 * SCRAM-SHA-256 (RFC 5802, RFC 7677), by GNU gsasl. gsasl asks for the account's salt and keys when it has read the
 * name; none of that is slow.
 */
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
	if (name == NULL || claim(s, view_of(name)) != 0)
		return GSASL_AUTHENTICATION_ERROR;
	set_verifier(session, &s->verifier);
	return GSASL_OK;
}

static void
scram_init(struct sasl_context *shared)
{
	if (gsasl_init(&shared->gsasl) == GSASL_OK)
		gsasl_callback_set(shared->gsasl, on_property);
	else
		shared->gsasl = NULL;
}

static int
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

	if (s->name == NULL || !is_for_itself(s, view_of(authzid)))
		return fail(s, NULL);
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

static enum sasl_next
scram_step(struct sasl *s, struct view in, struct buf *out)
{
	char *said = NULL;
	size_t n = 0;
	int rc;

	if (s->proven)
		return in.len == 0 ? sasl_checked(s, 1) : fail(s, NULL);
	if (in.len == 0 || wants_binding(in))
		return fail(s, NULL);
	rc = gsasl_step(s->scram, in.p, in.len, &said, &n);
	if (rc == GSASL_OK || rc == GSASL_NEEDS_MORE)
		buf_add(out, said, n);
	gsasl_free(said);
	if (rc == GSASL_OK)
		return prove(s);
	return rc == GSASL_NEEDS_MORE ? SASL_SAY : fail(s, NULL);
}

static void
scram_end(struct sasl *s)
{
	if (s->scram != NULL)
		gsasl_finish(s->scram);
	s->scram = NULL;
}

struct sasl_context *
sasl_context_new(struct world *world, const unsigned char *key)
{
	struct sasl_context *shared = xcalloc(1, sizeof(*shared));

	shared->world = world;
	memcpy(shared->key, key, sizeof(shared->key));
	scram_init(shared);
	return shared;
}

void
sasl_context_free(struct sasl_context *shared)
{
	if (shared->gsasl != NULL)
		gsasl_done(shared->gsasl);
	explicit_bzero(shared->key, sizeof(shared->key));
	free(shared);
}

static int
has_certificate(const struct sasl_peer *peer)
{
	return peer->digest != NULL;
}

static int
is_private(const struct sasl_peer *peer)
{
	return peer->is_private;
}

static int
is_anybody(const struct sasl_peer *peer)
{
	(void)peer;
	return 1;
}

/* In order of preference. */
static const struct sasl_mechanism mechanisms[] = {
	{ "EXTERNAL", has_certificate, NULL, external_step },
	{ "SCRAM-SHA-256", is_anybody, scram_begin, scram_step },
	{ "PLAIN", is_private, NULL, plain_step },
};

enum { NMECHANISMS = sizeof(mechanisms) / sizeof(mechanisms[0]) };

void
sasl_list(const struct sasl_peer *peer, char buf[SASL_LIST])
{
	struct buf list = { 0 };
	size_t i;

	for (i = 0; i < NMECHANISMS; i++)
		if (mechanisms[i].is_offered(peer))
			buf_printf(&list, "%s%s", list.len > 0 ? "," : "",
			    mechanisms[i].name);
	memcpy(buf, buf_str(&list), list.len + 1);
	buf_clear(&list);
}

struct sasl *
sasl_new(struct sasl_context *shared, const struct sasl_peer *peer,
    struct view name, unsigned iterations)
{
	const struct sasl_mechanism *m = mechanisms;
	struct sasl *s;

	while (
	    m < mechanisms + NMECHANISMS &&
	    !(view_equal_nocase(name, view_of(m->name)) && m->is_offered(peer)))
		m++;
	if (m == mechanisms + NMECHANISMS)
		return NULL;
	s = xcalloc(1, sizeof(*s));
	*s = (struct sasl){
		.shared = shared, .mechanism = m, .iterations = iterations
	};
	xreplace(&s->digest, peer->digest);
	if (m->begin != NULL && m->begin(s) != 0) {
		sasl_free(s);
		return NULL;
	}
	return s;
}

static void
forget(char *secret)
{
	if (secret != NULL)
		explicit_bzero(secret, strlen(secret));
	free(secret);
}

void
sasl_free(struct sasl *s)
{
	if (s == NULL)
		return;
	scram_end(s);
	forget(s->password);
	explicit_bzero(&s->verifier, sizeof(s->verifier));
	free(s->digest);
	free(s->name);
	free(s->why);
	free(s);
}

enum sasl_next
sasl_step(struct sasl *s, struct view in, struct buf *out)
{
	return s->mechanism->step(s, in, out);
}

void
sasl_check_take(struct sasl *s, struct sasl_check *check)
{
	check->verifier = s->verifier;
	check->password = s->password;
	s->password = NULL;
}

void
sasl_check_clear(struct sasl_check *check)
{
	forget(check->password);
	explicit_bzero(check, sizeof(*check));
}

const char *
sasl_mechanism(const struct sasl *s)
{
	return s->mechanism->name;
}

struct account *
sasl_account(const struct sasl *s)
{
	return s->name == NULL
		   ? NULL
		   : world_find_account(s->shared->world, view_of(s->name));
}

const char *
sasl_error(const struct sasl *s)
{
	return s->why != NULL ? s->why : _("SASL authentication failed");
}
