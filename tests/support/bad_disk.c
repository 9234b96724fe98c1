/*
 * bad_disk: SQLite's default VFS, with its writes and syncs intercepted.
 */
#include "tests/support/bad_disk.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

#include <sqlite3.h>

static sqlite3_vfs vfs, *system_vfs;
/* Files with locks and files without have different methods. */
enum { METHODS_MAX = 4 };

static struct {
	const sqlite3_io_methods *of_system;
	sqlite3_io_methods ours;
} methods[METHODS_MAX];
static const sqlite3_io_methods *first; /* their write methods are the same */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static atomic_int state, syncs;

static int
on_write(sqlite3_file *f, const void *p, int n, sqlite3_int64 at)
{
	switch (atomic_load(&state)) {
	case BAD_DISK_FULL:
		return SQLITE_FULL;
	case BAD_DISK_BROKEN:
		return SQLITE_IOERR_WRITE;
	default:
		return first->xWrite(f, p, n, at);
	}
}

static int
on_sync(sqlite3_file *f, int flags)
{
	atomic_fetch_add(&syncs, 1);
	return first->xSync(f, flags);
}

/* The default methods, with two replaced by ours. */
static const sqlite3_io_methods *
wrap(const sqlite3_io_methods *of_system)
{
	size_t i = 0;

	while (i < METHODS_MAX && methods[i].of_system != NULL &&
	       methods[i].of_system != of_system)
		i++;
	assert(i < METHODS_MAX);
	if (methods[i].of_system == NULL) {
		memcpy(&methods[i].ours, of_system, sizeof(methods[i].ours));
		methods[i].ours.xWrite = on_write;
		methods[i].ours.xSync = on_sync;
		methods[i].of_system = of_system;
	}
	return &methods[i].ours;
}

static int
on_open(sqlite3_vfs *v, const char *name, sqlite3_file *f, int flags, int *out)
{
	int rc = system_vfs->xOpen(v, name, f, flags, out);

	if (rc != SQLITE_OK || f->pMethods == NULL)
		return rc;
	pthread_mutex_lock(&lock);
	if (first == NULL)
		first = f->pMethods;
	f->pMethods = wrap(f->pMethods);
	pthread_mutex_unlock(&lock);
	return rc;
}

void
bad_disk_install(void)
{
	system_vfs = sqlite3_vfs_find(NULL);
	assert(system_vfs != NULL && system_vfs != &vfs);
	vfs = *system_vfs;
	vfs.zName = "bad-disk";
	vfs.xOpen = on_open;
	sqlite3_vfs_register(&vfs, 1);
}

void
bad_disk_set(enum bad_disk how)
{
	atomic_store(&state, (int)how);
}

int
bad_disk_syncs(void)
{
	return atomic_load(&syncs);
}
