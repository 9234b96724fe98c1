/*
 * setting_units: the unit letters of sizes (k, M, G, T) and times (s, m, h, d, w).
 */
#ifndef TCHAT_COMMON_SETTING_UNITS_H
#define TCHAT_COMMON_SETTING_UNITS_H

#include "common/settings.h"

struct setting_unit {
	char		letter;
	long long	factor;
};

/* Return the units of a type, smallest first, ended by letter 0; most types have none. */
const struct setting_unit *setting_units(enum setting_type);

#endif
