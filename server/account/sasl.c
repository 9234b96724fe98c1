/*
 * sasl: the mechanisms and their shared parts. PLAIN and EXTERNAL are one message each and do not use gsasl: it would
 * prepare the password in its own way (server/auth/verifier.c says why that is wrong) and keep copies of it.
 */
#include "server/account/sasl.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "common/buf.h"
#include "common/msgid.h"
#include "common/names.h"
#include "common/xmalloc.h"
#include "server/account/sasl_impl.h"
#include "server/auth/verifier.h"
#include "server/chat/account.h"

struct sasl_mechanism {
	const char *name;
	int (*is_offered)(const struct sasl_peer *);
	int (*begin)(struct sasl *); /* NULL: nothing to prepare */
	enum sasl_next (*step)(struct sasl *, struct view, struct buf *);
};

struct sasls *
sasls_new(struct world *world, const unsigned char *key)
{
	struct sasls *shared = xcalloc(1, sizeof(*shared));

	shared->world = world;
	memcpy(shared->key, key, sizeof(shared->key));
	scram_init(shared);
	return shared;
}

void
sasls_free(struct sasls *shared)
{
	if (shared->gsasl != NULL)
		gsasl_done(shared->gsasl);
	explicit_bzero(shared->key, sizeof(shared->key));
	free(shared);
}

/* Compute a keyed hash of a purpose, an iteration count and a folded name. */
static void
hash_name(const struct sasls *shared, const char *what, unsigned iterations,
    const char *name, unsigned char hash[EVP_MAX_MD_SIZE])
{
	char *text;
	int n = xasprintf(&text, "%s %u %s", what, iterations, name);

	HMAC(EVP_sha256(), shared->key, sizeof(shared->key),
	    (const unsigned char *)text, (size_t)n, hash, NULL);
	free(text);
}

/* The choice of an iteration count for a name. */
struct pick {
	const struct sasls *shared;
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
sasl_make_up(const struct sasls *shared, struct view name, unsigned iterations,
    struct account_verifier *v)
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

int
sasl_claim(struct sasl *s, struct view name)
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
		sasl_make_up(s->shared, name, s->iterations, &s->verifier);
	return 0;
}

int
sasl_is_for_itself(const struct sasl *s, struct view authzid)
{
	return authzid.len == 0 || name_equal(authzid, view_of(s->name));
}

enum sasl_next
sasl_fail(struct sasl *s, const char *why)
{
	xreplace(&s->why, why);
	return SASL_FAILED;
}

enum sasl_next
sasl_finish(struct sasl *s)
{
	const struct account *a = sasl_account(s);

	if (a == NULL)
		return sasl_fail(s, NULL);
	if (a->suspended == NULL)
		return SASL_DONE;
	free(s->why);
	xasprintf(&s->why, "This account is suspended: %s", a->suspended);
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
		return sasl_fail(s, NULL);
	return sasl_finish(s);
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
		return sasl_fail(s, NULL);
	view_cut(&rest, '\0', &authzid);
	if (!has_nul(rest))
		return sasl_fail(s, NULL);
	view_cut(&rest, '\0', &name);
	if (rest.len == 0 || has_nul(rest) || sasl_claim(s, name) != 0 ||
	    !sasl_is_for_itself(s, authzid))
		return sasl_fail(s, NULL);
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
		return sasl_fail(
		    s, "This certificate belongs to no such account");
	xreplace(&s->name, a->name);
	return sasl_finish(s);
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
sasl_new(struct sasls *shared, const struct sasl_peer *peer, struct view name,
    unsigned iterations)
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
sasl_why(const struct sasl *s)
{
	return s->why != NULL ? s->why : "SASL authentication failed";
}
