/*
 * config: the server's settings. One table (common/settings.h) gives the command line, the
 * settings file, --help, the sample file and the manual. main owns the struct; others only read
 * it.
 */
#ifndef TCHAT_SERVER_CONFIG_CONFIG_H
#define TCHAT_SERVER_CONFIG_CONFIG_H

#include "common/settings.h"
#include "server/net/net.h"

/* A section "operator NAME". */
struct config_operator {
	char		*password;	/* a hash */
	struct string_list hosts;	/* masks of host or user@host; empty: any */
};

enum config_history { CONFIG_HISTORY_NONE, CONFIG_HISTORY_MEMORY, CONFIG_HISTORY_SQLITE };
enum config_replay { CONFIG_REPLAY_NO, CONFIG_REPLAY_TIMED, CONFIG_REPLAY_ALL };
enum config_access { CONFIG_ACCESS_EVERYONE, CONFIG_ACCESS_ACCOUNTS };
enum config_registration { CONFIG_REGISTRATION_OPEN, CONFIG_REGISTRATION_INVITE, CONFIG_REGISTRATION_CLOSED };
enum config_durability { CONFIG_COMMIT, CONFIG_FSYNC };
enum { CONFIG_TARGETS_MAX = 20 };	/* targets_max is at most that */

struct config {
	/* Name, addresses and files. */
	char		*name;		/* valid (hostname_valid) after config_load */
	char		*network;
	struct string_list listen;	/* empty: all addresses */
	long long	 port;		/* 0: any */
	char		*datadir;	/* NULL: the default folder */
	char		*file;		/* NULL: the default file, if it exists */
	int		 test;
	int		 new_database;
	int		 verbose;
	int		 help;
	int		 version;

	/* Lobby, MOTD, passwords and operators. */
	char		*lobby;		/* NULL or empty: none; see config_lobby */
	char		*motd;		/* a file, or NULL */
	char		*password;	/* PASS, or NULL */
	struct string_list admin;	/* lines for ADMIN */
	struct setting_sections operators;	/* struct config_operator */
	int		 operator_plaintext;
	long long	 operator_tries;
	int		 access;	/* enum config_access */
	struct string_list reserved_nicks;	/* masks */
	long long	 login_tries;
	long long	 password_iterations;	/* for new passwords of accounts */
	long long	 check_queue;

	/* Registration of accounts. */
	int		 registration;	/* enum config_registration */
	int		 registration_early;	/* allowed before NICK and USER are done */
	int		 registration_any_name;	/* allowed for names other than the nick */
	long long	 registrations_hour;	/* per address; 0: no limit */
	long long	 accounts_max;	/* 0: no limit */
	long long	 password_min;	/* bytes */

	char		*client_tag_deny;	/* as in CLIENTTAGDENY; NULL or empty: none */

	/* History. */
	int		 history;	/* enum config_history */
	int		 durability;	/* enum config_durability */
	long long	 history_lines;	/* per room; 0: no limit */
	long long	 history_days;	/* 0: forever */
	long long	 chathistory_max;
	int		 replay;	/* enum config_replay */
	long long	 replay_lines;
	long long	 welcome_lines;
	long long	 read_markers;
	long long	 absent_from_guests;
	long long	 rooms_kept;	/* empty rooms without a founder */
	long long	 rooms_owned;	/* per account */
	int		 closed_past;	/* keep a closed room's history when all members left */

	/* Encryption. */
	char		*tls_cert;	/* a file; NULL or empty: self-signed */
	char		*tls_key;	/* a file; NULL or empty: in tls_cert's file */
	int		 plaintext;	/* enum net_plaintext */

	/* Plain clients (nc and telnet). */
	int		 plain;		/* enum net_plain */
	long long	 silence_ms;
	long long	 silent_rate;
	long long	 silent_rate_all;

	/* Cloaking and connection limits. */
	int		 cloak;		/* hide addresses (moderation/cloak.h) */

	long long	 clients_per_address;	/* 0: no limit */
	long long	 connects_per_address;	/* a minute; 0: no limit */
	struct string_list exempt;	/* ranges without these limits */
	int		 exempt_loopback;

	/* Limits. */
	long long	 queue_max;	/* bytes of output per connection */
	long long	 queues_max;	/* bytes of output of all connections */
	long long	 max_clients;	/* 0: as many as there are descriptors for */
	long long	 ping_seconds;	/* idle time before a PING */
	long long	 ping_timeout;	/* time to answer it before the connection is closed */
	long long	 register_seconds;
	long long	 sessions_max;	/* connections per account */
	long long	 handshake_seconds;	/* of TLS */
	long long	 handshakes_max;	/* in progress; 0: no limit */
	long long	 rooms_per_user;
	long long	 members_per_room;	/* 0: no limit */
	long long	 joins_per_minute;	/* after rooms_per_user at once; 0: no limit */
	long long	 nicks_per_minute;	/* 0: no limit, also for the following */
	long long	 aways_per_minute;
	long long	 setnames_per_minute;
	long long	 modes_per_minute;
	long long	 topics_per_minute;
	long long	 invites_per_minute;
	long long	 renames_per_minute;
	long long	 targets_per_minute;	/* 0: no limit */
	long long	 list_max;	/* masks in one list of a room */
	long long	 topic_bytes;
	long long	 away_bytes;
	long long	 realname_bytes;
	long long	 targets_max;	/* of one message or KICK */
	long long	 monitor_max;	/* per session */
	long long	 whowas_max;	/* entries that WHOWAS remembers */
	long long	 inflight_max;	/* messages that have not settled, per session */
	long long	 multiline_lines;	/* of one message; 0: multiline messages are off */
	long long	 multiline_bytes;
	long long	 multiline_seconds;	/* time for each next line */
	long long	 flood_burst;	/* cost at once */
	long long	 flood_rate;	/* cost a second; 0: no limit */
	long long	 close_seconds;	/* for the last bytes of a closing connection */
};

extern const struct setting config_settings[];

/* Set the defaults. The name comes from the host's name. */
void	config_init(struct config *);
void	config_clear(struct config *);

/*
 * config_load.c. Load the settings into an uninitialised struct: the command line overrides the
 * file, which overrides the defaults. Returns 0, or the exit status (1: a wrong file or value,
 * 2: wrong usage) and sets *cause, one line per mistake. Call config_clear in both cases.
 */
int	config_load(struct config *, int argc, char **argv, char **cause);

/* Check that the values fit together. Returns 0, or -1 and sets *cause, one line per mistake. */
int	config_check(const struct config *, char **cause);

/*
 * Load the settings again and apply those that a reload may change. Returns 0 and sets *said to
 * the settings that need a restart, one line each (NULL: none), or returns -1, changes nothing
 * and sets *said to the cause.
 */
int	config_reload(struct config *, int argc, char **argv, char **said);

/* Return the operator of that name; NULL: none. */
const struct config_operator *config_operator(const struct config *,
	    const char *name);

/* Return the room that everybody joins at first; NULL: none. */
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

#endif
