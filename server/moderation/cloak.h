/*
 * cloak: the host that other users see. By default it is not the address but a cloak of it, a keyed hash: nobody can
 * find the address, the same address always has the same cloak, and a ban on a part of it is a ban on a range:
 *
 *	192.0.2.7	ADDRESS.NET24.NET16.ip		*.NET24.NET16.ip is 192.0.2.0/24
 *	2001:db8::7	NET64.NET56.NET48.ip		*.NET48.ip is 2001:db8::/48
 *
 * A logged-in user has user/ACCOUNT instead, from every address. The key is 32 random bytes in a file in the data
 * folder; with another key all cloaks change.
 */
#ifndef TCHAT_SERVER_MODERATION_CLOAK_H
#define TCHAT_SERVER_MODERATION_CLOAK_H

#include "common/names.h"

struct server;
struct session;

enum { CLOAK_KEY = 32, CLOAK_SHOWN_HOST = HOST_BYTES + 1 };

#define CLOAK_KEY_FILE "cloak-key"

/*
 * Load the key from that folder, making it if there is none. Returns 0, or -1 and *cause if the file cannot be read
 * or written, is readable by other users, or is not a key.
 */
int	cloak_load_key(struct server *, const char *datadir, char **cause);

/*
 * Make the host that others see for a user at that address (numeric, as conn_host returns it) and logged in to that
 * account (NULL: none), by the current settings.
 */
void	cloak_shown_host(const struct server *, char out[CLOAK_SHOWN_HOST],
	    const char *address, const char *account);

/*
 * Update the host that others see after the session's user logged in or out. Returns 1, or 0 if it stays the same.
 */
int	cloak_update(struct session *);

/* Make the two forms, whatever the settings say. */
void	cloak_address(char out[CLOAK_SHOWN_HOST], const unsigned char key[CLOAK_KEY],
	    const char *address);
void	cloak_of_account(char out[CLOAK_SHOWN_HOST], const char *account);

#endif
