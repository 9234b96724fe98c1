/*
 * schema: the tables, and how older ones become today's. The version is the database's
 * user_version; each step leads from one version to the next and is never changed once it
 * was in a release.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_SCHEMA_H
#define TCHAT_SERVER_STORE_SQLITE_SCHEMA_H

#include <stddef.h>

struct db;

/* SQL that leads from version i to version i + 1. */
extern const char *const schema_steps[];
extern const size_t schema_nsteps;

/*
 * Is it one of ours, and of the version of nsteps steps? 0, or -1 and *cause. For those who
 * find a database that a server may be running on.
 */
int	schema_check(struct db *, size_t nsteps, const char *file,
    char **cause);

/*
 * Bring a database, perhaps an empty one, to the version that nsteps steps lead to, each step
 * wholly or not at all. 0, or -1 and *cause: it is newer, another program's, or a step failed.
 */
int	schema_update(struct db *, const char *const *steps, size_t nsteps,
    const char *file, char **cause);

#endif
