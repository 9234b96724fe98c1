#!/bin/sh
# lint: check the sources, manuals and scripts without building them. Runs all checks,
# then fails if one of them failed.
# Usage: lint.sh JOBS c FILE... man FILE... sh FILE...
# shellcheck disable=SC2317	# functions are called by judge
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

# cppcheck reads no system headers, but must know these macros.
includes=$(printf '#include <%s>\n' sys/queue.h uthash.h |
    ${CC:-cc} -M -x c - 2>/dev/null | tr -s ' ' '\n' |
    sed -n -e '/sys\/queue\.h$/s/^/--include=/p' \
	-e '/uthash\.h$/s/^/--include=/p')

# Versions of clang-format format the same style differently, so only the version that
# formatted the sources checks them.
format_version=14
if [ -n "$c" ] && ! clang-format --version | grep -q "version $format_version\."; then
	echo "lint: clang-format: skipped: this is not version $format_version"
	c_format=
else
	c_format=$c
fi

# Headers are not checked by clang-format: their declarations are in columns.
format() {
	# shellcheck disable=SC2086
	clang-format --dry-run -Werror $c_format
}

check_c() {
	# shellcheck disable=SC2086
	cppcheck -q -j "$jobs" --std=c11 --enable=warning,performance,portability \
	    --inline-suppr --suppressions-list=tests/cppcheck.suppress \
	    --error-exitcode=1 -I. -D_GNU_SOURCE $includes $c
}

# The lists are words: our names have no spaces.
# shellcheck disable=SC2086
{
	[ -z "$c_format" ] || judge clang-format format
	[ -z "$c" ] || judge cppcheck check_c
	[ -z "$man" ] || judge mandoc mandoc -T lint -W warning $man
	[ -z "$man" ] || judge "man pages" sh tests/man.sh $man
	[ -z "$sh" ] || judge shellcheck shellcheck -x $sh
	judge layers sh tests/layers.sh
	judge HACKING.md sh tests/hacking.sh
}
exit $status
