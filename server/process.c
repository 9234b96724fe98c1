/*
 * process: descriptor limits, and advice about running as root.
 */
#include "server/process.h"

#include <stddef.h>
#include <sys/resource.h>

enum {
	USUAL_FDS = 1024,
	/* descriptors not for clients: a quarter, at least this */
	OWN_FDS_MIN = 32,
	OWN_FDS_MAX = 64 /* and at most this */
};

long long
process_raise_fds(void)
{
	struct rlimit r;

	if (getrlimit(RLIMIT_NOFILE, &r) != 0)
		return USUAL_FDS;
	r.rlim_cur = r.rlim_max;
	if (setrlimit(RLIMIT_NOFILE, &r) != 0)
		getrlimit(RLIMIT_NOFILE, &r);
	return r.rlim_cur > 1LL << 30 ? 1LL << 30 : (long long)r.rlim_cur;
}

long long
process_max_clients(long long fds)
{
	long long own = fds / 4;

	if (own < OWN_FDS_MIN)
		own = OWN_FDS_MIN;
	if (own > OWN_FDS_MAX)
		own = OWN_FDS_MAX;
	return fds > own ? fds - own : 1;
}

/*
 * Give no advice under a service manager, where an operator chose root, or root is harmless in
 * a container.
 */
const char *
process_advice(uid_t uid, const char *notify_socket, const char *invocation)
{
	if (uid != 0 || notify_socket != NULL || invocation != NULL)
		return NULL;
	return "running as root, which is not necessary. Use another user, or "
	       "'systemctl enable --now tchat-server', which creates one "
	       "(tchat-server(8), RUNNING AS A SERVICE)";
}
