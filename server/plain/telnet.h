/*
 * telnet: remove the telnet protocol from the bytes of a plain peer (RFC 854). The server wants and offers no
 * options. It declines each requested option once (RFC 1143), so that no peer can make it answer without end.
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
	TELNET_SUB_COMMAND	/* in a subnegotiation, after IAC */
};

/* The state of a connection. Zeroed: a new connection. */
struct telnet {
	enum telnet_state	 state;
	unsigned char		 verb;
	uint8_t			 wont[32];	/* one bit per declined option */
	uint8_t			 dont[32];
};

/*
 * Filter n bytes in place and return how many are left. The answers are appended to reply. Any split of the bytes
 * gives the same text and the same answers.
 */
size_t	telnet_filter(struct telnet *, char *, size_t n, struct buf *reply);

#endif
