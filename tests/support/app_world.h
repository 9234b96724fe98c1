/*
 * app_world: the whole client except the terminal, for tests: keys in, a picture out, and a server
 * that the test plays on a real socket.
 */
#ifndef TCHAT_TESTS_SUPPORT_APP_WORLD_H
#define TCHAT_TESTS_SUPPORT_APP_WORLD_H

#include <stddef.h>

#include "client/config/config_load.h"
#include "client/model/buffer.h"
#include "common/buf.h"
#include "common/view.h"

struct app;
struct event_base;

struct world {
	struct event_base	*base;
	struct client_config	 config;
	struct app		*app;
	int			 listener, peer;
	int			 nick_given;	/* like the option -n */
	char			*state_dir;	/* $XDG_STATE_HOME, unless the test sets another one */
	int			 save_state;	/* save state under $XDG_STATE_HOME, which the test sets */
	/* Called with each line from the client, to answer it. NULL: answer nothing. */
	void			(*answer)(struct view line, struct buf *out);
	const char		*caps;		/* capabilities that the server offers */
	struct buf		 in, out;	/* context of answer */
	struct buf		 got;		/* lines from the client since the last look */
	struct buf		 picture;
};

extern struct world world;

/* cmocka's setup and teardown: a listening server; everything is freed. */
int	world_setup(void **state);
int	world_teardown(void **state);

/* Start the client with the nick "me" and this number of -r ROOM. */
void	world_start(int rooms, ...);
void	world_accept(void);	/* accept its connection */
void	world_welcome(void);	/* register it, with world.caps */
void	world_join(const char *room);	/* it joined this room, where bo is */
void	world_break(void);
/* End the client as a user or a signal does, but for the terminal; then world_start begins another one. */
void	world_end(void);

void	world_turn(void);	/* turns of the loop */
/* Send this from the server, and wait until the client has read it. */
void	world_serve(const char *fmt, ...)
	    __attribute__((format(printf, 1, 2)));
/* Wait until the client has sent text, and forget everything up to it. */
void	world_expect(const char *text);

void	world_keys(const char *text);
const char *world_picture(void);
void	world_shows(const char *text);
void	world_hides(const char *text);
void	world_until_shows(const char *text);	/* wait */

/* Return the line this many above the newest. */
struct line *world_line(const struct buffer *, size_t from_end);

#endif
