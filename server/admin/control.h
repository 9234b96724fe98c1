/*
 * control: a Unix socket in the data folder for the server owner's commands; nobody else may open it. It does not use
 * struct conn, because network limits do not apply to it and it never waits behind network peers.
 *
 * The client sends one line per word, each after a space, then "run". The server answers with output lines after
 * '+', error lines after '-', and "end STATUS" (enum admin_status).
 */
#ifndef TCHAT_SERVER_ADMIN_CONTROL_H
#define TCHAT_SERVER_ADMIN_CONTROL_H

#include <sys/un.h>

struct control;
struct event_base;
struct server;

/* the socket in the data folder */
#define CONTROL_FILE "control"

enum { CONTROL_LINE_MAX = 4096 };

/* Open the socket and listen on it. Returns NULL and *cause on failure. */
struct control *control_open(
    struct event_base *, struct server *, const char *datadir, char **cause);
/* Close the socket, before the server is freed. NULL is allowed. */
void	control_close(struct control *);

/*
 * Make the address of the socket in that folder. It goes through a descriptor of the folder, because the folder's path
 * may be longer than a socket address allows. Returns the descriptor, which the caller closes after using the address;
 * or -1 and errno.
 */
int	control_address(struct sockaddr_un *, const char *datadir);

#endif
