/*
 * mode: MODE of a room: show the modes and lists, and change them (checklist 34 to 38).
 */
#include "server/irc/mode.h"

#include "common/i18n.h"
#include "common/names.h"
#include "common/text.h"
#include "server/chat/modes.h"
#include "server/irc/command.h"
#include "server/irc/request.h"
#include "server/irc/user.h"

static const struct {
	const char *entry, *end, *text;
} numerics[ROOM_LISTS] = {
	[ROOM_BANS] = { "367", "368", N_("End of the room's ban list") },
	[ROOM_EXCEPTIONS] = { "348", "349",
	    N_("End of the room's exception list") },
	[ROOM_INVITED] = { "346", "347", N_("End of the room's invite list") },
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
	reply_about(req, numerics[which].end, view_of(r->name),
	    _(numerics[which].text));
}

static void
show_lists(struct request *req, const struct room *r, unsigned asked)
{
	int i;

	for (i = 0; i < ROOM_LISTS; i++)
		if (asked & 1U << i)
			show_list(req, r, (enum room_list)i);
}

enum { CHANGES_MAX = 64 };

/* The changes that one command asks for, with the letters as they were sent. */
struct changes {
	struct mode_change v[CHANGES_MAX];
	struct view letters[CHANGES_MAX];
	size_t n;
	unsigned asked; /* lists to show, one bit each */
	int next;	/* the next parameter */
	int nargs;	/* arguments used */
};

/* Add the arguments of the set modes; only members see the key. */
static void
put_args(struct request *req, const struct room *r)
{
	int inside = room_find_member(r, req->session->user) != NULL;

	if (r->slow > 0)
		reply_param_int(req, r->slow);
	if (r->key != NULL)
		reply_param_str(req, inside ? r->key : "*");
	if (r->limit > 0)
		reply_param_int(req, r->limit);
}

static int
is_set(const struct room *r, const struct room_mode *mode)
{
	switch (mode->kind) {
	case MODE_FLAG:
		return (r->modes & mode->what) != 0;
	case MODE_KEY:
		return r->key != NULL;
	case MODE_LIMIT:
		return r->limit > 0;
	case MODE_SLOW:
		return r->slow > 0;
	case MODE_LIST:
	case MODE_RANK:
		break;
	}
	return 0;
}

/* The table has W, k and l in this order; their arguments follow in the same order. */
static void
show_room(struct request *req, const struct room *r)
{
	struct buf letters = { 0 };
	size_t i;

	buf_add_char(&letters, '+');
	for (i = 0; i < room_nmodes; i++)
		if (is_set(r, &room_modes[i]))
			buf_add_char(&letters, room_modes[i].letter);
	reply_begin(req, "324");
	reply_param_str(req, r->name);
	reply_param(req, buf_view(&letters));
	put_args(req, r);
	reply_end(req, NULL);
	buf_clear(&letters);
	reply_begin(req, "329");
	reply_param_str(req, r->name);
	reply_param_int(req, r->created / 1000);
	reply_end(req, NULL);
}

static void
take_letter(struct request *req, struct changes *w, struct view letter, int add)
{
	const struct room_mode *mode = NULL;
	struct mode_change *ch = &w->v[w->n];

	*ch = (struct mode_change){
		.letter = *letter.p, .add = add, .arg = VIEW("")
	};
	if (letter.len == 1)
		mode = room_mode_find(*letter.p);
	if (mode != NULL && room_mode_takes_arg(mode, add)) {
		/* chat_modes refuses a missing argument. */
		ch->arg = request_param(req, w->next++);
		if (mode->kind == MODE_LIST && ch->arg.len == 0) {
			w->asked |= 1U << mode->what;
			return;
		}
		if (w->nargs++ >= IRC_MODES_MAX)
			return;
	}
	w->letters[w->n++] = letter;
}

/* Parse the changes; ignore those beyond the limits of ISUPPORT. */
static void
parse(struct request *req, struct changes *w)
{
	struct view rest = request_param(req, 1);
	size_t len;
	int add = 1;

	*w = (struct changes){ .next = 2 };
	while (rest.len > 0 && w->n < CHANGES_MAX) {
		text_decode(rest, &len);
		if (*rest.p == '+' || *rest.p == '-')
			add = *rest.p == '+';
		else
			take_letter(req, w, (struct view){ rest.p, len }, add);
		rest.p += len;
		rest.len -= len;
	}
}

/* Reply 696. The text of a wrong key is not repeated (checklist 36). */
static void
refuse_arg(struct request *req, const struct room *r,
    const struct mode_change *ch, struct view letter)
{
	reply_begin(req, "696");
	reply_param_str(req, r->name);
	reply_param(req, letter);
	if (ch->letter == 'k' || ch->arg.len == 0)
		reply_param_str(req, "*");
	else
		reply_param(req, ch->arg);
	reply_end(req, _("Invalid mode parameter"));
}

void
irc_list_full(struct request *req, const struct room *r, struct view letter)
{
	reply_begin(req, "478");
	reply_param_str(req, r->name);
	reply_param(req, letter);
	reply_end(req, _("The list of the room is full"));
}

static void
refuse(struct request *req, const struct room *r, const struct mode_change *ch,
    struct view letter)
{
	switch (ch->no) {
	case CHAT_BAD_MODE:
		reply_refusal(req, ch->no, letter);
		break;
	case CHAT_BAD_ARG:
		refuse_arg(req, r, ch, letter);
		break;
	case CHAT_LIST_FULL:
		irc_list_full(req, r, letter);
		break;
	default:
		reply_refusal_of(req, ch->no, ch->arg, view_of(r->name));
		break;
	}
}

static void
change_room(struct request *req, const struct room *r, struct changes *w)
{
	struct chat_from from = session_from(req->session, req->token);
	enum refusal no;
	size_t i;

	no =
	    chat_modes(req->server->world, &from, view_of(r->name), w->v, w->n);
	if (no != CHAT_OK) {
		reply_refusal(req, no, view_of(r->name));
		return;
	}
	for (i = 0; i < w->n; i++)
		refuse(req, r, &w->v[i], w->letters[i]);
}

static void
room_mode(struct request *req, struct view name)
{
	const struct room *r = request_room(req, name);
	struct changes w;

	if (r == NULL) {
		reply_refusal(req, CHAT_NO_ROOM, name);
		return;
	}
	if (request_param(req, 1).len == 0) {
		show_room(req, r);
		return;
	}
	parse(req, &w);
	show_lists(req, r, w.asked);
	if (w.n > 0)
		change_room(req, r, &w);
}

static void
cmd_mode(struct request *req)
{
	struct view target = request_param(req, 0);

	if (name_is_room(target))
		room_mode(req, target);
	else
		irc_user_mode(req, target, request_param(req, 1));
}

void
irc_room_letters(char out[ROOM_LETTERS_MAX], int with_argument)
{
	size_t i;

	for (i = 0; i < room_nmodes; i++)
		if (!with_argument || room_modes[i].kind != MODE_FLAG)
			*out++ = room_modes[i].letter;
	*out = '\0';
}

/* The groups: lists; modes with an argument always, when set, never. */
void
irc_chanmodes(char out[ROOM_LETTERS_MAX])
{
	static const int groups[] = { [MODE_LIST] = 0,
		[MODE_KEY] = 1,
		[MODE_LIMIT] = 2,
		[MODE_SLOW] = 2,
		[MODE_FLAG] = 3,
		[MODE_RANK] = -1 };
	size_t i;
	int g;

	for (g = 0; g <= groups[MODE_FLAG]; g++) {
		if (g > 0)
			*out++ = ',';
		for (i = 0; i < room_nmodes; i++)
			if (groups[room_modes[i].kind] == g)
				*out++ = room_modes[i].letter;
	}
	*out = '\0';
}

const char *
irc_prefixes(unsigned ranks, int all)
{
	static const char *const every[] = { "", "+", "@", "@+", "~", "~+",
		"~@", "~@+" };
	static const char *const highest[] = { "", "+", "@", "@", "~", "~", "~",
		"~" };

	return all ? every[ranks] : highest[ranks];
}

const struct irc_command irc_mode_commands[] = {
	{ "MODE", cmd_mode, REGISTERED, 1, 32, 1, 0,
	    N_("#room [+-letters values], or nick [+-letters]"),
	    N_("Shows or changes the modes of a room, or your own.\n"
	       "Rooms: b e I k l W i m n s t C H O R; ranks: q o v; users: B i "
	       "w.") },
	{ .name = NULL },
};
