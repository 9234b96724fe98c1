/*
 * sanitize: clean names and texts from the server before they are shown, and the user's text before it is sent.
 *
 * A cleaned text is valid until the next one is put into the same slot, so a slot is for one field of an event.
 */
#ifndef TCHAT_CLIENT_IRC_SANITIZE_H
#define TCHAT_CLIENT_IRC_SANITIZE_H

#include "common/buf.h"
#include "common/view.h"

struct irc_session;
struct sanitizer;

enum sanitize_slot {
	SANITIZE_WHO,
	SANITIZE_USERHOST,
	SANITIZE_ACCOUNT,
	SANITIZE_ROOM,
	SANITIZE_TARGET,
	SANITIZE_OBJECT,
	SANITIZE_TEXT,
	SANITIZE_LABEL,
	SANITIZE_DETAIL,
	SANITIZE_MSGID,
	SANITIZE_SLOTS
};

struct sanitizer *sanitizer_new(void);
void	sanitizer_free(struct sanitizer *);

/* How many bytes of a line of text are shown; a longer text is cut and marked as cut. */
enum { SANITIZE_LINE_MAX = 16 * 1024 };

/* Return cleaned text. Names keep no formatting and no tabs, text does. */
struct view sanitize_name(
    struct irc_session *, enum sanitize_slot, struct view);
struct view sanitize_text(
    struct irc_session *, enum sanitize_slot, struct view);
/* Like sanitize_text, but keep line breaks. */
struct view sanitize_lines(
    struct irc_session *, enum sanitize_slot, struct view);

/*
 * Append text of the user in the form in which it is sent: valid UTF-8 (other bytes become U+FFFD; checklist 26)
 * without NUL, CR, and CTCP marks. Keeps line breaks.
 */
void	sanitize_add_sendable(struct buf *, struct view text);

#endif
