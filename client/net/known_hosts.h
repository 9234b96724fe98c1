/*
 * known_hosts: the file that lists the certificates of known servers, one line each:
 *
 * 	chat.example.org 5000 sha256 AB:CD:...
 *
 * "#" begins a comment. A host may have several lines; any of them may match. A line that
 * cannot be read is an error and not skipped: it might be the one that would have warned.
 */
#ifndef TCHAT_CLIENT_NET_KNOWN_HOSTS_H
#define TCHAT_CLIENT_NET_KNOWN_HOSTS_H

#include "client/net/fingerprint.h"

enum known_host {
	KNOWN_HOST_NEW, /* no line for that host and port */
	KNOWN_HOST_MATCH,
	KNOWN_HOST_CHANGED, /* there are lines, but none has this certificate */
	KNOWN_HOST_ERROR    /* the file cannot be used; *cause says why */
};

/* The first line for that host and port. */
struct known_line {
	int			 number;	/* from 1 */
	struct fingerprint	 fingerprint;
};

/*
 * Look a host up. With a NULL fingerprint, only check whether it is listed (KNOWN_HOST_CHANGED then). Sets *line with
 * KNOWN_HOST_CHANGED. A missing file lists no hosts; a file that other users may write to is an error.
 */
enum known_host known_hosts_find(const char *file, const char *host,
    unsigned port, const struct fingerprint *, struct known_line *,
    char **cause);

/*
 * Like known_hosts_find, but add a line for a host that has none (and return KNOWN_HOST_NEW), creating the file and
 * its folder (0600, 0700) if needed. The file is locked meanwhile, so that only one of two clients adds the line.
 */
enum known_host known_hosts_find_or_add(const char *file, const char *host,
    unsigned port, const struct fingerprint *, struct known_line *,
    char **cause);

/*
 * Replace the host's certificate: each of its lines gets the new fingerprint; a host without a line gets one.
 * Returns 0, or -1 and *cause if the file cannot be used.
 */
int	known_hosts_replace(const char *file, const char *host, unsigned port,
    const struct fingerprint *, char **cause);

#endif
