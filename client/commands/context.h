/*
 * context: what slash commands act on. The full screen and line mode each have one and implement
 * command_ops, so that one function serves both.
 */
#ifndef TCHAT_CLIENT_COMMANDS_CONTEXT_H
#define TCHAT_CLIENT_COMMANDS_CONTEXT_H

#include <sys/queue.h>

#include <stddef.h>

#include "client/commands/command.h"
#include "client/irc/event.h"
#include "common/names.h"
#include "common/view.h"

struct attention_store;
struct buffer;
struct client_config;
struct connection;
struct model;
struct network;
struct pager;
struct pending_ban;

struct command_ops {
	/* Show an error, or a line of output. */
	void		(*error)(const char *text, void *ctx);
	void		(*print)(const char *text, void *ctx);
	/* Show a page, which is then owned by the callee. NULL: each row is printed. */
	void		(*show)(struct pager *, void *ctx);
	/* Return the room or nick that messages go to now; empty: none. */
	struct view	(*target)(void *ctx);
	/* Send a message there, or to the target given. Return 0, or -1 after showing why it was not sent. */
	int		(*say)(enum irc_message, struct view text, void *ctx);
	int	(*say_to)(struct view target, enum irc_message, struct view text,
		    void *ctx);
	/*
	 * Send messages to that room or user from now on, and show it. open_room returns 1 if the room
	 * must be joined, else 0. Both return -1 after showing why they failed.
	 */
	int		(*open_room)(struct view room, void *ctx);
	int		(*open_query)(struct view nick, void *ctx);
	/* Read a password (context.asking) without showing it, and pass it to account_answer. */
	void		(*ask_password)(void *ctx);
	void		(*quit)(struct view reason, void *ctx);

	/* Start a search, and show its results. Returns 0, or -1 and *cause. */
	int		(*search)(struct view words, char **cause, void *ctx);
	/* Show so many lines of the history. */
	void		(*scroll_back)(size_t lines, void *ctx);
	/* Return the msgid of our nth message from the end, where messages go now; empty: there is none. */
	struct view	(*own_message)(long long nth, void *ctx);

	/* For commands with COMMAND_SCREEN only. */
	/* Scroll to the first unread message. Returns 0, or -1 if there is none. */
	int		(*scroll_to_unread)(void *ctx);
	/* Scroll to the first message of that time (ms), or list the mentions of all rooms. */
	void		(*go_to_time)(int64_t, void *ctx);
	void		(*mentions)(void *ctx);
	/* Keep the newest lines visible while the user scrolls, or not. */
	void		(*toggle_split)(void *ctx);
	void		(*close)(struct buffer *, void *ctx);
	/* True if an answer of that many columns is shown as a page. */
	int		(*is_long)(size_t columns, void *ctx);
	/* Show the last page again. Returns 0, or -1 if there is none. */
	int		(*reopen_page)(void *ctx);
	/* Let the user choose a link of the active buffer. */
	void		(*choose_link)(void *ctx);
	/* Copy the nth message from the end; 0: let the user choose it. Returns 0, or -1 if there is none. */
	int		(*copy)(size_t nth, void *ctx);
	/* True if the user typed the arguments by hand, and did not paste, recall or complete them. */
	int		(*is_typed_by_hand)(struct view args, void *ctx);
};

enum account_asked { ASK_NOTHING, ASK_LOGIN, ASK_PASSWORD, ASK_OPER };

/* The password that the user is being asked for. */
struct account_question {
	enum account_asked	 what;
	char			 name[NICK_BYTES + 1];	/* the account to log in to; empty: that of the nick; or the operator */
};

struct command_context {
	const struct command_ops *ops;
	void			*ctx;	/* for ops */
	struct connection	*connection;
	struct network		*network; /* NULL in line mode */
	struct model		*model;	/* the network's; NULL in line mode */
	const struct client_config *config;	/* the network's; set by the owner */
	struct attention_store	*attention;	/* set by the owner */
	struct account_question	 asking;
	STAILQ_HEAD(pending_bans, pending_ban) bans;	/* see ban_commands.h */
};

/* Initialize the context. It owns nothing but the pending bans (bans_clear). */
void	command_context_init(struct command_context *, const struct command_ops *,
	    void *ctx, struct connection *, struct network *);

/* Run a typed line: a command or a message. Fills in *command. Returns 0, or -1 after showing why it failed. */
int	command_run(struct command_context *, struct view line,
	    struct command *);

/* For the functions of commands. */
struct irc_session *command_session(const struct command_context *);
/* Show an error. Returns -1. */
int	command_fail(struct command_context *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
/* Show the cause and free it. Returns -1. */
int	command_fail_cause(struct command_context *, char *cause);
void	command_print(struct command_context *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
/* Show a page, and free it when it is not needed any more. */
void	command_show(struct command_context *, struct pager *);
/* Send a protocol command. Returns 0, or -1 after showing that it is too long. */
int	command_send(struct command_context *, const char *name,
	    const struct view *params, size_t n);
/* Returns the room named in the command, else the current one, else an empty view after showing an error. */
struct view command_room(struct command_context *, const struct command *);

/* These send row->word as a protocol command with the arguments; the second one puts the room before them. */
command_function command_send_args, command_send_room;

#endif
