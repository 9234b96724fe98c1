/*
 * help_topics: a table of texts. Write each as you would tell a colleague; the manual has the details.
 */
#include "client/commands/help_topics.h"

#include <stddef.h>

#include "common/i18n.h"

/* clang-format off */
static const struct help_row start[] = {
	{ "", N_("You are in a room. Everyone in it reads what you type, after you press Enter. Nothing that arrives changes the line that you are typing.") },
	{ "", N_("A line that begins with / is a command. Tab completes commands, nicks and rooms.") },
	{ "/join ROOM", N_("join another room; a new name makes a new room") },
	{ "/msg NICK TEXT", N_("write to one person alone") },
	{ "/nick NAME", N_("change your nick") },
	{ "/register", N_("keep your nick for yourself, without a password; see /help account") },
	{ "/search WORDS", N_("find old messages") },
	{ "/quit", N_("disconnect and exit") },
	{ "", N_("PageUp shows older messages. /help keys lists all keys.") },
	{ NULL, NULL }
};

static const struct help_row rooms[] = {
	{ "/join ROOM", N_("join a room. /join tea joins #tea") },
	{ "/part", N_("leave the room") },
	{ "/close", N_("leave the room and close its window") },
	{ "/list", N_("list the rooms of the server") },
	{ "/names", N_("list the members of the room") },
	{ "/topic TEXT", N_("set the topic; without a text, show it") },
	{ "/invite NICK", N_("invite someone to the room") },
	{ "", N_("The rooms on the left have numbers. \"!\" marks a room where messages mention you. The number after it counts them; a number without \"!\" counts unread messages.") },
	{ "", N_("A room that you create while you are logged in is yours: it stays when everyone has left, and nobody can kick you out of it.") },
	{ NULL, NULL }
};

static const struct help_row messages[] = {
	{ "", N_("Enter sends the line to the room. An ellipsis after your message means that the server has not confirmed it yet. \"(not sent)\" means that the server refused it, or that tchat does not know whether it arrived; Alt-s sends it again.") },
	{ "/me ACTION", N_("say what you do: \"ana waves\"") },
	{ "/msg NICK TEXT", N_("write to one person") },
	{ "/query NICK", N_("open a window for a conversation with one person") },
	{ "/notice NICK TEXT", N_("send a notice, which programs do not answer") },
	{ "/redact", N_("delete your last message") },
	{ "", N_("To send text that begins with /, type //.") },
	{ "", N_("Alt-Enter inserts a line break, so that a message can have several lines.") },
	{ "", N_("Each room keeps its own half-typed line.") },
	{ NULL, NULL }
};

static const struct help_row history[] = {
	{ "", N_("PageUp shows older messages, as far back as the server keeps them. After a lost connection tchat fetches the messages that you missed.") },
	{ "/last 500", N_("go back 500 lines") },
	{ "/unread", N_("go to the first unread message") },
	{ "/goto 2026-11-20 14:00", N_("go to the first message of that time; also 2026-11-20, 14:00, yesterday") },
	{ "/split", N_("while you scroll, keep the newest lines visible") },
	{ "/search WORDS", N_("find messages in all your rooms") },
	{ "", N_("Limit a search with from:NICK, in:ROOM, after:DAY and before:DAY. A day is 2026-01-31, or with a time 2026-01-31T12:30. Example: /search release from:ana after:2026-01-01") },
	{ "", N_("If a line says that messages are missing, scroll to it, and tchat fetches them.") },
	{ NULL, NULL }
};

static const struct help_row attention[] = {
	{ "", N_("A message mentions you if it is for you alone, or if it contains your nick or a highlight word. The room list marks such rooms with \"!\".") },
	{ "/mentions", N_("list the mentions in all rooms, and go to one") },
	{ "/highlight add WORD", N_("count messages with this word as mentions") },
	{ "/highlight #ops add WORD", N_("the same, in one room only") },
	{ "/highlight add /ERRORS?/", N_("between slashes: a regular expression") },
	{ "/highlight", N_("list the words") },
	{ "/ignore NICK", N_("hide the messages of a user, and the lines about joining and leaving") },
	{ "/ignore NICK messages 2h", N_("hide only the messages, for two hours") },
	{ "/ignore account:NAME", N_("ignore an account, under any nick") },
	{ "/ignore *!*@*.example.net", N_("ignore everyone from these hosts") },
	{ "/ignore", N_("list the users that you ignore") },
	{ "/unignore NICK", N_("stop ignoring, and show the messages that were hidden") },
	{ "/notify all", N_("all messages of this room notify you") },
	{ "/notify mentions", N_("only mentions notify you") },
	{ "/notify nothing 1h", N_("for an hour, no message of this room notifies you") },
	{ "/set notify bell", N_("let the terminal ring its bell to notify you. The settings notify-when and notify-text choose when, and with how much text; notify-command runs a program") },
	{ NULL, NULL }
};

static const struct help_row account[] = {
	{ "", N_("An account keeps your nick for you. tchat made a key on its first run. The server binds the account to that key, so you need no password on this computer.") },
	{ "/register", N_("register your nick") },
	{ "/register PASSWORD", N_("register, and set a password for other computers") },
	{ "/login", N_("log in; tchat asks for the password") },
	{ "/logout", N_("log out, and forget the password") },
	{ "/account", N_("show your keys and sessions") },
	{ "/account key add", N_("bind the key of this computer, after you have logged in here with a password") },
	{ "/account password", N_("set a new password") },
	{ "/account drop NAME", N_("delete the account") },
	{ "", N_("tchat never shows passwords, and never keeps them in the input history.") },
	{ NULL, NULL }
};

static const struct help_row moderation[] = {
	{ "", N_("Operators of a room have \"@\" before their nick, or \"~\" for the founder.") },
	{ "/kick NICK REASON", N_("remove a user from the room; the user can join again") },
	{ "/ban NICK 2h", N_("ban a user for two hours") },
	{ "/ban NICK spam", N_("ban a user for good, and kick them with the reason \"spam\"") },
	{ "/unban NICK", N_("remove the bans on the account, the host and the nick of a user") },
	{ "/mute NICK 10m", N_("let a user read but not speak, for ten minutes") },
	{ "/op NICK", N_("make a user an operator") },
	{ "/voice NICK", N_("let a user speak in a moderated room") },
	{ "/mode +m", N_("make the room moderated: only operators and users with voice may speak") },
	{ "/mode +i", N_("only invited people may join") },
	{ "/mode +k WORD", N_("joining needs this key: /join ROOM WORD") },
	{ "/mode +l 20", N_("at most 20 members") },
	{ "/mode +s", N_("hide the room from /list") },
	{ "/mode +t", N_("only operators set the topic") },
	{ "", N_("A minus removes a mode: /mode -m. /mode alone shows the modes, /mode +b the bans.") },
	{ "", N_("/ban bans the account of a logged-in user, else the host.") },
	{ NULL, NULL }
};

static const struct help_row encryption[] = {
	{ "", N_("Connections are encrypted. The status line says so; it warns if one is not.") },
	{ "", N_("tchat accepts a certificate that an authority of the system signed. It remembers every other one when it first sees the server, and shows its fingerprint in the server's window. Ask the operator of the server for the fingerprint, and compare.") },
	{ "", N_("If a server shows another certificate later, tchat does not connect: someone may be intercepting the connection. Ask the operator for the new fingerprint.") },
	{ "/trust DIGITS", N_("accept the new certificate; type at least the first 8 digits of its fingerprint by hand") },
	{ "/reconnect", N_("try again without accepting it") },
	{ NULL, NULL }
};

static const struct help_row formatting[] = {
	{ "", N_("tchat shows bold, italic, underlined, struck-out and coloured text. To type it, use readline's key for a literal character (Ctrl-V, or Ctrl-Q), then:") },
	{ "Ctrl-B", N_("bold") },
	{ "Ctrl-]", N_("italic") },
	{ "Ctrl-_", N_("underline") },
	{ "Ctrl-^", N_("strike out") },
	{ "Ctrl-C 4", N_("colour 4 (red); 0 to 15, then a comma and a background") },
	{ "Ctrl-O", N_("normal text again") },
	{ "", N_("The input line shows the codes as ^B and so on.") },
	{ NULL, NULL }
};

static const struct help_row screen[] = {
	{ "", N_("The rooms are on the left, the members on the right, the topic is above the messages, the status line below them.") },
	{ "", N_("In a narrow terminal both lists are hidden. F7 shows or hides the rooms, F8 the members.") },
	{ "/clear", N_("clear the message pane") },
	{ "", N_("tchat shows consecutive joins, parts, quits and changes of nick as one line, and only the first rows of a long message. Alt-e opens the lowest of these folds on the screen, and closes it again.") },
	{ "/set presence smart", N_("hide the joins and parts of people who have not spoken lately; all, fold or none; with -room for this room alone") },
	{ "/set fold-rows 20", N_("how many rows a long message shows; 0: all") },
	{ "", N_("Help, long answers and search results are shown over the messages. Escape closes them. q closes help and long answers too; in search results, letters go into the input line. Your half-typed line stays as it was.") },
	{ NULL, NULL }
};

static const struct help_row server[] = {
	{ "/reconnect", N_("drop the connection, and connect again now") },
	{ "/away TEXT", N_("mark yourself away; without a text, mark yourself back") },
	{ "/quote LINE", N_("send a raw protocol line") },
	{ "/quit", N_("disconnect and exit") },
	{ "", N_("If the connection breaks, tchat reconnects by itself, rejoins your rooms, and sends what you typed meanwhile.") },
	{ NULL, NULL }
};

static const struct help_row operators[] = {
	{ "", N_("The settings of the server name its operators. They can use these commands, and moderate the lobby:") },
	{ "/oper NAME", N_("become an operator; tchat asks for the password, and does not keep it") },
	{ "/kill NICK REASON", N_("disconnect a user") },
	{ "/kline MASK 2h spam", N_("ban users from the server for two hours; a:ACCOUNT bans an account") },
	{ "/unkline MASK", N_("remove such a ban") },
	{ "/dline 192.0.2.0/24", N_("ban an address or a range") },
	{ "/undline 192.0.2.0/24", N_("remove such a ban") },
	{ "/stats k", N_("list the bans of /kline; /stats d lists those of /dline") },
	{ "/wallops TEXT", N_("write to all users with mode w") },
	{ "/rehash", N_("make the server read its settings again") },
	{ "/motd", N_("show the message of the day") },
	{ "", N_("Operators of the server have no special rights in other rooms. The accounts in the server's setting lobby-operators can moderate the lobby too.") },
	{ NULL, NULL }
};

static const struct help_row line_mode[] = {
	{ "", N_("Without a terminal, or with -P, tchat reads lines and prints lines. It sends each line that a program writes to the room of -r:") },
	{ "", "    echo built | tchat -r '#ops' chat.example.org" },
	{ "", N_("With -t, it sends the lines to a user. With --commands, lines that begin with / are commands:") },
	{ "", "    echo '/me waves' | tchat --commands -r '#ops' chat.example.org" },
	{ "", N_("With --follow, --since or --until, it only reads the room. --follow reconnects if the connection breaks:") },
	{ "", "    tchat -r '#ops' --follow --since 1h chat.example.org" },
	{ "", N_("With --json, tchat prints events and takes commands as JSON, for bots: see tchat-json(5).") },
	{ "", N_("If you type into line mode on a terminal, you can use the commands, except those that need the screen.") },
	{ NULL, NULL }
};

static const struct help_row ban[] = {
	{ "/ban bo", N_("ban bo for good") },
	{ "/ban bo 2h", N_("ban bo for two hours. Other times: 90 (seconds), 30s, 10m, 7d") },
	{ "/ban bo 2h spam", N_("the same, and kick bo with the reason \"spam\"") },
	{ "/ban *!*@192.0.2.*", N_("ban a mask") },
	{ "", N_("tchat bans bo's account. If bo is not logged in, it bans the host; if you have the same host, the nick.") },
	{ NULL, NULL }
};

static const struct help_row mode[] = {
	{ "/mode", N_("show the modes of the room") },
	{ "/mode +m", N_("make the room moderated") },
	{ "/mode #tea -i", N_("open #tea to everyone") },
	{ "/mode +b", N_("show the bans") },
	{ "", N_("i: invitation-only. k WORD: key. l NUMBER: limit of members. m: moderated. n: no messages from outside. s: secret. t: only operators set the topic. b MASK: banned. o NICK, v NICK: operator, voice.") },
	{ NULL, NULL }
};

static const struct help_row search[] = {
	{ "/search tea cake", N_("messages with both words") },
	{ "/search tea from:bo", N_("only by bo") },
	{ "/search tea in:#ops", N_("only in #ops") },
	{ "/search tea after:2026-01-31", N_("only messages from this day on; before:2026-01-31 shows only earlier ones") },
	{ "", N_("The arrows choose a message, Enter goes to it, Escape closes the results.") },
	{ NULL, NULL }
};

const struct help_topic help_topics[] = {
	{ "start", N_("the first steps"), start },
	{ "messages", N_("writing messages"), messages },
	{ "rooms", N_("joining and leaving rooms"), rooms },
	{ "history", N_("old messages and search"), history },
	{ "attention", N_("mentions, notifications and ignored users"), attention },
	{ "account", N_("registering your nick and logging in"), account },
	{ "encryption", N_("certificates and fingerprints"), encryption },
	{ "moderation", N_("keeping order in a room"), moderation },
	{ "operators", N_("commands for operators of the server"), operators },
	{ "formatting", N_("bold text and colours"), formatting },
	{ "screen", N_("the parts of the screen"), screen },
	{ "server", N_("the connection"), server },
	{ "line-mode", N_("pipes and screen readers"), line_mode },
	{ "/ban", NULL, ban },
	{ "/mode", NULL, mode },
	{ "/search", NULL, search },
	{ .name = NULL }
};
/* clang-format on */
