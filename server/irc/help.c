/*
 * help: HELP (checklist 52): each command in a few lines.
 */
#include "common/text.h"
#include "server/irc/command.h"
#include "server/irc/request.h"

/* clang-format off */
const struct irc_help irc_helps[] = {
	/* command, what comes after it, lines */
	{ "ACCOUNT", "[PASSWORD [:new], KEY ADD|DEL|LIST [digest], SESSIONS, LOGOUT, DROP :name]",
	    "Shows and changes your account: password, keys, connections; logs out; deletes it.\nA key that you add for another client is pending for 3 days: log in from that\nclient by SASL EXTERNAL and name the account, and the key is bound.\nFor operators of the server: ACCOUNT SUSPEND name :reason, UNSUSPEND name, INVITE." },
	{ "ADMIN", "",
	    "Who runs this server, and how to reach them." },
	{ "AUTHENTICATE", "mechanism, then base64, or * to stop",
	    "Logs in to an account (SASL)." },
	{ "AWAY", "[message]",
	    "Says that you are away, to those who write to you;\nwithout a message: that you are back." },
	{ "BATCH", "+id draft/multiline target, -id",
	    "Opens and closes a message of several lines." },
	{ "CAP", "LS [302], LIST, REQ :names, END",
	    "Which extensions of the protocol there are, and which you use." },
	{ "CHATHISTORY", "subcommand target bound [bound] limit",
	    "What was said before." },
	{ "DLINE", "[time] address or range [reason]",
	    "Keeps addresses out of the server; for its operators.\nSTATS d lists them." },
	{ "HELP", "[subject]",
	    "Explains a command." },
	{ "HELPOP", "[subject]",
	    "The same as HELP." },
	{ "INFO", "",
	    "What this server is." },
	{ "INVITE", "[nick #room]",
	    "Asks somebody into a room; alone: where you were asked in." },
	{ "ISON", "nick...",
	    "Which of them are here." },
	{ "ISUPPORT", "",
	    "What this server supports, once more." },
	{ "JOIN", "#room[,#room...] [key[,key...]]",
	    "Enters rooms, which are made if there are none of those names.\nJOIN 0 leaves all." },
	{ "KICK", "#room nick[,nick...] [reason]",
	    "Puts people out of a room; for its operators." },
	{ "KILL", "nick reason",
	    "Closes somebody's connection; for operators of the server." },
	{ "KLINE", "[time] mask, or a:account [reason]",
	    "Keeps people out of the server; for its operators.\nSTATS k lists them." },
	{ "LINKS", "",
	    "Other servers; there are none." },
	{ "LIST", "[#room,*mask*,!mask,>n,<n,C>m,C<m,T>m,T<m]",
	    "The rooms: by name, by the number of their users,\nby the minutes since they were made or their topic was set." },
	{ "LOCKDOWN", "[ON [time], OFF]",
	    "Lets no new guests in, who have no account;\nfor operators of the server." },
	{ "LUSERS", "",
	    "How many are here." },
	{ "MARKREAD", "target [timestamp=time]",
	    "How far you have read there." },
	{ "MODE", "#room [+-letters values], or nick [+-letters]",
	    "Shows or changes the modes of a room, or your own.\nRooms: b e I k l W i m n s t C H O R, ranks: q o v; yourself: B i w." },
	{ "MONITOR", "+ nick[,nick...], - nick[,nick...], C, L, S",
	    "Tells you when they come and go." },
	{ "MOTD", "",
	    "The message of the day." },
	{ "NAMES", "#room[,#room...]",
	    "Who is in the rooms." },
	{ "NICK", "name",
	    "Takes another name." },
	{ "NOTICE", "target[,target...] text",
	    "Says something that no program answers." },
	{ "OPER", "name password",
	    "Makes you an operator of the server." },
	{ "PART", "#room[,#room...] [reason]",
	    "Leaves rooms." },
	{ "PASS", "password",
	    "The server's password, before NICK and USER." },
	{ "PING", "token",
	    "Is answered with PONG and the token." },
	{ "PONG", "token",
	    "Answers PING." },
	{ "PRIVMSG", "target[,target...] text",
	    "Says something in rooms, or to people." },
	{ "QUIT", "[reason]",
	    "Says good-bye and closes the connection." },
	{ "REDACT", "target msgid [reason]",
	    "Takes a message back: your own, or as a room's operator anyone's." },
	{ "REGISTER", "account|* *|code:invitation password|*",
	    "Makes your nick yours for good: by a password, or (*) by your certificate." },
	{ "REHASH", "",
	    "Reads the settings again; for operators of the server." },
	{ "RENAME", "#room #name [reason]",
	    "Gives a room another name; for its operators." },
	{ "SEARCH", "in=#room;from=nick;text=words;after=time;before=time;limit=n",
	    "Finds what was said in your rooms, and to and by you if you have an account." },
	{ "SETNAME", "real name",
	    "Changes your real name." },
	{ "STATS", "u, o",
	    "How long the server has been running; who may be its operator." },
	{ "TAGMSG", "target[,target...]",
	    "Sends tags without a text." },
	{ "TBAN", "#room [time mask]",
	    "Bans a mask for a time, as 30s, 10m, 2h, 7d or 1w;\nalone: the bans that end by themselves, and when." },
	{ "TIME", "",
	    "What time it is here." },
	{ "TOPIC", "#room [topic]",
	    "Shows what a room is about, or changes it." },
	{ "UNDLINE", "address or range",
	    "Takes a DLINE back." },
	{ "UNKLINE", "mask, or a:account",
	    "Takes a KLINE back." },
	{ "USER", "name 0 * :real name",
	    "Who you are, before you are let in." },
	{ "USERHOST", "nick...",
	    "Where they are, and whether they are away." },
	{ "VERIFY", "account code",
	    "Nothing is ever to be verified here." },
	{ "VERSION", "",
	    "Which program this is." },
	{ "WALLOPS", "text",
	    "Tells all with the mode w; for operators of the server." },
	{ "WHO", "#room, nick or mask [o][%fields[,token]]",
	    "Who is in a room, or has such a name." },
	{ "WHOIS", "nick",
	    "All that is to be known of somebody." },
	{ "WHOWAS", "nick [count]",
	    "Who had that name." },
};
/* clang-format on */
const int irc_nhelps = sizeof(irc_helps) / sizeof(irc_helps[0]);

enum { INDEX_WIDTH = 60 }; /* of a line of names */

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

/* The names of all commands, some in a line. */
static void
show_index(struct request *req)
{
	static const struct view subject = { "index", 5 };
	struct buf line = { 0 };
	int i;

	reply_about(req, "704", subject, "Commands; HELP NAME explains one:");
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
		reply_about(req, "524", subject, "There is no help on that");
}
