/*
 * request: the queue of requests, and which lines answer them.
 */
#include "client/irc/request.h"

#include <sys/queue.h>

#include <stdlib.h>
#include <string.h>

#include "common/buf.h"
#include "common/clock.h"
#include "common/irc_msg.h"
#include "common/names.h"
#include "common/xmalloc.h"

enum {
	REQUESTS_MAX = 64,
	ANSWER_MS =
	    60000, /* after it was sent, or after the last line of its answer */
	ENDED_MS = 5000, /* a late line of an answer comes within this time */
	ANSWERS_MAX = 28,
	ENDS_MAX = 8
};

struct requests {
	TAILQ_HEAD(, request) all; /* oldest first */
	size_t n;
	uint64_t last;	 /* number */
	uint64_t origin; /* place of commands sent now; 0: the client's own */
	int hidden;	 /* do not show errors about commands sent now */
};

struct request {
	TAILQ_ENTRY(request) link;
	uint64_t number, origin;
	char *command;
	char *
	    params; /* separated by spaces; "" if the command is not in the table, because they may be secret */
	const struct request_kind *kind; /* NULL: not in the table */
	int labelled, hidden;
	int ended; /* the last line of its answer came, as far as is known */
	int64_t sent, heard;
};

/* clang-format off */
/* Errors are not in the table: they may answer any command. */
static const struct request_kind {
	const char	*command;
	short		 answers[ANSWERS_MAX];
	short		 ends[ENDS_MAX];
	int		 about;		/* an answer contains the command's parameter */
	int		 after_error;	/* a numeric of ends follows an error too */
} kinds[] = {
	{ "AWAY",   { 305, 306 }, { 305, 306 }, 0, 0 },
	{ "INVITE", { 301, 341 }, { 341 }, 1, 0 },
	{ "JOIN",   { 0 }, { 0 }, 1, 0 },
	{ "KICK",   { 0 }, { 0 }, 1, 0 },
	{ "KILL",   { 0 }, { 0 }, 1, 0 },
	{ "LIST",   { 321, 322, 323 }, { 323 }, 0, 0 },
	{ "MOTD",   { 372, 375, 376, 422 }, { 376, 422 }, 0, 0 },
	{ "MODE",   { 221, 324, 329, 346, 347, 348, 349, 367, 368, 386, 387,
	    728, 729 }, { 221, 324, 347, 349, 368, 387, 729 }, 1, 0 },
	{ "NICK",   { 0 }, { 0 }, 0, 0 },
	{ "PART",   { 0 }, { 0 }, 1, 0 },
	{ "REHASH", { 382 }, { 382 }, 0, 0 },
	{ "STATS",  { 211, 212, 213, 215, 216, 217, 218, 219, 225, 240, 241,
	    242, 243, 244, 249, 250 }, { 219 }, 0, 1 },
	{ "TOPIC",  { 331, 332, 333 }, { 331, 332 }, 1, 0 },
	{ "WHO",    { 315, 352, 354 }, { 315 }, 0, 1 },
	{ "WHOIS",  { 275, 276, 301, 307, 308, 309, 310, 311, 312, 313, 316,
	    317, 318, 319, 320, 326, 330, 335, 338, 344, 378, 379, 616, 671,
	    672 }, { 318 }, 1, 1 },
	{ "WHOWAS", { 312, 314, 330, 338, 369 }, { 369 }, 1, 1 },
};
/* clang-format on */

struct requests *
requests_new(void)
{
	struct requests *rs = xcalloc(1, sizeof(*rs));

	TAILQ_INIT(&rs->all);
	return rs;
}

static void
drop(struct requests *rs, struct request *r)
{
	TAILQ_REMOVE(&rs->all, r, link);
	rs->n--;
	free(r->command);
	free(r->params);
	free(r);
}

void
requests_clear(struct requests *rs)
{
	while (!TAILQ_EMPTY(&rs->all))
		drop(rs, TAILQ_FIRST(&rs->all));
}

void
requests_free(struct requests *rs)
{
	requests_clear(rs);
	free(rs);
}

uint64_t
requests_set_origin(struct requests *rs, uint64_t origin)
{
	uint64_t before = rs->origin;

	rs->origin = origin;
	return before;
}

void
requests_set_hidden(struct requests *rs, int hidden)
{
	rs->hidden = hidden;
}

static void
drop_old(struct requests *rs, int64_t now)
{
	struct request *r, *next;

	for (r = TAILQ_FIRST(&rs->all); r != NULL; r = next) {
		next = TAILQ_NEXT(r, link);
		if (now - r->heard > (r->ended ? ENDED_MS : ANSWER_MS))
			drop(rs, r);
	}
}

static const struct request_kind *
find_kind(struct view command)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (view_equal_nocase(command, view_of(kinds[i].command)))
			return &kinds[i];
	return NULL;
}

uint64_t
request_new(struct requests *rs, struct view command, const struct view *params,
    size_t n, int labelled)
{
	int64_t now = clock_mono_ms();
	struct buf about = { 0 };
	struct request *r;
	size_t i;

	if (rs->origin == 0 && !rs->hidden)
		return 0;
	drop_old(rs, now);
	if (rs->n == REQUESTS_MAX)
		drop(rs, TAILQ_FIRST(&rs->all));
	r = xcalloc(1, sizeof(*r));
	r->number = ++rs->last;
	r->origin = rs->origin;
	r->hidden = rs->hidden;
	r->command = xviewdup(command);
	r->kind = find_kind(command);
	for (i = 0; r->kind != NULL && i < n; i++)
		buf_printf(
		    &about, i > 0 ? " %.*s" : "%.*s", VIEW_ARG(params[i]));
	buf_str(&about);
	r->params = buf_take(&about);
	r->labelled = labelled;
	r->sent = r->heard = now;
	TAILQ_INSERT_TAIL(&rs->all, r, link);
	rs->n++;
	return r->number;
}

int
request_takes_label(const char *command)
{
	static const char *const never[] = { "AUTHENTICATE", "BATCH", "CAP",
		"PING", "PONG", "QUIT" };
	size_t i;

	for (i = 0; i < sizeof(never) / sizeof(never[0]); i++)
		if (strcmp(command, never[i]) == 0)
			return 0;
	return 1;
}

static int
is_in(const short *numbers, size_t n, int number)
{
	size_t i;

	for (i = 0; i < n && numbers[i] != 0; i++)
		if (numbers[i] == number)
			return 1;
	return 0;
}

static int
is_error(int number)
{
	return (number >= 400 && number <= 599) || number == 691 ||
	       number == 696 || (number >= 902 && number <= 907);
}

/* Return the command's first parameter, or an empty view. */
static struct view
first_param(const struct request *r)
{
	struct view rest = view_of(r->params), first = VIEW("");

	view_cut(&rest, ' ', &first);
	return first;
}

/* True if the line has that name after our nick. */
static int
names(const struct irc_msg *msg, struct view name)
{
	int i;

	for (i = 1; i < msg->nparams; i++)
		if (name.len > 0 && name_equal(msg->params[i], name))
			return 1;
	return 0;
}

static int
names_any_param(const struct request *r, const struct irc_msg *msg)
{
	struct view rest = view_of(r->params), word;

	while (view_cut(&rest, ' ', &word))
		if (names(msg, word))
			return 1;
	return 0;
}

static int
answers_error(const struct request *r, const struct irc_msg *msg)
{
	return msg->nparams <= 2 ||
	       view_equal_nocase(msg->params[1], view_of(r->command)) ||
	       names_any_param(r, msg);
}

/* True for numerics that answer no command of the table. */
static int
answers_unknown(int number)
{
	size_t i;

	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (is_in(kinds[i].answers, ANSWERS_MAX, number))
			return 0;
	return 1;
}

static int
answers_numeric_of(
    const struct request *r, const struct request_line *line, int number)
{
	const struct irc_msg *msg = line->msg;

	if (is_error(number))
		return answers_error(r, msg);
	if (r->kind == NULL)
		return !line->has_handler && answers_unknown(number);
	return is_in(r->kind->answers, ANSWERS_MAX, number) &&
	       (!r->kind->about || number == 221 || names(msg, first_param(r)));
}

/* A command that changes something is answered by the change. */
static int
is_own_change(const struct request *r, const struct request_line *line)
{
	struct view command = line->msg->command;
	struct irc_source source;

	if (!view_equal_nocase(command, view_of(r->command)))
		return 0;
	irc_source_split(line->msg->source, &source);
	return name_equal(source.nick, view_of(line->my_nick)) &&
	       (view_equal_nocase(command, VIEW("NICK")) ||
		   name_equal(irc_msg_param(line->msg, 0), first_param(r)));
}

static int
is_answer(const struct request *r, const struct request_line *line, int number)
{
	struct view command = line->msg->command;

	if (r->labelled)
		return 0;
	if (number != 0)
		return answers_numeric_of(r, line, number);
	if (view_equal_nocase(command, VIEW("FAIL")) ||
	    view_equal_nocase(command, VIEW("WARN")) ||
	    view_equal_nocase(command, VIEW("NOTE")))
		return view_equal_nocase(
		    irc_msg_param(line->msg, 0), view_of(r->command));
	return is_own_change(r, line);
}

/* Return the oldest unanswered request, or else the one that was answered last. */
static struct request *
match(struct requests *rs, const struct request_line *line, int number)
{
	struct request *r, *ended = NULL;

	TAILQ_FOREACH (r, &rs->all, link) {
		if (!is_answer(r, line, number))
			continue;
		if (!r->ended)
			return r;
		ended = r;
	}
	return ended;
}

static struct request *
find_number(struct requests *rs, uint64_t number)
{
	struct request *r;

	TAILQ_FOREACH (r, &rs->all, link)
		if (r->number == number)
			return r;
	return NULL;
}

/* True if this is the last line of the answer. */
static int
is_end(const struct request *r, int number)
{
	if (number == 0)
		return 1;
	if (is_error(number))
		return r->kind == NULL || !r->kind->after_error;
	return r->kind != NULL && is_in(r->kind->ends, ENDS_MAX, number);
}

struct answered
request_find(struct requests *rs, const struct request_line *line)
{
	struct answered a;
	struct request *r;
	long long n = 0;

	if (TAILQ_EMPTY(&rs->all))
		return (struct answered){ 0 };
	view_to_int(line->msg->command, 1, 999, &n);
	if (line->label == 0)
		drop_old(rs, clock_mono_ms());
	r = line->label != 0 ? find_number(rs, line->label)
			     : match(rs, line, (int)n);
	if (r == NULL)
		return (struct answered){ 0 };
	r->heard = clock_mono_ms();
	a = (struct answered){ r->number, r->origin, r->hidden,
		r->ended ? 0 : r->sent };
	if (!r->labelled && is_end(r, (int)n))
		r->ended = 1;
	return a;
}

uint64_t
request_end(struct requests *rs, uint64_t number)
{
	struct request *r = find_number(rs, number);
	uint64_t origin = r != NULL ? r->origin : 0;

	if (r != NULL)
		drop(rs, r);
	return origin;
}

int
requests_have_origin(const struct requests *rs, uint64_t origin)
{
	const struct request *r;

	TAILQ_FOREACH (r, &rs->all, link)
		if (r->origin == origin)
			return 1;
	return 0;
}

const char *
requests_oldest(const struct requests *rs, int64_t now, int64_t *sent)
{
	const struct request *r;

	TAILQ_FOREACH (r, &rs->all, link) {
		if (r->ended || r->hidden || now - r->sent > ANSWER_MS ||
		    (!r->labelled && r->kind == NULL))
			continue;
		*sent = r->sent;
		return r->command;
	}
	return NULL;
}
