/*
 * A verifier as a word is read as it was written; what is none is refused.
 */
#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"
#include "server/admin/verifier_text.h"
#include "server/auth/verifier.h"
#include "server/chat/account.h"
#include "tests/support/test.h"

static void
verifier_text__is_read_as_it_was_written(void **state)
{
	struct account_verifier v = { 0 }, again;
	char *text;

	(void)state;
	assert_int_equal(verifier_make(&v, "secret", 4096), 0);
	text = verifier_text(&v);
	assert_int_equal(verifier_read(&again, text), 0);
	assert_int_equal(again.iterations, v.iterations);
	assert_int_equal(again.salt_len, v.salt_len);
	assert_memory_equal(again.salt, v.salt, v.salt_len);
	assert_memory_equal(again.stored_key, v.stored_key, ACCOUNT_HASH);
	assert_memory_equal(again.server_key, v.server_key, ACCOUNT_HASH);
	assert_true(verifier_matches(&again, "secret"));
	free(text);
}

/* Whatever is cut off, added or changed. */
static void
read__refuses_a_malformed_verifier(void **state)
{
	struct account_verifier v = { 0 };
	char *text, *bad;
	size_t n, i;

	(void)state;
	assert_int_equal(verifier_make(&v, "secret", 4096), 0);
	text = verifier_text(&v);
	n = strlen(text);
	for (i = 0; i < n; i++) {
		bad = xstrdup(text);
		bad[i] = 'g';
		assert_int_equal(verifier_read(&v, bad), -1);
		bad[i] = '\0';
		assert_int_equal(verifier_read(&v, bad), -1);
		free(bad);
	}
	xasprintf(&bad, "%s:00", text);
	assert_int_equal(verifier_read(&v, bad), -1);
	free(bad);
	xasprintf(&bad, "0%s", strchr(text, ':'));
	assert_int_equal(verifier_read(&v, bad), -1);
	free(bad);
	xasprintf(&bad, "99999999999%s", strchr(text, ':'));
	assert_int_equal(verifier_read(&v, bad), -1);
	free(bad);
	free(text);
}

int
main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(verifier_text__is_read_as_it_was_written),
		cmocka_unit_test(read__refuses_a_malformed_verifier),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
