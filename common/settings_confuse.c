/*
 * settings_confuse: make libconfuse's options, and copy the values that it read.
 */
#include "common/settings_confuse.h"

#include <stdlib.h>
#include <string.h>

#include "common/xmalloc.h"

int
unknown_keys_have(const struct unknown_keys *keys, const struct setting *table,
    const char *name)
{
	for (size_t i = 0; i < keys->n; i++) {
		if (keys->v[i].table == table &&
		    strcmp(keys->v[i].name, name) == 0)
			return 1;
	}
	return 0;
}

void
unknown_keys_add(
    struct unknown_keys *keys, const struct setting *table, const char *name)
{
	keys->v = xreallocarray(keys->v, keys->n + 1, sizeof(*keys->v));
	keys->v[keys->n++] = (struct unknown_key){ table, xstrdup(name) };
}

void
unknown_keys_clear(struct unknown_keys *keys)
{
	for (size_t i = 0; i < keys->n; i++)
		free(keys->v[i].name);
	free(keys->v);
	*keys = (struct unknown_keys){ 0 };
}

int
setting_in_file(const struct setting *s)
{
	return s != NULL && !(s->flags & SETTING_CLI_ONLY);
}

static cfg_opt_t
make_option(const struct setting *s, const struct unknown_keys *unknown,
    cfg_callback_t value)
{
	cfg_opt_t one = CFG_STR_CB(s->name, NULL, CFGF_NONE, value);
	cfg_opt_t many = CFG_STR_LIST_CB(s->name, NULL, CFGF_NONE, value);
	cfg_opt_t section = CFG_SEC(
	    s->name, NULL, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES);

	if (s->type == SETTING_LIST)
		return many;
	if (s->type != SETTING_SECTIONS)
		return one;
	section.subopts = confuse_options(setting_sub(s), unknown, value);
	return section;
}

cfg_opt_t *
confuse_options(const struct setting *table, const struct unknown_keys *unknown,
    cfg_callback_t value)
{
	const struct setting *s;
	cfg_opt_t end = CFG_END(), *opts;
	size_t n = 0;

	for (s = table; s->name != NULL; s++)
		n++;
	opts = xcalloc(n + unknown->n + 1, sizeof(*opts));
	n = 0;
	for (s = table; s->name != NULL; s++) {
		if (setting_in_file(s))
			opts[n++] = make_option(s, unknown, value);
	}
	for (size_t i = 0; i < unknown->n; i++) {
		cfg_opt_t any =
		    CFG_STR_LIST_CB(unknown->v[i].name, NULL, CFGF_NONE, value);

		if (unknown->v[i].table == table)
			opts[n++] = any;
	}
	opts[n] = end;
	return opts;
}

void
confuse_options_free(cfg_opt_t *opts)
{
	if (opts == NULL)
		return;
	for (cfg_opt_t *o = opts; o->name != NULL; o++)
		confuse_options_free(o->subopts);
	free(opts);
}

void
confuse_lists_in(cfg_t *cfg, const struct setting *table, const void *config)
{
	for (const struct setting *s = table; s->name != NULL; s++) {
		const struct string_list *list = setting_field(s, config);

		if (s->type != SETTING_LIST || !setting_in_file(s))
			continue;
		for (size_t i = 0; i < list->n; i++)
			cfg_opt_setnstr(
			    cfg_getopt(cfg, s->name), list->v[i], (unsigned)i);
	}
}

static void
list_out(cfg_t *cfg, const struct setting *s, void *config)
{
	struct string_list *list = setting_field(s, config);

	string_list_clear(list);
	for (unsigned i = 0; i < cfg_size(cfg, s->name); i++)
		string_list_add(list, cfg_getnstr(cfg, s->name, i));
}

/* Ignores a wrong value: it was reported when it was read. */
static void
section_out(cfg_t *cfg, const struct setting *table, void *values)
{
	for (const struct setting *s = table; s->name != NULL; s++) {
		if (s->type == SETTING_LIST)
			list_out(cfg, s, values);
		else if (cfg_getstr(cfg, s->name) != NULL)
			setting_parse(
			    s, values, cfg_getstr(cfg, s->name), NULL);
	}
}

static void
sections_out(cfg_t *cfg, const struct setting *s, void *config)
{
	cfg_t *section;

	setting_clear(s, config);
	for (unsigned i = 0; i < cfg_size(cfg, s->name); i++) {
		section = cfg_getnsec(cfg, s->name, i);
		section_out(section, setting_sub(s),
		    setting_section_add(s, config, cfg_title(section)));
	}
}

void
confuse_values_out(cfg_t *cfg, const struct setting *table, void *config)
{
	for (const struct setting *s = table; s->name != NULL; s++) {
		if (!setting_in_file(s))
			continue;
		if (s->type == SETTING_LIST)
			list_out(cfg, s, config);
		else if (s->type == SETTING_SECTIONS)
			sections_out(cfg, s, config);
	}
}
