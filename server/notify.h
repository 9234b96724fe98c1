/*
 * notify: telling the service manager how things stand (sd_notify(3)): datagrams to the socket that
 * it has named in $NOTIFY_SOCKET. Where there is none, all of this does nothing.
 */
#ifndef TCHAT_SERVER_NOTIFY_H
#define TCHAT_SERVER_NOTIFY_H

#include <sys/socket.h>
#include <sys/un.h>

struct notify {
	int		 fd;		/* -1: nobody wants to know */
	socklen_t	 len;
	struct sockaddr_un to;
};

/*
 * address: a path, or @NAME for a name in the abstract namespace; NULL or empty: nobody. 0, or
 * -1 and *cause when it is neither: then nobody is told.
 */
int	notify_open(struct notify *, const char *address, char **cause);
void	notify_close(struct notify *);

/* From now on (or again, after a reload) peers are served; status is a line for people. */
void	notify_ready(struct notify *, const char *status);
/* The settings are being read again; notify_ready follows. */
void	notify_reloading(struct notify *);
void	notify_stopping(struct notify *, const char *status);

#endif
