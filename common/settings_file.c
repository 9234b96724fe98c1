/*
 * settings_file: give the entries of a settings file to a table.
 *
 * The values are read into a copy, which replaces the program's values only if there were no mistakes.
 */
#include "common/settings_file.h"

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/file.h"
#include "common/i18n.h"
#include "common/settings_parser.h"
#include "common/text.h"
#include "common/xmalloc.h"

enum {
	FILE_MAX = 1 << 20, /* bytes */
	MISTAKES_MAX = 50   /* a file with more is not a settings file */
};

struct reading {
	const struct setting *table;
	void *next;		       /* the values being read */
	const struct setting *section; /* the row of the section, or NULL */
	void *section_values;
	char *section_title;
	char *section_key;	    /* "operator ada" */
	const struct setting *last; /* the setting that was read last */
	struct settings_report report;
	struct settings_parser parser;
};

static void
add_mistake(struct reading *r, int line, const char *key, const char *text)
{
	if (r->report.nmistakes < MISTAKES_MAX)
		settings_report_add(&r->report, line, key, text);
	else if (r->report.nmistakes == MISTAKES_MAX)
		settings_report_add(&r->report, line, NULL,
		    _("too many mistakes: the rest was not checked"));
}

/* Return "port", or in a section "operator ada: password"; the caller frees it. */
static char *
whole_key(const struct reading *r, const char *name)
{
	char *key;

	if (r->section == NULL)
		return xstrdup(name);
	xasprintf(&key, "%s: %s", r->section_key, name);
	return key;
}

/* Report a mistake with a key of the file, or of its section; key may be NULL. */
static void
wrong(struct reading *r, int line, const char *key, const char *text)
{
	char *whole = key == NULL ? NULL : whole_key(r, key);

	add_mistake(r, line, whole, text);
	free(whole);
}

/* For the parser. */
static void
syntax_mistake(void *ctx, int line, const char *key, const char *text)
{
	wrong(ctx, line, key, text);
}

enum settings_name
settings_name_kind(const struct setting *table, const char *name)
{
	if (settings_find_sections(table, name) == NULL)
		return SETTINGS_NO_SECTION;
	return settings_find(table, name)->type == SETTING_SECTIONS
		   ? SETTINGS_SECTION_ONLY
		   : SETTINGS_SECTION_TOO;
}

static enum settings_name
name_kind(void *ctx, const char *name)
{
	const struct reading *r = ctx;

	return settings_name_kind(r->table, name);
}

/* Return the row for a name in the file, or in its section; NULL if there is none. */
static const struct setting *
find_row(const struct reading *r, const char *name)
{
	const struct setting *s;

	s = settings_find(
	    r->section == NULL ? r->table : setting_sub(r->section), name);
	return s != NULL && setting_in_file(s) ? s : NULL;
}

static void
unknown_name(struct reading *r, const struct settings_entry *e)
{
	const struct setting *s = settings_find(r->table, e->name);
	char *text;

	if (s == NULL || r->section != NULL) {
		wrong(r, e->line, e->name, _("unknown setting"));
		return;
	}
	xasprintf(&text, _("this is only allowed on the command line (--%s)"),
	    s->name);
	wrong(r, e->line, e->name, text);
	free(text);
}

/*
 * "motd = Hello world": a word follows the value on its line. Whatever is wrong with the incomplete value does not
 * matter then. The word is not shown if it may be part of a secret.
 */
static void
stray_word(struct reading *r, const struct settings_entry *e)
{
	char *key = whole_key(r, r->last->name), *text;
	struct buf word = { 0 };

	if (r->last->flags & SETTING_SECRET)
		buf_add_str(&word, _("a word"));
	else
		text_vis(&word, view_of(e->name));
	xasprintf(&text,
	    _("%s follows the value; put quotes around a value with spaces"),
	    buf_str(&word));
	settings_report_drop(&r->report, e->line, key);
	add_mistake(r, e->line, key, text);
	free(key);
	free(text);
	buf_clear(&word);
}

/* The entry's name is not a setting, or has no value. */
static void
wrong_name(struct reading *r, const struct settings_entry *e)
{
	int is_word = e->kind == SETTINGS_WORD;

	if (e->after_value && r->last != NULL &&
	    (is_word || r->section == NULL ||
		(r->last->flags & SETTING_SECRET)))
		stray_word(r, e);
	else if (is_word && find_row(r, e->name) != NULL)
		wrong(r, e->line, e->name, _("= is missing before the value"));
	else
		unknown_name(r, e);
	if (is_word)
		settings_parser_skip_line(&r->parser);
}

static void
set_list(struct reading *r, const struct setting *s, void *config,
    const struct settings_entry *e)
{
	struct string_list *list = setting_field(s, config);
	char *why;

	if (!e->append)
		string_list_clear(list);
	for (size_t i = 0; i < e->nvalues; i++) {
		why = NULL;
		if (setting_check(s, e->values[i].text, &why) == 0)
			string_list_add(list, e->values[i].text);
		else
			wrong(r, e->values[i].line, s->name, why);
		free(why);
	}
}

static void
set_value(struct reading *r, const struct setting *s, void *config,
    const struct settings_entry *e)
{
	char *why = NULL;

	if (s->type == SETTING_LIST)
		set_list(r, s, config, e);
	else if (e->append)
		wrong(r, e->line, s->name,
		    _("it has only one value: use = instead of +="));
	else if (e->braces)
		wrong(r, e->line, s->name,
		    _("it has only one value: remove the braces"));
	else if (setting_parse(s, config, e->values[0].text, &why) == -1)
		wrong(r, e->value_line, s->name, why);
	free(why);
}

static void
take_value(struct reading *r, const struct settings_entry *e)
{
	const struct setting *s = find_row(r, e->name);
	char *key;

	if (s == NULL) {
		wrong_name(r, e);
		return;
	}
	key = whole_key(r, s->name);
	settings_report_line(&r->report, key, e->value_line);
	free(key);
	r->last = s;
	if (r->section != NULL)
		settings_set_given(
		    settings_section(r->section, r->next, r->section_title),
		    s->name, 1);
	set_value(r, s, r->section == NULL ? r->next : r->section_values, e);
}

static void
begin_section(struct reading *r, const struct settings_entry *e)
{
	const struct setting *s = settings_find_sections(r->table, e->name);
	char *key;

	xasprintf(&key, "%s %s", e->name, e->title);
	if (settings_section(s, r->next, e->title) != NULL)
		add_mistake(r, e->line, key,
		    _("a section with this name already exists"));
	r->section_values = settings_add_section(s, r->next, e->title);
	r->section = s;
	r->section_key = key;
	r->section_title = xstrdup(e->title);
}

/* Settings that are missing in a section are reported at its end. */
static void
end_section(struct reading *r, const struct settings_entry *e)
{
	settings_report_line(&r->report, r->section_key, e->line);
	free(r->section_key);
	free(r->section_title);
	r->section_title = NULL;
	r->section_key = NULL;
	r->section = NULL;
}

static void
read_entries(struct reading *r)
{
	struct settings_entry e;

	while (r->report.nmistakes <= MISTAKES_MAX &&
	       settings_parser_next(&r->parser, &e)) {
		if (e.kind == SETTINGS_SECTION)
			begin_section(r, &e);
		else if (e.kind == SETTINGS_SECTION_END)
			end_section(r, &e);
		else if (e.kind == SETTINGS_VALUE)
			take_value(r, &e);
		else
			wrong_name(r, &e);
		settings_entry_clear(&e);
	}
	free(r->section_key);
	free(r->section_title);
}

int
settings_read_text(const struct setting *table, void *config, const char *text,
    const char *file, settings_check_fn *check, char **cause)
{
	struct reading r = { .table = table, .report.file = file };
	const struct setting *s;

	r.parser = (struct settings_parser){ .text = text,
		.name_kind = name_kind,
		.mistake = syntax_mistake,
		.ctx = &r };
	r.next = xcalloc(1, settings_extent(table));
	settings_copy(table, r.next, config);
	/* All sections are in the file; lists may be continued with +=. */
	for (s = table; s->name != NULL; s++) {
		if (s->type == SETTING_SECTIONS)
			settings_clear_row(s, r.next);
	}
	read_entries(&r);
	if (check != NULL && !r.parser.cut &&
	    r.report.nmistakes <= MISTAKES_MAX)
		check(r.next, &r.report);
	for (s = table; r.report.nmistakes == 0 && s->name != NULL; s++)
		settings_copy_row(s, config, r.next);
	settings_clear(table, r.next);
	free(r.next);
	return settings_report_end(&r.report, cause);
}

char *
settings_load(const char *file, char **cause)
{
	struct buf b = { 0 };
	int rc = file_load(file, FILE_MAX, &b, cause);

	if (rc == 0 && memchr(buf_str(&b), '\0', b.len) != NULL)
		rc = cause_set(cause, _("%s: not a text file"), file);
	if (rc == 0)
		return buf_take(&b);
	buf_clear(&b);
	return NULL;
}

int
settings_read(const struct setting *table, void *config, const char *file,
    settings_check_fn *check, char **cause)
{
	char *text = settings_load(file, cause);
	int rc;

	if (text == NULL)
		return -1;
	rc = settings_read_text(table, config, text, file, check, cause);
	free(text);
	return rc;
}
