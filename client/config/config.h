/*
 * config: the client's settings. One table (common/setting.h) defines the command line, tchat.conf, /set and --help.
 *
 * A struct client_config has the settings of one network, or of one room, as they apply there: the `room` sections that
 * fit override the command line, which overrides the network's `server` section, which overrides the rest of tchat.conf. Everyone but client/config only reads it, at each use, because /set changes it (live_settings.h).
 */
#ifndef TCHAT_CLIENT_CONFIG_CONFIG_H
#define TCHAT_CLIENT_CONFIG_CONFIG_H

#include "common/settings.h"

struct live_settings;

enum pager_when { PAGER_AUTO, PAGER_ALWAYS, PAGER_NEVER };

enum colours { COLOURS_AUTO, COLOURS_NONE, COLOURS_8, COLOURS_16, COLOURS_256, COLOURS_RGB };

enum hyperlinks { HYPERLINKS_AUTO, HYPERLINKS_ON, HYPERLINKS_OFF };

/* Print messages in line mode without marks. Auto: if a user types. */
enum spoken { SPOKEN_AUTO, SPOKEN_ON, SPOKEN_OFF };

/* How emoji sequences, and other graphemes that terminals count differently, are shown. */
enum emoji { EMOJI_AUTO, EMOJI_WHOLE, EMOJI_PARTS };

struct client_config {
	/* The settings: config_rows.h has them. */
#define SETTING SETTING_FIELD
#define NETWORK_SETTING SETTING_FIELD
#define ROOM_SETTING SETTING_FIELD
#include "client/config/config_rows.h"
#undef SETTING
#undef NETWORK_SETTING
#undef ROOM_SETTING

	/* Of a network only; 0 in the settings of a room. */
	char		*host;			/* NULL only with --help or --version */
	char		*network_key;		/* names what is stored for this network: its section, or "host:port" */
	char		*section;		/* the name of the network's `server` section; NULL: none */
	int		 help_all;		/* --help settings */
	int		 nick_given;		/* by the user: do not choose another */
	char		*username;		/* valid; from the login name */
	char		*identity;		/* the file with our own certificate; NULL: none */
	char		*password;		/* from password-file; NULL: none */
	int		 locale_replaced;	/* main replaced the locale by C.UTF-8; report it */
	struct live_settings *live;		/* where the values come from; NULL: they never change */
};

/* All settings; those that a `server` section may have, and a `room` section. */
extern const struct setting client_config_settings[], client_server_settings[],
	    client_room_settings[];

/* Return settings with all defaults, for tests and for what has no settings of its own. */
const struct client_config *client_config_defaults(void);

/* True if the user only wants to read: --follow, --since or --until. */
int	client_config_reads(const struct client_config *);

/* Return the room's name ("111" means #111), which the caller frees, or NULL with *cause if it is not valid. */
char	*client_room_name(const char *text, char **cause);

#endif
