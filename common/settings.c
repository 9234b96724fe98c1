/*
 * settings: the values of a whole table: defaults, copies, one value by name, and reloads.
 */
#include "common/settings.h"

#include <assert.h>
#include <stdlib.h>

#include "common/setting.h"
#include "common/text.h"
#include "common/xmalloc.h"

void
settings_init(const struct setting *s, void *config)
{
	int rc = 0;

	for (; s->name != NULL; s++) {
		setting_zero(s, config);
		if (s->def != NULL)
			rc = setting_parse(s, config, s->def, NULL);
		assert(
		    rc == 0); /* fails if a default is outside its own range */
	}
	(void)rc;
}

void
settings_clear(const struct setting *s, void *config)
{
	for (; s->name != NULL; s++)
		setting_clear(s, config);
}

void
settings_copy(const struct setting *s, void *dst, const void *src)
{
	for (; s->name != NULL; s++) {
		setting_zero(s, dst);
		setting_copy(s, dst, src);
	}
}

int
settings_set(const struct setting *table, void *config, const char *name,
    const char *value, char **cause)
{
	const struct setting *s = setting_find(table, name);
	struct buf b = { 0 };
	char *why = NULL;

	if (s == NULL) {
		text_vis(&b, view_of(name));
		cause_set(cause, "unknown setting \"%s\"", buf_str(&b));
		buf_clear(&b);
		return -1;
	}
	if (setting_parse(s, config, value, &why) == 0)
		return 0;
	cause_set(cause, "%s: %s", name, why);
	free(why);
	return -1;
}

void *
settings_add_section(const struct setting *table, void *config,
    const char *name, const char *title)
{
	const struct setting *s = setting_find(table, name);

	assert(s != NULL && s->type == SETTING_SECTIONS);
	return setting_section_add(s, config, title);
}

char *
settings_get(const struct setting *table, const void *config, const char *name)
{
	const struct setting *s = setting_find(table, name);
	struct buf b = { 0 };

	if (s == NULL)
		return NULL;
	if (s->type == SETTING_STRING &&
	    *(char *const *)setting_field(s, config) == NULL)
		return NULL;
	setting_format(s, config, &b);
	return buf_take(&b);
}

void
settings_reload(const struct setting *s, void *config, const void *next,
    void (*restart)(const char *name, void *ctx), void *ctx)
{
	for (; s->name != NULL; s++) {
		if (setting_equal(s, config, next))
			continue;
		if (s->flags & SETTING_RELOAD)
			setting_copy(s, config, next);
		else
			restart(s->name, ctx);
	}
}
