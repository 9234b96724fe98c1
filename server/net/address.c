/*
 * address: reads, compares and tunes socket addresses.
 */
#include "server/net/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

#include <event2/util.h>

enum { KEEP_IDLE = 60, KEEP_INTERVAL = 20, KEEP_COUNT = 4 };

/* Returns the IPv4 address, also of ::ffff:a.b.c.d; NULL if it is none. */
static const void *
ipv4_of(const struct sockaddr *sa)
{
	const struct sockaddr_in *in =
	    (const struct sockaddr_in *)(const void *)sa;
	const struct sockaddr_in6 *in6 =
	    (const struct sockaddr_in6 *)(const void *)sa;

	if (sa->sa_family == AF_INET)
		return &in->sin_addr;
	if (sa->sa_family == AF_INET6 && IN6_IS_ADDR_V4MAPPED(&in6->sin6_addr))
		return in6->sin6_addr.s6_addr + 12;
	return NULL;
}

void
address_text(char out[ADDRESS_TEXT], const struct sockaddr *sa)
{
	const void *ipv4 = ipv4_of(sa);

	snprintf(out, ADDRESS_TEXT, "localhost");
	if (ipv4 != NULL)
		inet_ntop(AF_INET, ipv4, out, ADDRESS_TEXT);
	else if (sa->sa_family == AF_INET6)
		inet_ntop(AF_INET6,
		    &((const struct sockaddr_in6 *)(const void *)sa)->sin6_addr,
		    out, ADDRESS_TEXT);
}

void
address_host(char out[ADDRESS_TEXT], const struct sockaddr *sa)
{
	address_text(out, sa);
	if (out[0] == ':') {
		memmove(out + 1, out, ADDRESS_TEXT - 2);
		out[0] = '0';
	}
}

int
address_is_loopback(const struct sockaddr *sa)
{
	const unsigned char *ipv4 = ipv4_of(sa);

	if (ipv4 != NULL)
		return ipv4[0] == 127;
	if (sa->sa_family == AF_INET6)
		return IN6_IS_ADDR_LOOPBACK(
		    &((const struct sockaddr_in6 *)(const void *)sa)
			 ->sin6_addr);
	return 1;
}

unsigned
address_port(const struct sockaddr *sa)
{
	if (sa->sa_family == AF_INET)
		return ntohs(
		    ((const struct sockaddr_in *)(const void *)sa)->sin_port);
	if (sa->sa_family == AF_INET6)
		return ntohs(
		    ((const struct sockaddr_in6 *)(const void *)sa)->sin6_port);
	return 0;
}

void
address_set_port(struct sockaddr *sa, unsigned port)
{
	if (sa->sa_family == AF_INET)
		((struct sockaddr_in *)(void *)sa)->sin_port =
		    htons((uint16_t)port);
	else if (sa->sa_family == AF_INET6)
		((struct sockaddr_in6 *)(void *)sa)->sin6_port =
		    htons((uint16_t)port);
}

static void
set_option(int fd, int level, int name, int value)
{
	setsockopt(fd, level, name, &value, sizeof(value));
}

/* These options are optional: a socket that refuses one still works. */
int
address_tune_socket(int fd, const struct sockaddr *sa)
{
	if (evutil_make_socket_nonblocking(fd) != 0 ||
	    evutil_make_socket_closeonexec(fd) != 0)
		return -1;
	if (sa->sa_family != AF_INET && sa->sa_family != AF_INET6)
		return 0;
	set_option(fd, IPPROTO_TCP, TCP_NODELAY, 1);
	/* telnet's DATA MARK is urgent, but belongs where it was sent. */
	set_option(fd, SOL_SOCKET, SO_OOBINLINE, 1);
	set_option(fd, SOL_SOCKET, SO_KEEPALIVE, 1);
#ifdef TCP_KEEPIDLE
	set_option(fd, IPPROTO_TCP, TCP_KEEPIDLE, KEEP_IDLE);
	set_option(fd, IPPROTO_TCP, TCP_KEEPINTVL, KEEP_INTERVAL);
	set_option(fd, IPPROTO_TCP, TCP_KEEPCNT, KEEP_COUNT);
#endif
	return 0;
}
