/*
 * tban: TBAN, which sets a timed ban: room, time, mask, as in InspIRCd's timedbans module. A mask that
 * begins with "m:" mutes.
 */
#include <stdlib.h>

#include "common/clock.h"
#include "common/duration.h"
#include "common/i18n.h"
#include "server/chat/mask.h"
#include "server/irc/command.h"
#include "server/irc/mode.h"
#include "server/irc/request.h"

#define YEARS_MAX (10 * 365 * 86400LL) /* in seconds */

static void
begin(struct request *req, const char *code, const char *room)
{
	reply_begin(req, "NOTE");
	reply_param_str(req, "TBAN");
	reply_param_str(req, code);
	reply_param_str(req, room);
}

/* NOTE TBAN code #room mask seconds setter :The ban on mask in #room ends in 2h 5m */
static void
show_ban(struct request *req, const char *code, const struct room *r,
    const struct room_mask *m)
{
	long long left = (m->until - clock_ms() + 999) / 1000;
	char text[DURATION_SIZE];

	if (left < 0)
		left = 0;
	duration_text(text, left);
	begin(req, code, r->name);
	reply_param_str(req, m->mask);
	reply_param_int(req, left);
	reply_param_str(req, m->by);
	irc_trailing_fmt(&req->w, _("The ban on %s in %s ends in %s"), m->mask,
	    r->name, text);
	reply_end(req, NULL);
}

/* All members may see the bans of a room (checklist 38). */
static void
list(struct request *req, struct view name)
{
	const struct room *r = request_room(req, name);
	const struct room_mask *m;

	if (r == NULL) {
		reply_refusal(req, CHAT_NO_ROOM, name);
		return;
	}
	TAILQ_FOREACH (m, &r->lists[ROOM_BANS], link) {
		if (m->until != 0)
			show_ban(req, "LISTED", r, m);
	}
	begin(req, "END", r->name);
	reply_end(req, _("End of timed bans"));
}

/* Find the ban that was just set or changed. */
static const struct room_mask *
find(const struct room *r, struct view mask)
{
	char *complete = mask_complete(mask);
	const struct room_mask *m;

	m = masks_find(&r->lists[ROOM_BANS], complete);
	free(complete);
	return m;
}

static void
ban(struct request *req, struct view name, struct view mask, long long seconds)
{
	struct chat_from from = session_from(req->session, req->token);
	struct world *w = req->server->world;
	enum refusal no;
	const struct room *r;

	no = chat_ban_until(w, &from, name, mask, clock_ms() + 1000 * seconds);
	r = world_find_room(w, name);
	if (no == CHAT_OK || no == CHAT_ALREADY)
		show_ban(req, "SET", r, find(r, mask));
	else if (no == CHAT_BAD_ARG)
		reply_fail(req, "TBAN", "INVALID_MASK", mask,
		    _("That is not a valid mask"));
	else if (no == CHAT_LIST_FULL)
		irc_list_full(req, r, VIEW("b"));
	else
		reply_refusal(req, no, name);
}

static void
cmd_tban(struct request *req)
{
	struct view name = request_param(req, 0), time = request_param(req, 1);
	long long seconds;

	if (req->msg->nparams == 1)
		list(req, name);
	else if (req->msg->nparams == 2)
		reply_about(
		    req, "461", VIEW("TBAN"), _("Not enough parameters"));
	else if (duration_parse(time, YEARS_MAX, &seconds) != 0)
		reply_fail(req, "TBAN", "INVALID_DURATION", time,
		    _("Use a time like 90, 30s, 10m, 2h, 7d or 1w"));
	else
		ban(req, name, request_param(req, 2), seconds);
}

const struct irc_command irc_tban_commands[] = {
	{ "TBAN", cmd_tban, REGISTERED, 1, 3, 1, 0, N_("#room [time mask]"),
	    N_("Bans a mask for a time like 30s, 10m, 2h, 7d or 1w.\n"
	       "Without time and mask: lists timed bans and when they end.") },
	{ .name = NULL },
};
