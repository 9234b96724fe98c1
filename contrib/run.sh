#!/bin/bash
# run: try tchat on this machine. With a terminal: a server on a loopback port
# and a client on it; the server ends with the client. Without one: a short real
# conversation, printed; ends with 0 only if every line arrived.
# Usage: run.sh [BUILD], the folder with tchat and tchat-server.
# shellcheck disable=SC2317	# functions are called by await and trap
set -u

build=${1:-build}
address=127.0.0.1
first_port=5000
patience=${PATIENCE:-10}	# seconds for a line to arrive
start_patience=30	# seconds for the server to start
server=		# its process id
folder=		# its data
peers=()
scratch=

say() {
	printf '%s\n' "$*"
}

# Wait until the command succeeds. 1 when that takes too long.
await() {
	local deadline=$((SECONDS + patience))
	until "$@"; do
		if [ $SECONDS -ge $deadline ]; then
			return 1
		fi
		sleep 0.05
	done
}

running() {
	kill -0 "$1" 2>/dev/null
}

gone() {
	! running "$1"
}

has() {
	grep -qF -- "$2" "$1"
}

# End a process, gently and then not.
end() {
	[ -n "$1" ] && running "$1" || return 0
	kill "$1" 2>/dev/null
	await gone "$1" || kill -9 "$1" 2>/dev/null
	wait "$1" 2>/dev/null
}

clean_up() {
	local peer
	for peer in ${peers[0]+"${peers[@]}"}; do
		end "$peer"
	done
	end "$server"
	[ -z "$scratch" ] || rm -rf "$scratch"
}
trap clean_up EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

# try_server PORT FOLDER: start it there. 0 once it listens; 1 when it refuses,
# and why is in $log.
try_server() {
	: >"$log"
	# Job control gives it a process group of its own, so that no key of
	# this terminal ends or stops it.
	set -m
	"$build/tchat-server" -l $address -p "$1" -D "$2" \
	    </dev/null >>"$log" 2>&1 &
	server=$!
	set +m
	patience=$start_patience await listens_or_gone
	port=$(sed -n 's/.*listening on .* port \([0-9][0-9]*\).*/\1/p' "$log" |
	    head -n 1)
	if [ -n "$port" ] && running $server; then
		return 0
	fi
	end $server
	server=
	return 1
}

listens_or_gone() {
	gone "$server" || has "$log" 'listening on'
}

# A port in use, and a folder in use, are passed over.
start_server() {
	local try_port=$first_port n=1

	folder=$build/run
	mkdir -p "$build/run"
	for _ in {1..50}; do
		try_server $try_port "$folder" && return 0
		if grep -q 'in use by a running server' "$log"; then
			n=$((n + 1))
			folder=$build/run/$n
		elif grep -qi 'in use' "$log"; then
			try_port=$((try_port + 1))
		else
			break
		fi
	done
	say "run: the server does not start:" >&2
	cat "$log" >&2
	return 1
}

with_terminal() {
	local status

	log=$build/run/server.$$.log
	mkdir -p "$build/run"
	start_server || exit 1
	say "tchat-server listens on $address port $port, log in $log."
	say "Others on this machine: $build/tchat $address $port" \
	    "or nc $address $port"
	# The server's certificate goes with its data, and so does what is known
	# of it: `make clean` makes nobody suspicious.
	"$build/tchat" --known-hosts "$folder/known_hosts" $address "$port"
	status=$?
	say "The server ends too."
	end $server
	server=
	if [ $status -eq 0 ]; then
		rm -f "$log"
	else
		tail -n 5 "$log" >&2
	fi
	exit $status
}

#### without a terminal

# The telnet-style client: nc, or bash alone.
plain_client() {
	local up down
	if command -v nc >/dev/null; then
		exec nc $address "$port"
	fi
	exec 9<>"/dev/tcp/$address/$port" || exit 1
	cat <&0 >&9 &
	up=$!
	cat <&9 &
	down=$!
	trap 'kill $up $down' EXIT
	trap 'exit 143' TERM
	wait $down
}

failures=0
# heard WHO FILE TEXT: WHO, whose output is in FILE, sees TEXT in time.
heard() {
	if await has "$2" "$3"; then
		return 0
	fi
	say "run: $1 never saw: $3" >&2
	failures=$((failures + 1))
}

# What somebody saw, each line with a bar before it.
show() {
	say
	say "What $1 saw:"
	tr -d '\r' <"$2" | sed 's/^/  | /'
}

conversation() {
	local file=(
		"Hello from a telnet-style client: no program, no set-up."
		"Hello from tchat. 你好 🙂"
		"Plain lines and tchat, on one port?"
		"One port takes everyone."
		"Good-bye!"
	)
	local i from

	# An absolute path: a relative HOME is none (XDG base directories).
	scratch=$(cd "$build" && mktemp -d "$PWD/run.XXXXXX") || exit 1
	log=$scratch/server.log
	ann=$scratch/ann bob=$scratch/bob
	mkdir "$scratch/home"

	if ! try_server 0 "$scratch/data"; then
		say "run: the server does not start:" >&2
		cat "$log" >&2
		exit 1
	fi
	say "A server listens on $address port $port."

	mkfifo "$ann.in" "$bob.in"
	: >"$ann.out"
	: >"$bob.out"
	exec 7<>"$ann.in" 8<>"$bob.in"
	plain_client <"$ann.in" >"$ann.out" 2>&1 7>&- 8>&- &
	peers+=("$!")
	printf '/nick ann\n' >&7
	heard ann "$ann.out" ann
	HOME=$scratch/home XDG_CONFIG_HOME='' XDG_STATE_HOME='' \
	    "$build/tchat" -P -n bob $address "$port" \
	    <"$bob.in" >"$bob.out" 2>"$bob.err" 7>&- 8>&- &
	bob_pid=$!
	peers+=("$bob_pid")
	heard ann "$ann.out" bob

	say
	for i in "${!file[@]}"; do
		if [ $((i % 2)) -eq 0 ]; then
			from=ann
			printf '%s\n' "${file[i]}" >&7
			heard bob "$bob.out" "${file[i]}"
		else
			from=bob
			printf '%s\n' "${file[i]}" >&8
			heard ann "$ann.out" "${file[i]}"
		fi
		say "$from says: ${file[i]}"
	done

	# The end of its input ends tchat, with 0 when all was delivered.
	exec 8>&-
	if await gone $bob_pid && wait $bob_pid; then
		:
	else
		say "run: tchat did not end with 0" >&2
		failures=$((failures + 1))
	fi
	exec 7>&-

	show "ann, by $(command -v nc >/dev/null && echo nc || echo bash)" \
	    "$ann.out"
	show "bob, by tchat -P" "$bob.out"
	say
	if [ $failures -eq 0 ]; then
		say "Every line arrived. With a terminal, this opens the client."
		exit 0
	fi
	say "run: $failures did not go as they should; the server said:" >&2
	cat "$log" "$bob.err" >&2
	exit 1
}

for program in tchat tchat-server; do
	if [ ! -x "$build/$program" ]; then
		say "run: no $build/$program: run 'make' first" >&2
		exit 1
	fi
done
if [ -t 0 ] && [ -t 1 ]; then
	with_terminal
else
	conversation
fi
