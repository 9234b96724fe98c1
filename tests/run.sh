#!/bin/bash
# run: run test programs one after the other, each with a time limit, and end
# with a line "N passed, N failed". Usage: run.sh PROGRAM...
#
# A cmocka program counts as the tests it reports, any other as one. What
# cmocka sums up is always printed, the whole output when something failed. A
# replay_X gets the kept corpus of fuzzer X. Programs find the build under test
# by $TCHAT_BUILD, and have a home of their own, empty and removed at the end.
# One that leaves processes behind has failed, and they are ended.
set -u

limit=${TEST_TIMEOUT:-240}
if ! work=$(mktemp -d); then
	exit 1
fi
trap 'rm -rf "$work"' EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

mkdir -m 700 "$work/home" "$work/tmp" "$work/run"
export HOME=$work/home TMPDIR=$work/tmp XDG_RUNTIME_DIR=$work/run
export LC_ALL=C.UTF-8 TERM=xterm-256color TZ=UTC
unset XDG_STATE_HOME XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME INPUTRC
unset CMOCKA_MESSAGE_OUTPUT CMOCKA_TEST_FILTER
unset MAKEFLAGS MFLAGS MAKELEVEL

# left_behind: the ids of processes that the program started and did not end,
# after a moment in which they may. They carry its mark in their environment.
left_behind() {
	local try ids
	for try in {1..20}; do
		ids=$(grep -lsz "^TCHAT_TEST=$mark\$" /proc/[0-9]*/environ |
		    cut -d / -f 3)
		[ -n "$ids" ] || return 1
		[ "$try" -eq 20 ] || sleep 0.1
	done
	echo "$ids"
}

# count WORD: the tests that cmocka's summaries in the log give as WORD.
count() {
	awk -v word="$1" '
		index($0, "[  " word " ] ") == 1 && / test\(s\)/ {
			sub(/^[^\]]*\] */, ""); sum += $1 }
		END { print sum + 0 }' "$work/log"
}

passed=0 failed=0 skipped=0 number=0 bad=()
for program; do
	arguments=()
	case ${program##*/} in
	replay_*)
		arguments=("tests/fuzz/corpus/${program##*/replay_}") ;;
	esac
	echo "== $program"
	began=$SECONDS
	mark=$$.$((++number))
	{
		TCHAT_TEST=$mark timeout -k 5 "$limit" "$program" \
		    ${arguments[0]+"${arguments[@]}"} </dev/null
	} >"$work/log" 2>&1
	status=$?
	took=$((SECONDS - began))

	if left=$(left_behind); then
		for id in $left; do
			printf 'left behind: %s\n' \
			    "$(tr '\0' ' ' <"/proc/$id/cmdline")" >>"$work/log"
			kill -9 "$id"
		done
		[ $status -ne 0 ] || status=1
	fi

	ok=$(count 'PASSED ') not=$(count 'FAILED ') skip=$(count 'SKIPPED')
	if grep -q '^\[==========\] Running' "$work/log"; then
		# One that ended before its summary has failed, whatever it
		# returned.
		runs=$(grep -c '^\[==========\] Running' "$work/log")
		ends=$(grep -c '^\[==========\] .*test(s) run' "$work/log")
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
		tr -d '\000-\010\013-\037\177' <"$work/log"
		case $status in
		124|137)
			echo "$program: stopped after its ${limit} seconds" ;;
		*)	echo "$program: failed, status $status" ;;
		esac
		bad+=("$program")
	else
		grep -E '^\[(=|  (PASSED|FAILED|SKIPPED))|^SKIP' "$work/log" |
		    grep -v 'Running'
	fi
	[ "$took" -lt 10 ] || echo "   ($took seconds)"
	passed=$((passed + ok)) failed=$((failed + not))
	skipped=$((skipped + skip))
done

echo
for program in ${bad[0]+"${bad[@]}"}; do
	echo "failed: $program"
done
if [ "$skipped" -gt 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
