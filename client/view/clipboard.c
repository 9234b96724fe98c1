/*
 * clipboard: builds the sequence.
 */
#include "client/view/clipboard.h"

#include <assert.h>

#include <openssl/evp.h>

void
clipboard_bytes(struct buf *out, enum multiplexer multiplexer, struct view text)
{
	struct buf sequence = { 0 };
	unsigned char *end;
	int n;

	assert(text.len <= CLIPBOARD_MAX);
	buf_add_str(&sequence, "\033]52;c;");
	end =
	    (unsigned char *)buf_reserve(&sequence, (text.len + 2) / 3 * 4 + 1);
	n = EVP_EncodeBlock(end, (const unsigned char *)text.p, (int)text.len);
	sequence.len += (size_t)n;
	buf_add_char(&sequence, '\a');
	if (multiplexer == MULTIPLEXER_TMUX)
		buf_add_view(out, buf_view(&sequence));
	multiplexer_wrap(out, multiplexer, buf_view(&sequence));
	buf_clear(&sequence);
}
