# The commands `wt fuzz` and `wt corpus`. The launcher reads this file and provides root, die, build and need.

fuzz_usage() {
  cat <<'HELP'
usage: wt fuzz TARGET [--time T] [--jobs N] [--sanitize | --afl] [--corpus FOLDER] [--findings FOLDER] [-- OPTION...]
                                        fuzz until T is over or a bug is found
       wt fuzz --all [--time T] [...]   the same for every target, sharing the time; N targets run at once
       wt fuzz TARGET FILE...           run the target on these inputs
       wt fuzz --list                   the targets, and what each tests

T is 90, 90s, 10m or 1h; the default is 60s. OPTIONs go to the fuzzer. Fuzzing starts from the seeds in
corpus/fuzz/TARGET_seed_corpus.zip; new inputs are kept in build/corpus/TARGET.
--corpus FOLDER    takes inputs from FOLDER/TARGET at the beginning, and gives new ones to it at the end; many may share it
--findings FOLDER  the folder for findings and crashing inputs; findings unless told
--sanitize  runs with ASan and UBSan, which is slower
--afl       runs AFL++ instead of libFuzzer, on one core

A violated law leaves a finding in findings/, any other crash its input.
Exit status: 0 no bug was found, 1 a bug was found, 2 wrong usage.
HELP
}

corpus_usage() {
  cat <<'HELP'
usage: wt corpus add TARGET FILE...     add inputs to corpus/fuzz/TARGET_seed_corpus.zip
       wt corpus minimize [TARGET...]   add the inputs in build/corpus, and keep only what adds coverage
       wt corpus verify                 run every input and replay every finding
       wt corpus stats [--coverage]     the size of the corpus; the lines of runtime/ that it covers (by llvm-cov)
HELP
}

# A target's seeds: their archive, and the folder into which the build unpacks it.
archive_of() { echo "$root/corpus/fuzz/$1_seed_corpus.zip"; }
seeds_of() { echo "$build/fuzz/seeds/$1"; }

# pack_seeds TARGET FOLDER: the folder's files become the target's archive.
pack_seeds() {
  command -v python3 >/dev/null || die "python3 writes the archives of seeds, and is not installed"
  python3 "$root/fuzz/pack_seeds.py" "$(archive_of "$1")" "$2" || die "$(archive_of "$1") cannot be written"
}

# The number of inputs in a target's archive, and their bytes.
seeds_in_numbers() {
  cmake -E tar tvf "$(archive_of "$1")" | awk '{ bytes += $5 } END { printf "%6d inputs %9d bytes\n", NR, bytes }'
}

fuzz_targets() {
  for source in "$root"/fuzz/fuzz_*.cpp; do basename "$source" .cpp; done
}

require_target() {
  [ -f "$root/fuzz/$1.cpp" ] || die "there is no fuzz target '$1'; there are: $(fuzz_targets | tr '\n' ' ')"
}

# 90, 90s, 10m, 1h in seconds.
seconds_of() {
  case ${1%[smh]} in '' | *[!0-9]*) die "--time: found '$1'; allowed here: 90, 90s, 10m, 1h" ;; esac
  case $1 in
    *h) echo $((${1%h} * 3600)) ;;
    *m) echo $((${1%m} * 60)) ;;
    *) echo "${1%s}" ;;
  esac
}

# Each target with the first sentence of its header.
list_targets() {
  for target in $(fuzz_targets); do
    awk -v target="$target" '
      !/^\/\// { exit }
      { sub(/^\/\/ /, ""); text = text (NR > 1 ? " " : "") $0 }
      END {
        sub("^" target ": ", "", text)
        sub(/\. .*$/, ".", text)
        printf "%s\n    %s\n", target, text
      }' "$root/fuzz/$target.cpp"
  done
}

# fuzz_by_afl TARGET SECONDS OPTION...: fuzzes with AFL++, whose crashing inputs are in a folder of its own.
fuzz_by_afl() {
  target=$1 duration=$2
  shift 2
  living=$root/build/corpus/$target.afl
  mkdir -p "$living" "$findings"
  if [ -f "$root/fuzz/$target.dict" ]; then set -- -x "$root/fuzz/$target.dict" "$@"; fi
  echo "wt: $target for $duration s" >&2
  # The machine's core pattern and its governor are not ours to change; AFL_AUTORESUME goes on where the last run ended.
  WINDTUNNEL_FINDINGS=$(readlink -f -- "$findings") AFL_NO_UI=1 AFL_QUIET=1 AFL_SKIP_CPUFREQ=1 AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES=1 \
    AFL_AUTORESUME=1 AFL_NO_AFFINITY=1 afl-fuzz -i "$(seeds_of "$target")" -o "$living" -V "$duration" -t 20000 -m none "$@" \
    -- "$build/fuzz/$target" >"$living/log" 2>&1 || {
    tail -n 5 "$living/log" >&2
    die "afl-fuzz failed; all it said is in $living/log"
  }
  sed -nE 's/^(execs_done|execs_per_sec|corpus_count|saved_crashes|saved_hangs) *: */\1 /p' "$living/default/fuzzer_stats"
  broken=$(find "$living/default/crashes" "$living/default/hangs" -name 'id*')
  if [ -z "$broken" ]; then return 0; fi
  echo "$broken" | sed "s|^|wt: run it again: ./wt fuzz $target |" >&2
  return 1
}

# fuzz_one TARGET SECONDS JOBS OPTION...: 0 if nothing broke.
fuzz_one() {
  if [ "$preset" = afl ]; then
    target=$1 duration=$2
    shift 3
    fuzz_by_afl "$target" "$duration" "$@"
    return
  fi
  target=$1 duration=$2 jobs=$3
  shift 3
  living=$root/build/corpus/$target
  mkdir -p "$living" "$findings"
  if [ "$jobs" -gt 1 ]; then set -- "-fork=$jobs" "$@"; fi
  if [ -f "$root/fuzz/$target.dict" ]; then set -- "-dict=$root/fuzz/$target.dict" "$@"; fi
  echo "wt: $target for $duration s" >&2
  if WINDTUNNEL_FINDINGS=$findings "$build/fuzz/$target" "-max_total_time=$duration" -timeout=20 -rss_limit_mb=3000 \
    "-artifact_prefix=$findings/$target-" -print_final_stats=1 -verbosity=1 "$@" "$living" "$(seeds_of "$target")"; then
    return 0
  fi
  newest=$(ls -t "$findings/$target"-* 2>/dev/null | head -n 1)
  [ -z "$newest" ] || echo "wt: its input is $newest; run it again: ./wt fuzz $target $newest" >&2
  return 1
}

# copy_new_inputs FROM TO: copies the inputs that TO does not have. Their names come from their contents, and each is complete or not
# there, so many processes may do it at once. What others are about to write begins with a dot.
copy_new_inputs() {
  mkdir -p "$1" "$2" || die "$2: no folder for inputs can be made there"
  mark=$$.$(od -An -N 8 -t x1 /dev/urandom | tr -d ' \n')
  for input in "$1"/*; do
    name=${input##*/}
    if [ ! -f "$input" ] || [ -e "$2/$name" ]; then continue; fi
    cp "$input" "$2/.$name.$mark" && mv "$2/.$name.$mark" "$2/$name" || {
      rm -f "$2/.$name.$mark"
      die "$2/$name cannot be written"
    }
  done
}

# fuzz_with_shared_corpus TARGET ...: the same as fuzz_one, with the corpus that others share, if there is one.
fuzz_with_shared_corpus() {
  if [ -z "$shared_corpus" ]; then
    fuzz_one "$@"
    return
  fi
  copy_new_inputs "$shared_corpus/$1" "$root/build/corpus/$1"
  found=0
  fuzz_one "$@" || found=$?
  copy_new_inputs "$root/build/corpus/$1" "$shared_corpus/$1"
  return $found
}

# The figures in a fuzzer's log: inputs, inputs a second, coverage at the beginning and at the end.
figures_of() {
  awk '
    match($0, / cov: [0-9]+/) { cov = substr($0, RSTART + 6, RLENGTH - 6); if (!start) start = cov }
    match($0, / corp: [0-9]+/) { corpus = substr($0, RSTART + 7, RLENGTH - 7) }
    /^stat::number_of_executed_units/ { runs = $2 }
    /^stat::average_exec_per_sec/ { speed = $2 }
    END { printf "%10d inputs %7d a second   coverage %6d + %-5d corpus %5d", runs, speed, start, cov - start, corpus }' "$1"
}

# One target of `--all`, in a process of its own: prints a line, and the fuzzer's messages if it found a bug.
fuzz_among_all() {
  log=$root/build/corpus/$1.log
  mkdir -p "$root/build/corpus"
  if fuzz_with_shared_corpus "$@" >"$log" 2>&1; then
    printf '%-22s clean   %s\n' "$1" "$(figures_of "$log")"
  else
    printf '%-22s BROKEN  %s\n' "$1" "$(figures_of "$log")"
    sed -n '/^broken \|^finding \|^replay \|^shrunk \|ERROR:\|^wt: its input\|^wt: run it/p' "$log"
    return 1
  fi
}

# fuzz_all SECONDS JOBS OPTION...: every target, JOBS of them at a time.
fuzz_all() {
  jobs=$2
  rounds=$((($(echo "$targets" | wc -w) + jobs - 1) / jobs))
  share=$(($1 / rounds))
  shift 2
  [ "$share" -gt 0 ] || share=1
  failed=$root/build/corpus/failed
  mkdir -p "$root/build/corpus"
  rm -f "$failed"
  running=0
  for each in $targets; do
    { fuzz_among_all "$each" "$share" 1 "$@" || touch "$failed"; } &
    running=$((running + 1))
    if [ "$running" -ge "$jobs" ]; then
      wait
      running=0
    fi
  done
  wait
  [ ! -e "$failed" ]
}

run_fuzz() {
  preset=explore duration=60 jobs=1 targets= all= inputs= shared_corpus= findings=findings
  while [ $# -gt 0 ]; do
    case $1 in
      --time)
        [ $# -ge 2 ] || die "--time needs a duration"
        duration=$(seconds_of "$2") || exit 2
        shift
        ;;
      --jobs)
        case ${2-} in '' | *[!0-9]* | 0*) die "--jobs: found '${2-}'; allowed here: a number from 1" ;; esac
        jobs=$2
        shift
        ;;
      --corpus | --findings)
        [ -n "${2-}" ] || die "$1 needs a folder"
        case $1 in --corpus) shared_corpus=$2 ;; *) findings=$2 ;; esac
        shift
        ;;
      --sanitize) preset=fuzz ;;
      --afl) preset=afl ;;
      --all) all=1 ;;
      --list)
        list_targets
        exit
        ;;
      --help | -h)
        fuzz_usage
        exit
        ;;
      --)
        shift
        break
        ;;
      -*) die "fuzz: found '$1'; see wt fuzz --help" ;;
      *)
        if [ -z "$targets" ]; then
          require_target "$1"
          targets=$1
        else
          [ -e "$1" ] || die "there is no input $1"
          inputs="$inputs $(readlink -f -- "$1")"
        fi
        ;;
    esac
    shift
  done
  if [ "$preset" = afl ] && [ -n "$shared_corpus" ]; then die "--corpus: AFL++ keeps its corpus in a folder of its own"; fi
  if [ -n "$all" ]; then targets=$(fuzz_targets); fi
  [ -n "$targets" ] || { fuzz_usage >&2 && exit 2; }
  build=$root/build/$preset
  build $targets
  if [ -n "$inputs" ]; then
    "$build/fuzz/$targets" $inputs || exit 1
    return
  fi
  if [ -n "$all" ]; then
    fuzz_all "$duration" "$jobs" "$@" || exit 1
  else
    fuzz_with_shared_corpus "$targets" "$duration" "$jobs" "$@" || exit 1
  fi
}

corpus_add() {
  require_target "${1-}"
  target=$1
  shift
  [ $# -gt 0 ] || die "corpus add: which files?"
  for file in "$@"; do [ -f "$file" ] || die "there is no file $file"; done
  fresh=$root/build/corpus/$target.added
  rm -rf "$fresh"
  mkdir -p "$fresh"
  if [ -f "$(archive_of "$target")" ]; then cmake -E chdir "$fresh" cmake -E tar xf "$(archive_of "$target")"; fi
  for file in "$@"; do cp -- "$file" "$fresh/$(sha1sum "$file" | cut -c1-40)"; done
  pack_seeds "$target" "$fresh"
  rm -rf "$fresh"
}

corpus_minimize() {
  for target in "$@"; do require_target "$target"; done
  [ $# -gt 0 ] || set -- $(fuzz_targets)
  preset=explore build=$root/build/explore
  build "$@"
  for target in "$@"; do
    fresh=$root/build/corpus/$target.minimal
    rm -rf "$fresh"
    mkdir -p "$fresh" "$root/build/corpus/$target"
    "$build/fuzz/$target" -set_cover_merge=1 -max_len=1024 -verbosity=0 "$fresh" "$(seeds_of "$target")" \
      "$root/build/corpus/$target" >"$fresh.log" 2>&1 || {
      tail -n 5 "$fresh.log" >&2
      die "merging the corpus of $target failed; all it said is in $fresh.log"
    }
    pack_seeds "$target" "$fresh"
    rm -rf "$fresh"
    echo "$target: $(seeds_in_numbers "$target")"
  done
}

corpus_verify() {
  build fuzz_targets windtunnel
  status=0
  for target in $(fuzz_targets); do
    printf '%-22s ' "$target"
    "$build/fuzz/$target" "$(seeds_of "$target")" || status=1
  done
  for finding in "$root"/corpus/findings/*.finding; do
    [ -f "$finding" ] || continue
    # Every finding here was fixed: its law must hold now.
    "$build/windtunnel" replay "$finding" >/dev/null || {
      echo "$(basename "$finding"): its law breaks again, or it cannot be read" >&2
      status=1
    }
  done
  exit $status
}

corpus_stats() {
  for target in $(fuzz_targets); do
    [ -f "$(archive_of "$target")" ] || continue
    printf '%-22s %s\n' "$target" "$(seeds_in_numbers "$target")"
  done
  printf '%-22s %6d findings\n' findings "$(ls "$root"/corpus/findings/*.finding 2>/dev/null | wc -l)"
  if [ "${1-}" = --coverage ]; then corpus_coverage; fi
}

# Line coverage of runtime/ by the corpus of all targets: a line is covered if one target runs it. Each target is measured by itself,
# because for several programs llvm-cov takes an inline function from the first one only.
corpus_coverage() {
  for tool in llvm-profdata-19 llvm-cov-19; do
    command -v $tool >/dev/null || die "$tool is not installed; run: wt setup --fuzz"
  done
  preset=coverage build=$root/build/coverage
  build fuzz_targets
  profiles=$build/profiles
  rm -rf "$profiles"
  mkdir -p "$profiles"
  for target in $(fuzz_targets); do
    LLVM_PROFILE_FILE=$profiles/raw "$build/fuzz/$target" "$(seeds_of "$target")" >/dev/null 2>"$profiles/said" ||
      die "$target fails on its corpus: $(tail -n 1 "$profiles/said")"
    llvm-profdata-19 merge -o "$profiles/$target" "$profiles/raw"
    llvm-cov-19 export -format=lcov "$build/fuzz/$target" -instr-profile "$profiles/$target" "$root/runtime" >>"$profiles/lines"
  done
  # FILE LINE COUNT, the highest count of a line first.
  sed -n "s|^SF:$root/runtime/||p; t; s/^SF:.*/-/p; t; s/^DA:\([0-9]*\),\([0-9]*\).*/\1 \2/p" "$profiles/lines" |
    awk 'NF == 1 { file = $1; next } file != "-" { print file, $0 }' | sort -k 1,1 -k 2,2n -k 3,3nr >"$profiles/counts"
  awk -v root="$root/runtime/" -v missed="$profiles/missed" '
    $1 == file && $2 == line { next }
    { if ($1 != file) { files[++count] = $1; at = 0 }
      file = $1; line = $2; lines[file]++; all++ }
    $3 == 0 { misses[file]++; missing++
      while (at < line) { getline text < (root file); ++at }
      printf "%s:%d %s\n", file, line, text > missed }
    END {
      for (each = 1; each <= count; ++each)
        printf "%-40s %6d lines %5d missed %7.2f %%\n", files[each], lines[files[each]], misses[files[each]],
          100 * (1 - misses[files[each]] / lines[files[each]])
      printf "%-40s %6d lines %5d missed %7.2f %%\n", "runtime/", all, missing, 100 * (1 - missing / all) }' "$profiles/counts"
  printf '\nnot covered:\n'
  cut -c 1-140 "$profiles/missed"
}

run_corpus() {
  case ${1-} in
    add | minimize | verify | stats)
      name=$1
      shift
      "corpus_$name" "$@"
      ;;
    -h | --help) corpus_usage ;;
    *) corpus_usage >&2 && exit 2 ;;
  esac
}
