/* real_client: other IRC clients for the e2e tests. */
#include "tests/support/real_client.h"

#include <sys/stat.h>

#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/clock.h"
#include "tests/support/e2e.h"
#include "tests/support/vt.h"

/* What the server sends if it did not expect something. */
static const char *const complaints[] = { "Unknown command", "unknown command",
	"Not enough parameters", "unknown mode", "Unknown mode flag",
	"INVALID_UTF8", "Your line is too long", "not registered",
	"Invalid CAP" };

void
real_client_init(
    struct real_client *c, const struct real_kind *kind, unsigned port)
{
	*c = (struct real_client){ .kind = kind, .port = port };
	c->dir = e2e_folder();
}

void
real_client_clear(struct real_client *c)
{
	if (c->vt != NULL)
		vt_close(c->vt);
	proc_free(c->proc);
	if (c->dir != NULL)
		e2e_remove(c->dir);
	free(c->dir);
	buf_clear(&c->shown);
	*c = (struct real_client){ 0 };
}

/* Read the files of a client: its logs, and the files that are its screen. */
static int
is_shown(const char *name)
{
	size_t len = strlen(name);

	return strcmp(name, "out") == 0 || strcmp(name, "weechat.log") == 0 ||
	       (len > 11 && strcmp(name + len - 11, ".weechatlog") == 0) ||
	       strcmp(name, "irssi.log") == 0;
}

static void
add_file(struct buf *b, const FTSENT *file)
{
	size_t size = (size_t)file->fts_statp->st_size;
	FILE *f = fopen(file->fts_accpath, "r");

	if (f == NULL)
		return;
	buf_printf(b, "--- %s\n", file->fts_name);
	b->len += fread(buf_reserve(b, size), 1, size, f);
	fclose(f);
}

const char *
real_client_shown(struct real_client *c)
{
	FTS *files = fts_open(
	    (char *[]){ c->dir, NULL }, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
	FTSENT *file;

	buf_reset(&c->shown);
	while (files != NULL && (file = fts_read(files)) != NULL)
		if (file->fts_info == FTS_F && is_shown(file->fts_name))
			add_file(&c->shown, file);
	if (files != NULL)
		fts_close(files);
	if (c->proc != NULL) {
		buf_add_view(&c->shown, buf_view(&c->proc->said));
		buf_add_view(&c->shown, buf_view(&c->proc->erred));
	}
	return buf_str(&c->shown);
}

int
real_client_sees(struct real_client *c, const char *text)
{
	int64_t end = clock_mono_ms() + PROC_DEADLINE;

	while (strstr(real_client_shown(c), text) == NULL) {
		if (clock_mono_ms() > end) {
			fprintf(stderr, "%s does not show \"%s\":\n%s\n",
			    c->kind->program, text, real_client_shown(c));
			return 0;
		}
		if (c->vt != NULL)
			vt_pump(c->vt, 50);
		else
			proc_pump(c->proc, 50);
	}
	return 1;
}

int
real_client_is_at_ease(struct real_client *c)
{
	const char *said = real_client_shown(c);
	size_t i, n = sizeof(complaints) / sizeof(complaints[0]);
	const char *const *odd = c->kind->odd;

	for (i = 0; i < n && strstr(said, complaints[i]) == NULL; i++)
		;
	for (; *odd != NULL && strstr(said, *odd) == NULL; odd++)
		;
	if (i == n && *odd == NULL)
		return 1;
	fprintf(stderr, "%s is puzzled by \"%s\":\n%s\n", c->kind->program,
	    i < n ? complaints[i] : *odd, said);
	return 0;
}
