/*
 * config: the server's settings. One table (common/settings.h) defines the command line, the
 * settings file, --help and the sample file. main owns the struct; all others only read it.
 */
#ifndef TCHAT_SERVER_CONFIG_CONFIG_H
#define TCHAT_SERVER_CONFIG_CONFIG_H

#include "common/settings.h"
#include "server/config/identity.h"
#include "server/net/net.h"

/* A section "operator NAME". */
struct config_operator {
	char			*password;	/* a hash */
	struct string_list	 hosts;		/* masks of host or user@host; empty: any */
};

enum config_history { CONFIG_HISTORY_NONE, CONFIG_HISTORY_MEMORY, CONFIG_HISTORY_SQLITE };
enum config_replay { CONFIG_REPLAY_NO, CONFIG_REPLAY_TIMED, CONFIG_REPLAY_ALL };
enum config_access { CONFIG_ACCESS_EVERYONE, CONFIG_ACCESS_ACCOUNTS };
enum config_registration { CONFIG_REGISTRATION_OPEN, CONFIG_REGISTRATION_INVITE, CONFIG_REGISTRATION_CLOSED };
enum config_durability { CONFIG_COMMIT, CONFIG_FSYNC };
enum { CONFIG_TARGETS_MAX = 20 };	/* targets_max is at most that */

/* config_rows.h has the fields. */
struct config {
#define SETTING SETTING_FIELD
#include "server/config/config_rows.h"
#undef SETTING
};

extern const struct setting config_settings[];

/* Set the defaults. The name comes from the host's name. */
void	config_init(struct config *);
void	config_clear(struct config *);

/*
 * Load the settings into an uninitialised struct: the command line overrides the file, which
 * overrides the defaults. Returns 0, or the exit status (1: a wrong file or value, 2: wrong usage)
 * and sets *cause, one line per mistake. Call config_clear in both cases.
 */
int	config_load(struct config *, int argc, char **argv, char **cause);
/* True if the command line is "--help settings". */
int	config_help_all(const struct config *, int argc, char **argv);

/* Check that the values fit together. Returns 0, or -1 and sets *cause, one line per mistake. */
int	config_check(const struct config *, char **cause);

/*
 * Load the settings again and apply those that a reload may change. Returns 0 and sets *message to
 * a line for each changed setting that needs a restart (NULL: none). On a mistake, changes nothing,
 * sets *message to the cause and returns -1.
 */
int	config_reload(struct config *, int argc, char **argv, char **message);

/* Return the operator of that name; NULL: none. */
const struct config_operator *config_operator(const struct config *,
	    const char *name);

/* Return the room that users join when they connect; NULL: none. */
const char *config_lobby(const struct config *);

/*
 * Return the data folder, which the caller frees. Returns NULL and sets *cause if there is no
 * home folder for it.
 */
char	*config_datadir(const struct config *, char **cause);
/* The database file in the data folder. */
#define CONFIG_DATABASE "tchat.db"

/* Make the settings of the network layer. */
void	config_net(const struct config *, struct net_settings *);

/* Return where the certificate is. The strings belong to the caller. */
struct identity_source config_identity(const struct config *,
	    const char *datadir);

#endif
