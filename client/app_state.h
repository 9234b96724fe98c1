/*
 * app_state: the state of the controller, shared by client/app*.c. Only these files and their
 * tests include it.
 */
#ifndef TCHAT_CLIENT_APP_STATE_H
#define TCHAT_CLIENT_APP_STATE_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/commands/account.h"
#include "client/config/config.h"
#include "client/connection/connection.h"
#include "client/input/editor.h"
#include "client/input/search_query.h"
#include "client/input/secret_field.h"
#include "client/irc/session.h"
#include "client/model/model.h"
#include "client/view/view.h"

struct event;
struct event_base;
struct term_input;

enum {
	APP_SIGNALS = 5,
	APP_BUFFERS_MAX = 250	/* messages from strangers open at most this many queries */
};

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

	/* History. */
	TAILQ_HEAD(fetches, fetch) fetches;
	SLIST_HEAD(targets, target) targets;
	size_t		 ntargets;
	uint64_t	 targets_asked;	/* request id; 0: none */
	int		 targets_since_start;
	int64_t		 last_time;	/* of the newest event, by the server's clock */
	struct search_query search;	/* while results are shown */
	uint64_t	 searching;	/* request id; 0: answered */
	size_t		 search_limit;

	/* The password prompt. */
	struct account_question asking;
	struct secret_field typed;
	struct buf	 masked;	/* the input line with its password masked */

	STAILQ_HEAD(ban_wishes, ban_wish) bans;	/* the first waits for IRC_EV_PERSON */

	/* Read markers. */
	struct event	*mark;		/* timer: tell the server what was read */
	struct buffer	*marking;	/* the buffer that the timer runs for; never dereferenced */
	int		 focus_told;	/* the terminal reports its focus */
	int64_t		 last_key;	/* mono ms */
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
/* Returns the buffer of a room or user, or NULL. */
struct buffer *app_buffer(struct app *, struct view name);
/*
 * Returns the buffer for a reply: where the command was typed (the server buffer if that was
 * closed), else b, else the active one.
 */
struct buffer *app_answer_buffer(struct app *, const struct irc_event *,
	    struct buffer *b);
int	app_is_mention(const struct app *, const struct irc_event *);
/* Add the line that describes the event, if it has one, to b. b may be NULL. */
void	app_add(struct app *, struct buffer *, const struct irc_event *);
void	app_members_changed(struct app *, const struct buffer *);
/* Hide a visitor, who joined only to send a message: remove the JOIN, and show no PART or QUIT. */
void	app_fold_visitor(struct buffer *, struct view nick);
/* Mark a room as left: clear its members; rejoin it after a reconnect if told to. */
void	app_leave(struct app *, struct buffer *, int rejoin);

/* app_events.c: returns the buffer for a message. The first message of a user opens a query. */
struct buffer *app_message_buffer(struct app *, const struct irc_event *);

/* history/scrollback.c: deciding which history to fetch. */
/* After a join or rejoin: fetch the missed messages, or the latest. */
void	app_past_resume(struct app *, struct buffer *);
/* After scrolling (down: towards the newest line): fetch the history near the view. */
void	app_past_look(struct app *, int down);
void	app_past_forget(struct app *, const struct buffer *);
/* Scroll the active buffer to that message, and fetch the messages around it. */
void	app_past_go(struct app *, struct buffer *, const struct line *);
/* Scroll back this many lines. */
void	app_past_back(struct app *, size_t lines);
/* Scroll to the first unread message. Returns 0, or -1 if there is none. */
int	app_past_first_unread(struct app *);
void	app_past_changed(struct app *, const struct buffer *);

/* history/page.c: adding fetched history. */
void	app_past_line(struct app *, const struct irc_event *);
int	app_past_fetched(struct app *, const struct irc_event *);
/* An own unconfirmed message was found in fetched history. Returns 1 if the page has its line now, else 0. */
int	app_past_found(struct app *, const struct irc_event *, struct buffer *,
	    struct line *);
void	app_past_scroll(struct app *, struct buffer *, struct line *,
	    enum view_at);

/* history/targets.c: queries with new messages since the last run. */
void	app_targets_ask(struct app *, int64_t now);
void	app_targets_clear(struct app *);
app_handler app_on_target, app_targets_read;
int	app_targets_fetched(struct app *, const struct irc_event *);

/* history/read_markers.c: read markers. */
app_handler app_on_read;
void	app_marks_settle(struct app *);	/* call after every event */
void	app_mark_cb(int fd, short what, void *app);
void	app_marks_begin(struct buffer *, int64_t now);
void	app_focus(struct app *, int focused);

/* history/message_search.c */
/* Start a search. Returns 0, or -1 with *cause. */
int	app_search(struct app *, struct view words, char **cause);
void	app_search_close(struct app *);
void	app_search_line(struct app *, const struct irc_event *);
int	app_search_fetched(struct app *, const struct irc_event *);
/* Handle keys while results are shown. Leaves in *bytes the keys after the results closed. */
void	app_search_keys(struct app *, struct view *bytes);
void	app_search_move(struct app *, int by);

/* app_run_account.c */
/* Handle keys of the password prompt. Leaves in *bytes the keys after the prompt closed. */
void	app_ask_keys(struct app *, struct view *bytes);
int	app_ask_paste(struct app *, struct view text);	/* 1: the prompt took it */
/* Mask a password in the input line. */
void	app_mask_input(struct app *, struct input_state *);
/* True if a line typed here contains a password; sets *at to its offset. */
int	app_is_secret(const struct app *, struct view line, size_t *at);
app_handler app_on_login;

/* commands/ban.c */
app_handler app_on_person;
void	app_bans_clear(struct app *);

/* commands/connection.c: explain why tchat does not connect, and what the user can do. */
void	app_explain_refusal(struct app *, const char *reason);

/* app_redacted.c */
app_handler app_on_redacted;

/* app_say.c: own messages, from typing to confirmation. */
void	app_say(struct app *, struct buffer *, enum irc_message, struct view);
void	app_sent(struct app *, const struct irc_event *);
void	app_not_sent(struct app *, const struct irc_event *);
void	app_count_unsent(struct app *);
/* Send again the refused messages of the active buffer. */
void	app_retry(struct app *);
void	app_came_back(struct app *);	/* reconnected: count the messages written offline */

/* app_commands.c: run a line of input. Returns 1 if it must stay in the input line, with the cursor at *point. */
int	app_enter(struct app *, struct view line, size_t *point);

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

/* commands/help.c */
void	app_help(struct app *, struct view about);

#endif
