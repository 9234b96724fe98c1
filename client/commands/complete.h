/*
 * complete: Tab completion: nicks of the room, recent speakers first; rooms; commands and their
 * arguments; emoji. No side effects: a model and a line in, names out.
 */
#ifndef TCHAT_CLIENT_COMMANDS_COMPLETE_H
#define TCHAT_CLIENT_COMMANDS_COMPLETE_H

#include <stddef.h>

#include "client/irc/session.h"
#include "client/model/model.h"
#include "common/view.h"

/*
 * Returns candidates for the word text[start, point) in the active buffer, best first: a
 * malloced NULL-terminated array of malloced strings, or NULL. *append is the text after a
 * chosen candidate: ": " after a nick that begins a message, "" where a value follows, else " ".
 * Names match by their folded beginnings (names.h); short codes such as ":smi" find emoji.
 * The session says which modes the server has; NULL: those of every server.
 */
char	**complete_word(const struct model *, const struct irc_session *,
	    struct view text, size_t start, size_t point, const char **append);

/*
 * Returns what to say about a candidate for the word at `start`, which the caller frees, or NULL: the usage and help of a
 * command, the help of a setting, the name of an emoji. Fits editor_ops.describe.
 */
char	*complete_describe(struct view text, size_t start, const char *candidate);

#endif
