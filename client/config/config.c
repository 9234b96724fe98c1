/*
 * config: the tables of the client's settings.
 */
#include "client/config/config.h"

#include <stdlib.h>

#include "common/i18n.h"
#include "common/names.h"
#include "common/regex.h"
#include "common/xmalloc.h"

/* In the order of the enums that config_rows.h names. */
static const char *const pane_choices[] = { "auto", "on", "off", NULL };
static const char *const pager_choices[] = { "auto", "always", "never", NULL };
static const char *const presence_choices[] = { "all", "fold", "smart", "none",
	NULL };
static const char *const hyperlink_choices[] = { "auto", "on", "off", NULL };
static const char *const emoji_choices[] = { "auto", "whole", "parts", NULL };
static const char *const notify_choices[] = { "auto", "off", "bell", "osc9",
	"osc777", "osc99", NULL };
static const char *const notify_when_choices[] = { "unseen", "always", NULL };
static const char *const notify_text_choices[] = { "nothing", "who", "text",
	NULL };
static const char *const level_choices[] = { "all", "mentions", "nothing",
	NULL };
static const char *const theme_choices[] = { "auto", "default", "dark", "light",
	"mono", "high-contrast", "truecolor", NULL };
static const char *const colour_choices[] = { "auto", "none", "8", "16", "256",
	"truecolor", NULL };

/* clang-format off */
#define ROW(...) SETTING_ROW(struct client_config, __VA_ARGS__)

const struct setting client_server_settings[] = {
	{ "host", 0, SETTING_STRING, offsetof(struct client_config, host),
	    NULL, 1, 255, NULL, N_("host"),
	    N_("the host to connect to (default: the name of the section)"),
	    SETTING_FILE_ONLY },
#define SETTING(...)
#define NETWORK_SETTING ROW
#define ROOM_SETTING ROW
#include "client/config/config_rows.h"
#undef SETTING
#undef NETWORK_SETTING
#undef ROOM_SETTING
	{ 0 }
};

const struct setting client_room_settings[] = {
#define SETTING(...)
#define NETWORK_SETTING(...)
#define ROOM_SETTING ROW
#include "client/config/config_rows.h"
#undef SETTING
#undef NETWORK_SETTING
#undef ROOM_SETTING
	{ 0 }
};

const struct setting client_config_settings[] = {
#define SETTING ROW
#define NETWORK_SETTING ROW
#define ROOM_SETTING ROW
#include "client/config/config_rows.h"
#undef SETTING
#undef NETWORK_SETTING
#undef ROOM_SETTING
	{ 0 }
};
/* clang-format on */

const struct client_config *
client_config_defaults(void)
{
	static struct client_config defaults;
	static int made;

	if (!made)
		settings_init(client_config_settings, &defaults);
	made = 1;
	return &defaults;
}

int
client_config_reads(const struct client_config *c)
{
	return c->follow || c->since != NULL || c->until != NULL;
}

char *
client_room_name(const char *text, char **cause)
{
	char *name;

	if (name_is_room(view_of(text)))
		name = xstrdup(text);
	else
		xasprintf(&name, "#%s", text);
	if (room_valid(view_of(name)))
		return name;
	cause_set(cause,
	    _("\"%s\" is not a room name: use no space, comma or colon, and at "
	      "most %d letters"),
	    text, ROOM_GRAPHEMES - 1);
	free(name);
	return NULL;
}
