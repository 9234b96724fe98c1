/*
 * path: where files go (XDG base directories), and safe ways to make them.
 */
#ifndef TCHAT_COMMON_PATH_H
#define TCHAT_COMMON_PATH_H

/*
 * Return "$XDG_STATE_HOME/name", else "~/.local/state/name"; the caller frees it. The home is $HOME, else the
 * one in the user database. NULL if there is neither.
 */
char	*path_state(const char *name);

/* Return "$XDG_CONFIG_HOME/name", else "~/.config/name"; as path_state. */
char	*path_config(const char *name);

char	*path_join(const char *dir, const char *name);

/* Make a folder and its parents (0700). 0, or -1 and *cause. */
int	 path_make_dir(const char *dir, char **cause);

/*
 * Check that nobody but its owner can write to a folder. Returns 0, also if there is no such folder, or -1 and
 * *cause.
 */
int	 path_check_dir(const char *dir, char **cause);

/*
 * Lock dir/lock for this process and write its pid there. The descriptor, to be held
 * until the end; -1 and *cause, which names the pid that holds it.
 */
int	 path_lock(const char *dir, char **cause);

#endif
