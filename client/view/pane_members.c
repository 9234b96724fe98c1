/*
 * pane_members: the members of the room, by rank; members who are away are dim.
 */
#include "client/view/pane.h"

#include <stdio.h>

#include "common/i18n.h"

static void
draw_member(struct canvas *c, int x, int y, int end, const struct model *m,
    const struct roster_member *member, int colours)
{
	enum theme_role role = THEME_TEXT;
	char rank[2] = { member->prefix[0], '\0' };

	if (member->away)
		role = THEME_DIM;
	else if (m->nick != NULL && strcmp(member->nick, m->nick) == 0)
		role = THEME_OWN_NICK;
	canvas_text(
	    c, x, y, end, view_of(rank), theme_style(THEME_DIM, colours));
	pane_text(c, x + 1, y, end, view_of(member->nick),
	    theme_style(role, colours));
}

void
pane_members_draw(
    struct canvas *c, const struct model *m, const struct view_state *st)
{
	const struct rect *r = &st->layout.members;
	struct roster *roster = &m->active->roster;
	size_t i, shown, height = (size_t)r->h;
	int x = r->x + 3, y = r->y, end = r->x + r->w;
	char more[64];

	if (r->w < 5 || r->h < 1)
		return;
	canvas_fill(c, *r, theme_style(THEME_TEXT, st->colours));
	pane_rule(c, r->x + 1, r, st->colours);
	shown = roster->n <= height ? roster->n : height - 1;
	for (i = 0; i < shown; i++)
		draw_member(
		    c, x, y++, end, m, roster_at(roster, i), st->colours);
	if (shown < roster->n) {
		snprintf(more, sizeof(more),
		    ngettext("+%zu more", "+%zu more", roster->n - shown),
		    roster->n - shown);
		pane_text(c, x + 1, y, end, view_of(more),
		    theme_style(THEME_DIM, st->colours));
	}
}
