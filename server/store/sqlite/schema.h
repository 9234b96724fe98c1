/*
 * schema: the tables, and the steps that upgrade older databases. The version is the database's
 * user_version. Each step leads from one version to the next and never changes after a release.
 */
#ifndef TCHAT_SERVER_STORE_SQLITE_SCHEMA_H
#define TCHAT_SERVER_STORE_SQLITE_SCHEMA_H

#include <stddef.h>

struct db;

/* schema_steps[i] is SQL that upgrades version i to version i + 1. */
extern const char *const schema_steps[];
extern const size_t schema_nsteps;

/*
 * Checks that the database is ours and has the version of nsteps steps. Returns 0, or -1 and sets
 * *cause. For programs that use a database on which a server may be running.
 */
int	schema_check(struct db *, size_t nsteps, const char *file,
    char **cause);

/*
 * Upgrades a database, which may be empty, to the version of nsteps steps. Each step is atomic.
 * Returns 0, or -1 and sets *cause: it is newer, belongs to another program, or a step failed.
 */
int	schema_update(struct db *, const char *const *steps, size_t nsteps,
    const char *file, char **cause);

#endif
