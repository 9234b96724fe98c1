/*
 * command: the table of what a client may say.
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

enum {	/* states in which it is taken */
	UNREGISTERED = 1,
	REGISTERED = 2,
	ANY_STATE = UNREGISTERED | REGISTERED
};

enum {	/* flags */
	MESSAGE = 1	/* need not wait for messages in flight */
};

struct irc_command {
	const char	*name;
	void		(*handler)(struct request *);
	int		 states;
	int		 min;	/* fewer parameters: 461 */
	int		 max;	/* more are not looked at */
	unsigned	 cost;	/* see pace.h */
	int		 flags;
};

extern const struct irc_command irc_commands[];
extern const int irc_ncommands;

/* Without regard to case (checklist 4); NULL if there is none. */
const struct irc_command *irc_command_find(struct view name);

/* registration.c */
void	cmd_pass(struct request *);
void	cmd_nick(struct request *);
void	cmd_user(struct request *);
void	cmd_quit(struct request *);
void	cmd_ping(struct request *);
void	cmd_pong(struct request *);
/* Registers the session if nothing is missing any more. */
void	irc_try_register(struct request *);
/* PASS was right, or there is no password. */
int	irc_password_is_correct(const struct request *);
/* What was noted for it and is needed no more. */
void	irc_clear_registration(struct irc_state *);

/*
 * attach.c. Come in as one more session of the user who has the wanted nick, if both are of one account.
 * 0: it is not so; 1: it is done, or there are too many and the session is ended.
 */
int	irc_attach_to_user(struct request *);
/* The session, whose registration is complete but for this, is that user's from now on. */
void	irc_attach(struct request *, struct user *);
/*
 * One who is in already wants the nick under which others of the account are here, and becomes one
 * of them. 0: it is not so.
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
/* What follows the JOIN line: the topic, and the names but for who wants none. */
void	irc_show_room(struct request *, const struct room *);
/* Put a user who has just registered into the lobby. */
void	irc_join_lobby(struct request *);

/* mode.c */
void	cmd_mode(struct request *);
/* 478: no place for a mask more in the list of that letter. */
void	irc_list_full(struct request *, const struct room *,
	    struct view letter);

/* ISUPPORT MODES: changes with an argument in one command. */
enum { IRC_MODES_MAX = 20, ROOM_LETTERS_MAX = 32 };
/* The letters of rooms' modes, all or those that can have an argument. */
void	irc_room_letters(char out[ROOM_LETTERS_MAX], int with_argument);
/* The same in the groups of ISUPPORT's CHANMODES. */
void	irc_chanmodes(char out[ROOM_LETTERS_MAX]);

/* mode_lists.c: the masks in the lists of a room; asked: a bit for each. */
void	irc_show_lists(struct request *, const struct room *, unsigned asked);

/* kick_invite.c */
void	cmd_kick(struct request *);
void	cmd_invite(struct request *);

/* tban.c */
void	cmd_tban(struct request *);

/* names.c */
void	cmd_names(struct request *);
/* Who is in each room of the list, and the end of it. */
void	irc_names(struct request *, struct view list);

/* rename.c */
void	cmd_rename(struct request *);

/* list.c */
void	cmd_list(struct request *);

/* user_mode.c: modes of users */
void	irc_user_mode(struct request *, struct view nick, struct view change);
/* The letters of these modes into buf (terminated); how many. */
enum { USER_MODES_MAX = 8 };
size_t	irc_user_letters(unsigned modes, char buf[USER_MODES_MAX]);

/* message.c */
void	cmd_privmsg(struct request *);
void	cmd_notice(struct request *);
void	cmd_tagmsg(struct request *);
/* One message is said, and nothing more in answer to this request. */
void	irc_message_say(struct request *, enum chat_kind, struct view target,
	    struct view text, struct view tags);
/* Would this message be appended for all of its targets, without an error? */
int	irc_message_passes(const struct session *, const struct irc_command *,
	    const struct irc_msg *);

/* history.c */
void	cmd_chathistory(struct request *);

/* replay.c: for a client that does not ask for it. */
/* The last lines of a room that was entered. */
void	irc_replay(struct request *, const struct room *);
/* The same for a room in which the user is already. */
void	irc_replay_other_session(struct request *, const struct room *);
/* Somebody has logged in: what was said to them meanwhile. */
void	irc_replay_offline_messages(struct request *);

/* markread.c */
void	cmd_markread(struct request *);
/* How far the user has read there, for who has asked for that. */
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
/* Registered: what was said of being away before. */
void	irc_apply_away(struct request *);
/* 306 or 305. */
void	irc_confirm_away(struct request *, int is_away);
/* Append the 301 that tells the session of a user who is away. */
void	irc_away_notice(struct session *, const struct user *, struct buf *);
/* The same of an account that nobody is here under. */
void	irc_offline_notice(struct session *, const char *name, struct buf *);

/* oper.c */
void	cmd_kill(struct request *);
void	cmd_oper(struct request *);
void	cmd_rehash(struct request *);
void	cmd_wallops(struct request *);

/* help.c: every command has a row. */
struct irc_help {
	const char	*name;
	const char	*syntax;	/* what comes after the name */
	const char	*text;		/* lines, with LF between them */
};

extern const struct irc_help irc_helps[];
extern const int irc_nhelps;

void	cmd_help(struct request *);
/* Without regard to case; NULL if there is none. */
const struct irc_help *irc_help_find(struct view subject);

/*
 * account.c. Who is at the other end has shown that this account is theirs, before they are
 * registered or after: 900, and they are logged in; who else bears its name as a nick
 * gets another one.
 */
void	irc_login(struct request *, struct account *);
void	irc_login_by_sasl(struct request *, struct account *);	/* and 903 */
/* 901, and they are logged in to none. */
void	irc_logout(struct request *);
/* The account that they are logged in to, registered or not; NULL: none. */
struct account *irc_account(const struct request *);

/* sasl.c */
void	cmd_authenticate(struct request *);

/* register_account.c */
void	cmd_register(struct request *);
void	cmd_verify(struct request *);

/* account_cmd.c: ACCOUNT, by subcommand. */
void	cmd_account(struct request *);
/* Begin "NOTE ACCOUNT code"; the last of a list. */
void	irc_account_note(struct request *, const char *code);
void	irc_account_end(struct request *, const char *of);
void	irc_account_fail(struct request *, const char *code, struct view about,
	    const char *text);
/* account_show.c: what one's account is, its keys, who is here under it. */
void	irc_account_show(struct request *, struct account *);
void	irc_account_keys(struct request *, struct account *);
void	irc_account_sessions(struct request *, struct account *);
/* account_change.c */
void	irc_account_password(struct request *, struct account *);
void	irc_account_key(struct request *, struct account *);
void	irc_account_drop(struct request *, struct account *);
/* account_oper.c: for operators of the server. */
void	irc_account_invite(struct request *);
void	irc_account_suspend(struct request *);
void	irc_account_unsuspend(struct request *);

/* admin.c */
void	cmd_admin(struct request *);
void	cmd_stats(struct request *);

/* server_bans.c */
void	cmd_dline(struct request *);
void	cmd_kline(struct request *);
void	cmd_undline(struct request *);
void	cmd_unkline(struct request *);
/* STATS k, or d. */
void	irc_show_bans(struct request *, int ranges);
/* Is the one who registers banned? Then they are told, and gone. */
int	irc_is_banned(struct request *);

/* lockdown.c */
void	cmd_lockdown(struct request *);
/* May no guest come in? Then the one who registers is told, and gone. */
int	irc_is_locked_out(struct request *);

/* user.c */
void	cmd_setname(struct request *);

/* welcome.c: 001 to 005, LUSERS, MOTD. */
void	irc_welcome(struct request *);
/* isupport.c: the 005 lines. */
void	irc_isupport(struct request *);
void	cmd_isupport(struct request *);

/* The letters and prefixes of a member, highest first; one only, unless all are wanted. */
const char *irc_prefixes(unsigned ranks, int all);

#endif
