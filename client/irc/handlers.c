/*
 * handlers: which function takes which command. Sorted, searched by halves.
 */
#include <stdlib.h>

#include "client/irc/state.h"

/* clang-format off */
static const struct handler {
	const char	*name;
	irc_handler	*run;
} handlers[] = {
	{ "001",	  on_welcome },
	{ "004",	  on_quiet },		/* RPL_MYINFO */
	{ "005",	  on_isupport },
	{ "305",	  on_self_back },	/* RPL_UNAWAY */
	{ "306",	  on_self_away },	/* RPL_NOWAWAY */
	{ "315",	  on_quiet },		/* RPL_ENDOFWHO */
	{ "317",	  on_idle },		/* RPL_WHOISIDLE */
	{ "318",	  on_quiet },		/* RPL_ENDOFWHOIS */
	{ "321",	  on_quiet },		/* RPL_LISTSTART */
	{ "329",	  on_created },		/* RPL_CREATIONTIME */
	{ "331",	  on_topic_none },
	{ "332",	  on_topic_is },
	{ "333",	  on_topic_who },
	{ "352",	  on_who },
	{ "353",	  on_names },
	{ "366",	  on_names_end },
	{ "369",	  on_quiet },		/* RPL_ENDOFWHOWAS */
	{ "396",	  on_host },		/* RPL_HOSTHIDDEN */
	{ "431",	  on_nick_refused },
	{ "432",	  on_nick_refused },
	{ "433",	  on_nick_refused },
	{ "436",	  on_nick_refused },
	{ "437",	  on_nick_refused },
	{ "ACCOUNT",	  on_quiet },
	{ "ACK",	  on_ack },
	{ "AUTHENTICATE", on_quiet },
	{ "AWAY",	  on_away },
	{ "BATCH",	  on_batch },
	{ "CAP",	  on_cap },
	{ "CHGHOST",	  on_host },
	{ "ERROR",	  on_error },
	{ "FAIL",	  on_fail },
	{ "INVITE",	  on_invite },
	{ "JOIN",	  on_join },
	{ "KICK",	  on_kick },
	{ "MARKREAD",	  on_markread },
	{ "MODE",	  on_mode },
	{ "NICK",	  on_nick },
	{ "NOTE",	  on_fail },
	{ "NOTICE",	  on_notice },
	{ "PART",	  on_part },
	{ "PING",	  on_ping },
	{ "PONG",	  on_pong },
	{ "PRIVMSG",	  on_privmsg },
	{ "QUIT",	  on_quit },
	{ "REDACT",	  on_redact },
	{ "SETNAME",	  on_quiet },
	{ "TAGMSG",	  on_quiet },
	{ "TOPIC",	  on_topic },
	{ "WARN",	  on_fail },
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

/* Commands come in capitals, but need not (checklist 4). */
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
