#!/bin/sh
# Several machines fuzz with one corpus: each gets what the others found before, gives its own, and every input is complete. Runs copies of
# wt in folders of their own, with a cmake that builds a target that only writes inputs.
# usage: shared_corpus_test.sh PROJECT
set -eu
project=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/bin" "$folder/shared"
cat >"$folder/bin/cmake" <<'FAKE'
#!/bin/sh
# `cmake --build FOLDER --target ...` makes the target; everything else does nothing.
[ "$1" = --build ] || exit 0
mkdir -p "$2/fuzz"
cat >"$2/fuzz/fuzz_future" <<'TARGET'
#!/bin/sh
# Its last but one argument is the corpus, where it finds one input that all find, and thirty of its own.
while [ $# -gt 2 ]; do shift; done
for input in all $(seq 30 | sed "s/^/$NUMBER-/"); do
  awk -v input="$input" 'BEGIN { for (line = 0; line < 5000; ++line) print input }' >"$1/$input"
done
TARGET
chmod +x "$2/fuzz/fuzz_future"
FAKE
chmod +x "$folder/bin/cmake"

# machine NUMBER: a machine with a copy of the project.
machine() {
  mkdir -p "$folder/$1/fuzz"
  cp "$project/wt" "$project/CMakePresets.json" "$folder/$1/"
  cp "$project/fuzz/commands.sh" "$project/fuzz/mutants.sh" "$project/fuzz/fuzz_future.cpp" "$folder/$1/fuzz/"
  mkdir -p "$folder/$1/build/explore"
  touch "$folder/$1/build/explore/build.ninja"
}

# run NUMBER OPTION...
run() {
  number=$1
  shift
  (cd "$folder/$number" && NUMBER=$number PATH="$folder/bin:$PATH" ./wt fuzz fuzz_future --time 1 "$@") >"$folder/$number.log" 2>&1
}

for number in 1 2 3 4 5 6; do machine $number; done
for number in 1 2 3 4 5 6; do run $number --corpus "$folder/shared" & done
wait
inputs=$(ls -A "$folder/shared/fuzz_future" | wc -l)
[ "$inputs" = 181 ] || {
  echo "181 inputs were found by six machines, $inputs are there:" >&2
  ls -A "$folder/shared/fuzz_future" | head >&2
  tail -n 3 "$folder"/*.log >&2
  exit 1
}
for input in "$folder"/shared/fuzz_future/*; do
  lines=$(grep -cx "$(basename "$input")" "$input")
  [ "$lines" = 5000 ] || {
    echo "$input has $lines lines of its 5000" >&2
    exit 1
  }
done

# An input that is being written does not show: this machine copies slowly.
machine 8
cat >"$folder/bin/cp" <<'FAKE'
#!/bin/sh
head -c 5000 "$1" >"$2"
case $1 in */all) sleep 0.5 ;; esac
cat "$1" >"$2"
FAKE
chmod +x "$folder/bin/cp"
run 8 --corpus "$folder/slow" &
looks=0
until [ -f "$folder/slow/fuzz_future/8-30" ]; do
  for input in "$folder"/slow/fuzz_future/*; do
    [ ! -f "$input" ] || [ "$(wc -l <"$input")" = 5000 ] || {
      echo "$input was seen with $(wc -l <"$input") lines of its 5000" >&2
      exit 1
    }
    looks=$((looks + 1))
  done
  [ $looks -lt 100000 ] || exit 1
done
wait
rm "$folder/bin/cp"

# One that comes later has what the others found, and can say where findings go.
machine 7
run 7 --corpus "$folder/shared" --findings kept/here
[ -f "$folder/7/build/corpus/fuzz_future/3-17" ] && [ -d "$folder/7/kept/here" ] || {
  echo "the seventh machine did not get the others' inputs" >&2
  exit 1
}

status=0
run 7 --corpus || status=$?
[ "$status" = 2 ] && grep -qx 'wt: --corpus needs a folder' "$folder/7.log" || {
  echo "--corpus without a folder: $(cat "$folder/7.log")" >&2
  exit 1
}
status=0
run 7 --afl --corpus "$folder/shared" || status=$?
[ "$status" = 2 ] && grep -qx 'wt: --corpus: AFL++ keeps its corpus in a folder of its own' "$folder/7.log" || {
  echo "--corpus with --afl: $(cat "$folder/7.log")" >&2
  exit 1
}
