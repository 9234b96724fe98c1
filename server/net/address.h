/*
 * address: sockets' addresses as text, and the options every connection gets.
 */
#ifndef TCHAT_SERVER_NET_ADDRESS_H
#define TCHAT_SERVER_NET_ADDRESS_H

#include <stddef.h>

struct sockaddr;

enum { ADDRESS_TEXT = 48 };

/* "192.0.2.1", "2001:db8::1"; "localhost" for what is no internet address. */
void	address_text(char out[ADDRESS_TEXT], const struct sockaddr *);

/*
 * The same for use as a host in nick!user@host: an address that begins with ':'
 * gets a '0' in front, as no parameter may begin so (RFC 1459 2.3.1).
 */
void	address_host(char out[ADDRESS_TEXT], const struct sockaddr *);

/* 127.0.0.0/8 in either form, ::1, and sockets without an internet address. */
int	address_is_loopback(const struct sockaddr *);

/* 0: unknown. */
unsigned address_port(const struct sockaddr *);
void	address_set_port(struct sockaddr *, unsigned);

/* Non-blocking; and for TCP no delay, and keepalive that finds dead peers in some minutes. */
int	address_tune_socket(int fd, const struct sockaddr *);

#endif
