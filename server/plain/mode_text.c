/*
 * mode_text: describe the modes of a room in words.
 */
#include "server/plain/mode_text.h"

#include "common/i18n.h"
#include "server/chat/mask.h"
#include "server/chat/modes.h"
/* The words for setting and unsetting a mode; %s is its argument. */
static const struct words {
	char letter;
	const char *on;
	const char *off;
} words[] = {
	{ 'C', N_("no CTCP requests"), N_("CTCP requests are allowed") },
	{ 'H', N_("new members may read earlier messages"),
	    N_("new members may not read messages from while it was closed") },
	{ 'I', N_("%s needs no invitation"),
	    N_("%s needs an invitation again") },
	{ 'O', N_("messages are not stored"), N_("messages are stored again") },
	{ 'R', N_("only logged-in users may join and write"),
	    N_("users need not be logged in") },
	{ 'W', N_("one message per user every %s seconds"),
	    N_("no slow mode") },
	{ 'b', N_("%s is banned"), N_("%s is no longer banned") },
	{ 'e', N_("%s is exempt from bans"),
	    N_("%s is no longer exempt from bans") },
	{ 'i', N_("only invited users may join"),
	    N_("no invitation is needed") },
	{ 'k', N_("the key %s is needed to join"), N_("no key is needed") },
	{ 'l', N_("at most %s members"), N_("no limit on members") },
	{ 'm', N_("only users with voice may write"),
	    N_("everyone may write") },
	{ 'n', N_("only members may write"), N_("non-members may write too") },
	{ 'o', N_("%s is an operator"), N_("%s is no longer an operator") },
	{ 'q', N_("%s is the founder"), N_("%s is no longer the founder") },
	{ 's', N_("the room is secret"), N_("the room is no longer secret") },
	{ 't', N_("only operators may change the topic"),
	    N_("everyone may change the topic") },
	{ 'v', N_("%s has voice"), N_("%s no longer has voice") },
};

enum { NWORDS = sizeof(words) / sizeof(words[0]) };

static const struct words mute = { 'b', N_("%s is muted"),
	N_("%s is no longer muted") };

static const struct words *
find(char letter, struct view arg)
{
	size_t i;

	if (letter == 'b' && view_has_prefix(arg, VIEW(MASK_MUTE)))
		return &mute;
	for (i = 0; i < NWORDS; i++)
		if (words[i].letter == letter)
			return &words[i];
	return NULL;
}

static void
cut_front(struct view *v, size_t n)
{
	v->p += n;
	v->len -= n;
}

/* Append a mask in short form: "ana" for ana!*@*. */
static void
add_mask(struct buf *b, struct view mask)
{
	const struct view any = VIEW("!*@*");

	if (view_has_prefix(mask, VIEW(MASK_MUTE)))
		cut_front(&mask, sizeof(MASK_MUTE) - 1);
	if (view_has_prefix(mask, VIEW(MASK_ACCOUNT))) {
		cut_front(&mask, sizeof(MASK_ACCOUNT) - 1);
		buf_add_str(b, _("the account "));
	} else if (mask.len > any.len &&
		   view_equal(
		       (struct view){ mask.p + mask.len - any.len, any.len },
		       any)) {
		mask.len -= any.len;
	}
	buf_add_view(b, mask);
}

static void
add_sentence(struct buf *b, const char *sentence, struct view arg, int is_mask)
{
	struct view rest = view_of(sentence), part;

	view_cut(&rest, '%', &part);
	buf_add_view(b, part);
	if (rest.p == NULL)
		return;
	if (is_mask)
		add_mask(b, arg);
	else
		buf_add_view(b, arg);
	buf_add(b, rest.p + 1, rest.len - 1);
}

void
plain_add_mode_text(struct buf *b, const char *letters, const char *arguments)
{
	struct view args = view_of(arguments), arg = VIEW("");
	const struct room_mode *mode;
	const struct words *w;
	const char *p, *comma = "";
	int on = 1;

	for (p = letters; *p != '\0'; p++) {
		if (*p == '+' || *p == '-') {
			on = *p == '+';
			continue;
		}
		mode = room_mode_find(*p);
		if (mode == NULL)
			continue;
		arg = VIEW("");
		if (room_mode_takes_arg(mode, on) && args.p != NULL)
			view_cut(&args, ' ', &arg);
		w = find(*p, arg);
		if (w == NULL)
			continue;
		buf_add_str(b, comma);
		add_sentence(
		    b, _(on ? w->on : w->off), arg, mode->kind == MODE_LIST);
		comma = ", ";
	}
}
