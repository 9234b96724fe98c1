/*
 * telnet: takes the telnet protocol out of the bytes of a plain peer (RFC 854).
 * We want no option and offer none: each one asked for is declined once (RFC 1143), so
 * that no peer can make us talk without end.
 */
#ifndef TCHAT_SERVER_PLAIN_TELNET_H
#define TCHAT_SERVER_PLAIN_TELNET_H

#include <stddef.h>
#include <stdint.h>

#include "common/buf.h"

enum telnet_state {
	TELNET_TEXT,
	TELNET_CR,		/* after a CR */
	TELNET_COMMAND,		/* after IAC */
	TELNET_OPTION,		/* after IAC and WILL, WONT, DO or DONT */
	TELNET_SUB,		/* in a subnegotiation */
	TELNET_SUB_COMMAND	/* in it, after IAC */
};

/* A zeroed struct is a fresh connection. */
struct telnet {
	enum telnet_state state;
	unsigned char	 verb;
	uint8_t		 wont[32];	/* a bit for each option declined */
	uint8_t		 dont[32];
};

/*
 * Filter n bytes in place; returns how many are left. Answers are appended to reply.
 * Any split of the bytes gives the same text and the same answers.
 */
size_t	telnet_filter(struct telnet *, char *, size_t n, struct buf *reply);

#endif
