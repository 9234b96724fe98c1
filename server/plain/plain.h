/*
 * plain: the dialect for users of nc and telnet, and for shell scripts (DESIGN: dialects on one port).
 * The server sends what the user types to the user's current room. A line that begins with '/' is a
 * command; a line that begins with "//" is a message that begins with '/'.
 *
 * The user sees one line for each event:
 *	<ana> hello			a message in the current room
 *	#tea <ana> hello		a message in another room that the user is in
 *	* ana waves			an action; every line that is not a message also begins with "* "
 *	-ana- hello			a notice
 *	[ana] hello			a direct message from ana
 *	[-> ana] hello			a direct message that the user sent to ana
 *
 * plain_add_line removes control characters from everything that is sent to a plain peer.
 */
#ifndef TCHAT_SERVER_PLAIN_PLAIN_H
#define TCHAT_SERVER_PLAIN_PLAIN_H

#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"
#include "server/chat/chat.h"
#include "server/net/conn.h"
#include "server/plain/telnet.h"

struct room;
struct server;
struct session;
struct user;

#define PLAIN_USERNAME "guest"

/* The quit reason of a guest that turned out to be an IRC client; plain peers do not see that quit. */
#define PLAIN_BECAME_IRC "Turned out to be an IRC client"

enum {
	PLAIN_LINE_MAX = 8192	/* bytes that a peer may type, with the line end */
};

/* session->state */
struct plain {
	struct telnet	 telnet;
	char		*current;	/* the room that messages go to; NULL: none */
	struct buf	 late;		/* lines that may come from an IRC client (late_irc.h) */
	unsigned	 late_commands;	/* the commands in late: LATE_* */
	unsigned char	 bare_lf;	/* the peer ends lines with LF alone */
	unsigned char	 ended;		/* the peer has closed its sending side */
	unsigned	 login_failures;
	unsigned char	 spoke;		/* the peer sent a line that is not a registration command */
};

/* Make a session for a new connection, and set the connection's handler. */
void	plain_opened(struct server *, struct conn *);

/* Return the dialect's state of a session. */
struct plain *plain_of(const struct session *);

/* The bits of plain_kind. */
enum {
	PLAIN_BARE_LF = 1,	/* lines end with LF, not CR LF */
	PLAIN_CURRENT = 2	/* the event's room is the reader's current room */
};

/* Append a line and its line end, without control characters and colour codes. */
void	plain_add_line(struct buf *, int bare_lf, struct view);

/* Return how this session's lines for a room (NULL: no room) are rendered: PLAIN_* bits. */
uint32_t plain_kind(const struct session *, const struct room *);
/* Render an event for readers of that kind other than its author. */
void	plain_format(struct server *, const struct chat_applied *,
	    uint32_t kind, struct buf *out);
/* Render an event from the history. own is the reading session if its user is the author, else NULL. */
void	plain_format_history(const struct chat_applied *, uint32_t kind,
	    const struct session *own, struct buf *out);
/* Render an event for the session that caused it. */
void	plain_format_own(struct server *, const struct chat_applied *,
	    struct session *, struct buf *out);
/*
 * Render an event for another session of its author's user. Returns 0 for a message in a room: plain_format
 * renders it then, because this session's terminal does not show it yet.
 */
int	plain_format_sibling(struct server *, const struct chat_applied *,
	    struct session *, struct buf *out);

/*
 * Append a mode change in words: "only members may speak, bob is banned". letters and args are those of the
 * event ("+nb", "bob").
 */
void	plain_add_rules(struct buf *, const char *letters, const char *args);

/* Send one line to this session alone: "* " and the sentence. */
void	plain_reply(struct session *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* Send the reason of a refusal in words; name is the room or nick in question. */
void	plain_reply_refusal(struct session *, enum refusal, struct view name);

/* Send the last lines of a room that the user has joined. */
void	plain_show_history(struct session *, const struct room *);
/* Send the direct messages that arrived while nobody was logged in to the user's account. */
void	plain_show_offline_messages(struct session *);

/* Make the named room the current one (NULL: none). The name is copied. */
void	plain_set_current_room(struct session *, const char *name);
/*
 * Return the current room's name. If the user is in no room, or no longer in that one, say so and return
 * NULL; in the second case another room becomes the current one.
 */
const char *plain_current_room(struct session *);
/* Make the room that was joined last the current one, and tell the user. */
void	plain_use_last_room(struct session *);
/* Another session of the same user joined a room: it becomes the current room if there is none. */
void	plain_joined(struct session *, const struct room *);
/* A room of the user was renamed: keep it as the current room if it was. */
void	plain_renamed(struct session *, const struct chat_applied *);
/*
 * Move the guest's session to a user that other sessions of the same account have already. The caller has
 * checked that with user_sessions_can_move.
 */
void	plain_move_to_user(struct session *, struct user *);

/* Clean a text, split it into as many messages as needed, and send them. The user is told of a refusal. */
enum plain_message { PLAIN_TEXT, PLAIN_ACTION };
void	plain_say(struct session *, enum plain_message, struct view target,
	    struct view text);

/* Cut the first word off *rest, with the spaces around it. */
struct view plain_cut_word(struct view *rest);
/* Return a room's name with its '#': "111" means #111. The caller frees it. */
char	*plain_room_name(struct view name);
/* Return the room if this session's user may know of it, else NULL (world_find_room_for). */
const struct room *plain_find_room(const struct session *, const char *name);
/*
 * Cut an optional room name off a command's arguments: "#tea rest", or "tea rest" if the user is in #tea.
 * Returns the current room's name if there is none, or NULL if there is no current room either (the user has
 * been told). The caller frees it.
 */
char	*plain_cut_room(struct session *, struct view *args);
/* The same for commands whose first word may be a nick: a room needs its '#'. */
char	*plain_cut_hash_room(struct session *, struct view *args);

/* Change modes of a room, and tell the user which changes were refused. */
void	plain_change_modes(struct session *, const char *room,
	    struct mode_change *, size_t n);

/* The handlers of the command table in command.c. */
void	plain_run_away(struct session *, struct view args);
void	plain_run_ban(struct session *, struct view args);
void	plain_run_deop(struct session *, struct view args);
void	plain_run_devoice(struct session *, struct view args);
void	plain_run_history(struct session *, struct view args);
void	plain_run_invite(struct session *, struct view args);
void	plain_run_kick(struct session *, struct view args);
void	plain_run_login(struct session *, struct view args);
void	plain_run_logout(struct session *, struct view args);
void	plain_run_mode(struct session *, struct view args);
void	plain_run_mute(struct session *, struct view args);
void	plain_run_op(struct session *, struct view args);
void	plain_run_register(struct session *, struct view args);
void	plain_run_rename(struct session *, struct view args);
void	plain_run_rooms(struct session *, struct view args);
void	plain_run_search(struct session *, struct view args);
void	plain_run_unban(struct session *, struct view args);
void	plain_run_unmute(struct session *, struct view args);
void	plain_run_voice(struct session *, struct view args);
void	plain_run_who(struct session *, struct view args);
void	plain_run_whois(struct session *, struct view args);

struct plain_command;
/* Return the command's row, or NULL if there is no such command. The line begins with '/'. */
const struct plain_command *plain_command_find(struct view line);
/* True for commands that send a message (/me, /msg). */
int	plain_command_is_message(const struct plain_command *);
/* Return what the command costs of the session's allowance. */
unsigned plain_command_cost(const struct plain_command *);
int	plain_command_is_join(const struct plain_command *);
/*
 * Run a command. The handler gets its arguments as valid UTF-8 without control characters, except for
 * passwords, which are passed as typed.
 */
void	plain_command_run(struct session *, const struct plain_command *,
	    struct view line);

#endif
