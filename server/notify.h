/*
 * notify: reports the server's state to the service manager (sd_notify(3)), by datagrams to the
 * socket in $NOTIFY_SOCKET. Does nothing if there is no socket.
 */
#ifndef TCHAT_SERVER_NOTIFY_H
#define TCHAT_SERVER_NOTIFY_H

#include <sys/socket.h>
#include <sys/un.h>

struct notify {
	int			 fd;	/* -1: no service manager */
	socklen_t		 len;
	struct sockaddr_un	 to;
};

/*
 * Open the socket. address is a path, or @NAME for a name in the abstract namespace; NULL or
 * empty: none. Returns 0, or -1 and sets *cause if the address is not valid; then nothing is
 * reported.
 */
int	notify_open(struct notify *, const char *address, char **cause);
void	notify_close(struct notify *);

/* Report that the server is ready, or ready again after a reload. status is a line for people. */
void	notify_ready(struct notify *, const char *status);
/* Report that the settings are being reloaded; call notify_ready afterwards. */
void	notify_reloading(struct notify *);
void	notify_stopping(struct notify *, const char *status);

#endif
