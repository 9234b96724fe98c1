/*
 * settings_confuse: convert a settings table to libconfuse's options, and copy the values that libconfuse keeps
 * while it reads (lists and sections) back. Only settings_file.c uses it.
 */
#ifndef TCHAT_COMMON_SETTINGS_CONFUSE_H
#define TCHAT_COMMON_SETTINGS_CONFUSE_H

#include <confuse.h>

#include "common/setting.h"

/* An unknown key. It is reported once, then skipped. */
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

/* True if the setting is allowed in a file. */
int	setting_in_file(const struct setting *);

/* Make libconfuse options: our settings as strings, and the unknown keys, which accept anything. */
cfg_opt_t *confuse_options(const struct setting *table,
	    const struct unknown_keys *, cfg_callback_t value);
void	confuse_options_free(cfg_opt_t *);

/*
 * Move lists into libconfuse while it reads, so that = and += work as documented, and copy them back, together
 * with sections, whose values have been checked one by one.
 */
void	confuse_lists_in(cfg_t *, const struct setting *, const void *config);
void	confuse_values_out(cfg_t *, const struct setting *, void *config);

#endif
