/*
 * isupport: the 005 lines, told truly: what stands here works (checklist 7).
 */
#include <stdio.h>

#include "common/names.h"
#include "server/config.h"
#include "server/proto/irc/command.h"
#include "server/proto/irc/request.h"

enum { TOKENS_PER_LINE = 13 };

/* The value is text, or a number from the settings, or a constant. */
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

static void
put_tokens(struct request *req, const struct token *tokens, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++) {
		if (i % TOKENS_PER_LINE == 0)
			reply_begin(req, "005");
		put_token(req, &tokens[i]);
		if (i % TOKENS_PER_LINE == TOKENS_PER_LINE - 1 || i + 1 == n)
			reply_end(req, "are supported by this server");
	}
}

void
irc_isupport(struct request *req)
{
	const struct config *c = req->server->config;
	char chanlimit[32];
	const struct token tokens[] = {
		{ "CASEMAPPING", "ascii", 0 },
		{ "CHANLIMIT", chanlimit, 0 },
		{ "CHANMODES", ",,,nt", 0 },
		{ "CHANNELLEN", NULL, ROOM_GRAPHEMES },
		{ "CHANTYPES", "#", 0 },
		{ "HOSTLEN", NULL, HOST_BYTES },
		{ "NAMELEN", NULL, c->realname_bytes },
		{ "NETWORK", c->network, 0 },
		{ "NICKLEN", NULL, NICK_GRAPHEMES },
		{ "PREFIX", "(ov)@+", 0 },
		{ "TARGMAX",
		    "JOIN:,NAMES:,NOTICE:4,PART:,PRIVMSG:4,TAGMSG:4,WHO:1", 0 },
		{ "TOPICLEN", NULL, c->topic_bytes },
		{ "USERLEN", NULL, USER_BYTES },
		{ "UTF8ONLY", "", 0 },
	};

	snprintf(chanlimit, sizeof(chanlimit), "#:%lld", c->rooms_per_user);
	put_tokens(req, tokens, sizeof(tokens) / sizeof(tokens[0]));
}
