/*
 * manager: the ear of a service manager, for tests: a socket that what is told to it
 * (sd_notify(3)) comes to.
 */
#ifndef TCHAT_SUPPORT_MANAGER_H
#define TCHAT_SUPPORT_MANAGER_H

#include "common/buf.h"

struct manager {
	int		 fd;
	char		*address;	/* as in $NOTIFY_SOCKET */
	struct buf	 told;		/* a datagram after the other, each with a blank line behind it */
};

/* A path in that folder; NULL: a name in the abstract namespace. */
void	manager_init(struct manager *, const char *dir);
void	manager_clear(struct manager *);
/* Wait until text was told: 1, and it is forgotten with all before it; or 0. */
int	manager_hears(struct manager *, const char *text);

#endif
