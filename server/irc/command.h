/*
 * command: the table of IRC commands.
 */
#ifndef TCHAT_SERVER_IRC_COMMAND_H
#define TCHAT_SERVER_IRC_COMMAND_H

#include "common/view.h"

struct request;

enum { /* states of the connection in which a command is accepted */
	UNREGISTERED = 1,
	REGISTERED = 2,
	ANY_STATE = UNREGISTERED | REGISTERED
};

enum {		    /* flags */
	MESSAGE = 1 /* does not wait for messages in flight */
};

struct irc_command {
	const char *name;
	void (*handler)(struct request *);
	int states;
	int min;       /* with fewer parameters: 461 */
	int max;       /* further parameters are ignored */
	unsigned cost; /* see pace.h */
	int flags;
};

extern const struct irc_command irc_commands[];
extern const int irc_ncommands;

/* Find a command, ignoring case (checklist 4). Returns NULL if there is none. */
const struct irc_command *irc_command_find(struct view name);

/* The handlers of the table. */
void	cmd_account(struct request *);
void	cmd_admin(struct request *);
void	cmd_authenticate(struct request *);
void	cmd_away(struct request *);
void	cmd_batch(struct request *);
void	cmd_cap(struct request *);
void	cmd_chathistory(struct request *);
void	cmd_dline(struct request *);
void	cmd_help(struct request *);
void	cmd_info(struct request *);
void	cmd_invite(struct request *);
void	cmd_ison(struct request *);
void	cmd_isupport(struct request *);
void	cmd_join(struct request *);
void	cmd_kick(struct request *);
void	cmd_kill(struct request *);
void	cmd_kline(struct request *);
void	cmd_links(struct request *);
void	cmd_list(struct request *);
void	cmd_lockdown(struct request *);
void	cmd_lusers(struct request *);
void	cmd_markread(struct request *);
void	cmd_mode(struct request *);
void	cmd_monitor(struct request *);
void	cmd_motd(struct request *);
void	cmd_names(struct request *);
void	cmd_nick(struct request *);
void	cmd_notice(struct request *);
void	cmd_oper(struct request *);
void	cmd_part(struct request *);
void	cmd_pass(struct request *);
void	cmd_ping(struct request *);
void	cmd_pong(struct request *);
void	cmd_privmsg(struct request *);
void	cmd_quit(struct request *);
void	cmd_redact(struct request *);
void	cmd_register(struct request *);
void	cmd_rehash(struct request *);
void	cmd_rename(struct request *);
void	cmd_search(struct request *);
void	cmd_setname(struct request *);
void	cmd_stats(struct request *);
void	cmd_tagmsg(struct request *);
void	cmd_tban(struct request *);
void	cmd_time(struct request *);
void	cmd_topic(struct request *);
void	cmd_undline(struct request *);
void	cmd_unkline(struct request *);
void	cmd_user(struct request *);
void	cmd_userhost(struct request *);
void	cmd_verify(struct request *);
void	cmd_version(struct request *);
void	cmd_wallops(struct request *);
void	cmd_who(struct request *);
void	cmd_whois(struct request *);
void	cmd_whowas(struct request *);

/* help.c: HELP; each command has a row. */
struct irc_help {
	const char *name;
	const char *syntax; /* parameters, shown after the name */
	const char *text;   /* lines, separated by LF */
};

extern const struct irc_help irc_helps[];
extern const int irc_nhelps;

/* Find the help of a command, ignoring case. Returns NULL if there is none. */
const struct irc_help *irc_help_find(struct view subject);

#endif
