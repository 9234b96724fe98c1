/*
 * link_error: describe to the user why a connection failed. Each function returns a text that the caller frees.
 */
#ifndef TCHAT_CLIENT_NET_LINK_ERROR_H
#define TCHAT_CLIENT_NET_LINK_ERROR_H

#include "common/view.h"

struct addrinfo;

/* No connection to this address: err is an errno. */
char *link_error_connect(const struct addrinfo *, int err);
/* A working connection ended. err is an errno, 0 if the server closed it; tls is an error of OpenSSL, or 0. */
char *link_error_lost(int err, unsigned long tls);
/* The TLS handshake failed. err and tls as above. */
char *link_error_handshake(
    const char *host, unsigned port, int err, unsigned long tls);
/*
 * The server does not use TLS. how is the rest of a sentence that begins with the server; said is what it sent
 * instead; why_expected says why it should use TLS (NULL: nothing says so).
 */
char *link_error_no_tls(const char *host, unsigned port, const char *how,
    struct view said, const char *why_expected);

#endif
