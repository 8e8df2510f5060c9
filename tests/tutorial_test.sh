#!/bin/sh
# Follows docs/tutorial.md to the letter against an installed copy: writes its files, runs its commands, compares its outputs.
# usage: tutorial_test.sh PAGE BUILD_FOLDER WORK_FOLDER C++_COMPILER CMAKE
#
# A block of code is a file if its first line is a comment with the file's name. A block of `console` is run: `$ command`, then
# what it prints, where a line `...` stands for any lines. Times, digests and replay strings differ from build to build: they
# count as equal, and a command gets the replay string that was printed last.
set -eu
page=$1 build=$2 work=$3 compiler=$4 cmake=$5

rm -rf "$work"
mkdir -p "$work/blocks" "$work/bank"
"$cmake" --install "$build" --prefix "$work/installed" >"$work/log"
export CMAKE_PREFIX_PATH="$work/installed" CXX="$compiler" PATH="$(dirname "$cmake"):$PATH"

# Blocks 001.file and 001.name, 002.console, ...
awk -v out="$work/blocks" '
  /^```/ && inside { inside = 0; close(target); next }
  /^```(cpp|cmake)$/ { kind = "file"; inside = 1; first = 1; target = sprintf("%s/%03d.file", out, ++count); next }
  /^```console$/ { kind = "console"; inside = 1; first = 0; target = sprintf("%s/%03d.console", out, ++count); next }
  /^```/ { inside = 1; kind = ""; target = "/dev/null"; next }
  inside && first { first = 0; name = $NF; print name > sprintf("%s/%03d.name", out, count); next }
  inside && kind != "" { print > target }
' "$page"

# What differs from build to build.
bank=$(printf '%s' "$work/bank" | sed 's/[][\\.*^$+?(){}|#]/\\&/g')
plain() {
  sed -E -e "s#$bank#/home/you/bank#g" -e 's/[0-9]+ ms/N ms/g' -e 's/check-[0-9a-f]{16}/check-D/g' \
    -e 's/--windtunnel_replay=[^ ]+/--windtunnel_replay=R/g'
}

# same EXPECTED ACTUAL: whether the lines are the same, where `...` in EXPECTED stands for any lines.
same() {
  awk -v expected="$1" -v actual="$2" '
    function fits(i, j) {
      while (i <= wanted) {
        if (want[i] == "...") {
          while (j <= got + 1) {
            if (fits(i + 1, j)) return 1
            j++
          }
          return 0
        }
        if (j > got || want[i] != have[j]) return 0
        i++
        j++
      }
      return j == got + 1
    }
    BEGIN {
      while ((getline line < expected) > 0) want[++wanted] = line
      while ((getline line < actual) > 0) have[++got] = line
      exit !fits(1, 1)
    }'
}

commands=0
replay=
# run COMMAND EXPECTED: runs a line of the page and compares.
run() {
  typed=$1
  if [ -n "$replay" ]; then typed=$(printf '%s\n' "$typed" | sed -E "s/--windtunnel_replay=[^ ]+/$replay/"); fi
  (cd "$work/bank" && sh -c "$typed") >"$work/actual" 2>&1 || true
  printed=$(sed -nE 's/.*(--windtunnel_replay=[^ ]+).*/\1/p' "$work/actual" | head -n 1)
  if [ -n "$printed" ]; then replay=$printed; fi
  plain <"$2" >"$work/expected.plain"
  plain <"$work/actual" >"$work/actual.plain"
  commands=$((commands + 1))
  if ! same "$work/expected.plain" "$work/actual.plain"; then
    echo "the page does not show what its command prints: $1"
    diff -u "$work/expected.plain" "$work/actual.plain" || true
    exit 1
  fi
}

for block in "$work"/blocks/*.file "$work"/blocks/*.console; do echo "$block"; done | sort >"$work/order"
while read -r block; do
  case $block in
    *.file) cp "$block" "$work/bank/$(cat "${block%.file}.name")" ;;
    *)
      command=
      : >"$work/expected"
      while IFS= read -r line; do
        case $line in
          '$ '*)
            if [ -n "$command" ]; then run "$command" "$work/expected"; fi
            command=${line#??}
            : >"$work/expected"
            ;;
          *) printf '%s\n' "$line" >>"$work/expected" ;;
        esac
      done <"$block"
      run "$command" "$work/expected"
      ;;
  esac
done <"$work/order"
# A page whose blocks are not found would agree with everything.
if [ "$commands" -lt 8 ]; then
  echo "only $commands commands were found in $page"
  exit 1
fi
echo "$commands commands print what the page shows"
