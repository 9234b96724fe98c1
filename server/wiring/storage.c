/*
 * storage: makes a store from the settings.
 */
#include "server/wiring/storage.h"

#include <sys/stat.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "common/file.h"
#include "common/i18n.h"
#include "common/path.h"
#include "common/xmalloc.h"
#include "server/config/config.h"
#include "server/config/identity.h"
#include "server/moderation/cloak.h"
#include "server/net/wakeup.h"
#include "server/store/store.h"

enum { MEMORY_LINES = 1000 /* per room, if history-lines is 0 */ };

#define DAY_MS 86400000LL

static void
collect(void *ctx)
{
	struct storage *s = ctx;

	s->store->ops->collect(s->store);
}

static int
is_missing(const char *file)
{
	struct stat st;

	return !file_may_exist(file) ||
	       (stat(file, &st) == 0 && st.st_size == 0);
}

/*
 * Check that the database exists if the server ran in this folder before. Without it the server
 * would start without accounts, and anybody could register their names.
 */
static int
check_database(const char *database, const char *datadir, char **cause)
{
	static const char *const traces[] = { IDENTITY_OWN_FILE,
		CLOAK_KEY_FILE };
	int rc = 0;
	size_t i;

	if (!is_missing(database))
		return 0;
	for (i = 0; rc == 0 && i < sizeof(traces) / sizeof(traces[0]); i++) {
		char *file = path_join(datadir, traces[i]);

		if (file_may_exist(file))
			rc = cause_set(cause,
			    _("%s is missing or empty, but a server ran here "
			      "before (%s exists). Restore a backup, or start "
			      "with --new-database to begin without accounts "
			      "and "
			      "history"),
			    database, file);
		free(file);
	}
	return rc;
}

static struct store *
open_database(struct storage *s, const struct config *c,
    struct event_base *base, const char *datadir, char **cause)
{
	char *file = path_join(datadir, CONFIG_DATABASE);
	struct store_sqlite_settings settings = {
		.file = file,
		.fsync = c->durability == CONFIG_FSYNC,
		.lines = (size_t)c->history_lines,
		.age = c->history_days * DAY_MS,
		.wake = wakeup_signal,
	};
	struct store *store = NULL;

	if (!c->new_database && check_database(file, datadir, cause) != 0) {
		free(file);
		return NULL;
	}
	s->wakeup = wakeup_new(base, collect, s);
	settings.wake_ctx = s->wakeup;
	if (s->wakeup == NULL)
		cause_set(cause, _("cannot make a pipe: %s"), strerror(errno));
	else
		store = store_sqlite_new(&settings, cause);
	free(file);
	return store;
}

int
storage_open(struct storage *s, const struct config *c, struct event_base *base,
    const char *datadir, char **cause)
{
	size_t lines = (size_t)c->history_lines;

	*s = (struct storage){ 0 };
	if (c->history == CONFIG_HISTORY_SQLITE)
		s->store = open_database(s, c, base, datadir, cause);
	else if (c->history == CONFIG_HISTORY_MEMORY)
		s->store = store_memory_new(lines == 0 ? MEMORY_LINES : lines);
	else
		s->store = store_memory_new(0);
	return s->store == NULL ? -1 : 0;
}

void
storage_close(struct storage *s)
{
	if (s->store != NULL)
		s->store->ops->free(s->store);
	if (s->wakeup != NULL)
		wakeup_free(s->wakeup);
	*s = (struct storage){ 0 };
}
