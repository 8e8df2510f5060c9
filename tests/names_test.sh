#!/bin/sh
# Are the tests of a program named in one style, Suite.DoesWhatUnderWhichCondition, and the same in every run? A law's number
# stands in front, L16_StartWhileRunningThrows. A parameter that cannot be printed would be named after the bytes in
# memory, which are others each time.
#
# usage: names_test.sh PROGRAM
set -eu
"$1" --gtest_list_tests | awk '
  function wrong(why) { print suite name ": " why; failed = 1 }
  function is_law(word) { return word ~ /^[A-Z][0-9]+$/ }
  { sub(/\r$/, "") }
  /^Running main\(\)/ { next }
  / byte object <|-byte object </ { suite = ""; name = $1; wrong("is named after raw bytes: " $0) }
  /^[^ ]/ { suite = $1; if (suite !~ /^([A-Z][A-Za-z0-9]*\/)?[A-Z][A-Za-z0-9]*(\/[A-Za-z0-9]+)?\.$/) { name = ""; wrong("is no CamelCase name") } next }
  {
    name = $1
    words = split(name, part, "/") > 0 ? split(part[1], word, "_") : 0
    for (at = 1; at <= words; ++at) {
      if (word[at] !~ /^[A-Z][A-Za-z0-9]*$/) wrong("is not in CamelCase")
      if (at > 1 && !is_law(word[at]) && !is_law(word[at - 1])) wrong("has an underscore that parts no law from the rest")
    }
  }
  END { exit failed }'
