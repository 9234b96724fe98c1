/*
 * command: the table of IRC commands, and the handlers and helpers that files of this dialect share.
 */
#ifndef TCHAT_SERVER_IRC_COMMAND_H
#define TCHAT_SERVER_IRC_COMMAND_H

#include "common/view.h"
#include "server/chat/event.h"

struct account;
struct buf;
struct irc_msg;
struct irc_state;
struct request;
struct room;
struct session;
struct user;

enum {	/* states of the connection in which a command is accepted */
	UNREGISTERED = 1,
	REGISTERED = 2,
	ANY_STATE = UNREGISTERED | REGISTERED
};

enum {	/* flags */
	MESSAGE = 1	/* does not wait for messages in flight */
};

struct irc_command {
	const char	*name;
	void		(*handler)(struct request *);
	int		 states;
	int		 min;	/* with fewer parameters: 461 */
	int		 max;	/* further parameters are ignored */
	unsigned	 cost;	/* see pace.h */
	int		 flags;
};

extern const struct irc_command irc_commands[];
extern const int irc_ncommands;

/* Find a command, ignoring case (checklist 4). Returns NULL if there is none. */
const struct irc_command *irc_command_find(struct view name);

/* registration.c */
void	cmd_pass(struct request *);
void	cmd_nick(struct request *);
void	cmd_user(struct request *);
void	cmd_quit(struct request *);
void	cmd_ping(struct request *);
void	cmd_pong(struct request *);
/* Register the session if nothing is missing any more. */
void	irc_try_register(struct request *);
/* Return whether PASS was correct, or the server has no password. */
int	irc_password_is_correct(const struct request *);
/* Free what was kept for the registration only. */
void	irc_clear_registration(struct irc_state *);

/*
 * attach.c. Attach the registering session to the user that has its nick, if both are logged in to
 * one account. Returns 0 if that is not so; 1 if it was attached, or closed because the account has
 * too many connections.
 */
int	irc_attach_to_user(struct request *);
/* Attach a session that has completed registration to an existing user, and show it the user's rooms. */
void	irc_attach(struct request *, struct user *);
/*
 * NICK of a registered session: if the nick belongs to another user of the same account, move the
 * session to that user. Returns 0 if that is not so.
 */
int	irc_move_to_user(struct request *, struct view nick);

/* multiline.c */
void	cmd_batch(struct request *);

/* caps.c */
void	cmd_cap(struct request *);

/* room.c */
void	cmd_join(struct request *);
void	cmd_part(struct request *);
void	cmd_topic(struct request *);
/* Send what follows the JOIN line: topic, read marker and, unless the client opted out, names. */
void	irc_show_room(struct request *, const struct room *);
/* Join a user who has just registered to the lobby. */
void	irc_join_lobby(struct request *);

/* mode.c */
void	cmd_mode(struct request *);
/* Reply 478: the room's list of that letter is full. */
void	irc_list_full(struct request *, const struct room *,
	    struct view letter);

/* ISUPPORT MODES: changes with an argument in one command. */
enum { IRC_MODES_MAX = 20, ROOM_LETTERS_MAX = 32 };
/* Write the letters of all room modes, or of those that can have an argument. */
void	irc_room_letters(char out[ROOM_LETTERS_MAX], int with_argument);
/* Write the letters in the groups of ISUPPORT CHANMODES. */
void	irc_chanmodes(char out[ROOM_LETTERS_MAX]);

/* kick_invite.c */
void	cmd_kick(struct request *);
void	cmd_invite(struct request *);

/* tban.c */
void	cmd_tban(struct request *);

/* names.c */
void	cmd_names(struct request *);
/* Send 353 for each room of the list, then 366. */
void	irc_names(struct request *, struct view list);

/* rename.c */
void	cmd_rename(struct request *);

/* list.c */
void	cmd_list(struct request *);

/* user.c */
void	cmd_setname(struct request *);
/* MODE of a nick; an empty change asks for the modes. */
void	irc_user_mode(struct request *, struct view nick, struct view change);
/* Write the letters of these user modes, NUL-terminated, to buf; return their number. */
enum { USER_MODES_MAX = 8 };
size_t	irc_user_letters(unsigned modes, char buf[USER_MODES_MAX]);

/* message.c */
void	cmd_privmsg(struct request *);
void	cmd_notice(struct request *);
void	cmd_tagmsg(struct request *);
/* Send one message as the only answer to this request. */
void	irc_message_say(struct request *, enum chat_kind, struct view target,
	    struct view text, struct view tags);
/* Return whether this message would be accepted for all of its targets. */
int	irc_message_passes(const struct session *, const struct irc_command *,
	    const struct irc_msg *);

/* history.c */
void	cmd_chathistory(struct request *);

/* replay.c: history for clients without CHATHISTORY. */
/* Send the last messages of a room that the user joined. */
void	irc_replay(struct request *, const struct room *);
/* Send them for a room that the user is in already, through another session. */
void	irc_replay_other_session(struct request *, const struct room *);
/* After a login: send the messages that came while the account was offline. */
void	irc_replay_offline_messages(struct request *);

/* markread.c */
void	cmd_markread(struct request *);
/* Send the user's read marker of that room, if the client has the capability. */
void	irc_show_marker(struct request *, const struct room *);

/* redact.c */
void	cmd_redact(struct request *);

/* search.c */
void	cmd_search(struct request *);

/* server_info.c */
void	cmd_info(struct request *);
void	cmd_links(struct request *);
void	cmd_lusers(struct request *);
void	cmd_motd(struct request *);
void	cmd_time(struct request *);
void	cmd_version(struct request *);

/* who.c */
void	cmd_who(struct request *);

/* whois.c */
void	cmd_whois(struct request *);
void	cmd_whowas(struct request *);

/* ison.c */
void	cmd_ison(struct request *);
void	cmd_userhost(struct request *);

/* monitor.c */
void	cmd_monitor(struct request *);
void	irc_monitor_notice(struct session *, const char *nick, const struct user *);
int	irc_wants_monitored_events(const struct session *);

/* away.c */
void	cmd_away(struct request *);
/* After registration: apply an AWAY that came before it (pre-away). */
void	irc_apply_away(struct request *);
/* Reply 306 or 305. */
void	irc_confirm_away(struct request *, int is_away);
/* Append the 301 that tells this session that the user is away. */
void	irc_away_notice(struct session *, const struct user *, struct buf *);
/* Append the 301 that tells this session that the account is offline. */
void	irc_offline_notice(struct session *, const char *name, struct buf *);

/* oper.c */
void	cmd_kill(struct request *);
void	cmd_oper(struct request *);
void	cmd_rehash(struct request *);
void	cmd_wallops(struct request *);

/* help.c: HELP; each command has a row. */
struct irc_help {
	const char	*name;
	const char	*syntax;	/* parameters, shown after the name */
	const char	*text;		/* lines, separated by LF */
};

extern const struct irc_help irc_helps[];
extern const int irc_nhelps;

void	cmd_help(struct request *);
/* Find the help of a command, ignoring case. Returns NULL if there is none. */
const struct irc_help *irc_help_find(struct view subject);

/*
 * login.c. Log the session in to an account, before or after registration: reply 900, reclaim the
 * account's nick from other users. The client has proved that the account is its own.
 */
void	irc_login(struct request *, struct account *);
void	irc_login_by_sasl(struct request *, struct account *);	/* also replies 903 */
/* Log the session out: reply 901. Closes it if the server admits no guests. */
void	irc_logout(struct request *);
/* Return the account that the session is logged in to, registered or not, or NULL. */
struct account *irc_account(const struct request *);

/* sasl.c */
void	cmd_authenticate(struct request *);

/* register_account.c */
void	cmd_register(struct request *);
void	cmd_verify(struct request *);

/* account.c: ACCOUNT and its subcommands. */
void	cmd_account(struct request *);

void	cmd_admin(struct request *);
void	cmd_stats(struct request *);

/* server_bans.c */
void	cmd_dline(struct request *);
void	cmd_kline(struct request *);
void	cmd_undline(struct request *);
void	cmd_unkline(struct request *);
/* STATS k (user masks), or d (address ranges). */
void	irc_show_bans(struct request *, int ranges);
/* If the registering session is banned, reply 465, close it and return 1. */
int	irc_is_banned(struct request *);

/* lockdown.c */
void	cmd_lockdown(struct request *);
/* If a lockdown is on and the registering session is a guest, close it and return 1. */
int	irc_is_locked_out(struct request *);

/* welcome.c: 001 to 005, LUSERS, MOTD. */
void	irc_welcome(struct request *);
/* isupport.c: the 005 lines. */
void	irc_isupport(struct request *);
void	cmd_isupport(struct request *);

/* Return the prefixes of a member's ranks: all, highest first, or only the highest. */
const char *irc_prefixes(unsigned ranks, int all);

#endif
