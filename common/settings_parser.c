/*
 * settings_parser: a scanner that makes tokens, and a parser that makes entries of them. To look ahead, the parser
 * copies its position and scans again.
 */
#include "common/settings_parser.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/i18n.h"
#include "common/xmalloc.h"

#define BYTE_ORDER_MARK "\xef\xbb\xbf"

enum token_type {
	T_END,
	T_TEXT,	  /* a word or a string */
	T_HASH,	  /* a word that begins with #, where a value is expected */
	T_SET,	  /* = */
	T_APPEND, /* += */
	T_OPEN,	  /* { */
	T_CLOSE,  /* } */
	T_COMMA,  /* , */
	T_OTHER,  /* a character that means nothing */
	T_UNCLOSED_STRING,
	T_UNCLOSED_COMMENT
};

struct token {
	enum token_type type;
	size_t at, end;
	int line, end_line; /* counted from 1 */
};

static void
mistake(struct settings_parser *p, int line, const char *key, const char *text)
{
	p->mistake(p->ctx, line, key, text);
}

static int
is_word(char c)
{
	return c != '\0' && strchr(" #\"'\t\n\r={}()+,*", c) == NULL;
}

/* Move to the byte at end, counting lines. */
static void
move_to(struct settings_parser *p, size_t end)
{
	for (; p->at < end; p->at++)
		p->line += p->text[p->at] == '\n';
}

/* Return the length of "${NAME}" at the front of text, or 0. */
static size_t
variable_length(const char *text)
{
	size_t n;

	if (text[0] != '$' || text[1] != '{')
		return 0;
	n = strcspn(text, "}\n");
	return text[n] == '}' ? n + 1 : 0;
}

static size_t
word_length(const char *text)
{
	size_t n = 0, variable;

	for (;;) {
		variable = variable_length(text + n);
		if (variable == 0 && !is_word(text[n]))
			return n;
		n += variable == 0 ? 1 : variable;
	}
}

/* Return the length of the string at the front of text, with its quotes; 0 if it is never closed. */
static size_t
string_length(const char *text)
{
	char quote = *text;
	size_t n = 1, variable;

	while (text[n] != '\0' && text[n] != quote) {
		variable = quote == '"' ? variable_length(text + n) : 0;
		if (variable > 0)
			n += variable;
		else
			n += text[n] == '\\' && text[n + 1] != '\0' ? 2 : 1;
	}
	return text[n] == '\0' ? 0 : n + 1;
}

/*
 * Skip spaces and comments. Returns 0 if a comment is never closed. A '#' begins a comment, and names of rooms too:
 * "lobby = #lobby" would silently lose its value. So on the line where a value is expected, only a '#' with a space
 * after it begins a comment.
 */
static int
skip_blanks(struct settings_parser *p, int expect_line)
{
	const char *s, *end;

	for (;;) {
		s = p->text + p->at;
		if (*s != '\0' && strchr(" \t\r\n", *s) != NULL) {
			move_to(p, p->at + 1);
		} else if (s[0] == '/' && s[1] == '*') {
			end = strstr(s + 2, "*/");
			if (end == NULL)
				return 0;
			move_to(p, (size_t)(end + 2 - p->text));
		} else if ((s[0] == '/' && s[1] == '/') ||
			   (*s == '#' && !(p->line + 1 == expect_line &&
					     is_word(s[1])))) {
			move_to(p, p->at + strcspn(s, "\n"));
		} else {
			return 1;
		}
	}
}

static enum token_type
classify(const char *s, size_t *len)
{
	*len = 1;
	switch (*s) {
	case '\0':
		*len = 0;
		return T_END;
	case '=':
		return T_SET;
	case '{':
		return T_OPEN;
	case '}':
		return T_CLOSE;
	case ',':
		return T_COMMA;
	case '#':
		*len = 1 + word_length(s + 1);
		return T_HASH;
	case '"':
	case '\'':
		*len = string_length(s);
		return *len == 0 ? T_UNCLOSED_STRING : T_TEXT;
	case '+':
		if (s[1] != '=')
			return T_OTHER;
		*len = 2;
		return T_APPEND;
	}
	if (!is_word(*s))
		return T_OTHER;
	*len = word_length(s);
	return T_TEXT;
}

/* Scan one token. expect_line: the line on which a value is expected, or 0. */
static struct token
scan(struct settings_parser *p, int expect_line)
{
	struct token t = { 0 };
	int closed = skip_blanks(p, expect_line);
	size_t len = 0;

	t.at = p->at;
	t.line = p->line + 1;
	t.type = closed ? classify(p->text + p->at, &len) : T_UNCLOSED_COMMENT;
	move_to(p, p->at + len);
	t.end = p->at;
	t.end_line = p->line + 1;
	return t;
}

/* Like scan, but report what is never closed, and make it the end of the text. */
static struct token
take(struct settings_parser *p, int expect_line)
{
	struct token t = scan(p, expect_line);

	if (t.type != T_UNCLOSED_STRING && t.type != T_UNCLOSED_COMMENT)
		return t;
	mistake(p, t.line, NULL,
	    t.type == T_UNCLOSED_STRING
		? _("the string that begins here is never closed")
		: _("the comment that begins here is never closed"));
	p->cut = 1;
	move_to(p, p->at + strlen(p->text + p->at));
	t.type = T_END;
	return t;
}

static enum token_type
peek(const struct settings_parser *p)
{
	struct settings_parser copy = *p;

	return scan(&copy, 0).type;
}

static int
is_assignment(enum token_type type)
{
	return type == T_SET || type == T_APPEND;
}

/* Append the value of the variable "${NAME}" or "${NAME:-DEFAULT}", which is len bytes long. */
static void
add_variable(struct buf *out, const char *text, size_t len)
{
	char *name = xviewdup((struct view){ text + 2, len - 3 });
	char *colon = strstr(name, ":-");
	const char *value;

	if (colon != NULL)
		*colon = '\0';
	value = getenv(name);
	if (value == NULL && colon != NULL)
		value = colon + 2;
	if (value != NULL)
		buf_add_str(out, value);
	free(name);
}

/* Append the byte with this number. Returns 0, or -1 for numbers that a string cannot hold. */
static int
add_byte(struct buf *out, const char *digits, size_t n, int base)
{
	char number[4] = "";
	long byte;

	if (n > 3)
		return -1;
	memcpy(number, digits, n);
	byte = strtol(number, NULL, base);
	if (byte < 1 || byte > 0xff)
		return -1;
	buf_add_char(out, (char)byte);
	return 0;
}

/* Append what the escape at s, after its backslash, stands for. Returns its length, or 0 if it is not valid. */
static size_t
add_escape(struct buf *out, const char *s)
{
	static const char letters[] = "ntbrfaev",
			  bytes[] = "\n\t\b\r\f\a\033\v";
	size_t digits = strspn(s, "0123456789");
	const char *letter = strchr(letters, *s);

	if (digits > 0 && digits == strspn(s, "01234567"))
		return add_byte(out, s, digits, 8) == 0 ? digits : 0;
	if (digits > 0)
		return 0;
	if (*s == 'x' && isxdigit((unsigned char)s[1])) {
		digits = isxdigit((unsigned char)s[2]) ? 2 : 1;
		return add_byte(out, s + 1, digits, 16) == 0 ? digits + 1 : 0;
	}
	if (letter != NULL)
		buf_add_char(out, bytes[letter - letters]);
	else if (*s != '\n')
		buf_add_char(out, *s);
	return 1;
}

/* Append the contents of '...', which end before end. */
static void
add_single_quoted(struct buf *out, const char *s, const char *end)
{
	for (; s < end; s++) {
		if (*s == '\\' && s[1] == '\n')
			s++;
		else if (*s == '\\' && (s[1] == '\'' || s[1] == '\\'))
			buf_add_char(out, *++s);
		else
			buf_add_char(out, *s);
	}
}

/* Append a word, or the contents of "...". Returns 0, or -1 if an escape is not valid. */
static int
add_text(struct buf *out, const char *s, const char *end, int escapes)
{
	size_t n;

	while (s < end) {
		n = variable_length(s);
		if (n > 0) {
			add_variable(out, s, n);
			s += n;
		} else if (*s == '\\' && escapes) {
			n = add_escape(out, s + 1);
			if (n == 0)
				return -1;
			s += 1 + n;
		} else {
			buf_add_char(out, *s++);
		}
	}
	return 0;
}

/* Return what a word or string stands for; the caller frees it. Reports a mistake and returns NULL if it is not valid. */
static char *
decode(struct settings_parser *p, const struct token *t, const char *key)
{
	const char *s = p->text + t->at, *end = p->text + t->end;
	struct buf b = { 0 };
	int rc = 0;

	if (*s == '\'')
		add_single_quoted(&b, s + 1, end - 1);
	else if (*s == '"')
		rc = add_text(&b, s + 1, end - 1, 1);
	else
		rc = add_text(&b, s, end, 0);
	if (rc == 0)
		return buf_take(&b);
	buf_clear(&b);
	mistake(p, t->line, key,
	    _("a backslash with digits in a string is an octal number from 1 "
	      "to 377; write \\\\ for a backslash"));
	return NULL;
}

/* Skip tokens until a later line begins, outside of all braces; `depth` braces are open. */
static void
skip(struct settings_parser *p, int depth)
{
	int line = p->line + 1, open_line = line;

	for (;;) {
		struct settings_parser before = *p;
		struct token t = take(p, 0);

		if (t.type == T_END) {
			if (depth > 0 && !p->cut)
				mistake(p, open_line, NULL,
				    _("the brace that opens here is never "
				      "closed"));
			p->cut |= depth > 0;
			return;
		}
		if (depth == 0 &&
		    (t.line > line || (t.type == T_CLOSE && p->section_line))) {
			*p = before;
			return;
		}
		if (t.type == T_OPEN && depth++ == 0)
			open_line = t.line;
		if (t.type == T_CLOSE && depth > 0)
			depth--;
		line = t.end_line;
	}
}

void
settings_parser_skip_line(struct settings_parser *p)
{
	skip(p, 0);
}

/* Report a token that cannot be here. It is not shown after a value, because both may be parts of a secret. */
static void
unexpected(struct settings_parser *p, const struct token *t)
{
	const char *rule =
	    _("write NAME = VALUE, with quotes around a value that has spaces "
	      "or any of # = { } ( ) + ,");
	char *text;

	if (t->line == p->value_line)
		xasprintf(&text,
		    _("what follows the value is not expected here; %s"), rule);
	else
		xasprintf(&text, _("%.*s is not expected here; %s"),
		    (int)(t->end - t->at), p->text + t->at, rule);
	mistake(p, t->line, NULL, text);
	free(text);
}

/* Add a value to the entry. Returns 0, or -1 after reporting a mistake. */
static int
add_value(
    struct settings_parser *p, const struct token *t, struct settings_entry *e)
{
	char *text;

	if (t->type == T_HASH) {
		mistake(p, t->line, e->name,
		    _("a value that begins with # needs quotes"));
		return -1;
	}
	text = decode(p, t, e->name);
	if (text == NULL)
		return -1;
	e->values =
	    xreallocarray(e->values, e->nvalues + 1, sizeof(*e->values));
	e->values[e->nvalues++] = (struct settings_value){ text, t->line };
	e->value_line = t->line;
	return 0;
}

/*
 * Parse the rest of a list. Returns 0, or -1 after reporting mistakes. A name with = after it at the beginning of a
 * line belongs to the next setting: the list is not closed.
 */
static int
parse_list(struct settings_parser *p, int open_line, struct settings_entry *e)
{
	int expect = open_line, wants_comma = 0, rc = 0, line = open_line;

	for (;;) {
		struct settings_parser before = *p;
		struct token t = take(p, expect);
		int is_text = t.type == T_TEXT || t.type == T_HASH;

		if (t.type == T_CLOSE)
			return rc;
		if (t.type == T_END ||
		    (is_text && t.line > line && is_assignment(peek(p)))) {
			if (!p->cut)
				mistake(p, open_line, e->name,
				    _("the list that begins here is never "
				      "closed"));
			p->cut |= t.type == T_END;
			if (t.type != T_END)
				*p = before;
			return -1;
		}
		if (!is_text && !(t.type == T_COMMA && wants_comma)) {
			unexpected(p, &t);
			skip(p, 1);
			return -1;
		}
		if (is_text && wants_comma) {
			mistake(p, t.line, e->name,
			    _("a comma is missing between two items"));
			rc = -1;
		}
		if (is_text && add_value(p, &t, e) == -1)
			rc = -1;
		wants_comma = is_text;
		expect = is_text ? 0 : t.line;
		line = t.end_line;
	}
}

static int
value_missing(struct settings_parser *p, int line, const char *name)
{
	if (!p->cut)
		mistake(p, line, name, _("the value is missing"));
	return -1;
}

/* Parse what follows "name =". Returns 0, or -1 after reporting mistakes. */
static int
parse_value(struct settings_parser *p, const struct token *assign,
    struct settings_entry *e)
{
	struct settings_parser before = *p;
	struct token t = take(p, assign->line);

	e->value_at = t.at;
	switch (t.type) {
	case T_END:
		return value_missing(p, assign->line, e->name);
	case T_TEXT:
	case T_HASH:
		if (t.line == assign->line || !is_assignment(peek(p)))
			return add_value(p, &t, e);
		*p = before;
		return value_missing(p, assign->line, e->name);
	case T_OPEN:
		e->braces = 1;
		e->value_line = t.line;
		return parse_list(p, t.line, e);
	case T_CLOSE:
		if (p->section_line != 0) {
			*p = before;
			return value_missing(p, assign->line, e->name);
		}
		break;
	default:
		break;
	}
	unexpected(p, &t);
	skip(p, 0);
	return -1;
}

/* Parse what follows the name of a section. Returns 0, or -1 after reporting a mistake. */
static int
parse_section(struct settings_parser *p, const struct token *name,
    struct settings_entry *e)
{
	struct settings_parser ahead = *p;
	struct token title = scan(&ahead, 0);

	if (title.type != T_TEXT || scan(&ahead, 0).type != T_OPEN) {
		mistake(p, name->line, e->name,
		    _("this is a section: write its name and { after it"));
		skip(p, 0);
		return -1;
	}
	*p = ahead;
	e->kind = SETTINGS_SECTION;
	e->title = decode(p, &title, e->name);
	p->section_line = name->line;
	return e->title == NULL ? -1 : 0;
}

/* True if the name, which was just taken, begins a section. */
static int
begins_section(const struct settings_parser *p, const char *name)
{
	enum settings_name kind = p->name_kind(p->ctx, name);

	return kind == SETTINGS_SECTION_ONLY ||
	       (kind == SETTINGS_SECTION_TOO && !is_assignment(peek(p)));
}

/* Parse the entry that begins with this token. Returns 0, or -1 after reporting mistakes. */
static int
parse_entry(struct settings_parser *p, const struct token *name,
    struct settings_entry *e)
{
	struct token assign;
	int rc;

	e->at = name->at;
	e->line = name->line;
	e->after_value = name->line == p->value_line;
	e->name = decode(p, name, NULL);
	if (e->name == NULL) {
		skip(p, 0);
		return -1;
	}
	if (p->section_line == 0 && begins_section(p, e->name))
		return parse_section(p, name, e);
	if (!is_assignment(peek(p))) {
		e->kind = SETTINGS_WORD;
		return 0;
	}
	assign = take(p, 0);
	e->kind = SETTINGS_VALUE;
	e->append = assign.type == T_APPEND;
	e->assign_end = assign.end;
	rc = parse_value(p, &assign, e);
	e->value_end = p->at;
	p->value_line = p->line + 1;
	return rc;
}

int
settings_parser_next(struct settings_parser *p, struct settings_entry *e)
{
	struct token t;

	if (p->at == 0 && strncmp(p->text, BYTE_ORDER_MARK, 3) == 0)
		p->at = 3;
	memset(e, 0, sizeof(*e));
	for (;;) {
		t = take(p, 0);
		if (t.type == T_END)
			break;
		if (t.type == T_CLOSE && p->section_line != 0) {
			p->section_line = 0;
			e->kind = SETTINGS_SECTION_END;
			e->line = t.line;
			return 1;
		}
		if (t.type != T_TEXT) {
			unexpected(p, &t);
			skip(p, t.type == T_OPEN);
		} else if (parse_entry(p, &t, e) == 0) {
			return 1;
		}
		settings_entry_clear(e);
	}
	if (p->section_line != 0 && !p->cut) {
		mistake(p, p->section_line, NULL,
		    _("the section that begins here is never closed"));
		p->cut = 1;
	}
	return 0;
}

void
settings_entry_clear(struct settings_entry *e)
{
	for (size_t i = 0; i < e->nvalues; i++)
		free(e->values[i].text);
	free(e->values);
	free(e->name);
	free(e->title);
	memset(e, 0, sizeof(*e));
}
