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
} words[WISH_RESULTS] = {
	[WISH_OK] = { "SUCCESS", "Done" },
	[WISH_TAKEN] = { "ACCOUNT_EXISTS",
	    "That name is registered already, or somebody else's at the moment" },
	[WISH_BAD_NAME] = { "BAD_ACCOUNT_NAME", "That is no name for an account" },
	[WISH_LOOKS_LIKE] = { "BAD_ACCOUNT_NAME",
	    "That name looks like another user's; choose one that cannot be mistaken for it" },
	[WISH_GONE] = { "NO_SUCH_ACCOUNT", "There is no such account" },
	[WISH_SUSPENDED] = { "ACCOUNT_SUSPENDED", "That account is suspended" },
	[WISH_LOGGED_IN] = { "ALREADY_AUTHENTICATED", "You are logged in already" },
	[WISH_NOT_PRIVATE] = { "SECURE_CONNECTION_REQUIRED",
	    "No password is taken over a connection that is not encrypted: come by TLS" },
	[WISH_WEAK] = { "WEAK_PASSWORD", "That password is too short" },
	[WISH_BAD_PASSWORD] = { "UNACCEPTABLE_PASSWORD",
	    "A password is UTF-8 text without control characters" },
	[WISH_WRONG] = { "INVALID_PASSWORD", "That is not the password" },
	[WISH_NO_CERTIFICATE] = { "UNACCEPTABLE_PASSWORD",
	    "A password of * means your certificate's key, and you have shown no certificate" },
	[WISH_BAD_KEY] = { "INVALID_KEY",
	    "A key is a certificate's SHA-256 in 64 hexadecimal digits" },
	[WISH_KEY_THERE] = { "KEY_EXISTS", "Your account has that key already" },
	[WISH_KEYS_FULL] = { "TOO_MANY_KEYS",
	    "No more keys can be bound to your account; take one away first" },
	[WISH_PENDING_FULL] = { "TOO_MANY_KEYS",
	    "Too many keys of your account are pending; log in with one of them, or remove one" },
	[WISH_NO_KEY] = { "NO_SUCH_KEY", "Your account has no such key" },
	[WISH_LAST] = { "LAST_CREDENTIAL",
	    "That is the last way to log in; set a password or bind another key first" },
	[WISH_CLOSED] = { "TEMPORARILY_UNAVAILABLE",
	    "Nobody registers here by themselves; ask an operator" },
	[WISH_NEEDS_CODE] = { "INVITATION_REQUIRED",
	    "One registers here by invitation: ask an operator for a code" },
	[WISH_BAD_CODE] = { "INVALID_CODE",
	    "That invitation is unknown, used, or too old" },
	[WISH_TOO_OFTEN] = { "TEMPORARILY_UNAVAILABLE",
	    "Too many accounts were made from your address lately; try again in an hour" },
	[WISH_FULL] = { "TEMPORARILY_UNAVAILABLE",
	    "There is no place for more accounts here" },
	[WISH_BUSY] = { "TEMPORARILY_UNAVAILABLE",
	    "Something else is being done with that account; try again" },
	[WISH_NO_PLACE] = { "TEMPORARILY_UNAVAILABLE",
	    "Too many passwords are being worked on; try again soon" },
	[WISH_UNSETTLED] = { "TEMPORARILY_UNAVAILABLE",
	    "It could not be kept, and nothing has changed; try again later" },
};
/* clang-format on */

const char *
wish_code(enum wish_result result)
{
	assert(result < WISH_RESULTS);
	return words[result].code;
}

const char *
wish_text(enum wish_result result)
{
	assert(result < WISH_RESULTS);
	return words[result].text;
}
