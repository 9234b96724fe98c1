/*
 * handlers: the table of command handlers, sorted for binary search.
 */
#include <stdio.h>
#include <stdlib.h>

#include "client/irc/state.h"

/* clang-format off */
static const struct handler {
	const char	*name;
	irc_handler	*run;
	int		 past;	/* may be a line of history */
} handlers[] = {
	{ "001",	  on_welcome, 0 },
	{ "004",	  on_quiet, 0 },		/* RPL_MYINFO */
	{ "005",	  on_isupport, 0 },
	{ "303",	  on_ison, 0 },		/* RPL_ISON */
	{ "305",	  on_self_back, 0 },	/* RPL_UNAWAY */
	{ "306",	  on_self_away, 0 },	/* RPL_NOWAWAY */
	{ "315",	  on_person_end, 0 },	/* RPL_ENDOFWHO */
	{ "317",	  on_idle, 0 },		/* RPL_WHOISIDLE */
	{ "318",	  on_quiet, 0 },		/* RPL_ENDOFWHOIS */
	{ "321",	  on_quiet, 0 },		/* RPL_LISTSTART */
	{ "329",	  on_created, 0 },		/* RPL_CREATIONTIME */
	{ "331",	  on_topic_none, 0 },
	{ "332",	  on_topic_is, 0 },
	{ "333",	  on_topic_who, 0 },
	{ "352",	  on_who, 0 },
	{ "353",	  on_names, 0 },
	{ "354",	  on_person, 0 },	/* RPL_WHOSPCRPL */
	{ "366",	  on_names_end, 0 },
	{ "369",	  on_quiet, 0 },		/* RPL_ENDOFWHOWAS */
	{ "396",	  on_host, 0 },		/* RPL_HOSTHIDDEN */
	{ "431",	  on_nick_refused, 0 },
	{ "432",	  on_nick_refused, 0 },
	{ "433",	  on_nick_refused, 0 },
	{ "436",	  on_nick_refused, 0 },
	{ "437",	  on_nick_refused, 0 },
	{ "730",	  on_monitored, 0 },	/* RPL_MONONLINE */
	{ "731",	  on_monitored, 0 },	/* RPL_MONOFFLINE */
	{ "734",	  on_monitor_full, 0 },	/* ERR_MONLISTFULL */
	{ "900",	  on_logged_in, 0 },	/* RPL_LOGGEDIN */
	{ "901",	  on_logged_out, 0 },	/* RPL_LOGGEDOUT */
	{ "902",	  on_login_failed, 0 },	/* ERR_NICKLOCKED */
	{ "903",	  on_login_done, 0 },	/* RPL_SASLSUCCESS */
	{ "904",	  on_login_failed, 0 },	/* ERR_SASLFAIL */
	{ "905",	  on_login_failed, 0 },	/* ERR_SASLTOOLONG */
	{ "906",	  on_login_failed, 0 },	/* ERR_SASLABORTED */
	{ "907",	  on_login_failed, 0 },	/* ERR_SASLALREADY */
	{ "908",	  on_mechanisms, 0 },	/* RPL_SASLMECHS */
	{ "ACCOUNT",	  on_account, 0 },
	{ "ACK",	  on_ack, 0 },
	{ "AUTHENTICATE", on_authenticate, 0 },
	{ "AWAY",	  on_away, 0 },
	{ "BATCH",	  on_batch, 0 },
	{ "CAP",	  on_cap, 0 },
	{ "CHATHISTORY",  on_chathistory, 1 },
	{ "CHGHOST",	  on_host, 0 },
	{ "ERROR",	  on_error, 0 },
	{ "FAIL",	  on_fail, 0 },
	{ "INVITE",	  on_invite, 0 },
	{ "JOIN",	  on_join, 1 },
	{ "KICK",	  on_kick, 1 },
	{ "MARKREAD",	  on_markread, 0 },
	{ "MODE",	  on_mode, 1 },
	{ "NICK",	  on_nick, 1 },
	{ "NOTE",	  on_fail, 0 },
	{ "NOTICE",	  on_notice, 1 },
	{ "PART",	  on_part, 1 },
	{ "PING",	  on_ping, 0 },
	{ "PONG",	  on_pong, 0 },
	{ "PRIVMSG",	  on_privmsg, 1 },
	{ "QUIT",	  on_quit, 1 },
	{ "REDACT",	  on_redact, 1 },
	{ "REGISTER",	  on_registered, 0 },
	{ "SETNAME",	  on_quiet, 0 },
	{ "TAGMSG",	  on_quiet, 1 },
	{ "TOPIC",	  on_topic, 1 },
	{ "VERIFY",	  on_registered, 0 },
	{ "WARN",	  on_fail, 0 },
};
/* clang-format on */

enum { NHANDLERS = sizeof(handlers) / sizeof(handlers[0]) };

static int
compare(const void *key, const void *row)
{
	const struct view *name = key;
	const struct handler *h = row;
	int order = strncmp(name->p, h->name, name->len);

	return order != 0 ? order : name->len < strlen(h->name) ? -1 : 0;
}

/* Commands are usually upper case, but need not be (checklist 4). */
static const struct handler *
find(struct view command)
{
	char upper[16];
	struct view key = { upper, command.len };
	size_t i;

	if (command.len >= sizeof(upper))
		return NULL;
	for (i = 0; i < command.len; i++)
		upper[i] = command.p[i] >= 'a' && command.p[i] <= 'z'
			       ? (char)(command.p[i] - ('a' - 'A'))
			       : command.p[i];
	return bsearch(&key, handlers, NHANDLERS, sizeof(handlers[0]), compare);
}

int
handlers_run(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	const struct handler *h = find(msg->command);

	if (h == NULL)
		return 0;
	h->run(s, msg, ev);
	return 1;
}

int
handlers_past(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	const struct handler *h = find(msg->command);

	if (h == NULL || !h->past)
		return 0;
	h->run(s, msg, ev);
	return 1;
}

int
handlers_has_numeric(int number)
{
	char name[8];

	snprintf(name, sizeof(name), "%03d", number);
	return find(view_of(name)) != NULL;
}

int
handlers_know(struct view command)
{
	return command.len > 0 && (*command.p < '0' || *command.p > '9') &&
	       find(command) != NULL;
}

const char *
handlers_name(size_t i)
{
	return i < NHANDLERS ? handlers[i].name : NULL;
}
