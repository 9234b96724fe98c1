/*
 * fuzz_regex: a pattern of a user with a text of others. A refused pattern has a reason; a match ends, gives the same
 * result again, and reports at most once that it gave up.
 * Input: the pattern, a line break, the text.
 */
#include <stdlib.h>
#include <string.h>

#include "common/regex.h"
#include "common/view.h"
#include "tests/fuzz/fuzz.h"

static int
match(struct view pattern, int fold, struct view text)
{
	char *cause = NULL, *again = NULL;
	struct regex *re = regex_new(pattern, fold, &cause);
	int result;

	require((re == NULL) == (cause != NULL));
	if (re == NULL) {
		require(cause[0] != '\0');
		free(cause);
		return -1;
	}
	result = regex_match(re, text, &cause);
	require(result == 0 || (result == 1 && cause == NULL));
	require(regex_match(re, text, &again) == result && again == NULL);
	free(cause);
	regex_free(re);
	return result;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct view text = { (const char *)data, size }, pattern;

	if (!view_cut(&text, '\n', &pattern))
		return 0;
	require(
	    (match(pattern, 0, text) == -1) == (match(pattern, 1, text) == -1));
	return 0;
}
