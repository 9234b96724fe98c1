/*
 * picture: whole screens of the client as rows of text, for tests.
 */
#ifndef TCHAT_TESTS_SUPPORT_PICTURE_H
#define TCHAT_TESTS_SUPPORT_PICTURE_H

#include "client/config/config.h"
#include "client/view/view.h"

struct picture {
	struct client_config	 config;	/* the defaults; a test may change it, without freeing strings */
	struct model		*m;
	struct canvas		*c;
	struct view_state	 st;
	struct input_state	 in;
	int64_t			 now;	/* time of the next line, in ms */
};

/* Set a UTF-8 locale, UTC and noon of 21 November 2026; connect to "chat.example" as "ana". */
void	picture_open(struct picture *, int w, int h);
void	picture_close(struct picture *);
void	picture_resize(struct picture *, int w, int h);
void	picture_type(struct picture *, const char *text);	/* cursor at the end */

struct buffer *picture_room(struct picture *, const char *name);
/* Add a line, a minute later than the one before. */
struct line *picture_add(struct picture *, struct buffer *, enum line_kind,
	    const char *nick, const char *text);

/* Draw, and return all rows, each with a newline. The caller frees them. */
char	*picture_text(struct picture *);
/* Return row y without drawing. The caller frees it. */
char	*picture_row(const struct picture *, int y);
/* Fail, and print both, unless this is the picture. */
void	picture_expect(struct picture *, const char *rows);

/* Return row y with a digit for each cell that is linked, the link's number, and spaces; the caller frees it. */
char	*picture_links(const struct picture *, int y);
/* Fail unless every wide cell is whole and every cell has something to show. */
void	picture_check(const struct canvas *);

/* Add a room with many members and every kind of line, and two more rooms. */
void	picture_fill(struct picture *);

#endif
