/*
 * external_editor: runs the user's text editor ($VISUAL, else $EDITOR, else vi) on a text, as a child process that has
 * the terminal. The text is in a file for the user only, in a folder of its own, and both are removed afterwards, with
 * the backup files that the editor may have made.
 */
#ifndef TCHAT_CLIENT_INPUT_EXTERNAL_EDITOR_H
#define TCHAT_CLIENT_INPUT_EXTERNAL_EDITOR_H

#include <sys/types.h>

#include "common/buf.h"
#include "common/view.h"

/* A zeroed struct: no editor runs. */
struct external_editor {
	pid_t	 pid;	/* 0: none runs */
	char	*dir, *file;
};

/* Start the editor. Returns 0, or -1 and *cause. The terminal must be in its usual modes. */
int	external_editor_start(struct external_editor *, struct view text,
	    char **cause);
/*
 * See whether the editor has ended. Returns 0 if it still runs; 1 with the text, clean and without line breaks at the
 * end; -1 with *cause if it failed, so that the text is to stay as it was.
 */
int	external_editor_ended(struct external_editor *, struct buf *text,
	    char **cause);
/* End the editor if it runs, and forget the text. */
void	external_editor_stop(struct external_editor *);

#endif
