/*
 * telnet: a state machine over the bytes; its states are in telnet.h.
 */
#include "server/plain/telnet.h"

#include "server/plain/line_edit.h"

enum { /* RFC 854 */
	FIRST_COMMAND =
	    236, /* RFC 1184; a lower byte after IAC is Latin-1 text */
	SE = 240,
	EC = 247, /* erase the last character */
	EL = 248, /* erase the line */
	SB = 250,
	WILL = 251,
	WONT = 252,
	DO = 253,
	DONT = 254,
	IAC = 255,
	TIMING_MARK = 6 /* RFC 860 */
};

static int
test_and_set(uint8_t bits[32], unsigned char option)
{
	uint8_t bit = (uint8_t)(1 << (option % 8));
	int was = (bits[option / 8] & bit) != 0;

	bits[option / 8] |= bit;
	return was;
}

/*
 * Decline an option once. A timing mark is answered each time: after an interrupt the client shows nothing until
 * it gets the answer.
 */
static void
decline(struct telnet *t, unsigned char option, struct buf *reply)
{
	if (t->verb == DO &&
	    (option == TIMING_MARK || !test_and_set(t->wont, option)))
		buf_printf(reply, "%c%c%c", IAC, WONT, option);
	else if (t->verb == WILL && !test_and_set(t->dont, option))
		buf_printf(reply, "%c%c%c", IAC, DONT, option);
}

/*
 * Handle the byte after IAC. Returns the next state, and sets *is_text if the byte is text after all. The
 * commands that erase become editing keys (line_edit.h).
 */
static enum telnet_state
take_command(struct telnet *t, unsigned char *c, int *is_text)
{
	switch (*c) {
	case EC:
	case EL:
		*c = *c == EC ? LINE_EDIT_ERASE : LINE_EDIT_KILL;
		*is_text = 1;
		return TELNET_TEXT;
	case IAC:
		*is_text = 1;
		return TELNET_TEXT;
	case SB:
		return TELNET_SUB;
	case WILL:
	case WONT:
	case DO:
	case DONT:
		t->verb = *c;
		return TELNET_OPTION;
	}
	*is_text = *c < FIRST_COMMAND;
	return TELNET_TEXT;
}

/* Some clients send CR NUL for Enter: treat it as a line end. */
static enum telnet_state
take_text(struct telnet *t, unsigned char *c, int *is_text)
{
	if (*c == IAC)
		return TELNET_COMMAND;
	if (t->state == TELNET_CR && *c == '\0')
		*c = '\n';
	*is_text = 1;
	return *c == '\r' ? TELNET_CR : TELNET_TEXT;
}

/* Handle one byte. Returns 1 if it is text; *c may have been changed to another byte then. */
static int
take(struct telnet *t, unsigned char *c, struct buf *reply)
{
	int is_text = 0;

	switch (t->state) {
	case TELNET_TEXT:
	case TELNET_CR:
		t->state = take_text(t, c, &is_text);
		break;
	case TELNET_COMMAND:
		t->state = take_command(t, c, &is_text);
		break;
	case TELNET_OPTION:
		decline(t, *c, reply);
		t->state = TELNET_TEXT;
		break;
	case TELNET_SUB:
		if (*c == IAC)
			t->state = TELNET_SUB_COMMAND;
		break;
	case TELNET_SUB_COMMAND:
		t->state = *c == SE ? TELNET_TEXT : TELNET_SUB;
		break;
	}
	return is_text;
}

size_t
telnet_filter(struct telnet *t, char *p, size_t n, struct buf *reply)
{
	unsigned char c;
	size_t i, len = 0;

	for (i = 0; i < n; i++) {
		c = (unsigned char)p[i];
		if (take(t, &c, reply))
			p[len++] = (char)c;
	}
	return len;
}
