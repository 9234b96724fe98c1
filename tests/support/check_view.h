/*
 * check_view: assertions on views.
 */
#ifndef TCHAT_TESTS_SUPPORT_CHECK_VIEW_H
#define TCHAT_TESTS_SUPPORT_CHECK_VIEW_H

#include "common/view.h"
#include "tests/support/test.h"

/* Expect the view to hold exactly the bytes of the literal. */
#define assert_view(v, literal) assert_views((v), VIEW(literal))

#define assert_views(a, b)                                       \
	do {                                                     \
		struct view a_ = (a), b_ = (b);                  \
		assert_int_equal(a_.len, b_.len);                \
		if (a_.len > 0)                                  \
			assert_memory_equal(a_.p, b_.p, a_.len); \
	} while (0)

#endif
