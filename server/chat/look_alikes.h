/*
 * look_alikes: names that people could take for a protected one, such as "аdа" with Cyrillic letters
 * for "ada". Two names look alike if their skeletons are equal (Unicode UTS 39, by ICU) and they are
 * written in different scripts, or mix scripts in different places. So two ASCII names never do, nor do a name and its
 * own spelling in other case.
 *
 * A name has a skeleton as it is spelled and one in lower case: "НostServ" with a Cyrillic Н
 * looks like "HostServ", and "ivan" is the same name as "Ivan", where the I looks like an l.
 */
#ifndef TCHAT_SERVER_CHAT_LOOK_ALIKES_H
#define TCHAT_SERVER_CHAT_LOOK_ALIKES_H

#include "common/view.h"

struct look_alikes;
struct protected_name;

/* The protected names: a table by skeleton, so finding one takes the same time however many there are. */
struct look_alikes *look_alikes_new(void);
/* All names have been removed. */
void	look_alikes_free(struct look_alikes *);

/* Protect a name (copied) until it is removed; NULL is ignored there. */
struct protected_name *look_alikes_add(struct look_alikes *,
	    struct view name);
void	look_alikes_remove(struct look_alikes *, struct protected_name *);

/* The protected name that this one looks like, borrowed; NULL: none. */
const char *look_alikes_find(const struct look_alikes *, struct view name);
/* Call fn for each pair of protected names that look alike. */
void	look_alikes_each_pair(const struct look_alikes *,
	    void (*fn)(const char *name, const char *other, void *ctx),
	    void *ctx);

/*
 * True if a name looks like one that the mask ('*', '?') means. The name of a service has no
 * owner who could spell it otherwise: every name that is not ASCII counts, in whatever script.
 */
int	look_alike_of_mask(struct view mask, struct view name);

#endif
