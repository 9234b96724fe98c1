/*
 * control: the server's side of the control socket. Its address goes through /proc/self/fd (proc(5)).
 */
#include "server/admin/control.h"

#include <sys/queue.h>

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/listener.h>

#include "common/i18n.h"
#include "common/log.h"
#include "common/path.h"
#include "common/string_list.h"
#include "common/xmalloc.h"
#include "server/admin/admin.h"

int
control_address(struct sockaddr_un *un, const char *datadir)
{
	int dir = open(datadir, O_PATH | O_DIRECTORY | O_CLOEXEC);

	*un = (struct sockaddr_un){ .sun_family = AF_UNIX };
	if (dir != -1)
		snprintf(un->sun_path, sizeof(un->sun_path),
		    "/proc/self/fd/%d/%s", dir, CONTROL_FILE);
	return dir;
}

enum {
	BACKLOG = 16,
	PEERS_MAX =
	    16, /* one more replaces a peer that has no command running */
	IDLE_SECONDS = 60,
	RETRY_MS = 200
};

struct peer {
	struct control *control;
	struct bufferevent *bev;
	struct string_list words;
	struct admin_call *call; /* the running command, or NULL */
	int asked;		 /* the peer has sent "run" */
	LIST_ENTRY(peer) link;
};

struct control {
	struct event_base *base;
	struct server *server;
	struct evconnlistener *listener;
	struct event *retry; /* after EMFILE */
	char *path;
	LIST_HEAD(, peer) peers;
	size_t npeers;
};

static void
peer_free(struct peer *p)
{
	if (p->call != NULL)
		admin_abandon(p->call);
	LIST_REMOVE(p, link);
	p->control->npeers--;
	bufferevent_free(p->bev);
	string_list_clear(&p->words);
	free(p);
}

static void
put(struct peer *p, char mark, const char *line)
{
	evbuffer_add_printf(
	    bufferevent_get_output(p->bev), "%c%s\n", mark, line);
}

static void
on_say(const char *line, void *ctx)
{
	put(ctx, '+', line);
}

static void
on_complain(const char *line, void *ctx)
{
	put(ctx, '-', line);
}

static void
on_end(enum admin_status status, void *ctx)
{
	struct peer *p = ctx;

	p->call = NULL;
	evbuffer_add_printf(
	    bufferevent_get_output(p->bev), "end %d\n", (int)status);
}

static void
run(struct peer *p)
{
	static const struct admin_ops ops = { on_say, on_complain, on_end };

	p->asked = 1;
	p->call = admin_run(p->control->server, (const char *const *)p->words.v,
	    p->words.n, &ops, p);
}

/* Handle a line from the peer. Returns 0, or -1 if it does not follow the protocol. */
static int
take_line(struct peer *p, const char *line)
{
	if (p->asked)
		return -1;
	if (line[0] == ' ' && p->words.n < ADMIN_WORDS_MAX)
		string_list_add(&p->words, line + 1);
	else if (strcmp(line, "run") == 0)
		run(p);
	else
		return -1;
	return 0;
}

static void
on_read(struct bufferevent *bev, void *ctx)
{
	struct evbuffer *in = bufferevent_get_input(bev);
	struct peer *p = ctx;
	char *line;
	size_t n;
	int rc = 0;

	while (rc == 0 &&
	       (line = evbuffer_readln(in, &n, EVBUFFER_EOL_LF)) != NULL) {
		rc = take_line(p, line);
		explicit_bzero(line, n);
		free(line);
	}
	if (rc != 0 || evbuffer_get_length(in) > CONTROL_LINE_MAX)
		peer_free(p);
}

static void
on_event(struct bufferevent *bev, short what, void *ctx)
{
	struct peer *p = ctx;

	if ((what & BEV_EVENT_TIMEOUT) && p->call != NULL)
		bufferevent_enable(bev, EV_READ | EV_WRITE);
	else
		peer_free(p);
}

static int
has_output(const struct peer *p)
{
	return evbuffer_get_length(bufferevent_get_output(p->bev)) > 0;
}

/*
 * Closes the oldest peer that has no command running, preferring one that has its whole answer. Returns 0, or -1 if
 * all have a command running.
 */
static int
make_room(struct control *c)
{
	struct peer *p, *oldest = NULL;

	LIST_FOREACH (p, &c->peers, link)
		if (p->call == NULL &&
		    (oldest == NULL || has_output(oldest) || !has_output(p)))
			oldest = p;
	if (oldest == NULL)
		return -1;
	peer_free(oldest);
	return 0;
}

/* A peer that sends no command, or does not read its answer, is closed. */
static void
limit_time(struct bufferevent *bev)
{
	static const struct timeval idle = { IDLE_SECONDS, 0 };

	bufferevent_set_timeouts(bev, &idle, &idle);
}

static void
on_accept(struct evconnlistener *listener, evutil_socket_t fd,
    struct sockaddr *sa, int len, void *ctx)
{
	struct control *c = ctx;
	struct peer *p;
	struct bufferevent *bev;

	(void)listener;
	(void)sa;
	(void)len;
	evutil_make_socket_nonblocking(fd);
	bev = c->npeers >= PEERS_MAX && make_room(c) != 0
		  ? NULL
		  : bufferevent_socket_new(c->base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (bev == NULL) {
		close(fd);
		return;
	}
	p = xcalloc(1, sizeof(*p));
	p->control = c;
	p->bev = bev;
	LIST_INSERT_HEAD(&c->peers, p, link);
	c->npeers++;
	bufferevent_setcb(bev, on_read, NULL, on_event, p);
	limit_time(bev);
	bufferevent_enable(bev, EV_READ | EV_WRITE);
}

static void
on_retry(evutil_socket_t fd, short what, void *ctx)
{
	struct control *c = ctx;

	(void)fd;
	(void)what;
	evconnlistener_enable(c->listener);
}

/* Without a descriptor the socket stays readable: sleep instead of spinning. */
static void
on_accept_error(struct evconnlistener *listener, void *ctx)
{
	static const struct timeval pause = { 0, RETRY_MS * 1000 };
	struct control *c = ctx;

	evconnlistener_disable(listener);
	event_add(c->retry, &pause);
}

/* Remove the socket of an earlier server; it is dead, because this server has the folder's lock. */
static int
bind_socket(const char *datadir, const char *path)
{
	struct sockaddr_un un;
	int dir = control_address(&un, datadir), fd, rc = -1, error;

	if (dir == -1)
		return -1;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (fd != -1) {
		unlink(path);
		fchmod(fd, S_IRUSR | S_IWUSR);
		rc = bind(fd, (struct sockaddr *)&un, sizeof(un));
	}
	if (rc == 0)
		rc = chmod(path, S_IRUSR | S_IWUSR);
	if (rc == 0)
		rc = listen(fd, BACKLOG);
	error = errno;
	close(dir);
	if (rc != 0 && fd != -1)
		close(fd);
	errno = error;
	return rc == 0 ? fd : -1;
}

struct control *
control_open(struct event_base *base, struct server *server,
    const char *datadir, char **cause)
{
	struct control *c = xcalloc(1, sizeof(*c));
	int fd;

	c->base = base;
	c->server = server;
	c->path = path_join(datadir, CONTROL_FILE);
	LIST_INIT(&c->peers);
	fd = bind_socket(datadir, c->path);
	if (fd != -1)
		c->listener = evconnlistener_new(base, on_accept, c,
		    LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	c->retry = evtimer_new(base, on_retry, c);
	if (c->listener != NULL && c->retry != NULL) {
		evconnlistener_set_error_cb(c->listener, on_accept_error);
		return c;
	}
	cause_set(cause, _("cannot make %s: %s"), c->path, strerror(errno));
	if (c->listener != NULL)
		evconnlistener_free(c->listener);
	else if (fd != -1)
		close(fd);
	if (c->retry != NULL)
		event_free(c->retry);
	free(c->path);
	free(c);
	return NULL;
}

void
control_close(struct control *c)
{
	if (c == NULL)
		return;
	while (!LIST_EMPTY(&c->peers))
		peer_free(LIST_FIRST(&c->peers));
	evconnlistener_free(c->listener);
	event_free(c->retry);
	unlink(c->path);
	free(c->path);
	free(c);
}
