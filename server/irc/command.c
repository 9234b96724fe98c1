/*
 * command: the table of IRC commands.
 */
#include "server/irc/command.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

/* clang-format off */
const struct irc_command irc_commands[] = {
	/* name	      handler	   states	 min max cost flags */
	{ "ACCOUNT",  cmd_account, REGISTERED,	 0,  3,  3, 0 },
	{ "ADMIN",    cmd_admin,   REGISTERED,	 0,  1,  1, 0 },
	{ "AUTHENTICATE", cmd_authenticate, ANY_STATE, 1, 1, 2, 0 },
	{ "AWAY",     cmd_away,	   ANY_STATE,	 0,  1,  2, 0 },
	{ "BATCH",    cmd_batch,   REGISTERED,	 0,  3,  1, MESSAGE },
	{ "CAP",      cmd_cap,	   ANY_STATE,	 1,  2,  1, 0 },
	{ "CHATHISTORY", cmd_chathistory, REGISTERED, 0, 5, 2, 0 },
	{ "DLINE",    cmd_dline,   REGISTERED,	 1,  3,  2, 0 },
	{ "HELP",     cmd_help,	   REGISTERED,	 0,  1,  2, 0 },
	{ "HELPOP",   cmd_help,	   REGISTERED,	 0,  1,  2, 0 },
	{ "INFO",     cmd_info,	   REGISTERED,	 0,  0,  2, 0 },
	{ "INVITE",   cmd_invite,  REGISTERED,	 0,  2,  2, 0 },
	{ "ISON",     cmd_ison,	   REGISTERED,	 1, 32,  2, 0 },
	{ "ISUPPORT", cmd_isupport, ANY_STATE,	 0,  0,  2, 0 },
	{ "JOIN",     cmd_join,	   REGISTERED,	 1,  2,  2, 0 },
	{ "KICK",     cmd_kick,	   REGISTERED,	 2,  3,  2, 0 },
	{ "KILL",     cmd_kill,	   REGISTERED,	 2,  2,  2, 0 },
	{ "KLINE",    cmd_kline,   REGISTERED,	 1,  3,  2, 0 },
	{ "LINKS",    cmd_links,   REGISTERED,	 0,  0,  1, 0 },
	{ "LIST",     cmd_list,	   REGISTERED,	 0,  1,  5, 0 },
	{ "LOCKDOWN", cmd_lockdown, REGISTERED,	 0,  2,  2, 0 },
	{ "LUSERS",   cmd_lusers,  REGISTERED,	 0,  0,  2, 0 },
	{ "MARKREAD", cmd_markread, REGISTERED,	 0,  2,  1, 0 },
	{ "MODE",     cmd_mode,	   REGISTERED,	 1, 32,  1, 0 },
	{ "MONITOR",  cmd_monitor, REGISTERED,	 1,  2,  2, 0 },
	{ "MOTD",     cmd_motd,	   REGISTERED,	 0,  0,  3, 0 },
	{ "NAMES",    cmd_names,   REGISTERED,	 0,  1,  3, 0 },
	{ "NICK",     cmd_nick,	   ANY_STATE,	 0,  1,  2, 0 },
	{ "NOTICE",   cmd_notice,  REGISTERED,	 0,  2,  1, MESSAGE },
	{ "OPER",     cmd_oper,	   REGISTERED,	 2,  2,  5, 0 },
	{ "PART",     cmd_part,	   REGISTERED,	 1,  2,  2, 0 },
	{ "PASS",     cmd_pass,	   UNREGISTERED, 1,  1,  1, 0 },
	{ "PING",     cmd_ping,	   ANY_STATE,	 0,  1,  1, 0 },
	{ "PONG",     cmd_pong,	   ANY_STATE,	 0,  0,  0, 0 },
	{ "PRIVMSG",  cmd_privmsg, REGISTERED,	 0,  2,  1, MESSAGE },
	{ "QUIT",     cmd_quit,	   ANY_STATE,	 0,  1,  0, 0 },
	{ "REDACT",   cmd_redact,  REGISTERED,	 2,  3,  2, 0 },
	{ "REGISTER", cmd_register, ANY_STATE,	 0,  3,  5, 0 },
	{ "REHASH",   cmd_rehash,  REGISTERED,	 0,  0,  5, 0 },
	{ "RENAME",   cmd_rename,  REGISTERED,	 2,  3,  5, 0 },
	{ "SEARCH",   cmd_search,  REGISTERED,	 1,  1,  5, 0 },
	{ "SETNAME",  cmd_setname, REGISTERED,	 1,  1,  2, 0 },
	{ "STATS",    cmd_stats,   REGISTERED,	 0,  1,  2, 0 },
	{ "TAGMSG",   cmd_tagmsg,  REGISTERED,	 1,  1,  1, MESSAGE },
	{ "TBAN",     cmd_tban,	   REGISTERED,	 1,  3,  1, 0 },
	{ "TIME",     cmd_time,	   REGISTERED,	 0,  0,  1, 0 },
	{ "TOPIC",    cmd_topic,   REGISTERED,	 1,  2,  2, 0 },
	{ "UNDLINE",  cmd_undline, REGISTERED,	 1,  1,  2, 0 },
	{ "UNKLINE",  cmd_unkline, REGISTERED,	 1,  1,  2, 0 },
	{ "USER",     cmd_user,	   ANY_STATE,	 4,  4,  1, 0 },
	{ "USERHOST", cmd_userhost, REGISTERED,	 1,  5,  2, 0 },
	{ "VERIFY",   cmd_verify,  ANY_STATE,	 0,  2,  2, 0 },
	{ "VERSION",  cmd_version, REGISTERED,	 0,  0,  1, 0 },
	{ "WALLOPS",  cmd_wallops, REGISTERED,	 1,  1,  2, 0 },
	{ "WHO",      cmd_who,	   REGISTERED,	 0,  2,  3, 0 },
	{ "WHOIS",    cmd_whois,   REGISTERED,	 0,  2,  2, 0 },
	{ "WHOWAS",   cmd_whowas,  REGISTERED,	 0,  2,  3, 0 },
};
/* clang-format on */
const int irc_ncommands = sizeof(irc_commands) / sizeof(irc_commands[0]);

static int
compare_name(const void *name, const void *row)
{
	return strcmp(name, ((const struct irc_command *)row)->name);
}

const struct irc_command *
irc_command_find(struct view name)
{
	char upper[16];
	size_t i;

	if (name.len >= sizeof(upper))
		return NULL;
	for (i = 0; i < name.len; i++)
		upper[i] = (char)toupper((unsigned char)name.p[i]);
	upper[i] = '\0';
	return bsearch(upper, irc_commands, (size_t)irc_ncommands,
	    sizeof(irc_commands[0]), compare_name);
}
