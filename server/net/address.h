/*
 * address: text forms of socket addresses, and the socket options of every connection.
 */
#ifndef TCHAT_SERVER_NET_ADDRESS_H
#define TCHAT_SERVER_NET_ADDRESS_H

#include <stddef.h>

struct sockaddr;

enum { ADDRESS_TEXT = 48 };

/* Writes "192.0.2.1" or "2001:db8::1"; "localhost" for a socket that has no internet address. */
void	address_text(char out[ADDRESS_TEXT], const struct sockaddr *);

/*
 * Writes the address for use as the host in nick!user@host. An address that begins with ':' gets a
 * '0' in front, because no parameter may begin with ':' (RFC 1459 2.3.1).
 */
void	address_host(char out[ADDRESS_TEXT], const struct sockaddr *);

/* True for 127.0.0.0/8 (also in IPv6 form), ::1, and sockets without an internet address. */
int	address_is_loopback(const struct sockaddr *);

/* Returns the port, or 0 if the address has none. */
unsigned	address_port(const struct sockaddr *);
void	address_set_port(struct sockaddr *, unsigned);

/*
 * Makes the socket non-blocking and close-on-exec. For TCP also sets no delay, and keepalive that
 * detects dead peers within minutes. Returns 0 or -1.
 */
int	address_tune_socket(int fd, const struct sockaddr *);

#endif
