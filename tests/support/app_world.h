/*
 * app_world: the whole client but for the terminal, for tests: keys in, a picture out, and a
 * server that the test plays on a real socket.
 */
#ifndef TCHAT_TESTS_SUPPORT_APP_WORLD_H
#define TCHAT_TESTS_SUPPORT_APP_WORLD_H

#include <stddef.h>

#include "client/config/config.h"
#include "client/model/buffer.h"
#include "common/buf.h"
#include "common/view.h"

struct app;
struct event_base;

struct world {
	struct event_base *base;
	struct client_config config;
	struct app *app;
	int listener, peer;
	int nick_given;	/* as if by -n */
	/* Each line from the client goes here: what is to be answered. NULL: nothing is. */
	void (*answer)(struct view line, struct buf *out);
	const char *caps;	/* what the server offers */
	struct buf in, out;	/* for that */
	struct buf got;		/* lines from the client since the last look */
	struct buf picture;
};

extern struct world world;

/* For cmocka: a listening server; all is gone. */
int	world_setup(void **state);
int	world_teardown(void **state);

/* The client, called me, with so many -r ROOM. */
void	world_start(int rooms, ...);
void	world_accept(void);	/* its connection */
void	world_welcome(void);	/* registers it, with world.caps */
void	world_join(const char *room);	/* it is in there, with bo */
void	world_break(void);

void	world_turn(void);	/* of the loop */
/* The server says something, and the client has read it all. */
void	world_serve(const char *fmt, ...)
	    __attribute__((format(printf, 1, 2)));
/* Wait until the client has sent text, and forget all up to it. */
void	world_expect(const char *text);

void	world_keys(const char *text);
const char *world_picture(void);
void	world_shows(const char *text);
void	world_hides(const char *text);
void	world_until_shows(const char *text);	/* waits */

/* The line so many above the newest. */
struct line *world_line(const struct buffer *, size_t from_end);

#endif
