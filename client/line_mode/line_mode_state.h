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
enum pipe_visit {
	VISIT_NO,	/* join first */
	VISIT_TRYING,	/* the first message will tell */
	VISIT_ALLOWED
};

struct pipe {
	struct event_base		*base;
	const struct client_config	*config;
	struct online			*online;
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
	enum pipe_visit			 visit;
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
	struct pipe_place		*places;	/* catch_up.c's: uthash by folded name */
	int				 output_failed;	/* standard output; it was reported */
	int				 status;
	int				 quitting;
};

/* line_mode.c: "tchat: ..." on stderr, cleaned. */
void	pipe_complain(const char *, ...) __attribute__((format(printf, 1, 2)));
/* Write to standard output; an error is reported once and makes the exit status 1. */
void	pipe_write(struct pipe *, struct view);
/* The exit status when all input was handled: 0, or 1 if a message or the output was lost. */
int	pipe_result(const struct pipe *);
/* Say good-bye and end with that status; the first reason to end counts. */
void	pipe_finish(struct pipe *, int status);
/* Talk goes to that room or nick from now on. */
void	pipe_turn_to(struct pipe *, struct view target, int joined);
void	pipe_say(struct pipe *, enum irc_message, struct view text);

/* Go on with the input if there is room for it; end when all is done. */
void	pipe_proceed(struct pipe *);

/* events.c: see online_ops. */
void	pipe_event(const struct irc_event *, void *pipe);
void	pipe_link_state(enum link_state, const char *reason, int ms,
	    void *pipe);
/* Connecting takes more than a second: a user at a terminal is told. */
void	pipe_slow_cb(int fd, short what, void *pipe);
void	pipe_notice(const char *text, void *pipe);

/* Join the rooms given by -r. */
void	pipe_join_rooms(struct pipe *);

/* visit.c */
void	pipe_visit_init(struct pipe *);
/* Welcomed: begin a visit. Returns 0 if the room has to be joined first. */
int	pipe_visit_begin(struct pipe *);
int	pipe_visit_may_say(const struct pipe *);
/* A message was sent without joining. */
void	pipe_visit_said(struct pipe *, uint64_t token, struct view text);
void	pipe_visit_sent(struct pipe *, uint64_t token);
/* A message was refused. Returns 1 if it was the first one of a visit: then it waits for the JOIN. */
int	pipe_visit_refused(struct pipe *, uint64_t token);
/* Messages that wait for the JOIN: 0 or 1. */
size_t	pipe_visit_waiting(const struct pipe *);
/* The room is joined: send again what was refused without that. */
void	pipe_visit_joined(struct pipe *);
void	pipe_visit_clear(struct pipe *);

/* catch_up.c: what was missed. Of an event of now; one is in a room (again), or talks with a
 * person; is a line of the past not printed yet? A question is answered. */
void	pipe_past_saw(struct pipe *, const struct irc_event *);
/* After pipe_past_saw: is this the topic that was shown before a break, told again on joining? */
int	pipe_past_same_topic(struct pipe *, const struct irc_event *);
void	pipe_past_resume(struct pipe *, struct view name);
int	pipe_past_is_new(struct pipe *, const struct irc_event *);
void	pipe_past_fetched(struct pipe *, const struct irc_event *);
void	pipe_past_clear(struct pipe *);

/* account.c */
struct command;
void	pipe_account(struct pipe *, const struct command *);
int	pipe_account_answer(struct pipe *, struct view line);	/* 1: it was one */
void	pipe_account_end(struct pipe *);	/* nothing is asked any more */

/* commands.c: a typed line: said, or a command as in the full screen. */
void	pipe_enter(struct pipe *, struct view line);

#endif
