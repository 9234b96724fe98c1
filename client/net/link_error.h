/*
 * link_error: say why a connection failed. Each function returns a translated text that the caller frees. It is the
 * end of a sentence: "offline: %s".
 */
#ifndef TCHAT_CLIENT_NET_LINK_ERROR_H
#define TCHAT_CLIENT_NET_LINK_ERROR_H

#include "common/view.h"

struct addrinfo;

/* What a server without TLS did when we began a handshake. */
enum no_tls {
	NO_TLS_CLOSED, /* it closed the connection */
	NO_TLS_OTHER,  /* it sent something else */
	NO_TLS_SILENT  /* it sent nothing */
};

/* We could not connect to this address: err is an errno. */
char	*link_error_connect(const struct addrinfo *, int err);
/* A working connection ended. err is an errno, 0 if the server closed it; tls is an error of OpenSSL, or 0. */
char	*link_error_lost(int err, unsigned long tls);
/* The TLS handshake failed. err and tls as above. */
char	*link_error_handshake(
    const char *host, unsigned port, int err, unsigned long tls);
/*
 * The server does not use TLS. sent is what it sent instead, empty if nothing; why_expected is a sentence that says
 * why it should use TLS, NULL if there is no reason to expect it.
 */
char	*link_error_no_tls(const char *host, unsigned port, enum no_tls what,
    struct view sent, const char *why_expected);

#endif
