/*
 * admin_ban: the server ban commands.
 */
#include <stdlib.h>
#include <string.h>

#include "common/duration.h"
#include "server/admin/admin.h"
#include "server/moderation/server_bans.h"

#define BY	 "(command line)"
#define FOR_EVER "forever"

/* Make a ban request; the form of the text tells an account, addresses or a mask. */
static struct ban_request
request_for(const char *what)
{
	static const char account[] = "a:";
	struct ban_request wish = { .kind = BAN_MASK, .mask = view_of(what) };

	if (strncmp(what, account, strlen(account)) == 0) {
		wish.kind = BAN_ACCOUNT;
		wish.mask = view_of(what + strlen(account));
	} else if (strpbrk(what, "!@*?") == NULL &&
		   strpbrk(what, ".:/") != NULL) {
		wish.kind = BAN_RANGE;
	}
	wish.by = VIEW(BY);
	return wish;
}

static int
was_stored(struct admin_call *call, enum store_result result)
{
	if (result == STORE_OK)
		return 1;
	admin_refuse(call, "nothing was changed: %s",
	    result == STORE_FULL
		? "the disk is full"
		: "the database could not be written; see the log");
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
		admin_say(
		    ctx, "banned %s. The user sees: %s", set->mask, words);
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
	struct ban_request wish = request_for(admin_word(call, 0));
	const char *time = admin_word(call, 1);
	char *cause = NULL;

	if (time[0] != '\0' && strcmp(time, FOR_EVER) != 0 &&
	    duration_parse(view_of(time), BAN_SECONDS_MAX, &wish.seconds) !=
		0) {
		admin_refuse(call,
		    "\"%s\" is not a time. Give 30m, 12h, 7d or " FOR_EVER,
		    time);
		return;
	}
	wish.reason = view_of(admin_word(call, 2));
	if (server_bans_add(admin_server(call), &wish, ban_set, call, &cause) !=
	    0) {
		admin_refuse(call, "\"%s\": %s", admin_word(call, 0), cause);
		free(cause);
	}
}

void
admin_ban_drop(struct admin_call *call)
{
	const struct ban_request wish = request_for(admin_word(call, 0));

	if (server_bans_drop(admin_server(call), wish.kind, wish.mask,
		ban_removed, call) != 0)
		admin_refuse(
		    call, "there is no ban on \"%s\"", admin_word(call, 0));
}

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
