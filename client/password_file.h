/*
 * password_file: reads a password from a file of its own, so that it is in no command line and no
 * settings file.
 */
#ifndef TCHAT_CLIENT_PASSWORD_FILE_H
#define TCHAT_CLIENT_PASSWORD_FILE_H

/*
 * Returns the first line, which the caller overwrites and frees, or NULL with *cause if the file
 * cannot be read, has an empty first line, or is readable by other users.
 */
char	*password_file_read(const char *file, char **cause);

#endif
