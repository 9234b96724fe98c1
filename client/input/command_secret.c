/*
 * command_secret: which lines hold a password.
 */
#include "client/input/commands.h"
#include "client/input/words.h"

/* Words after which a password stands. */
static const char *const secret_words[] = { "authenticate", "cert", "ghost",
	"identify", "login", "oper", "pass", "recover", "register", "regain",
	"release", "set", "setpass" };

static int
is_secret_word(struct view word)
{
	for (size_t i = 0; i < sizeof(secret_words) / sizeof(secret_words[0]);
	     i++)
		if (view_equal_nocase(word, view_of(secret_words[i])))
			return 1;
	return 0;
}

/* NickServ, ns, AuthServ, Q and their like. */
static int
is_service(struct view nick)
{
	static const char ending[] = "serv";
	size_t n = sizeof(ending) - 1;

	if (nick.len >= n &&
	    view_equal_nocase(
		(struct view){ nick.p + nick.len - n, n }, VIEW("serv")))
		return 1;
	return view_equal_nocase(nick, VIEW("ns")) ||
	       view_equal_nocase(nick, VIEW("q"));
}

/* The rest of a message's line: to whom, and what. */
static int
is_secret_message(struct view rest)
{
	struct view word;

	if (!is_service(words_take(&rest)))
		return 0;
	word = words_take(&rest);
	if (word.len > 0 && word.p[0] == ':') {
		word.p++;
		word.len--;
	}
	return is_secret_word(word);
}

int
command_is_secret(struct view line)
{
	const struct command_entry *e;
	struct view rest = words_skip(line), word;

	if (rest.len == 0 || rest.p[0] != '/')
		return 0;
	rest.p++;
	rest.len--;
	word = words_take(&rest);
	e = command_find(word);
	if (e == NULL) /* /nickserv, /oper, /login: none of ours, or none yet */
		return is_service(word) || is_secret_word(word);
	switch (e->id) {
	case COMMAND_MSG:
	case COMMAND_NOTICE:
	case COMMAND_QUERY:
		return is_secret_message(rest);
	case COMMAND_QUOTE:
		word = words_take(&rest);
		if (view_equal_nocase(word, VIEW("privmsg")) ||
		    view_equal_nocase(word, VIEW("notice")))
			return is_secret_message(rest);
		return is_secret_word(word) || is_service(word);
	default:
		return 0;
	}
}
