/*
 * settings_confuse: a settings table as libconfuse's options, and the values that it keeps
 * while it reads (lists and sections), out of it. Only settings_file.c uses it.
 */
#ifndef TCHAT_COMMON_SETTINGS_CONFUSE_H
#define TCHAT_COMMON_SETTINGS_CONFUSE_H

#include <confuse.h>

#include "common/setting.h"

/* A key that is in no table, which is passed over after it was said once. */
struct unknown_key {
	const struct setting	*table;
	char			*name;
};

struct unknown_keys {
	struct unknown_key	*v;
	size_t			 n;
};

int	unknown_keys_have(const struct unknown_keys *,
	    const struct setting *table, const char *name);
void	unknown_keys_add(struct unknown_keys *, const struct setting *table,
	    const char *name);
void	unknown_keys_clear(struct unknown_keys *);

/* May the setting stand in a file? */
int	setting_in_file(const struct setting *);

/* Ours as texts, and the unknown ones, which take anything. */
cfg_opt_t *confuse_options(const struct setting *table,
	    const struct unknown_keys *, cfg_callback_t value);
void	confuse_options_free(cfg_opt_t *);

/*
 * Lists live in libconfuse while it reads, so that = and += mean what they say; and
 * sections, whose values were checked one by one.
 */
void	confuse_lists_in(cfg_t *, const struct setting *, const void *config);
void	confuse_values_out(cfg_t *, const struct setting *, void *config);

#endif
