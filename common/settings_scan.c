/*
 * settings_scan: make the text of a settings file safe for libconfuse. It recognises words, strings and comments
 * like libconfuse's own scanner.
 */
#include "common/settings_scan.h"

#include <string.h>

#include "common/buf.h"
#include "common/file.h"
#include "common/settings_problems.h"
#include "common/xmalloc.h"

enum { FILE_MAX = 1 << 20 }; /* bytes */

struct scan {
	char *p;
	int line;
	char last; /* the previous token on this line: = { , or w for a word */
	int after_equal; /* a value follows, on this line or a later one */
	int in_list;
	int section; /* the line where the section begins; 0: not in one */
	struct problems *problems;
};

/* A byte order mark would become part of the first key. */
static void
blank_mark(struct buf *b)
{
	if (b->len >= 3 && memcmp(b->p, "\xef\xbb\xbf", 3) == 0)
		memset(b->p, ' ', 3);
}

char *
settings_load(const char *file, char **cause)
{
	struct buf b = { 0 };
	int rc = file_load(file, FILE_MAX, &b, cause);

	if (rc == 0 && memchr(buf_str(&b), '\0', b.len) != NULL)
		rc = cause_set(cause, "%s: not a text file", file);
	if (rc == 0) {
		blank_mark(&b);
		return buf_take(&b);
	}
	buf_clear(&b);
	return NULL;
}

static int
is_word(char c)
{
	return c != '\0' && strchr(" #\"'\t\n\r={}()+,*", c) == NULL;
}

static void
step(struct scan *s)
{
	if (*s->p == '\n') {
		s->line++;
		s->last = 0;
	}
	s->p++;
}

static void
blank_to(struct scan *s, const char *end)
{
	while (s->p < end) {
		if (*s->p != '\n')
			*s->p = ' ';
		step(s);
	}
}

/* "${HOME}" is an environment variable, and may contain quotes. */
static int
skip_variable(struct scan *s)
{
	char *end;

	if (s->p[0] != '$' || s->p[1] != '{')
		return 0;
	end = strchr(s->p, '}');
	if (end == NULL)
		return 0;
	while (s->p <= end)
		step(s);
	return 1;
}

/* "\101" is octal; libconfuse stops at other numbers. */
static void
check_escape(struct scan *s)
{
	size_t digits = strspn(s->p + 1, "0123456789");
	size_t octal = strspn(s->p + 1, "01234567");

	if (digits == 0 ||
	    (digits == octal && digits <= 3 && (digits < 3 || s->p[1] <= '3')))
		return;
	problems_add(s->problems, s->line, 1, NULL,
	    "a backslash with digits in a string is an octal number of up to "
	    "three digits, at most 377; write \\\\ for a backslash");
	*s->p = ' ';
}

static int
scan_string(struct scan *s)
{
	int start = s->line;
	char quote = *s->p;

	step(s);
	while (*s->p != '\0' && *s->p != quote) {
		if (quote == '"' && skip_variable(s))
			continue;
		if (*s->p == '\\' && quote == '"')
			check_escape(s);
		if (*s->p == '\\' && s->p[1] != '\0')
			step(s);
		step(s);
	}
	if (*s->p == '\0') {
		problems_add(s->problems, start, 1, NULL,
		    "the string that begins here is never closed");
		return -1;
	}
	step(s);
	s->last = 'w';
	return 0;
}

static int
scan_block_comment(struct scan *s)
{
	const char *end = strstr(s->p + 2, "*/");

	if (end == NULL) {
		problems_add(s->problems, s->line, 1, NULL,
		    "the comment that begins here is never closed");
		return -1;
	}
	blank_to(s, end + 2);
	return 0;
}

/*
 * A '#' begins a comment. Room names begin with one too, and "lobby = #lobby" would silently lose its value; so
 * where a value is expected, a comment needs a space after the '#'.
 */
static void
scan_hash(struct scan *s)
{
	if (s->last != 0 && s->last != 'w' && is_word(s->p[1])) {
		problems_add(s->problems, s->line, 1, NULL,
		    "a value that begins with # needs quotes");
		*s->p = '_';
		return;
	}
	blank_to(s, s->p + strcspn(s->p, "\n"));
}

static void
scan_word(struct scan *s)
{
	if (skip_variable(s)) {
		s->last = 'w';
		return;
	}
	while (is_word(*s->p)) {
		step(s);
		s->last = 'w';
	}
}

/* Braces after an equal sign are a list's, else a section's. */
static void
scan_brace(struct scan *s)
{
	if (*s->p == '{' && s->after_equal)
		s->in_list = 1;
	else if (*s->p == '{' && !s->in_list && s->section == 0)
		s->section = s->line;
	else if (*s->p == '}' && s->in_list)
		s->in_list = 0;
	else if (*s->p == '}')
		s->section = 0;
}

/* Process one word, string, comment or other character. */
static int
scan_token(struct scan *s)
{
	if (*s->p == '"' || *s->p == '\'')
		return scan_string(s);
	if (s->p[0] == '/' && s->p[1] == '*')
		return scan_block_comment(s);
	if (*s->p == '#') {
		scan_hash(s);
	} else if (s->p[0] == '/' && s->p[1] == '/') {
		blank_to(s, s->p + strcspn(s->p, "\n"));
	} else if (is_word(*s->p)) {
		scan_word(s);
	} else {
		if (strchr("={,", *s->p) != NULL)
			s->last = *s->p;
		scan_brace(s);
		if (strchr(" \t\n\r", *s->p) == NULL)
			s->after_equal = *s->p == '=';
		step(s);
		return 0;
	}
	if (s->last == 'w')
		s->after_equal = 0;
	return 0;
}

int
settings_scan(char *text, struct problems *problems)
{
	struct scan s = { .p = text, .line = 1, .problems = problems };

	while (*s.p != '\0') {
		if (scan_token(&s) == -1)
			return -1;
	}
	if (s.section != 0 && !s.in_list)
		problems_add(problems, s.section, 1, NULL,
		    "the section that begins here is never closed");
	return 0;
}

/* Return the position after a string, or the end of the text. */
static const char *
skip_string(const char *p)
{
	char quote = *p++;

	while (*p != '\0' && *p != quote)
		p += *p == '\\' && p[1] != '\0' ? 2 : 1;
	return *p == '\0' ? p : p + 1;
}

/* Return where the line begins, after any string that began earlier. NULL if there are not so many lines. */
static char *
find_line(char *text, int line)
{
	char *p = text, *start = text;

	for (; line > 1 && start != NULL; line--) {
		start = strchr(start, '\n');
		start = start == NULL ? NULL : start + 1;
	}
	while (start != NULL && p < start)
		p += *p == '"' || *p == '\'' ? skip_string(p) - p : 1;
	return start == NULL ? NULL : p;
}

/*
 * Return where the thing that begins on this line ends: the end of a line, outside all strings and braces. NULL
 * if the line is the end of something that began earlier.
 */
static char *
find_end(char *p)
{
	int depth = 0;

	while (*p != '\0' && (*p != '\n' || depth > 0)) {
		if (*p == '"' || *p == '\'') {
			p += skip_string(p) - p;
			continue;
		}
		depth += (*p == '{') - (*p == '}');
		if (depth < 0)
			return NULL;
		p++;
	}
	return depth > 0 ? NULL : p;
}

int
settings_blank(char *text, int line)
{
	char *p = find_line(text, line), *end = p == NULL ? NULL : find_end(p);
	int blanked = 0;

	for (; end != NULL && p < end; p++) {
		if (*p == '\n' || *p == ' ')
			continue;
		*p = ' ';
		blanked = 1;
	}
	return blanked;
}
