/*
 * settings_table: a table with a row for every type and flag.
 */
#include "tests/support/settings_table.h"

#include <limits.h>

#define AT(field) offsetof(struct test_config, field)

static const char *const plain_words[] = { "yes", "spoken", "no", NULL };

#define DOOR(field) offsetof(struct test_door, field)

/* clang-format off */
static const struct setting door_settings[] = {
	{ "key", 0, SETTING_STRING, DOOR(key), NULL, 4, 32, NULL, "WORD",
	    "What opens the door", SETTING_SECRET },
	{ "width", 0, SETTING_INT, DOOR(width), "80", 1, 200, NULL, "CM",
	    "How wide it is", 0 },
	{ "guests", 0, SETTING_LIST, DOOR(guests), NULL, 1, 16, NULL, "NAME",
	    "Who may enter", 0 },
	{ NULL, 0, SETTING_BOOL, 0, NULL, 0, 0, NULL, NULL, NULL, 0 }
};

const struct setting test_settings[] = {
	{ "help", 'h', SETTING_BOOL, AT(help), "no", 0, 0, NULL, NULL,
	    "Print this help", SETTING_CLI_ONLY },
	{ "verbose", 'v', SETTING_BOOL, AT(verbose), "no", 0, 0, NULL, NULL,
	    "Log more", SETTING_RELOAD },
	{ "color", 0, SETTING_BOOL, AT(color), "yes", 0, 0, NULL, NULL,
	    "Use colors", SETTING_CLI_ONLY },
	{ "echo", 0, SETTING_BOOL, AT(echo), "yes", 0, 0, NULL, "yes|no",
	    "Echo messages", SETTING_RELOAD },
	{ "port", 'p', SETTING_INT, AT(port), "5000", 0, 65535, NULL, "PORT",
	    "Port to listen on; 0 picks one", 0 },
	{ "offset", 0, SETTING_INT, AT(offset), "0", -12, LLONG_MAX, NULL,
	    "N", "Hours from here", 0 },
	{ "queue", 0, SETTING_SIZE, AT(queue), "256k", 1024, 1LL << 30, NULL,
	    "SIZE", "Output that may wait for a peer that does not read, "
	    "before its connection is closed", SETTING_RELOAD },
	{ "pool", 0, SETTING_SIZE, AT(pool), "0", 0, 0, NULL, "SIZE",
	    "Memory for all", SETTING_RELOAD },
	{ "idle", 0, SETTING_SECONDS, AT(idle), "90", 1, 86400, NULL, "TIME",
	    "Silence before a ping", SETTING_RELOAD | SETTING_FILE_ONLY },
	{ "name", 'n', SETTING_STRING, AT(name), "here.example", 1, 20, NULL,
	    "NAME", "The server's name", 0 },
	{ "motd", 0, SETTING_STRING, AT(motd), NULL, 0, 0, NULL, "TEXT",
	    "The message of the day", SETTING_RELOAD | SETTING_COMMON },
	{ "password", 0, SETTING_STRING, AT(password), "hunter2", 4, 32, NULL,
	    "WORD", "The password of all users", SETTING_SECRET },
	{ "plain", 0, SETTING_ENUM, AT(plain), "yes", 0, 0, plain_words,
	    "WHEN", "Who may connect without IRC", SETTING_RELOAD },
	{ "listen", 'l', SETTING_LIST, AT(listen), NULL, 0, 0, NULL,
	    "ADDRESS", "Address to listen on", 0 },
	{ "a-rather-long-name-of-rooms", 'r', SETTING_LIST, AT(rooms),
	    "#lobby, #a\\,b", 2, 16, NULL, "ROOM", "Rooms to be in",
	    SETTING_RELOAD },
	{ "door", 0, SETTING_SECTIONS, AT(doors), NULL, 0, 0, door_settings,
	    "NAME", "A door", SETTING_RELOAD | SETTING_FILE_ONLY },
	{ NULL, 0, SETTING_BOOL, 0, NULL, 0, 0, NULL, NULL, NULL, 0 }
};
/* clang-format on */
