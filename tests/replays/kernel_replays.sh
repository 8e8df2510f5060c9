#!/bin/sh
# Do findings of threads and of Asio on the simulated kernel fail again in the same way in fresh processes, of this build and
# of others?
#
# usage: kernel_replays.sh SEEDS TIMES PROGRAM...
#
# Each PROGRAM is `planted_subjects` of some build. The first one searches each planted error with the seeds 1 to SEEDS; every
# one replays each finding TIMES times, each time in a new process.
set -eu

[ $# -ge 3 ] || {
  echo "usage: $0 SEEDS TIMES PROGRAM..." >&2
  exit 2
}
seeds=$1
times=$2
shift 2

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
subjects=$("$1" explore --list | awk '{ print $1 }' | grep -E '^(threads|asio)/')
for subject in $subjects; do
  for seed in $(seq "$seeds"); do
    for model in realistic adversarial; do
      status=0
      "$1" explore "$subject" --seed "$seed" --model "$model" --runs 5000 --findings "$folder/$seed" >"$folder/said" 2>&1 || status=$?
      [ "$status" -ne 1 ] || break
    done
    [ "$status" -eq 1 ] || {
      cat "$folder/said"
      echo "$subject, seed $seed: nothing was found"
      exit 1
    }
  done
done
find "$folder" -name '*.finding' >"$folder/list"
count=$(wc -l <"$folder/list")
[ "$count" -gt 0 ]

for program in "$@"; do
  for time in $(seq "$times"); do
    while read -r finding; do
      "$program" replay "$finding" >"$folder/said" 2>&1 || :
      grep -q '^reproduced' "$folder/said" || {
        cat "$folder/said"
        echo "$program: $finding is not reproduced the $time. time"
        exit 1
      }
    done <"$folder/list"
  done
  echo "$program: $count findings reproduced $times times of $times"
done
