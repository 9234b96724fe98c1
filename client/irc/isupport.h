/*
 * isupport: what the server announces about itself in 005 (modern.ircdocs.horse, "RPL_ISUPPORT Parameters"), and what
 * it means for names and for MODE.
 */
#ifndef TCHAT_CLIENT_IRC_ISUPPORT_H
#define TCHAT_CLIENT_IRC_ISUPPORT_H

#include <stddef.h>

#include "client/irc/handler.h"
#include "common/view.h"

struct isupport {
	char	 prefixes[16];		/* "@+", highest first */
	char	 prefix_modes[16];	/* "ov" */
	char	 chantypes[16];
	char	 statusmsg[16];
	char	 modes[4][64];		/* CHANMODES: lists; modes that always, only when set, or never have an argument */
	char	*network;	/* NULL: unknown */
	size_t	 line_max;	/* LINELEN, at most 512 */
	size_t	 history_max;	/* CHATHISTORY; 0: no limit */
	int	 told_history_max;
	int	 by_msgid;	/* MSGREFTYPES: history requests may use msgids */
	int	 whox, tban, monitor;
	char	 extban[64];	/* kinds of masks other than nick!user@host */
	char	 extban_begin;	/* the character before the kind; 0: none */
};

struct isupport *isupport_new(void);
void	isupport_free(struct isupport *);
void	isupport_reset(struct isupport *); /* for a new connection */

int	isupport_is_room(const struct irc_session *, struct view name);
/* Return the room of a target: "#ops" for "@#ops", an empty view if it is not a room. */
struct view isupport_room(const struct irc_session *, struct view target);
/* Say of a mode letter whether it gives a rank, has a list of masks, takes an argument when it is set or removed. */
int	isupport_is_rank(const struct irc_session *, char letter);
int	isupport_is_list(const struct irc_session *, char letter);
int	isupport_has_argument(const struct irc_session *, char letter, int on);
/* True if rooms can have this mode, a rank included. */
int	isupport_has_mode(const struct irc_session *, char letter);
/* Emit IRC_EV_RANK for each member whose rank a MODE changes. */
void	isupport_ranks(
    struct irc_session *, const struct irc_msg *, struct irc_event *);

irc_handler on_isupport;

#endif
