/*
 * password: a hash matches its password and nothing else.
 */
#include <stdlib.h>
#include <string.h>

#include "server/auth/password.h"
#include "tests/support/test.h"

static void
password_matches__accepts_only_its_password(void **state)
{
	char *cause = NULL, *hash = password_hash("caf\xc3\xa9 sesame", &cause);
	char *again = password_hash("caf\xc3\xa9 sesame", &cause);

	(void)state;
	assert_non_null(hash);
	assert_non_null(again);
	assert_string_not_equal(hash, again);
	assert_true(password_is_hash(hash));
	assert_true(password_matches(hash, "caf\xc3\xa9 sesame"));
	assert_false(password_matches(hash, "caf\xc3\xa9 sesam"));
	assert_false(password_matches(hash, ""));
	free(hash);
	free(again);
}

/* Hashes of other tools: mkpasswd -m sha-512, openssl passwd -6. */
static void
password_matches__supports_sha512(void **state)
{
	static const char hash[] =
	    "$6$saltstring$svn8UoSVapNtMuq1ukKS4tPQd8iKwSMHWjl/O817G3uBnIFNjnQJ"
	    "uesI68u4OTLiBFdcbYEdFCoEOfaS35inz1";

	(void)state;
	assert_true(password_is_hash(hash));
	assert_true(password_matches(hash, "Hello world!"));
	assert_false(password_matches(hash, "Hello world"));
}

static void
password_is_hash__refuses_text_and_weak_hashes(void **state)
{
	static const char *const no[] = { "", "sesame", "open$sesame", "ab",
		"abJnggxhB/yWI", "$1$salt$qJH7.N4xYta3aEG/dfqo/0", "$y$j9T$",
		"$6$saltstring$", "$9$x$aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(no) / sizeof(no[0]); i++)
		if (password_is_hash(no[i]))
			fail_msg("%s was taken for a hash", no[i]);
}

static void
password_hash__limits_the_length(void **state)
{
	char text[PASSWORD_MAX + 2], *cause = NULL, *hash;

	(void)state;
	memset(text, 'x', sizeof(text));
	text[PASSWORD_MAX + 1] = '\0';
	assert_null(password_hash(text, &cause));
	assert_non_null(strstr(cause, "511"));
	free(cause);
	cause = NULL;
	assert_null(password_hash("", &cause));
	free(cause);
	cause = NULL;
	text[PASSWORD_MAX] = '\0';
	hash = password_hash(text, &cause);
	assert_non_null(hash);
	assert_true(password_matches(hash, text));
	text[0] = 'y';
	assert_false(password_matches(hash, text));
	free(hash);
}

static void
secret_equal__is_true_only_for_equal_secrets(void **state)
{
	(void)state;
	assert_true(secret_equal("", ""));
	assert_true(secret_equal("sesame", "sesame"));
	assert_false(secret_equal("sesame", "sesamesesame"));
	assert_false(secret_equal("sesamesesame", "sesame"));
	assert_false(secret_equal("", "x"));
	assert_false(secret_equal("x", ""));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(password_matches__accepts_only_its_password),
		cmocka_unit_test(password_matches__supports_sha512),
		cmocka_unit_test(
		    password_is_hash__refuses_text_and_weak_hashes),
		cmocka_unit_test(password_hash__limits_the_length),
		cmocka_unit_test(secret_equal__is_true_only_for_equal_secrets),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
