/*
 * secret: finds passwords in typed lines.
 */
#include "client/irc/secret.h"
#include "client/commands/parse.h"
#include "common/text.h"
#include "common/words.h"

/* Behind the slash. */
static const char *
in_command(struct view rest)
{
	struct view word = words_take(&rest);
	const struct command_entry *e = command_find(word);

	if (e == NULL) /* /nickserv, /oper: none of ours */
		return secret_is_service(word) || secret_is_word(word) ? rest.p
								       : NULL;
	switch (e->id) {
	case COMMAND_MSG:
	case COMMAND_NOTICE:
	case COMMAND_QUERY:
		return secret_in_message(rest);
	case COMMAND_QUOTE:
		return secret_in_protocol(rest);
	case COMMAND_ACCOUNT:
		return secret_in_account(rest);
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
	return secret_is_service(to) ? secret_in_text(line) : NULL;
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
