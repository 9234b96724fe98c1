/*
 * plain: the dialect of people with nc or telnet, and of shell scripts (DESIGN: dialects
 * on one port). What they type is said in their current room; a line that begins
 * with '/' is a command, "//" says a '/'.
 *
 * What they see is one line an event:
 *	<ana> hello			said in the current room
 *	#tea <ana> hello		said in another room of theirs
 *	* ana waves			an action; and all that is no talk
 *	-ana- hello			a notice
 *	[ana] hello			to them alone
 *	[-> ana] hello			what they said to ana alone
 *
 * Everything to a plain peer is cleaned of controls in plain_add_line.
 */
#ifndef TCHAT_SERVER_PLAIN_PLAIN_H
#define TCHAT_SERVER_PLAIN_PLAIN_H

#include <stdint.h>

#include "common/buf.h"
#include "common/view.h"
#include "server/chat/chat.h"
#include "server/net/conn.h"
#include "server/plain/telnet.h"

struct room;
struct server;
struct session;
struct user;

enum {
	PLAIN_LINE_MAX = 8192	/* that a peer may type, with its ending */
};

/* session->state */
struct plain {
	struct telnet	 telnet;
	char		*current;	/* the room where talk goes; NULL: none */
	struct buf	 late;		/* lines that may be an IRC client's (late_irc.h) */
	unsigned	 late_has;	/* LATE_* */
	unsigned char	 bare_lf;	/* the peer ends lines without CR */
	unsigned char	 ended;		/* the peer sends no more */
	unsigned	 login_failures;
	unsigned char	 spoke;		/* anything but registration commands */
};

struct plain *plain_of(const struct session *);

/* format.c: a reader's kind. */
enum { PLAIN_BARE_LF = 1, PLAIN_CURRENT = 2 };

/* Append a line with its ending, free of controls and colours. */
void	plain_add_line(struct buf *, int bare_lf, struct view);

uint32_t plain_kind(const struct session *, const struct room *);
void	plain_format(struct server *, const struct chat_applied *,
	    uint32_t kind, struct buf *out);
/* The same of what was said before; own: by that session, NULL: by somebody else. */
void	plain_format_past(const struct chat_applied *, uint32_t kind,
	    const struct session *own, struct buf *out);
void	plain_format_own(struct server *, const struct chat_applied *,
	    struct session *, struct buf *out);
/* The terminal does not show what was said elsewhere. */
int	plain_format_sibling(struct server *, const struct chat_applied *,
	    struct session *, struct buf *out);

/*
 * words.c: an event in words, without the line's end; nothing if it is not told. To
 * others, and to the session it came from: not its own words again, which its terminal
 * shows.
 */
void	plain_add_words(struct buf *, const struct chat_applied *,
	    uint32_t kind);
void	plain_add_own_words(struct buf *, const struct chat_applied *,
	    const struct session *);

/*
 * rules.c: modes in words: "only members may speak, bob is banned". Letters and arguments
 * as they are in an event ("+nb", "bob").
 */
void	plain_add_rules(struct buf *, const char *letters, const char *args);

/* reply.c: one line to this session alone, as a sentence after "* ". */
void	plain_tell(struct session *, const char *fmt, ...)
	    __attribute__((format(printf, 2, 3)));
/* Why something is not to be, in words; `name` is the room or nick it was about. */
void	plain_tell_refusal(struct session *, enum refusal, struct view name);

/* list.c: the rooms; who is in one. */
void	plain_tell_rooms(struct session *);
void	plain_tell_members(struct session *, const struct room *);

/* whois.c: commands */
void	plain_run_whois(struct session *, struct view args);
void	plain_run_away(struct session *, struct view args);

/* history.c: commands; the last lines of a room that was entered. */
void	plain_run_history(struct session *, struct view args);
void	plain_run_search(struct session *, struct view args);
void	plain_show_past(struct session *, const struct room *);
/* They have logged in: what was said to them meanwhile, and to them alone. */
void	plain_show_missed(struct session *);

/* account.c: commands about one's own name. */
void	plain_run_register(struct session *, struct view args);
void	plain_run_login(struct session *, struct view args);
void	plain_run_logout(struct session *, struct view args);

#define PLAIN_USERNAME "guest"

/* welcome.c: guest-NNNN, a new user (NULL: all such names are taken). */
struct user *plain_enter_as_guest(struct server *, const char *address);
/* The first words to one who has a user now, and into the lobby. */
void	plain_welcome(struct session *);

/* current_room.c: make that room the one where talk goes (NULL: none). */
void	plain_set_current(struct session *, const char *name);
/*
 * Where talk goes; NULL, and that is said, if there is no such room, or not any more: then
 * the next words go to another.
 */
const char *plain_current(struct session *);
/* Talk goes to the room that was entered last, which is said. */
void	plain_go_on(struct session *);
/* Another client of the same person has entered a room. */
void	plain_entered(struct session *, const struct room *);
/*
 * The guest is somebody who is here already, by other clients of the account, and is that
 * user from now on (user_sessions_can_move).
 */
void	plain_join_user(struct session *, struct user *);
/* A room of theirs has another name. */
void	plain_renamed(struct session *, const struct chat_applied *);

/* say.c: what was typed, cleaned and split into as many messages as it takes. */
enum plain_manner { PLAIN_SAY, PLAIN_ACT };
void	plain_say(struct session *, enum plain_manner, struct view target,
	    struct view text);

/* parse.c: the first word of what stands after a command; the rest begins at the next. */
struct view plain_cut_word(struct view *rest);
/* "111" means #111. The caller's. */
char	*plain_room_named(struct view name);
/* Find a room that this session's user may know of, else NULL (world_find_room_for). */
const struct room *plain_find_room(const struct session *, const char *name);
/*
 * The room meant by a command whose first word may name one: "#tea rest", or "tea rest"
 * when one is in #tea; else the current one. The caller's; NULL if there is none.
 */
char	*plain_room_meant(struct session *, struct view *args);
/* The same where the first word may be a person: a room has its '#' then. */
char	*plain_room_marked(struct session *, struct view *args);

/* ban.c, moderate.c, modes.c: commands about people and the rules of a room. */
void	plain_run_ban(struct session *, struct view args);
void	plain_run_deop(struct session *, struct view args);
void	plain_run_devoice(struct session *, struct view args);
void	plain_run_invite(struct session *, struct view args);
void	plain_run_kick(struct session *, struct view args);
void	plain_run_mode(struct session *, struct view args);
void	plain_run_mute(struct session *, struct view args);
void	plain_run_op(struct session *, struct view args);
void	plain_run_rename(struct session *, struct view args);
void	plain_run_unban(struct session *, struct view args);
void	plain_run_unmute(struct session *, struct view args);
void	plain_run_voice(struct session *, struct view args);
/* Change modes of a room, and say what would not do. */
void	plain_change_modes(struct session *, const char *room,
	    struct mode_change *, size_t n);

/* command.c: is it talk (as /me and /msg are)? What does it cost? Do it. */
struct plain_command;
const struct plain_command *plain_find_command(struct view line);
int	plain_is_message(const struct plain_command *);
unsigned plain_cost(const struct plain_command *);
int	plain_is_join(const struct plain_command *);
/* Its arguments, but for passwords, reach it as valid UTF-8 without controls. */
void	plain_run(struct session *, const struct plain_command *,
	    struct view line);

/* For the reason of leaving of a guest who turned out to be an IRC client. */
#define PLAIN_UNSEEN "Turned out to be an IRC client"

#endif
