/*
 * command: the commands of tchat-server besides serving: export, account, hash-password and so on.
 */
#ifndef TCHAT_SERVER_ADMIN_COMMAND_H
#define TCHAT_SERVER_ADMIN_COMMAND_H

#include <stdio.h>

#include "common/settings.h"

struct config;

struct tool_options {
	char *file;    /* -f */
	char *datadir; /* -D */
	char *room;
	char *after;
	char *before;
	int help;
	char *argument;	      /* the argument after the options, or NULL */
	const char *tool;     /* its name */
	char **words;	      /* all arguments, with TOOL_WORDS */
	int nwords;
	struct config *config; /* this and the next two: with TOOL_DATA */
	char *folder;
	char *database; /* the file in it */
};

/* The flags of a tool. */
enum {
	TOOL_DATA = 1, /* it works on the data folder */
	TOOL_ALONE =
	    2, /* only while no server runs; it makes the folder if needed */
	TOOL_ARGUMENT = 4, /* it takes one argument */
	TOOL_PERHAPS = 8,  /* the argument is optional */
	TOOL_WORDS = 16	   /* it takes any number of arguments */
};

struct tool {
	const char *name;
	const char *argument; /* the argument's name in the usage; NULL: none */
	const struct setting *settings;
	unsigned flags;
	/* Returns 0, or -1 and *cause. */
	int (*run)(const struct tool_options *, char **cause);
	const char *help; /* one sentence, no full stop */
};

extern const struct tool tools[]; /* a row with name NULL ends it */

/* Return the tool of that name, or NULL. */
const struct tool *tool_find(const char *name);

/* Run a tool with its command line (argv[0] is its name). Returns the exit status, and *cause on an error. */
int tool_run(const struct tool *, int argc, char **argv, char **cause);

/* Print the usage of each tool, for --help. */
void tool_usages(FILE *);

int tool_hash_password(const struct tool_options *, char **cause);
int tool_export(const struct tool_options *, char **cause);
int tool_import(const struct tool_options *, char **cause);
int tool_backup(const struct tool_options *, char **cause);
int tool_ban(const struct tool_options *, char **cause);
int tool_account(const struct tool_options *, char **cause);
int tool_prune(const struct tool_options *, char **cause);
int tool_forget(const struct tool_options *, char **cause);

#endif
