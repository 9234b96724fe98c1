/*
 * settings_table: a settings table with a row of every type and flag, for the
 * tests of common/settings.
 */
#ifndef TCHAT_TESTS_SUPPORT_SETTINGS_TABLE_H
#define TCHAT_TESTS_SUPPORT_SETTINGS_TABLE_H

#include "common/settings.h"

enum plain { PLAIN_YES, PLAIN_SPOKEN, PLAIN_NO };

struct test_config {
	const char		*untouched;	/* owned by the test */
	int			 help;
	int			 verbose;
	int			 color;
	int			 echo;
	long long		 port;
	long long		 offset;
	long long		 queue;
	long long		 pool;
	long long		 idle;
	char			*name;
	char			*motd;
	char			*password;
	int			 plain;
	struct string_list	 listen;
	struct string_list	 rooms;
	struct setting_sections	 doors;
};

/* A section "door NAME". */
struct test_door {
	char			*key;
	long long		 width;
	struct string_list	 guests;
};

extern const struct setting test_settings[];

#endif
