#!/bin/bash
# screens: draw the screens in README.md and man/tchat.1 again, from real runs in tmux: a server, a few people, and
# the client on a terminal of a fixed size. In the files, a screen stands between two marks that name it.
# Usage: screens.sh [BUILD], the folder with tchat and tchat-server. Times become 12:43, so that only what the client
# shows differently changes the files.
set -eu

build=$(realpath "${1:-build}")
top=$(cd "$(dirname "$0")/.." && pwd)
room_size="80 16"
patience=20 # seconds for anything to appear

work=$(mktemp -d)
export HOME=$work TZ=UTC LC_ALL=C.UTF-8 TERM=xterm-256color
unset XDG_CONFIG_HOME XDG_STATE_HOME INPUTRC
pids=()

tm() {
	tmux -S "$work/tmux" -f /dev/null "$@"
}

# shellcheck disable=SC2317 # called by trap
clean_up() {
	local pid

	tm kill-server 2>/dev/null || :
	for pid in "${pids[@]}"; do
		kill "$pid" 2>/dev/null || :
	done
	wait
	rm -rf "$work"
}
trap clean_up EXIT

fail() {
	echo "screens: $*" >&2
	exit 1
}

# Wait until the command prints a line with this text.
await() {
	local text=$1 end=$((SECONDS + patience))

	shift
	until "$@" 2>/dev/null | grep -qF -- "$text"; do
		[ "$SECONDS" -lt "$end" ] || { shown >&2 || :; fail "no \"$text\" from: $*"; }
		sleep 0.1
	done
}

shown() {
	tm capture-pane -p -t screen
}

# Type into the client and wait until it shows the text.
type_keys() {
	local sign=$1

	shift
	tm send-keys -t screen "$@"
	await "$sign" shown
}

start_server() {
	"$build/tchat-server" -l 127.0.0.1 -p 0 -D "$work/data" 2>"$work/log" &
	pids+=($!)
	await "listening on" cat "$work/log"
	port=$(sed -n 's/.*listening on 127.0.0.1 port //p' "$work/log")
}

# A person: what is written to file descriptor $2 goes to the room as that nick.
person() {
	mkfifo "$work/$1"
	"$build/tchat" --no-certificate -P -n "$1" -r "$3" 127.0.0.1 "$port" \
	    <"$work/$1" >"$work/$1.out" 2>&1 &
	pids+=($!)
	eval "exec $2>'$work/$1'"
}

start_client() {
	# shellcheck disable=SC2086 # two words
	set -- $room_size
	tm new-session -d -s screen -x "$1" -y "$2" \
	    "'$build/tchat' -n ana -r '#tea' -r '#ops' 127.0.0.1 $port"
	await "#ops" shown
}

# The screen of an ordinary evening.
screen_room() {
	start_server
	start_client
	type_keys "beginning of #tea" M-2
	type_keys "Tea at five" '/topic Tea at five 茶' Enter
	person bo 7 '#tea'
	person ned 8 '#tea'
	await "ned" cat "$work/bo.out"
	person kim 9 '#ops'
	echo 'Anyone for tea?' >&7
	await "Anyone" shown
	type_keys "lumps" 'bo: yes! one lump or two lumps?' Enter
	echo 'ana: two, please. The rain has been falling since noon, and nobody is going anywhere' >&7
	await "noon" shown
	echo 'is there cake? https://cake.example.org/today' >&8
	await "cake" shown
	echo 'here it comes 🍰' >&7
	await "comes" shown
	type_keys "still" 'lovely, and while all that comes in I am still typing th'
	echo 'ana: the build is green' >&9
	await '!1' shown
	sleep 1
	shown | sed -E 's/\b[0-2][0-9]:[0-5][0-9]\b/12:43/g' >"$work/room"
}

# Replace what stands between the marks of a screen. $1: the file; $2: the screen's lines; $3: what each of them begins
# with; $4 and $5: the marks. awk would take the backslash out of a mark that is an argument.
replace() {
	begin=$4 end=$5 awk -v indent="$3" -v from="$work/$2" '
	$0 == ENVIRON["begin"] {
		print
		while ((getline line < from) > 0)
			print (line == "" ? "" : indent line)
		inside = 1
	}
	inside && $0 == ENVIRON["end"] { inside = 0; found = 1 }
	!inside && $0 != ENVIRON["begin"] { print }
	END { if (!found) exit 1 }' "$1" >"$work/new" ||
	    fail "$1 has no marks of the screen \"$2\""
	cat "$work/new" >"$1"
}

screen_room
replace "$top/README.md" room "    " "<!-- screen: room -->" "<!-- end of screen -->"
# Not every formatter of manuals can show lines, Chinese and emoji.
sed 's/│/|/g; s/─/-/g; s/…/.../g; s/▸/>/g; s/茶/cha/g; s/ 🍰//; s/\\/\\e/g' "$work/room" >"$work/room.man"
if LC_ALL=C grep -q '[^ -~]' "$work/room.man"; then
	fail "the manual's screen has a character that is not ASCII"
fi
replace "$top/man/tchat.1" room.man "" '.\" screen: room' '.\" end of screen'
cat "$work/room"
