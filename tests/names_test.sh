#!/bin/sh
# Are the tests of a program named the same in every run? A parameter that cannot be printed is named after the bytes in
# memory, which are others each time: give it a PrintTo.
#
# usage: names_test.sh PROGRAM
set -eu
if "$1" --gtest_list_tests | grep ' = [0-9]*-byte object <'; then exit 1; fi
