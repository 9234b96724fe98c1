/*
 * operation_errors: why a wish was not granted. The codes of REGISTER are those of IRCv3
 * account-registration.
 */
#include <assert.h>

#include "server/account/operation.h"

/* clang-format off */
static const struct {
	const char *code;
	const char *text;
} words[OPERATION_RESULTS] = {
	[OPERATION_OK] = { "SUCCESS", "Done" },
	[OPERATION_TAKEN] = { "ACCOUNT_EXISTS",
	    "That name is registered already, or somebody else's at the moment" },
	[OPERATION_BAD_NAME] = { "BAD_ACCOUNT_NAME", "That is no name for an account" },
	[OPERATION_LOOKS_LIKE] = { "BAD_ACCOUNT_NAME",
	    "That name looks like another user's; choose one that cannot be mistaken for it" },
	[OPERATION_GONE] = { "NO_SUCH_ACCOUNT", "There is no such account" },
	[OPERATION_SUSPENDED] = { "ACCOUNT_SUSPENDED", "That account is suspended" },
	[OPERATION_LOGGED_IN] = { "ALREADY_AUTHENTICATED", "You are logged in already" },
	[OPERATION_NOT_PRIVATE] = { "SECURE_CONNECTION_REQUIRED",
	    "No password is taken over a connection that is not encrypted: come by TLS" },
	[OPERATION_WEAK] = { "WEAK_PASSWORD", "That password is too short" },
	[OPERATION_BAD_PASSWORD] = { "UNACCEPTABLE_PASSWORD",
	    "A password is UTF-8 text without control characters" },
	[OPERATION_WRONG] = { "INVALID_PASSWORD", "That is not the password" },
	[OPERATION_NO_CERTIFICATE] = { "UNACCEPTABLE_PASSWORD",
	    "A password of * means your certificate's key, and you have shown no certificate" },
	[OPERATION_BAD_KEY] = { "INVALID_KEY",
	    "A key is a certificate's SHA-256 in 64 hexadecimal digits" },
	[OPERATION_KEY_THERE] = { "KEY_EXISTS", "Your account has that key already" },
	[OPERATION_KEYS_FULL] = { "TOO_MANY_KEYS",
	    "No more keys can be bound to your account; take one away first" },
	[OPERATION_PENDING_FULL] = { "TOO_MANY_KEYS",
	    "Too many keys of your account are pending; log in with one of them, or remove one" },
	[OPERATION_NO_KEY] = { "NO_SUCH_KEY", "Your account has no such key" },
	[OPERATION_LAST] = { "LAST_CREDENTIAL",
	    "That is the last way to log in; set a password or bind another key first" },
	[OPERATION_CLOSED] = { "TEMPORARILY_UNAVAILABLE",
	    "Nobody registers here by themselves; ask an operator" },
	[OPERATION_NEEDS_CODE] = { "INVITATION_REQUIRED",
	    "One registers here by invitation: ask an operator for a code" },
	[OPERATION_BAD_CODE] = { "INVALID_CODE",
	    "That invitation is unknown, used, or too old" },
	[OPERATION_TOO_OFTEN] = { "TEMPORARILY_UNAVAILABLE",
	    "Too many accounts were made from your address lately; try again in an hour" },
	[OPERATION_FULL] = { "TEMPORARILY_UNAVAILABLE",
	    "There is no place for more accounts here" },
	[OPERATION_BUSY] = { "TEMPORARILY_UNAVAILABLE",
	    "Something else is being done with that account; try again" },
	[OPERATION_QUEUE_FULL] = { "TEMPORARILY_UNAVAILABLE",
	    "Too many passwords are being worked on; try again soon" },
	[OPERATION_UNSETTLED] = { "TEMPORARILY_UNAVAILABLE",
	    "It could not be kept, and nothing has changed; try again later" },
};
/* clang-format on */

const char *
operation_code(enum operation_result result)
{
	assert(result < OPERATION_RESULTS);
	return words[result].code;
}

const char *
operation_text(enum operation_result result)
{
	assert(result < OPERATION_RESULTS);
	return words[result].text;
}
