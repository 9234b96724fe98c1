#!/bin/sh
# layers: fail on the first #include that breaks the order of the layers, and on
# each cycle of includes between folders or modules (x.c with x.h).
# Usage: layers.sh [DIR], the top of the tree, by default this one.
#
# The first row whose pattern fits a file's name is its rule:
#	files ; ours that they may include ; libraries that they may not
# All are extended regular expressions for whole names, or words for the
# library headers below. config.h is everyone's.
set -eu

rules='
common/.*             ; common/.*                       ; CURSES READLINE LIBEVENT
server/net/.*         ; common/.* server/net/.*         ; CURSES READLINE
server/chat/.*        ; common/.* server/chat/.*        ; CURSES READLINE LIBEVENT
server/store/.*       ; common/.* server/store/.* server/chat/event\.h ; CURSES READLINE
server/auth/.*        ; common/.* server/(chat|auth)/.* ; CURSES READLINE LIBEVENT
server/config/.*      ; common/.* server/(net|auth|config)/.* ; CURSES READLINE
server/session/.*     ; common/.* server/(net|chat|store|auth|config|session)/.* ; CURSES READLINE
server/deliver/.*     ; common/.* server/(net|chat|store|auth|config|session|deliver)/.* ; CURSES READLINE
server/moderation/.*  ; common/.* server/(net|chat|store|auth|config|session|deliver|moderation)/.* ; CURSES READLINE
server/account/.*     ; common/.* server/(net|chat|store|auth|config|session|deliver|moderation|account)/.* ; CURSES READLINE
server/irc/.*         ; common/.* server/(net|chat|store|auth|config|session|deliver|moderation|account|irc)/.* ; CURSES READLINE
server/plain/.*       ; common/.* server/(net|chat|store|auth|config|session|deliver|moderation|account|plain)/.* ; CURSES READLINE
server/wiring/.*      ; common/.* server/(net|chat|store|auth|config|session|deliver|moderation|account|irc|plain|wiring)/.* ; CURSES READLINE
server/admin/.*       ; common/.* server/(net|chat|store|auth|config|session|deliver|moderation|account|irc|plain|wiring|admin)/.* ; CURSES READLINE
server/.*             ; common/.* server/.*             ; CURSES READLINE
client/net/.*         ; common/.* client/net/.*         ; CURSES READLINE
client/irc/.*         ; common/.* client/irc/.*         ; CURSES READLINE
client/config/.*      ; common/.* client/(net|config)/.* ; CURSES READLINE
client/model/.*       ; common/.* client/model/.* client/irc/(event|secret)\.h client/config/(config|live_settings)\.h ; CURSES READLINE LIBEVENT
client/view/screen(_frame|_terminfo)?\.c ; common/.* client/(model|view)/.* client/config/config\.h ; READLINE
client/view/.*        ; common/.* client/(model|view)/.* client/config/config\.h ; CURSES READLINE
client/input/.*       ; common/.* client/(irc|model|input)/.* client/config/config\.h ; CURSES
client/connection/.*  ; common/.* client/(net|irc|model|config|connection)/.* ; CURSES READLINE
client/commands/.*    ; common/.* client/(irc|model|input|config|connection|commands)/.* ; CURSES READLINE
client/history/.*     ; common/.* client/(irc|model|view|input|history)/.* client/config/config\.h ; CURSES READLINE
client/line_mode/.*   ; common/.* client/(net|irc|model|input|config|connection|commands|line_mode)/.* ; CURSES READLINE
client/.*             ; common/.* client/.*             ; CURSES READLINE
'
libraries='
CURSES   ; (n?curses.*|term|panel|menu|form)\.h|ncursesw?/.*
READLINE ; readline/.*
LIBEVENT ; event2/.*|ev(ent|dns|http|rpc|util)\.h
'

here=$(cd "$(dirname "$0")" && pwd)
cd "${1:-"$here/.."}"
files=$(find common server client -name '*.[ch]' 2>/dev/null | LC_ALL=C sort)
if [ -z "$files" ]; then
	echo "layers: no sources in $(pwd)" >&2
	exit 1
fi

# no_cycles NAMES SED-SCRIPT: fail if the includes, with names shortened by the script, make a cycle.
no_cycles() {
	# shellcheck disable=SC2086	# a list; our names have no spaces
	cycles=$(grep -H '^[ 	]*#[ 	]*include "' $files |
	    sed -n 's/^\([^:]*\):[^"]*"\(.*\/[^"]*\)".*/\1 \2/p' |
	    sed "$2" | sh "$here/cycles.sh")
	[ -z "$cycles" ] && return
	echo "layers: these $1 include each other: $cycles" >&2
	exit 1
}

# $files is a list; our names have no spaces.
# shellcheck disable=SC2086
RULES=$rules LIBRARIES=$libraries awk '
function fits(name, pattern) {
	return name ~ ("^(" pattern ")$")
}

function broken(why) {
	printf "layers: %s:%d: %s\nlayers: %s\n", FILENAME, FNR, $0, why
	status = 1
	exit
}

BEGIN {
	rows = split(ENVIRON["RULES"], row, "\n")
	for (i = 1; i <= rows; i++)
		if (split(row[i], column, " *; *") == 3) {
			rules++
			files[rules] = column[1]
			ours[rules] = column[2]
			not[rules] = column[3]
		}
	rows = split(ENVIRON["LIBRARIES"], row, "\n")
	for (i = 1; i <= rows; i++)
		if (split(row[i], column, " *; *") == 2)
			library[column[1]] = column[2]
}

FNR == 1 {
	for (rule = 1; rule <= rules; rule++)
		if (fits(FILENAME, files[rule]))
			break
	if (rule > rules)
		broken("no rule for this file")
	checked++
}

/^[ \t]*#[ \t]*include/ {
	name = $0
	sub(/^[ \t]*#[ \t]*include(_next)?[ \t]*/, "", name)
	if (name !~ /^("[^"]+"|<[^>]+>)/)
		broken("an include is to name its file")
	quoted = name ~ /^"/
	name = substr(name, 2)
	sub(/[">].*/, "", name)
	while (name ~ /^\.\//)
		sub(/^\.\//, "", name)

	if (name ~ /(^|\/)\.\.?\//)
		broken("ours are included by their full path from the top")
	if (name ~ /^tests\//)
		broken("the programs know nothing of their tests")
	if ((quoted || name ~ /^(common|server|client)\//) &&
	    name != "config.h") {
		may = ours[rule]
		gsub(/ +/, "|", may)
		if (!fits(name, may))
			broken(files[rule] " may include, of ours, only " \
			    ours[rule])
	}
	words = split(not[rule], word, " ")
	for (i = 1; i <= words; i++)
		if (fits(name, library[word[i]]))
			broken(files[rule] " may not include " word[i])
}

END {
	if (status == 0)
		print "layers: " checked " files keep the rules"
	exit status
}' $files
no_cycles modules 's/\.[ch]\b//g'
no_cycles folders 's,/[^/ ]* , ,; s,/[^/]*$,,'
