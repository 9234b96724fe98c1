/*
 * verifier: it matches its password and nothing else.
 */
#include <string.h>

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "server/auth/verifier.h"
#include "server/chat/account.h"
#include "tests/support/test.h"

enum { ITERATIONS = 4096 };

/* The nonces of client and server and the salt of RFC 7677 section 3. */
static const char auth_message[] =
    "n=user,r=rOprNGfwEbeRWgbNEkqO,"
    "r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0,"
    "s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096,"
    "c=biws,r=rOprNGfwEbeRWgbNEkqO%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
static const char client_proof[] =
    "dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
static const char server_signature[] =
    "6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4=";

static void
from_base64(const char *text, unsigned char *raw, size_t n)
{
	unsigned char bytes[64];
	int len = EVP_DecodeBlock(
	    bytes, (const unsigned char *)text, (int)strlen(text));

	assert_true(len >= (int)n);
	memcpy(raw, bytes, n);
}

static void
hmac(const unsigned char *key, const char *text, unsigned char *out)
{
	unsigned int len = 0;

	assert_non_null(HMAC(EVP_sha256(), key, ACCOUNT_HASH,
	    (const unsigned char *)text, strlen(text), out, &len));
	assert_int_equal(len, ACCOUNT_HASH);
}

/*
 * The verifier for the example's password and salt gives the example's signature, and the key
 * behind the example's proof is its stored key.
 */
static void
example(struct account_verifier *v)
{
	unsigned char proof[ACCOUNT_HASH], signature[ACCOUNT_HASH];
	unsigned int len = 0;
	size_t i;

	memset(v, 0, sizeof(*v));
	v->iterations = ITERATIONS;
	v->salt_len = 16;
	from_base64("W22ZaJ0SNY7soEsUEjb6gQ==", v->salt, v->salt_len);
	/* RFC 5802 section 3: ClientKey = ClientProof xor HMAC(StoredKey, AuthMessage) */
	from_base64("WG5d8oPm3OtcPnkdi4Uo7BkeZkBFzpcXkuLmtbsT4qY=",
	    v->stored_key, ACCOUNT_HASH);
	from_base64("wfPLwcE6nTWhTAmQ7tl2KeoiWGPlZqQxSrmfPwDl2dU=",
	    v->server_key, ACCOUNT_HASH);
	hmac(v->server_key, auth_message, signature);
	from_base64(server_signature, proof, ACCOUNT_HASH);
	assert_memory_equal(signature, proof, ACCOUNT_HASH);
	hmac(v->stored_key, auth_message, signature);
	from_base64(client_proof, proof, ACCOUNT_HASH);
	for (i = 0; i < ACCOUNT_HASH; i++)
		proof[i] ^= signature[i];
	assert_int_equal(EVP_Digest(proof, ACCOUNT_HASH, signature, &len,
			     EVP_sha256(), NULL),
	    1);
	assert_memory_equal(signature, v->stored_key, ACCOUNT_HASH);
}

static void
verifier__matches_the_example_of_rfc_7677(void **state)
{
	struct account_verifier v;

	(void)state;
	example(&v);
	assert_true(verifier_matches(&v, "pencil"));
	assert_false(verifier_matches(&v, "pencils"));
	v.stored_key[ACCOUNT_HASH - 1] ^= 1;
	assert_false(verifier_matches(&v, "pencil"));
}

static void
verifier__matches_only_its_password(void **state)
{
	struct account_verifier v, again;

	(void)state;
	assert_int_equal(verifier_make(&v, "sesame", ITERATIONS), 0);
	assert_int_equal(verifier_make(&again, "sesame", ITERATIONS), 0);
	assert_int_equal(v.iterations, ITERATIONS);
	assert_int_equal(v.salt_len, VERIFIER_SALT);
	assert_memory_not_equal(v.salt, again.salt, v.salt_len);
	assert_memory_not_equal(
	    v.stored_key, again.stored_key, sizeof(v.stored_key));
	assert_true(verifier_matches(&v, "sesame"));
	assert_false(verifier_matches(&v, "Sesame"));
	assert_false(verifier_matches(&v, "sesam"));
	assert_false(verifier_matches(&v, ""));
}

/*
 * Checklist 57; RFC 4013 section 2: a no-break space counts as a space, and letters are
 * composed.
 */
static void
password_hash__accepts_long_passwords_in_any_script(void **state)
{
	struct account_verifier v;
	char text[601];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(verifier_make(&v, text, ITERATIONS), 0);
	assert_true(verifier_matches(&v, text));
	text[599] = 'y';
	assert_false(verifier_matches(&v, text));
	assert_int_equal(
	    verifier_make(&v, "caf\xc3\xa9 \xe5\xaf\x86\xe7\xa2\xbc", 4096), 0);
	assert_true(
	    verifier_matches(&v, "caf\xc3\xa9 \xe5\xaf\x86\xe7\xa2\xbc"));
	assert_true(verifier_matches(
	    &v, "cafe\xcc\x81\xc2\xa0\xe5\xaf\x86\xe7\xa2\xbc"));
	assert_false(verifier_matches(&v, "cafe \xe5\xaf\x86\xe7\xa2\xbc"));
	assert_int_equal(verifier_make(&v, "\xf0\x9f\x90\x88", ITERATIONS), 0);
	assert_true(verifier_matches(&v, "\xf0\x9f\x90\x88"));
}

static void
verifier_make__rejects_passwords_that_are_not_allowed(void **state)
{
	struct account_verifier v = { .iterations = 7 };
	char text[VERIFIER_PASSWORD_MAX + 2];

	(void)state;
	memset(text, 'x', sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	assert_int_equal(verifier_make(&v, text, ITERATIONS), -1);
	assert_int_equal(verifier_make(&v, "", ITERATIONS), -1);
	assert_int_equal(verifier_make(&v, "a\tb", ITERATIONS), -1);
	assert_int_equal(verifier_make(&v, "\xff\xfe", ITERATIONS), -1);
	assert_int_equal(v.iterations, 7);
}

static void
verifier__matches_nothing__without_a_password(void **state)
{
	struct account_verifier v = { .iterations = 0 };

	(void)state;
	assert_false(verifier_matches(&v, ""));
	assert_false(verifier_matches(&v, "sesame"));
	assert_int_equal(verifier_make(&v, "sesame", 0), -1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(verifier__matches_the_example_of_rfc_7677),
		cmocka_unit_test(verifier__matches_only_its_password),
		cmocka_unit_test(
		    password_hash__accepts_long_passwords_in_any_script),
		cmocka_unit_test(
		    verifier_make__rejects_passwords_that_are_not_allowed),
		cmocka_unit_test(verifier__matches_nothing__without_a_password),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
