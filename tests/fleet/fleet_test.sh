#!/bin/sh
# Runs a recipe of docs/fleet.md to the letter: writes its file, runs its commands, compares their outputs; a line `...` there stands for
# any lines, and `...` at the end of a line for the rest of it. Then the merged digest must be that of the campaign on one machine.
# usage: fleet_test.sh PAGE WINDTUNNEL WORK_FOLDER parallel|slurm
# Exit status 77: skipped, because the engine is not installed.
set -eu
page=$1 windtunnel=$2 work=$3 engine=$4

skip() {
  echo "skipped: $1 is not installed; ./wt setup --fleet installs it"
  exit 77
}
case $engine in
  parallel)
    title='GNU parallel'
    # Debian has another program of that name in moreutils.
    parallel --version 2>/dev/null | grep -q '^GNU parallel' || skip 'GNU parallel'
    ;;
  slurm)
    title=Slurm
    for program in sbatch slurmctld slurmd; do
      PATH=$PATH:/usr/sbin command -v $program >/dev/null || skip Slurm
    done
    ;;
esac

rm -rf "$work"
mkdir -p "$work/project/build/release" "$work/blocks"
cd "$work/project"
ln -s "$windtunnel" build/release/windtunnel
# The launcher, without its build.
cat >wt <<'WT'
#!/bin/sh
[ "$1" = build ] || exec build/release/windtunnel "$@"
WT
chmod +x wt

# fail WHAT: shows what the engine wrote, and ends the test.
fail() {
  echo "$1" >&2
  tail -n 20 "$work"/*.log >&2 2>/dev/null || true
  exit 1
}

# A cluster of one node, of this user's, with nothing outside of the folder.
start_slurm() {
  PATH=$PATH:/usr/sbin
  host=$(uname -n | cut -d . -f 1)
  port=$((20000 + $$ % 20000))
  mkdir -p "$work/state" "$work/spool"
  cat >"$work/slurm.conf" <<CONF
ClusterName=windtunnel
SlurmctldHost=$host(127.0.0.1)
SlurmUser=$(id -un)
SlurmdUser=$(id -un)
AuthType=auth/none
CredType=cred/none
SlurmctldPort=$port
SlurmdPort=$((port + 1))
StateSaveLocation=$work/state
SlurmdSpoolDir=$work/spool
SlurmctldPidFile=$work/slurmctld.pid
SlurmdPidFile=$work/slurmd.pid
SlurmctldLogFile=$work/slurmctld.log
SlurmdLogFile=$work/slurmd.log
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerParameters=batch_sched_delay=0,sched_interval=1
MpiDefault=none
NodeName=$host NodeAddr=127.0.0.1 CPUs=$(nproc) State=UNKNOWN
PartitionName=main Nodes=ALL Default=YES MaxTime=INFINITE State=UP
CONF
  export SLURM_CONF="$work/slurm.conf"
  trap 'kill $(cat "$work/slurmd.pid" "$work/slurmctld.pid" 2>/dev/null) 2>/dev/null || true' EXIT
  slurmctld -c || fail 'slurmctld does not start'
  slurmd -c || fail 'slurmd does not start'
  tries=0
  until sinfo -h -o %t 2>/dev/null | grep -q idle; do
    tries=$((tries + 1))
    [ $tries -lt 60 ] || fail 'the node does not become idle'
    sleep 0.5
  done
}
[ "$engine" != slurm ] || start_slurm

# The blocks of the section: 1.file and 1.name, 2.console, ...
awk -v out="$work/blocks" -v title="## $title" '
  /^## / { here = $0 == title; next }
  !here { next }
  /^```/ && inside { inside = 0; close(target); next }
  /^```sh$/ { inside = 1; line = 0; target = sprintf("%s/%d.file", out, ++count); next }
  /^```console$/ { inside = 1; line = 0; target = sprintf("%s/%d.console", out, ++count); next }
  inside { print > target }
  inside && ++line == 2 && target ~ /file$/ { print $2 > sprintf("%s/%d.name", out, count) }
' "$page"

# compare COMMAND: whether what it printed is what the page says.
compare() {
  awk -v expected="$work/expected" '
    BEGIN { while ((getline line < expected) > 0) want[++wanted] = line; at = 1 }
    at > wanted { exit 1 }
    { if (want[at] == "...") {
        if (at == wanted) next
        if (!fits(want[at + 1], $0)) next
        at++
      }
      if (!fits(want[at], $0)) exit 1
      at++ }
    function fits(pattern, line) {
      if (pattern ~ /\.\.\.$/) return index(line, substr(pattern, 1, length(pattern) - 3)) == 1
      return pattern == line
    }
    END { if (at == wanted && want[at] == "...") at++; exit at != wanted + 1 }' "$work/printed" ||
    fail "$(printf '$ %s\nprinted:\n%s\nthe page says:\n%s' "$1" "$(cat "$work/printed")" "$(cat "$work/expected")")"
}

commands=0
# The command that was read last, with what the page says that it prints.
run_latest() {
  [ -n "$command" ] || return 0
  sh -c "$command" >"$work/printed" 2>"$work/errors" </dev/null || [ $? -eq 2 ] || fail "$command: $(cat "$work/errors")"
  compare "$command"
  commands=$((commands + 1))
}

for number in 1 2 3 4 5; do
  block=$work/blocks/$number
  if [ -f "$block.file" ]; then cp "$block.file" "$(cat "$block.name")"; fi
  [ -f "$block.console" ] || continue
  command=
  while IFS= read -r line; do
    case $line in
      '$ '*)
        run_latest
        command=${line#??}
        : >"$work/expected"
        ;;
      *) printf '%s\n' "$line" >>"$work/expected" ;;
    esac
  done <"$block.console"
  run_latest
done
[ $commands -ge 6 ] || fail "the page has only $commands commands of $title"

digest() { sed -n 's/^digest  *//p'; }
whole=$(build/release/windtunnel check --runs 800 --seed 1 | digest)
merged=$(./wt merge reports/*.json | digest)
[ -n "$whole" ] && [ "$whole" = "$merged" ] || fail "the merged digest is $merged, and that of one machine $whole"
echo "$commands commands of the page, digest $whole"
