/*
 * sasl_work: a step of a login that takes long, in a thread of its own: the hashing that a server
 * asks for may be a second's, and the keyboard does not wait for it.
 */
#ifndef TCHAT_CLIENT_IRC_SASL_WORK_H
#define TCHAT_CLIENT_IRC_SASL_WORK_H

struct sasl;
struct sasl_work;

/* sasl_step(sasl, in); nobody touches sasl until that is done. NULL: no thread could be had. */
struct sasl_work *sasl_work_start(struct sasl *, const char *in);
int	sasl_work_is_done(const struct sasl_work *);
/* What sasl_step gave; only when it is done, once. Frees the work. */
int	sasl_work_end(struct sasl_work *, char **out, char **cause);
/* Nobody waits for it any more. Frees sasl too, when it can. */
void	sasl_work_abandon(struct sasl_work *);

#endif
