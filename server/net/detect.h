/*
 * detect: detects a connection's dialect by its first byte and its first line (DESIGN: dialects on
 * one port). These functions are pure.
 */
#ifndef TCHAT_SERVER_NET_DETECT_H
#define TCHAT_SERVER_NET_DETECT_H

#include "common/view.h"

enum detect_kind {
	DETECT_PLAIN,
	/*
	 * CAP with a subcommand, NICK x, USER with four parameters, PASS x; PING, AUTHENTICATE and
	 * QUIT in upper case only
	 */
	DETECT_IRC,
	DETECT_HTTP,
	DETECT_SSH,
	DETECT_PROXY,
	DETECT_TLS
};

/* Classifies the first byte: DETECT_TLS (0x16), or DETECT_PLAIN for "not known yet". */
enum detect_kind detect_byte(unsigned char);

/* Classifies a complete first line. */
enum detect_kind detect_line(struct view);

/* Returns the line to send to a peer of another protocol before closing; NULL: none. */
const char *detect_refusal(enum detect_kind);

#endif
