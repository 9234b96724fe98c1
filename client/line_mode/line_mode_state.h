/*
 * line_mode_state: line mode's inside, shared by client/pipe*.c; nobody else includes it.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_LINE_MODE_STATE_H
#define TCHAT_CLIENT_LINE_MODE_LINE_MODE_STATE_H

#include "client/account_run.h"
#include "client/config.h"
#include "client/connection.h"
#include "common/buf.h"
#include "common/view.h"

struct event;
struct event_base;

/* visit.c: may messages be sent without joining the room? */
enum line_mode_visit {
	VISIT_NO,	/* join first */
	VISIT_TRYING,	/* the first message will tell */
	VISIT_ALLOWED
};

struct line_mode {
	struct event_base		*base;
	const struct client_config	*config;
	struct connection			*online;
	struct event			*input, *lobby, *signals[3];
	struct event			*slow;	/* connecting takes long */
	char				*step;	/* of connecting; NULL */
	int				 step_told; /* it takes long, and that was said */
	struct buf			 in;	/* read, not yet said */
	struct buf			 out;
	struct buf			 names;	/* of a room, as they come */
	int				 interactive;	/* somebody types */
	int				 ended;	/* no more input */
	char				*room;	/* to say it in (or a nick); NULL: not yet known */
	int				 joined;
	enum line_mode_visit			 visit;
	char				*trial;	/* the first message of a visit; NULL */
	uint64_t			 trial_token;	/* its; 0: it was refused, and waits for the JOIN */
	int				 one_shot;	/* the input ended before the welcome: nothing is printed */
	struct event			*stay;	/* the input goes on: join */
	unsigned			 refused;	/* messages, in all */
	unsigned			 unconfirmed;	/* of these, by a break */
	int				 told_unsent;	/* how many were lost by it, when it ended the program */
	struct account_question		 asking;	/* the next line is the answer */
	int				 silent;	/* the terminal does not echo */
	int				 warned;	/* that it is not encrypted */
	struct line_mode_place		*places;	/* catch_up.c's: uthash by folded name */
	int				 output_failed;	/* standard output; it was reported */
	int				 status;
	int				 quitting;
};

/* line_mode.c: "tchat: ..." on stderr, cleaned. */
void	line_mode_complain(const char *, ...) __attribute__((format(printf, 1, 2)));
/* Write to standard output; an error is reported once and makes the exit status 1. */
void	line_mode_write(struct line_mode *, struct view);
/* The exit status when all input was handled: 0, or 1 if a message or the output was lost. */
int	line_mode_result(const struct line_mode *);
/* Say good-bye and end with that status; the first reason to end counts. */
void	line_mode_finish(struct line_mode *, int status);
/* Talk goes to that room or nick from now on. */
void	line_mode_turn_to(struct line_mode *, struct view target, int joined);
void	line_mode_say(struct line_mode *, enum irc_message, struct view text);

/* Go on with the input if there is room for it; end when all is done. */
void	line_mode_proceed(struct line_mode *);

/* events.c: see connection_ops. */
void	line_mode_event(const struct irc_event *, void *pipe);
void	line_mode_link_state(enum link_state, const char *reason, int ms,
	    void *pipe);
/* Connecting takes more than a second: a user at a terminal is told. */
void	line_mode_slow_cb(int fd, short what, void *pipe);
void	line_mode_notice(const char *text, void *pipe);

/* Join the rooms given by -r. */
void	line_mode_join_rooms(struct line_mode *);

/* visit.c */
void	line_mode_visit_init(struct line_mode *);
/* Welcomed: begin a visit. Returns 0 if the room has to be joined first. */
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

/* catch_up.c: what was missed. Of an event of now; one is in a room (again), or talks with a
 * person; is a line of the past not printed yet? A question is answered. */
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
int	line_mode_account_answer(struct line_mode *, struct view line);	/* 1: it was one */
void	line_mode_account_end(struct line_mode *);	/* nothing is asked any more */

/* commands.c: a typed line: said, or a command as in the full screen. */
void	line_mode_enter(struct line_mode *, struct view line);

#endif
