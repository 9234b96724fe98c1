/*
 * secret: finds passwords in protocol lines and in messages to services, so that no log and no
 * screen shows them. Slash commands: client/commands/parse.h.
 */
#ifndef TCHAT_CLIENT_IRC_SECRET_H
#define TCHAT_CLIENT_IRC_SECRET_H

#include <stddef.h>

#include "common/view.h"

/* True if the word is a command that a password follows, such as PASS or IDENTIFY. */
int	secret_is_word(struct view);
/* True for NickServ, Q and other services; also for any nick@host, because only services are addressed so. */
int	secret_is_service(struct view nick);

/*
 * Each returns the address of the password in the text, or NULL if there is none.
 * text: a message to a service. message: recipient and text. account: the parameters of ACCOUNT.
 * protocol: a protocol line, with or without tags and source.
 */
const char *secret_in_text(struct view);
const char *secret_in_message(struct view);
const char *secret_in_account(struct view);
const char *secret_in_protocol(struct view line);

/*
 * Stricter: true for what no history may keep, because it has a password or may have one. message: one to a service,
 * whatever it says. join and modes: the parameters of JOIN and MODE, if they have the key of a room.
 */
int	secret_is_private_message(struct view rest);
int	secret_is_private_join(struct view rest);
int	secret_is_private_modes(struct view rest);
int	secret_is_private_protocol(struct view line);

/* True if a message to a user contains a password; sets *at to its offset. */
int	secret_in_message_to(struct view to, struct view text, size_t *at);

#endif
