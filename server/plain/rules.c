/*
 * rules: what the modes of a room are in words.
 */
#include "server/chat/mask.h"
#include "server/chat/modes.h"
#include "server/plain/plain.h"

/* %s: the argument. */
static const struct words {
	char letter;
	const char *on;
	const char *off;
} words[] = {
	{ 'C', "no requests to programs", "requests to programs are let in" },
	{ 'H', "who enters may read what was said before",
	    "who enters may not read what was said in private before" },
	{ 'I', "%s needs no invitation", "%s needs an invitation again" },
	{ 'O', "nothing is kept of what is said",
	    "what is said is kept again" },
	{ 'R', "only registered people may enter and speak",
	    "nobody needs to be registered" },
	{ 'W', "one may speak every %s seconds", "one may speak at any time" },
	{ 'b', "%s is banned", "%s is not banned any more" },
	{ 'e', "no ban holds for %s", "bans hold for %s again" },
	{ 'i', "one enters by invitation only", "nobody needs an invitation" },
	{ 'k', "one enters with the key %s", "nobody needs a key" },
	{ 'l', "at most %s members", "any number of members" },
	{ 'm', "only who has a voice may speak", "everyone may speak" },
	{ 'n', "only members may speak", "outsiders may speak, too" },
	{ 'o', "%s is an operator", "%s is no operator any more" },
	{ 'q', "the room is %s's", "the room is not %s's any more" },
	{ 's', "the room is secret", "the room is not secret any more" },
	{ 't', "only operators change the topic", "all may change the topic" },
	{ 'v', "%s has a voice", "%s has no voice any more" },
};

enum { NWORDS = sizeof(words) / sizeof(words[0]) };

static const struct words mute = { 'b', "%s is silenced",
	"%s may speak again" };

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

/* A mask as one would say it: "ana" for ana!*@*. */
static void
add_mask(struct buf *b, struct view mask)
{
	const struct view any = VIEW("!*@*");

	if (view_has_prefix(mask, VIEW(MASK_MUTE)))
		cut_front(&mask, sizeof(MASK_MUTE) - 1);
	if (view_has_prefix(mask, VIEW(MASK_ACCOUNT))) {
		cut_front(&mask, sizeof(MASK_ACCOUNT) - 1);
		buf_add_str(b, "the account ");
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
plain_add_rules(struct buf *b, const char *letters, const char *arguments)
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
		    b, on ? w->on : w->off, arg, mode->kind == MODE_LIST);
		comma = ", ";
	}
}
