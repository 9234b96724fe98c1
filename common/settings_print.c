/*
 * settings_print: lines for --help and for the sample file.
 */
#include "common/settings_print.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/i18n.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	COLUMNS = 80,
	LABEL_MAX = 28 /* a longer label gets its own line */
};

/* Print lines of whole words, with a prefix before each line but the first. */
static void
print_wrapped(FILE *f, const char *text, size_t column, const char *prefix)
{
	size_t used = column;

	while (*text != '\0') {
		size_t bytes = strcspn(text, " ");
		size_t word = text_graphemes((struct view){ text, bytes });

		if (used > column && used + 1 + word > COLUMNS - 1) {
			fprintf(f, "\n%s", prefix);
			used = column;
		} else if (used > column) {
			putc(' ', f);
			used++;
		}
		fwrite(text, 1, bytes, f);
		used += word;
		text += bytes;
		text += strspn(text, " ");
	}
	putc('\n', f);
}

/* Append the default as text; nothing if there is none or it is secret. */
static void
add_default(const struct setting *s, const void *defaults, struct buf *b)
{
	if (!(s->flags & SETTING_SECRET))
		setting_format(s, defaults, b);
}

/* "(1 to 65535; default 5000)" */
static void
add_facts(const struct setting *s, const void *defaults, struct buf *b)
{
	struct buf range = { 0 }, def = { 0 };

	setting_range(s, &range);
	add_default(s, defaults, &def);
	if (range.len > 0)
		buf_add_str(b, buf_str(&range));
	if (range.len > 0 && def.len > 0)
		buf_add_str(b, "; ");
	if (def.len > 0)
		buf_printf(b, _("default %s"), buf_str(&def));
	buf_clear(&range);
	buf_clear(&def);
}

static int
default_is_yes(const struct setting *s)
{
	return s->def != NULL && strcmp(s->def, "yes") == 0;
}

void
settings_label(const struct setting *s, struct buf *b)
{
	if (s->opt != 0)
		buf_printf(b, "-%c, ", s->opt);
	buf_printf(b, "--%s%s",
	    setting_is_flag(s) && default_is_yes(s) ? "[no-]" : "", s->name);
	if (s->arg != NULL)
		buf_printf(b, " %s", _(s->arg));
}

/* The label of a row of --help: long options are below each other. */
static void
add_label(const struct setting *s, struct buf *b)
{
	buf_add_str(b, s->opt != 0 ? "  " : "      ");
	settings_label(s, b);
}

static int
is_common(const struct setting *s)
{
	return setting_in_args(s) &&
	       (s->opt != 0 || (s->flags & SETTING_COMMON));
}

static size_t
label_width(const struct setting *s, int (*prints)(const struct setting *))
{
	struct buf b = { 0 };
	size_t n, max = 0;

	for (; s->name != NULL; s++) {
		buf_reset(&b);
		add_label(s, &b);
		n = text_graphemes(buf_view(&b));
		if (prints(s) && n > max && n <= LABEL_MAX)
			max = n;
	}
	buf_clear(&b);
	return max + 2;
}

static void
help_row(const struct setting *s, const void *defaults, size_t width, FILE *f)
{
	char indent[LABEL_MAX + 3];
	struct buf b = { 0 }, facts = { 0 };
	size_t n;

	memset(indent, ' ', width);
	indent[width] = '\0';
	add_label(s, &b);
	n = text_graphemes(buf_view(&b));
	if (n + 2 > width)
		fprintf(f, "%s\n%s", buf_str(&b), indent);
	else
		fprintf(f, "%s%s", buf_str(&b), indent + n);
	buf_reset(&b);
	buf_add_str(&b, _(s->help));
	if (!setting_is_flag(s))
		add_facts(s, defaults, &facts);
	if (facts.len > 0)
		buf_printf(&b, " (%s)", buf_str(&facts));
	print_wrapped(f, buf_str(&b), width, indent);
	buf_clear(&facts);
	buf_clear(&b);
}

static void *
make_defaults(const struct setting *table)
{
	void *defaults = xcalloc(1, settings_extent(table));

	settings_init(table, defaults);
	return defaults;
}

void
settings_facts(
    const struct setting *table, const struct setting *s, struct buf *out)
{
	void *defaults = make_defaults(table);

	add_facts(s, defaults, out);
	settings_clear(table, defaults);
	free(defaults);
}

static void
print_help(
    const struct setting *table, int (*prints)(const struct setting *), FILE *f)
{
	void *defaults = make_defaults(table);
	size_t width = label_width(table, prints);

	for (const struct setting *s = table; s->name != NULL; s++) {
		if (prints(s))
			help_row(s, defaults, width, f);
	}
	settings_clear(table, defaults);
	free(defaults);
}

void
settings_help(const struct setting *table, FILE *f)
{
	print_help(table, setting_in_args, f);
}

void
settings_help_common(const struct setting *table, FILE *f)
{
	print_help(table, is_common, f);
}

/* "#port = 5000"; for a row without a default, only a placeholder to fill in. */
static void
sample_value(const struct setting *s, const void *defaults, FILE *f)
{
	struct buf b = { 0 };

	if (s->type == SETTING_STRING &&
	    (s->def == NULL || (s->flags & SETTING_SECRET))) {
		fprintf(f, "# %s = \"%s\"\n", s->name,
		    s->arg == NULL ? _("TEXT") : _(s->arg));
		return;
	}
	setting_format_file(s, defaults, &b);
	fprintf(f, "#%s = %s\n", s->name, buf_str(&b));
	buf_clear(&b);
}

/* Print "# operator NAME {", the settings allowed in it, "# }". */
static void
sample_section(const struct setting *s, FILE *f)
{
	void *defaults = make_defaults(setting_sub(s));
	const struct setting *row;
	struct buf b = { 0 };

	fprintf(f, "# %s %s {\n", s->name, _(s->arg));
	for (row = setting_sub(s); row->name != NULL; row++) {
		buf_reset(&b);
		if (row->type == SETTING_STRING && row->def == NULL)
			buf_printf(&b, "\"%s\"", _(row->arg));
		else
			setting_format_file(row, defaults, &b);
		fprintf(f, "#     %s = %s\n", row->name, buf_str(&b));
	}
	fputs("# }\n", f);
	buf_clear(&b);
	settings_clear(setting_sub(s), defaults);
	free(defaults);
}

static void
sample_row(const struct setting *s, const void *defaults, FILE *f)
{
	struct buf b = { 0 };

	fputs("# ", f);
	print_wrapped(f, _(s->help), 2, "# ");
	setting_range(s, &b);
	if (b.len > 0)
		buf_add_str(&b, "; ");
	buf_add_str(&b, s->flags & SETTING_RELOAD
			    ? _("takes effect on reload")
			    : _("takes effect on restart"));
	fputs("# (", f);
	buf_add_char(&b, ')');
	print_wrapped(f, buf_str(&b), 3, "# ");
	if (s->type == SETTING_SECTIONS)
		sample_section(s, f);
	else
		sample_value(s, defaults, f);
	buf_clear(&b);
}

void
settings_sample(const struct setting *table, FILE *f)
{
	void *defaults = make_defaults(table);
	int first = 1;

	for (const struct setting *s = table; s->name != NULL; s++) {
		if (!setting_in_file(s))
			continue;
		if (!first)
			putc('\n', f);
		first = 0;
		sample_row(s, defaults, f);
	}
	settings_clear(table, defaults);
	free(defaults);
}
