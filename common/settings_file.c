/*
 * settings_file: read a configuration file with libconfuse into a table's values.
 *
 * Every value goes through setting_parse. libconfuse stops at the first syntax error, so it runs again, with the
 * wrong part made harmless, until it reaches the end: then all mistakes are known. Each pass reads into a copy,
 * which replaces the values only if there were no mistakes.
 */
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/setting.h"
#include "common/settings_confuse.h"
#include "common/settings_report.h"
#include "common/settings_scan.h"
#include "common/text.h"
#include "common/xmalloc.h"

/* A file with this many mistakes is not a settings file. */
enum { PROBLEMS_MAX = 50 };

struct reading {
	const struct setting *table;
	char *text;
	void *next; /* the values being read */
	struct unknown_keys unknown;
	int unknown_line; /* of the last one */
	struct setting_report report;
	const struct setting *last; /* the setting that was read last */
	int last_line;
	int again; /* another pass will find more */
	int whole; /* the last pass reached the end */
};

/* libconfuse's callbacks get no pointer of ours. Its scanner is global anyway, so only one file is read at a time. */
static struct reading *reading;

/* Return the table of a section, or the file's. */
static const struct setting *
table_of(const cfg_t *cfg)
{
	if (cfg->title == NULL)
		return reading->table;
	return setting_sub(setting_find(reading->table, cfg->name));
}

/* Return the row for a key in that section, or NULL. */
static const struct setting *
file_setting(const cfg_t *cfg, const char *name)
{
	const struct setting *s = setting_find(table_of(cfg), name);

	return setting_in_file(s) ? s : NULL;
}

/* Return "port", "operator ada: password"; the caller frees it. */
static char *
whole_key(const cfg_t *cfg, const char *name)
{
	char *key;

	if (cfg->title == NULL)
		return xstrdup(name);
	xasprintf(&key, "%s %s: %s", cfg->name, cfg->title, name);
	return key;
}

static void
add_problem(const cfg_t *cfg, int kept, const char *name, const char *text)
{
	char *key = name == NULL ? NULL : whole_key(cfg, name);

	problems_add(
	    &reading->report.problems, cfg->line, kept, key, "%s", text);
	free(key);
}

/* Values of a section are stored only when the whole section has been read. */
static int
check_value(
    const struct setting *s, const cfg_t *cfg, const char *value, char **why)
{
	void *scratch;
	int rc;

	if (s->type == SETTING_LIST)
		return setting_check(s, value, why);
	if (cfg->title == NULL)
		return setting_parse(s, reading->next, value, why);
	scratch = xcalloc(1, setting_extent(table_of(cfg)));
	rc = setting_parse(s, scratch, value, why);
	setting_clear(s, scratch);
	free(scratch);
	return rc;
}

static void
note_key(const cfg_t *cfg, const char *name)
{
	char *key = whole_key(cfg, name);

	report_line(&reading->report, key, cfg->line);
	free(key);
}

/* libconfuse callback: parse a value with our parser. */
static int
take_value(cfg_t *cfg, cfg_opt_t *opt, const char *value, void *result)
{
	const struct setting *s = file_setting(cfg, opt->name);
	char *why = NULL;

	*(const char **)result = value;
	if (s == NULL)
		return 0;
	reading->last = s;
	reading->last_line = cfg->line;
	note_key(cfg, s->name);
	if (check_value(s, cfg, value, &why) == -1)
		add_problem(cfg, 0, s->name, why);
	free(why);
	return 0;
}

/* Make a line, and everything that belongs to it, harmless for the next pass. */
static void
blank_line(int line)
{
	reading->again |= settings_blank(reading->text, line);
}

static void
unknown_key(const cfg_t *cfg, const char *name)
{
	const struct setting *s = setting_find(table_of(cfg), name);
	char *text;

	if (!unknown_keys_have(&reading->unknown, table_of(cfg), name)) {
		unknown_keys_add(&reading->unknown, table_of(cfg), name);
		reading->unknown_line = cfg->line;
		reading->again = 1;
	}
	if (s == NULL) {
		add_problem(cfg, 1, name, "unknown setting");
		return;
	}
	xasprintf(
	    &text, "this is only allowed on the command line (--%s)", s->name);
	add_problem(cfg, 1, name, text);
	free(text);
}

/* Report a mistake that shows a word of the file, escaped, unless it may be a secret. */
static void
show_word(const cfg_t *cfg, const char *key, int secret, const char *word,
    const char *what)
{
	struct buf b = { 0 };

	if (secret)
		buf_add_str(&b, "a word");
	else
		text_vis(&b, view_of(word));
	buf_add_str(&b, what);
	add_problem(cfg, 1, key, buf_str(&b));
	buf_clear(&b);
}

static int
is_secret(const struct setting *s)
{
	return (s->flags & SETTING_SECRET) != 0;
}

/* "motd = Hello world": a word follows the value on its line. */
static void
stray_word(const cfg_t *cfg, const char *word)
{
	const struct setting *s = reading->last;

	show_word(cfg, s->name, is_secret(s), word,
	    " follows the value; put quotes around a value with spaces");
	blank_line(cfg->line);
}

static void
no_equal_sign(const cfg_t *cfg, const char *name)
{
	if (unknown_keys_have(&reading->unknown, table_of(cfg), name)) {
		blank_line(reading->unknown_line);
		return;
	}
	add_problem(cfg, 1, name, "= is missing before the value");
	blank_line(cfg->line);
}

static void
no_list(const cfg_t *cfg, const char *name)
{
	add_problem(cfg, 1, name, "it has only one value: use = instead of +=");
	blank_line(cfg->line);
}

static void
bad_token(const cfg_t *cfg, const char *token)
{
	const struct setting *s = reading->last;

	show_word(cfg, NULL,
	    s != NULL && is_secret(s) && reading->last_line == cfg->line, token,
	    " is not expected here; write NAME = VALUE, with quotes around a "
	    "value that has spaces or any of # = { } ( ) + ,");
	blank_line(cfg->line);
}

static void
no_such_option(const cfg_t *cfg, const char *name)
{
	if (reading->last != NULL && reading->last_line == cfg->line &&
	    (cfg->title == NULL || is_secret(reading->last)))
		stray_word(cfg, name);
	else
		unknown_key(cfg, name);
}

static void
no_title(const cfg_t *cfg, const char *name)
{
	add_problem(
	    cfg, 1, name, "this is a section: write its name and { after it");
	blank_line(cfg->line);
}

static void
same_title(const cfg_t *cfg, const char *title)
{
	show_word(
	    cfg, NULL, 0, title, ": a section with this name already exists");
	blank_line(cfg->line);
}

/*
 * libconfuse's error callback. It recognises messages by their format (run_passes asks for English texts). If a
 * message names something, that is the only argument.
 */
static void
take_error(cfg_t *cfg, const char *fmt, va_list ap)
{
	static const struct {
		const char *fmt;
		void (*handle)(const cfg_t *cfg, const char *name);
	} known[] = {
		{ "no such option '%s'", no_such_option },
		{ "missing equal sign after option '%s'", no_equal_sign },
		{ "attempt to append to non-list option '%s'", no_list },
		{ "unexpected token '%s'", bad_token },
		{ "missing title for section '%s'", no_title },
		{ "missing opening brace for section '%s'", no_title },
		{ "found duplicate title '%s'", same_title },
	};
	char *text;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(fmt, known[i].fmt) == 0) {
			known[i].handle(cfg, va_arg(ap, const char *));
			return;
		}
	}
	if (strcmp(fmt, "premature end of file") == 0) {
		add_problem(
		    cfg, 1, NULL, "the file ends in the middle of a setting");
		return;
	}
	xvasprintf(&text, fmt, ap);
	show_word(cfg, NULL, 0, text, "");
	free(text);
}

/* Record the line where each section ends: missing settings are reported there. */
static void
note_sections(cfg_t *cfg)
{
	const struct setting *s;
	char *key;

	for (s = reading->table; s->name != NULL; s++) {
		if (s->type != SETTING_SECTIONS)
			continue;
		for (unsigned i = 0; i < cfg_size(cfg, s->name); i++) {
			cfg_t *section = cfg_getnsec(cfg, s->name, i);

			xasprintf(&key, "%s %s", s->name, cfg_title(section));
			report_line(&reading->report, key, section->line);
			free(key);
		}
	}
}

static void
run_pass(struct reading *r)
{
	cfg_opt_t *opts = confuse_options(r->table, &r->unknown, take_value);
	cfg_t *cfg = cfg_init(opts, CFGF_NONE);

	problems_drop(&r->report.problems);
	r->again = 0;
	r->last = NULL;
	cfg_set_error_function(cfg, take_error);
	confuse_lists_in(cfg, r->table, r->next);
	r->whole = cfg_parse_buf(cfg, r->text) == CFG_SUCCESS;
	if (r->whole) {
		confuse_values_out(cfg, r->table, r->next);
		note_sections(cfg);
	} else if (r->report.problems.n == 0) {
		add_problem(cfg, 1, NULL, "this line cannot be read");
	}
	cfg_free(cfg);
	confuse_options_free(opts);
}

/* Runs in the C locale, so that take_error recognises the messages. */
static void
run_passes(struct reading *r)
{
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	locale_t old = uselocale(c);

	reading = r;
	do {
		run_pass(r);
	} while (r->again && r->report.problems.n < PROBLEMS_MAX);
	reading = NULL;
	uselocale(old);
	freelocale(c);
}

int
settings_read_checked(const struct setting *table, void *config,
    const char *file,
    void (*check)(const void *config, struct setting_report *), char **cause)
{
	struct reading r = { .table = table, .report.problems.file = file };
	const struct setting *s;
	int rc;

	r.text = settings_load(file, cause);
	if (r.text == NULL)
		return -1;
	r.next = xcalloc(1, setting_extent(table));
	settings_copy(table, r.next, config);
	if (settings_scan(r.text, &r.report.problems) == 0)
		run_passes(&r);
	if (r.whole && check != NULL)
		check(r.next, &r.report);
	for (s = table; r.report.problems.n == 0 && s->name != NULL; s++)
		setting_copy(s, config, r.next);
	rc = report_end(&r.report, cause);
	settings_clear(table, r.next);
	unknown_keys_clear(&r.unknown);
	free(r.next);
	free(r.text);
	return rc;
}

int
settings_read(
    const struct setting *table, void *config, const char *file, char **cause)
{
	return settings_read_checked(table, config, file, NULL, cause);
}
