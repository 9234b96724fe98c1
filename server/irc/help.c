/*
 * help: HELP and the help text of each command (checklist 52).
 */
#include "common/text.h"
#include "server/irc/command.h"
#include "server/irc/request.h"

/* clang-format off */
const struct irc_help irc_helps[] = {
	/* command, parameters, lines */
	{ "ACCOUNT", "[PASSWORD [:new], KEY ADD|DEL|LIST [digest], SESSIONS, LOGOUT, DROP :name]",
	    "Shows your account; changes its password and keys; lists its connections; logs out;\ndeletes it (DROP). A key that you add for another client is pending for 3 days:\nlog in from that client with SASL EXTERNAL and name the account, to bind the key.\nServer operators: ACCOUNT SUSPEND name :reason, UNSUSPEND name, INVITE." },
	{ "ADMIN", "",
	    "Shows who runs this server and how to reach them." },
	{ "AUTHENTICATE", "mechanism, then base64, or * to stop",
	    "Logs in to an account (SASL)." },
	{ "AWAY", "[message]",
	    "Marks you as away: users who write to you get the message.\nWithout a message: marks you as back." },
	{ "BATCH", "+id draft/multiline target, -id",
	    "Starts and ends a message of several lines." },
	{ "CAP", "LS [302], LIST, REQ :names, END",
	    "Lists the extensions of the protocol, and enables them." },
	{ "CHATHISTORY", "subcommand target bound [bound] limit",
	    "Shows earlier messages. Subcommands: BEFORE, AFTER, BETWEEN, AROUND, LATEST, TARGETS." },
	{ "DLINE", "[time] address or range [reason]",
	    "Bans an address or range from the server; for server operators.\nSTATS d lists these bans." },
	{ "HELP", "[subject]",
	    "Explains a command." },
	{ "HELPOP", "[subject]",
	    "The same as HELP." },
	{ "INFO", "",
	    "Describes this server." },
	{ "INVITE", "[nick #room]",
	    "Invites a user to a room. Without parameters: lists your invitations." },
	{ "ISON", "nick...",
	    "Shows which of the nicks are online." },
	{ "ISUPPORT", "",
	    "Repeats the list of features and limits (005)." },
	{ "JOIN", "#room[,#room...] [key[,key...]]",
	    "Joins rooms. A room that does not exist is created.\nJOIN 0 leaves all rooms." },
	{ "KICK", "#room nick[,nick...] [reason]",
	    "Removes users from a room; for operators of the room." },
	{ "KILL", "nick reason",
	    "Disconnects a user; for server operators." },
	{ "KLINE", "[time] mask, or a:account [reason]",
	    "Bans users from the server; for server operators.\nSTATS k lists these bans." },
	{ "LINKS", "",
	    "Lists linked servers. There are none." },
	{ "LIST", "[#room,*mask*,!mask,>n,<n,C>m,C<m,T>m,T<m]",
	    "Lists rooms. Filters: name, number of users,\nminutes since the room was created (C) or its topic was set (T)." },
	{ "LOCKDOWN", "[ON [time], OFF]",
	    "Refuses new users without an account; without parameters: shows whether that is on.\nFor server operators." },
	{ "LUSERS", "",
	    "Shows how many users and rooms there are." },
	{ "MARKREAD", "target [timestamp=time]",
	    "Shows or sets how far you have read in a room or conversation." },
	{ "MODE", "#room [+-letters values], or nick [+-letters]",
	    "Shows or changes the modes of a room, or your own.\nRooms: b e I k l W i m n s t C H O R; ranks: q o v; users: B i w." },
	{ "MONITOR", "+ nick[,nick...], - nick[,nick...], C, L, S",
	    "Notifies you when these nicks come online or go offline.\nC clears the list, L shows it, S shows who is online." },
	{ "MOTD", "",
	    "Shows the message of the day." },
	{ "NAMES", "#room[,#room...]",
	    "Lists the users in rooms." },
	{ "NICK", "name",
	    "Changes your nick." },
	{ "NOTICE", "target[,target...] text",
	    "Sends a message that programs must not answer automatically." },
	{ "OPER", "name password",
	    "Makes you a server operator." },
	{ "PART", "#room[,#room...] [reason]",
	    "Leaves rooms." },
	{ "PASS", "password",
	    "Sends the server's password; before NICK and USER." },
	{ "PING", "token",
	    "Checks the connection: the server answers PONG with the token." },
	{ "PONG", "token",
	    "Answers PING." },
	{ "PRIVMSG", "target[,target...] text",
	    "Sends a message to rooms or users." },
	{ "QUIT", "[reason]",
	    "Disconnects." },
	{ "REDACT", "target msgid [reason]",
	    "Deletes a message: your own, or anyone's if you are an operator of the room." },
	{ "REGISTER", "account|* *|code:invitation password|*",
	    "Registers an account: with a password, or with your certificate (password *).\nAccount *: your current nick." },
	{ "REHASH", "",
	    "Reloads the settings; for server operators." },
	{ "RENAME", "#room #name [reason]",
	    "Renames a room; for operators of the room." },
	{ "SEARCH", "in=#room;from=nick;text=words;after=time;before=time;limit=n",
	    "Searches the messages of your rooms and, if you are logged in, your direct messages." },
	{ "SETNAME", "real name",
	    "Changes your real name." },
	{ "STATS", "u, o, k, d",
	    "Shows how long the server has been running (u).\nServer operators: o lists operators, k user bans, d address bans." },
	{ "TAGMSG", "target[,target...]",
	    "Sends tags without a text, for example typing notifications." },
	{ "TBAN", "#room [time mask]",
	    "Bans a mask for a time like 30s, 10m, 2h, 7d or 1w.\nWithout time and mask: lists timed bans and when they end." },
	{ "TIME", "",
	    "Shows the server's time." },
	{ "TOPIC", "#room [topic]",
	    "Shows or changes the topic of a room." },
	{ "UNDLINE", "address or range",
	    "Removes a DLINE ban; for server operators." },
	{ "UNKLINE", "mask, or a:account",
	    "Removes a KLINE ban; for server operators." },
	{ "USER", "name 0 * :real name",
	    "Sends your user name and real name when you connect." },
	{ "USERHOST", "nick...",
	    "Shows the user names and hosts of nicks, and whether they are away." },
	{ "VERIFY", "account code",
	    "Not needed: this server verifies nothing after REGISTER." },
	{ "VERSION", "",
	    "Shows the version of the server." },
	{ "WALLOPS", "text",
	    "Sends a message to all users with mode w; for server operators." },
	{ "WHO", "#room, nick or mask [o][%fields[,token]]",
	    "Lists the users in a room, or those that match a nick or mask." },
	{ "WHOIS", "nick",
	    "Shows details about a user." },
	{ "WHOWAS", "nick [count]",
	    "Shows who last used a nick." },
};
/* clang-format on */
const int irc_nhelps = sizeof(irc_helps) / sizeof(irc_helps[0]);

enum { INDEX_WIDTH = 60 }; /* width of a line of command names */

const struct irc_help *
irc_help_find(struct view subject)
{
	int i;

	for (i = 0; i < irc_nhelps; i++)
		if (view_equal_nocase(subject, view_of(irc_helps[i].name)))
			return &irc_helps[i];
	return NULL;
}

static void
show_text(struct request *req, struct view subject, struct view text)
{
	struct view line;

	while (view_cut(&text, '\n', &line)) {
		reply_begin(req, "705");
		reply_param(req, subject);
		reply_end_view(req, line);
	}
}

static void
show_command(struct request *req, const struct irc_help *help)
{
	struct view name = view_of(help->name);

	reply_begin(req, "704");
	reply_param(req, name);
	irc_trailing_fmt(&req->w, "%s%s%s", help->name,
	    help->syntax[0] == '\0' ? "" : " ", help->syntax);
	reply_end(req, NULL);
	show_text(req, name, view_of(help->text));
	reply_about(req, "706", name, "End of /HELP");
}

/* Reply with the names of all commands, several on a line. */
static void
show_index(struct request *req)
{
	static const struct view subject = { "index", 5 };
	struct buf line = { 0 };
	int i;

	reply_about(req, "704", subject, "Commands (HELP NAME explains one):");
	for (i = 0; i < irc_ncommands; i++) {
		if (line.len > 0)
			buf_add_char(&line, ' ');
		buf_add_str(&line, irc_commands[i].name);
		if (line.len < INDEX_WIDTH && i + 1 < irc_ncommands)
			continue;
		reply_begin(req, "705");
		reply_param(req, subject);
		reply_end_view(req, buf_view(&line));
		buf_reset(&line);
	}
	buf_clear(&line);
	reply_about(req, "706", subject, "End of /HELP");
}

void
cmd_help(struct request *req)
{
	struct view subject = request_param(req, 0);
	const struct irc_help *help = irc_help_find(subject);

	if (subject.len == 0 || view_equal_nocase(subject, VIEW("index")))
		show_index(req);
	else if (help != NULL)
		show_command(req, help);
	else
		reply_about(req, "524", subject, "No help on this subject");
}
