/*
 * app_state: the controller's inside, which the files client/app*.c share; nobody
 * else but their tests includes it.
 */
#ifndef TCHAT_CLIENT_APP_STATE_H
#define TCHAT_CLIENT_APP_STATE_H

#include <sys/queue.h>

#include <stddef.h>
#include <stdint.h>

#include "client/account_run.h"
#include "client/config.h"
#include "client/input/editor.h"
#include "client/input/search_query.h"
#include "client/input/secret_field.h"
#include "client/irc/session.h"
#include "client/model/model.h"
#include "client/connection.h"
#include "client/view/view.h"

struct event;
struct event_base;
struct term;

enum {
	APP_SIGNALS = 5,
	APP_BUFFERS_MAX = 250	/* strangers open no more queries than that */
};

struct app {
	struct event_base		*base;
	const struct client_config	*config;
	struct connection			*online;
	struct model			*model;
	struct view_state		 view;
	struct canvas			*canvas;
	struct term			*term;
	struct event			*input;		/* stdin; priority 0 */
	struct event			*key_timer;	/* half a key, half a paste */
	struct event			*frame;
	struct event			*second;	/* counts down to the next try */
	struct event			*signals[APP_SIGNALS];

	int		 on_screen;	/* the terminal is ours */
	int		 editing;	/* the editor is open */
	int		 frame_set;
	int64_t		 last_frame;	/* mono ms */
	unsigned	 asked;		/* by the link, whether it may read */

	/* The past. */
	TAILQ_HEAD(fetches, fetch) fetches;
	SLIST_HEAD(targets, target) targets;
	size_t		 ntargets;
	uint64_t	 targets_asked;	/* 0: not */
	int		 targets_since_start;
	int64_t		 last_time;	/* of the newest event, by the server */
	struct search_query search;	/* while results are shown */
	uint64_t	 searching;	/* the question; 0: it is answered */
	size_t		 search_limit;

	/* A password that is asked for. */
	struct account_question asking;
	struct secret_field typed;
	struct buf	 masked;	/* the input line, without what is secret */

	STAILQ_HEAD(ban_wishes, ban_wish) bans;	/* the first waits for IRC_EV_PERSON */

	/* What was read. */
	struct event	*mark;		/* soon the server is told */
	struct buffer	*marking;	/* which one; not to be followed */
	int		 focus_told;	/* the terminal tells who has the focus */
	int64_t		 last_key;	/* mono ms */
	char		*retry_key, *gap_key;	/* as they are bound */

	struct buf	 trust_typed;	/* a /trust line, as far as it was typed by hand */
	int		 not_trust;	/* the input line was pasted, or began otherwise */

	char		*listing;	/* the room whose names are coming; NULL */
	int		 placed;	/* the first room has been gone to */
	int		 told_full;	/* that no more windows are opened */
	int		 back;		/* was online before this connection */
	int		 gap;		/* offline, and the rooms say so */
	size_t		 overdue;	/* messages written offline, now being sent */
	size_t		 overdue_sent;

	int		 leaving;	/* Ctrl-C came on an empty line */
	int		 quitting;
	int		 status;
	struct buf	 notices;	/* of the connection, for the first room; lines */
	char		*farewell;	/* why, for stderr, when the screen is gone */
};

/* app.c */
struct app *app_new(struct event_base *, const struct client_config *);
void	app_free(struct app *);
void	app_open_screen(struct app *);
void	app_quit(struct app *, struct view reason);
/* Look at a buffer: the draft of the one left is kept, its own is put back. */
void	app_activate(struct app *, struct buffer *);
void	app_close(struct app *, struct buffer *);
struct irc_session *app_session(struct app *);

/* app_draw.c */
void	app_draw(struct app *);		/* all that is dirty, now */
void	app_draw_keys(struct app *);	/* after keys: the input line at once */
void	app_schedule(struct app *);	/* a frame, if something is dirty */
void	app_frame_cb(int fd, short what, void *app);
void	app_resize(struct app *);

/* app_events.c */
void	app_event(const struct irc_event *, void *app);
void	app_link_state(enum link_state, const char *reason, int ms, void *app);
void	app_notice(const char *text, void *app);
/* What came before there was a room to show it in. */
void	app_show_notice(struct app *);

/* app_rooms.c */
typedef void app_handler(struct app *, const struct irc_event *);
app_handler app_on_join, app_on_part, app_on_kick, app_on_quit, app_on_nick,
    app_on_topic, app_on_mode, app_on_rank, app_on_names, app_on_names_end;
/* The buffer of a room or person, or NULL. */
struct buffer *app_buffer(struct app *, struct view name);
/* Where the command was typed that this answers (the server's if that was closed), else b, else the active one. */
struct buffer *app_answer_buffer(struct app *, const struct irc_event *,
	    struct buffer *b);
int	app_is_mention(const struct app *, const struct irc_event *);
/* The event as a line there, if it is one; b may be NULL. */
void	app_add(struct app *, struct buffer *, const struct irc_event *);
void	app_members_changed(struct app *, const struct buffer *);
/* Remove the JOIN of one who came only to say something, and show no PART or QUIT of theirs. */
void	app_fold_visitor(struct buffer *, struct view nick);
/* Out of a room: nothing is known of its members any more. */
void	app_leave(struct app *, struct buffer *, int rejoin);

/* app_events.c: where a message belongs. Who speaks first opens a query. */
struct buffer *app_message_buffer(struct app *, const struct irc_event *);

/* app_past.c: what is to be fetched. */
/* One is in it (again): what was missed, or the latest. */
void	app_past_resume(struct app *, struct buffer *);
/* The reader moved (down: towards now): what is near is fetched. */
void	app_past_look(struct app *, int down);
void	app_past_forget(struct app *, const struct buffer *);
/* To that message of a buffer that is looked at. */
void	app_past_go(struct app *, struct buffer *, const struct line *);
/* So many lines back. */
void	app_past_back(struct app *, size_t lines);
/* -1: nothing is unread. */
int	app_past_first_unread(struct app *);
void	app_past_changed(struct app *, const struct buffer *);

/* app_page.c: what was fetched. */
void	app_past_line(struct app *, const struct irc_event *);
int	app_past_fetched(struct app *, const struct irc_event *);
/* One of ours was found there: 1 when that has its line now. */
int	app_past_found(struct app *, const struct irc_event *, struct buffer *,
	    struct line *);
void	app_past_scroll(struct app *, struct buffer *, struct line *,
	    enum view_at);

/* app_targets.c: persons. */
void	app_targets_ask(struct app *, int64_t now);
void	app_targets_clear(struct app *);
app_handler app_on_target, app_targets_read;
int	app_targets_fetched(struct app *, const struct irc_event *);

/* app_marks.c: what was read. */
app_handler app_on_read;
void	app_marks_settle(struct app *);	/* after whatever happened */
void	app_mark_cb(int fd, short what, void *app);
void	app_marks_begin(struct buffer *, int64_t now);
void	app_focus(struct app *, int focused);

/* app_search.c */
/* 0, or -1 and *cause. */
int	app_search(struct app *, struct view words, char **cause);
void	app_search_close(struct app *);
void	app_search_line(struct app *, const struct irc_event *);
int	app_search_fetched(struct app *, const struct irc_event *);
/* Keys while results are shown; what is left of them is not for those. */
void	app_search_keys(struct app *, struct view *bytes);
void	app_search_move(struct app *, int by);

/* app_run_account.c */
/* Keys while a password is asked for; what is left of them is not for that. */
void	app_ask_keys(struct app *, struct view *bytes);
int	app_ask_paste(struct app *, struct view text);	/* 1: it was for that */
/* No password is seen. */
void	app_mask_input(struct app *, struct input_state *);
/* Does a line that is typed here hold one? *at: from where. */
int	app_is_secret(const struct app *, struct view line, size_t *at);
app_handler app_on_login;

/* app_run_ban.c */
app_handler app_on_person;
void	app_bans_clear(struct app *);

/* app_run_connection.c: there is no connection, for that reason, until the user decides. */
void	app_explain_refusal(struct app *, const char *reason);

/* app_redacted.c */
app_handler app_on_redacted;

/* app_say.c: messages of ours, from typed to answered for. */
void	app_say(struct app *, struct buffer *, enum irc_message, struct view);
void	app_sent(struct app *, const struct irc_event *);
void	app_not_sent(struct app *, const struct irc_event *);
void	app_count_unsent(struct app *);
/* Say again what was refused in the active buffer. */
void	app_retry(struct app *);
void	app_came_back(struct app *);	/* welcomed again: what is overdue? */

/* app_commands.c: run an entered line. Returns 1 if it is to stay in the input, with the cursor at *point. */
int	app_enter(struct app *, struct view line, size_t *point);

/* app_input.c */
void	app_input_prepare(struct app *);	/* there is a keyboard; not yet read */
void	app_input_open(struct app *);
void	app_input_close(struct app *);
void	app_input_state(struct app *, struct input_state *);
void	app_input_save(struct app *);	/* the typed text becomes the active buffer's draft */
void	app_input_load(struct app *);	/* and back */
int	app_may_read(void *app);

/* app_actions.c: see editor_ops. */
void	app_action(enum editor_action, int arg, void *app);

/* app_help.c */
void	app_help(struct app *, struct view about);

#endif
