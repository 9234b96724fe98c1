/*
 * config_rows: the settings of tchat, one row each. config.h makes the fields of struct client_config from these
 * rows, and config.c makes the table; that is why this file has no guard.
 *
 *	SETTING(type, field, name, letter, default, min, max, choices, argument, help, flags)
 *
 * type is BOOL, INT, ... (enum setting_type in common/setting.h, which explains all columns), field the name in struct
 * client_config, letter the short option or 0.
 *
 * Instead of SETTING: NETWORK_SETTING for what may differ between servers (also in `server` sections), and ROOM_SETTING
 * for what may also differ between rooms and queries (also in `room` sections): read that from buffer->config.
 *
 * flags: SETTING_RELOAD if /set takes effect at once. Read the value at each use then; if that is not enough, act in
 * app_settings_changed (client/app_settings.c). SETTING_RECONNECT if it takes effect with the next connection. Without
 * either, it takes effect at the next start, and /set says so.
 */

/* NULL: tchat.conf, if it exists */
SETTING(STRING, file, "config", 'f', NULL, 1, 4096, NULL, N_("file"),
    N_("read settings from this file"), SETTING_CLI_ONLY)
/* valid names after client_config_load */
NETWORK_SETTING(LIST, rooms, "room", 'r', NULL, 1, ROOM_BYTES, NULL, N_("room"),
    N_("join this room (repeatable; 111 is #111)"), 0)
/* valid after client_config_load; NULL before: the login name */
NETWORK_SETTING(STRING, nick, "nick", 'n', NULL, 1, NICK_BYTES, NULL, N_("nick"),
    N_("your nick (default: your login name)"), SETTING_RELOAD)
/* NULL: the nick */
NETWORK_SETTING(STRING, realname, "realname", 0, NULL, 1, 150, NULL, N_("text"),
    N_("your real name, which /whois shows (default: your nick)"), 0)
NETWORK_SETTING(INT, port, "port", 0, "5000", 1, 65535, NULL, N_("port"),
    N_("the port, if none is given after the host"), SETTING_FILE_ONLY)
NETWORK_SETTING(BOOL, tls, "tls", 0, "yes", 0, 1, NULL, NULL,
    N_("encrypt the connection"), SETTING_COMMON)
/* NULL: any; valid after client_config_load */
NETWORK_SETTING(STRING, fingerprint, "fingerprint", 0, NULL, 64, 95, NULL, N_("sha256"),
    N_("accept only the certificate with this fingerprint"), SETTING_COMMON)
/* a file; NULL: no home */
NETWORK_SETTING(STRING, known_hosts, "known-hosts", 0, NULL, 1, 4096, NULL, N_("file"),
    N_("the file with the certificates of known servers"), 0)
NETWORK_SETTING(BOOL, certificate, "certificate", 0, "yes", 0, 1, NULL, NULL,
    N_("send your own certificate to a server that asks"), 0)
/* NULL: the nick */
NETWORK_SETTING(STRING, account, "account", 0, NULL, 1, 64, NULL, N_("name"),
    N_("log in to this account (default: your nick)"), SETTING_COMMON | SETTING_RECONNECT)
/* NULL: none */
NETWORK_SETTING(STRING, password_file, "password-file", 0, NULL, 1, 4096, NULL, N_("file"),
    N_("log in with the password in the first line of this file"), SETTING_RECONNECT)
/* of SCRAM */
NETWORK_SETTING(INT, max_iterations, "max-iterations", 0, "600000", 4096, 10000000, NULL, N_("iterations"),
    N_("refuse a server that asks for more iterations of password hashing"), SETTING_FILE_ONLY | SETTING_RECONNECT)
/* valid nicks after client_config_load */
SETTING(LIST, to, "to", 't', NULL, 1, NICK_BYTES, NULL, N_("nick"),
    N_("write to this user (repeatable)"), SETTING_CLI_ONLY | SETTING_COMMON)
/* line mode */
SETTING(BOOL, plain, "plain", 'P', "no", 0, 1, NULL, NULL,
    N_("line mode: read and print plain lines, no screen"), 0)
SETTING(BOOL, commands, "commands", 0, "no", 0, 1, NULL, NULL,
    N_("line mode: run lines that begin with a slash as commands, also from a pipe"), SETTING_CLI_ONLY)
SETTING(BOOL, json, "json", 0, "no", 0, 1, NULL, NULL,
    N_("line mode: print events and read commands as JSON, one object per line"), SETTING_CLI_ONLY | SETTING_COMMON)
SETTING(BOOL, follow, "follow", 0, "no", 0, 1, NULL, NULL,
    N_("only read: print messages as they come, also over lost connections"), SETTING_CLI_ONLY | SETTING_COMMON)
/* a time, a duration or a msgid */
SETTING(STRING, since, "since", 0, NULL, 1, 200, NULL, N_("when"),
    N_("only read: print the history from this time, duration or msgid on"), SETTING_CLI_ONLY | SETTING_COMMON)
SETTING(STRING, until, "until", 0, NULL, 1, 200, NULL, N_("when"),
    N_("only read: print the history up to then, and exit"), SETTING_CLI_ONLY)
/* enum spoken */
SETTING(ENUM, spoken, "spoken", 0, "auto", 0, 0, pane_choices, N_("when"),
    N_("line mode: print messages without marks, for a screen reader"), SETTING_RELOAD)
SETTING(INT, join_history, "join-history", 0, "20", 0, 1000, NULL, N_("messages"),
    N_("line mode on a terminal: print this many earlier messages of a room that you join"), SETTING_RELOAD)
SETTING(BOOL, mouse, "mouse", 0, "no", 0, 1, NULL, NULL,
    N_("scroll with the wheel, choose rooms with a click"), SETTING_COMMON | SETTING_RELOAD)
SETTING(BOOL, digit_arguments, "digit-arguments", 0, "no", 0, 1, NULL, NULL,
    N_("Alt-1 to Alt-9 begin a numeric argument, as in readline"), SETTING_RELOAD)
ROOM_SETTING(BOOL, bell, "bell", 0, "no", 0, 1, NULL, NULL,
    N_("ring the bell for each message that notifies you"), SETTING_RELOAD)
/* enum notify_how */
SETTING(ENUM, notify, "notify", 0, "auto", 0, 0, notify_choices, N_("how"),
    N_("how the terminal notifies you of messages"), SETTING_FILE_ONLY | SETTING_RELOAD)
/* enum notify_when */
SETTING(ENUM, notify_when, "notify-when", 0, "unseen", 0, 0, notify_when_choices, N_("when"),
    N_("unseen: notify you only of messages that you do not see; always: of others too"), SETTING_FILE_ONLY | SETTING_RELOAD)
/* enum notify_text */
SETTING(ENUM, notify_text, "notify-text", 0, "who", 0, 0, notify_text_choices, N_("what"),
    N_("what a notification says"), SETTING_FILE_ONLY | SETTING_RELOAD)
/* a program and its arguments */
SETTING(LIST, notify_command, "notify-command", 0, NULL, 1, 4096, NULL, N_("program"),
    N_("the program to run for a notification, and its arguments"), SETTING_FILE_ONLY | SETTING_RELOAD)
/* words, and regular expressions between slashes */
ROOM_SETTING(LIST, highlight, "highlight", 0, NULL, 1, REGEX_WORD_MAX, NULL, N_("word"),
    N_("count messages with this word as mentions; /WORD/ is a regular expression"), SETTING_FILE_ONLY | SETTING_RELOAD)
NETWORK_SETTING(BOOL, highlight_case, "highlight-case", 0, "no", 0, 1, NULL, NULL,
    N_("find highlight words only in the case in which you wrote them"), SETTING_FILE_ONLY | SETTING_RELOAD)
NETWORK_SETTING(BOOL, highlight_whole_words, "highlight-whole-words", 0, "yes", 0, 1, NULL, NULL,
    N_("find highlight words only as whole words"), SETTING_FILE_ONLY | SETTING_RELOAD)
/* enum room_level */
ROOM_SETTING(ENUM, notify_level, "notify-level", 0, "mentions", 0, 0, level_choices, N_("which"),
    N_("which messages notify you; /notify sets it for one room"), SETTING_FILE_ONLY | SETTING_RELOAD)
/* lines per room */
SETTING(INT, scrollback, "scrollback", 0, "10000", 100, 1000000, NULL, N_("lines"),
    N_("lines kept per room"), SETTING_RELOAD)
SETTING(INT, history_lines, "history-lines", 0, "100", 10, 1000, NULL, N_("lines"),
    N_("lines of history fetched at a time"), SETTING_RELOAD)
/* enum presence_mode */
ROOM_SETTING(ENUM, presence, "presence", 0, "fold", 0, 0, presence_choices, N_("how"),
    N_("show joins, parts, quits and changes of nick"), SETTING_RELOAD)
/* presence = smart */
ROOM_SETTING(INT, presence_minutes, "presence-minutes", 0, "30", 1, 1440, NULL, N_("minutes"),
    N_("presence = smart hides people who have not spoken for this time"), SETTING_RELOAD)
ROOM_SETTING(INT, fold_rows, "fold-rows", 0, "10", 0, 1000, NULL, N_("rows"),
    N_("show only this many rows of a long message (0: all)"), SETTING_RELOAD)
SETTING(BOOL, split, "split", 0, "no", 0, 1, NULL, NULL,
    N_("show the newest lines below the older ones while you scroll"), SETTING_RELOAD)
SETTING(INT, split_rows, "split-rows", 0, "2", 1, 20, NULL, N_("rows"),
    N_("rows of the newest lines that split shows"), SETTING_RELOAD)
/* strftime */
SETTING(STRING, time_format, "time-format", 0, "%H:%M", 0, 32, NULL, N_("format"),
    N_("format of times, as in strftime(3)"), SETTING_RELOAD)
/* enum pane_show */
SETTING(ENUM, room_list, "room-list", 0, "auto", 0, 0, pane_choices, N_("when"),
    N_("show the room list"), SETTING_RELOAD)
/* columns */
SETTING(INT, room_list_width, "room-list-width", 0, "16", 4, 80, NULL, N_("columns"),
    N_("widest room list; it is no wider than its content"), SETTING_RELOAD)
/* enum pane_show */
SETTING(ENUM, member_list, "member-list", 0, "auto", 0, 0, pane_choices, N_("when"),
    N_("show the member list"), SETTING_RELOAD)
/* columns */
SETTING(INT, member_list_width, "member-list-width", 0, "16", 4, 80, NULL, N_("columns"),
    N_("widest member list; it is no wider than its content"), SETTING_RELOAD)
/* enum pager_when */
SETTING(ENUM, pager, "pager", 0, "auto", 0, 0, pager_choices, N_("when"),
    N_("show answers of the server over the messages; auto: if they take more than half of the pane"), SETTING_RELOAD)
ROOM_SETTING(BOOL, mode_letters, "mode-letters", 0, "no", 0, 1, NULL, NULL,
    N_("show changes of modes by their letters, not in words"), SETTING_RELOAD)
/* enum pane_show */
SETTING(ENUM, align_nicks, "align-nicks", 0, "auto", 0, 0, pane_choices, N_("when"),
    N_("align nicks in a column of their own"), SETTING_RELOAD)
/* columns */
SETTING(INT, nick_width, "nick-width", 0, "12", 3, 40, NULL, N_("columns"),
    N_("longest nick beside a message; a longer one is cut"), SETTING_RELOAD)
/* enum colours */
SETTING(ENUM, colours, "colours", 0, "auto", 0, 0, colour_choices, N_("how"),
    N_("number of colours"), SETTING_RELOAD)
/* "auto", "off" or languages */
SETTING(STRING, spelling, "spelling", 0, "auto", 1, 200, NULL, N_("languages"),
    N_("mark misspelt words of these languages, such as en_GB,de_DE; auto: of your locale; off"), SETTING_RELOAD)
SETTING(INT, paste_ask_lines, "paste-ask-lines", 0, "5", 0, 10000, NULL, N_("lines"),
    N_("ask what to do with a paste of more lines than this; 0: never ask"), SETTING_RELOAD)
SETTING(STRING, theme, "theme", 0, "auto", 1, 64, theme_choices, N_("name"),
    N_("colours: auto, default, dark, light, mono, high-contrast, truecolor, or a theme file"), SETTING_RELOAD)
/* lines per room; 0: none */
SETTING(INT, input_history, "input-history", 0, "500", 0, 1000, NULL, N_("lines"),
    N_("lines of input history kept per room"), SETTING_RELOAD)
SETTING(BOOL, save_state, "save-state", 0, "yes", 0, 1, NULL, NULL,
    N_("save input history, drafts, read positions, highlight words, levels and ignores for the next start"), SETTING_RELOAD)
/* a program and its arguments */
SETTING(LIST, url_command, "url-command", 0, "xdg-open", 1, 4096, NULL, N_("program"),
    N_("the program that opens the link that you choose with /url, and its arguments"), SETTING_FILE_ONLY | SETTING_RELOAD)
/* enum hyperlinks */
SETTING(ENUM, hyperlinks, "hyperlinks", 0, "auto", 0, 0, hyperlink_choices, N_("when"),
    N_("make URLs links that the terminal opens"), SETTING_RELOAD)
/* enum emoji */
SETTING(ENUM, emoji, "emoji", 0, "auto", 0, 0, emoji_choices, N_("how"),
    N_("show emoji sequences as one sign or as their parts"), SETTING_RELOAD)
/* "NAME COMMAND"; client/commands/alias.h */
SETTING(LIST, aliases, "alias", 0, NULL, 3, 4096, NULL, N_("alias"),
    N_("commands of your own, each as NAME COMMAND; see /alias"), SETTING_FILE_ONLY | SETTING_RELOAD)
/* "KEY ACTION"; client/input/key_bindings.h */
SETTING(LIST, bindings, "bind", 0, NULL, 3, 1024, NULL, N_("binding"),
    N_("keys, each as KEY ACTION or KEY /COMMAND; see /bind"), SETTING_FILE_ONLY | SETTING_RELOAD)
SETTING(SECTIONS, servers, "server", 0, NULL, 0, 0, client_server_settings, N_("name"),
    N_("a server, with settings that apply to it alone"), SETTING_FILE_ONLY | SETTING_RELOAD)
SETTING(SECTIONS, room_sections, "room", 0, NULL, 0, 0, client_room_settings, N_("room"),
    N_("settings that apply to one room or query, or to all that match a pattern"),
    SETTING_FILE_ONLY | SETTING_RELOAD)
SETTING(BOOL, verbose, "verbose", 'v', "no", 0, 1, NULL, NULL,
    N_("log all lines sent and received to stderr"), SETTING_CLI_ONLY)
SETTING(BOOL, version, "version", 'V', "no", 0, 1, NULL, NULL,
    N_("print the version and exit"), SETTING_CLI_ONLY)
SETTING(BOOL, help, "help", 'h', "no", 0, 1, NULL, NULL,
    N_("print the most common options and exit; with \"settings\": all"), SETTING_CLI_ONLY)
