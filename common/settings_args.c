/*
 * settings_args: run getopt_long over a command line. The messages are our own: each names the option as it was
 * typed.
 */
#include "common/settings_args.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

/* What getopt_long returns for the long option of row n, and for --no-NAME. */
enum { LONG_BASE = 0x100, LONG_NO = 0x10000 };

struct line {
	const struct setting *table;
	void *config;
	struct option *options;
	char **names; /* "no-NAME", owned here */
	size_t n;
	struct buf shorts;
	char *seen; /* by row: it was given */
};

/* --no-verbose makes sense only if the file or the default can say yes. */
static int
has_no_form(const struct setting *s)
{
	if (!setting_is_flag(s))
		return 0;
	return setting_in_file(s) ||
	       (s->def != NULL && strcmp(s->def, "yes") == 0);
}

static void
add_option(struct line *l, const char *name, int has_arg, int val)
{
	l->options[l->n++] = (struct option){ name, has_arg, NULL, val };
}

static void
line_init(struct line *l, const struct setting *table, void *config)
{
	size_t rows = 0, i;

	while (table[rows].name != NULL)
		rows++;
	*l = (struct line){ .table = table, .config = config };
	l->options = xcalloc(2 * rows + 1, sizeof(*l->options));
	l->names = xcalloc(rows + 1, sizeof(*l->names));
	l->seen = xcalloc(rows + 1, 1);
	buf_add_char(&l->shorts, ':');
	for (i = 0; i < rows; i++) {
		const struct setting *s = &table[i];
		int arg = !setting_is_flag(s);

		if (!setting_in_args(s))
			continue;
		add_option(l, s->name, arg, LONG_BASE + (int)i);
		if (has_no_form(s)) {
			xasprintf(&l->names[i], "no-%s", s->name);
			add_option(l, l->names[i], 0, LONG_NO + (int)i);
		}
		if (s->opt != 0)
			buf_printf(&l->shorts, "%c%s", s->opt, arg ? ":" : "");
	}
}

static void
line_clear(struct line *l)
{
	for (size_t i = 0; l->table[i].name != NULL; i++)
		free(l->names[i]);
	free(l->names);
	free(l->options);
	free(l->seen);
	buf_clear(&l->shorts);
}

/* Return the row for a value of getopt_long. */
static const struct setting *
line_row(const struct line *l, int val)
{
	const struct setting *s;

	if (val >= LONG_NO)
		return &l->table[val - LONG_NO];
	if (val >= LONG_BASE)
		return &l->table[val - LONG_BASE];
	for (s = l->table; s->name != NULL; s++) {
		if (setting_in_args(s) && s->opt == val)
			return s;
	}
	return NULL;
}

/* Append "--port" or "-p", as the user typed it. */
static void
add_flag(struct buf *b, const struct line *l, int val)
{
	if (val >= LONG_BASE)
		buf_printf(b, "--%s%s", val >= LONG_NO ? "no-" : "",
		    line_row(l, val)->name);
	else
		buf_printf(b, "-%c", val);
}

/* Set *cause to fmt, whose %s (one or more) are the option and `what`. Returns -1. */
static int
refuse(const struct line *l, int val, const char *fmt, const char *what,
    char **cause)
{
	struct buf flag = { 0 }, text = { 0 };

	add_flag(&flag, l, val);
	buf_printf(&text, fmt, buf_str(&flag), what);
	cause_set(cause, "%s", buf_str(&text));
	buf_clear(&text);
	buf_clear(&flag);
	return -1;
}

static int
no_value(const struct line *l, int val, char **cause)
{
	const struct setting *s = line_row(l, val);

	return refuse(l, val, _("%1$s needs a value: %1$s %2$s"),
	    s->arg == NULL ? _("VALUE") : _(s->arg), cause);
}

/* For "--po" when there are --port and --poll: list the options that it could mean. */
static int
unknown_long(const struct line *l, const char *word, char **cause)
{
	size_t len = strcspn(word + 2, "=");
	struct buf first = { 0 }, flag = { 0 };
	const char *last = NULL;

	text_vis(&flag, (struct view){ word, len + 2 });
	for (size_t i = 0; i < l->n; i++) {
		if (strncmp(l->options[i].name, word + 2, len) != 0)
			continue;
		if (last != NULL)
			buf_printf(
			    &first, "%s--%s", first.len > 0 ? ", " : "", last);
		last = l->options[i].name;
	}
	if (last != NULL)
		cause_set(cause, _("%s could be %s or --%s"), buf_str(&flag),
		    buf_str(&first), last);
	else
		cause_set(
		    cause, _("unknown option %s; try --help"), buf_str(&flag));
	buf_clear(&flag);
	buf_clear(&first);
	return -1;
}

static int
unknown_flag(const struct line *l, const char *word, char **cause)
{
	struct buf flag = { 0 };
	char c = (char)optopt;

	if (optopt >= LONG_BASE)
		return refuse(l, optopt, _("%s takes no value"), "", cause);
	if (optopt == 0)
		return unknown_long(l, word, cause);
	buf_add_char(&flag, '-');
	text_vis(&flag, (struct view){ &c, 1 });
	cause_set(cause, _("unknown option %s; try --help"), buf_str(&flag));
	buf_clear(&flag);
	return -1;
}

static int
set_value(struct line *l, int val, const char *text, char **cause)
{
	const struct setting *s = line_row(l, val);
	char *seen = &l->seen[s - l->table];
	char *why = NULL;
	int rc;

	if (setting_is_flag(s))
		text = val >= LONG_NO ? "no" : "yes";
	if (s->type == SETTING_LIST && *seen)
		rc = setting_append(s, l->config, text, &why);
	else
		rc = setting_parse(s, l->config, text, &why);
	*seen = 1;
	if (rc == -1)
		refuse(l, val, "%s: %s", why, cause);
	free(why);
	return rc;
}

static int
next_flag(struct line *l, int argc, char **argv, char **cause)
{
	int val;

	val = getopt_long(argc, argv, buf_str(&l->shorts), l->options, NULL);
	if (val == -1)
		return 0;
	if (val == '?')
		return unknown_flag(l, argv[optind - 1], cause);
	if (val == ':')
		return no_value(l, optopt, cause);
	return set_value(l, val, optarg, cause) == -1 ? -1 : 1;
}

int
settings_args(const struct setting *table, void *config, int argc, char **argv,
    char **cause)
{
	return settings_args_given(table, config, argc, argv, NULL, cause);
}

int
settings_args_given(const struct setting *table, void *config, int argc,
    char **argv, struct string_list *given, char **cause)
{
	struct line l;
	int rc;

	line_init(&l, table, config);
	optind =
	    0; /* glibc: start again, even if another command line was parsed before */
	opterr = 0;
	do {
		rc = next_flag(&l, argc, argv, cause);
	} while (rc == 1);
	for (size_t i = 0; given != NULL && table[i].name != NULL; i++)
		if (l.seen[i])
			string_list_add(given, table[i].name);
	line_clear(&l);
	return rc == -1 ? -1 : optind;
}
