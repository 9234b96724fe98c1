/*
 * saved_state: what the user typed and read in the buffers of one network, kept over restarts: the input history, the
 * drafts, and the time up to which each buffer was read. Secrets are left out (command_is_private).
 *
 * A buffer's draft and read_time in the model are the present values; saved_state_save compares them with what is saved.
 */
#ifndef TCHAT_CLIENT_SAVED_STATE_H
#define TCHAT_CLIENT_SAVED_STATE_H

#include <stddef.h>

#include "client/config/config.h"
#include "client/config/state_file.h"
#include "client/model/buffer.h"
#include "client/model/network.h"
#include "common/view.h"

struct saved_state;

/*
 * Read the files of the network. Gives each buffer that is opened from now on, and the server's, its saved draft and
 * read_time. Borrows everything.
 */
struct saved_state *saved_state_new(const struct client_config *,
	    struct state_files *, struct network *);
void	saved_state_free(struct saved_state *);

/* The user entered this text in the buffer: add it to the input history. */
void	saved_state_entered(struct saved_state *, struct buffer *, struct view);
/* Return the input history of the buffer, oldest line first; valid until the next call of any function here. */
char	*const *saved_state_lines(struct saved_state *, struct buffer *,
	    size_t *n);
/* Note the draft and the read_time of a buffer, which is about to be closed. */
void	saved_state_note(struct saved_state *, struct buffer *);
/* Write what has changed. Returns 1 if another client is writing: call again in a moment. */
int	saved_state_save(struct saved_state *);
/* Write what has changed, for the last time; wait for other clients. */
void	saved_state_finish(struct saved_state *);

#endif
