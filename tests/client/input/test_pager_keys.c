/*
 * Tests of pager_keys.
 */
#include <stdlib.h>

#include "client/input/pager_keys.h"
#include "tests/support/test.h"

static void
pager_key_next__cuts_off_keys(void **state)
{
	static const enum pager_key want[] = { PAGER_DOWN, PAGER_DOWN,
		PAGER_PAGE_DOWN, PAGER_PAGE_UP, PAGER_LAST, PAGER_SEARCH,
		PAGER_NEXT, PAGER_PREVIOUS, PAGER_OPEN, PAGER_BACK, PAGER_BACK,
		PAGER_IGNORED, PAGER_IGNORED, PAGER_REDRAW, PAGER_CLOSE,
		PAGER_CLOSE };
	struct view bytes =
	    VIEW("j\033[B \033[5~G/nN\r\177\033[Dx\xc3\xa4\fq\033");
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(want) / sizeof(want[0]); i++) {
		assert_true(bytes.len > 0);
		assert_int_equal(pager_key_next(&bytes), want[i]);
	}
	assert_int_equal(bytes.len, 0);
}

/* Keys of the rest of the program are left for the editor. */
static void
pager_key_next__leaves_other_keys(void **state)
{
	static const char *const others[] = { "\033a", "\033[17~", "\t", "\x18",
		"\0332" };
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		struct view bytes = view_of(others[i]);

		assert_int_equal(pager_key_next(&bytes), PAGER_OTHER);
		assert_int_equal(bytes.len, strlen(others[i]));
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pager_key_next__cuts_off_keys),
		cmocka_unit_test(pager_key_next__leaves_other_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
