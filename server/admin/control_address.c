/*
 * control_address: make the address of the control socket through /proc/self/fd (proc(5)).
 */
#include "server/admin/control_address.h"

#include <fcntl.h>
#include <stdio.h>
#include <sys/socket.h>

#include "server/admin/control.h"

int
control_address(struct sockaddr_un *un, const char *datadir)
{
	int dir = open(datadir, O_PATH | O_DIRECTORY | O_CLOEXEC);

	*un = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (dir != -1)
		snprintf(un->sun_path, sizeof(un->sun_path),
		    "/proc/self/fd/%d/%s", dir, CONTROL_FILE);
	return dir;
}
