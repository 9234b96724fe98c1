/*
 * notification: builds the sequences.
 */
#include "client/view/notification.h"

#include <string.h>

#include "common/text.h"

/* A variable that is set in these terminals, or the beginning of its value; the first that fits decides. */
static const struct terminal {
	const char *variable, *value;
	enum notification_kind kind;
} terminals[] = {
	{ "TERM", "xterm-kitty", NOTIFICATION_OSC99 },
	{ "TERM", "foot", NOTIFICATION_OSC777 },
	{ "TERM", "xterm-ghostty", NOTIFICATION_OSC777 },
	{ "TERM", "wezterm", NOTIFICATION_OSC777 },
	{ "TERM", "contour", NOTIFICATION_OSC777 },
	{ "TERM_PROGRAM", "ghostty", NOTIFICATION_OSC777 },
	{ "TERM_PROGRAM", "WezTerm", NOTIFICATION_OSC777 },
	{ "TERM_PROGRAM", "iTerm.app", NOTIFICATION_OSC9 },
	{ "LC_TERMINAL", "iTerm2", NOTIFICATION_OSC9 },
	{ "KITTY_WINDOW_ID", "", NOTIFICATION_OSC99 },
	{ "GHOSTTY_RESOURCES_DIR", "", NOTIFICATION_OSC777 },
	{ "WEZTERM_PANE", "", NOTIFICATION_OSC777 },
	{ "ITERM_SESSION_ID", "", NOTIFICATION_OSC9 },
};

enum notification_kind
notification_detect(notification_getenv *get)
{
	const struct terminal *t;
	const char *value;
	size_t i;

	for (i = 0; i < sizeof(terminals) / sizeof(terminals[0]); i++) {
		t = &terminals[i];
		value = get(t->variable);
		if (value != NULL && *value != '\0' &&
		    strncmp(value, t->value, strlen(t->value)) == 0)
			return t->kind;
	}
	return NOTIFICATION_BELL;
}

/* Append the text on one line, without controls. */
static void
add_clean(struct buf *out, struct view text)
{
	struct view line;
	int first = 1;

	while (view_cut(&text, '\n', &line)) {
		if (!first)
			buf_add_char(out, ' ');
		first = 0;
		text_clean(out, line, 0);
	}
}

/* Append the text, clean and cut to so many graphemes; with each `;` as a comma if asked. */
static void
add_text(struct buf *out, struct view text, size_t max, int commas)
{
	struct buf clean = { 0 };
	struct view rest;
	size_t n, len;

	add_clean(&clean, text);
	rest = buf_view(&clean);
	for (n = 0; n < max && rest.len > 0; n++) {
		len = text_grapheme(rest);
		if (commas && *rest.p == ';')
			buf_add_char(out, ',');
		else
			buf_add(out, rest.p, len);
		rest.p += len;
		rest.len -= len;
	}
	if (rest.len > 0)
		buf_add_str(out, "\xe2\x80\xa6"); /* … */
	buf_clear(&clean);
}

/* OSC 9 has one text. ConEmu takes a number and a `;` at its front for a command, so the title has none. */
static void
add_osc9(struct buf *out, enum multiplexer multiplexer, struct view title,
    struct view body)
{
	struct buf sequence = { 0 };

	buf_add_str(&sequence, "\033]9;");
	add_text(&sequence, title, NOTIFICATION_TITLE_MAX, 1);
	if (body.len > 0)
		buf_add_str(&sequence, ": ");
	add_text(&sequence, body, NOTIFICATION_BODY_MAX, 0);
	buf_add_char(&sequence, '\a');
	multiplexer_wrap(out, multiplexer, buf_view(&sequence));
	buf_clear(&sequence);
}

static void
add_osc777(struct buf *out, enum multiplexer multiplexer, struct view title,
    struct view body)
{
	struct buf sequence = { 0 };

	buf_add_str(&sequence, "\033]777;notify;");
	add_text(&sequence, title, NOTIFICATION_TITLE_MAX, 1);
	buf_add_char(&sequence, ';');
	add_text(&sequence, body, NOTIFICATION_BODY_MAX, 1);
	buf_add_char(&sequence, '\a');
	multiplexer_wrap(out, multiplexer, buf_view(&sequence));
	buf_clear(&sequence);
}

/* The name makes a notification replace the one before. d=0: more follows. */
static void
add_osc99(struct buf *out, enum multiplexer multiplexer, struct view title,
    struct view body)
{
	struct buf sequence = { 0 };

	buf_add_str(&sequence, "\033]99;i=tchat:d=0;");
	add_text(&sequence, title, NOTIFICATION_TITLE_MAX, 0);
	buf_add_char(&sequence, '\a');
	multiplexer_wrap(out, multiplexer, buf_view(&sequence));
	buf_reset(&sequence);
	buf_add_str(&sequence, "\033]99;i=tchat:d=1:p=body;");
	add_text(&sequence, body, NOTIFICATION_BODY_MAX, 0);
	buf_add_char(&sequence, '\a');
	multiplexer_wrap(out, multiplexer, buf_view(&sequence));
	buf_clear(&sequence);
}

void
notification_bytes(struct buf *out, enum notification_kind kind,
    enum multiplexer multiplexer, struct view title, struct view body)
{
	switch (kind) {
	case NOTIFICATION_NONE:
		break;
	case NOTIFICATION_BELL: /* tmux and screen have bells of their own */
		buf_add_char(out, '\a');
		break;
	case NOTIFICATION_OSC9:
		add_osc9(out, multiplexer, title, body);
		break;
	case NOTIFICATION_OSC777:
		add_osc777(out, multiplexer, title, body);
		break;
	case NOTIFICATION_OSC99:
		add_osc99(out, multiplexer, title, body);
		break;
	}
}
