/*
 * live_settings: changes settings while tchat runs (/set), for all networks, one network, or one room; and saves them.
 *
 * A struct client_config that client_config_load has filled keeps here where its values come from: the command line,
 * the sections of tchat.conf and the rest of it. A change is made in one of these layers, checked like a value at the
 * start, and then shows in the struct client_config of the network and of its rooms, which stay where they are.
 */
#ifndef TCHAT_CLIENT_CONFIG_LIVE_SETTINGS_H
#define TCHAT_CLIENT_CONFIG_LIVE_SETTINGS_H

#include "client/config/config.h"
#include "common/view.h"

enum settings_scope {
	SETTINGS_GLOBAL,
	SETTINGS_SERVER,	/* one network */
	SETTINGS_ROOM		/* one room or query of a network */
};

/* Where a setting is changed. */
struct settings_place {
	enum settings_scope	 scope;
	struct view		 room;	/* for SETTINGS_ROOM */
};

/* For client_config_load. file: tchat.conf, or NULL if the user has no home; must_exist: -f named it. */
struct live_settings *live_settings_new(const char *file, int must_exist);
void	live_settings_free(struct live_settings *);
/* Read the file, if it exists. Returns 0, or -1 with *cause. */
int	live_settings_read(struct live_settings *, char **cause);
/* Return what the file has, with its sections. */
const struct client_config *live_settings_base(const struct live_settings *);
/* Read the command line, as settings_args. */
int	live_settings_args(struct live_settings *, int argc, char **argv,
	    char **cause);
/* Take a port from the command line's arguments. */
void	live_settings_port(struct live_settings *, long long port);
/* Return the name of the section for a host and a port (0: the default), or for a name; NULL: there is none. */
const char *live_settings_server(const struct live_settings *,
	    struct view host, long long port);
/*
 * Fill in the settings of a network, which is the section of that name, or a host without one. They then belong to the
 * live settings: one network today. Returns 0, or -1 with *cause.
 */
int	live_settings_network(struct live_settings *, struct client_config *,
	    const char *section, struct view host, char **cause);

/*
 * Return the settings of a room or query of that network. They are valid and stay where they are as long as the
 * network's; but after a change, another struct may be the right one for the room.
 */
const struct client_config *client_config_room(const struct client_config *,
	    struct view room);

/* Return the table of the settings that can be changed in that place. */
const struct setting *live_settings_table(enum settings_scope);

/*
 * Set a value in that place; with NULL, unset it. Returns 0, or -1 with *cause and nothing changed. Calls the watcher.
 */
int	live_settings_set(const struct client_config *,
	    const struct settings_place *,	    const char *name, const char *value, char **cause);

/* The value of a setting in a place, and where it comes from. */
enum settings_source {
	SOURCE_DEFAULT, SOURCE_GLOBAL, SOURCE_SERVER, SOURCE_ARGUMENTS, SOURCE_ROOM
};

/*
 * Return where the value of a setting comes from in that place. *section is then the section's title, valid until the
 * next change, or NULL.
 */
enum settings_source live_settings_source(const struct client_config *,
	    const struct settings_place *, const char *name,
	    const char **section);

/* Return the path of tchat.conf, or NULL if the user has no home. */
const char *live_settings_file(const struct client_config *);
/* Add what /save would write to the list: "nick = ana", "server work: port = 6697", "bell: unset". */
void	live_settings_unsaved(const struct client_config *,
	    struct string_list *);
/*
 * Write what was changed into tchat.conf, and leave the rest of the file as it is. Returns 0, or -1 with *cause and the
 * file unchanged: it was changed since it was read, has mistakes, or cannot be read or written.
 */
int	live_settings_save(const struct client_config *, char **cause);
/* Read tchat.conf again, and keep what was changed and not saved. Returns 0, or -1 with *cause and nothing changed. */
int	live_settings_reload(const struct client_config *, char **cause);

/* Call fn after each change, for each setting whose value changed for the network or one of its rooms. */
typedef void settings_watch_fn(const char *name, void *ctx);
void	live_settings_watch(const struct client_config *, settings_watch_fn *,
	    void *ctx);
/* Call fn before each change by live_settings_set: it returns 0, or -1 with *cause to refuse the value. */
typedef int settings_verify_fn(const char *name, const char *value, void *ctx,
	    char **cause);
void	live_settings_verify(const struct client_config *,
	    settings_verify_fn *, void *ctx);

#endif
