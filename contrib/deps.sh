#!/bin/sh
# deps: install the packages that the named goals of the Makefile need, or say
# which they are. Usage: deps.sh GOAL... ("everything" is a goal too).
# Nothing is done, and no index fetched, when all is there.
set -eu

build='autoconf pkg-config libncurses-dev libreadline-dev libevent-dev
	libutf8proc-dev uthash-dev libconfuse-dev libcrypt-dev libsqlite3-dev
	libjansson-dev libssl-dev libgsasl-dev'
tests='libcmocka-dev libvterm-dev libyaml-dev'
peers='netcat-openbsd telnet tmux weechat-curses irssi ii sic epic5 openssl
	catgirl'
times='faketime'
clang='clang libclang-rt-dev'
lint='clang-format clang-tidy cppcheck mandoc shellcheck'

# A compiler is there already where there is any.
cc=${CC:-cc}
if ! command -v "${cc%% *}" >/dev/null; then
	build="gcc libc6-dev $build"
fi

wanted=
for goal; do
	case $goal in
	all|run|install|uninstall|dist|build/*)
		wanted="$wanted $build" ;;
	tests|unit|bench|tsan)
		wanted="$wanted $build $tests" ;;
	check|e2e|coverage|distcheck)
		wanted="$wanted $build $tests $peers $times" ;;
	times)
		wanted="$wanted $build $tests $times" ;;
	esac
	case $goal in
	tsan)	wanted="$wanted $clang" ;;
	asan)	wanted="$wanted $build $tests $peers $clang" ;;
	fuzz)	wanted="$wanted $build $tests $clang" ;;
	lint)	wanted="$wanted $lint" ;;
	tidy)	wanted="$wanted $build $tests clang $lint" ;;
	help|clean|distclean)
		;;
	everything)
		wanted="$wanted $build $tests $peers $times $clang $lint" ;;
	esac
done

installed() {
	dpkg-query -W -f '${Status}' "$1" 2>/dev/null |
	    grep -q ' installed$'
}

if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
	cat <<-END
		deps: not a Debian system, so nothing is installed. Debian's names of
		what is needed, to be installed by your system's own means:
		$(echo "$wanted" | tr -s ' \t\n' '\n' | sort -u | tr '\n' ' ')
	END
	exit 0
fi

missing=
for package in $(echo "$wanted" | tr -s ' \t\n' '\n' | sort -u); do
	installed "$package" || missing="$missing $package"
done
if [ -z "$missing" ]; then
	exit 0
fi

echo "deps: missing:$missing"
as_root=
if [ "$(id -u)" -ne 0 ]; then
	as_root=sudo
	[ -t 0 ] || as_root='sudo -n'
	if ! command -v sudo >/dev/null || ! $as_root true; then
		echo "deps: that takes root, and sudo is not to be had here." \
		    "As root: apt-get install$missing" >&2
		exit 1
	fi
fi
# $as_root and $missing are lists of words
# shellcheck disable=SC2086
apt() {
	$as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y \
	    -o DPkg::Lock::Timeout=300 "$@" </dev/null
}
apt update || echo "deps: the package index could not be renewed" >&2
# shellcheck disable=SC2086
apt install --no-install-recommends $missing
