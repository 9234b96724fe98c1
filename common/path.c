/*
 * path: the XDG base directories, creating folders, and the lock that keeps a second server out of a data folder.
 */
#include "common/path.h"

#include <sys/file.h>
#include <sys/stat.h>

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/i18n.h"
#include "common/xmalloc.h"

/* XDG base directories: an empty or relative value is ignored. */
static const char *
env_dir(const char *var)
{
	const char *dir = getenv(var);

	return dir != NULL && dir[0] == '/' ? dir : NULL;
}

/* Return $HOME, or if it is not set (cron, some service managers) the home folder in the user database. */
static const char *
home_dir(void)
{
	const char *dir = env_dir("HOME");
	const struct passwd *pw;

	if (dir != NULL)
		return dir;
	pw = getpwuid(geteuid());
	return pw != NULL && pw->pw_dir != NULL && pw->pw_dir[0] == '/'
		   ? pw->pw_dir
		   : NULL;
}

static char *
xdg_path(const char *var, const char *under_home, const char *name)
{
	const char *dir = env_dir(var);
	char *base, *path;

	if (dir != NULL)
		return path_join(dir, name);
	dir = home_dir();
	if (dir == NULL)
		return NULL;
	base = path_join(dir, under_home);
	path = path_join(base, name);
	free(base);
	return path;
}

char *
path_state(const char *name)
{
	return xdg_path("XDG_STATE_HOME", ".local/state", name);
}

char *
path_config(const char *name)
{
	return xdg_path("XDG_CONFIG_HOME", ".config", name);
}

char *
path_join(const char *dir, const char *name)
{
	size_t len = strlen(dir);
	char *path;

	xasprintf(&path, "%s%s%s", dir,
	    len > 0 && dir[len - 1] != '/' ? "/" : "", name);
	return path;
}

static int
is_dir(const char *path)
{
	struct stat st;

	return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* An existing folder is fine, whatever error mkdir reports (EROFS, EACCES). */
static int
make_one(const char *dir, char **cause)
{
	int err;

	if (mkdir(dir, 0700) == 0)
		return 0;
	err = errno;
	if (is_dir(dir))
		return 0;
	if (access(dir, F_OK) == 0)
		return cause_set(cause,
		    _("cannot make the folder %s: a file with this name "
		      "exists"),
		    dir);
	return cause_set(
	    cause, _("cannot make the folder %s: %s"), dir, strerror(err));
}

int
path_make_dir(const char *dir, char **cause)
{
	char *path = xstrdup(dir);
	char *p = path;
	int rc = 0;

	while (*p == '/')
		p++;
	while (rc == 0 && (p = strchr(p, '/')) != NULL) {
		*p = '\0';
		rc = make_one(path, cause);
		*p = '/';
		while (*p == '/')
			p++;
	}
	if (rc == 0)
		rc = make_one(path, cause);
	free(path);
	return rc;
}

int
path_check_dir(const char *dir, char **cause)
{
	struct stat st;

	if (stat(dir, &st) != 0)
		return errno == ENOENT || errno == ENOTDIR
			   ? 0
			   : cause_set(cause, "%s: %s", dir, strerror(errno));
	if (!(st.st_mode & (S_IWGRP | S_IWOTH)))
		return 0;
	return cause_set(cause,
	    _("others can write to the data folder %s: chmod go-w %s"), dir,
	    dir);
}

/* Return the pid in a lock file; 0 if there is none (yet). */
static long
read_pid(int fd)
{
	char text[24] = "";
	long pid;

	if (pread(fd, text, sizeof(text) - 1, 0) <= 0)
		return 0;
	pid = strtol(text, NULL, 10);
	return pid > 0 ? pid : 0;
}

static int
lock_failed(int fd, const char *dir, const char *file, char **cause)
{
	long pid;

	if (errno != EWOULDBLOCK)
		return cause_set(
		    cause, _("cannot lock %s: %s"), file, strerror(errno));
	pid = read_pid(fd);
	if (pid == 0)
		return cause_set(
		    cause, _("%s is in use by a running server"), dir);
	return cause_set(
	    cause, _("%s is in use by a running server, pid %ld"), dir, pid);
}

/*
 * flock(2) releases the lock when the process ends, however it ends. The pid in the file is only for another
 * server's error message, so a full disk does not matter here.
 */
int
path_lock(const char *dir, char **cause)
{
	char *file = path_join(dir, "lock");
	int fd;

	fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	if (fd == -1) {
		cause_set(
		    cause, _("cannot open %s: %s"), file, strerror(errno));
	} else if (flock(fd, LOCK_EX | LOCK_NB) == -1) {
		lock_failed(fd, dir, file, cause);
		close(fd);
		fd = -1;
	} else if (ftruncate(fd, 0) == 0) {
		dprintf(fd, "%ld\n", (long)getpid());
	}
	free(file);
	return fd;
}
