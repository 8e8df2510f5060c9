#!/bin/sh
# The launcher on a fresh machine: what it installs, what it says, what it asks. Runs a copy of wt in a folder of its own,
# with a PATH on which apt-get, dpkg-query, sudo, id, doxygen and cmake only write down how they were called.
#
# usage: setup_test.sh PROJECT
set -eu

project=$1
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir -p "$folder/project/fuzz" "$folder/bin"
cp "$project/wt" "$project/CMakePresets.json" "$folder/project/"
cp "$project/fuzz/commands.sh" "$project/fuzz/mutants.sh" "$folder/project/fuzz/"
for tool in awk basename cat chmod dirname env find mkdir nproc printf readlink rm script sed sh; do
  ln -s "$(command -v $tool)" "$folder/bin/$tool"
done

# fake NAME: the standard input becomes a program that is found before every other.
fake() {
  { echo '#!/bin/sh' && cat; } >"$folder/bin/$1"
  chmod +x "$folder/bin/$1"
}
export CALLS="$folder/calls" INSTALLED="$folder/installed" WHO="$folder/who" BUILT="$folder/project/build/release"
fake apt-get <<'FAKE'
echo "apt-get $*" >>"$CALLS"
case $* in *install*) : >"$INSTALLED" ;; esac
FAKE
fake dpkg-query <<'FAKE'
# Two packages of a build, Doxygen and GNU parallel are missing until something was installed.
case $* in *ninja-build | *libfmt-dev | *doxygen | *parallel) [ -e "$INSTALLED" ] || exit 1 ;; esac
echo installed
FAKE
fake sudo <<'FAKE'
echo "sudo $*" >>"$CALLS"
exec "$@"
FAKE
fake id <<'FAKE'
cat "$WHO"
FAKE
fake cmake <<'FAKE'
# Configures nothing; builds a program that says how it was called.
mkdir -p "$BUILT"
printf '#!/bin/sh\necho "ran $*"\n' >"$BUILT/windtunnel"
chmod +x "$BUILT/windtunnel"
FAKE

fake doxygen <<'FAKE'
echo "doxygen $*" >>"$CALLS"
FAKE

# fresh_machine USER_ID: nothing is installed, built or called yet.
fresh_machine() {
  rm -rf "$folder/project/build" "$INSTALLED" "$CALLS"
  : >"$CALLS"
  echo "$1" >"$WHO"
}

# run_wt WORD...: runs the launcher without a terminal; its output, its errors and its status.
run_wt() {
  status=0
  env PATH="$folder/bin" WT_PRESET= "$folder/project/wt" --preset release "$@" </dev/null >"$folder/out" 2>"$folder/err" || status=$?
}

# run_wt_on_terminal ANSWER WORD...: the same where somebody sits and answers; all that is shown is in `out`.
run_wt_on_terminal() {
  answer=$1
  shift
  status=0
  echo "$answer" | env PATH="$folder/bin" SHELL=/bin/sh script -qec "$folder/project/wt --preset release $*" /dev/null \
    >"$folder/out" 2>"$folder/err" || status=$?
}

failures=0
expect() {
  if [ "$2" = "$3" ]; then return; fi
  printf '%s: %s\n  expected: %s\n  found:    %s\n' "$case" "$1" "$2" "$3" >&2
  failures=$((failures + 1))
}
expect_shown() {
  case $(cat "$folder/out") in
    *"$1"*) ;;
    *) expect "what is shown" "... $1 ..." "$(cat "$folder/out")" ;;
  esac
}

missing='ninja-build libfmt-dev'
line="apt-get update && sudo apt-get install -y --no-install-recommends $missing"
update='apt-get -qq update'
installing="apt-get -qq install -y --no-install-recommends $missing"

case='root'
fresh_machine 0
run_wt check --runs 5
expect status 0 $status
expect output 'ran check --runs 5' "$(cat "$folder/out")"
expect errors "wt: installing $missing" "$(cat "$folder/err")"
expect calls "$update
$installing" "$(cat "$CALLS")"

case='root, a second time'
: >"$CALLS"
run_wt check
expect status 0 $status
expect errors '' "$(cat "$folder/err")"
expect calls '' "$(cat "$CALLS")"

for command in check test; do
  case="a user without a terminal, $command"
  fresh_machine 1000
  run_wt $command
  expect status 2 $status
  expect output '' "$(cat "$folder/out")"
  expect errors "wt: missing: $missing; to install them, type: sudo $line" "$(cat "$folder/err")"
  expect calls '' "$(cat "$CALLS")"
done

case='a user who says yes'
fresh_machine 1000
run_wt_on_terminal y check
expect status 0 $status
expect_shown "wt: missing: $missing"
expect_shown 'wt: install them with sudo? [y/N] '
expect_shown 'ran check'
expect calls "sudo $update
$update
sudo env DEBIAN_FRONTEND=noninteractive $installing
$installing" "$(cat "$CALLS")"

case='a user who says nothing'
fresh_machine 1000
run_wt_on_terminal '' check
expect status 2 $status
expect_shown "to install them, type: sudo $line"
expect calls '' "$(cat "$CALLS")"

case='a user who asks for the set-up'
fresh_machine 1000
run_wt setup
expect status 0 $status
expect errors "wt: installing $missing
wt: nothing is missing" "$(cat "$folder/err")"

case='the reference'
fresh_machine 0
run_wt reference
expect status 0 $status
expect errors 'wt: installing doxygen' "$(cat "$folder/err")"
expect calls "$update
apt-get -qq install -y --no-install-recommends doxygen
doxygen docs/Doxyfile" "$(cat "$CALLS")"
run_wt reference twice
expect status 2 $status
expect errors "wt: reference: found 'twice'; it takes nothing" "$(cat "$folder/err")"

case='what is not set up'
run_wt setup --flet
expect status 2 $status
expect errors "wt: setup: found '--flet'; allowed is --clang, --fuzz, --browser, --reference, --fleet or --oracle" "$(cat "$folder/err")"

case='parallel and Slurm'
fresh_machine 0
run_wt setup --fleet
expect status 0 $status
expect errors 'wt: installing parallel
wt: nothing is missing' "$(cat "$folder/err")"

case='the peers take nothing'
fresh_machine 0
run_wt bench --peers --quick
expect status 2 $status
expect errors "wt: bench --peers: found '--quick'; it takes nothing more" "$(cat "$folder/err")"
expect calls '' "$(cat "$CALLS")"

case='a user without sudo'
rm "$folder/bin/sudo"
for command in check setup; do
  fresh_machine 1000
  run_wt $command
  expect status 2 $status
  expect errors "wt: missing: $missing; to install them, type, as root: apt-get update && apt-get install -y \
--no-install-recommends $missing" "$(cat "$folder/err")"
  expect calls '' "$(cat "$CALLS")"
done

[ $failures = 0 ]
