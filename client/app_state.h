/*
 * app_state: the state of the controller, shared by client/app*.c. Only these files and their
 * tests include it.
 */
#ifndef TCHAT_CLIENT_APP_STATE_H
#define TCHAT_CLIENT_APP_STATE_H

#include <sys/queue.h>

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
#include "client/view/view.h"

struct event;
struct event_base;
struct term_input;

enum { APP_SIGNALS = 5 };

struct app {
	struct event_base		*base;
	const struct client_config	*config;
	struct connection			*online;
	struct model			*model;
	struct view_state		 view;
	struct canvas			*canvas;
	struct term_input		*term_input;
	struct event			*input;		/* stdin; priority 0 */
	struct event			*key_timer;	/* ends an incomplete key or paste */
	struct event			*frame;
	struct event			*second;	/* redraws the countdown to the next attempt */
	struct event			*signals[APP_SIGNALS];

	int		 on_screen;	/* the screen is open */
	int		 editing;	/* the editor is open */
	int		 frame_set;
	int64_t		 last_frame;	/* mono ms */
	unsigned	 asked;		/* how often the link asked whether it may read */

	struct scrollback	*scrollback;
	struct targets		*targets;
	struct message_search	*search;
	struct read_markers	*read_markers;

	/* The password prompt. */
	struct secret_field typed;
	struct buf	 masked;	/* the input line with its password masked */

	struct command_context commands;

	char		*retry_key, *gap_key;	/* the keys bound to these actions */

	struct buf	 trust_typed;	/* a /trust line, as far as the user typed it by hand */
	int		 not_trust;	/* the input line was pasted, or is another command */

	char		*listing;	/* the room whose NAMES reply is arriving; or NULL */
	int		 placed;	/* the first room was activated */
	int		 told_full;	/* reported the limit of windows */
	int		 back;		/* this is a reconnection */
	int		 gap;		/* offline, and reported in the rooms */
	size_t		 overdue;	/* messages written offline, now being sent */
	size_t		 overdue_sent;

	int		 leaving;	/* Ctrl-C was pressed on an empty line */
	int		 quitting;
	int		 status;
	struct buf	 notices;	/* lines from the connection, to show in the first room */
	char		*farewell;	/* reason to print on stderr after the screen is closed */
};

/* app.c */
struct app *app_new(struct event_base *, const struct client_config *);
void	app_free(struct app *);
void	app_open_screen(struct app *);
void	app_quit(struct app *, struct view reason);
/* Show a buffer. Saves the draft of the previous one and restores the draft of this one. */
void	app_activate(struct app *, struct buffer *);
void	app_close(struct app *, struct buffer *);
struct irc_session *app_session(struct app *);

/* app_draw.c */
void	app_draw(struct app *);		/* draw all dirty panes now */
void	app_draw_keys(struct app *);	/* after keys: draw the input line at once */
void	app_schedule(struct app *);	/* schedule a frame if a pane is dirty */
void	app_frame_cb(int fd, short what, void *app);
void	app_resize(struct app *);

/* app_events.c */
void	app_event(const struct irc_event *, void *app);
void	app_link_state(enum link_state, const char *reason, int ms, void *app);
void	app_notice(const char *text, void *app);
/* Show the notices that arrived before the first room was open. */
void	app_show_notice(struct app *);

/* app_rooms.c */
typedef void app_handler(struct app *, const struct irc_event *);
app_handler app_on_join, app_on_part, app_on_kick, app_on_quit, app_on_nick,
    app_on_topic, app_on_mode, app_on_rank, app_on_names, app_on_names_end;
/* Add the line that describes the event, if it has one, to b. b may be NULL. */
void	app_add(struct app *, struct buffer *, const struct irc_event *);
void	app_members_changed(struct app *, const struct buffer *);
/* Hide a visitor, who joined only to send a message: remove the JOIN, and show no PART or QUIT. */
void	app_fold_visitor(struct buffer *, struct view nick);
/* Mark a room as left: clear its members; rejoin it after a reconnect if told to. */
void	app_leave(struct app *, struct buffer *, int rejoin);

/* app_run_account.c */
/* Handle keys of the password prompt. Leaves in *bytes the keys after the prompt closed. */
void	app_ask_keys(struct app *, struct view *bytes);
int	app_ask_paste(struct app *, struct view text);	/* 1: the prompt took it */
/* Mask a password in the input line. */
void	app_mask_input(struct app *, struct input_state *);
/* True if a line typed here contains a password; sets *at to its offset. */
int	app_is_secret(const struct app *, struct view line, size_t *at);
app_handler app_on_login;

/* app_trust.c */
void	app_trust_keys(struct app *, struct view bytes);	/* keys typed in the input line */
void	app_trust_pasted(struct app *);	/* text came into the line in another way */
/* True if the user typed this fingerprint by hand, in a /trust line. */
int	app_trust_is_typed(const struct app *, struct view fingerprint);
/* Explain why tchat does not connect, and what the user can do. */
void	app_explain_refusal(struct app *, const char *reason);

/* app_say.c: own messages, from typing to confirmation. */
void	app_say(struct app *, struct buffer *, enum irc_message, struct view);
void	app_sent(struct app *, const struct irc_event *);
void	app_not_sent(struct app *, const struct irc_event *);
void	app_count_unsent(struct app *);
/* Send again the refused messages of the active buffer. */
void	app_retry(struct app *);
void	app_came_back(struct app *);	/* reconnected: count the messages written offline */

/* app_commands.c */
void	app_commands_init(struct app *);
/* Run a line of input. Returns 1 if it must stay in the input line, with the cursor at *point. */
int	app_enter(struct app *, struct view line, size_t *point);
void	app_run_command(struct app *, struct view line);	/* for a key that does the same as a command */
app_handler app_on_whox;

/* app_input.c */
void	app_input_prepare(struct app *);	/* set up the keyboard; do not read it yet */
void	app_input_open(struct app *);
void	app_input_close(struct app *);
void	app_input_state(struct app *, struct input_state *);
void	app_input_save(struct app *);	/* store the typed text as the draft of the active buffer */
void	app_input_load(struct app *);	/* restore it */
int	app_may_read(void *app);

/* app_actions.c: see editor_ops. */
void	app_action(enum editor_action, int arg, void *app);

#endif
