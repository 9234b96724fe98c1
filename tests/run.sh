#!/bin/bash
# run: run test programs, some at a time, each with a time limit, and end with a
# line "N passed, N failed". Usage: run.sh PROGRAM...
#
# A cmocka program counts as the tests it reports, any other as one. What
# cmocka sums up is always printed, in the order of the programs, the whole
# output when something failed. Skipped tests are listed at the end, each with
# the "SKIP: reason" that it printed. A replay_X gets the kept corpus of fuzzer X.
# Programs find the build under test by $TCHAT_BUILD, and have a home of their
# own, empty and removed at the end. One that leaves processes behind has
# failed, and they are ended. With $TEST_PRELOAD (faketime's library), programs
# start at $TEST_MOMENT in the time zone $TEST_ZONE.
set -u

limit=${TEST_TIMEOUT:-240}
at_once=${JOBS:-$(($(nproc 2>/dev/null || echo 2) + 1))}
if ! work=$(mktemp -d); then
	exit 1
fi

# marked MARK: the ids of processes that bear it in their environment.
marked() {
	grep -lsz "^TCHAT_TEST=$1\$" /proc/[0-9]*/environ | cut -d / -f 3
}

clean_up() {
	local id
	for id in $(marked "$$\\.[0-9]*"); do
		kill -9 "$id" 2>/dev/null
	done
	rm -rf "$work"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

export LC_ALL=C.UTF-8 TERM=xterm-256color TZ="${TEST_ZONE:-UTC}"
in_time=()
if [ -n "${TEST_PRELOAD-}" ]; then
	in_time=(env "LD_PRELOAD=$TEST_PRELOAD" "FAKETIME=$TEST_MOMENT"
	    FAKETIME_DONT_FAKE_MONOTONIC=1 DONT_FAKE_MONOTONIC=1)
fi
unset XDG_STATE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME INPUTRC
unset CMOCKA_MESSAGE_OUTPUT CMOCKA_TEST_FILTER
unset MAKEFLAGS MFLAGS MAKELEVEL JOBS

# left_behind MARK: processes that the program started and did not end, after a
# moment in which they may.
left_behind() {
	local try ids
	for try in {1..20}; do
		ids=$(marked "$1")
		[ -n "$ids" ] || return 1
		[ "$try" -eq 20 ] || sleep 0.1
	done
	echo "$ids"
}

# run_one NUMBER PROGRAM: what it says, and at its end its status and seconds,
# are put into a folder of its own.
run_one() {
	local dir=$work/$1 program=$2 mark=$$.$1 began=$SECONDS
	local arguments=() status left id

	mkdir -m 700 "$dir" "$dir/home" "$dir/tmp" "$dir/run"
	export HOME=$dir/home TMPDIR=$dir/tmp XDG_RUNTIME_DIR=$dir/run
	case ${program##*/} in
	replay_*)
		arguments=("tests/fuzz/corpus/${program##*/replay_}") ;;
	esac
	{
		TCHAT_TEST=$mark timeout -k 5 "$limit" \
		    ${in_time[0]+"${in_time[@]}"} "$program" \
		    ${arguments[0]+"${arguments[@]}"} </dev/null
	} >"$dir/log" 2>&1
	status=$?
	if left=$(left_behind "$mark"); then
		for id in $left; do
			printf 'left behind: %s\n' \
			    "$(tr '\0' ' ' <"/proc/$id/cmdline")" >>"$dir/log"
			kill -9 "$id"
		done
		[ $status -ne 0 ] || status=1
	fi
	[ -d "$dir" ] || return
	echo "$status $((SECONDS - began))" >"$dir/ended"
	mv "$dir/ended" "$dir/end"
}

# count WORD: the tests that cmocka's summaries in the log give as WORD.
count() {
	awk -v word="$1" '
		index($0, "[  " word " ] ") == 1 && / test\(s\)/ {
			sub(/^[^\]]*\] *(tests: )?/, ""); sum += $1 }
		END { print sum + 0 }' "$log"
}

# skips PROGRAM: a line for each test of its log that cmocka skipped. cmocka prints
# the name after the output of the test, and all names again after its summary.
skips() {
	awk -v program="$1" '
		/^SKIP: / { reason = substr($0, 7) }
		/^\[==========\] .*test\(s\) run/ { over = 1 }
		/^\[==========\] .*Running/ { over = 0 }
		/^\[ +(OK|FAILED|ERROR) +\]/ { reason = "" }
		/^\[ +SKIPPED \]/ && !over {
			sub(/^[^\]]*\] */, "")
			print program ": " $0 (reason == "" ? "" : ": " reason)
			reason = ""
		}' "$log" | tr -d '\000-\010\013-\037\177'
}

# Newer versions of cmocka put "tests: " before "Running" and before counts.
begins='^\[==========\] \(tests: \)\?Running'
passed=0 failed=0 skipped=0 bad=()
# report NUMBER PROGRAM: it has ended.
report() {
	local program=$2 log=$work/$1/log status took ok not skip runs ends

	read -r status took <"$work/$1/end"
	echo "== $program"
	ok=$(count 'PASSED ') not=$(count 'FAILED ') skip=$(count 'SKIPPED')
	if grep -q "$begins" "$log"; then
		# One that ended before its summary has failed, whatever it
		# returned.
		runs=$(grep -c "$begins" "$log")
		ends=$(grep -c '^\[==========\] .*test(s) run' "$log")
		if [ "$not" -eq 0 ] &&
		    { [ "$status" -ne 0 ] || [ "$runs" -ne "$ends" ]; }; then
			not=1
		fi
	elif [ "$status" -eq 0 ]; then
		ok=1
	else
		not=1
	fi

	if [ "$not" -ne 0 ]; then
		# all but the controls: it may be a terminal that reads this
		tr -d '\000-\010\013-\037\177' <"$log"
		case $status in
		124|137)
			echo "$program: stopped after its ${limit} seconds" ;;
		*)	echo "$program: failed, status $status" ;;
		esac
		bad+=("$program")
	else
		grep -E '^\[(=|  (PASSED|FAILED|SKIPPED))|^SKIP' "$log" |
		    grep -v "$begins"
	fi
	[ "$took" -lt 10 ] || echo "   ($took seconds)"
	passed=$((passed + ok)) failed=$((failed + not))
	skipped=$((skipped + skip))
	skips "$program" >>"$work/skips"
}

# With job control nothing is told to ignore the keys of a terminal, which some
# of the programs test.
set -m
programs=("$@") started=0 reported=0
while [ $reported -lt $# ]; do
	while [ $started -lt $# ] &&
	    [ "$(jobs -pr | wc -l)" -lt "$at_once" ]; do
		run_one $started "${programs[started]}" &
		started=$((started + 1))
	done
	wait -n
	while [ -e "$work/$reported/end" ]; do
		report $reported "${programs[reported]}"
		rm -rf "${work:?}/$reported"
		reported=$((reported + 1))
	done
done

echo
[ ! -s "$work/skips" ] || sed 's/^/skipped: /' "$work/skips"
for program in ${bad[0]+"${bad[@]}"}; do
	echo "failed: $program"
done
if [ "$skipped" -gt 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
