/*
 * detect: which dialect a connection speaks, told by its first bytes and its first line
 * (DESIGN: dialects on one port). Pure functions over views.
 */
#ifndef TCHAT_SERVER_NET_DETECT_H
#define TCHAT_SERVER_NET_DETECT_H

#include "common/view.h"

enum sniff_kind {
	SNIFF_PLAIN,
	SNIFF_IRC,	/* CAP sub, NICK x, USER with four, PASS x; PING, AUTHENTICATE in capitals */
	SNIFF_HTTP,
	SNIFF_SSH,
	SNIFF_PROXY,
	SNIFF_TLS
};

/* By the first byte alone: SNIFF_TLS (0x16), or SNIFF_PLAIN for "can't tell yet". */
enum sniff_kind sniff_byte(unsigned char);

/* By a whole first line. */
enum sniff_kind sniff_line(struct view);

/* What to say to a peer of another protocol before closing; NULL: nothing. */
const char *sniff_refusal(enum sniff_kind);

#endif
