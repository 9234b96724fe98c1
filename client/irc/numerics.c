/*
 * numerics: the table of sentences.
 */
#include "client/irc/numerics.h"

#include <stdlib.h>

#include "common/irc_msg.h"

/* clang-format off */
static const struct answer {
	int		 number;
	const char	*words;		/* NULL: not shown */
} answers[] = {
	{ 221, "your modes are $1-" },
	{ 265, "$$" },
	{ 266, "$$" },
	{ 301, "$1 is away: $2" },
	{ 302, "$1" },
	{ 303, "online: $1" },
	{ 307, "$1 $2" },
	{ 311, "$1 is $2@$3 ($5)" },
	{ 312, "$1 is on $2 ($3)" },
	{ 313, "$1 $2" },
	{ 314, "$1 was $2@$3 ($5)" },
	{ 319, "$1 is in $2" },
	{ 322, "$1 ($2): $3" },
	{ 323, "end of the list" },
	{ 324, "the modes of $1 are $2-" },
	{ 330, "$1 is logged in as $2" },
	{ 335, "$1 is a bot" },
	{ 336, "you are invited to $1" },
	{ 337, NULL },
	{ 338, "$1 is connecting from $2-" },
	{ 341, "$1 was invited to $2" },
	{ 346, "$1: $2 may join without an invitation" },
	{ 347, "$1: end of the invitation list" },
	{ 348, "$1 excepts $2" },
	{ 349, "$1: end of the exception list" },
	{ 351, "the server is $1 on $2 $3" },
	{ 364, "$1 $3" },
	{ 365, NULL },
	{ 367, "$1 bans $2" },
	{ 368, "$1: end of the ban list" },
	{ 371, "$1" },
	{ 372, "$1" },
	{ 374, NULL },
	{ 375, NULL },
	{ 376, NULL },
	{ 381, "you are an operator now" },
	{ 391, "$1: $2-" },
	{ 401, "there is no user named $1" },
	{ 403, "there is no room named $1" },
	{ 404, "cannot send to $1: $$" },
	{ 405, "you are in too many rooms to join $1" },
	{ 406, "there was no user named $1" },
	{ 412, "there is no text to send" },
	{ 415, "$1: $$" },
	{ 417, "the line was too long" },
	{ 421, "the server does not know the command $1" },
	{ 422, NULL },
	{ 431, "a nick is missing" },
	{ 432, "$1 is not a valid nick" },
	{ 433, "the nick $1 is taken" },
	{ 436, "the nick $1 is taken" },
	{ 437, "$1 is not available now" },
	{ 441, "$1 is not in $2" },
	{ 442, "you are not in $1" },
	{ 443, "$1 is already in $2" },
	{ 451, "not registered yet" },
	{ 461, "$1: $$" },
	{ 462, "already registered" },
	{ 464, "the password is wrong" },
	{ 465, "you are banned from this server: $$" },
	{ 467, "$1 already has a key" },
	{ 471, "$1 is full" },
	{ 472, "the server does not know the mode $1" },
	{ 473, "$1 is by invitation only" },
	{ 474, "you are banned from $1" },
	{ 475, "the key of $1 is missing or wrong: /join $1 KEY" },
	{ 476, "$1 is not a valid room name" },
	{ 477, "$1: $$" },
	{ 478, "the list of $1 is full" },
	{ 479, "$1 is not a valid room name" },
	{ 481, "only operators of the server may do that" },
	{ 482, "$1: $$" },
	{ 501, "the server does not know that user mode" },
	{ 502, "you cannot change the modes of other users" },
	{ 524, "there is no help on $1" },
	{ 671, "$1 is encrypted" },
	{ 704, "$2" },
	{ 705, "$2" },
	{ 706, NULL },
};
/* clang-format on */

enum { NANSWERS = sizeof(answers) / sizeof(answers[0]) };

static int
compare(const void *key, const void *row)
{
	return *(const int *)key - ((const struct answer *)row)->number;
}

int
numerics_number(size_t i)
{
	return i < NANSWERS ? answers[i].number : -1;
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
numerics_fill(struct buf *b, const char *words, const struct irc_msg *msg)
{
	int n;

	for (; *words != '\0'; words++) {
		if (*words != '$') {
			buf_add_char(b, *words);
			continue;
		}
		words++;
		n = *words == '$' ? msg->nparams - 1 : *words - '0';
		if (words[1] == '-') {
			add_from(b, msg, n);
			words++;
		} else {
			buf_add_view(b, irc_msg_param(msg, n));
		}
	}
}

void
numerics_sentence(struct buf *b, const struct irc_msg *msg, int number)
{
	const struct answer *row =
	    bsearch(&number, answers, NANSWERS, sizeof(answers[0]), compare);

	if (row == NULL)
		add_from(b, msg, 1);
	else if (row->words != NULL)
		numerics_fill(b, row->words, msg);
}
