/*
 * vt: a child process on a pty, with libvterm on the other side.
 */
#include "tests/support/vt.h"

#include <sys/ioctl.h>
#include <sys/wait.h>

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "common/xmalloc.h"
#include "tests/support/vt_state.h"

enum { LOOK_MS = 20 }; /* ms between two checks whether the child has ended */

int64_t
vt_now_ms(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* libvterm 0.2 and later passes a title in fragments, older ones as a string. */
#if VTERM_VERSION_MAJOR > 0 || VTERM_VERSION_MINOR >= 2
static void
add_title(struct vt *vt, const VTermValue *val)
{
	if (val->string.initial)
		buf_reset(&vt->title);
	buf_add(&vt->title, val->string.str, val->string.len);
}
#else
static void
add_title(struct vt *vt, const VTermValue *val)
{
	buf_reset(&vt->title);
	buf_add_str(&vt->title, val->string);
}
#endif

static int
on_prop(VTermProp prop, VTermValue *val, void *user)
{
	struct vt *vt = user;

	if (prop == VTERM_PROP_CURSORVISIBLE)
		vt->visible = val->boolean;
	else if (prop == VTERM_PROP_ALTSCREEN)
		vt->altscreen = val->boolean;
	else if (prop == VTERM_PROP_TITLE)
		add_title(vt, val);
	return 1;
}

static int
on_bell(void *user)
{
	struct vt *vt = user;

	vt->bells++;
	return 1;
}

static const VTermScreenCallbacks screen_callbacks = {
	.settermprop = on_prop,
	.bell = on_bell,
};

/* What the terminal sends by itself: replies to queries. */
static void
on_output(const char *p, size_t n, void *user)
{
	struct vt *vt = user;

	buf_add(&vt->out, p, n);
}

struct vt *
vt_new(int w, int h)
{
	struct vt *vt;

	vt = xcalloc(1, sizeof(*vt));
	vt->w = w;
	vt->h = h;
	vt->fd = -1;
	vt->other = -1;
	vt->visible = 1;
	vt->term = vterm_new(h, w);
	vterm_set_utf8(vt->term, 1);
	vterm_output_set_callback(vt->term, on_output, vt);
	vt->screen = vterm_obtain_screen(vt->term);
	vterm_screen_set_callbacks(vt->screen, &screen_callbacks, vt);
	vterm_screen_enable_altscreen(vt->screen, 1);
	vterm_screen_reset(vt->screen, 1);
	return vt;
}

static void
reap(struct vt *vt, int flags)
{
	if (vt->pid <= 0 || vt->reaped)
		return;
	if (waitpid(vt->pid, &vt->status, flags) != vt->pid)
		return;
	vt->reaped = 1;
	/* the modes are lost when nobody holds that side */
	if (vt->other != -1) {
		tcgetattr(vt->other, &vt->modes);
		close(vt->other);
	}
	vt->other = -1;
}

void
vt_close(struct vt *vt)
{
	if (vt == NULL)
		return;
	if (vt->pid > 0 && !vt->reaped) {
		kill(vt->pid, SIGKILL);
		reap(vt, 0);
	}
	if (vt->other != -1)
		close(vt->other);
	if (vt->fd != -1)
		close(vt->fd);
	vterm_free(vt->term);
	buf_clear(&vt->out);
	buf_clear(&vt->raw);
	buf_clear(&vt->text);
	buf_clear(&vt->title);
	buf_clear(&vt->osc);
	free(vt);
}

static void
set_env(const char *const env[])
{
	char *name, *eq;

	setenv("TERM", "xterm-256color", 1);
	setenv("LC_ALL", "C.UTF-8", 1);
	unsetenv("LINES");
	unsetenv("COLUMNS");
	for (; env != NULL && *env != NULL; env++) {
		name = xstrdup(*env);
		eq = strchr(name, '=');
		if (eq == NULL) {
			unsetenv(name);
		} else {
			*eq = '\0';
			setenv(name, eq + 1, 1);
		}
		free(name);
	}
}

/* Returns 0 in the child, its id in the parent, or -1. */
static pid_t
start(struct vt *vt, const char *const env[])
{
	struct winsize ws = { .ws_row = (unsigned short)vt->h,
		.ws_col = (unsigned short)vt->w };
	sigset_t none;

	vt->pid = forkpty(&vt->fd, NULL, NULL, &ws);
	if (vt->pid == 0) {
		/* as a shell at a terminal would start it */
		sigemptyset(&none);
		sigprocmask(SIG_SETMASK, &none, NULL);
		for (int sig = 1; sig < NSIG; sig++)
			signal(sig, SIG_DFL);
		set_env(env);
	} else if (vt->pid > 0) {
		fcntl(vt->fd, F_SETFD, FD_CLOEXEC);
		vt->other =
		    open(ptsname(vt->fd), O_RDWR | O_NOCTTY | O_CLOEXEC);
		fcntl(vt->fd, F_SETFL, O_NONBLOCK);
	}
	return vt->pid;
}

pid_t
vt_spawn(struct vt *vt, const char *const argv[], const char *const env[])
{
	if (start(vt, env) == 0) {
		/* execvp takes char *const, but does not change the strings */
		execvp(argv[0], (char *const *)(uintptr_t)argv);
		_exit(127);
	}
	return vt->pid;
}

pid_t
vt_fork(struct vt *vt, int (*fn)(void *), void *arg, const char *const env[])
{
	int status;

	fflush(NULL); /* or the child would write it again */
	if (start(vt, env) == 0) {
		status = fn(arg);
		fflush(NULL);
		_exit(status);
	}
	return vt->pid;
}

void
vt_write(struct vt *vt, const void *p, size_t n)
{
	buf_add(&vt->out, p, n);
	vt_pump(vt, 0);
}

void
vt_keys(struct vt *vt, const char *s)
{
	vt_write(vt, s, strlen(s));
}

void
vt_resize(struct vt *vt, int w, int h)
{
	struct winsize ws = { .ws_row = (unsigned short)h,
		.ws_col = (unsigned short)w };

	vt->w = w;
	vt->h = h;
	vterm_set_size(vt->term, h, w);
	if (vt->fd != -1)
		ioctl(vt->fd, TIOCSWINSZ, &ws);
}

static void
take(struct vt *vt, const char *p, size_t n)
{
	buf_add(&vt->raw, p, n);
	if (vt->raw.len > VT_RAW_MAX)
		buf_drain(&vt->raw, vt->raw.len - VT_RAW_MAX);
	vt_take_links(vt, p, n);
	vterm_screen_flush_damage(vt->screen);
}

static void
flush_out(struct vt *vt)
{
	ssize_t n;

	while (vt->out.len > 0) {
		n = write(vt->fd, vt->out.p, vt->out.len);
		if (n <= 0)
			return;
		buf_drain(&vt->out, (size_t)n);
	}
}

/* Read everything there is. Returns 1: something; 0: nothing; -1: the end. */
static int
read_all(struct vt *vt)
{
	char bytes[16384];
	ssize_t n;
	int got = 0;

	for (int i = 0; i < 64; i++) {
		n = read(vt->fd, bytes, sizeof(bytes));
		if (n > 0) {
			take(vt, bytes, (size_t)n);
			got = 1;
			continue;
		}
		if (n == -1 && (errno == EAGAIN || errno == EINTR))
			return got;
		/* EIO: nobody holds the other side any more */
		close(vt->fd);
		vt->fd = -1;
		return got ? 1 : -1;
	}
	return got;
}

int
vt_pump(struct vt *vt, int ms)
{
	int64_t end = vt_now_ms() + ms, left;
	struct pollfd pfd;
	int rc;

	for (;;) {
		if (vt->fd == -1)
			return -1;
		flush_out(vt);
		rc = read_all(vt);
		if (rc != 0)
			return rc;
		if (!vt->reaped) {
			reap(vt, WNOHANG);
			if (vt->reaped)
				continue;
		}
		left = end - vt_now_ms();
		if (left <= 0)
			return 0;
		pfd.fd = vt->fd;
		pfd.events = POLLIN | (vt->out.len > 0 ? POLLOUT : 0);
		poll(&pfd, 1, (int)(left < LOOK_MS ? left : LOOK_MS));
	}
}

void
vt_modes(const struct vt *vt, struct termios *t)
{
	*t = vt->modes;
	if (vt->other != -1)
		tcgetattr(vt->other, t);
}

pid_t
vt_pid(const struct vt *vt)
{
	return vt->pid;
}

int
vt_wait_exit(struct vt *vt, int ms, int *status)
{
	int64_t end = vt_now_ms() + ms;

	for (;;) {
		reap(vt, WNOHANG);
		if (vt->reaped) {
			/* its last output */
			while (vt_pump(vt, 0) == 1)
				continue;
			*status = vt->status;
			return 0;
		}
		if (vt_now_ms() >= end)
			return -1;
		if (vt_pump(vt, 10) == -1)
			poll(NULL, 0, 5);
	}
}

int
vt_wait_stopped(struct vt *vt, int ms)
{
	int64_t end = vt_now_ms() + ms;
	siginfo_t info;

	do {
		info.si_pid = 0;
		if (waitid(P_PID, (id_t)vt->pid, &info, WSTOPPED | WNOHANG) ==
			0 &&
		    info.si_pid == vt->pid)
			return 1;
		vt_pump(vt, 10);
	} while (vt_now_ms() < end);
	return 0;
}
