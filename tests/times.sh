#!/bin/bash
# times: run unit test programs at other times of day, on other days and in other
# time zones, under faketime. No test may depend on them.
# Usage: times.sh short|all PROGRAM...
#
# "short" runs all programs on a leap day after 2038, ten seconds before midnight,
# and those of the client, which alone know local time, at two more moments. The
# monotonic clock stays real, so waiting works. Time zones are written out, as a
# machine may have no zone files.
set -u

moments_short='
all    ; 2040-02-29 23:59:50 ; NPT-5:45
client ; 2026-10-25 00:30:00 ; CET-1CEST,M3.5.0,M10.5.0/3
client ; 2027-03-14 04:30:00 ; EST5EDT,M3.2.0,M11.1.0
'
moments_all='
all ; 2026-12-01 00:30:00 ; UTC0
all ; 2026-12-01 04:30:00 ; NPT-5:45
all ; 2026-12-31 23:59:50 ; UTC0
all ; 2028-02-29 12:00:00 ; UTC0
all ; 2026-10-25 01:59:50 ; CET-1CEST,M3.5.0,M10.5.0/3
all ; 2026-10-25 04:30:00 ; CET-1CEST,M3.5.0,M10.5.0/3
all ; 2027-03-14 01:59:50 ; EST5EDT,M3.2.0,M11.1.0
all ; 2027-03-14 00:30:00 ; EST5EDT,M3.2.0,M11.1.0
all ; 2040-06-01 04:30:00 ; NPT-5:45
all ; 2040-02-29 23:59:50 ; EST5EDT,M3.2.0,M11.1.0
'

case ${1-} in
short)	moments=$moments_short ;;
all)	moments=$moments_all ;;
*)	sed -n 's/^# Usage: /usage: /p' "$0" >&2
	exit 2 ;;
esac
shift

# The library that faketime preloads; only the programs get it, not the shell that
# runs them and measures its time limits.
library=$(faketime -m -f +0 printenv LD_PRELOAD 2>/dev/null)
if [ -z "$library" ]; then
	echo "times: faketime is not installed: run 'make deps check'" >&2
	exit 1
fi

client=()
for program; do
	case $program in
	*/tests/client/*) client+=("$program") ;;
	esac
done

status=0
while IFS=';' read -r which moment zone; do
	moment=${moment# } moment=${moment% } zone=${zone# }
	case $which in
	all*)	programs=("$@") ;;
	client*) programs=("${client[@]}") ;;
	*)	continue ;;
	esac
	log=$(mktemp) || exit 1
	if TEST_PRELOAD=$library TEST_MOMENT="@$moment" TEST_ZONE=$zone \
	    bash tests/run.sh "${programs[@]}" >"$log" 2>&1; then
		echo "times: $moment $zone: $(tail -n 1 "$log")"
	else
		cat "$log"
		echo "times: $moment $zone: FAILED"
		status=1
	fi
	rm -f "$log"
done <<<"$moments"
exit $status
