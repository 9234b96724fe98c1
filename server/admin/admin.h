/*
 * admin: run commands of the server's owner, given as words on the command line ("account", "suspend", "ada",
 * "for spam"). The running server runs them. If none runs, a server without listeners is made on the same data
 * (ask_server.c). Either way the same code runs, and only one process writes the data.
 */
#ifndef TCHAT_SERVER_ADMIN_ADMIN_H
#define TCHAT_SERVER_ADMIN_ADMIN_H

#include <stddef.h>

#include "server/store/store.h"

struct admin_call;
struct server;

enum { ADMIN_WORDS_MAX = 16 };

enum admin_status { ADMIN_DONE, ADMIN_REFUSED, ADMIN_USAGE };

struct admin_ops {
	void	(*say)(const char *line, void *ctx);
	/* An error, as a sentence. A call of end with a status other than ADMIN_DONE follows. */
	void	(*complain)(const char *line, void *ctx);
	/* Called once, last; perhaps before admin_run returns. */
	void	(*end)(enum admin_status, void *ctx);
};

/*
 * Run a command of n words, which are copied. Returns NULL if it has ended already. A command that is still running
 * when the server is freed ends with ADMIN_REFUSED.
 */
struct admin_call *admin_run(struct server *, const char *const *words,
    size_t n, const struct admin_ops *, void *ctx);
/*
 * Check the words of a command: valid UTF-8 without control characters (text.h), since they are shown to
 * users and printed. Returns 0, or -1 and *cause. admin_run refuses other words.
 */
int	admin_check_words(const char *const *words, size_t n, char **cause);
/* Stop reporting to the caller. The command itself continues. */
void	admin_abandon(struct admin_call *);

/* A row of the table of commands. A row with what NULL ends the table. */
struct admin_command {
	const char	*what;		/* "account" */
	const char	*verb;		/* "add" */
	const char	*arguments;	/* as in a usage */
	size_t		 min, max;	/* number of words after the verb */
	void		(*run)(struct admin_call *);
	const char	*help;
	int		 creates;	/* it may make the data folder and the database */
};

extern const struct admin_command admin_commands[];

/* True if that command may create the data folder and the database. False if there is no such command. */
int	admin_may_create(const char *const *words, size_t n);

/* For the commands. */
struct server *admin_server(struct admin_call *);
/* Return word i after the verb, from 0 on; "" if there is none. */
const char *admin_word(const struct admin_call *, size_t i);
void	admin_say(struct admin_call *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void	admin_done(struct admin_call *);
void	admin_refuse(struct admin_call *, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* End the call with ADMIN_REFUSED: the store did not commit a change. */
void	admin_refuse_not_stored(struct admin_call *, enum store_result);

/* admin_account.c */
void	admin_account_add(struct admin_call *);
void	admin_account_drop(struct admin_call *);
void	admin_account_key(struct admin_call *);
void	admin_account_list(struct admin_call *);
void	admin_account_password(struct admin_call *);
void	admin_account_show(struct admin_call *);
void	admin_account_suspend(struct admin_call *);
void	admin_account_unsuspend(struct admin_call *);

/* admin_ban.c */
void	admin_ban_add(struct admin_call *);
void	admin_ban_drop(struct admin_call *);
void	admin_ban_list(struct admin_call *);

#endif
