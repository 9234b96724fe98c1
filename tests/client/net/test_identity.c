/*
 * identity: created once, then always the same, and used only if nobody else can have read it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>

#include "client/net/identity.h"
#include "tests/support/certs.h"
#include "tests/support/e2e.h"
#include "tests/support/test.h"

static char *dir, *cause;
static char file[256];
static struct identity id;

static int
setup(void **state)
{
	(void)state;
	dir = e2e_folder();
	snprintf(file, sizeof(file), "%s/tchat/identity.pem", dir);
	cause = NULL;
	return 0;
}

static int
teardown(void **state)
{
	(void)state;
	identity_clear(&id);
	e2e_remove(dir);
	free(dir);
	free(cause);
	return 0;
}

static enum identity_result
open_it(void)
{
	identity_clear(&id);
	free(cause);
	cause = NULL;
	return identity_open(&id, file, &cause);
}

static void
identity__is_made_once__then_read(void **state)
{
	struct cert first, second;
	char a[96], b[96];
	struct stat st;

	(void)state;
	assert_int_equal(open_it(), IDENTITY_OK);
	assert_int_equal(EVP_PKEY_get_bits(id.key), 256);
	assert_true(EVP_PKEY_is_a(id.key, "EC"));
	assert_int_equal(X509_check_private_key(id.cert, id.key), 1);
	assert_int_equal(X509_verify(id.cert, id.key), 1);
	first = (struct cert){ id.key, id.cert };
	cert_fingerprint(&first, a);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	assert_int_equal(open_it(), IDENTITY_OK);
	second = (struct cert){ id.key, id.cert };
	cert_fingerprint(&second, b);
	assert_string_equal(a, b);
}

static void
identity__is_refused__when_others_can_read_it(void **state)
{
	static const mode_t modes[] = { 0640, 0604, 0620, 0610 };
	size_t i;

	(void)state;
	assert_int_equal(open_it(), IDENTITY_OK);
	for (i = 0; i < sizeof(modes) / sizeof(modes[0]); i++) {
		chmod(file, modes[i]);
		assert_int_equal(open_it(), IDENTITY_UNUSABLE);
		assert_non_null(strstr(cause, file));
		assert_null(id.key);
	}
	chmod(file, 0400);
	assert_int_equal(open_it(), IDENTITY_OK);
}

/* It is not replaced: it may be the key of an account. */
static void
identity__is_refused__when_it_is_broken(void **state)
{
	struct cert other;
	struct stat before, after;
	FILE *f;

	(void)state;
	assert_int_equal(open_it(), IDENTITY_OK);
	assert_int_equal(truncate(file, 100), 0);
	assert_int_equal(stat(file, &before), 0);
	assert_int_equal(open_it(), IDENTITY_UNUSABLE);
	assert_non_null(strstr(cause, file));
	assert_int_equal(stat(file, &after), 0);
	assert_int_equal(after.st_size, before.st_size);

	cert_make(&other, "other", NULL, 10, NULL);
	f = fopen(file, "w");
	assert_non_null(f);
	PEM_write_X509(f, other.x509);
	cert_clear(&other);
	cert_make(&other, "other", NULL, 10, NULL);
	PEM_write_PrivateKey(f, other.key, NULL, NULL, 0, NULL, NULL);
	fclose(f);
	assert_int_equal(open_it(), IDENTITY_UNUSABLE);

	/* with a passphrase: no prompt */
	f = fopen(file, "w");
	assert_non_null(f);
	PEM_write_X509(f, other.x509);
	PEM_write_PrivateKey(f, other.key, EVP_aes_128_cbc(),
	    (const unsigned char *)"secret", 6, NULL, NULL);
	fclose(f);
	assert_int_equal(open_it(), IDENTITY_UNUSABLE);
	cert_clear(&other);
}

static void
identity__is_missing__when_it_cannot_be_written(void **state)
{
	(void)state;
	snprintf(file, sizeof(file), "/proc/tchat/identity.pem");
	assert_int_equal(open_it(), IDENTITY_MISSING);
	assert_non_null(strstr(cause, "/proc/tchat"));
	assert_null(id.key);
}

static void
two_at_once__have_the_same(void **state)
{
	struct cert cert;
	char mine[96], theirs[96];
	int i, fds[2], status;
	pid_t pid;

	(void)state;
	assert_int_equal(pipe(fds), 0);
	for (i = 0; i < 8; i++) {
		pid = fork();
		assert_int_not_equal(pid, -1);
		if (pid == 0) {
			if (open_it() != IDENTITY_OK)
				_exit(1);
			cert = (struct cert){ id.key, id.cert };
			cert_fingerprint(&cert, mine);
			_exit(write(fds[1], mine, 96) != 96);
		}
	}
	for (i = 0; i < 8; i++) {
		assert_true(wait(&status) > 0);
		assert_int_equal(status, 0);
	}
	assert_int_equal(open_it(), IDENTITY_OK);
	cert = (struct cert){ id.key, id.cert };
	cert_fingerprint(&cert, mine);
	for (i = 0; i < 8; i++) {
		assert_int_equal(read(fds[0], theirs, 96), 96);
		assert_string_equal(theirs, mine);
	}
	close(fds[0]);
	close(fds[1]);
}

#define CASE(fn) cmocka_unit_test_setup_teardown(fn, setup, teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		CASE(identity__is_made_once__then_read),
		CASE(identity__is_refused__when_others_can_read_it),
		CASE(identity__is_refused__when_it_is_broken),
		CASE(identity__is_missing__when_it_cannot_be_written),
		CASE(two_at_once__have_the_same),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
