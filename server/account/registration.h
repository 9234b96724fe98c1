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

struct enrol;
struct server;
struct session;

enum {
	ENROL_CODE = 16,		/* characters of an invitation */
	ENROL_CODE_DAYS = 3		/* that it is good for */
};

struct enrol *enrol_new(void);
void	enrol_free(struct enrol *);

/* Could that be the name of a new account of this session's? */
enum wish_result enrol_check_name(const struct session *, struct view name);

/*
 * May this session make an account of that name, with that password ("*": by the key of its
 * certificate alone) and that invitation (empty: none)? WISH_OK and *wish; else why not. Others
 * may not use that invitation until enrol_done.
 */
enum wish_result enrol_check(struct session *, struct view name,
	    struct view password, struct view code, struct wish **wish);
/* Whatever became of it. */
void	enrol_done(struct server *, enum wish_result, const struct wish *);

/* A new invitation. NULL: there are too many. */
const char *enrol_invite(struct server *, int64_t *until);

#endif
