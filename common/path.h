/*
 * path: where files are kept (XDG base directories), and safe ways to create folders there.
 */
#ifndef TCHAT_COMMON_PATH_H
#define TCHAT_COMMON_PATH_H

/*
 * Return "$XDG_STATE_HOME/name", or "~/.local/state/name"; the caller frees it. The home is $HOME, or the one in
 * the user database. Returns NULL if there is neither.
 */
char	*path_state(const char *name);

/* Return "$XDG_CONFIG_HOME/name", or "~/.config/name", in the same way. */
char	*path_config(const char *name);

char	*path_join(const char *dir, const char *name);

/* Create a folder and its parents (0700). Returns 0, or -1 and *cause. */
int	 path_make_dir(const char *dir, char **cause);

/* Check that only its owner can write to a folder. Returns 0, also if there is no such folder, or -1 and *cause. */
int	 path_check_dir(const char *dir, char **cause);

/*
 * Lock dir/lock for this process and write its pid to it. Returns the descriptor, which you keep open until the
 * end; or -1 and *cause, which names the pid that holds the lock.
 */
int	 path_lock(const char *dir, char **cause);

#endif
