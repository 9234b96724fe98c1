#!/bin/sh
# checklist: which tests hold which point of the protocol's checklist. A test
# names its points in the comment above it or within it: "checklist 21, 24".
# Usage: checklist.sh [tests]	fail for each point that has no test
#        checklist.sh table	print which tests hold each point
# A second argument is the top of the tree, by default this one.
set -eu

# number ; what it is about ; "later" where nothing of it is built yet
points='
1 ; before registration: PING, QUIT, CAP at any time, nothing unasked
2 ; replies in the order of the commands
3 ; a relayed line before the answer to its sender'\''s next command
4 ; the case of commands, empty last parameters
5 ; the name of the server, as configured
6 ; the welcome: 001 to 005, LUSERS, MOTD
7 ; 005: tokens, lines, TARGMAX
8 ; PING and PONG
9 ; USER: empty and bad names
10 ; NICK before registration, and two that want the same
11 ; NICK: case, the same again, a freed one
12 ; PASS
13 ; QUIT
14 ; 512 bytes: a line is relayed whole or cut at a character, and may come byte by byte
15 ; 4096 bytes of tags
16 ; time tags to the millisecond
17 ; no flood control, early ping or limit by address where the settings say so
18 ; CAP LS: one line, or several with 302
19 ; CAP LIST, unknown subcommands
20 ; CAP REQ: all or nothing
21 ; tags go to who negotiated them
22 ; client tags, TAGMSG
23 ; one msgid and time for the echo and all copies
24 ; labels: one reply, a batch, ACK
25 ; a labelled NICK
26 ; invalid UTF-8
27 ; JOIN: what comes, in which order
28 ; JOIN: lists, keys by place, one bad name
29 ; NAMES: unknown rooms, several
30 ; prefixes with and without multi-prefix
31 ; TOPIC
32 ; PART, KICK
33 ; INVITE
34 ; MODE of a room: asking, several changes
35 ; MODE of a room: errors
36 ; +k and +l: bad values
37 ; +l: a full room
38 ; lists: b, e, I
39 ; n, m, C and bans that mute
40 ; LIST, +s, ELIST
41 ; STATUSMSG
42 ; RENAME
43 ; PRIVMSG and NOTICE: errors
44 ; AWAY
45 ; WHO
46 ; WHOX
47 ; WHOIS
48 ; WHOWAS
49 ; LUSERS
50 ; MONITOR
51 ; OPER, KILL, WALLOPS
52 ; HELP, INFO, TIME, LINKS
53 ; SETNAME, extended-join
54 ; bots
55 ; AUTHENTICATE: chunks, numerics
56 ; commands in the middle of SASL
57 ; SASL PLAIN and SCRAM-SHA-256
58 ; REGISTER
59 ; CHATHISTORY: batches
60 ; CHATHISTORY: bounds
61 ; CHATHISTORY: event-playback
62 ; CHATHISTORY: direct messages
63 ; CHATHISTORY: TARGETS
64 ; MARKREAD
65 ; REDACT
66 ; draft/multiline
67 ; METADATA ; later
'

what=${1:-tests}
cd "${2:-"$(dirname "$0")/.."}"
# $1: "tests" or "table"
judge() {
	find tests -name 'test_*.c' | LC_ALL=C sort |
	    POINTS=$points MODE=$1 xargs awk "$program"
}

# A comment that is no test's own (of a file, of a helper) counts for none.
# shellcheck disable=SC2016	# that is awk
program='
# "2, 7 and 20 to 22" after the word: each number is noted.
function note(text, to,	word, n, i, k, last) {
	while (match(text, /[Cc]hecklist,?( points?)? [0-9]/)) {
		text = substr(text, RSTART + RLENGTH - 1)
		match(text, /^[0-9]+((,|,? and|,? to) [0-9]+)*/)
		word_end = RLENGTH
		n = split(substr(text, 1, word_end), word, /[, ]+/)
		last = 0
		for (i = 1; i <= n; i++) {
			if (word[i] == "to") {
				for (k = last + 1; k < word[i + 1]; k++)
					to[k] = 1
			} else if (word[i] ~ /^[0-9]+$/) {
				last = word[i] + 0
				to[last] = 1
			}
		}
		text = substr(text, word_end + 1)
	}
}

function forget(numbers,	k) {
	for (k in numbers)
		delete numbers[k]
}

function holds(point, test, file,	key) {
	if (!(point in about)) {
		printf "checklist: %s: %s names point %d, which is none\n",
		    FILENAME, test, point
		status = 1
		return
	}
	key = point SUBSEP file
	if (!((key SUBSEP test) in seen)) {
		seen[key SUBSEP test] = 1
		if (!(key in names)) {
			order[point, ++nfiles[point]] = file
			names[key] = test
		} else {
			names[key] = names[key] ", " test
		}
		ntests[point]++
		if (!((file SUBSEP test) in counted)) {
			counted[file, test] = 1
			tests++
		}
	}
}

function comment_done(	k) {
	note(comment, pending)
	if (test != "") {
		for (k in pending)
			holds(k, test, file)
		forget(pending)
	}
	comment = ""
}

BEGIN {
	n = split(ENVIRON["POINTS"], row, "\n")
	for (i = 1; i <= n; i++)
		if (split(row[i], column, / *; */) >= 2) {
			most = column[1] + 0
			about[most] = column[2]
			later[most] = row[i] ~ /; later$/
		}
}

FNR == 1 {
	file = FILENAME
	sub(/.*\//, "", file)
	sub(/\.c$/, "", file)
	if (FILENAME ~ /^tests\/e2e\//)
		file = "e2e/" file
	test = comment = ""
	first = 1
	forget(pending)
}

{
	line = $0
	if (!inside && match(line, /\/\*/)) {
		inside = 1
		line = substr(line, RSTART + 2)
	}
	if (inside) {
		sub(/^[ \t]*\*( |$)/, "", line)
		at = index(line, "*/")
		comment = comment " " (at ? substr(line, 1, at - 1) : line)
		if (at) {
			inside = 0
			if (!first)
				comment_done()
			first = 0
			comment = ""
		}
		next
	}
}

# A definition: of a test, which takes the state, or of something else.
/^[a-z_][a-z_0-9]*\(/ {
	if ($0 ~ /\(void \*\*state\)/) {
		test = $0
		sub(/\(.*/, "", test)
		for (k in pending)
			holds(k, test, file)
	}
	forget(pending)
}

/^}/ {
	test = ""
	forget(pending)
}

END {
	mode = ENVIRON["MODE"]
	if (mode == "table") {
		print "| | about | tests |"
		print "| --- | --- | --- |"
	}
	for (i = 1; i <= most; i++) {
		if (mode == "table") {
			cell = ""
			for (k = 1; k <= nfiles[i]; k++)
				cell = cell (k > 1 ? "; " : "") "**" \
				    order[i, k] "** " \
				    names[i, order[i, k]]
			if (cell == "")
				cell = later[i] ? "later" : "none"
			printf "| %d | %s | %s |\n", i, about[i], cell
		} else if (ntests[i]) {
			held++
		} else if (later[i]) {
			waiting++
		} else {
			printf "checklist: %d (%s) has no test\n", i, about[i]
			status = 1
		}
	}
	if (mode == "tests")
		printf "checklist: %d points held by %d tests, %d later\n",
		    held, tests, waiting
	exit status
}'

case $what in
tests|table)
	judge "$what" ;;
*)
	sed -n 's/^# \(Usage\|  *checklist\)/\1/p' "$0" >&2
	exit 2 ;;
esac
