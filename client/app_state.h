/*
 * app_state: the state of the full screen. Only the files client/app*.c and their tests include it.
 */
#ifndef TCHAT_CLIENT_APP_STATE_H
#define TCHAT_CLIENT_APP_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "client/commands/context.h"
#include "client/config/config.h"
#include "client/connection/connection.h"
#include "client/history/message_search.h"
#include "client/history/read_markers.h"
#include "client/history/scrollback.h"
#include "client/history/targets.h"
#include "client/input/editor.h"
#include "client/input/secret_field.h"
#include "client/irc/session.h"
#include "client/model/model.h"
#include "client/own_messages.h"
#include "client/rooms.h"
#include "client/view/glyph_probe.h"
#include "client/view/view.h"

struct event;
struct event_base;
struct term_input;

enum { APP_SIGNALS = 5 };

struct app {
	struct event_base	*base;
	const struct client_config *config;
	struct connection	*connection;
	struct irc_session	*session;	/* the connection's */
	struct model		*model;
	struct rooms		*rooms;
	struct own_messages	*own_messages;
	struct scrollback	*scrollback;
	struct targets		*targets;
	struct message_search	*search;
	struct read_markers	*read_markers;
	struct command_context	 commands;

	/* The screen. */
	struct view_state	 view;
	struct canvas		*canvas;
	struct glyph_probe	 probe;		/* how the terminal counts columns */
	int			 on_screen;	/* the screen is open */
	struct event		*frame;		/* timer: draws the next frame */
	int			 frame_pending;
	int64_t			 last_frame;	/* mono ms */
	struct event		*countdown;	/* timer: shows the seconds until the next attempt to connect */
	struct event		*signals[APP_SIGNALS];

	/* The keyboard. */
	struct event		*input;			/* stdin; priority 0 */
	struct event		*key_timer;		/* ends an incomplete key or paste */
	struct term_input	*term_input;
	unsigned		 may_read_calls;
	int			 editing;		/* the editor is open */
	int			 interrupts;		/* how often Ctrl-C was pressed on an empty line */
	char			*retry_key, *gap_key;	/* the keys bound to these actions */
	struct secret_field	 password;		/* typed at the password prompt */
	struct buf		 masked;		/* the input line with its password masked */
	struct buf		 trust_typed;		/* a /trust line, as far as the user typed it by hand */
	int			 not_trust;		/* the input line was pasted, or is another command */

	int			 was_online;		/* in this run */
	int			 offline_reported;	/* in the rooms, since the connection was lost */
	int			 quitting;
	int			 status;		/* the exit status */
	char			*exit_message;		/* to print on stderr after the screen is closed; or NULL */
};

/* Create and free the whole client but the terminal. For app_run, and for tests. */
struct app *app_new(struct event_base *, const struct client_config *);
void	app_free(struct app *);

#endif
