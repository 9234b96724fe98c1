/*
 * state_file: small files that tchat keeps for the user between runs, such as the input history and drafts. Each network
 * has a folder of its own, $XDG_STATE_HOME/tchat/NETWORK/ (0700), with files for the user only (0600).
 *
 * Several clients of the user may run at the same time. A change is therefore made under a lock, to what the file has
 * at that moment. A file is replaced as a whole, or lines are appended to it, so a reader never sees half a change.
 *
 * Nothing here ends the program or waits for long. What cannot be read or written is reported once per file; a file
 * that cannot be read is not changed until the next start. Nothing is read or written while save-state is off.
 *
 * No file may contain a secret: the callers see to that.
 */
#ifndef TCHAT_CLIENT_CONFIG_STATE_FILE_H
#define TCHAT_CLIENT_CONFIG_STATE_FILE_H

#include "client/config/config.h"
#include "common/buf.h"
#include "common/view.h"

enum state_result {
	STATE_OK,	/* done; or there is nothing to do, because save-state is off */
	STATE_BUSY,	/* another client holds the lock: try again in a moment */
	STATE_FAILED	/* reported */
};

struct state_files;

/* Report a failure to the user in one sentence, which is clean. */
typedef void state_report_fn(const char *text, void *ctx);
/* Append to *out what the file is to contain, given its contents now (another client may have changed them). */
typedef void state_merge_fn(struct view now, struct buf *out, void *ctx);

/* Borrows the settings. The network's name may be any text; the folder's name is made of it. */
struct state_files *state_files_new(const struct client_config *,
	    struct view network, state_report_fn *, void *ctx);
void	state_files_free(struct state_files *);	/* NULL: does nothing */

/* Append a file's contents to *out: nothing if there is no such file. `name` is one of our own, such as "drafts". */
enum state_result state_file_read(struct state_files *, const char *name,
	    struct buf *out);
/* Replace a file's contents by what merge makes of them. */
enum state_result state_file_update(struct state_files *, const char *name,
	    state_merge_fn *, void *ctx);
/* Append whole lines to a file. */
enum state_result state_file_append(struct state_files *, const char *name,
	    struct view lines);
/* The program ends: from now on, wait up to a second for the lock instead of returning STATE_BUSY. */
void	state_files_wait(struct state_files *);

/*
 * The files consist of lines, and a line of fields with a tab between them. state_add_field appends a field of any
 * text: its tabs, line breaks and backslashes are escaped. state_take_field cuts the next field off the line and writes
 * its text into *field. Returns 0 if there is none.
 */
void	state_add_field(struct buf *line, struct view text);
int	state_take_field(struct view *line, struct buf *field);

#endif
