/*
 * command_secret: which lines hold a password, and where in them it begins.
 */
#include "client/input/commands.h"
#include "client/input/words.h"
#include "common/text.h"

/* Words after which a password stands. */
static const char *const secret_words[] = { "auth", "authenticate", "cert",
	"changepass", "ghost", "group", "identify", "login", "newpass", "oper",
	"pass", "password", "recover", "register", "regain", "release", "set",
	"setpass", "sidentify" };

/* Behind /account, and behind the server's ACCOUNT. */
static const char *const account_words[] = { "drop", "password" };

static int
is_in(struct view word, const char *const *words, size_t n)
{
	if (view_has_prefix(word, VIEW(":"))) {
		word.p++;
		word.len--;
	}
	for (size_t i = 0; i < n; i++)
		if (view_equal_nocase(word, view_of(words[i])))
			return 1;
	return 0;
}

static int
is_secret_word(struct view word)
{
	return is_in(
	    word, secret_words, sizeof(secret_words) / sizeof(*secret_words));
}

static int
is_account_word(struct view word)
{
	return is_in(word, account_words,
	    sizeof(account_words) / sizeof(*account_words));
}

/* NickServ, ns, AuthServ, Q and their like; with a host nothing but services are written to. */
static int
is_service(struct view nick)
{
	static const char ending[] = "serv";
	size_t n = sizeof(ending) - 1;

	if (nick.len > 0 && memchr(nick.p, '@', nick.len) != NULL &&
	    *nick.p != '@')
		return 1;
	if (nick.len >= n &&
	    view_equal_nocase(
		(struct view){ nick.p + nick.len - n, n }, VIEW("serv")))
		return 1;
	return view_equal_nocase(nick, VIEW("ns")) ||
	       view_equal_nocase(nick, VIEW("q"));
}

/* Each of these: the first byte of the secret, or NULL when there is none. */

static const char *
in_text(struct view text)
{
	text = words_skip(text);
	return is_secret_word(words_take(&text)) ? text.p : NULL;
}

/* The rest of a message's line: to whom, and what. */
static const char *
in_message(struct view rest)
{
	return is_service(words_take(&rest)) ? in_text(rest) : NULL;
}

/* "drop NAME", "password NEW" */
static const char *
in_account(struct view rest)
{
	return is_account_word(words_take(&rest)) ? rest.p : NULL;
}

/* A line of the protocol; tags and a source may stand before its command. */
static const char *
in_protocol(struct view rest)
{
	struct view word = words_take(&rest);

	while (view_has_prefix(word, VIEW("@")) ||
	       view_has_prefix(word, VIEW(":")))
		word = words_take(&rest);
	if (view_equal_nocase(word, VIEW("privmsg")) ||
	    view_equal_nocase(word, VIEW("notice")))
		return in_message(rest);
	if (view_equal_nocase(word, VIEW("account")))
		return in_account(rest);
	return is_secret_word(word) || is_service(word) ? rest.p : NULL;
}

/* Behind the slash. */
static const char *
in_command(struct view rest)
{
	struct view word = words_take(&rest);
	const struct command_entry *e = command_find(word);

	if (e == NULL) /* /nickserv, /oper: none of ours */
		return is_service(word) || is_secret_word(word) ? rest.p : NULL;
	switch (e->id) {
	case COMMAND_MSG:
	case COMMAND_NOTICE:
	case COMMAND_QUERY:
		return in_message(rest);
	case COMMAND_QUOTE:
		return in_protocol(rest);
	case COMMAND_ACCOUNT:
		return in_account(rest);
	case COMMAND_LOGIN: /* NAME PASSWORD */
		words_take(&rest);
		return rest.p;
	case COMMAND_REGISTER:
		return rest.p;
	default:
		return NULL;
	}
}

static const char *
in_line(struct view to, struct view line)
{
	struct view rest = text_skip_invisible(line);

	if (view_has_prefix(rest, VIEW("/"))) {
		rest.p++;
		rest.len--;
		return in_command(rest);
	}
	return is_service(to) ? in_text(line) : NULL;
}

/* The first line is looked at together with the others: a break is space in a command. */
int
command_secret(struct view to, struct view text, size_t *at)
{
	const char *secret = in_line(to, text);
	struct view rest = text, line;

	while (secret == NULL && view_cut(&rest, '\n', &line))
		secret = in_line(to, line);
	if (secret == NULL)
		return 0;
	*at = (size_t)(secret - text.p);
	return 1;
}

int
command_is_secret(struct view line)
{
	size_t at;

	return command_secret(VIEW(""), line, &at);
}

int
command_says_secret(struct view to, struct view text, size_t *at)
{
	const char *secret = is_service(to) ? in_text(text) : NULL;

	if (secret == NULL)
		return 0;
	*at = (size_t)(secret - text.p);
	return 1;
}

int
command_protocol_secret(struct view line, size_t *at)
{
	const char *secret = in_protocol(line);

	if (secret == NULL)
		return 0;
	*at = (size_t)(secret - line.p);
	return 1;
}
