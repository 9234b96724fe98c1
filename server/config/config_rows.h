/*
 * config_rows: the server's settings, one row each. config.h makes the fields of struct config from these rows, and
 * config.c makes the table; that is why this file has no guard.
 *
 *	SETTING(type, field, name, letter, default, min, max, choices, argument, help, flags)
 *
 * type is BOOL, INT, ... (enum setting_type in common/setting.h, which explains all columns), field the name in struct
 * config, letter the short option or 0.
 */

/* NULL: the default file, if it exists */
SETTING(STRING, file, "config", 'f', NULL, 1, 4096, NULL, N_("file"),
    N_("read settings from this file"), SETTING_CLI_ONLY)
/* empty: all addresses */
SETTING(LIST, listen, "listen", 'l', NULL, 1, 255, NULL, N_("address"),
    N_("listen on this address (repeatable; default: all)"), 0)
SETTING(INT, port, "port", 'p', "5000", 0, 65535, NULL, N_("port"),
    N_("listen on this port; 0 picks one"), 0)
/* NULL: the default folder */
SETTING(STRING, datadir, "datadir", 'D', NULL, 1, 4096, NULL, N_("folder"),
    N_("keep data in this folder"), 0)
/* hostname_valid after config_load */
SETTING(STRING, name, "name", 'n', NULL, 1, HOST_BYTES, NULL, N_("name"),
    N_("the server's name (default: from the host name)"), 0)
SETTING(BOOL, test, "test", 't', "no", 0, 1, NULL, NULL,
    N_("check the settings and exit"), SETTING_CLI_ONLY)
SETTING(BOOL, new_database, "new-database", 0, "no", 0, 1, NULL, NULL,
    N_("create a new database if tchat.db is missing"), SETTING_CLI_ONLY)
SETTING(BOOL, verbose, "verbose", 'v', "no", 0, 1, NULL, NULL,
    N_("log more"), SETTING_CLI_ONLY)
SETTING(BOOL, version, "version", 'V', "no", 0, 1, NULL, NULL,
    N_("print the version and exit"), SETTING_CLI_ONLY)
SETTING(BOOL, help, "help", 'h', "no", 0, 1, NULL, NULL,
    N_("print this help and exit"), SETTING_CLI_ONLY)

SETTING(STRING, network, "network", 0, "tchat", 1, 32, NULL, N_("name"),
    N_("the network's name, one word"), 0)
/* NULL or empty: none; see config_lobby */
SETTING(STRING, lobby, "lobby", 0, "#lobby", 0, ROOM_BYTES, NULL, N_("room"),
    N_("the room that users join when they connect; empty: none"), SETTING_RELOAD)
SETTING(LIST, lobby_operators, "lobby-operators", 0, NULL, 1, NICK_BYTES, NULL, N_("account"),
    N_("accounts that are operators of the lobby"), SETTING_RELOAD)
/* NULL or empty: none */
SETTING(STRING, motd, "motd", 0, NULL, 0, 4096, NULL, N_("file"),
    N_("the message of the day, shown to new users"), SETTING_RELOAD)
SETTING(STRING, password, "password", 0, NULL, 0, 255, NULL, N_("text"),
    N_("the password IRC clients must send with PASS"), SETTING_RELOAD | SETTING_FILE_ONLY | SETTING_SECRET)

SETTING(LIST, admin, "admin", 0, NULL, 1, 200, NULL, N_("text"),
    N_("who runs the server and how to reach them (ADMIN)"), SETTING_RELOAD)
/* struct config_operator */
SETTING(SECTIONS, operators, "operator", 0, NULL, 0, 0, operator_settings, N_("name"),
    N_("a server operator (OPER)"), SETTING_RELOAD | SETTING_FILE_ONLY)
SETTING(BOOL, operator_plaintext, "operator-plaintext", 0, "no", 0, 1, NULL, NULL,
    N_("accept OPER over unencrypted connections from other hosts"), SETTING_RELOAD)
SETTING(INT, operator_tries, "operator-tries", 0, "5", 1, 1000, NULL, N_("count"),
    N_("wrong OPER passwords before a connection is closed"), SETTING_RELOAD)
/* enum config_access */
SETTING(ENUM, access, "access", 0, "everyone", 0, 0, access_choices, N_("who"),
    N_("who may connect: everyone, or accounts (logged-in users)"), SETTING_RELOAD)
/* masks */
SETTING(LIST, reserved_nicks, "reserved-nicks", 0,
    "NickServ,ChanServ,MemoServ,OperServ,HostServ,BotServ,HistServ,SaslServ,AuthServ,UserServ,Services,Global",
    1, 64, NULL, N_("nick"),
    N_("nicks that nobody may use, with * and ? (default: names of services)"), SETTING_RELOAD)
SETTING(INT, login_tries, "login-tries", 0, "5", 1, 1000, NULL, N_("count"),
    N_("failed logins before a connection is closed"), SETTING_RELOAD)
SETTING(INT, password_iterations, "password-iterations", 0, "100000", 4096, 1000000, NULL,
    N_("count"),
    N_("PBKDF2 iterations for new passwords"), SETTING_RELOAD)
SETTING(INT, check_queue, "check-queue", 0, "64", 1, 10000, NULL, N_("count"),
    N_("passwords that may wait to be checked or set"), SETTING_RELOAD)

/* enum config_registration */
SETTING(ENUM, registration, "registration", 0, "open", 0, 0, registration_choices, N_("who"),
    N_("who may register: everybody (open), by invitation (invite), nobody (closed)"), SETTING_RELOAD)
SETTING(BOOL, registration_early, "registration-early", 0, "yes", 0, 1, NULL, NULL,
    N_("let clients register an account before NICK and USER"), SETTING_RELOAD)
SETTING(BOOL, registration_any_name, "registration-any-name", 0, "no", 0, 1, NULL, NULL,
    N_("let users register a name that is not their nick"), SETTING_RELOAD)
SETTING(INT, registrations_hour, "registrations-hour", 0, "10", 0, MAX_COUNT, NULL, N_("count"),
    N_("accounts registered from one address in an hour; 0: no limit"), SETTING_RELOAD)
SETTING(INT, accounts_max, "accounts-max", 0, "100000", 0, 10 * MAX_COUNT, NULL, N_("count"),
    N_("accounts in total; 0: no limit"), SETTING_RELOAD)
SETTING(INT, password_min, "password-min", 0, "6", 1, 255, NULL, N_("bytes"),
    N_("minimum length of an account's password"), SETTING_RELOAD)

/* as in CLIENTTAGDENY; NULL or empty: none */
SETTING(STRING, client_tag_deny, "client-tag-deny", 0, NULL, 0, 400, NULL, N_("tags"),
    N_("client-only tags not relayed: a,b or *,-a,-b"), SETTING_RELOAD)

/* NULL or empty: self-signed */
SETTING(STRING, tls_cert, "tls-cert", 0, NULL, 0, 4096, NULL, N_("file"),
    N_("certificate and chain, PEM (default: self-signed)"), SETTING_RELOAD)
/* NULL or empty: in tls_cert's file */
SETTING(STRING, tls_key, "tls-key", 0, NULL, 0, 4096, NULL, N_("file"),
    N_("the certificate's key, PEM (default: in the file of tls-cert)"), SETTING_RELOAD)
/* enum net_plaintext */
SETTING(ENUM, plaintext, "plaintext", 0, "yes", 0, 0, plaintext_choices, N_("who"),
    N_("allow unencrypted connections: yes, loopback (this machine), no"), SETTING_RELOAD)

/* enum net_plain */
SETTING(ENUM, plain, "plain", 0, "yes", 0, 0, plain_choices, N_("how"),
    N_("allow nc and telnet: yes, spoken (after a first line), no"), SETTING_RELOAD)
SETTING(INT, silence_ms, "silence-ms", 0, "1000", 10, 60000, NULL, N_("ms"),
    N_("treat a client that is silent for this time as nc or telnet"), SETTING_RELOAD)
SETTING(INT, silent_rate, "silent-rate", 0, "120", 0, MAX_COUNT, NULL, N_("count"),
    N_("silent clients a minute from one address; 0: no limit"), SETTING_RELOAD)
SETTING(INT, silent_rate_all, "silent-rate-all", 0, "1200", 0, MAX_COUNT, NULL, N_("count"),
    N_("silent clients a minute in total; 0: no limit"), SETTING_RELOAD)

/* enum config_history */
SETTING(ENUM, history, "history", 0, "sqlite", 0, 0, history_choices, N_("where"),
    N_("store messages: sqlite (on disk), memory, none"), 0)
/* enum config_durability */
SETTING(ENUM, durability, "durability", 0, "fsync", 0, 0, durability_choices, N_("how"),
    N_("show a message when it is: fsync (on disk), commit (in the kernel)"), 0)
SETTING(INT, history_lines, "history-lines", 0, "0", 0, MAX_COUNT, NULL, N_("count"),
    N_("messages stored per room; 0: all, in memory 1000"), 0)
SETTING(INT, history_days, "history-days", 0, "0", 0, 36500, NULL, N_("days"),
    N_("days that messages are stored; 0: forever"), 0)
SETTING(INT, chathistory_max, "chathistory-max", 0, "500", 1, 10000, NULL, N_("count"),
    N_("messages in one history reply"), SETTING_RELOAD)
/* enum config_replay */
SETTING(ENUM, replay, "replay", 0, "timed", 0, 0, replay_choices, N_("who"),
    N_("send IRC clients without chathistory the last lines of a room: no, timed (with server-time), all"),
    SETTING_RELOAD)
SETTING(INT, replay_lines, "replay-lines", 0, "50", 0, 1000, NULL, N_("count"),
    N_("lines that replay sends"), SETTING_RELOAD)
SETTING(INT, welcome_lines, "welcome-lines", 0, "10", 0, 1000, NULL, N_("count"),
    N_("last lines of a room that nc and telnet users get when they join"), SETTING_RELOAD)
SETTING(INT, absent_from_guests, "absent-from-guests", 0, "20", 0, 100000, NULL, N_("count"),
    N_("messages that guests may leave for an offline account"), SETTING_RELOAD)
SETTING(INT, read_markers, "read-markers", 0, "500", 1, 100000, NULL, N_("count"),
    N_("read markers per user"), SETTING_RELOAD)
/* empty rooms without a founder */
SETTING(INT, rooms_kept, "rooms-kept", 0, "10000", 0, 100000, NULL, N_("count"),
    N_("rooms without a founder kept when everybody left"), SETTING_RELOAD)
SETTING(INT, rooms_owned, "rooms-owned", 0, "20", 0, 10000, NULL, N_("count"),
    N_("rooms one account may own; they are always kept"), SETTING_RELOAD)
SETTING(BOOL, closed_past, "closed-past", 0, "no", 0, 1, NULL, NULL,
    N_("keep the history of rooms with mode i or k after everybody left"), SETTING_RELOAD)
/* server/moderation/cloak.h */
SETTING(BOOL, cloak, "cloak", 0, "yes", 0, 1, NULL, NULL,
    N_("hide addresses from all but operators"), SETTING_RELOAD)
SETTING(INT, clients_per_address, "clients-per-address", 0, "30", 0, MAX_COUNT, NULL,
    N_("count"),
    N_("connections from one address or IPv6 /64; 0: no limit"), SETTING_RELOAD)
SETTING(INT, connects_per_address, "connects-per-address", 0, "60", 0, MAX_COUNT, NULL,
    N_("count"),
    N_("new connections a minute from one address; 0: no limit"), SETTING_RELOAD)
SETTING(LIST, exempt, "exempt", 0, NULL, 1, 64, NULL, N_("range"),
    N_("addresses without limits on connections, which DLINE cannot ban"), SETTING_RELOAD)
SETTING(BOOL, exempt_loopback, "exempt-loopback", 0, "yes", 0, 1, NULL, NULL,
    N_("treat this machine as exempt"), SETTING_RELOAD)
SETTING(SIZE, queue_max, "queue-max", 0, "1M", 16 * KILO, 1024LL * MEGA, NULL, N_("bytes"),
    N_("close a connection with more unread output than this"), SETTING_RELOAD)
SETTING(SIZE, queues_max, "queues-max", 0, "256M", MEGA, 1024LL * 1024 * MEGA, NULL,
    N_("bytes"),
    N_("unread output of all connections; when they exceed it, the one with most is closed"), SETTING_RELOAD)
SETTING(INT, max_clients, "max-clients", 0, "0", 0, MAX_COUNT, NULL, N_("count"),
    N_("connections at once; 0: as many as descriptors allow"), SETTING_RELOAD)
SETTING(SECONDS, ping_seconds, "ping-seconds", 0, "120", 1, DAY, NULL, N_("time"),
    N_("ping an IRC client that was silent for this time"), SETTING_RELOAD)
SETTING(SECONDS, ping_timeout, "ping-timeout", 0, "120", 1, DAY, NULL, N_("time"),
    N_("close an IRC client that does not answer a ping in this time"), SETTING_RELOAD)
SETTING(SECONDS, register_seconds, "register-seconds", 0, "60", 1, DAY, NULL, N_("time"),
    N_("time for a client to send NICK and USER"), SETTING_RELOAD)
SETTING(INT, sessions_max, "sessions-max", 0, "16", 1, 1000, NULL, N_("count"),
    N_("connections logged in to one account"), SETTING_RELOAD)
SETTING(SECONDS, handshake_seconds, "handshake-seconds", 0, "15", 1, DAY, NULL, N_("time"),
    N_("time for the TLS handshake"), SETTING_RELOAD)
SETTING(INT, handshakes_max, "handshakes-max", 0, "500", 0, MAX_COUNT, NULL, N_("count"),
    N_("TLS handshakes at once, then the oldest is closed; 0: no limit"), SETTING_RELOAD)
SETTING(INT, rooms_per_user, "rooms-per-user", 0, "100", 1, 10000, NULL, N_("count"),
    N_("rooms a user may be in"), SETTING_RELOAD)
SETTING(INT, members_per_room, "members-per-room", 0, "10000", 0, MAX_COUNT, NULL, N_("count"),
    N_("members of a room; 0: no limit"), SETTING_RELOAD)
SETTING(INT, joins_per_minute, "joins-per-minute", 0, "60", 0, 60000, NULL, N_("count"),
    N_("joins a minute, after rooms-per-user at once; 0: no limit"), SETTING_RELOAD)
SETTING(INT, nicks_per_minute, "nicks-per-minute", 0, "20", 0, 60000, NULL, N_("count"),
    N_("nick changes a minute, per user; 0: no limit"), SETTING_RELOAD)
SETTING(INT, aways_per_minute, "aways-per-minute", 0, "20", 0, 60000, NULL, N_("count"),
    N_("changes of away status a minute, per user; 0: no limit"), SETTING_RELOAD)
SETTING(INT, setnames_per_minute, "setnames-per-minute", 0, "10", 0, 60000, NULL, N_("count"),
    N_("changes of the real name a minute, per user; 0: no limit"), SETTING_RELOAD)
SETTING(INT, modes_per_minute, "modes-per-minute", 0, "60", 0, 60000, NULL, N_("count"),
    N_("changes of room modes a minute, per user; 0: no limit"), SETTING_RELOAD)
SETTING(INT, topics_per_minute, "topics-per-minute", 0, "20", 0, 60000, NULL, N_("count"),
    N_("changes of topics a minute, per user; 0: no limit"), SETTING_RELOAD)
SETTING(INT, invites_per_minute, "invites-per-minute", 0, "30", 0, 60000, NULL, N_("count"),
    N_("invitations a minute, per user; 0: no limit"), SETTING_RELOAD)
SETTING(INT, renames_per_minute, "renames-per-minute", 0, "10", 0, 60000, NULL, N_("count"),
    N_("rooms renamed a minute, per user; 0: no limit"), SETTING_RELOAD)
SETTING(INT, targets_per_minute, "targets-per-minute", 0, "20", 0, 60000, NULL, N_("count"),
    N_("new people a minute that a guest may message; 0: no limit"), SETTING_RELOAD)
SETTING(INT, list_max, "list-max", 0, "100", 1, 10000, NULL, N_("count"),
    N_("bans, exceptions and invite exceptions of a room, each"), SETTING_RELOAD)
SETTING(INT, topic_bytes, "topic-bytes", 0, "390", 1, 390, NULL, N_("bytes"),
    N_("longest topic"), SETTING_RELOAD)
SETTING(INT, away_bytes, "away-bytes", 0, "300", 1, 300, NULL, N_("bytes"),
    N_("longest away message"), SETTING_RELOAD)
SETTING(INT, realname_bytes, "realname-bytes", 0, "150", 1, 150, NULL, N_("bytes"),
    N_("longest real name"), SETTING_RELOAD)
SETTING(INT, targets_max, "targets-max", 0, "4", 1, CONFIG_TARGETS_MAX, NULL, N_("count"),
    N_("targets of one message, and of one KICK"), SETTING_RELOAD)
SETTING(INT, monitor_max, "monitor-max", 0, "100", 1, 1000, NULL, N_("count"),
    N_("nicks a client may watch (MONITOR)"), SETTING_RELOAD)
SETTING(INT, whowas_max, "whowas-max", 0, "1000", 0, 100000, NULL, N_("count"),
    N_("users that WHOWAS remembers"), SETTING_RELOAD)
/* messages that the store has not settled */
SETTING(INT, inflight_max, "inflight-max", 0, "100", 1, 10000, NULL, N_("count"),
    N_("messages of one sender that may wait to be stored"), SETTING_RELOAD)
SETTING(INT, multiline_lines, "multiline-lines", 0, "100", 0, 1000, NULL, N_("count"),
    N_("lines of a multiline message; 0: not allowed"), SETTING_RELOAD)
SETTING(SIZE, multiline_bytes, "multiline-bytes", 0, "16K", KILO, 256 * KILO, NULL, N_("bytes"),
    N_("size of a multiline message"), SETTING_RELOAD)
SETTING(SECONDS, multiline_seconds, "multiline-seconds", 0, "30", 1, 600, NULL, N_("time"),
    N_("time for the next line of a multiline message"), SETTING_RELOAD)
/* costs of commands, which the command tables have */
SETTING(INT, flood_burst, "flood-burst", 0, "100", 1, MAX_COUNT, NULL, N_("count"),
    N_("commands at once before the server slows a client down"), SETTING_RELOAD)
SETTING(INT, flood_rate, "flood-rate", 0, "20", 0, MAX_COUNT, NULL, N_("count"),
    N_("commands a second after the burst; 0: no limit"), SETTING_RELOAD)
SETTING(SECONDS, close_seconds, "close-seconds", 0, "5", 1, 60, NULL, N_("time"),
    N_("time to send the last bytes before closing"), SETTING_RELOAD)
