/*
 * clipboard: the bytes that ask a terminal to set its clipboard (OSC 52).
 */
#ifndef TCHAT_CLIENT_VIEW_CLIPBOARD_H
#define TCHAT_CLIENT_VIEW_CLIPBOARD_H

#include "client/view/multiplexer.h"
#include "common/buf.h"
#include "common/view.h"

enum { CLIPBOARD_MAX = 74994 };	/* bytes of text: terminals take sequences of about 100,000 */

/*
 * Append the bytes for a text of at most CLIPBOARD_MAX bytes, which may be anything. Inside tmux they are appended twice:
 * for tmux itself (its option set-clipboard), and wrapped for the terminal outside (allow-passthrough).
 */
void	clipboard_bytes(struct buf *out, enum multiplexer, struct view text);

#endif
