/*
 * Tests of list_keys.
 */
#include <stdlib.h>

#include "client/input/list_keys.h"
#include "tests/support/test.h"

static void
list_key_next__cuts_off_keys(void **state)
{
	static const enum list_key want[] = { LIST_UP, LIST_DOWN, LIST_PAGE_UP,
		LIST_IGNORED, LIST_PAGE_DOWN, LIST_ENTER, LIST_CLOSE,
		LIST_CLOSE };
	struct view bytes = VIEW("\033[A\033OB\033[5~\033[C\033[6~\r\a\033");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		assert_true(bytes.len > 0);
		assert_int_equal(list_key_next(&bytes), want[i]);
	}
	assert_int_equal(bytes.len, 0);
}

/* Text and other keys are left for the input line. */
static void
list_key_next__leaves_typed_text(void **state)
{
	static const char *const typed[] = { "q", "j", " ", "\xe4\xbd\xa0", "/",
		"\033a", "\033[17~", "\t", "\x7f" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(typed) / sizeof(typed[0]); i++) {
		struct view bytes = view_of(typed[i]);

		assert_int_equal(list_key_next(&bytes), LIST_OTHER);
		assert_int_equal(bytes.len, strlen(typed[i]));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(list_key_next__cuts_off_keys),
		cmocka_unit_test(list_key_next__leaves_typed_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
