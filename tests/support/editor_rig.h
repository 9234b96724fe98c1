/*
 * editor_rig: an editor for tests, which records its callbacks. Readline exists once per program and
 * reads its inputrc once, so each group of tests runs in a process of its own.
 */
#ifndef TCHAT_TESTS_SUPPORT_EDITOR_RIG_H
#define TCHAT_TESTS_SUPPORT_EDITOR_RIG_H

#include <stddef.h>

struct CMUnitTest;

#define NI    "\xe4\xbd\xa0" /* U+4F60 */
#define HAO   "\xe5\xa5\xbd" /* U+597D */
#define EMOJI "\xf0\x9f\x98\x80"

/* Contents of an inputrc: one that changes a lot, and vi mode. */
extern const char editor_inputrc[];
#define EDITOR_VI "set editing-mode vi\n"

#define EDITOR_TEST(f) cmocka_unit_test_setup(f, rig_begin)
#define EDITOR_RUN(rc, name, tests, before_open) \
	rig_run(rc, name, tests, sizeof(tests) / sizeof((tests)[0]), before_open)

/* Set up a test: an empty line, an empty history, nothing recorded. */
int	rig_begin(void **state);
/*
 * Run a group in a child process with this inputrc. before_open is called while readline is still
 * unchanged; it may be NULL. Returns 0 if all tests passed.
 */
int	rig_run(const char *rc, const char *name,
	    const struct CMUnitTest *, size_t n, void (*before_open)(void));

void	rig_keys(const char *);
/* Expect this text before and after the point. */
void	rig_shows(const char *);
void	rig_prompts(const char *);
void	rig_hints(const char *);

/* Return the callbacks since the last call: "line(text) action(5,1) ". */
void	rig_tells(const char *);
void	rig_forget(void);
size_t	rig_told(void);		/* number of bytes pasted */
unsigned	rig_changes(void);	/* number of calls that reported a change */
/* Set the text that the next line's handler puts into the input line (kept by reference). */
void	rig_put_back(const char *);

/* Set the i-th candidate, used if it begins like the word; suffix follows a sole match. */
void	rig_offer(size_t i, const char *);
void	rig_append(const char *);
/* Say this about a candidate. */
void	rig_describe(const char *candidate, const char *about);
/* Alt and a digit go to a room, until the next test. Before, they begin a numeric argument. */
void	rig_digits_choose_rooms(void);
size_t	rig_asked_start(void);	/* start of the last completed word */

#endif
