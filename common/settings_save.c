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

/* Find the last assignment to the row, outside of sections. Returns 0 if there is none. */
static int
find_assignment(const struct setting *table, const struct setting *s,
    const char *text, struct place *place)
{
	struct search search = { table };
	struct settings_parser p = { .text = text,
		.name_kind = name_kind,
		.mistake = no_mistake,
		.ctx = &search };
	struct settings_entry e;
	int found = 0;

	while (settings_parser_next(&p, &e)) {
		if (e.kind == SETTINGS_VALUE && p.section_line == 0 &&
		    strcmp(e.name, s->name) == 0) {
			/* += becomes =, because the row has the whole list. */
			*place = (struct place){ e.assign_end - 1, e.value_end,
				{ text + e.assign_end - 1,
				    e.value_at - e.assign_end + 1 },
				"" };
			if (e.append)
				place->at--;
			found = 1;
		}
		settings_entry_clear(&e);
	}
	return found;
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

/*
 * Read both texts and compare: the row must have the new value, and all others their old one. A comment that looks
 * like a line of the sample may be inside a string, for example.
 */
static int
is_right(const struct setting *table, const struct setting *s,
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
	for (row = table; right && row->name != NULL; row++)
		right = settings_equal_row(row, new, row == s ? config : old);
	settings_clear(table, old);
	settings_clear(table, new);
	free(old);
	free(new);
	return right;
}

static char *
edit(const struct setting *table, const struct setting *s, const void *config,
    const char *text)
{
	struct place place;
	char *edited;
	size_t at;

	if (find_assignment(table, s, text, &place))
		return replace(s, config, text, &place);
	if (find_sample_line(s, text, &at)) {
		edited = insert_line(s, config, text, at);
		if (is_right(table, s, config, text, edited))
			return edited;
		free(edited);
	}
	return insert_line(s, config, text, strlen(text));
}

/* Check that the row's value can be in a file. Returns 0, or -1 and *cause. */
static int
check_row(
    const struct setting *s, const char *name, const void *config, char **cause)
{
	if (s == NULL)
		return cause_set(cause, _("unknown setting \"%s\""), name);
	if (!setting_in_file(s))
		return cause_set(cause,
		    _("%s: this is only allowed on the command line (--%s)"),
		    name, name);
	if (s->type == SETTING_SECTIONS)
		return cause_set(cause,
		    _("%s is a section: write it into the file yourself"),
		    name);
	if (s->type == SETTING_STRING &&
	    *(char *const *)setting_field(s, config) == NULL)
		return cause_set(cause,
		    _("%s has no value: remove its line from the file "
		      "yourself"),
		    name);
	return 0;
}

char *
settings_edit(const struct setting *table, const void *config, const char *name,
    const char *text, const char *file, char **cause)
{
	const struct setting *s = settings_find(table, name);
	void *scratch;
	char *edited;
	int rc;

	if (check_row(s, name, config, cause) == -1)
		return NULL;
	scratch = xcalloc(1, settings_extent(table));
	settings_init(table, scratch);
	rc = settings_read_text(table, scratch, text, file, NULL, cause);
	settings_clear(table, scratch);
	free(scratch);
	if (rc == -1)
		return NULL;
	edited = edit(table, s, config, text);
	if (is_right(table, s, config, text, edited))
		return edited;
	free(edited);
	cause_set(cause,
	    _("%s: cannot find where %s belongs: write it into "
	      "the file yourself"),
	    file, name);
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

int
settings_save(const struct setting *table, const void *config, const char *name,
    const char *file, struct settings_stamp *stamp, char **cause)
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
		    _("%s was changed by someone else: not saved"), file);
	}
	edited = settings_edit(table, config, name, text, file, cause);
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
