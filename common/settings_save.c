/*
 * settings_save: find where a value is, replace it, and write the file.
 */
#include "common/settings_save.h"

#include <libgen.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/file.h"
#include "common/i18n.h"
#include "common/path.h"
#include "common/settings_file.h"
#include "common/settings_parser.h"
#include "common/xmalloc.h"

/* The bytes of a text to replace by a value, and what surrounds the value. */
struct place {
	size_t at, end;
	struct view before;
	const char *after;
};

/* Load a file; one that does not exist is empty, and *exists is 0. */
static char *
load(const char *file, int *exists, char **cause)
{
	*exists = file_may_exist(file);
	return *exists ? settings_load(file, cause) : xstrdup("");
}

/* FNV-1a. It is to notice changes, not to withstand an attacker. */
static struct settings_stamp
stamp_of(const char *text, int exists)
{
	struct settings_stamp stamp = { exists, 0, 0xcbf29ce484222325 };

	for (; text[stamp.bytes] != '\0'; stamp.bytes++) {
		stamp.hash ^= (unsigned char)text[stamp.bytes];
		stamp.hash *= 0x100000001b3;
	}
	return stamp;
}

int
settings_stamp(struct settings_stamp *stamp, const char *file, char **cause)
{
	int exists;
	char *text = load(file, &exists, cause);

	if (text == NULL)
		return -1;
	*stamp = stamp_of(text, exists);
	free(text);
	return 0;
}

struct search {
	const struct setting *table;
};

/* For the parser. */
static enum settings_name
name_kind(void *ctx, const char *name)
{
	const struct search *search = ctx;

	return settings_name_kind(search->table, name);
}

/* For the parser: the text was read before, and has none. */
static void
no_mistake(void *ctx, int line, const char *key, const char *text)
{
	(void)ctx;
	(void)line;
	(void)key;
	(void)text;
}

/* Where in a text a change belongs. */
struct site {
	int has_value, has_section;
	struct place value; /* the last assignment's */
	size_t entry_at;    /* where that assignment begins */
	size_t section_end; /* the brace that closes the section */
};

static int
is_the_section(const struct settings_entry *e, const struct settings_change *ch)
{
	return ch->section != NULL && strcmp(e->name, ch->section) == 0 &&
	       strcmp(e->title, ch->title) == 0;
}

/* += becomes =, because the row has the whole list. */
static void
note_value(struct site *site, const struct settings_entry *e, const char *text)
{
	site->has_value = 1;
	site->entry_at = e->at;
	site->value = (struct place){ e->assign_end - 1, e->value_end,
		{ text + e->assign_end - 1, e->value_at - e->assign_end + 1 },
		"" };
	if (e->append)
		site->value.at--;
}

static void
find_site(const struct setting *table, const struct settings_change *ch,
    const char *text, struct site *site)
{
	struct search search = { table };
	struct settings_parser p = { .text = text,
		.name_kind = name_kind,
		.mistake = no_mistake,
		.ctx = &search };
	struct settings_entry e;
	int inside = ch->section == NULL;

	*site = (struct site){ 0 };
	while (settings_parser_next(&p, &e)) {
		if (e.kind == SETTINGS_SECTION) {
			inside = is_the_section(&e, ch);
		} else if (e.kind == SETTINGS_SECTION_END) {
			if (inside)
				site->section_end = p.at - 1;
			site->has_section |= inside;
			inside = ch->section == NULL;
		} else if (e.kind == SETTINGS_VALUE && inside &&
			   strcmp(e.name, ch->name) == 0) {
			note_value(site, &e, text);
		}
		settings_entry_clear(&e);
	}
}

/* True if the line is "#name = ..." as in the sample file. */
static int
is_sample_line(const char *line, const char *name)
{
	size_t len = strlen(name);

	if (*line != '#')
		return 0;
	line += 1 + strspn(line + 1, " ");
	if (strncmp(line, name, len) != 0)
		return 0;
	line += len;
	return line[strspn(line, " ")] == '=';
}

/* Find the end of the last line of the sample that names the row. Returns 0 if there is none. */
static int
find_sample_line(const struct setting *s, const char *text, size_t *at)
{
	const char *line = text, *end;
	int found = 0;

	while ((end = strchr(line, '\n')) != NULL) {
		if (is_sample_line(line, s->name)) {
			*at = (size_t)(end + 1 - text);
			found = 1;
		}
		line = end + 1;
	}
	return found;
}

/* Return the text with the row's value at this place. */
static char *
replace(const struct setting *s, const void *config, const char *text,
    const struct place *place)
{
	struct buf b = { 0 };

	buf_add(&b, text, place->at);
	buf_add_view(&b, place->before);
	setting_format_file(s, config, &b);
	buf_add_str(&b, place->after);
	buf_add_str(&b, text + place->end);
	return buf_take(&b);
}

/* Return the text with a line "name = value" inserted there. */
static char *
insert_line(
    const struct setting *s, const void *config, const char *text, size_t at)
{
	struct buf before = { 0 };
	struct place place = { at, at, { 0 }, "\n" };
	char *edited;

	if (at > 0 && text[at - 1] != '\n')
		buf_add_char(&before, '\n');
	buf_printf(&before, "%s = ", s->name);
	place.before = buf_view(&before);
	edited = replace(s, config, text, &place);
	buf_clear(&before);
	return edited;
}

/* Insert a line before the brace that closes the section. */
static char *
insert_in_section(
    const struct setting *s, const void *values, const char *text, size_t brace)
{
	struct buf before = { 0 };
	struct place place = { 0 };
	size_t at = brace;
	char *edited;

	while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t'))
		at--;
	if (at > 0 && text[at - 1] != '\n')
		buf_add_char(&before, '\n');
	buf_printf(&before, "\t%s = ", s->name);
	place = (struct place){ at, at, buf_view(&before), "\n" };
	edited = replace(s, values, text, &place);
	buf_clear(&before);
	return edited;
}

/* Append a title, with quotes unless it is a simple word. */
static void
add_title(struct buf *out, const char *title)
{
	static const char simple[] = "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789-_.";

	if (title[0] != '\0' && title[strspn(title, simple)] == '\0')
		buf_add_str(out, title);
	else
		setting_quote(title, out);
}

/* Append a section with the value to the text. */
static char *
append_section(const struct setting *s, const void *values,
    const struct settings_change *ch, const char *text)
{
	size_t at = strlen(text);
	struct buf before = { 0 };
	struct place place;
	char *edited;

	if (at > 0)
		buf_add_str(&before, text[at - 1] == '\n' ? "\n" : "\n\n");
	buf_printf(&before, "%s ", ch->section);
	add_title(&before, ch->title);
	buf_printf(&before, " {\n\t%s = ", s->name);
	place = (struct place){ at, at, buf_view(&before), "\n}\n" };
	edited = replace(s, values, text, &place);
	buf_clear(&before);
	return edited;
}

static int
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

/* Return the text without this part of it: without the whole line if nothing else is on it. */
static char *
cut_out(const char *text, size_t at, size_t end)
{
	size_t line = at;
	struct buf b = { 0 };

	while (line > 0 && is_blank(text[line - 1]))
		line--;
	while (is_blank(text[end]))
		end++;
	if (text[end] == '\n' || text[end] == '\0')
		at = line;
	if (text[end] == '\n' && (line == 0 || text[line - 1] == '\n'))
		end++;
	buf_add(&b, text, at);
	buf_add_str(&b, text + end);
	return buf_take(&b);
}

/* Return the text without all assignments to the row. */
static char *
remove_values(const struct setting *table, const struct settings_change *ch,
    const char *text)
{
	char *now = xstrdup(text), *next;
	struct site site;

	for (find_site(table, ch, now, &site); site.has_value;
	     find_site(table, ch, now, &site)) {
		next = cut_out(now, site.entry_at, site.value.end);
		free(now);
		now = next;
	}
	return now;
}

void
settings_apply(const struct setting *table, const struct settings_change *ch,
    void *values, const void *config)
{
	const struct setting *row = NULL, *s;
	struct setting_section *to = NULL, *from;
	void *defaults;

	if (ch->section != NULL) {
		row = settings_find_sections(table, ch->section);
		table = setting_sub(row);
		to = settings_section(row, values, ch->title);
		if (to == NULL && ch->unset)
			return;
		if (to == NULL)
			settings_add_section(row, values, ch->title);
		to = settings_section(row, values, ch->title);
		from = settings_section(row, config, ch->title);
		settings_set_given(to, ch->name, !ch->unset);
		values = to->values;
		config = from == NULL ? NULL : from->values;
	}
	s = settings_find(table, ch->name);
	if (!ch->unset) {
		settings_copy_row(s, values, config);
		return;
	}
	defaults = xcalloc(1, settings_extent(table));
	settings_init(table, defaults);
	settings_copy_row(s, values, defaults);
	settings_clear(table, defaults);
	free(defaults);
}

/*
 * Read both texts and compare: only the change must be different. A comment that looks like a line of the sample may be
 * inside a string, for example.
 */
static int
is_right(const struct setting *table, const struct settings_change *ch,
    const void *config, const char *before, const char *after)
{
	void *old = xcalloc(1, settings_extent(table));
	void *new = xcalloc(1, settings_extent(table));
	const struct setting *row;
	int right;

	settings_init(table, old);
	settings_init(table, new);
	right = settings_read_text(table, old, before, NULL, NULL, NULL) == 0 &&
		settings_read_text(table, new, after, NULL, NULL, NULL) == 0;
	if (right)
		settings_apply(table, ch, old, config);
	for (row = table; right && row->name != NULL; row++)
		right = settings_equal_row(row, new, old);
	settings_clear(table, old);
	settings_clear(table, new);
	free(old);
	free(new);
	return right;
}

/* Return the text with a value that has no assignment yet. values: the struct that has it. */
static char *
add_value(const struct setting *table, const struct settings_change *ch,
    const struct setting *s, const void *values, const void *config,
    const char *text)
{
	char *edited;
	size_t at;

	if (ch->section == NULL && find_sample_line(s, text, &at)) {
		edited = insert_line(s, values, text, at);
		if (is_right(table, ch, config, text, edited))
			return edited;
		free(edited);
	}
	return insert_line(s, values, text, strlen(text));
}

static char *
edit(const struct setting *table, const struct settings_change *ch,
    const struct setting *s, const void *config, const char *text)
{
	const void *values = config;
	struct site site;

	if (ch->unset)
		return remove_values(table, ch, text);
	if (ch->section != NULL)
		values =
		    settings_section(settings_find_sections(table, ch->section),
			config, ch->title)
			->values;
	find_site(table, ch, text, &site);
	if (site.has_value)
		return replace(s, values, text, &site.value);
	if (site.has_section)
		return insert_in_section(s, values, text, site.section_end);
	if (ch->section != NULL)
		return append_section(s, values, ch, text);
	return add_value(table, ch, s, values, config, text);
}

/* Find the row of a change. Returns NULL and *cause if its value cannot be in a file. */
static const struct setting *
find_row(const struct setting *table, const void *config,
    const struct settings_change *ch, char **cause)
{
	const struct setting *sections, *s;

	if (ch->section != NULL) {
		sections = settings_find_sections(table, ch->section);
		table = setting_sub(sections);
		config =
		    ch->unset
			? NULL
			: settings_section(sections, config, ch->title)->values;
	}
	s = settings_find(table, ch->name);
	if (s == NULL)
		cause_set(cause, _("unknown setting \"%s\""), ch->name);
	else if (!setting_in_file(s))
		cause_set(cause,
		    _("%s: this is only allowed on the command line (--%s)"),
		    ch->name, ch->name);
	else if (s->type == SETTING_SECTIONS)
		cause_set(cause,
		    _("%s is a section: write it into the file yourself"),
		    ch->name);
	else if (!ch->unset && s->type == SETTING_STRING &&
		 *(char *const *)setting_field(s, config) == NULL)
		cause_set(cause, _("%s has no value to write"), ch->name);
	else
		return s;
	return NULL;
}

char *
settings_edit(const struct setting *table, const void *config,
    const struct settings_change *ch, const char *text, const char *file,
    char **cause)
{
	const struct setting *s = find_row(table, config, ch, cause);
	void *scratch;
	char *edited;
	int rc;

	if (s == NULL)
		return NULL;
	scratch = xcalloc(1, settings_extent(table));
	settings_init(table, scratch);
	rc = settings_read_text(table, scratch, text, file, NULL, cause);
	settings_clear(table, scratch);
	free(scratch);
	if (rc == -1)
		return NULL;
	edited = edit(table, ch, s, config, text);
	if (is_right(table, ch, config, text, edited))
		return edited;
	free(edited);
	cause_set(cause,
	    _("%s: cannot find where %s belongs: write it into "
	      "the file yourself"),
	    file, ch->name);
	return NULL;
}

static int
same_stamp(const struct settings_stamp *a, const struct settings_stamp *b)
{
	return a->exists == b->exists && a->bytes == b->bytes &&
	       a->hash == b->hash;
}

/* Make the file's folder. */
static int
make_folder(const char *file, char **cause)
{
	char *copy = xstrdup(file);
	int rc = path_make_dir(dirname(copy), cause);

	free(copy);
	return rc;
}

/* Make all changes. Returns the text, or NULL and *cause. */
static char *
edit_all(const struct setting *table, const void *config,
    const struct settings_change *changes, size_t n, const char *text,
    const char *file, char **cause)
{
	char *now = xstrdup(text), *next;

	for (size_t i = 0; i < n && now != NULL; i++) {
		next =
		    settings_edit(table, config, &changes[i], now, file, cause);
		free(now);
		now = next;
	}
	return now;
}

int
settings_save(const struct setting *table, const void *config,
    const struct settings_change *changes, size_t n, const char *file,
    struct settings_stamp *stamp, char **cause)
{
	struct settings_stamp now;
	char *text, *edited;
	int exists, rc;

	text = load(file, &exists, cause);
	if (text == NULL)
		return -1;
	now = stamp_of(text, exists);
	if (!same_stamp(stamp, &now)) {
		free(text);
		return cause_set(cause,
		    _("%s was changed since it was read: not saved"), file);
	}
	edited = edit_all(table, config, changes, n, text, file, cause);
	free(text);
	if (edited == NULL)
		return -1;
	rc = exists ? 0 : make_folder(file, cause);
	if (rc == 0)
		rc = file_replace(file, view_of(edited), cause);
	if (rc == 0)
		*stamp = stamp_of(edited, 1);
	free(edited);
	return rc;
}
