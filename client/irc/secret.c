/*
 * secret: finds passwords in protocol lines and in messages to services.
 */
#include "client/irc/secret.h"

#include <string.h>

#include "client/irc/words.h"

/* Words that a password follows. */
static const char *const secret_words[] = { "auth", "authenticate", "cert",
	"changepass", "ghost", "group", "identify", "login", "newpass", "oper",
	"pass", "password", "recover", "register", "regain", "release", "set",
	"setpass", "sidentify" };

/* Subcommands of ACCOUNT (and /account) that a password follows. */
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

int
secret_is_word(struct view word)
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

int
secret_is_service(struct view nick)
{
	static const char ending[] = "serv";
	size_t n = sizeof(ending) - 1;

	if (nick.len > 0 && memchr(nick.p, '@', nick.len) != NULL &&
	    *nick.p != '@')
		return 1;
	if (nick.len >= n &&
	    view_equal_nocase((struct view){ nick.p + nick.len - n, n },
		(struct view){ ending, n }))
		return 1;
	return view_equal_nocase(nick, VIEW("ns")) ||
	       view_equal_nocase(nick, VIEW("q"));
}

const char *
secret_in_text(struct view text)
{
	text = words_skip(text);
	return secret_is_word(words_take(&text)) ? text.p : NULL;
}

const char *
secret_in_message(struct view rest)
{
	return secret_is_service(words_take(&rest)) ? secret_in_text(rest)
						    : NULL;
}

const char *
secret_in_account(struct view rest)
{
	return is_account_word(words_take(&rest)) ? rest.p : NULL;
}

/* Cut the command off a protocol line, and what precedes it. */
static struct view
take_protocol_command(struct view *rest)
{
	struct view word = words_take(rest);

	while (view_has_prefix(word, VIEW("@")) ||
	       view_has_prefix(word, VIEW(":")))
		word = words_take(rest);
	return word;
}

const char *
secret_in_protocol(struct view rest)
{
	struct view word = take_protocol_command(&rest);

	if (view_equal_nocase(word, VIEW("privmsg")) ||
	    view_equal_nocase(word, VIEW("notice")))
		return secret_in_message(rest);
	if (view_equal_nocase(word, VIEW("account")))
		return secret_in_account(rest);
	return secret_is_word(word) || secret_is_service(word) ? rest.p : NULL;
}

int
secret_is_private_message(struct view rest)
{
	struct view targets = words_take(&rest), one;

	while (view_cut(&targets, ',', &one))
		if (secret_is_service(one))
			return 1;
	return 0;
}

int
secret_is_private_join(struct view rest)
{
	words_take(&rest);
	return rest.len > 0;
}

/* The key is set by +k, and some servers want it for -k. */
int
secret_is_private_modes(struct view rest)
{
	struct view modes = words_take(&rest);

	if (modes.len > 0 && *modes.p != '+' && *modes.p != '-')
		modes = words_take(&rest); /* a room precedes them */
	return rest.len > 0 && modes.len > 0 &&
	       memchr(modes.p, 'k', modes.len) != NULL;
}

int
secret_is_private_protocol(struct view line)
{
	struct view rest = line, word = take_protocol_command(&rest);

	if (secret_in_protocol(line) != NULL)
		return 1;
	if (view_equal_nocase(word, VIEW("privmsg")) ||
	    view_equal_nocase(word, VIEW("notice")))
		return secret_is_private_message(rest);
	if (view_equal_nocase(word, VIEW("join")))
		return secret_is_private_join(rest);
	return view_equal_nocase(word, VIEW("mode")) &&
	       secret_is_private_modes(rest);
}

int
secret_in_message_to(struct view to, struct view text, size_t *at)
{
	const char *secret =
	    secret_is_service(to) ? secret_in_text(text) : NULL;

	if (secret == NULL)
		return 0;
	*at = (size_t)(secret - text.p);
	return 1;
}
