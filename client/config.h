/*
 * config: the client's settings. One table (common/settings.h) stands behind the
 * command line, tchat.conf, --help and the manual; main owns the struct, everybody
 * else reads it.
 */
#ifndef TCHAT_CLIENT_CONFIG_H
#define TCHAT_CLIENT_CONFIG_H

#include "common/settings.h"

enum colours { COLOURS_AUTO, COLOURS_NONE, COLOURS_8, COLOURS_16, COLOURS_256 };

struct client_config {
	/* Where to, and as whom. */
	char		*host;		/* NULL only with help or version */
	long long	 port;
	char		*nick;		/* valid; from the login name when not given */
	int		 nick_given;	/* the user wants this one and no other */
	char		*username;	/* valid */
	char		*realname;	/* NULL: the nick */
	struct setting_list rooms;	/* valid names */

	/* How safely. */
	int		 tls;
	char		*fingerprint;	/* NULL: any; valid */
	char		*known_hosts;	/* a file; NULL: there is no home */
	int		 certificate;	/* show our own */
	char		*identity;	/* the file with it; NULL: none */
	char		*account;	/* to log in as; NULL: the nick */
	char		*password_file;	/* NULL: none */
	char		*password;	/* from there */
	long long	 max_iterations; /* of SCRAM */

	/* What it looks like. */
	int		 plain;		/* line mode */
	int		 mouse;
	int		 bell;		/* on a mention */
	long long	 scrollback;	/* lines per room */
	long long	 history_lines;	/* of the past, at once */
	char		*time_format;	/* strftime */
	int		 room_list;	/* enum pane_show */
	int		 member_list;
	int		 colours;	/* enum colours */

	char		*file;
	int		 verbose;
	int		 help;
	int		 version;

	int		 locale_replaced;	/* main put C.UTF-8 in its place: to be said */
};

extern const struct setting client_config_settings[];

/*
 * The command line over the file over the defaults, into a struct that holds
 * nothing yet. 0, or the exit status (1: the file or a value, 2: usage) and *cause;
 * client_config_clear is right in any case.
 */
int	client_config_load(struct client_config *, int argc, char **argv,
	    char **cause);
void	client_config_clear(struct client_config *);

/* "111" is #111: the room's name, the caller's; NULL and *cause if it cannot be one. */
char	*client_room_name(const char *text, char **cause);

#endif
