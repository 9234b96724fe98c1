/*
 * client_tags: choose the client-only tags that are relayed to others (IRCv3 message-tags).
 */
#include "server/irc/client_tags.h"

#include <string.h>

#include "server/config/config.h"
#include "server/irc/request.h"

/* Return whether the same key follows again; only the last one counts. */
static int
follows_again(struct view rest, struct view key)
{
	struct view k, value;

	while (irc_tags_next(&rest, &k, &value))
		if (view_equal(k, key))
			return 1;
	return 0;
}

/* Return whether the list (CLIENTTAGDENY: a,b or *,-a,-b) names this tag, with or without a minus. */
static int
is_listed(const char *list, int minus, struct view name)
{
	struct view rest = view_of(list), word;

	while (view_cut(&rest, ',', &word)) {
		if (minus && word.len > 0 && *word.p == '-' &&
		    view_equal((struct view){ word.p + 1, word.len - 1 }, name))
			return 1;
		if (!minus && view_equal(word, name))
			return 1;
	}
	return 0;
}

static int
is_denied(const char *list, struct view key)
{
	struct view name = { key.p + 1, key.len - 1 };

	if (is_listed(list, 0, VIEW("*")))
		return !is_listed(list, 1, name);
	return is_listed(list, 0, name);
}

static int
is_relayed(const struct request *req, struct view key, struct view rest)
{
	return key.len > 1 && *key.p == '+' && !follows_again(rest, key) &&
	       !is_denied(req->server->config->client_tag_deny, key);
}

static void
add_tag(struct irc_writer *w, struct view key, struct view raw)
{
	char name[LINE_TAGS_CLIENT + 1], value[LINE_TAGS_CLIENT];

	memcpy(name, key.p, key.len);
	name[key.len] = '\0';
	irc_tag(w, name, (struct view){ value, irc_tag_unescape(value, raw) });
}

struct view
irc_client_tags(const struct request *req, char *buf)
{
	struct view rest = req->msg->tags, key, value;
	struct irc_writer w;

	irc_begin(&w, buf, LINE_TAGS_CLIENT, LINE_TAGS_CLIENT);
	while ((req->irc->caps & CAP_MESSAGE_TAGS) &&
	       irc_tags_next(&rest, &key, &value)) {
		if (is_relayed(req, key, rest))
			add_tag(&w, key, value);
	}
	if (w.len == 0 || w.full)
		return VIEW("");
	return (struct view){ buf + 1, w.len - 1 };
}

int
irc_denies_a_tag(const struct request *req)
{
	const char *list = req->server->config->client_tag_deny;
	struct view rest = req->msg->tags, key, value;

	while (irc_tags_next(&rest, &key, &value))
		if (key.len > 1 && *key.p == '+' && is_denied(list, key))
			return 1;
	return 0;
}
