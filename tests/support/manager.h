/*
 * manager: a service manager for tests: a socket that receives notifications (sd_notify(3)).
 */
#ifndef TCHAT_SUPPORT_MANAGER_H
#define TCHAT_SUPPORT_MANAGER_H

#include "common/buf.h"

struct manager {
	int		 fd;
	char		*address;	/* as in $NOTIFY_SOCKET */
	struct buf	 told;		/* all datagrams, each followed by a blank line */
};

/* Listen at a path in that folder; NULL: at an abstract name. */
void	manager_init(struct manager *, const char *dir);
void	manager_clear(struct manager *);
/* Wait until text arrived, and forget it with everything before it. Returns 1 or 0. */
int	manager_hears(struct manager *, const char *text);

#endif
