/*
 * subcommand_admin: the subcommands that a server runs (ask_server.h): account, ban, prune. "account" asks for passwords
 * itself; the server gets only the verifier.
 */
#include <stdlib.h>
#include <string.h>

#include "common/i18n.h"
#include "common/xmalloc.h"
#include "server/admin/admin.h"
#include "server/admin/ask_password.h"
#include "server/admin/ask_server.h"
#include "server/admin/subcommand.h"
#include "server/admin/verifier_text.h"
#include "server/auth/verifier.h"
#include "server/chat/account.h"
#include "server/config/config.h"

/* Ask for a password and return its verifier as text, which the caller frees; or NULL and *cause. */
static char *
ask_verifier(const struct config *c, char **cause)
{
	struct account_verifier v;
	char line[ASKED_SIZE], *text = NULL;

	if (ask_password(line, cause) == 0) {
		if (verifier_make(&v, line, (unsigned)c->password_iterations) ==
		    0)
			text = verifier_text(&v);
		else
			cause_set(cause, _("the password is not valid: it is "
					   "empty or has control characters"));
	}
	explicit_bzero(line, sizeof(line));
	return text;
}

static int
is(const struct subcommand_options *o, const char *verb)
{
	return strcmp(o->words[0], verb) == 0;
}

/* Run "add name [key]" or "password name". */
static int
with_password(const struct subcommand_options *o, char **cause)
{
	const char *key = o->nwords > 2 ? o->words[2] : NULL;
	char *text = key != NULL ? xstrdup("") : ask_verifier(o->config, cause);
	const char *words[] = { "account", o->words[0], o->words[1], text,
		key == NULL ? "" : key };
	int rc;

	if (text == NULL)
		return -1;
	rc = ask_server(o, words, is(o, "add") ? 5 : 4, cause);
	explicit_bzero(text, strlen(text));
	free(text);
	return rc;
}

int
subcommand_account(const struct subcommand_options *o, char **cause)
{
	if (o->nwords == 0) {
		ask_server_usage("account");
		return cause_set(cause, _("account: the command is missing. "
					  "Choose one of the above"));
	}
	if ((is(o, "add") && (o->nwords == 2 || o->nwords == 3)) ||
	    (is(o, "password") && o->nwords == 2))
		return with_password(o, cause);
	if (is(o, "suspend") && o->nwords >= 2)
		return ask_server_words(o, 2, cause);
	return ask_server_words(o, ADMIN_WORDS_MAX, cause);
}

enum { REASON_AT = 3 /* add, mask, time */ };

int
subcommand_ban(const struct subcommand_options *o, char **cause)
{
	if (o->nwords == 0) {
		ask_server_usage("ban");
		return cause_set(cause,
		    _("ban: the command is missing. Choose one of the above"));
	}
	return ask_server_words(o, REASON_AT, cause);
}

int
subcommand_prune(const struct subcommand_options *o, char **cause)
{
	const char *words[] = { "prune", "history" };

	return ask_server(o, words, 2, cause);
}
