#!/bin/sh
# layers.sh lets a good tree pass and fails on each violation planted in it.
set -eu

layers=$(cd "$(dirname "$0")" && pwd)/layers.sh
top=$(mktemp -d)
trap 'rm -rf "$top"' EXIT

# plant FILE INCLUDE...: FILE consists of these includes.
plant() {
	mkdir -p "$top/$(dirname "$1")"
	file=$1
	shift
	for header; do
		printf '#include %s\n' "$header"
	done >"$top/$file"
}

good_tree() {
	rm -rf "${top:?}"/*
	plant common/buf.c '"common/buf.h"' '<stdio.h>'
	plant server/main.c '"config.h"' '<event2/event.h>' '"server/net/conn.h"'
	plant server/net/conn.c '"common/buf.h"' '<event2/event.h>'
	plant server/chat/room.c '"server/chat/room.h"' '"common/buf.h"'
	plant server/store/memory.c '"server/chat/event.h"' '"server/store/store.h"'
	plant server/irc/irc.c '"server/net/conn.h"' '"server/chat/room.h"' \
	    '"server/store/store.h"' '"server/config/config.h"'
	plant client/model/room.c '"client/model/room.h"' '"common/buf.h"'
	plant client/view/screen.c '<curses.h>' '"client/view/canvas.h"'
	plant client/view/screen_frame.c '<curses.h>'
	plant client/input/line.c '<readline/readline.h>'
	plant client/net/link.c '<event2/event.h>'
}

tries=0
# refused FILE INCLUDE: with this alone wrong, layers.sh fails and names FILE.
refused() {
	tries=$((tries + 1))
	good_tree
	plant "$1" "$2"
	if said=$("$layers" "$top" 2>&1); then
		echo "$1 includes $2, and layers.sh lets it pass"
		exit 1
	fi
	case $said in
	*"$1:1:"*)	;;
	*)		echo "$1 includes $2, and layers.sh only says: $said"
			exit 1 ;;
	esac
}

# cycle NAMES FILE INCLUDE FILE INCLUDE: these two includes make a cycle, and layers.sh names it.
cycle() {
	tries=$((tries + 1))
	good_tree
	plant "$2" "$3"
	plant "$4" "$5"
	if said=$("$layers" "$top" 2>&1); then
		echo "$2 and $4 include each other, and layers.sh lets it pass"
		exit 1
	fi
	case $said in
	*"these $1 include each other"*) ;;
	*)	echo "$2 and $4 include each other, and layers.sh only says: $said"
		exit 1 ;;
	esac
}

good_tree
"$layers" "$top"

cycle modules server/chat/a.c '"server/chat/b.h"' server/chat/b.c '"server/chat/a.h"'
cycle modules client/view/a.h '"client/view/b.h"' client/view/b.c '"client/view/a.h"'
cycle folders server/store/a.c '"server/store/sqlite/b.h"' server/store/sqlite/c.c '"server/store/d.h"'
refused common/x.c '"server/chat/room.h"'
refused common/x.h '"client/model/room.h"'
refused common/x.h '<event2/event.h>'
refused server/x.c '"client/app.h"'
refused client/x.c '"server/config/config.h"'
refused client/x.c '<server/config/config.h>'
refused server/net/x.c '"server/chat/room.h"'
refused server/net/x.h '"server/config/config.h"'
refused server/net/x.c '"server/irc/irc.h"'
refused server/chat/x.c '"server/net/conn.h"'
refused server/chat/x.h '"server/irc/irc.h"'
refused server/chat/x.c '"server/store/store.h"'
refused server/chat/x.c '<event2/event.h>'
refused server/store/x.c '"server/chat/room.h"'
refused server/store/x.c '"server/net/conn.h"'
refused server/irc/x.c '"client/irc/session.h"'
refused server/session/x.c '"server/deliver/deliver.h"'
refused server/deliver/x.c '"server/account/sasl.h"'
refused server/moderation/x.c '"server/account/sasl.h"'
refused server/account/x.c '"server/irc/irc.h"'
refused server/irc/x.c '"server/plain/plain.h"'
refused server/plain/x.c '"server/irc/irc.h"'
refused client/model/x.c '<curses.h>'
refused client/model/x.c '<readline/history.h>'
refused client/model/x.c '<event2/event.h>'
refused client/model/x.h '"client/view/canvas.h"'
refused client/view/pane.c '<curses.h>'
refused client/view/pane.c '<ncursesw/curses.h>'
refused client/view/screen.h '<curses.h>'
refused client/view/screen_paint.c '<curses.h>'
refused client/view/screen.c '<readline/readline.h>'
refused client/input/line.c '<ncurses.h>'
refused client/irc/x.c '<curses.h>'
refused client/app.c '<readline/readline.h>'
refused server/chat/x.c '"room.h"'
refused server/chat/x.c '"../net/conn.h"'
refused server/chat/x.c '"common/../server/net/conn.h"'
refused server/chat/x.c 'HEADER'
refused server/chat/x.c '"tests/support/fake.h"'

# other ways to write it
good_tree
mkdir -p "$top/server/chat"
printf '\n\t#  include"server/net/conn.h" // why\n' >"$top/server/chat/x.c"
if "$layers" "$top" >/dev/null 2>&1; then
	echo "an unusual way to write an include passes"
	exit 1
fi

# nothing to read is no success
rm -rf "${top:?}"/*
if "$layers" "$top" >/dev/null 2>&1; then
	echo "an empty tree passes"
	exit 1
fi
echo "layers.sh: $tries planted violations refused"
