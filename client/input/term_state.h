/*
 * term_state: a terminal's inside, which the term*.c share; nobody else includes it.
 *
 * term.c goes from state to state; what is in a sequence goes to term_seq.c when it is
 * whole, what is in a paste to term_paste.c.
 */
#ifndef TCHAT_CLIENT_INPUT_TERM_STATE_H
#define TCHAT_CLIENT_INPUT_TERM_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "client/input/term.h"
#include "common/buf.h"

enum { TERM_SEQ_MAX = 64 }; /* bytes of a sequence; a longer one is no key */

enum term_state {
	TERM_GROUND,
	TERM_IN_ESC,	    /* ESC */
	TERM_IN_ESC_ESC,    /* ESC ESC: perhaps rxvt's Alt */
	TERM_IN_CSI,	    /* ESC [ */
	TERM_IN_CSI_LINUX,  /* ESC [ [: the Linux console's F1 to F5 */
	TERM_IN_SS3,	    /* ESC O */
	TERM_IN_STRING,	    /* ESC ] digit: an answer, to BEL or ST */
	TERM_IN_STRING_ESC, /* an ESC in it */
	TERM_IN_PASTE
};

struct term {
	struct term_ops ops;
	void *ctx;
	enum term_state state;
	int64_t last; /* when the last byte came */
	char seq[TERM_SEQ_MAX];
	size_t nseq;
	int alt;	 /* the sequence had an ESC before it */
	struct buf keys; /* to be handed over */
	struct buf paste;
	int cut;
	int was_cr;
	size_t matched; /* of what ends a paste */
};

/* term.c */
void	term_begin(struct term *, enum term_state);
/* Hand over the keys that have come. */
void	term_flush_keys(struct term *);

/* term_seq.c */
/* What was held back is a key after all; or nothing to anybody. */
void	term_give_seq(struct term *);
void	term_drop_seq(struct term *);
/* A whole sequence after ESC [. */
void	term_end_csi(struct term *);
/* Rewrite ESC ESC [ A as ESC [ 1;3 A, and ESC ESC [ 5~ as ESC [ 5;3 ~. */
void	term_give_alt(struct term *);

/* term_paste.c */
void	term_begin_paste(struct term *);
void	term_feed_paste(struct term *, char);
/* By its end, or because nothing more has come. */
void	term_end_paste(struct term *);

#endif
