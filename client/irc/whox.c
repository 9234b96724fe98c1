/*
 * whox: ask for a user's host and account with WHO and fields (WHOX). Our token distinguishes the reply from one
 * that the user asked for.
 */
#include <stdlib.h>

#include "client/irc/state.h"
#include "common/names.h"
#include "common/xmalloc.h"

#define TOKEN "417"

void
whox_clear(struct whox *p)
{
	free(p->asked);
	free(p->userhost);
	free(p->account);
	*p = (struct whox){ NULL, NULL, NULL };
}

int
irc_session_ask_person(struct irc_session *s, struct view nick)
{
	struct view params[2] = { nick, VIEW("%tuhna," TOKEN) };
	uint64_t origin;
	int rc;

	if (!s->isupport.whox || s->person.asked != NULL || !nick_valid(nick))
		return -1;
	origin = irc_session_origin(s, 0);
	s->requests.hidden =
	    1; /* an error is a valid answer here: no such user */
	rc = irc_session_command(s, "WHO", params, 2);
	s->requests.hidden = 0;
	irc_session_origin(s, origin);
	if (rc == 0)
		s->person.asked = xviewdup(nick);
	return rc;
}

static int
is_asked(const struct irc_session *s, struct view nick)
{
	return s->person.asked != NULL &&
	       name_equal(nick, view_of(s->person.asked));
}

/* 354 me token user host nick account; account "0" means none. 315 ends the answer. */
void
on_person(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view account = irc_msg_param(msg, 5);
	struct whox *p = &s->person;

	if (msg->nparams < 6 ||
	    !view_equal(irc_msg_param(msg, 1), VIEW(TOKEN))) {
		numerics_numeric(s, msg, ev);
		return;
	}
	if (!is_asked(s, msg->params[4]) || p->userhost != NULL)
		return;
	xasprintf(&p->userhost, "%.*s@%.*s", VIEW_ARG(msg->params[2]),
	    VIEW_ARG(msg->params[3]));
	if (!view_equal(account, VIEW("0")))
		p->account = xviewdup(account);
}

static struct view
or_empty(const char *s)
{
	return s == NULL ? VIEW("") : view_of(s);
}

/* The answer has ended: without a reply there is no such user. */
static void
end(struct irc_session *s, struct irc_event *ev)
{
	struct whox p = s->person;

	s->person = (struct whox){ NULL, NULL, NULL };
	ev->object = session_name(s, SANITIZE_OBJECT, view_of(p.asked));
	ev->who = p.userhost != NULL ? ev->object : VIEW("");
	ev->userhost = session_name(s, SANITIZE_USERHOST, or_empty(p.userhost));
	ev->text = session_name(s, SANITIZE_TEXT, or_empty(p.account));
	session_emit(s, ev, IRC_EV_PERSON);
	whox_clear(&p);
}

/* 315 me nick. It also ends a WHO that the user typed. */
void
on_person_end(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	if (is_asked(s, irc_msg_param(msg, 1)) &&
	    (s->answered.number == 0 || s->answered.hidden))
		end(s, ev);
}

int
whox_refused(struct irc_session *s, struct irc_event *ev)
{
	if (!s->answered.hidden)
		return 0;
	if (s->person.asked != NULL)
		end(s, ev);
	return 1;
}

const char *
irc_session_my_host(const struct irc_session *s)
{
	const char *at;

	if (s->userhost == NULL)
		return NULL;
	at = strchr(s->userhost, '@');
	return at == NULL ? NULL : at + 1;
}
