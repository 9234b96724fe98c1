/*
 * settings_file: a configuration file, read by libconfuse over a table's
 * values.
 *
 * Every value goes through setting_parse. libconfuse stops at the first
 * mistake in the form of the file, so it is run again, with what was wrong
 * made harmless, until it comes through: then all mistakes are known. What a
 * pass reads goes into a copy, which replaces the values only when nothing was
 * wrong.
 */
#include <confuse.h>

#include <assert.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/setting.h"
#include "common/settings_scan.h"
#include "common/text.h"
#include "common/xmalloc.h"

/* With as many mistakes it is no settings file at all. */
enum { PROBLEMS_MAX = 50 };

struct reading {
	const struct setting *table;
	char *text;
	void *next;		     /* the values being read */
	struct setting_list unknown; /* keys to pass over */
	int unknown_line;	     /* of the last one */
	struct problems problems;
	const struct setting *last; /* whose value came last */
	int last_line;
	int again; /* another pass will tell more */
};

/*
 * libconfuse's callbacks get no pointer of ours. Its scanner is one for the
 * whole program anyway, so no two readings run at once.
 */
static struct reading *reading;

static int
in_file(const struct setting *s)
{
	return s != NULL && !(s->flags & SETTING_CLI_ONLY);
}

/* The row for a key of the file, or NULL. */
static const struct setting *
file_setting(const char *name)
{
	const struct setting *s = setting_find(reading->table, name);

	return in_file(s) ? s : NULL;
}

static int
is_unknown(const char *name)
{
	for (size_t i = 0; i < reading->unknown.n; i++) {
		if (strcmp(reading->unknown.v[i], name) == 0)
			return 1;
	}
	return 0;
}

/* libconfuse has a value: it goes through our parser. */
static int
take_value(cfg_t *cfg, cfg_opt_t *opt, const char *value, void *result)
{
	const struct setting *s = file_setting(opt->name);
	char *why = NULL;
	int rc;

	*(const char **)result = value;
	if (s == NULL)
		return 0;
	reading->last = s;
	reading->last_line = cfg->line;
	if (s->type == SETTING_LIST)
		rc = setting_check(s, value, &why);
	else
		rc = setting_parse(s, reading->next, value, &why);
	if (rc == -1)
		problems_add(
		    &reading->problems, cfg->line, 0, s->name, "%s", why);
	free(why);
	return 0;
}

/* The line's text, which ends at '\n'. */
static char *
find_line(char *text, int line)
{
	for (; line > 1; line--) {
		text = strchr(text, '\n');
		assert(text != NULL);
		text++;
	}
	return text;
}

/*
 * Make a line harmless for the next pass; not if it opens or closes a list or
 * holds a string, since then all that follows would look wrong.
 */
static void
give_up_line(int line)
{
	char *p = find_line(reading->text, line);
	size_t len = strcspn(p, "\n");

	if (strcspn(p, "{}\"'\n") < len || strspn(p, " ") == len)
		return;
	memset(p, ' ', len);
	reading->again = 1;
}

static void
unknown_key(int line, const char *name)
{
	const struct setting *s = setting_find(reading->table, name);

	if (!is_unknown(name)) {
		setting_list_add(&reading->unknown, name);
		reading->unknown_line = line;
		reading->again = 1;
	}
	if (s != NULL)
		problems_add(&reading->problems, line, 1, name,
		    "this goes on the command line only (--%s)", s->name);
	else
		problems_add(&reading->problems, line, 1, name,
		    "there is no such setting");
}

/*
 * A mistake that shows a word of the file, escaped; a secret's line never
 * does.
 */
static void
show_word(
    int line, const char *key, int secret, const char *word, const char *wrong)
{
	struct buf b = { 0 };

	if (secret)
		buf_add_str(&b, "a word");
	else
		text_vis(&b, view_of(word));
	problems_add(
	    &reading->problems, line, 1, key, "%s%s", buf_str(&b), wrong);
	buf_clear(&b);
}

static int
is_secret(const struct setting *s)
{
	return (s->flags & SETTING_SECRET) != 0;
}

/* "motd = Hello world": what stands behind a value on its line. */
static void
stray_word(int line, const char *word)
{
	const struct setting *s = reading->last;

	show_word(line, s->name, is_secret(s), word,
	    " stands behind the value; a value with spaces needs quotes");
	give_up_line(line);
}

static void
no_equal_sign(int line, const char *name)
{
	if (is_unknown(name)) {
		give_up_line(reading->unknown_line);
		return;
	}
	problems_add(&reading->problems, line, 1, name,
	    "there is no = before its value");
	give_up_line(line);
}

static void
no_list(int line, const char *name)
{
	problems_add(&reading->problems, line, 1, name,
	    "it takes one value: = instead of +=");
	give_up_line(line);
}

static void
bad_token(int line, const char *token)
{
	const struct setting *s = reading->last;

	show_word(line, NULL,
	    s != NULL && is_secret(s) && reading->last_line == line, token,
	    " does not belong here; it is NAME = VALUE, and a value with "
	    "spaces or any of # = { } ( ) + , needs quotes");
	give_up_line(line);
}

static void
no_such_option(int line, const char *name)
{
	if (reading->last != NULL && reading->last_line == line)
		stray_word(line, name);
	else
		unknown_key(line, name);
}

/*
 * libconfuse's own messages, known by their format (its texts are asked for in
 * English, see run_passes). Where it names something, that is the one argument.
 */
static void
take_error(cfg_t *cfg, const char *fmt, va_list ap)
{
	static const struct {
		const char *fmt;
		void (*handle)(int line, const char *name);
	} known[] = {
		{ "no such option '%s'", no_such_option },
		{ "missing equal sign after option '%s'", no_equal_sign },
		{ "attempt to append to non-list option '%s'", no_list },
		{ "unexpected token '%s'", bad_token },
	};
	char *text;

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		if (strcmp(fmt, known[i].fmt) == 0) {
			known[i].handle(cfg->line, va_arg(ap, const char *));
			return;
		}
	}
	if (strcmp(fmt, "premature end of file") == 0) {
		problems_add(&reading->problems, cfg->line, 1, NULL,
		    "the file ends in the middle of a setting");
		return;
	}
	xvasprintf(&text, fmt, ap);
	show_word(cfg->line, NULL, 0, text, "");
	free(text);
}

static cfg_opt_t
make_option(const char *name, int list)
{
	cfg_opt_t one = CFG_STR_CB(name, NULL, CFGF_NONE, take_value);
	cfg_opt_t many = CFG_STR_LIST_CB(name, NULL, CFGF_NONE, take_value);

	return list ? many : one;
}

/* libconfuse's table: ours as texts, and the unknown keys met so far. */
static cfg_opt_t *
make_options(const struct reading *r)
{
	cfg_opt_t end = CFG_END();
	const struct setting *s;
	size_t n = 0;
	cfg_opt_t *opts;

	for (s = r->table; s->name != NULL; s++)
		n++;
	opts = xcalloc(n + r->unknown.n + 1, sizeof(*opts));
	n = 0;
	for (s = r->table; s->name != NULL; s++) {
		if (in_file(s))
			opts[n++] =
			    make_option(s->name, s->type == SETTING_LIST);
	}
	for (size_t i = 0; i < r->unknown.n; i++)
		opts[n++] = make_option(r->unknown.v[i], 1);
	opts[n] = end;
	return opts;
}

/*
 * Lists live in libconfuse while it reads, so that = and += mean what they
 * say.
 */
static void
lists_in(cfg_t *cfg, const struct setting *table, const void *config)
{
	for (const struct setting *s = table; s->name != NULL; s++) {
		const struct setting_list *list = setting_field(s, config);

		if (s->type != SETTING_LIST || !in_file(s))
			continue;
		for (size_t i = 0; i < list->n; i++)
			cfg_opt_setnstr(
			    cfg_getopt(cfg, s->name), list->v[i], (unsigned)i);
	}
}

static void
lists_out(cfg_t *cfg, const struct setting *table, void *config)
{
	for (const struct setting *s = table; s->name != NULL; s++) {
		struct setting_list *list = setting_field(s, config);

		if (s->type != SETTING_LIST || !in_file(s))
			continue;
		setting_list_clear(list);
		for (unsigned i = 0; i < cfg_size(cfg, s->name); i++)
			setting_list_add(list, cfg_getnstr(cfg, s->name, i));
	}
}

static void
run_pass(struct reading *r)
{
	cfg_opt_t *opts = make_options(r);
	cfg_t *cfg = cfg_init(opts, CFGF_NONE);

	problems_drop(&r->problems);
	r->again = 0;
	r->last = NULL;
	cfg_set_error_function(cfg, take_error);
	lists_in(cfg, r->table, r->next);
	if (cfg_parse_buf(cfg, r->text) == CFG_SUCCESS)
		lists_out(cfg, r->table, r->next);
	else if (r->problems.n == 0)
		problems_add(&r->problems, cfg->line, 1, NULL,
		    "this line cannot be read");
	cfg_free(cfg);
	free(opts);
}

/* In the C locale, so that take_error knows the messages. */
static void
run_passes(struct reading *r)
{
	locale_t c = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	locale_t old = uselocale(c);

	reading = r;
	do {
		run_pass(r);
	} while (r->again && r->problems.n < PROBLEMS_MAX);
	reading = NULL;
	uselocale(old);
	freelocale(c);
}

/* Take over what was read, or say what was wrong with it. */
static int
finish(struct reading *r, void *config, char **cause)
{
	char *text;
	int rc = 0;

	if (r->problems.n == 0) {
		for (const struct setting *s = r->table; s->name != NULL; s++)
			setting_copy(s, config, r->next);
	} else {
		text = problems_take(&r->problems);
		rc = cause_set(cause, "%s", text);
		free(text);
	}
	return rc;
}

int
settings_read(
    const struct setting *table, void *config, const char *file, char **cause)
{
	struct reading r = { .table = table, .problems.file = file };
	int rc;

	r.text = settings_load(file, cause);
	if (r.text == NULL)
		return -1;
	r.next = xcalloc(1, setting_extent(table));
	settings_copy(table, r.next, config);
	if (settings_scan(r.text, &r.problems) == 0)
		run_passes(&r);
	rc = finish(&r, config, cause);
	settings_clear(table, r.next);
	setting_list_clear(&r.unknown);
	free(r.next);
	free(r.text);
	return rc;
}
