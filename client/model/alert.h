/*
 * alert: messages that the user is to be notified of.
 */
#ifndef TCHAT_CLIENT_MODEL_ALERT_H
#define TCHAT_CLIENT_MODEL_ALERT_H

#include <stdint.h>

struct buffer;
struct line;

/* The alerts since the last clear. The texts are of the newest; a zeroed struct has none. */
struct alert {
	unsigned	 n;
	int		 bell;	/* one is from a room with the setting bell */
	uint64_t	 buffer;	/* id */
	char		*who;		/* nick */
	char		*text;		/* cleaned, without formatting; may have line breaks */
	int		 private;	/* to this user alone */
	int		 seen;		/* the buffer was on the screen, and the terminal had the focus */
};

/* Add an alert for the line if the level of its room asks for one. */
void	alert_add(struct alert *, const struct buffer *, const struct line *,
	    int seen);
/* Add the alerts of another struct, which is then empty. */
void	alert_move(struct alert *to, struct alert *from);
void	alert_clear(struct alert *);

#endif
