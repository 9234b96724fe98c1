/*
 * regex: compile and match with PCRE2.
 */
#include "common/regex.h"

#include <stdint.h>
#include <stdlib.h>

#include "config.h"

#include <pcre2.h>

#include "common/buf.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	MATCH_STEPS = 100000, /* a few milliseconds */
	MATCH_DEPTH = 20000,  /* of nested backtracking */
	MATCH_HEAP = 8192,    /* KiB */
	ERROR_SIZE = 256
};

struct regex {
	pcre2_code *code;
	pcre2_match_context *limits;
	pcre2_match_data *data;
	char *shown;  /* the pattern, escaped */
	int reported; /* a match was given up, and the user was told */
};

int
regex_in_slashes(struct view text, struct view *pattern)
{
	if (text.len < 3 || text.p[0] != '/' || text.p[text.len - 1] != '/')
		return 0;
	*pattern = (struct view){ text.p + 1, text.len - 2 };
	return 1;
}

static char *
escaped(struct view pattern)
{
	struct buf out = { 0 };

	text_vis(&out, pattern);
	return buf_take(&out);
}

/* Say what PCRE2 found wrong at that offset. */
static void
set_cause(char **cause, struct view pattern, int error, size_t offset)
{
	char message[ERROR_SIZE];
	struct view before = { pattern.p,
		offset < pattern.len ? offset : pattern.len };

	pcre2_get_error_message(error, (PCRE2_UCHAR *)message, sizeof(message));
	cause_set(cause, _("%s, after %zu characters"), message,
	    text_graphemes(before));
}

static struct regex *
new_code(pcre2_code *code, struct view pattern)
{
	struct regex *re = xcalloc(1, sizeof(*re));

	re->code = code;
	re->shown = escaped(pattern);
	re->limits = pcre2_match_context_create(NULL);
	re->data = pcre2_match_data_create(1, NULL);
	if (re->limits == NULL || re->data == NULL)
		abort();
	pcre2_set_match_limit(re->limits, MATCH_STEPS);
	pcre2_set_depth_limit(re->limits, MATCH_DEPTH);
	pcre2_set_heap_limit(re->limits, MATCH_HEAP);
	return re;
}

struct regex *
regex_new(struct view pattern, int fold, char **cause)
{
	uint32_t options = PCRE2_UTF | PCRE2_UCP | PCRE2_NEVER_BACKSLASH_C |
			   PCRE2_MATCH_INVALID_UTF;
	pcre2_code *code;
	int error;
	size_t offset;

	if (pattern.len == 0) {
		cause_set(cause, _("the pattern is empty"));
		return NULL;
	}
	if (pattern.len > REGEX_PATTERN_MAX) {
		cause_set(cause, _("the pattern is longer than %d bytes"),
		    REGEX_PATTERN_MAX);
		return NULL;
	}
	if (fold)
		options |= PCRE2_CASELESS;
	code = pcre2_compile(
	    (PCRE2_SPTR)pattern.p, pattern.len, options, &error, &offset, NULL);
	if (code != NULL)
		return new_code(code, pattern);
	set_cause(cause, pattern, error, offset);
	return NULL;
}

int
regex_check_word(struct view text, char **cause)
{
	struct view pattern;
	struct regex *re;
	char *why = NULL;

	if (text.len == 0 || text.len > REGEX_WORD_MAX)
		return cause_set(
		    cause, _("A word has 1 to %d bytes."), REGEX_WORD_MAX);
	if (!text_is_printable(text))
		return cause_set(cause, _("A word has no control characters."));
	if (!regex_in_slashes(text, &pattern))
		return 0;
	re = regex_new(pattern, 0, &why);
	if (re != NULL) {
		regex_free(re);
		return 0;
	}
	cause_set(cause, _("%.*s is not a regular expression: %s"),
	    VIEW_ARG(text), why);
	free(why);
	return -1;
}

void
regex_free(struct regex *re)
{
	if (re == NULL)
		return;
	pcre2_match_data_free(re->data);
	pcre2_match_context_free(re->limits);
	pcre2_code_free(re->code);
	free(re->shown);
	free(re);
}

int
regex_match(struct regex *re, struct view text, char **cause)
{
	int result =
	    pcre2_match(re->code, (PCRE2_SPTR)(text.len > 0 ? text.p : ""),
		text.len, 0, 0, re->data, re->limits);

	if (result >= 0)
		return 1;
	if (result == PCRE2_ERROR_NOMATCH || re->reported || cause == NULL)
		return 0;
	re->reported = 1;
	cause_set(cause,
	    _("The pattern %s needs too many steps for some messages, and does "
	      "not match these. Simplify it."),
	    re->shown);
	return 0;
}
