/*
 * editor_rig: an editor for tests, which notes all that it tells. Readline is one per
 * program and reads its inputrc once, so each group of tests has a process of its own.
 */
#ifndef TCHAT_TESTS_SUPPORT_EDITOR_RIG_H
#define TCHAT_TESTS_SUPPORT_EDITOR_RIG_H

#include <stddef.h>

struct CMUnitTest;

#define NI    "\xe4\xbd\xa0" /* U+4F60 */
#define HAO   "\xe5\xa5\xbd" /* U+597D */
#define EMOJI "\xf0\x9f\x98\x80"

/* What stands in an inputrc: one that changes much, and vi mode. */
extern const char editor_inputrc[];
#define EDITOR_VI "set editing-mode vi\n"

#define EDITOR_TEST(f) cmocka_unit_test_setup(f, rig_begin)
#define EDITOR_RUN(rc, name, tests, before_open) \
	rig_run(rc, name, tests, sizeof(tests) / sizeof((tests)[0]), before_open)

/* Before each test: an empty line, an empty history, nothing told. */
int	rig_begin(void **state);
/*
 * Run a group in a child with that inputrc. before_open is called when readline is
 * as it comes; NULL. 0 if all passed.
 */
int	rig_run(const char *rc, const char *name,
	    const struct CMUnitTest *, size_t n, void (*before_open)(void));

void	rig_keys(const char *);
/* The line is before|after the point. */
void	rig_shows(const char *);
void	rig_prompts(const char *);
void	rig_hints(const char *);

/* What was told since the last time: "line(text) action(5,1) ". */
void	rig_tells(const char *);
void	rig_forget(void);
size_t	rig_told(void);		/* how much */
unsigned rig_changes(void);	/* how often something was said to have changed */
/* The next line's handler sets this text (kept by reference). */
void	rig_put_back(const char *);

/* The i-th candidate, which counts where it begins as the word does; what follows a sole one. */
void	rig_offer(size_t i, const char *);
void	rig_append(const char *);
size_t	rig_asked_start(void);	/* where the word began that was completed last */

#endif
