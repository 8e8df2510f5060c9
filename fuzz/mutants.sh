# The command `wt mutants --fuzz`: fuzzes each broken runtime with the target that exercises the broken part. The launcher reads this file.

# fuzz_mutant NAME SEED RUNS: prints how many inputs the fuzzer of the mutant needed to find the bug, or `-`.
fuzz_mutant() {
  number=$(awk -v name="$1" '$1 == name { print $2 }' "$build/fuzz/mutants.txt")
  target=$(awk -v name="$1" '$1 == name { print $3 }' "$build/fuzz/mutants.txt")
  work=$build/mutants/$1
  rm -rf "$work"
  mkdir -p "$work/corpus"
  # The fuzzer is expected to end by an abort; the shell need not report that.
  if (cd "$work" && WINDTUNNEL_MUTANT=$number WINDTUNNEL_FINDINGS=findings exec "$build/fuzz/fuzz_mutants_$target" "-seed=$2" "-runs=$3" -max_total_time=60 \
    -timeout=20 -print_final_stats=1 -verbosity=1 corpus) >"$work/log" 2>&1; then
    echo -
  else
    sed -n 's/^stat::number_of_executed_units: *//p' "$work/log" | tail -n 1
  fi
}

# The median of the lines; `-` counts as more than any number.
median_of() {
  sed 's/^-$/999999999999/' | sort -n | awk '{ all[NR] = $1 } END { m = all[int((NR + 1) / 2)]; print (m == 999999999999 ? "-" : m) }'
}

# run_fuzz_mutants [TRIALS [NAME...]]: a line for each mutant: the median number of runs to find it, with and without feedback.
run_fuzz_mutants() {
  trials=${1:-1}
  [ $# = 0 ] || shift
  preset=explore build=$root/build/explore
  build fuzz_mutants
  known=$(awk '{ print $1 }' "$build/fuzz/mutants.txt")
  names=${*:-$known}
  for name in $names; do
    echo "$known" | grep -qx -- "$name" || die "mutants --fuzz: found '$name'; the mutants that a fuzz target can find are in $build/fuzz/mutants.txt"
  done
  printf '%-40s %12s %12s\n' mutant feedback without
  missed=0
  for name in $names; do
    with=$(for seed in $(seq "$trials"); do fuzz_mutant "$name" "$seed" 2000000; done | median_of)
    without=$(for seed in $(seq "$trials"); do WINDTUNNEL_FEEDBACK= fuzz_mutant "$name" "$seed" 2000000; done | median_of)
    printf '%-40s %12s %12s\n' "$name" "$with" "$without"
    [ "$with" != - ] || missed=$((missed + 1))
  done
  echo "$missed not found within 60 s"
  [ "$missed" = 0 ]
}
