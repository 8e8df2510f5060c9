#!/bin/sh
# refused_test.sh COMPILER ROOT OPTION...: compiles refused.cpp and looks for the diagnostics that it asks for.
set -u
compiler=$1
root=$2
shift 2
case $compiler in
  *clang*) set -- "$@" -ferror-limit=0 ;; # it stops after 20 errors otherwise
esac
file=$root/tests/refused/refused.cpp
said=$("$compiler" "$@" -std=c++20 -I"$root" -fsyntax-only -Wall -Wextra "$file" 2>&1)
status=0
fail() {
  echo "$1"
  status=1
}

# Each of these lines is in a diagnostic, and so are its words.
asked=$(grep -n ';.*// refused: ' "$file" | sed 's/^\([0-9]*\):.*\/\/ refused: /\1 /')
while read -r line words; do
  echo "$said" | grep -q "refused.cpp:$line:" || fail "line $line is accepted, must be refused: $words"
  echo "$said" | grep -q -e "$words" || fail "no diagnostic says: $words"
done <<LINES
$asked
LINES

# No other line is.
for line in $(echo "$said" | sed -n 's/^[^ ]*refused.cpp:\([0-9]*\):[0-9]*: \(error\|warning\).*/\1/p' | sort -nu); do
  echo "$asked" | grep -q "^$line " || fail "line $line is refused, must be accepted"
done

[ $status -eq 0 ] || echo "$said"
exit $status
