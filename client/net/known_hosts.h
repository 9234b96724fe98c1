/*
 * known_hosts: the file with the certificates of servers met before, a line each:
 *
 *	chat.example.org 5000 sha256 AB:CD:...
 *
 * "#" begins a comment. A host may have several lines: any of them will do. What cannot be
 * read as such a line is a mistake and not passed over: a broken line might be the one
 * that would have warned.
 */
#ifndef TCHAT_CLIENT_NET_KNOWN_HOSTS_H
#define TCHAT_CLIENT_NET_KNOWN_HOSTS_H

#include "client/net/fingerprint.h"

enum known {
	KNOWN_NOT,	/* no line for that host and port */
	KNOWN_SAME,
	KNOWN_CHANGED,	/* there are lines, and none has this certificate */
	KNOWN_BROKEN	/* the file cannot be used; *cause */
};

/* The first line for that host and port. */
struct known_line {
	int			 number;	/* from 1 */
	struct fingerprint	 fingerprint;
};

/*
 * Look a host up. fp NULL: whether it is there at all (KNOWN_CHANGED then). *line is set with
 * KNOWN_CHANGED. A file that is not there knows no host; one that others may write to
 * is broken.
 */
enum known known_hosts_find(const char *file, const char *host, unsigned port,
	    const struct fingerprint *, struct known_line *, char **cause);

/*
 * As known_hosts_find; a host that has no line gets one (KNOWN_NOT then), in a file that is
 * made with its folder (0700, 0600) if need be. The file is locked meanwhile, so that of
 * two clients that meet a new host one adds it.
 */
enum known known_hosts_meet(const char *file, const char *host, unsigned port,
	    const struct fingerprint *, struct known_line *, char **cause);

/*
 * Replace the host's certificate: each of its lines gets the new fingerprint; a host that has no line gets
 * one. Returns 0, or -1 and *cause if the file cannot be used.
 */
int	known_hosts_replace(const char *file, const char *host, unsigned port,
	    const struct fingerprint *, char **cause);

#endif
