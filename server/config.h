/*
 * config: the server's settings. One table (common/settings.h) stands behind
 * the command line, the file, --help, the sample file and the manual; main owns
 * the struct, everybody else reads it.
 */
#ifndef TCHAT_SERVER_CONFIG_H
#define TCHAT_SERVER_CONFIG_H

#include "common/settings.h"
#include "server/net/net.h"

/* A section "operator NAME". */
struct config_operator {
	char		*password;	/* its hash */
	struct setting_list hosts;	/* masks of host or user@host; empty: any */
};

enum config_history { CONFIG_HISTORY_NONE, CONFIG_HISTORY_MEMORY, CONFIG_HISTORY_SQLITE };
enum config_replay { CONFIG_REPLAY_NO, CONFIG_REPLAY_TIMED, CONFIG_REPLAY_ALL };
enum config_access { CONFIG_ACCESS_EVERYONE, CONFIG_ACCESS_ACCOUNTS };
enum config_registration { CONFIG_REGISTRATION_OPEN, CONFIG_REGISTRATION_INVITE, CONFIG_REGISTRATION_CLOSED };
enum config_durability { CONFIG_COMMIT, CONFIG_FSYNC };
enum { CONFIG_TARGETS_MAX = 20 };	/* targets_max is at most that */

struct config {
	/* Who we are and where. */
	char		*name;		/* valid (hostname_valid) after config_load */
	char		*network;
	struct setting_list listen;	/* empty: all addresses */
	long long	 port;		/* 0: any */
	char		*datadir;	/* NULL: the usual place */
	char		*file;		/* NULL: the usual place, if it is there */
	int		 test;
	int		 new_database;
	int		 verbose;
	int		 help;
	int		 version;

	/* What people find. */
	char		*lobby;		/* NULL or empty: none; see config_lobby */
	char		*motd;		/* a file, or NULL */
	char		*password;	/* PASS, or NULL */
	struct setting_list admin;	/* lines for ADMIN */
	struct setting_sections operators;	/* struct config_operator */
	int		 operator_plaintext;
	long long	 operator_tries;
	int		 access;	/* enum config_access */
	struct setting_list reserved_nicks;	/* masks */
	long long	 login_tries;
	long long	 password_iterations;	/* of accounts' new passwords */
	long long	 check_queue;

	/* Who makes accounts. */
	int		 registration;	/* enum config_registration */
	int		 registration_early;	/* before NICK and USER are done */
	int		 registration_any_name;	/* not the nick alone */
	long long	 registrations_hour;	/* from one address; 0: any number */
	long long	 accounts_max;	/* 0: any number */
	long long	 password_min;	/* bytes */

	char		*client_tag_deny;	/* as in CLIENTTAGDENY; NULL or empty: none */

	/* What is kept. */
	int		 history;	/* enum config_history */
	int		 durability;	/* enum config_durability */
	long long	 history_lines;	/* per room; 0: any number */
	long long	 history_days;	/* 0: for ever */
	long long	 chathistory_max;
	int		 replay;	/* enum config_replay */
	long long	 replay_lines;
	long long	 welcome_lines;
	long long	 read_markers;
	long long	 absent_from_guests;
	long long	 rooms_kept;	/* that nobody is in and nobody owns */
	long long	 rooms_owned;	/* by one account */
	int		 closed_past;	/* of closed rooms, when all have left */

	/* Encryption. */
	char		*tls_cert;	/* a file; NULL or empty: the server's own */
	char		*tls_key;	/* a file; NULL or empty: in that one */
	int		 plaintext;	/* enum net_plaintext */

	/* How plain peers come in. */
	int		 plain;		/* enum net_plain */
	long long	 silence_ms;
	long long	 silent_rate;
	long long	 silent_rate_all;

	/* Order. */
	int		 cloak;		/* addresses are not shown (proto/hosts.h) */

	long long	 clients_per_address;	/* 0: any number */
	long long	 connects_per_address;	/* a minute; 0: any number */
	struct setting_list exempt;	/* ranges for which these do not hold */
	int		 exempt_loopback;

	/* Limits. */
	long long	 queue_max;	/* bytes of output per connection */
	long long	 queues_max;	/* and of all */
	long long	 max_clients;	/* 0: as many as there are descriptors for */
	long long	 ping_seconds;	/* idle so long: PING */
	long long	 ping_timeout;	/* and so long without an answer: closed */
	long long	 register_seconds;
	long long	 sessions_max;	/* of one account */
	long long	 handshake_seconds;	/* of TLS */
	long long	 handshakes_max;	/* under way; 0: any number */
	long long	 rooms_per_user;
	long long	 members_per_room;	/* 0: any number */
	long long	 joins_per_minute;	/* past rooms_per_user at once; 0: any number */
	long long	 nicks_per_minute;	/* 0: any number; so for the next ones */
	long long	 aways_per_minute;
	long long	 setnames_per_minute;
	long long	 modes_per_minute;
	long long	 topics_per_minute;
	long long	 invites_per_minute;
	long long	 renames_per_minute;
	long long	 targets_per_minute;	/* 0: any number */
	long long	 list_max;	/* masks in one list of a room */
	long long	 topic_bytes;
	long long	 away_bytes;
	long long	 realname_bytes;
	long long	 targets_max;	/* of one message, of one KICK */
	long long	 monitor_max;	/* nicks watched, per session */
	long long	 whowas_max;	/* users remembered after they are gone */
	long long	 inflight_max;	/* messages not yet settled, per session */
	long long	 multiline_lines;	/* of one message; 0: no such messages */
	long long	 multiline_bytes;
	long long	 multiline_seconds;	/* for each next line */
	long long	 flood_burst;	/* cost at once */
	long long	 flood_rate;	/* cost a second; 0: no pacing */
	long long	 close_seconds;	/* for the last bytes of a closing connection */
};

extern const struct setting config_settings[];

/* The defaults; the name comes from the host's. */
void	config_init(struct config *);
void	config_clear(struct config *);

/*
 * config_load.c. The command line over the file over the defaults, into a struct that holds
 * nothing yet. 0, or the exit status (1: the file or a value, 2: usage) and *cause, a line for
 * each mistake; config_clear is right in any case.
 */
int	config_load(struct config *, int argc, char **argv, char **cause);

/* Do the values make sense together? 0, or -1 and *cause, a line each. */
int	config_check(const struct config *, char **cause);

/*
 * Load again and take over what may change. 0, and *said names what needs a restart, a line
 * each (NULL: nothing does); or -1, nothing has changed, and *said is the cause.
 */
int	config_reload(struct config *, int argc, char **argv, char **said);

/* The operator of that name; NULL: none. */
const struct config_operator *config_operator(const struct config *,
	    const char *name);

/* The room where all are put on entering; NULL: none. */
const char *config_lobby(const struct config *);

/* The folder for the data; the caller's. NULL and *cause: there is no home for it. */
char	*config_datadir(const struct config *, char **cause);
/* The file in it with the history. */
#define CONFIG_DATABASE "tchat.db"

/* What the network layer needs to know. */
void	config_net(const struct config *, struct net_settings *);

#endif
