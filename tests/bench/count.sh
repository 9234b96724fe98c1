#!/bin/sh
# count: count the instructions of a delivery, a registration and a line in the
# client, by callgrind: the same each time, whatever else the machine does.
# Usage: count.sh BUILD, a folder with the count_* programs, optimized.
#
# Each program runs twice, with N and with 2N units of work. The difference is the
# cost of N units, without that of starting and stopping.
set -eu

build=$1
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
if ! command -v valgrind >/dev/null; then
	echo "count: valgrind is not installed: run 'make deps bench-count'" >&2
	exit 1
fi
export LC_ALL=C.UTF-8 TZ=UTC HOME="$work"

# instructions FUNCTION PROGRAM ARGUMENT...: those within the function.
instructions() {
	function=$1
	shift
	if ! valgrind --tool=callgrind --callgrind-out-file="$work/out" \
	    --collect-atstart=no --toggle-collect="$function" "$@" \
	    >"$work/log" 2>&1; then
		cat "$work/log" >&2
		exit 1
	fi
	sed -n 's/^\(totals\|summary\): \([0-9]*\).*/\2/p' "$work/out" | tail -n 1
}

# count LABEL FACTOR N FUNCTION PROGRAM ARGUMENT...: print the instructions of one
# unit, of which there are FACTOR in each of N.
count() {
	label=$1 factor=$2 n=$3
	shift 3
	once=$(instructions "$@" "$n")
	twice=$(instructions "$@" $((2 * n)))
	echo "$once $twice $n $factor" | awk -v label="$label" '
		{ printf "%-44s %9.1f instructions\n", label, ($2 - $1) / $3 / $4 }'
}

count 'server: a delivery, in a room of 200' 199 300 event_base_loop \
    "$build/tests/bench/count_server" deliveries
count 'server: a registration, the welcome, a quit' 1 300 event_base_loop \
    "$build/tests/bench/count_server" registrations
count 'client: a line of a room, parsed and kept' 1 3000 irc_session_line \
    "$build/tests/bench/count_client"
