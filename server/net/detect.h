/*
 * detect: which dialect a connection speaks, told by its first bytes and its first line
 * (DESIGN: dialects on one port). Pure functions over views.
 */
#ifndef TCHAT_SERVER_NET_DETECT_H
#define TCHAT_SERVER_NET_DETECT_H

#include "common/view.h"

enum detect_kind {
	DETECT_PLAIN,
	DETECT_IRC,	/* CAP sub, NICK x, USER with four, PASS x; PING, AUTHENTICATE in capitals */
	DETECT_HTTP,
	DETECT_SSH,
	DETECT_PROXY,
	DETECT_TLS
};

/* By the first byte alone: DETECT_TLS (0x16), or DETECT_PLAIN for "can't tell yet". */
enum detect_kind detect_byte(unsigned char);

/* By a whole first line. */
enum detect_kind detect_line(struct view);

/* What to say to a peer of another protocol before closing; NULL: nothing. */
const char *detect_refusal(enum detect_kind);

#endif
