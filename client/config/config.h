/*
 * config: the client's settings. One table (common/setting.h) defines the command line,
 * tchat.conf and --help. main owns the struct; everyone else only reads it.
 */
#ifndef TCHAT_CLIENT_CONFIG_CONFIG_H
#define TCHAT_CLIENT_CONFIG_CONFIG_H

#include "common/settings.h"

enum colours { COLOURS_AUTO, COLOURS_NONE, COLOURS_8, COLOURS_16, COLOURS_256 };

enum hyperlinks { HYPERLINKS_AUTO, HYPERLINKS_ON, HYPERLINKS_OFF };

/* How emoji sequences, and other graphemes that terminals count differently, are shown. */
enum emoji { EMOJI_AUTO, EMOJI_WHOLE, EMOJI_PARTS };

struct client_config {
	/* The settings: config_rows.h has them. */
#define SETTING SETTING_FIELD
#include "client/config/config_rows.h"
#undef SETTING

	/* Found by client_config_load. */
	char		*host;			/* from the command line; NULL only with --help or --version */
	char		*network_key;		/* names what is stored for this network; safe as a file name */
	int		 help_all;		/* --help settings */
	int		 nick_given;		/* by the user: do not choose another */
	char		*username;		/* valid; from the login name */
	char		*identity;		/* the file with our own certificate; NULL: none */
	char		*password;		/* from password-file; NULL: none */

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
