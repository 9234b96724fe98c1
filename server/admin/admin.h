/*
 * admin: what the person who runs the server asks of it on the command line, in words
 * ("account", "suspend", "ada", "for spam"). Carried out by the running server, or, when none
 * runs, by one that is made for that on the same data and listens to nobody (local.h):
 * either way by the same code, and there is one who writes.
 */
#ifndef TCHAT_SERVER_ADMIN_ADMIN_H
#define TCHAT_SERVER_ADMIN_ADMIN_H

#include <stddef.h>

struct admin_call;
struct server;

enum { ADMIN_WORDS_MAX = 16 };

enum admin_status {
	ADMIN_DONE,
	ADMIN_REFUSED,
	ADMIN_USAGE
};

struct admin_ops {
	void	(*say)(const char *line, void *ctx);
	/* What was wrong, a sentence; an end with another status than ADMIN_DONE follows. */
	void	(*complain)(const char *line, void *ctx);
	/* Once, and the last; perhaps before admin_run returns. */
	void	(*end)(enum admin_status, void *ctx);
};

/*
 * n words, copied. NULL when it has ended already. What is under way when the server goes
 * ends as refused.
 */
struct admin_call *admin_run(struct server *, const char *const *words,
	    size_t n, const struct admin_ops *, void *ctx);
/*
 * Check the words of a command: valid UTF-8 without control characters (text.h), since they are shown to
 * users and printed. Returns 0, or -1 and *cause. admin_run refuses other words.
 */
int	admin_check_words(const char *const *words, size_t n, char **cause);
/* Nobody listens any more; it goes on all the same. */
void	admin_abandon(struct admin_call *);

/* Commands. A row with name NULL ends the table. */
struct admin_command {
	const char	*what;		/* "account" */
	const char	*verb;		/* "add" */
	const char	*arguments;	/* as in a usage */
	size_t		 min, max;	/* words after the verb */
	void		(*run)(struct admin_call *);
	const char	*help;
	int		 creates;	/* it may make the data folder and the database */
};

extern const struct admin_command admin_commands[];

/* May that command make the data folder and the database? False if there is no such command. */
int	admin_may_create(const char *const *words, size_t n);

/* For those commands. */
struct server *admin_server(struct admin_call *);
/* The word after the verb, from 0 on; "" where there is none. */
const char *admin_word(const struct admin_call *, size_t i);
void	admin_say(struct admin_call *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
void	admin_done(struct admin_call *);
void	admin_refuse(struct admin_call *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));

/* accounts.c */
void	admin_account_add(struct admin_call *);
void	admin_account_drop(struct admin_call *);
void	admin_account_key(struct admin_call *);
void	admin_account_list(struct admin_call *);
void	admin_account_password(struct admin_call *);
void	admin_account_show(struct admin_call *);
void	admin_account_suspend(struct admin_call *);
void	admin_account_unsuspend(struct admin_call *);

/* bans.c */
void	admin_ban_add(struct admin_call *);
void	admin_ban_drop(struct admin_call *);
void	admin_ban_list(struct admin_call *);

/* prune.c */
void	admin_prune(struct admin_call *);

#endif
