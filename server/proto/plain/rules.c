/*
 * rules: what the modes of a room are in words.
 */
#include "server/chat/modes.h"
#include "server/proto/plain/plain.h"

/* %s: the argument. */
static const struct words {
	char letter;
	const char *on;
	const char *off;
} words[] = {
	{ 'C', "no requests to programs", "requests to programs are let in" },
	{ 'I', "%s needs no invitation", "%s needs an invitation again" },
	{ 'R', "only registered people may enter and speak",
	    "nobody needs to be registered" },
	{ 'b', "%s is banned", "%s is not banned any more" },
	{ 'e', "no ban holds for %s", "bans hold for %s again" },
	{ 'i', "one enters by invitation only", "nobody needs an invitation" },
	{ 'k', "one enters with the key %s", "nobody needs a key" },
	{ 'l', "at most %s members", "any number of members" },
	{ 'm', "only who has a voice may speak", "everyone may speak" },
	{ 'n', "only members may speak", "outsiders may speak, too" },
	{ 'o', "%s is an operator", "%s is no operator any more" },
	{ 's', "the room is secret", "the room is not secret any more" },
	{ 't', "only operators change the topic", "all may change the topic" },
	{ 'v', "%s has a voice", "%s has no voice any more" },
};

enum { NWORDS = sizeof(words) / sizeof(words[0]) };

static const struct words *
find(char letter)
{
	size_t i;

	for (i = 0; i < NWORDS; i++)
		if (words[i].letter == letter)
			return &words[i];
	return NULL;
}

/* The event has the argument of a key also where it is taken away. */
static int
has_argument(char letter, int on)
{
	const struct room_mode *mode = room_mode_find(letter);

	return mode != NULL && mode->kind != MODE_FLAG &&
	       (on || mode->kind != MODE_LIMIT);
}

static void
add_sentence(struct buf *b, const char *sentence, struct view arg)
{
	struct view rest = view_of(sentence), part;

	view_cut(&rest, '%', &part);
	buf_add_view(b, part);
	if (rest.p == NULL)
		return;
	buf_add_view(b, arg);
	buf_add(b, rest.p + 1, rest.len - 1);
}

void
plain_add_rules(struct buf *b, const struct chat_event *e)
{
	struct view args = view_of(e->object), arg = VIEW("");
	const struct words *w;
	const char *p, *comma = "";
	int on = 1;

	for (p = e->text; *p != '\0'; p++) {
		if (*p == '+' || *p == '-') {
			on = *p == '+';
			continue;
		}
		if (has_argument(*p, on) && args.p != NULL)
			view_cut(&args, ' ', &arg);
		w = find(*p);
		if (w == NULL)
			continue;
		buf_add_str(b, comma);
		add_sentence(b, on ? w->on : w->off, arg);
		comma = ", ";
	}
}
