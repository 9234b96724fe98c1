/*
 * cloak: what others see of where somebody is. Not the address, by default, but a cloak of it: a keyed
 * hash, so that nobody finds the address, the same address always has the same cloak, and
 * bans on parts of it are bans on ranges:
 *
 *	192.0.2.7	ADDRESS.NET24.NET16.ip		*.NET24.NET16.ip is 192.0.2.0/24
 *	2001:db8::7	NET64.NET56.NET48.ip		*.NET48.ip is 2001:db8::/48
 *
 * Who is logged in has user/ACCOUNT instead, wherever they are. The key is 32 random bytes in a file
 * of the data folder; with another key all cloaks are others.
 */
#ifndef TCHAT_SERVER_MODERATION_CLOAK_H
#define TCHAT_SERVER_MODERATION_CLOAK_H

#include "common/names.h"

struct server;
struct session;

enum { CLOAK_KEY = 32, CLOAK_SHOWN_HOST = HOST_BYTES + 1 };

#define CLOAK_KEY_FILE "cloak-key"

/*
 * Use the key in that folder, which is made if there is none. 0, or -1 and *cause: it can't be read or
 * written, others can read it, or it is no such file.
 */
int	cloak_load_key(struct server *, const char *datadir, char **cause);

/*
 * What others see of somebody at that address (numeric, as conn_host has it) who is logged in
 * to that account (NULL: to none), by the settings as they are now.
 */
void	cloak_shown_host(const struct server *, char out[CLOAK_SHOWN_HOST],
	    const char *address, const char *account);

/*
 * The session's user has logged in or out: others see another host from now on. 1, or 0 when it
 * stays the same.
 */
int	cloak_update(struct session *);

/* The two forms, without a look at the settings. */
void	cloak_address(char out[CLOAK_SHOWN_HOST], const unsigned char key[CLOAK_KEY],
	    const char *address);
void	cloak_of_account(char out[CLOAK_SHOWN_HOST], const char *account);

#endif
