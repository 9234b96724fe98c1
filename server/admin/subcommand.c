/*
 * subcommand: the table of commands besides serving, and their options, data folder and lock.
 */
#include "server/admin/subcommand.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/i18n.h"
#include "common/path.h"
#include "common/settings_args.h"
#include "common/settings_print.h"
#include "common/xmalloc.h"
#include "server/config/config.h"

#define PROGRAM	  "tchat-server"
#define AT(field) offsetof(struct subcommand_options, field)

enum { PATH_BYTES = 4096, WORD_BYTES = 256 };

/* clang-format off */
#define HELP_ROW \
	{ "help", 'h', SETTING_BOOL, AT(help), "no", 0, 1, NULL, NULL, \
	    N_("print this help and exit"), SETTING_CLI_ONLY }
#define DATA_ROWS \
	{ "config", 'f', SETTING_STRING, AT(file), NULL, 1, PATH_BYTES, NULL, \
	    "file", N_("read settings from this file"), SETTING_CLI_ONLY }, \
	{ "datadir", 'D', SETTING_STRING, AT(datadir), NULL, 1, PATH_BYTES, \
	    NULL, "folder", N_("the data folder"), SETTING_CLI_ONLY }, \
	HELP_ROW

static const struct setting bare_settings[] = { HELP_ROW, { 0 } };
static const struct setting data_settings[] = { DATA_ROWS, { 0 } };
static const struct setting export_settings[] = {
	DATA_ROWS,
	{ "room", 0, SETTING_STRING, AT(room), NULL, 1, WORD_BYTES, NULL,
	    "room", N_("only this room"), SETTING_CLI_ONLY },
	{ "after", 0, SETTING_STRING, AT(after), NULL, 1, WORD_BYTES, NULL,
	    "time", N_("only events from this time on"), SETTING_CLI_ONLY },
	{ "before", 0, SETTING_STRING, AT(before), NULL, 1, WORD_BYTES, NULL,
	    "time", N_("only events before this time"), SETTING_CLI_ONLY },
	{ 0 }
};

const struct subcommand subcommands[] = {
	{ "export", NULL, export_settings, SUBCOMMAND_DATA, subcommand_export,
	    N_("print the history, one line of JSON per event") },
	{ "import", "file", data_settings,
	    SUBCOMMAND_DATA | SUBCOMMAND_ALONE | SUBCOMMAND_ARGUMENT | SUBCOMMAND_PERHAPS, subcommand_import,
	    N_("add exported lines to the history") },
	{ "backup", "file", data_settings, SUBCOMMAND_DATA | SUBCOMMAND_ARGUMENT,
	    subcommand_backup, N_("copy the database into a new file") },
	{ "forget", "nick", data_settings, SUBCOMMAND_DATA | SUBCOMMAND_ARGUMENT,
	    subcommand_forget, N_("delete a nick's messages from the history") },
	{ "account", "command", data_settings, SUBCOMMAND_DATA | SUBCOMMAND_WORDS,
	    subcommand_account, N_("add, change, delete and list accounts") },
	{ "ban", "command", data_settings, SUBCOMMAND_DATA | SUBCOMMAND_WORDS, subcommand_ban,
	    N_("ban from the server, and remove bans") },
	{ "prune", NULL, data_settings, SUBCOMMAND_DATA, subcommand_prune,
	    N_("delete history that is older than history-days, even if the server "
	    "does not trust its clock") },
	{ "hash-password", NULL, bare_settings, 0, subcommand_hash_password,
	    N_("print the hash of an operator's password") },
	{ 0 }
};
/* clang-format on */

const struct subcommand *
subcommand_find(const char *name)
{
	const struct subcommand *sub = subcommands;

	while (sub->name != NULL && strcmp(sub->name, name) != 0)
		sub++;
	return sub->name == NULL ? NULL : sub;
}

static void
show_usage(const struct subcommand *sub, FILE *out)
{
	fprintf(out, "%s %s", PROGRAM, sub->name);
	if (sub->flags & SUBCOMMAND_DATA)
		fprintf(out, " [-f file] [-D folder]");
	if (sub->settings == export_settings)
		fprintf(out, " [--room room] [--after time] [--before time]");
	if (sub->argument != NULL)
		fprintf(out, sub->flags & SUBCOMMAND_PERHAPS ? " [%s]" : " %s",
		    sub->argument);
	if (sub->flags & SUBCOMMAND_WORDS)
		fputs(" [word]...", out);
	putc('\n', out);
}

void
subcommand_usages(FILE *out)
{
	const struct subcommand *sub;

	for (sub = subcommands; sub->name != NULL; sub++) {
		fputs("       ", out);
		show_usage(sub, out);
	}
}

/* Load the server's settings, which name the data folder. Returns 0, or the exit status. */
static int
load_config(
    const struct subcommand_options *o, struct config *config, char **cause)
{
	char program[] = PROGRAM, f[] = "-f", d[] = "-D";
	char *argv[6] = { program };
	int argc = 1;

	if (o->file != NULL) {
		argv[argc++] = f;
		argv[argc++] = o->file;
	}
	if (o->datadir != NULL) {
		argv[argc++] = d;
		argv[argc++] = o->datadir;
	}
	return config_load(config, argc, argv, cause);
}

/* Check and lock the data folder. Returns the lock, or -1 if the subcommand needs none or if *status is 1. */
static int
lock_folder(const char *dir, unsigned flags, int *status, char **cause)
{
	int lock = -1;

	if (!(flags & SUBCOMMAND_ALONE)) {
		*status = path_check_dir(dir, cause) == 0 ? 0 : 1;
		return -1;
	}
	if (path_make_dir(dir, cause) == 0 && path_check_dir(dir, cause) == 0)
		lock = path_lock(dir, cause);
	*status = lock == -1;
	return lock;
}

static int
run_in_folder(
    const struct subcommand *sub, struct subcommand_options *o, char **cause)
{
	int status = 0, lock;

	lock = lock_folder(o->folder, sub->flags, &status, cause);
	o->database = path_join(o->folder, CONFIG_DATABASE);
	if (status == 0)
		status = sub->run(o, cause) == 0 ? 0 : 1;
	free(o->database);
	if (lock != -1)
		close(lock);
	return status;
}

static int
run_on_data(
    const struct subcommand *sub, struct subcommand_options *o, char **cause)
{
	int status;

	o->config = xcalloc(1, sizeof(*o->config));
	status = load_config(o, o->config, cause);
	if (status == 0) {
		o->folder = config_datadir(o->config, cause);
		status = o->folder == NULL ? 1 : run_in_folder(sub, o, cause);
		free(o->folder);
	}
	config_clear(o->config);
	free(o->config);
	return status;
}

static int
run(const struct subcommand *sub, struct subcommand_options *o, char **cause)
{
	if (o->help) {
		fputs(_("usage: "), stdout);
		show_usage(sub, stdout);
		putchar('\n');
		settings_help(sub->settings, stdout);
		return 0;
	}
	if (o->argument == NULL && (sub->flags & SUBCOMMAND_ARGUMENT) &&
	    !(sub->flags & SUBCOMMAND_PERHAPS)) {
		cause_set(cause,
		    _("%s: the argument \"%s\" is missing. See: tchat-server "
		      "%s --help"),
		    sub->name, sub->argument, sub->name);
		return 2;
	}
	if (sub->flags & SUBCOMMAND_DATA)
		return run_on_data(sub, o, cause);
	return sub->run(o, cause) == 0 ? 0 : 1;
}

int
subcommand_run(
    const struct subcommand *sub, int argc, char **argv, char **cause)
{
	struct subcommand_options o = { .name = sub->name };
	int first, status = 2;

	settings_init(sub->settings, &o);
	first = settings_args(sub->settings, &o, argc, argv, cause);
	if (first >= 0 && first < argc && (sub->flags & SUBCOMMAND_ARGUMENT))
		o.argument = argv[first++];
	if (first >= 0 && (sub->flags & SUBCOMMAND_WORDS)) {
		o.words = argv + first;
		o.nwords = argc - first;
		first = argc;
	}
	if (first >= 0 && first < argc)
		cause_set(cause, _("%s: unexpected argument \"%s\""), sub->name,
		    argv[first]);
	else if (first >= 0)
		status = run(sub, &o, cause);
	settings_clear(sub->settings, &o);
	return status;
}
