#!/bin/sh
# lint: what can be said of the files without building them. All of it is said,
# then it fails if there was anything.
# Usage: lint.sh JOBS c FILE... man FILE... sh FILE...
set -u

jobs=$1
shift
c='' man='' sh='' kind=
for word; do
	case $word in
	c|man|sh) kind=$word ;;
	*)	eval "$kind=\"\$$kind \$word\"" ;;
	esac
done

for tool in clang-format cppcheck mandoc shellcheck; do
	if ! command -v $tool >/dev/null; then
		echo "lint: $tool is not here: run 'make deps lint'" >&2
		exit 1
	fi
done

status=0
# judge NAME COMMAND...
judge() {
	name=$1
	shift
	if "$@"; then
		echo "lint: $name: good"
	else
		echo "lint: $name: FAILED"
		status=1
	fi
}

# The lists are words: our names have no spaces.
# shellcheck disable=SC2046,SC2086
{
	[ -z "$c" ] || judge clang-format clang-format --dry-run -Werror $c
	[ -z "$c" ] || judge cppcheck cppcheck -q -j "$jobs" --std=c11 \
	    --enable=warning,performance,portability --inline-suppr \
	    --suppressions-list=tests/cppcheck.suppress \
	    --error-exitcode=1 -I. -D_GNU_SOURCE \
	    $(echo "$c" | tr ' ' '\n' | grep '\.c$')
	[ -z "$man" ] || judge mandoc mandoc -T lint -W warning $man
	[ -z "$sh" ] || judge shellcheck shellcheck -x $sh
}
exit $status
