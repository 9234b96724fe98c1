/*
 * state: the state of line mode, which its parts share.
 */
#ifndef TCHAT_CLIENT_LINE_MODE_STATE_H
#define TCHAT_CLIENT_LINE_MODE_STATE_H

#include <jansson.h>

#include "client/commands/context.h"
#include "client/config/config.h"
#include "client/connection/connection.h"
#include "client/line_mode/answers.h"
#include "client/line_mode/missed.h"
#include "client/line_mode/past.h"
#include "client/line_mode/print.h"
#include "client/line_mode/reader.h"
#include "client/line_mode/visit.h"
#include "client/model/attention.h"
#include "common/buf.h"
#include "common/string_list.h"

struct event;
struct event_base;

/* What a line of the input is. */
enum input_kind {
	INPUT_TEXT,	/* a message, as it is */
	INPUT_TYPED,	/* a message or a slash command: the user types, or gave --commands */
	INPUT_JSON	/* a command as a JSON object */
};

struct own_message {
	char	*target;	/* room or nick */
	char	*msgid;
};

enum { OWN_MESSAGES = 100 };	/* remembered for /redact */

struct line_mode {
	struct event_base	*base;
	const struct client_config *config;
	struct connection	*connection;
	struct irc_session	*session;	/* the connection's */
	struct command_context	 commands;
	struct visit		 visit;
	struct missed		 missed;
	struct past		 past;
	struct state_files	*state_files;
	struct attention	 attention;	/* whom the user ignores, and what is a mention */
	struct attention_store	*attention_store;
	struct answers		 answers;	/* commands that are not done; unused with INPUT_TEXT */
	int			 interactive;	/* stdin is a terminal */

	/* Only reading (reading.h): nothing is sent, and the input is not read. */
	int			 reads;
	struct reader		 reader;
	struct event		*watch_output;	/* standard output is a pipe: its reader ended; or NULL */

	/* Input. */
	enum input_kind		 kind;
	struct event		*input;
	struct buf		 in;		/* input read, not yet sent */
	int			 ended;		/* no more input */
	int			 taking;	/* lines are being run: an event of theirs must not run others */
	int			 skipping;	/* the rest of a line that is too long follows */
	long long		 line_number;	/* of the line taken last */
	int			 silent;	/* the terminal does not echo, because the user types a password */

	/* Where lines go. */
	char			*room;		/* a room or nick; NULL: not yet known */
	struct string_list	 others;	/* more nicks that get each line: the other -t */
	int			 joined;	/* room is joined, or is a nick */
	int			 returns;	/* it was joined when the connection was lost, and will be again */
	int			 ready;		/* commands can be taken: the first room was joined, or none will be */
	struct string_list	 rooms;		/* to join after a reconnect */
	struct own_message	 own[OWN_MESSAGES];	/* a ring */
	size_t			 nown;		/* messages so far */

	/* Output. */
	struct print_style	 style;
	int			 json;
	struct buf		 out;
	int			 day;		/* of the last line printed; see line_mode_print_day */
	int			 output_failed;	/* writing to standard output failed, and was reported */

	/* Events. */
	struct buf		 names;		/* NAMES reply of a room, so far; with --json: members */
	json_t			*members;
	struct event		*lobby;		/* timer: the server did not join us to a room */
	struct event		*slow;		/* timer: connecting takes long */
	char			*step;		/* the current step of connecting; or NULL */
	int			 step_told;	/* connecting takes long, and the steps are printed */
	int			 warned;	/* warned that the connection is not encrypted */
	int			 one_shot;	/* the input ended before the welcome: print nothing */
	unsigned		 refused;	/* messages and commands refused, in all */
	unsigned		 unconfirmed;	/* of these, lost with the connection */
	int			 told_unsent;	/* the number of lost messages was reported */

	int			 status;	/* exit status */
	int			 quitting;
};

#endif
