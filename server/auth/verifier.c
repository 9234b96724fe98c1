/*
 * verifier: derives SCRAM-SHA-256 keys from passwords.
 */
#include "server/auth/verifier.h"

#include <string.h>

#include <gsasl.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>

#include "common/random.h"
#include "server/chat/account.h"

/*
 * Prepare a password as RFC 4013 says, but allow letters newer than Unicode 3.2: people have
 * them in their passwords, and a client that does not prepare them sends the same bytes. Tries
 * the flag both ways, because gsasl 2.2.0 reverses its meaning.
 */
static char *
prepare(const char *password)
{
	char *ready = NULL;

	if (strlen(password) > VERIFIER_PASSWORD_MAX ||
	    (gsasl_saslprep(password, GSASL_ALLOW_UNASSIGNED, &ready, NULL) !=
		    GSASL_OK &&
		gsasl_saslprep(password, 0, &ready, NULL) != GSASL_OK))
		return NULL;
	return ready;
}

/* Uses OpenSSL, which is several times faster than gsasl here. */
static int
salt_password(
    const struct account_verifier *v, const char *password, unsigned char *out)
{
	char *ready = prepare(password);
	size_t len;
	int ok;

	if (ready == NULL)
		return -1;
	len = strlen(ready);
	ok = len > 0 &&
	     PKCS5_PBKDF2_HMAC(ready, (int)len, v->salt, (int)v->salt_len,
		 (int)v->iterations, EVP_sha256(), ACCOUNT_HASH, out) == 1;
	explicit_bzero(ready, len);
	gsasl_free(ready);
	return ok ? 0 : -1;
}

/* Derive the keys of this password with the salt and iterations in v. */
static int
derive(struct account_verifier *v, const char *password)
{
	unsigned char salted[ACCOUNT_HASH];
	char client[ACCOUNT_HASH];
	int ok = salt_password(v, password, salted) == 0 &&
		 gsasl_scram_secrets_from_salted_password(GSASL_HASH_SHA256,
		     (const char *)salted, client, (char *)v->server_key,
		     (char *)v->stored_key) == GSASL_OK;

	explicit_bzero(salted, sizeof(salted));
	explicit_bzero(client, sizeof(client));
	return ok ? 0 : -1;
}

int
verifier_make(
    struct account_verifier *v, const char *password, unsigned iterations)
{
	struct account_verifier made = { .iterations = iterations,
		.salt_len = VERIFIER_SALT };

	random_bytes(made.salt, made.salt_len);
	if (iterations == 0 || derive(&made, password) != 0)
		return -1;
	*v = made;
	return 0;
}

int
verifier_matches(const struct account_verifier *v, const char *password)
{
	struct account_verifier other = *v;
	int fits =
	    v->iterations > 0 && derive(&other, password) == 0 &&
	    CRYPTO_memcmp(other.stored_key, v->stored_key, ACCOUNT_HASH) == 0;

	explicit_bzero(&other, sizeof(other));
	return fits;
}
