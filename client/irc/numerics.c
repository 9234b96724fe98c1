/*
 * numerics: the table of sentences.
 */
#include "client/irc/numerics.h"

#include <stdlib.h>
#include <string.h>

#include "common/i18n.h"
#include "common/irc_msg.h"

/* clang-format off */
static const struct sentence {
	int		 number;
	const char	*text;		/* a template; NULL: not shown */
} sentences[] = {
	{ 216, N_("$2 is banned: $$") },
	{ 219, NULL },
	{ 221, N_("Your modes: $1-") },
	{ 225, N_("$2 is banned: $$") },
	{ 265, "$$" },
	{ 266, "$$" },
	{ 301, N_("$1 is away: $2") },
	{ 302, "$1" },
	{ 303, N_("Online: $1") },
	{ 307, "$1 $2" },
	{ 311, N_("$1 is $2@$3 ($5)") },
	{ 312, N_("$1 is on $2 ($3)") },
	{ 313, "$1 $2" },
	{ 314, N_("$1 was $2@$3 ($5)") },
	{ 319, N_("$1 is in $2") },
	{ 322, "$1 ($2): $3" },
	{ 323, N_("End of the list") },
	{ 324, N_("Modes of $1: $2-") },
	{ 330, N_("$1 is logged in as $2") },
	{ 335, N_("$1 is a bot") },
	{ 336, N_("You are invited to $1") },
	{ 337, NULL },
	{ 338, N_("$1 is connected from $2-") },
	{ 341, N_("You invited $1 to $2") },
	{ 346, N_("$1: $2 may join without an invitation") },
	{ 347, N_("$1: end of the invitation list") },
	{ 348, N_("$1: $2 is exempt from bans") },
	{ 349, N_("$1: end of the exception list") },
	{ 351, N_("The server runs $1 on $2 $3") },
	{ 364, "$1 $3" },
	{ 365, NULL },
	{ 368, N_("$1: end of the ban list") },
	{ 371, "$1" },
	{ 372, "$1" },
	{ 374, NULL },
	{ 375, NULL },
	{ 376, NULL },
	{ 381, N_("You are a server operator now") },
	{ 382, N_("The server reads its settings again") },
	{ 391, "$1: $2-" },
	{ 401, N_("There is no user named $1") },
	{ 403, N_("There is no room named $1") },
	{ 404, N_("Cannot send to $1: $$") },
	{ 405, N_("You cannot join $1: you are in too many rooms") },
	{ 406, N_("There was no user named $1") },
	{ 412, N_("There is no text to send") },
	{ 415, "$1: $$" },
	{ 417, N_("That line was too long") },
	{ 421, N_("The server does not know the command $1") },
	{ 422, N_("The server has no message of the day") },
	{ 431, N_("No nick given") },
	{ 432, N_("$1 is not a valid nick") },
	{ 433, N_("The nick $1 is in use. Choose another: /nick NAME") },
	{ 436, N_("The nick $1 is in use. Choose another: /nick NAME") },
	{ 437, N_("$1 is not available now") },
	{ 441, N_("$1 is not in $2") },
	{ 442, N_("You are not in $1") },
	{ 443, N_("$1 is already in $2") },
	{ 451, N_("The connection is not registered yet") },
	{ 461, "$1: $$" },
	{ 462, N_("The connection is registered already") },
	{ 464, N_("Wrong password") },
	{ 465, N_("You are banned from this server: $$") },
	{ 467, N_("$1 already has a key") },
	{ 471, N_("$1 is full") },
	{ 472, N_("The server does not know the mode $1") },
	{ 473, N_("You can join $1 only with an invitation") },
	{ 474, N_("You are banned from $1") },
	{ 475, N_("The key of $1 is missing or wrong: /join $1 KEY") },
	{ 476, N_("$1 is not a valid room name") },
	{ 477, "$1: $$" },
	{ 478, N_("The list of $1 is full") },
	{ 479, N_("$1 is not a valid room name") },
	{ 481, N_("Only server operators can do that") },
	{ 482, "$1: $$" },
	{ 501, N_("The server does not know that user mode") },
	{ 502, N_("You cannot change the modes of other users") },
	{ 524, N_("There is no help on $1") },
	{ 671, N_("$1 is encrypted") },
	{ 704, "$2" },
	{ 705, "$2" },
	{ 706, NULL },
};
/* clang-format on */

/* clang-format off */
/* The columns of replies that come in numbers, or that describe one thing in several lines. */
static const struct columns {
	int		 number;
	const char	*label, *detail;	/* templates */
	const char	*phrase;		/* left out if the detail begins with it; NULL: nothing */
} columns[] = {
	{ 216, "$2", "$$", NULL },
	{ 225, "$2", "$$", NULL },
	{ 301, N_("away"), "$2", NULL },
	{ 307, N_("registered"), "$2", NULL },
	{ 311, N_("host"), "$2@$3 ($5)", NULL },
	{ 312, N_("server"), "$2 ($3)", NULL },
	{ 313, N_("operator"), "$2", NULL },
	{ 314, N_("host"), "$2@$3 ($5)", NULL },
	{ 319, N_("rooms"), "$2", NULL },
	{ 322, "$1", "$2  $3", NULL },
	{ 330, N_("account"), "$2", NULL },
	{ 335, N_("bot"), N_("yes"), NULL },
	{ 338, N_("address"), "$2-", NULL },
	{ 378, N_("address"), "$2", "is connecting from " },
	{ 671, N_("encrypted"), N_("yes"), NULL },
};
/* clang-format on */

enum { NCOLUMNS = sizeof(columns) / sizeof(columns[0]) };

enum { NSENTENCES = sizeof(sentences) / sizeof(sentences[0]) };

static int
compare(const void *key, const void *row)
{
	return *(const int *)key - ((const struct sentence *)row)->number;
}

int
numerics_number(size_t i)
{
	return i < NSENTENCES ? sentences[i].number : -1;
}

static void
add_from(struct buf *b, const struct irc_msg *msg, int n)
{
	int i;

	for (i = n; i < msg->nparams; i++) {
		if (i > n)
			buf_add_char(b, ' ');
		buf_add_view(b, msg->params[i]);
	}
}

void
numerics_fill(struct buf *b, const char *text, const struct irc_msg *msg)
{
	int n;

	for (; *text != '\0'; text++) {
		if (*text != '$') {
			buf_add_char(b, *text);
			continue;
		}
		text++;
		n = *text == '$' ? msg->nparams - 1 : *text - '0';
		if (text[1] == '-') {
			add_from(b, msg, n);
			text++;
		} else {
			buf_add_view(b, irc_msg_param(msg, n));
		}
	}
}

void
numerics_sentence(struct buf *b, const struct irc_msg *msg, int number)
{
	const struct sentence *row = bsearch(
	    &number, sentences, NSENTENCES, sizeof(sentences[0]), compare);

	if (row == NULL)
		add_from(b, msg, 1);
	else if (row->text != NULL)
		numerics_fill(b, _(row->text), msg);
}

void
numerics_columns(struct buf *label, struct buf *detail,
    const struct irc_msg *msg, int number)
{
	const struct columns *row;
	struct buf text = { 0 };
	struct view rest;

	for (row = columns; row < columns + NCOLUMNS; row++) {
		if (row->number != number)
			continue;
		numerics_fill(label, _(row->label), msg);
		numerics_fill(&text, _(row->detail), msg);
		rest = buf_view(&text);
		if (row->phrase != NULL &&
		    view_has_prefix(rest, view_of(row->phrase))) {
			rest.p += strlen(row->phrase);
			rest.len -= strlen(row->phrase);
		}
		buf_add_view(detail, rest);
	}
	buf_clear(&text);
}
