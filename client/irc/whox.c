/*
 * whox: send WHO with fields, and collect the reply.
 */
#include "client/irc/whox.h"

#include <stdlib.h>

#include "client/irc/isupport.h"
#include "client/irc/registration.h"
#include "client/irc/request.h"
#include "client/irc/sanitize.h"
#include "client/irc/send.h"
#include "client/irc/session_state.h"
#include "common/irc_msg.h"
#include "common/names.h"
#include "common/xmalloc.h"

#define TOKEN "417"

/* Our request, and the reply so far. */
struct whox {
	char *nick;	/* NULL: no request */
	char *userhost; /* NULL: no reply yet */
	char *account;	/* NULL: not logged in */
};

struct whox *
whox_new(void)
{
	return xcalloc(1, sizeof(struct whox));
}

void
whox_reset(struct whox *p)
{
	free(p->nick);
	free(p->userhost);
	free(p->account);
	*p = (struct whox){ 0 };
}

void
whox_free(struct whox *p)
{
	whox_reset(p);
	free(p);
}

/* An error is a valid answer: no such user. */
int
whox_request(struct irc_session *s, struct view nick)
{
	struct view params[2] = { nick, VIEW("%tuhna," TOKEN) };
	uint64_t origin;
	int rc;

	if (!s->isupport->whox || s->whox->nick != NULL || !nick_valid(nick))
		return -1;
	origin = requests_set_origin(s->requests, 0);
	requests_set_hidden(s->requests, 1);
	rc = send_command(s, "WHO", params, 2);
	requests_set_hidden(s->requests, 0);
	requests_set_origin(s->requests, origin);
	if (rc == 0)
		s->whox->nick = xviewdup(nick);
	return rc;
}

static int
is_asked(const struct irc_session *s, struct view nick)
{
	return s->whox->nick != NULL &&
	       name_equal(nick, view_of(s->whox->nick));
}

/* 354 me token user host nick account; account "0" means none. 315 ends the answer. */
int
on_whox(struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	struct view account = irc_msg_param(msg, 5);
	struct whox *p = s->whox;

	(void)ev;
	if (msg->nparams < 6 || !view_equal(irc_msg_param(msg, 1), VIEW(TOKEN)))
		return 0;
	if (!is_asked(s, msg->params[4]) || p->userhost != NULL)
		return 1;
	xasprintf(&p->userhost, "%.*s@%.*s", VIEW_ARG(msg->params[2]),
	    VIEW_ARG(msg->params[3]));
	if (!view_equal(account, VIEW("0")))
		p->account = xviewdup(account);
	return 1;
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
	struct whox p = *s->whox;

	*s->whox = (struct whox){ 0 };
	ev->object = sanitize_name(s, SANITIZE_OBJECT, view_of(p.nick));
	ev->who = p.userhost != NULL ? ev->object : VIEW("");
	ev->userhost =
	    sanitize_name(s, SANITIZE_USERHOST, or_empty(p.userhost));
	ev->text = sanitize_name(s, SANITIZE_TEXT, or_empty(p.account));
	session_emit(s, ev, IRC_EV_WHOX);
	whox_reset(&p);
}

/* 315 me nick. It also ends a WHO that the user typed. */
void
on_who_end(
    struct irc_session *s, const struct irc_msg *msg, struct irc_event *ev)
{
	if (is_asked(s, irc_msg_param(msg, 1)) &&
	    (s->answered.number == 0 || s->answered.hidden))
		end(s, ev);
	else
		on_end(s, msg, ev);
}

int
whox_refused(struct irc_session *s, struct irc_event *ev)
{
	if (!s->answered.hidden)
		return 0;
	if (s->whox->nick != NULL)
		end(s, ev);
	return 1;
}
