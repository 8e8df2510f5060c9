#!/bin/sh
# Do findings that one build left fail in the same way in every other, in fresh processes?
#
# usage: across_builds.sh TIMES PROGRAM...
#
# Each PROGRAM is `replays` of some build. The first one writes findings; every one replays all of them TIMES times,
# each time in a new process, and must say the same, line by line.
set -eu

[ $# -ge 2 ] || {
  echo "usage: $0 TIMES PROGRAM..." >&2
  exit 2
}
times=$1
shift

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1" write "$folder/findings"
count=$(find "$folder/findings" -name '*.finding' | wc -l)
[ "$count" -gt 0 ]

for program in "$@"; do
  time=0
  while [ "$time" -lt "$times" ]; do
    time=$((time + 1))
    "$program" replay "$folder"/findings/*.finding >"$folder/said" 2>"$folder/errors" || {
      cat "$folder/said" "$folder/errors"
      echo "$program: time $time: not all of $count findings are reproduced"
      exit 1
    }
    [ -e "$folder/first" ] || cp "$folder/said" "$folder/first"
    cmp -s "$folder/first" "$folder/said" || {
      diff "$folder/first" "$folder/said"
      echo "$program: time $time: it says something else than the first"
      exit 1
    }
  done
  echo "$program: $count findings reproduced $times times of $times"
done
