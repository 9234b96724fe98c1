/*
 * ban_commands: bans, mutes and ranks. A ban on a nick first asks the server for the user's host and
 * account, so that the mask means this user and few others; until then the ban is pending.
 */
#ifndef TCHAT_CLIENT_COMMANDS_BAN_COMMANDS_H
#define TCHAT_CLIENT_COMMANDS_BAN_COMMANDS_H

#include "client/commands/context.h"

/* Handle IRC_EV_WHOX: set or remove the ban that waited for it. */
void	bans_on_whox(struct command_context *, const struct irc_event *);
/* True if a ban that was typed in this place (irc_session_origin) is pending. */
int	bans_are_pending(const struct command_context *, uint64_t origin);
/* Forget all pending bans. */
void	bans_clear(struct command_context *);

#endif
