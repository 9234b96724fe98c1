/*
 * app_state: the state of the full screen. Only the files client/app*.c and their tests include it.
 */
#ifndef TCHAT_CLIENT_APP_STATE_H
#define TCHAT_CLIENT_APP_STATE_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/answer_pages.h"
#include "client/commands/context.h"
#include "client/config/config.h"
#include "client/connection/connection.h"
#include "client/history/message_search.h"
#include "client/history/read_markers.h"
#include "client/history/scrollback.h"
#include "client/history/targets.h"
#include "client/input/editor.h"
#include "client/input/external_editor.h"
#include "client/input/secret_field.h"
#include "client/irc/session.h"
#include "client/model/model.h"
#include "client/own_messages.h"
#include "client/rooms.h"
#include "client/saved_state.h"
#include "client/view/glyph_probe.h"
#include "client/view/themes.h"
#include "client/view/view.h"

struct event;
struct event_base;
struct notifier;
struct term_input;

enum { APP_SIGNALS = 5 };

/*
 * The parts that serve one network: its connection, and what acts on its session and its buffers. The keyboard goes to
 * the network of the active buffer.
 */
struct app_network {
	struct app		*app;
	const struct client_config *config;
	struct network		*network;	/* the model's */
	struct connection	*connection;
	struct irc_session	*session;	/* the connection's */
	struct rooms		*rooms;
	struct answer_pages		*answer_pages;
	struct own_messages	*own_messages;
	struct scrollback	*scrollback;
	struct targets		*targets;
	struct message_search	*search;
	struct read_markers	*read_markers;
	struct state_files	*state_files;
	struct attention_store	*attention;
	struct saved_state	*saved;
	struct command_context	 commands;
	struct event		*countdown;	/* timer: shows the seconds until the next attempt to connect */

	int			 was_online;	/* in this run */
	int			 offline_reported;	/* in the rooms, since the connection was lost */

	TAILQ_ENTRY(app_network) link;
};

struct app {
	struct event_base	*base;
	const struct client_config *config;
	struct model		*model;
	TAILQ_HEAD(app_networks, app_network) networks;	/* one today */

	/* The screen. */
	struct view_state	 view;
	struct canvas		*canvas;
	struct glyph_probe	 probe;		/* how the terminal counts columns */
	struct theme_background	 background;	/* the terminal's */
	int64_t			 background_asked;	/* mono ms; 0: it was not asked for it */
	int			 on_screen;	/* the screen is open */
	struct event		*frame;		/* timer: draws the next frame */
	int			 frame_pending;
	int64_t			 last_frame;	/* mono ms */
	struct event		*signals[APP_SIGNALS];
	struct notifier		*notifier;

	/* The keyboard. */
	struct event		*input;			/* stdin; priority 0 */
	struct event		*key_timer;		/* ends an incomplete key or paste */
	struct term_input	*term_input;
	unsigned		 may_read_calls;
	int			 editing;		/* the editor is open */
	struct event		*save_timer;		/* saves what was typed and read */
	int64_t			 save_due;		/* when; mono ms; 0: not set */
	uint64_t		 history_of;		/* the id of the buffer whose input history the editor has */
	int			 text_moves;		/* the text goes to the first room that is shown */
	struct external_editor	 edit;			/* of the input line; it has the terminal while it runs */
	struct event		*child;			/* signal: the editor ended; NULL: none runs */
	int			 screen_lent;		/* to the editor */
	struct buf		 paste;			/* waits for an answer what to do with it; empty: none waits */
	struct buf		 paste_question;
	int			 paste_lines;		/* it can be sent as fewer messages than lines */
	int64_t			 pasted_at;		/* mono ms */
	int			 interrupts;		/* how often Ctrl-C was pressed on an empty line */
	char			*retry_key, *gap_key;	/* the keys bound to these actions */
	char			*fold_key, *bottom_key;
	struct secret_field	 password;		/* typed at the password prompt */
	struct spelling		*spelling;		/* NULL: not loaded */
	size_t			 spelling_from, spelling_len;	/* the word for which others are suggested */
	struct input_mark	*marks;			/* in the input line */
	size_t			 nmarks;
	struct buf		 masked;		/* the input line with its password masked */
	struct buf		 trust_typed;		/* a /trust line, as far as the user typed it by hand */
	int			 not_trust;		/* the input line was pasted, or is another command */

	struct pager		*closed_page;	/* the last page that was closed, or not shown; NULL: none */
	int			 hint;		/* show a new user what to do, in the first room */

	int			 left_bare;		/* the key that is being handled has closed the bare view */
	uint64_t		 copy_from;		/* the buffer whose messages the chooser of messages has */

	int			 quitting;
	int			 status;		/* the exit status */
	char			*exit_message;		/* to print on stderr after the screen is closed; or NULL */
};

/* Return the network of a buffer, and of the active buffer. */
struct app_network *app_network_of(const struct app *, const struct buffer *);
struct app_network *app_network_active(const struct app *);

/* Create and free the whole client but the terminal. For app_run, and for tests. */
struct app *app_new(struct event_base *, const struct client_config *);
void	app_free(struct app *);

#endif
