/*
 * numerics: turn numerics into sentences.
 *
 * In a template, "$1" is the first parameter after our nick, "$2" the next, "$2-" all from there on, "$$" the last.
 */
#ifndef TCHAT_CLIENT_IRC_NUMERICS_H
#define TCHAT_CLIENT_IRC_NUMERICS_H

#include <stddef.h>

#include "common/buf.h"

struct irc_msg;

/* Append the sentence for a numeric. If the table has none, append the parameters. Some numerics give nothing. */
void	numerics_sentence(struct buf *, const struct irc_msg *, int number);
/* Append the columns for a numeric, or nothing if the table has none. */
void	numerics_columns(struct buf *label, struct buf *detail,
	    const struct irc_msg *, int number);
/* Append a template, already translated, with the line's parameters filled in. */
void	numerics_fill(struct buf *, const char *text, const struct irc_msg *);
/* For tests: the numeric of row i; -1 past the end. */
int	numerics_number(size_t i);

#endif
