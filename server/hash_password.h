/*
 * hash_password: the command that makes the hash of a password for the settings.
 */
#ifndef TCHAT_SERVER_HASH_PASSWORD_H
#define TCHAT_SERVER_HASH_PASSWORD_H

/*
 * Read a line from stdin (from a terminal twice, unseen) and print its hash. 0, or -1
 * and *cause.
 */
int	hash_password(char **cause);

#endif
