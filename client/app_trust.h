/*
 * app_trust: a server that tchat does not connect to, for example because its certificate has
 * changed. Explains why and what the user can do, and watches that a fingerprint for /trust is typed
 * by hand: a pasted one compares nothing, because it may come from the message that asks for it.
 */
#ifndef TCHAT_CLIENT_APP_TRUST_H
#define TCHAT_CLIENT_APP_TRUST_H

#include "common/view.h"

struct app;
struct app_network;

/* Explain why tchat does not connect, and what the user can do. */
void	app_explain_refusal(struct app_network *, const char *reason);

/* Call for keys that are typed in the input line, before the editor gets them. */
void	app_trust_keys(struct app *, struct view bytes);
/* Call when text comes into the input line in another way. */
void	app_trust_pasted(struct app *);
/* True if the user typed this fingerprint by hand, in a /trust line. */
int	app_trust_is_typed(const struct app *, struct view fingerprint);

#endif
