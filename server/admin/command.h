/*
 * command: what tchat-server does besides serving, each by a word: hash-password, export and so on.
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
	char *argument;	      /* what stands after the options, or NULL */
	const char *tool;     /* its name */
	char **words;	      /* all that stands there, with TOOL_WORDS */
	int nwords;
	struct config *config; /* with TOOL_DATA, as the next two */
	char *folder;
	char *database; /* the file in it */
};

/* What kinds of tools there are. */
enum {
	TOOL_DATA = 1, /* it works on the data folder */
	TOOL_ALONE =
	    2, /* while no server runs on it; the folder is made if need be */
	TOOL_ARGUMENT = 4, /* it has one argument */
	TOOL_PERHAPS = 8,  /* or none */
	TOOL_WORDS = 16	   /* any number */
};

struct tool {
	const char *name;
	const char *argument; /* its name in the usage; NULL: there is none */
	const struct setting *settings;
	unsigned flags;
	/* 0, or -1 and *cause. */
	int (*run)(const struct tool_options *, char **cause);
	const char *help; /* one sentence, no full stop */
};

extern const struct tool tools[]; /* a row with name NULL ends it */

/* NULL: there is none of that name. */
const struct tool *tool_find(const char *name);

/* Run it with its own command line (argv[0]: its name). The exit status, and *cause. */
int tool_run(const struct tool *, int argc, char **argv, char **cause);

/* How each is called, for --help. */
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
