/*
 * registration: who may make an account: by the settings, by how many were made from an address in the
 * last hour, by invitation. Invitations are known to this run of the server alone, until they
 * are used or get too old.
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
	REGISTRATION_CODE = 16,		/* characters of an invitation */
	REGISTRATION_CODE_DAYS = 3		/* that it is good for */
};

struct registration *registration_new(void);
void	registration_free(struct registration *);

/* Could that be the name of a new account of this session's? */
enum operation_result registration_check_name(const struct session *, struct view name);

/*
 * May this session make an account of that name, with that password ("*": by the key of its
 * certificate alone) and that invitation (empty: none)? OPERATION_OK and *wish; else why not. Others
 * may not use that invitation until registration_done.
 */
enum operation_result registration_check(struct session *, struct view name,
	    struct view password, struct view code, struct operation **wish);
/* Whatever became of it. */
void	registration_done(struct server *, enum operation_result, const struct operation *);

/* A new invitation. NULL: there are too many. */
const char *registration_invite(struct server *, int64_t *until);

#endif
