/*
 * sasl_work: run a long login step in a thread: the hashing that a server asks for may take a second, and the
 * keyboard must not wait for it.
 */
#ifndef TCHAT_CLIENT_IRC_SASL_WORK_H
#define TCHAT_CLIENT_IRC_SASL_WORK_H

struct sasl;
struct sasl_work;

/*
 * Start sasl_step(sasl, in) in a thread. The caller must not use sasl until the step is done. Returns NULL if no
 * thread can be created.
 */
struct sasl_work *sasl_work_start(struct sasl *, const char *in);
int	sasl_work_is_done(const struct sasl_work *);
/* Return the result of sasl_step and free the work. Call it once, when the step is done. */
int	sasl_work_end(struct sasl_work *, char **out, char **cause);
/* Abandon the step. Frees sasl too, as soon as the thread ends. */
void	sasl_work_abandon(struct sasl_work *);

#endif
