/*
 * isupport: the 005 lines; the server supports everything that they announce (checklist 7).
 */
#include "server/irc/isupport.h"

#include <stdio.h>
#include <string.h>

#include "common/i18n.h"
#include "common/names.h"
#include "server/chat/modes.h"
#include "server/config/config.h"
#include "server/irc/command.h"
#include "server/irc/mode.h"
#include "server/irc/request.h"

#define TEXT N_("are supported by this server")

enum { TOKENS_PER_LINE = 13, TEXT_LENGTH = sizeof(TEXT), UNSET = -1 };

/* A token's value is a text, or a number from the settings, or a constant. */
struct token {
	const char *name;
	const char *text; /* "" for none */
	long long number; /* if text is NULL */
};

static void
put_token(struct request *req, const struct token *t)
{
	if (t->text == NULL)
		irc_param_fmt(&req->w, "%s=%lld", t->name, t->number);
	else if (t->text[0] != '\0')
		irc_param_fmt(&req->w, "%s=%s", t->name, t->text);
	else
		irc_param_str(&req->w, t->name);
}

static size_t
token_length(const struct token *t)
{
	return strlen(t->name) + sizeof(" =18446744073709551615") +
	       (t->text == NULL ? 0 : strlen(t->text));
}

/* Write the tokens in lines, at most TOKENS_PER_LINE each and no more than fit. Skip unset ones. */
static void
put_tokens(struct request *req, const struct token *tokens, size_t n)
{
	size_t i, on_line = 0;

	for (i = 0; i < n; i++) {
		if (tokens[i].text == NULL && tokens[i].number == UNSET)
			continue;
		if (on_line > 0 && (on_line == TOKENS_PER_LINE ||
				       token_length(&tokens[i]) + TEXT_LENGTH >
					   irc_space(&req->w))) {
			reply_end(req, _(TEXT));
			on_line = 0;
		}
		if (on_line++ == 0)
			reply_begin(req, "005");
		put_token(req, &tokens[i]);
	}
	if (on_line > 0)
		reply_end(req, _(TEXT));
}

static void
put_isupport(struct request *req)
{
	const struct config *c = req->server->config;
	const char *deny = c->client_tag_deny;
	char chanlimit[32], chanmodes[ROOM_LETTERS_MAX], maxlist[96];
	char targmax[128];
	const long long history =
	    c->history == CONFIG_HISTORY_NONE ? UNSET : c->chathistory_max;
	const struct token tokens[] = {
		{ "ACCOUNTEXTBAN", "a", 0 },
		{ "AWAYLEN", NULL, c->away_bytes },
		{ "BOT", "B", 0 },
		{ "CASEMAPPING", "ascii", 0 },
		{ "CHANLIMIT", chanlimit, 0 },
		{ "CHANMODES", chanmodes, 0 },
		{ "CHANNELLEN", NULL, ROOM_GRAPHEMES },
		{ "CHANTYPES", "#", 0 },
		{ "CHATHISTORY", NULL, history },
		{ "CLIENTTAGDENY", deny, UNSET },
		{ "ELIST", "CMNTU", 0 },
		{ "EXCEPTS", "e", 0 },
		{ "EXTBAN", ",am", 0 },
		{ "HOSTLEN", NULL, HOST_BYTES },
		{ "INVEX", "I", 0 },
		{ "KEYLEN", NULL, KEY_BYTES },
		{ "MAXLIST", maxlist, 0 },
		{ "MODES", NULL, IRC_MODES_MAX },
		{ "MONITOR", NULL, c->monitor_max },
		{ "MSGREFTYPES", history == UNSET ? NULL : "msgid,timestamp",
		    UNSET },
		{ "NAMELEN", NULL, c->realname_bytes },
		{ "NETWORK", c->network, 0 },
		{ "NICKLEN", NULL, NICK_GRAPHEMES },
		{ "PREFIX", "(qov)~@+", 0 },
		{ "SAFELIST", "", 0 },
		{ "STATUSMSG", "~@+", 0 },
		{ "TARGMAX", targmax, 0 },
		{ "TBAN", "", 0 },
		{ "TOPICLEN", NULL, c->topic_bytes },
		{ "USERLEN", NULL, USER_BYTES },
		{ "UTF8ONLY", "", 0 },
		{ "WHOX", "", 0 },
	};

	if (deny != NULL && deny[0] == '\0')
		deny = NULL;
	snprintf(chanlimit, sizeof(chanlimit), "#:%lld", c->rooms_per_user);
	snprintf(maxlist, sizeof(maxlist), "b:%lld,e:%lld,I:%lld", c->list_max,
	    c->list_max, c->list_max);
	snprintf(targmax, sizeof(targmax),
	    "JOIN:,KICK:%lld,LIST:,NAMES:,NOTICE:%lld,PART:,"
	    "PRIVMSG:%lld,TAGMSG:%lld,WHO:1,WHOIS:1",
	    c->targets_max, c->targets_max, c->targets_max, c->targets_max);
	irc_chanmodes(chanmodes);
	put_tokens(req, tokens, sizeof(tokens) / sizeof(tokens[0]));
}

/* IRCv3 draft/extended-isupport, "draft/isupport batch". */
void
irc_isupport(struct request *req)
{
	unsigned both = CAP_EXTENDED_ISUPPORT | CAP_BATCH;

	if ((req->irc->caps & both) != both) {
		put_isupport(req);
		return;
	}
	reply_open_batch(req, "draft/isupport");
	put_isupport(req);
	reply_close_batch(req);
}

/* Before registration, only clients with extended-isupport may use it. */
static void
cmd_isupport(struct request *req)
{
	if (req->session->user != NULL ||
	    (req->irc->caps & CAP_EXTENDED_ISUPPORT))
		irc_isupport(req);
	else
		reply_text(req, "451", _("You have not registered"));
}

const struct irc_command irc_isupport_commands[] = {
	{ "ISUPPORT", cmd_isupport, ANY_STATE, 0, 0, 2, COMMAND_NO_ROOM, "",
	    N_("Repeats the list of features and limits (005).") },
	{ .name = NULL },
};
