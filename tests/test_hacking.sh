#!/bin/sh
# hacking.sh lets a true page pass and names each fault planted in one.
# shellcheck disable=SC2016	# the backticks are the page's
set -eu

hacking=$(cd "$(dirname "$0")" && pwd)/hacking.sh
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT

mkdir -p "$top/common" "$top/server/net" "$top/client" "$top/tests/bench"
echo 'int loop_run(void);' >"$top/server/net/loop.c"
: >"$top/tests/bench/bench_one.c"
printf '%s\n' 'check: all' '#: deps       install what is needed' >"$top/Makefile"

# write LINE...: a page with these lines in it.
write() {
	printf '%s\n' '| folder | contents |' '| --- | --- |' '| `server/net/` | the loop |' "$@" >"$top/HACKING.md"
}

good() {
	write "$@"
	if ! out=$(sh "$hacking" "$top" 2>&1); then
		echo "test_hacking: a true page was refused: $*: $out" >&2
		exit 1
	fi
}

# refused WORD LINE...: the page is refused, and WORD is in the reason.
refused() {
	word=$1
	shift
	write "$@"
	if out=$(sh "$hacking" "$top" 2>&1); then
		echo "test_hacking: this passed: $*" >&2
		exit 1
	fi
	case $out in
	*"$word"*) ;;
	*)	echo "test_hacking: no \"$word\" in: $out" >&2
		exit 1 ;;
	esac
}

good 'Plain words, and `words that are not names`.'
good '`server/net/loop.c` has `loop_run` and `loop_run()`; `server/net/*.c` is all.'
good '`build/tests/bench/bench_one` is built from a file; `make check` runs it.'
good '    make deps check         # not/a/path'
refused server/net/lop.c 'See `server/net/lop.c`.'
refused server/nets 'See `server/nets/`.'
refused bench_two '    build/tests/bench/bench_two'
refused loop_ran 'Call `loop_ran`.'
refused chek 'Run `make chek`.'
refused depths '    make depths check'
refused lines "$(yes | head -n 600)"
refused bytes "$(head -c 50000 /dev/zero | tr '\0' x)"
: >"$top/client/main.c"
refused client/ 'This page does not name a folder.'
echo "test_hacking: hacking.sh finds all faults"
