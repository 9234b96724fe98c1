/*
 * password_file: a password in a file of its own, so that it stands in no command line and in
 * no settings that are shown around.
 */
#ifndef TCHAT_CLIENT_PASSWORD_FILE_H
#define TCHAT_CLIENT_PASSWORD_FILE_H

/*
 * Its first line, to be overwritten when it is freed. NULL and *cause when it cannot be
 * read, is empty, or others can read it.
 */
char	*password_file_read(const char *file, char **cause);

#endif
