/*
 * mode_lists: the lists of masks of a room, shown (checklist 38).
 */
#include "server/irc/command.h"
#include "server/irc/request.h"

static const struct {
	const char *entry, *end, *text;
} numerics[ROOM_LISTS] = {
	[ROOM_BANS] = { "367", "368", "End of channel ban list" },
	[ROOM_EXCEPTIONS] = { "348", "349", "End of channel exception list" },
	[ROOM_INVITED] = { "346", "347", "End of channel invite list" },
};

static void
show_list(struct request *req, const struct room *r, enum room_list which)
{
	const struct room_mask *entry;

	TAILQ_FOREACH (entry, &r->lists[which], link) {
		reply_begin(req, numerics[which].entry);
		irc_param_str(&req->w, r->name);
		irc_param_str(&req->w, entry->mask);
		irc_param_str(&req->w, entry->by);
		reply_param_int(req, entry->time / 1000);
		reply_end(req, NULL);
	}
	reply_about(
	    req, numerics[which].end, view_of(r->name), numerics[which].text);
}

void
irc_show_lists(struct request *req, const struct room *r, unsigned asked)
{
	int i;

	for (i = 0; i < ROOM_LISTS; i++)
		if (asked & 1U << i)
			show_list(req, r, (enum room_list)i);
}
