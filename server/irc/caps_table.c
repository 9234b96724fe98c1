/*
 * caps_table: the values, and the table.
 */
#include "server/irc/caps_table.h"

#include <stdio.h>

#include "server/config.h"
#include "server/irc/sasl.h"
#include "server/irc/state.h"
#include "server/session/server.h"

static const char *
multiline_value(const struct cap_whose *w, char buf[CAP_VALUE_SIZE])
{
	const struct config *c = w->server->config;

	if (c->multiline_lines == 0)
		return NULL;
	snprintf(buf, CAP_VALUE_SIZE, "max-bytes=%lld,max-lines=%lld",
	    c->multiline_bytes, c->multiline_lines);
	return buf;
}

/* Where nothing is kept there is no history. */
static const char *
history_value(const struct cap_whose *w, char buf[CAP_VALUE_SIZE])
{
	buf[0] = '\0';
	return w->server->config->history == CONFIG_HISTORY_NONE ? NULL : buf;
}

/* What may be chosen from is the same for a session's whole life. */
static const char *
sasl_value(const struct cap_whose *w, char buf[CAP_VALUE_SIZE])
{
	buf[0] = '\0';
	if (w->session != NULL)
		irc_sasl_list(w->session, buf);
	return buf;
}

static const char *
registration_value(const struct cap_whose *w, char buf[CAP_VALUE_SIZE])
{
	const struct config *c = w->server->config;

	if (c->registration == CONFIG_REGISTRATION_CLOSED)
		return NULL;
	snprintf(buf, CAP_VALUE_SIZE, "%s%s%s",
	    c->registration_early ? "before-connect" : "",
	    c->registration_early && c->registration_any_name ? "," : "",
	    c->registration_any_name ? "custom-account-name" : "");
	return buf;
}

const struct cap irc_caps[] = {
	{ "account-notify", CAP_ACCOUNT_NOTIFY, NULL },
	{ "account-tag", CAP_ACCOUNT_TAG, NULL },
	{ "away-notify", CAP_AWAY_NOTIFY, NULL },
	{ "batch", CAP_BATCH, NULL },
	{ "cap-notify", CAP_CAP_NOTIFY, NULL },
	{ "chghost", CAP_CHGHOST, NULL },
	{ "draft/account-registration", CAP_ACCOUNT_REGISTRATION,
	    registration_value },
	{ "draft/channel-rename", CAP_CHANNEL_RENAME, NULL },
	{ "draft/chathistory", CAP_CHATHISTORY, history_value },
	{ "draft/event-playback", CAP_EVENT_PLAYBACK, history_value },
	{ "draft/extended-isupport", CAP_EXTENDED_ISUPPORT, NULL },
	{ "draft/message-redaction", CAP_REDACTION, history_value },
	{ "draft/multiline", CAP_MULTILINE, multiline_value },
	{ "draft/no-implicit-names", CAP_DRAFT_NO_IMPLICIT_NAMES, NULL },
	{ "draft/pre-away", CAP_PRE_AWAY, NULL },
	{ "draft/read-marker", CAP_READ_MARKER, NULL },
	{ "echo-message", CAP_ECHO_MESSAGE, NULL },
	{ "extended-join", CAP_EXTENDED_JOIN, NULL },
	{ "extended-monitor", CAP_EXTENDED_MONITOR, NULL },
	{ "invite-notify", CAP_INVITE_NOTIFY, NULL },
	{ "labeled-response", CAP_LABELED_RESPONSE, NULL },
	{ "message-tags", CAP_MESSAGE_TAGS, NULL },
	{ "multi-prefix", CAP_MULTI_PREFIX, NULL },
	{ "no-implicit-names", CAP_NO_IMPLICIT_NAMES, NULL },
	{ "sasl", CAP_SASL, sasl_value },
	{ "server-time", CAP_SERVER_TIME, NULL },
	{ "setname", CAP_SETNAME, NULL },
	{ "soju.im/search", CAP_SEARCH, history_value },
	{ "standard-replies", CAP_STANDARD_REPLIES, NULL },
	{ "tchat/no-lobby", CAP_NO_LOBBY, NULL },
	{ "tchat/visitor", CAP_VISITOR, NULL },
	{ "userhost-in-names", CAP_USERHOST_IN_NAMES, NULL },
};

const size_t irc_ncaps = sizeof(irc_caps) / sizeof(irc_caps[0]);

const char *
cap_value(const struct cap *cap, const struct cap_whose *whose,
    char buf[CAP_VALUE_SIZE])
{
	buf[0] = '\0';
	return cap->value == NULL ? buf : cap->value(whose, buf);
}

const struct cap *
cap_find(const struct cap_whose *whose, struct view name)
{
	char buf[CAP_VALUE_SIZE];
	const struct cap *cap;

	for (cap = irc_caps; cap < irc_caps + irc_ncaps; cap++)
		if (view_equal(name, view_of(cap->name)))
			return cap_value(cap, whose, buf) == NULL ? NULL : cap;
	return NULL;
}
