/*
 * fuzz_client_term: bytes from a terminal give the same keys, pastes and clicks however reads split
 * them; pastes are clean text; after a pause no sequence is left incomplete.
 * Input: a byte for the size of pieces, then the bytes. A byte 0xfe is a short pause and 0xff a long
 * one.
 */
#include <string.h>

#include "client/input/term_input.h"
#include "client/view/themes.h"
#include "common/text.h"
#include "tests/fuzz/fuzz.h"

enum { SHORT_MS = TERM_ESC_MS, LONG_MS = 10000 };

/* What the callbacks received, as text; adjacent keys are joined. */
struct told {
	struct buf text;
	int in_keys;
};

static void
add_other(struct told *told, char mark)
{
	told->in_keys = 0;
	buf_add_char(&told->text, mark);
}

static void
on_keys(struct view keys, void *ctx)
{
	struct told *told = ctx;

	require(keys.len > 0);
	if (!told->in_keys)
		buf_add_char(&told->text, 'k');
	told->in_keys = 1;
	buf_add_view(&told->text, keys);
}

static void
on_paste(struct view text, int cut, void *ctx)
{
	require(text_utf8_valid(text) && text.len <= TERM_PASTE_MAX * 3);
	for (size_t i = 0; i < text.len; i++)
		require((unsigned char)text.p[i] >= 0x20 ||
			strchr("\n\t", text.p[i]) != NULL);
	add_other(ctx, cut ? 'c' : 'p');
	buf_add_view(&((struct told *)ctx)->text, text);
}

static void
on_mouse(int button, int x, int y, int pressed, void *ctx)
{
	add_other(ctx, 'm');
	buf_printf(
	    &((struct told *)ctx)->text, "%d %d %d %d", button, x, y, pressed);
}

static void
on_focus(int focused, void *ctx)
{
	add_other(ctx, focused ? 'f' : 'g');
}

static void
on_reply(struct view bytes, void *ctx)
{
	struct theme_background bg = { 0, 0 };

	if (theme_background_reply(&bg, bytes) == 0)
		require(bg.known && bg.rgb <= 0xffffff);
	require(bytes.len >= 2 && bytes.len <= TERM_REPLY_MAX);
	require(bytes.p[0] == '\033');
	add_other(ctx, 'r');
	buf_add_view(&((struct told *)ctx)->text, bytes);
}

static void
feed(struct told *told, struct view bytes, size_t step)
{
	static const struct term_input_ops ops = { on_keys, on_paste, on_mouse,
		on_focus, on_reply };
	struct term_input *t = term_input_new(&ops, told);
	int64_t now = 1000;
	size_t n;
	int due;

	while (bytes.len > 0) {
		for (n = 0; n < bytes.len && n < step; n++)
			if ((unsigned char)bytes.p[n] >= 0xfe)
				break;
		term_input_feed(t, bytes.p, n, now);
		if (n < bytes.len && (unsigned char)bytes.p[n] >= 0xfe) {
			now += bytes.p[n] == '\xff' ? LONG_MS : SHORT_MS;
			term_input_tick(t, now);
			n++;
		}
		bytes.p += n;
		bytes.len -= n;
	}
	while ((due = term_input_due(t, now)) >= 0) {
		now += due;
		term_input_tick(t, now);
	}
	term_input_free(t);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct told whole = { 0 }, pieces = { 0 };
	struct view bytes;

	if (size < 1)
		return 0;
	bytes = (struct view){ (const char *)data + 1, size - 1 };
	feed(&whole, bytes, size);
	feed(&pieces, bytes, data[0] % 13u + 1);
	require(view_equal(buf_view(&whole.text), buf_view(&pieces.text)));
	buf_clear(&whole.text);
	buf_clear(&pieces.text);
	return 0;
}
