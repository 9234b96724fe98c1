/*
 * subcommand: the commands of tchat-server besides serving: export, account, hash-password and so on.
 */
#ifndef TCHAT_SERVER_ADMIN_SUBCOMMAND_H
#define TCHAT_SERVER_ADMIN_SUBCOMMAND_H

#include <stdio.h>

#include "common/settings.h"

struct config;

struct subcommand_options {
	char		*file;		/* -f */
	char		*datadir;	/* -D */
	char		*room;
	char		*after;
	char		*before;
	int		 help;
	char		*argument;	/* the argument after the options, or NULL */
	const char	*name;		/* of the subcommand */
	char		**words;	/* all arguments, with SUBCOMMAND_WORDS */
	int		 nwords;
	/* this and the next two: with SUBCOMMAND_DATA */
	struct config	*config;
	char		*folder;
	char		*database;	/* the file in it */
};

/* The flags of a subcommand. */
enum {
	SUBCOMMAND_DATA = 1, /* it works on the data folder */
	SUBCOMMAND_ALONE =
	    /* only while no server runs; it makes the folder if needed */
	2,
	SUBCOMMAND_ARGUMENT = 4, /* it takes one argument */
	SUBCOMMAND_PERHAPS = 8,	 /* the argument is optional */
	SUBCOMMAND_WORDS = 16	 /* it takes any number of arguments */
};

struct subcommand {
	const char		*name;
	/* the argument's name in the usage; NULL: none */
	const char		*argument;
	const struct setting	*settings;
	unsigned		 flags;
	/* Returns 0, or -1 and *cause. */
	int			(*run)(const struct subcommand_options *, char **cause);
	const char		*help;	/* one sentence, no full stop */
};

/* a row with name NULL ends it */
extern const struct subcommand subcommands[];

/* Return the subcommand of that name, or NULL. */
const struct subcommand *subcommand_find(const char *name);

/* Run a subcommand with its command line (argv[0] is its name). Returns the exit status, and *cause on an error. */
int	subcommand_run(
    const struct subcommand *, int argc, char **argv, char **cause);

/* Print the usage of each subcommand, for --help. */
void	subcommand_usages(FILE *);

int	subcommand_hash_password(const struct subcommand_options *, char **cause);
int	subcommand_export(const struct subcommand_options *, char **cause);
int	subcommand_import(const struct subcommand_options *, char **cause);
int	subcommand_backup(const struct subcommand_options *, char **cause);
int	subcommand_ban(const struct subcommand_options *, char **cause);
int	subcommand_account(const struct subcommand_options *, char **cause);
int	subcommand_prune(const struct subcommand_options *, char **cause);
int	subcommand_forget(const struct subcommand_options *, char **cause);

#endif
