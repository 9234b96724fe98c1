/*
 * line_mode_state: the state of line mode, shared by the files of its folder. Only these include it.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_LINE_MODE_STATE_H
#define TCHAT_CLIENT_LINE_MODE_LINE_MODE_STATE_H

#include "client/commands/account.h"
#include "client/config/config.h"
#include "client/connection/connection.h"
#include "common/buf.h"
#include "common/view.h"

struct event;
struct event_base;

/* visit.c: may messages be sent without joining the room? */
enum line_mode_visit {
	VISIT_NO,	/* join first */
	VISIT_TRYING,	/* the reply to the first message decides */
	VISIT_ALLOWED
};

struct line_mode {
	struct event_base		*base;
	const struct client_config	*config;
	struct connection			*online;
	struct event			*input, *lobby, *signals[3];
	struct event			*slow;	/* timer: connecting takes long */
	char				*step;	/* the current step of connecting; or NULL */
	int				 step_told; /* connecting takes long, and the steps are printed */
	struct buf			 in;	/* input read, not yet sent */
	struct buf			 out;
	struct buf			 names;	/* NAMES reply of a room, so far */
	int				 interactive;	/* stdin is a terminal */
	int				 ended;	/* no more input */
	char				*room;	/* the room or nick that lines are sent to; NULL: not yet known */
	int				 joined;
	enum line_mode_visit			 visit;
	char				*trial;	/* the first message of a visit; or NULL */
	uint64_t			 trial_token;	/* its token; 0: it was refused, and waits for the JOIN */
	int				 one_shot;	/* the input ended before the welcome: print nothing */
	struct event			*stay;	/* timer: the input goes on, so join */
	unsigned			 refused;	/* messages refused, in all */
	unsigned			 unconfirmed;	/* of these, lost with the connection */
	int				 told_unsent;	/* the number of lost messages was reported */
	struct account_question		 asking;	/* the next line is the password */
	int				 silent;	/* the terminal does not echo */
	int				 warned;	/* warned that the connection is not encrypted */
	struct line_mode_place		*places;	/* catch_up.c's: uthash by folded name */
	int				 output_failed;	/* writing to standard output failed, and was reported */
	int				 status;
	int				 quitting;
};

/* line_mode.c: print "tchat: ..." on stderr, cleaned. */
void	line_mode_complain(const char *, ...) __attribute__((format(printf, 1, 2)));
/* Write to standard output; an error is reported once and makes the exit status 1. */
void	line_mode_write(struct line_mode *, struct view);
/* The exit status when all input was handled: 0, or 1 if a message or the output was lost. */
int	line_mode_result(const struct line_mode *);
/* Quit, then end with that status. Later calls have no effect. */
void	line_mode_finish(struct line_mode *, int status);
/* Send lines to that room or nick from now on. */
void	line_mode_turn_to(struct line_mode *, struct view target, int joined);
void	line_mode_say(struct line_mode *, enum irc_message, struct view text);

/* Send more of the input if the queue has room; end when all of it is confirmed. */
void	line_mode_proceed(struct line_mode *);

/* events.c: see connection_ops. */
void	line_mode_event(const struct irc_event *, void *pipe);
void	line_mode_link_state(enum link_state, const char *reason, int ms,
	    void *pipe);
/* Timer: connecting takes more than a second. Tell a user at a terminal. */
void	line_mode_slow_cb(int fd, short what, void *pipe);
void	line_mode_notice(const char *text, void *pipe);

/* Join the rooms given by -r. */
void	line_mode_join_rooms(struct line_mode *);

/* visit.c */
void	line_mode_visit_init(struct line_mode *);
/* After the welcome: begin a visit. Returns 0 if the room has to be joined first. */
int	line_mode_visit_begin(struct line_mode *);
int	line_mode_visit_may_say(const struct line_mode *);
/* A message was sent without joining. */
void	line_mode_visit_said(struct line_mode *, uint64_t token, struct view text);
void	line_mode_visit_sent(struct line_mode *, uint64_t token);
/* A message was refused. Returns 1 if it was the first one of a visit: then it waits for the JOIN. */
int	line_mode_visit_refused(struct line_mode *, uint64_t token);
/* Messages that wait for the JOIN: 0 or 1. */
size_t	line_mode_visit_waiting(const struct line_mode *);
/* The room is joined: send again what was refused without that. */
void	line_mode_visit_joined(struct line_mode *);
void	line_mode_visit_clear(struct line_mode *);

/*
 * catch_up.c: fetching missed messages. saw: record a live event. resume: fetch what was missed in a
 * room that was joined again, or from a user. is_new: true if a line from history was not printed
 * yet. fetched: a history request ended.
 */
void	line_mode_past_saw(struct line_mode *, const struct irc_event *);
/* After line_mode_past_saw: is this the topic that was shown before a break, told again on joining? */
int	line_mode_past_same_topic(struct line_mode *, const struct irc_event *);
void	line_mode_past_resume(struct line_mode *, struct view name);
int	line_mode_past_is_new(struct line_mode *, const struct irc_event *);
void	line_mode_past_fetched(struct line_mode *, const struct irc_event *);
void	line_mode_past_clear(struct line_mode *);

/* account.c */
struct command;
void	line_mode_account(struct line_mode *, const struct command *);
int	line_mode_account_answer(struct line_mode *, struct view line);	/* 1: the line was the password */
void	line_mode_account_end(struct line_mode *);	/* end the password prompt */

/* commands.c: run a typed line: send it, or run it as a command. */
void	line_mode_enter(struct line_mode *, struct view line);

#endif
