#!/bin/sh
# preload_test.sh LIBRARY SCRIPT: an unmodified Python program in a simulated kernel, by LD_PRELOAD: an hour
# passes at once, a seed gives the same run again, and a deadlock and a wrong setting are told in words.
set -eu
library=$1 script=$2
# Not a script that starts it, which would be a run of its own.
python=$(python3 -c 'import os, sys; print(os.path.realpath(sys.executable))')
run() { timeout 100 env LD_PRELOAD="$library" "$@" 2>&1; }
expect() {
  if [ "$1" != "$2" ]; then
    printf 'expected:\n%s\nfound:\n%s\n' "$2" "$1"
    exit 1
  fi
}
expect "$(run "$python" "$script")" "HELLO 3600"
for seed in 1 2 3; do
  first=$(run WINDTUNNEL_SEED=$seed WINDTUNNEL_FAULTS=split,latency "$python" "$script" || true)
  again=$(run WINDTUNNEL_SEED=$seed WINDTUNNEL_FAULTS=split,latency "$python" "$script" || true)
  expect "$again" "$first"
done
case $(run WINDTUNNEL_FAULTS=rain "$python" "$script" || true) in
"windtunnel: WINDTUNNEL_FAULTS is 'rain'; allowed is"*) ;;
*) echo "a wrong fault is not told" && exit 1 ;;
esac
case $(run "$python" -c 'import os; os.read(os.pipe()[0], 1)' || true) in
*"windtunnel: "*deadlock*"read on the end of a pipe"*) ;;
*) echo "a deadlock is not told" && exit 1 ;;
esac
