/*
 * setting_units: the letters behind a size (k, M, G, T) or a time (s, m, h, d,
 * w).
 */
#ifndef TCHAT_COMMON_SETTING_UNITS_H
#define TCHAT_COMMON_SETTING_UNITS_H

#include "common/settings.h"

struct setting_unit {
	char		letter;
	long long	factor;
};

/* The units of a type, ascending, ended by letter 0; none for most types. */
const struct setting_unit *setting_units(enum setting_type);

#endif
