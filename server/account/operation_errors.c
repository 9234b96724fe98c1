/*
 * operation_errors: the codes and texts of failed account operations. The codes of REGISTER are those of IRCv3
 * account-registration.
 */
#include <assert.h>

#include "server/account/operation.h"

/* clang-format off */
static const struct {
	const char *code;
	const char *text;
} errors[OPERATION_RESULTS] = {
	[OPERATION_OK] = { "SUCCESS", "Done" },
	[OPERATION_TAKEN] = { "ACCOUNT_EXISTS",
	    "That name is already registered, or in use by another user" },
	[OPERATION_BAD_NAME] = { "BAD_ACCOUNT_NAME", "That is not a valid account name" },
	[OPERATION_LOOKS_LIKE] = { "BAD_ACCOUNT_NAME",
	    "That name looks like another user's name; choose a different one" },
	[OPERATION_GONE] = { "NO_SUCH_ACCOUNT", "There is no such account" },
	[OPERATION_SUSPENDED] = { "ACCOUNT_SUSPENDED", "That account is suspended" },
	[OPERATION_LOGGED_IN] = { "ALREADY_AUTHENTICATED", "You are already logged in" },
	[OPERATION_NOT_PRIVATE] = { "SECURE_CONNECTION_REQUIRED",
	    "This connection is not encrypted, so no password is accepted; connect with TLS" },
	[OPERATION_WEAK] = { "WEAK_PASSWORD", "That password is too short" },
	[OPERATION_BAD_PASSWORD] = { "UNACCEPTABLE_PASSWORD",
	    "A password is UTF-8 text without control characters" },
	[OPERATION_WRONG] = { "INVALID_PASSWORD", "Wrong password" },
	[OPERATION_NO_CERTIFICATE] = { "UNACCEPTABLE_PASSWORD",
	    "The password * means your certificate, but you have not sent a certificate" },
	[OPERATION_BAD_KEY] = { "INVALID_KEY",
	    "A key is a certificate's SHA-256 in 64 hexadecimal digits" },
	[OPERATION_KEY_THERE] = { "KEY_EXISTS", "Your account already has that key" },
	[OPERATION_KEYS_FULL] = { "TOO_MANY_KEYS",
	    "Your account has too many keys; remove one first" },
	[OPERATION_PENDING_FULL] = { "TOO_MANY_KEYS",
	    "Too many keys of your account are pending; log in with one of them, or remove one" },
	[OPERATION_NO_KEY] = { "NO_SUCH_KEY", "Your account has no such key" },
	[OPERATION_LAST] = { "LAST_CREDENTIAL",
	    "You could not log in without it; set a password or bind another key first" },
	[OPERATION_CLOSED] = { "TEMPORARILY_UNAVAILABLE",
	    "Registration is closed; ask an operator for an account" },
	[OPERATION_NEEDS_CODE] = { "INVITATION_REQUIRED",
	    "Registration needs an invitation; ask an operator for a code" },
	[OPERATION_BAD_CODE] = { "INVALID_CODE",
	    "That invitation code is unknown, used or expired" },
	[OPERATION_TOO_OFTEN] = { "TEMPORARILY_UNAVAILABLE",
	    "Too many accounts were registered from your address; try again in an hour" },
	[OPERATION_FULL] = { "TEMPORARILY_UNAVAILABLE",
	    "The server has reached its limit of accounts" },
	[OPERATION_BUSY] = { "TEMPORARILY_UNAVAILABLE",
	    "That account is being changed; try again" },
	[OPERATION_QUEUE_FULL] = { "TEMPORARILY_UNAVAILABLE",
	    "The server is checking too many passwords; try again soon" },
	[OPERATION_UNSETTLED] = { "TEMPORARILY_UNAVAILABLE",
	    "The change could not be saved, and nothing was changed; try again later" },
};
/* clang-format on */

const char *
operation_code(enum operation_result result)
{
	assert(result < OPERATION_RESULTS);
	return errors[result].code;
}

const char *
operation_text(enum operation_result result)
{
	assert(result < OPERATION_RESULTS);
	return errors[result].text;
}
