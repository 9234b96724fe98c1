/*
 * config: the client's settings. One table (common/setting.h) defines the command line,
 * tchat.conf and --help. main owns the struct; everyone else only reads it.
 */
#ifndef TCHAT_CLIENT_CONFIG_CONFIG_H
#define TCHAT_CLIENT_CONFIG_CONFIG_H

#include "common/settings.h"

enum colours { COLOURS_AUTO, COLOURS_NONE, COLOURS_8, COLOURS_16, COLOURS_256 };

struct client_config {
	/* Server and user. */
	char		*host;		/* NULL only with help or version */
	long long	 port;
	char		*nick;		/* valid; default: the login name */
	int		 nick_given;	/* set by the user: do not choose another */
	char		*username;	/* valid */
	char		*realname;	/* NULL: the nick */
	struct string_list rooms;	/* valid names */

	/* Security. */
	int		 tls;
	char		*fingerprint;	/* NULL: any; valid */
	char		*known_hosts;	/* a file; NULL: no home */
	int		 certificate;	/* send the client's own certificate */
	char		*identity;	/* the file with that certificate and its key; NULL: none */
	char		*account;	/* to log in as; NULL: the nick */
	char		*password_file;	/* NULL: none */
	char		*password;	/* from that file */
	long long	 max_iterations; /* of SCRAM: refuse a server that asks for more */

	/* Interface. */
	int		 plain;		/* line mode */
	int		 mouse;
	int		 bell;		/* on a mention */
	long long	 scrollback;	/* lines per room */
	long long	 history_lines;	/* of history, fetched at a time */
	char		*time_format;	/* strftime */
	int		 room_list;	/* enum pane_show */
	int		 member_list;
	int		 colours;	/* enum colours */

	char		*file;
	int		 verbose;
	int		 help;
	int		 version;

	int		 locale_replaced;	/* main replaced the locale by C.UTF-8; report it */
};

extern const struct setting client_config_settings[];

/*
 * Load the settings into an empty struct: the command line overrides the file, which overrides the
 * defaults. Returns 0, or the exit status (1: the file or a value is wrong, 2: usage) with *cause.
 * Call client_config_clear in any case.
 */
int	client_config_load(struct client_config *, int argc, char **argv,
	    char **cause);
void	client_config_clear(struct client_config *);

/* Return the room's name ("111" means #111), which the caller frees, or NULL with *cause if it is not valid. */
char	*client_room_name(const char *text, char **cause);

#endif
