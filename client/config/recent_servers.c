/*
 * recent_servers: a file of lines.
 */
#include "client/config/recent_servers.h"

#include <stdlib.h>
#include <string.h>

#include "client/config/config_check.h"
#include "common/buf.h"
#include "common/file.h"
#include "common/path.h"
#include "common/view.h"
#include "common/xmalloc.h"

enum { FILE_MAX = 64 << 10 };

static char *
file_path(void)
{
	char *dir = path_state("tchat"), *file;

	file = dir == NULL ? NULL : path_join(dir, ".servers");
	free(dir);
	return file;
}

/* Add a name, unless it is there or is not one that tchat writes. */
static void
add_name(struct string_list *list, struct view line)
{
	char *name;

	if (list->n == RECENT_SERVERS_MAX || !client_server_name_valid(line))
		return;
	name = xviewdup(line);
	if (!string_list_has(list, name))
		string_list_add(list, name);
	free(name);
}

void
recent_servers_read(struct string_list *list)
{
	char *file = file_path();
	struct buf text = { 0 };
	struct view rest, line;

	if (file != NULL && file_may_exist(file) &&
	    file_load(file, FILE_MAX, &text, NULL) == 0) {
		rest = buf_view(&text);
		while (view_cut(&rest, '\n', &line))
			add_name(list, line);
	}
	buf_clear(&text);
	free(file);
}

static int
write_file(const char *file, const struct string_list *list, char **cause)
{
	struct buf text = { 0 };
	char *dir = path_state("tchat");
	int rc = path_make_dir(dir, cause);

	for (size_t i = 0; i < list->n; i++)
		buf_printf(&text, "%s\n", list->v[i]);
	if (rc == 0)
		rc = file_replace_unsynced(file, buf_view(&text), cause);
	buf_clear(&text);
	free(dir);
	return rc;
}

int
recent_servers_add(const struct client_config *c, char **cause)
{
	struct string_list before = { 0 }, now = { 0 };
	char *file = file_path();
	int rc = 0;

	if (file != NULL && c->save_state) {
		recent_servers_read(&before);
		add_name(&now, view_of(c->network_key));
		for (size_t i = 0; i < before.n; i++)
			add_name(&now, view_of(before.v[i]));
		if (!string_list_equal(&before, &now))
			rc = write_file(file, &now, cause);
	}
	string_list_clear(&before);
	string_list_clear(&now);
	free(file);
	return rc;
}
