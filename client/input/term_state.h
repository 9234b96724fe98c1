/*
 * term_state: a terminal's inside, which the term*.c share; nobody else includes it.
 *
 * term.c goes from state to state; what is in a sequence goes to term_seq.c when it is
 * whole, what is in a paste to term_paste.c, a string (the terminal's answer) to term_string.c.
 */
#ifndef TCHAT_CLIENT_INPUT_TERM_STATE_H
#define TCHAT_CLIENT_INPUT_TERM_STATE_H

#include <stddef.h>
#include <stdint.h>

#include "client/input/term.h"
#include "common/buf.h"

enum {
	TERM_SEQ_MAX = 64,   /* bytes of a sequence; a longer one is no key */
	TERM_REPLY_MS = 1000, /* a terminal's answer ends within this time */
	TERM_LATE_MS = 250 /* after a longer pause what comes may be typed */
};

/* ESC and one of these begins a string: OSC, DCS, SOS, PM, APC. */
#define TERM_STRINGS "]PX^_"

enum term_state {
	TERM_GROUND,
	TERM_IN_ESC,	    /* ESC */
	TERM_IN_ESC_ESC,    /* ESC ESC: perhaps rxvt's Alt */
	TERM_IN_CSI,	    /* ESC [ */
	TERM_IN_CSI_LINUX,  /* ESC [ [: the Linux console's F1 to F5 */
	TERM_IN_SS3,	    /* ESC O */
	TERM_IN_STRING,	    /* a string, which ends with BEL or ST */
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
	int late;	 /* it is not whole after a long pause */
	struct buf keys; /* to be handed over */
	struct buf paste;
	int cut;
	int was_cr;
	size_t matched; /* of what ends a paste */

	/* A string (term_string.c). */
	int answer;	   /* it begins as an answer does, so it was not typed */
	size_t nstring;	   /* its bytes so far */
	struct buf held;   /* bytes that may turn out to be typed */
	int paused;	   /* its first burst is over */
	size_t burst;	   /* bytes of held that came in the first burst */
	int64_t burst_end; /* when the last of these came */
};

/* term.c */
void	term_feed_byte(struct term *, char);
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

/* term_string.c */
void	term_begin_string(struct term *);
void	term_feed_string(struct term *, char);
/* Note a pause before the bytes that come now. */
void	term_pause_string(struct term *, int64_t now);
/* End a string that has no terminator. Give as keys what a person may have typed. */
void	term_end_string(struct term *);
int	term_string_patience(const struct term *);

/* term_paste.c */
void	term_begin_paste(struct term *);
void	term_feed_paste(struct term *, char);
/* By its end, or because nothing more has come. */
void	term_end_paste(struct term *);

#endif
