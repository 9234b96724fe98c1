/*
 * admin_ban: the server ban commands.
 */
#include <stdlib.h>
#include <string.h>

#include "common/duration.h"
#include "common/i18n.h"
#include "server/admin/admin.h"
#include "server/moderation/server_bans.h"

#define BY	 "(command line)"
#define FOR_EVER "forever"

/* Make a ban request; the form of the text tells an account, addresses or a mask. */
static struct ban_request
request_for(const char *what)
{
	static const char account[] = "a:";
	struct ban_request request = { .kind = BAN_MASK,
		.mask = view_of(what) };

	if (strncmp(what, account, strlen(account)) == 0) {
		request.kind = BAN_ACCOUNT;
		request.mask = view_of(what + strlen(account));
	} else if (strpbrk(what, "!@*?") == NULL &&
		   strpbrk(what, ".:/") != NULL) {
		request.kind = BAN_RANGE;
	}
	request.by = VIEW(BY);
	return request;
}

static int
was_stored(struct admin_call *call, enum store_result result)
{
	if (result == STORE_OK)
		return 1;
	admin_refuse_not_stored(call, result);
	return 0;
}

static void
ban_set(struct server *server, enum store_result result, const struct ban *set,
    void *ctx)
{
	char *words;

	(void)server;
	if (!was_stored(ctx, result))
		return;
	if (set != NULL) {
		words = ban_words(set);
		if (set->kind == BAN_ACCOUNT)
			admin_say(ctx,
			    _("banned the account %s. Banned users see: %s"),
			    set->mask, words);
		else
			admin_say(ctx, _("banned %s. Banned users see: %s"),
			    set->mask, words);
		free(words);
	}
	admin_done(ctx);
}

static void
ban_removed(struct server *server, enum store_result result,
    const struct ban *set, void *ctx)
{
	(void)server;
	(void)set;
	if (was_stored(ctx, result))
		admin_done(ctx);
}

/* Arguments: mask, a time or "forever", a reason. */
void
admin_ban_add(struct admin_call *call)
{
	struct ban_request request = request_for(admin_word(call, 0));
	const char *time = admin_word(call, 1);
	char *cause = NULL;

	if (time[0] != '\0' && strcmp(time, FOR_EVER) != 0 &&
	    duration_parse(view_of(time), BAN_SECONDS_MAX, &request.seconds) !=
		0) {
		admin_refuse(call,
		    _("\"%s\" is not a duration. Use one like 30m, 12h or 7d, "
		      "or forever"),
		    time);
		return;
	}
	request.reason = view_of(admin_word(call, 2));
	if (server_bans_add(
		admin_server(call), &request, ban_set, call, &cause) != 0) {
		admin_refuse(call, "\"%s\": %s", admin_word(call, 0), cause);
		free(cause);
	}
}

void
admin_ban_drop(struct admin_call *call)
{
	const struct ban_request request = request_for(admin_word(call, 0));

	if (server_bans_remove(admin_server(call), request.kind, request.mask,
		ban_removed, call) != 0)
		admin_refuse(
		    call, _("there is no ban on \"%s\""), admin_word(call, 0));
}

/* Scripts read this, so it is not translated; only the sentence at the end is. */
static void
list_one(const struct ban *ban, void *ctx)
{
	char *words = ban_words(ban);

	admin_say(ctx, "%s%s\tby %s\t%s", ban->kind == BAN_ACCOUNT ? "a:" : "",
	    ban->mask, ban->by, words);
	free(words);
}

void
admin_ban_list(struct admin_call *call)
{
	server_bans_each(admin_server(call), list_one, call);
	admin_done(call);
}
