/*
 * picture: whole screens of the client as rows of text, for tests.
 */
#ifndef TCHAT_TESTS_SUPPORT_PICTURE_H
#define TCHAT_TESTS_SUPPORT_PICTURE_H

#include "client/view/view.h"

struct picture {
	struct model	*m;
	struct canvas	*c;
	struct view_state st;
	struct input_state in;
	int64_t		 now;	/* of the next line, ms */
};

/* A UTF-8 locale, UTC, noon of 21 November 2026, an empty connection to "chat.example" as "ana". */
void	picture_open(struct picture *, int w, int h);
void	picture_close(struct picture *);
void	picture_resize(struct picture *, int w, int h);
void	picture_type(struct picture *, const char *text);	/* cursor at its end */

struct buffer *picture_room(struct picture *, const char *name);
/* A line a minute later than the one before. */
struct line *picture_add(struct picture *, struct buffer *, enum line_kind,
	    const char *nick, const char *text);

/* All rows, each with a newline; the caller's. Draws first. */
char	*picture_text(struct picture *);
/* Row y; the caller's. Does not draw. */
char	*picture_row(const struct picture *, int y);
/* Fail, showing both, unless the picture is this one. */
void	picture_expect(struct picture *, const char *rows);

/* Fail unless every wide cell is whole and every cell is something to show. */
void	picture_check(const struct canvas *);

/* A room full of people and talk, with every kind of line, and two rooms more. */
void	picture_fill(struct picture *);

#endif
