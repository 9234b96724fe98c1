#!/bin/sh
# tidy: clang-tidy on one file, without its count of what it hides.
# Usage: tidy.sh FLAG... -- FILE
set -u

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT

for file; do :; done
flags=
for word; do
	[ "$word" != -- ] || break
	flags="$flags $word"
done

# $flags is a list
# shellcheck disable=SC2086
clang-tidy --quiet "$file" -- $flags >"$log" 2>&1
status=$?
grep -Ev '^([0-9]+ warnings? (generated|treated as errors?)|Suppressed )' "$log"
[ $status -eq 0 ] || echo "tidy: $file: FAILED"
exit $status
