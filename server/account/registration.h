/*
 * registration: who may register an account: the settings, an hourly limit per address, and invitations.
 * Invitations are kept in memory only, until they are used or expire.
 */
#ifndef TCHAT_SERVER_ACCOUNT_REGISTRATION_H
#define TCHAT_SERVER_ACCOUNT_REGISTRATION_H

#include <stdint.h>

#include "common/view.h"
#include "server/account/operation.h"

struct registration;
struct server;
struct session;

enum {
	REGISTRATION_CODE = 16,		/* characters of an invitation code */
	REGISTRATION_CODE_DAYS = 3		/* until an invitation expires */
};

struct registration *registration_new(void);
void	registration_free(struct registration *);

/* Check whether this session may register that name. Returns OPERATION_OK or the reason why not. */
enum operation_result registration_check_name(const struct session *, struct view name);

/*
 * Check whether this session may register that name with that password ("*": only the key of its certificate) and
 * that invitation code (empty: none). Returns OPERATION_OK and sets *op, which the caller owns; else the reason.
 * No other session can use the invitation until registration_done.
 */
enum operation_result registration_check(struct session *, struct view name,
	    struct view password, struct view code, struct operation **op);
/* The registration ended: delete its invitation if it succeeded, else release it. */
void	registration_done(struct server *, enum operation_result, const struct operation *);

/* Make an invitation. Returns its code, borrowed, and sets *until (ms); NULL if there are too many. */
const char *registration_invite(struct server *, int64_t *until);

#endif
