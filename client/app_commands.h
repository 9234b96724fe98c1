/*
 * app_commands: slash commands of the full screen: a function per command, by subject in
 * client/commands/, and the helpers that these share.
 */
#ifndef TCHAT_CLIENT_APP_COMMANDS_H
#define TCHAT_CLIENT_APP_COMMANDS_H

#include <stddef.h>
#include <stdint.h>

#include "common/view.h"

struct app;
struct command;

/* Show an error in the active buffer. Returns -1. */
int	app_fail(struct app *, const char *, ...)
	    __attribute__((format(printf, 2, 3)));
int	app_send_command(struct app *, const char *name, const struct view *params,
	    size_t n);
/* Set the buffer that shows the replies to the next commands (0: none). Returns the previous one. */
uint64_t app_ask_from(struct app *, uint64_t buffer_id);
/* Returns the room named in the command, else the active room, else an empty view after showing an error. */
struct view app_room_of(struct app *, const struct command *);

/* Run a command. Returns 0, or -1 after showing why it failed. */
typedef int app_command(struct app *, const struct command *);

/* commands/talk.c */
app_command app_run_away, app_run_me, app_run_msg, app_run_nick, app_run_notice,
    app_run_query, app_run_quote, app_run_say, app_run_who, app_run_whois;

/* app_password.c: /register, /login, /logout and /account */
app_command app_run_account;

/* commands/rooms.c */
app_command app_run_close, app_run_invite, app_run_join,
    app_run_kick, app_run_list, app_run_mode, app_run_names, app_run_part,
    app_run_topic;

/* commands/ban.c: /ban, /mute and their reverse; ranks */
app_command app_run_ban, app_run_rank;

/* commands/connection.c */
app_command app_run_reconnect, app_run_trust;

/* commands/history.c */
app_command app_run_last, app_run_redact, app_run_search, app_run_unread;

#endif
