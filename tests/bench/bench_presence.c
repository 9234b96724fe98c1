/*
 * bench_presence: the server's CPU per delivery of events that a whole room receives, in a room of
 * 1,000 members: JOIN, PART, QUIT, NICK, AWAY, SETNAME, MODE, TOPIC, INVITE and RENAME. The baseline
 * is PRIVMSG. Each kind is sent one event at a time, then by 30 clients at once, while a client
 * outside the room measures how long a PING takes. At the end 600 clients join a room at once. Prints
 * figures and ratios to PRIVMSG; never fails because of them.
 */
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "common/buf.h"
#include "common/xmalloc.h"
#include "tests/support/e2e.h"
#include "tests/support/gauge.h"
#include "tests/support/peer.h"

enum {
	MEMBERS = 1000,
	ACTORS = 30,
	EACH = 10,	 /* events of one actor in a burst; even */
	ENTERING = 600,	 /* clients that join at once */
	SAMPLES = 20000, /* PINGs that are recorded */
	PAUSE_US = 500,	 /* ms between two PINGs */
	PATIENCE_MS = 60000
};

enum kind {
	SAY,
	JOIN,
	PART,
	QUIT,
	NICK,
	AWAY,
	SETNAME,
	MODE,
	TOPIC,
	INVITE,
	RENAME,
	KINDS
};

static const char *const kind_names[KINDS] = { "PRIVMSG", "JOIN", "PART",
	"QUIT", "NICK", "AWAY", "SETNAME", "MODE", "TOPIC", "INVITE",
	"RENAME" };

struct crowd {
	struct peer members[MEMBERS];
	struct peer actors[ACTORS];
	struct peer entering[ENTERING];
	struct peer invited;
	size_t lines[MEMBERS]; /* bytes received, per member */
	int poller;
	struct e2e_server server;
};

/* The figures of one kind of event. */
struct figures {
	double single, burst;  /* CPU seconds per delivery */
	double messages;       /* for as many messages in a burst */
	double p50, p99, most; /* of the PINGs, in seconds */
};

static struct crowd crowd;

static void
fail(const char *what)
{
	fprintf(stderr, "bench: %s\n", what);
	exit(1);
}

static void
raise_files(void)
{
	struct rlimit limit;

	getrlimit(RLIMIT_NOFILE, &limit);
	limit.rlim_cur = limit.rlim_max;
	setrlimit(RLIMIT_NOFILE, &limit);
}

static void
forget(struct peer *p)
{
	buf_clear(&p->got);
	p->mark = 0;
}

/* Let the loop read what this client receives and, if it is a member, count it. */
static void
watch(struct peer *p, uint32_t id)
{
	struct epoll_event ev = { .events = EPOLLIN, .data.u32 = id };

	forget(p);
	epoll_ctl(crowd.poller, EPOLL_CTL_ADD, p->fd, &ev);
}

static void
enter(struct peer *p, const char *nick, int n, const char *then)
{
	int one = 1;

	peer_connect(p, crowd.server.port);
	setsockopt(p->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	peer_say(p,
	    "CAP REQ :away-notify setname invite-notify "
	    "draft/channel-rename\r\nNICK %s%d\r\nUSER u 0 * :u\r\n"
	    "CAP END\r\n%sPING entered\r\n",
	    nick, n, then);
	if (!peer_expect(p, "PONG"))
		fail("a client cannot enter");
}

static struct peer *
peer_of(uint32_t id)
{
	if (id < MEMBERS)
		return &crowd.members[id];
	if (id < MEMBERS + ACTORS)
		return &crowd.actors[id - MEMBERS];
	return id < MEMBERS + ACTORS + ENTERING
		   ? &crowd.entering[id - MEMBERS - ACTORS]
		   : &crowd.invited;
}

/*
 * Read what is there, once; add to *have the members that now have `want` lines. Returns how many
 * clients had something.
 */
static int
read_some(size_t want, size_t *have, int ms)
{
	static char chunk[1 << 18];
	struct epoll_event events[256];
	size_t before;
	int i, ready = epoll_wait(crowd.poller, events, 256, ms);
	ssize_t got, k;

	if (ready == 0 && ms > 0)
		fail("lines are missing");
	for (i = 0; i < ready; i++) {
		uint32_t id = events[i].data.u32;

		got = recv(peer_of(id)->fd, chunk, sizeof(chunk), MSG_DONTWAIT);
		if (got == 0)
			epoll_ctl(
			    crowd.poller, EPOLL_CTL_DEL, peer_of(id)->fd, NULL);
		if (id >= MEMBERS)
			continue;
		before = crowd.lines[id];
		for (k = 0; k < got; k++)
			crowd.lines[id] += chunk[k] == '\n';
		*have += before < want && crowd.lines[id] >= want;
	}
	return ready;
}

static void
await_lines(size_t want)
{
	size_t have = 0;

	while (have < MEMBERS)
		read_some(want, &have, PATIENCE_MS);
	memset(crowd.lines, 0, sizeof(crowd.lines));
}

static void
read_all_lines(void)
{
	size_t have = 0;

	while (read_some(0, &have, 0) > 0)
		;
}

/* Wait until the server is idle, and forget everything that arrived. */
static void
settle(void)
{
	double before;

	do {
		before = gauge_cpu(crowd.server.proc->pid);
		usleep(50000);
		read_all_lines();
	} while (gauge_cpu(crowd.server.proc->pid) - before > 0.005);
	memset(crowd.lines, 0, sizeof(crowd.lines));
}

/* Send the nth event of this kind by that actor. */
static void
add_event(struct buf *out, enum kind kind, int actor, int n)
{
	const int odd = n % 2;

	switch (kind) {
	case SAY:
		buf_add_str(out,
		    "PRIVMSG #bench :a line of about the usual length\r\n");
		break;
	case JOIN:
	case PART:
		buf_printf(out, "%s #bench\r\n", odd ? "PART" : "JOIN");
		break;
	case QUIT:
		buf_add_str(out, "QUIT :bye\r\n");
		break;
	case NICK:
		buf_printf(out, "NICK actor%d%s\r\n", actor, odd ? "" : "-x");
		break;
	case AWAY:
		buf_printf(out, "AWAY%s\r\n", odd ? "" : " :out to lunch");
		break;
	case SETNAME:
		buf_printf(out, "SETNAME :A Name of %d\r\n", n);
		break;
	case MODE:
		buf_printf(
		    out, "MODE #bench %cv u%d\r\n", odd ? '-' : '+', actor);
		break;
	case TOPIC:
		buf_printf(out, "TOPIC #bench :topic %d of %d\r\n", n, actor);
		break;
	case INVITE:
		buf_add_str(out, "INVITE invited0 #bench\r\n");
		break;
	case RENAME:
		buf_printf(out, "RENAME %s\r\n",
		    odd ? "#other #bench" : "#bench #other");
		break;
	case KINDS:
		break;
	}
}

static void
send_events(enum kind kind, int actor, int first, int n)
{
	struct buf out = { 0 };

	for (; n > 0; n--)
		add_event(&out, kind, actor, first++);
	peer_write(&crowd.actors[actor], out.p, out.len);
	buf_clear(&out);
}

/* A room has one name at a time, so one actor renames it. */
static int
actors_of(enum kind kind)
{
	return kind == RENAME ? 1 : ACTORS;
}

/* CPU per delivery, one event at a time: one by each actor, beginning with `first`. */
static double
measure_single(enum kind kind, int first)
{
	double before = gauge_cpu(crowd.server.proc->pid);
	int i, who;

	for (i = 0; i < ACTORS; i++) {
		who = i % actors_of(kind);
		send_events(kind, who, actors_of(kind) == 1 ? i : first, 1);
		await_lines(1);
	}
	return (gauge_cpu(crowd.server.proc->pid) - before) / ACTORS / MEMBERS;
}

static void
write_all(int fd, const void *p, size_t n)
{
	if (write(fd, p, n) != (ssize_t)n)
		_exit(1);
}

/* Runs in a process of its own, so that reading here does not delay it; ends when `stop` does. */
static void
ping_until(int stop, int result)
{
	static double times[SAMPLES];
	struct peer by;
	size_t n = 0;
	double t;
	char c;

	enter(&by, "by", 0, "");
	write_all(result, "r", 1);
	while (read(stop, &c, 1) != 0) {
		t = gauge_now();
		peer_say(&by, "PING x%zu\r\n", n);
		if (!peer_expect(&by, "PONG"))
			_exit(1);
		forget(&by);
		if (n < SAMPLES)
			times[n++] = gauge_now() - t;
		usleep(PAUSE_US);
	}
	write_all(result, &n, sizeof(n));
	write_all(result, times, n * sizeof(times[0]));
	_exit(0);
}

struct bystander {
	pid_t pid;
	int stop, result;
};

static void
bystander_start(struct bystander *b)
{
	int stop[2], result[2];
	char c;

	if (pipe(stop) != 0 || pipe(result) != 0)
		fail("no pipe");
	fcntl(stop[0], F_SETFL, O_NONBLOCK);
	b->pid = fork();
	if (b->pid == 0) {
		close(stop[1]);
		ping_until(stop[0], result[1]);
	}
	close(stop[0]);
	close(result[1]);
	b->stop = stop[1];
	b->result = result[0];
	if (read(b->result, &c, 1) != 1)
		fail("the bystander cannot enter");
}

static void
read_all(int fd, void *p, size_t n)
{
	ssize_t got;

	for (; n > 0; n -= (size_t)got) {
		got = read(fd, p, n);
		if (got <= 0)
			fail("the bystander is gone");
		p = (char *)p + got;
	}
}

static void
bystander_end(struct bystander *b, struct figures *f)
{
	static double times[SAMPLES];
	size_t n;

	close(b->stop);
	read_all(b->result, &n, sizeof(n));
	read_all(b->result, times, n * sizeof(times[0]));
	close(b->result);
	waitpid(b->pid, NULL, 0);
	gauge_sort(times, n);
	f->p50 = gauge_part(times, n, 0.5);
	f->p99 = gauge_part(times, n, 0.99);
	f->most = n > 0 ? times[n - 1] : 0;
}

/* CPU per delivery when this many actors send n events each at once. */
static double
burst(enum kind kind, int nactors, int n)
{
	const int first = kind != JOIN && kind != RENAME;
	double before = gauge_cpu(crowd.server.proc->pid);
	int i;

	for (i = 0; i < nactors; i++)
		send_events(kind, i, first, n);
	await_lines((size_t)(n * nactors));
	settle();
	return (gauge_cpu(crowd.server.proc->pid) - before) / (n * nactors) /
	       MEMBERS;
}

/* All actors at once, and as many messages. A client outside the room cannot send messages. */
static void
measure_burst(enum kind kind, struct figures *f)
{
	const int n = kind == QUIT ? 1 : EACH;
	struct bystander by;

	if (kind != SAY && kind != JOIN)
		f->messages = burst(SAY, actors_of(kind), n);
	bystander_start(&by);
	f->burst = burst(kind, actors_of(kind), n);
	bystander_end(&by, f);
}

static void
actors_enter(const char *then)
{
	int i;

	for (i = 0; i < ACTORS; i++) {
		enter(&crowd.actors[i], "actor", i, then);
		watch(&crowd.actors[i], (uint32_t)(MEMBERS + i));
	}
	settle();
}

static void
actors_leave(void)
{
	int i;

	for (i = 0; i < ACTORS; i++)
		peer_close(&crowd.actors[i]);
	settle();
}

/* Clients outside the room join and part. */
static void
run_joins(struct figures *f)
{
	actors_enter("");
	f[JOIN].single = measure_single(JOIN, 0);
	f[PART].single = measure_single(PART, 1);
	measure_burst(JOIN, &f[JOIN]);
	f[PART].burst = f[JOIN].burst;
	f[PART].p50 = f[JOIN].p50;
	f[PART].p99 = f[JOIN].p99;
	f[PART].most = f[JOIN].most;
	actors_leave();
}

static void
run_quits(struct figures *f)
{
	actors_enter("JOIN #bench\r\n");
	f->single = measure_single(QUIT, 0);
	actors_leave();
	actors_enter("JOIN #bench\r\n");
	measure_burst(QUIT, f);
	actors_leave();
}

static void
make_operators(void)
{
	int i;

	for (i = 0; i < ACTORS; i++)
		peer_say(&crowd.members[0], "MODE #bench -t+o actor%d\r\n", i);
	settle();
}

static void
run_kind(enum kind kind, struct figures *f)
{
	if (kind == JOIN) {
		run_joins(f - JOIN);
	} else if (kind == QUIT) {
		run_quits(f);
	} else if (kind != PART) {
		actors_enter("JOIN #bench\r\n");
		make_operators();
		f->single = measure_single(kind, 0);
		settle();
		measure_burst(kind, f);
		actors_leave();
	}
}

static void
set_up(void)
{
	static const char *const more[] = { "--flood-rate", "0", "--lobby", "",
		"--queue-max", "64M", "--joins-per-minute", "0",
		"--nicks-per-minute", "0", "--history", "memory",
		"--aways-per-minute", "0", "--setnames-per-minute", "0",
		"--modes-per-minute", "0", "--topics-per-minute", "0",
		"--invites-per-minute", "0", "--renames-per-minute", "0",
		NULL };
	int i;

	e2e_server_start(&crowd.server, more);
	crowd.poller = epoll_create1(0);
	for (i = 0; i < MEMBERS; i++) {
		enter(&crowd.members[i], "u", i, "JOIN #bench\r\n");
		watch(&crowd.members[i], (uint32_t)i);
		read_all_lines();
	}
	enter(&crowd.invited, "invited", 0, "");
	watch(&crowd.invited, MEMBERS + ACTORS + ENTERING);
	settle();
}

/* Another room, which 600 clients join at once. */
static void
run_entering(void)
{
	struct bystander by;
	struct figures f;
	double before;
	int i;

	for (i = 0; i < ENTERING; i++) {
		enter(&crowd.entering[i], "e", i, "");
		watch(&crowd.entering[i], (uint32_t)(MEMBERS + ACTORS + i));
	}
	settle();
	bystander_start(&by);
	before = gauge_cpu(crowd.server.proc->pid);
	for (i = 0; i < ENTERING; i++)
		peer_say(&crowd.entering[i], "JOIN #new\r\n");
	settle();
	bystander_end(&by, &f);
	printf("%d clients enter a room at once: %.3f s of CPU; "
	       "PING p50 %.1f, p99 %.1f, most %.1f ms\n",
	    ENTERING, gauge_cpu(crowd.server.proc->pid) - before, f.p50 * 1e3,
	    f.p99 * 1e3, f.most * 1e3);
}

int
main(void)
{
	static struct figures f[KINDS];
	int kind;

	signal(SIGPIPE, SIG_IGN);
	raise_files();
	set_up();
	printf("events to a room of %d, CPU per delivery and its ratio to "
	       "PRIVMSG; PING of a client outside:\n",
	    MEMBERS);
	printf("  %-8s %17s %25s %26s\n", "", "one at a time",
	    "30 clients at once", "PING p50, p99, most");
	for (kind = 0; kind < KINDS; kind++) {
		run_kind((enum kind)kind, &f[kind]);
		if (f[kind].messages == 0)
			f[kind].messages = f[SAY].burst;
		printf("  %-8s %8.3f us %5.2f %16.4f us %5.2f %8.1f %7.1f "
		       "%7.1f ms\n",
		    kind_names[kind], f[kind].single * 1e6,
		    f[kind].single / f[SAY].single, f[kind].burst * 1e6,
		    f[kind].burst / f[kind].messages, f[kind].p50 * 1e3,
		    f[kind].p99 * 1e3, f[kind].most * 1e3);
		fflush(stdout);
	}
	run_entering();
	e2e_server_stop(&crowd.server);
	e2e_server_free(&crowd.server);
	return 0;
}
