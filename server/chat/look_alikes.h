/*
 * look_alikes: names that people can mistake for a protected name, such as "аdа" with Cyrillic
 * letters for "ada". Two names look alike if their skeletons are equal (Unicode UTS 39, by ICU)
 * and they are written in different scripts, or mix scripts in different places. So two ASCII
 * names never look alike, and neither do two spellings of a name that differ in case.
 *
 * A name has two skeletons, as spelled and in lower case: "НostServ" with a Cyrillic Н looks
 * like "HostServ", and "ivan" is the same name as "Ivan", whose I looks like an l.
 */
#ifndef TCHAT_SERVER_CHAT_LOOK_ALIKES_H
#define TCHAT_SERVER_CHAT_LOOK_ALIKES_H

#include "common/view.h"

struct look_alikes;
struct protected_name;

/* A table of protected names by skeleton. A lookup takes the same time however many there are. */
struct look_alikes *look_alikes_new(void);
/* Free the table. All names must have been removed. */
void	look_alikes_free(struct look_alikes *);

/* Protect a name (copied) until it is removed. look_alikes_remove ignores NULL. */
struct protected_name *look_alikes_add(struct look_alikes *,
	    struct view name);
void	look_alikes_remove(struct look_alikes *, struct protected_name *);

/* Return the protected name that this name looks like, borrowed; NULL: none. */
const char *look_alikes_find(const struct look_alikes *, struct view name);
/* Call fn for each pair of protected names that look alike. */
void	look_alikes_each_pair(const struct look_alikes *,
	    void (*fn)(const char *name, const char *other, void *ctx),
	    void *ctx);

/*
 * True if a name looks like a name that the mask ('*', '?') matches. The name of a service has
 * no owner who could spell it otherwise, so every name that is not ASCII counts, whatever its
 * script.
 */
int	look_alike_of_mask(struct view mask, struct view name);

#endif
