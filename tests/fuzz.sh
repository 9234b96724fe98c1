#!/bin/sh
# fuzz: run each fuzzer for a time. What it learns goes under $BUILD, as does
# what makes it fail; the kept corpus is read only.
# Usage: fuzz.sh BUILD SECONDS NAME...
set -u

build=$1 seconds=$2
shift 2

failed=
for name; do
	corpus=$build/corpus/$name
	findings=$build/findings/$name
	mkdir -p "$corpus" "$findings"

	set -- -max_total_time="$seconds" -timeout=10 -print_final_stats=1 \
	    -artifact_prefix="$findings/"
	[ ! -f "tests/fuzz/$name.dict" ] || set -- "$@" -dict="tests/fuzz/$name.dict"
	set -- "$@" "$corpus"
	[ ! -d "tests/fuzz/corpus/$name" ] || set -- "$@" "tests/fuzz/corpus/$name"

	echo "== fuzz_$name, $seconds seconds"
	if "$build/tests/fuzz/fuzz_$name" "$@" >"$findings/log" 2>&1; then
		grep -E '^(Done|stat::(number_of_executed_units|new_units_added))' \
		    "$findings/log"
	else
		tail -n 60 "$findings/log"
		failed="$failed $name"
	fi
done
if [ -n "$failed" ]; then
	echo "fuzz: failed:$failed; the inputs are under $build/findings"
	exit 1
fi
