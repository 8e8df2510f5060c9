#!/bin/sh
# A fuzzer that finds something ends with the finding's words and the line that replays it, and that line works. It shows no
# frames of the fuzzer, and no input in base64, unless it is asked to.
#
# usage: ending_test.sh FUZZER
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() {
  echo "ending_test: $1"
  cat said
  exit 1
}

fuzz() {
  status=0
  "$1" -runs=100000 -seed=1 >said 2>&1 || status=$?
  [ "$status" -ne 0 ] || fail 'nothing was found'
}

fuzz "$1"
grep -q '^broken  ' said || fail 'it does not say what broke'
case $(tail -n 1 said) in
  'replay  '*) ;;
  *) fail 'the line that replays it is not the last' ;;
esac
if grep -q 'Base64\|libFuzzer: deadly signal\| in fuzzer::' said; then fail 'it says what the fuzzer says'; fi
ls crash-* >/dev/null || fail 'the input was not kept'
replay=$(sed -n 's/^replay *//p' said)
status=0
sh -c "$replay" >said 2>&1 || status=$?
[ "$status" -eq 1 ] || fail "the replay ends with $status"
grep -q 'reproduced' said || fail 'the replay does not reproduce it'

WINDTUNNEL_FUZZ_STACK=1
export WINDTUNNEL_FUZZ_STACK
fuzz "$1"
grep -q 'Base64' said || fail 'it was asked for what the fuzzer says'
